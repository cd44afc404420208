"""What a model says of itself in names, held against its columns by `manage.py check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from records.constraints import AtField

Fits = Callable[[Any], bool]
"""Whether a field or relation can be named in a declaration."""


def is_column(field: Any) -> bool:
    return bool(field.concrete)


def is_text_or_number(field: Any) -> bool:
    return bool(field.concrete and not field.is_relation)


def is_column_or_links(field: Any) -> bool:
    """A column, or links that stand in this model's own form."""
    return bool(field.concrete or (field.many_to_many and not field.auto_created))


def leads_to_one(field: Any, model: type[models.Model]) -> bool:
    """A foreign key to such rows."""
    return bool(field.concrete and field.many_to_one and _is_of(field, model))


def leads_to_many(field: Any, model: type[models.Model]) -> bool:
    return bool((field.one_to_many or field.many_to_many) and _is_of(field, model))


def _is_of(field: Any, model: type[models.Model]) -> bool:
    # A model that is not there is still a word.
    return isinstance(field.related_model, type) and issubclass(field.related_model, model)


def misnamed(
    model: type[models.Model],
    declaration: str,
    fits: Fits,
    *,
    code: str,
) -> Iterator[checks.Error]:
    """The names of a declaration that no column or relation of the right kind has."""
    declared: str | tuple[str, ...] = getattr(model, declaration)
    names = declared if isinstance(declared, tuple) else (declared,) if declared else ()
    possible = {field.name for field in model._meta.get_fields() if fits(field)}
    for name in names:
        if name not in possible:
            yield checks.Error(
                f"'{name}' in {declaration} is nothing that can be named there.",
                hint=f"Choose from: {', '.join(sorted(possible))}.",
                obj=model,
                id=code,
            )


def lookups_astray(
    model: type[models.Model],
    declaration: str,
    *,
    code: str,
) -> Iterator[checks.Error]:
    """Lookups that lead to no column by way of foreign keys; there must be one at least."""
    lookups: tuple[str, ...] = getattr(model, declaration, ())
    if not lookups:
        yield checks.Error(
            f"{declaration} is missing.",
            hint='Name the columns that tell one row from all others: ("slug",).',
            obj=model,
            id=code,
        )
    for lookup in lookups:
        if not _leads_to_column(model, lookup):
            yield checks.Error(
                f"'{lookup}' in {declaration} leads to no column.",
                hint="Write foreign keys and, last, a column: mission__slug.",
                obj=model,
                id=code,
            )


def _leads_to_column(model: type[models.Model], lookup: str) -> bool:
    *links, name = lookup.split("__")
    place: Any = model
    try:
        for link in links:
            field: Any = place._meta.get_field(link)
            if not leads_to_one(field, models.Model):
                return False
            place = field.related_model
        return is_text_or_number(place._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def constraints_left_out(model: type[models.Model]) -> Iterator[checks.Error]:
    """Rules of abstract parents, which Django drops where a model has constraints of its own."""
    meta = model._meta
    own = {constraint.name for constraint in meta.constraints}
    names = {"app_label": meta.app_label, "class": str(meta.model_name)}
    for parent in model.__mro__[1:]:
        if not (issubclass(parent, models.Model) and hasattr(parent, "_meta")):
            continue
        if parent._meta.abstract and any(
            constraint.name % names not in own for constraint in parent._meta.constraints
        ):
            yield checks.Error(
                f"Meta.constraints leaves out rules of {parent.__name__}.",
                hint=f"constraints = [*{parent.__name__}.Meta.constraints, ...]",
                obj=model,
                id="records.E009",
            )


def messages_astray(model: type[models.Model]) -> Iterator[checks.Error]:
    """Rules whose message would stand at a field that they are not about."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, AtField) and constraint.at not in constraint.columns:
            yield checks.Error(
                f"The message of {constraint.name} stands at '{constraint.at}', which is none of "
                "its columns.",
                hint=f"Choose from: {', '.join(sorted(constraint.columns))}.",
                obj=model,
                id="records.E011",
            )
