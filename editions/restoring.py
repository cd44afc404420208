"""Writes a content back into the rows that it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from records.models import Versioned

from .content import Content, columns_of, part_relations


def apply_content(row: Versioned, content: Content) -> None:
    """Makes a row and its parts what the content says; a row without a number yet is made.

    Rows are restored by their numbers, so that a changed slug makes no second row. State and
    reason of withdrawal stay as they are. Raises ValidationError, naming them, if rows that the
    content links to are gone. The caller checks the result and records its edition.
    """
    if missing := list(_missing(type(row), content)):
        raise ValidationError(
            _("What this version links to is no longer there: %s.") % " · ".join(missing)
        )
    # One language, or a text would be written into the column of the language that is active.
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        values = content["columns"] | content.get("private", {})
        _assign(row, values)
        row.save()
        for field in type(row)._meta.many_to_many:
            getattr(row, field.name).set(values.get(field.name, []))
        for name, relation in part_relations(type(row)).items():
            # All go before any comes, or two rows that swapped their values would collide.
            getattr(row, name).all().delete()
            for part_values in content["parts"].get(name, []):
                part = relation.related_model(pk=part_values["id"])
                setattr(part, relation.field.name, row)
                _assign(part, part_values, owner=relation.field.name)
                part.save(force_insert=True)


def as_restored(model: type[Versioned], content: Content, now: Content) -> Content:
    """What a row will say once it is restored: files that were replaced are gone."""
    files = {one.name for one in columns_of(model) if isinstance(one, models.FileField)}
    columns = {name: value for name, value in content["columns"].items() if name not in files}
    kept = {name: value for name, value in now["columns"].items() if name in files}
    return content | {"columns": columns | kept}


def _assign(row: models.Model, values: dict[str, Any], owner: str = "") -> None:
    """What the values do not name is emptied."""
    for field in columns_of(type(row)):
        if field.many_to_many or field.name == owner:
            continue
        if isinstance(field, models.FileField):
            # A file that was replaced is gone; the row keeps the one it has.
            continue
        value = values.get(field.name)
        if value is None and not field.null:
            value = field.get_default()
        setattr(row, field.attname, field.to_python(value))


def _missing(model: type[Versioned], content: Content) -> Iterator[str]:
    """The labels of the rows that a content names and the register no longer has."""
    numbers: dict[type[models.Model], set[int]] = {}
    rows = [(model, content["columns"])]
    for name, relation in part_relations(model).items():
        rows += [(relation.related_model, part) for part in content["parts"].get(name, [])]
    for table, values in rows:
        for field in columns_of(table):
            if field.is_relation and (value := values.get(field.name)):
                named = value if isinstance(value, list) else [value]
                numbers.setdefault(field.related_model, set()).update(named)
    for target, wanted in numbers.items():
        there = target._base_manager.filter(pk__in=wanted).values_list("pk", flat=True)
        labels = content["linked"].get(str(target._meta.model_name), {})
        for number in sorted(wanted - set(there)):
            yield str(labels.get(str(number), {}).get("label", number))
