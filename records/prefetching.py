"""The many-to-many links of a page's records, fetched in one query however many kinds there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Value

from .audience import Audience
from .languages import columns_of
from .many_rows import at_hand
from .models import Record, VisibleWith
from .partial_rows import row_of
from .statements import KeptStatement

LINKED = "linked_rows"
"""Under this name a row keeps what was fetched for it, by relation."""


@dataclass(frozen=True)
class Link:
    """One relation of some records, such as what each of them is linked to."""

    field: Any
    """The many-to-many descriptor, such as `Mission.units`."""
    owners: Sequence[models.Model]
    also: tuple[str, ...] = ()
    """Further columns of a related row that the page shows."""


def linked(row: models.Model, name: str) -> list[Any]:
    """The rows that a relation leads to: what `attach_links` fetched, or else what is public."""
    fetched: dict[str, list[Any]] = getattr(row, LINKED, {})
    if name in fetched:
        return fetched[name]
    related: Any = at_hand(row, name)
    if isinstance(related, list):
        return [one for one in related if not isinstance(one, VisibleWith) or one.is_public]
    if issubclass(related.model, VisibleWith):
        related = related.visible_to(Audience.PUBLIC)
    return list(related)


def attach_links(*links: Link, audience: Audience) -> None:
    """Fetches each relation so that `linked(owner, "relation")` costs no further query.

    Not by prefetching, which asks a query for each relation: a mission's page has five.
    """
    stated = [link for link in links if link.owners]
    if not stated:
        return
    found: dict[tuple[int, int], list[models.Model]] = defaultdict(list)
    relations = tuple((link.field, link.also) for link in stated)
    owners = {f"link_{n}": [row.pk for row in link.owners] for n, link in enumerate(stated)}
    for number, owner, *values in _linked_rows(audience, relations, **owners):
        target = _target(stated[number].field)
        columns = _columns(target, stated[number].also)
        found[number, owner].append(row_of(target, dict(zip(columns, values, strict=False))))
    for number, link in enumerate(stated):
        for row in link.owners:
            fetched = {link.field.field.name: sorted(found[number, row.pk], key=str)}
            setattr(row, LINKED, getattr(row, LINKED, {}) | fetched)


@KeptStatement
def _linked_rows(
    audience: Audience, relations: tuple[tuple[Any, tuple[str, ...]], ...], **owners: Sequence[int]
) -> models.QuerySet[Any, tuple[Any, ...]]:
    columns = [_columns(_target(field), also) for field, also in relations]
    width = max(map(len, columns))
    first, *others = [
        _query(number, field, ids, [*its_columns, *[""] * (width - len(its_columns))], audience)
        for number, ((field, _also), its_columns, ids) in enumerate(
            zip(relations, columns, owners.values(), strict=True)
        )
    ]
    return first.union(*others, all=True)


def _query(
    number: int, field: Any, owners: Sequence[int], columns: Sequence[str], audience: Audience
) -> models.QuerySet[Any, tuple[Any, ...]]:
    """Rows as wide as those of the other relations, with nothing in the columns of no name."""
    target, through = _target(field), field.through
    owner, other = field.field.m2m_field_name(), field.field.m2m_reverse_field_name()
    rows = through._default_manager.filter(**{f"{owner}__in": owners})
    if issubclass(target, VisibleWith):
        rows = rows.filter(target.visible_condition(audience, f"{other}__"))
    nothing = Value("", output_field=models.CharField())
    named: models.QuerySet[Any, tuple[Any, ...]] = rows.order_by().values_list(
        Value(number, output_field=models.IntegerField()),
        F(f"{owner}_id"),
        *(F(f"{other}__{column}") if column else nothing for column in columns),
    )
    return named


def _target(field: Any) -> type[models.Model]:
    target: type[models.Model] = field.field.related_model
    return target


def _columns(target: type[models.Model], also: tuple[str, ...]) -> list[str]:
    """What it takes to name and address a related row; all else is fetched when asked for."""
    label: str = target.label_field  # type: ignore[attr-defined] # whatever is linked has one
    state = ["state"] if issubclass(target, Record) else []
    return ["id", "slug", *columns_of(label).values(), *state, *also]
