"""What an edition holds: a record with its parts, links, citations and quotations, as JSON.

    {
      "columns": {"slug": "iraq", "name_en": "Iraq", "period": "2003/", "units": [1]},
      "parts": {"citations": [{"id": 7, "passage": 5, "field": "period", "stance": "supports"}]},
      "linked": {"passage": {"5": {"label": …, "quotation": …}}, "unit": {"1": {"label": …}}},
      "private": {"archived_text": …}
    }

Rows are named by their numbers; `linked` keeps what each was called at the time. Nothing empty is
kept, so that None and "" are one. State and reason of withdrawal stay outside: what is restored
must not bring back into the public what was withdrawn. Helper columns that follow others (first
and last day of a date, the untranslated column of a translated text) are left out too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import translation
from modeltranslation.fields import TranslationField

from records.fields import PartialDateField
from records.models import Versioned, VisibleWith

Content = dict[str, Any]

STATE = ("state", "withdrawn_reason")
"""Columns that belong to the event, not to what a record says."""


def kind_of(model: type[models.Model] | models.Model) -> str:
    return str(model._meta.model_name)


@cache
def versioned_models() -> dict[str, type[Versioned]]:
    """Every model whose rows have editions, by its kind."""
    return {kind_of(model): model for model in apps.get_models() if issubclass(model, Versioned)}


def model_of_kind(kind: str) -> type[Versioned]:
    return versioned_models()[kind]


@cache
def columns_of(model: type[models.Model]) -> tuple[Any, ...]:
    """The columns and many-to-many relations of a row that its editions keep.

    What can be cited comes first, in the order of a record's page.
    """
    fields: Any = model._meta.concrete_fields
    left_out = {model._meta.pk.name, *STATE}
    for field in fields:
        if isinstance(field, TranslationField):
            left_out.add(field.translated_field.name)
        if isinstance(field, PartialDateField):
            left_out |= {field.earliest_field, field.latest_field}
    columns = [field for field in fields if field.name not in left_out]
    first = list(getattr(model, "citable_fields", ()))

    def place(field: Any) -> int:
        own = field.translated_field.name if isinstance(field, TranslationField) else field.name
        return first.index(own) if own in first else len(first)

    return tuple(sorted([*columns, *model._meta.many_to_many], key=place))


@cache
def part_relations(model: type[Versioned]) -> dict[str, Any]:
    """The reverse relations to a model's parts, by name."""
    by_name = {relation.get_accessor_name(): relation for relation in model._meta.related_objects}
    return {name: by_name[name] for name in model.edition_parts}


def content_of(row: Versioned) -> Content:
    """What the register says of a row at this moment, by the database."""
    return contents_of(type(row), [row.pk])[row.pk]


def contents_of(
    model: type[Versioned], ids: Collection[int], *, using: str | None = None
) -> dict[int, Content]:
    """The contents of many rows of one model, in a fixed number of queries."""
    with translation.override(settings.LANGUAGE_CODE):
        return _read(model, ids, using)


def _read(model: type[Versioned], ids: Collection[int], using: str | None) -> dict[int, Content]:
    rows = {
        row.pk: row for row in model._base_manager.using(using).filter(pk__in=ids).order_by("pk")
    }
    contents: dict[int, Content] = {pk: {"columns": {}, "parts": {}} for pk in rows}
    numbers: dict[int, dict[type[models.Model], set[int]]] = {pk: defaultdict(set) for pk in rows}
    links = dict(_links(model, rows, using))
    for pk, row in rows.items():
        content = contents[pk]
        for field in columns_of(model):
            value = links[field.name].get(pk, []) if field.many_to_many else _value(field, row)
            if value in (None, "", []):
                continue
            kept = "private" if field.name in model.private_fields else "columns"
            content.setdefault(kept, {})[field.name] = value
            _note_linked(field, value, numbers[pk])
    for name, owner, part in _parts(model, rows, using):
        contents[owner]["parts"].setdefault(name, []).append(_part(part, numbers[owner]))
    linked = _read_linked(numbers.values(), using)
    for pk, of_row in numbers.items():
        found = {
            kind_of(target): {str(n): linked[target][n] for n in sorted(ns) if n in linked[target]}
            for target, ns in of_row.items()
        }
        contents[pk]["linked"] = {kind: labels for kind, labels in found.items() if labels}
    return contents


def _value(field: Any, row: models.Model) -> Any:
    """As JSON has it; None or "" where nothing is stated."""
    if field.is_relation:
        return getattr(row, field.attname)
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(field, models.DecimalField | models.JSONField):
        return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return field.value_to_string(row)


def _note_linked(field: Any, value: Any, numbers: dict[type[models.Model], set[int]]) -> None:
    if field.is_relation:
        numbers[field.related_model].update(value if isinstance(value, list) else [value])


def _links(
    model: type[Versioned], ids: Collection[int], using: str | None
) -> Iterator[tuple[str, dict[int, list[int]]]]:
    for field in model._meta.many_to_many:
        own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through: Any = getattr(model, field.name).through
        found: dict[int, list[int]] = defaultdict(list)
        rows = through._base_manager.using(using).filter(**{f"{own}__in": ids}).order_by(other)
        for owner, target in rows.values_list(own, other):
            found[owner].append(target)
        yield field.name, found


def _parts(
    model: type[Versioned], ids: Collection[int], using: str | None
) -> Iterator[tuple[str, int, models.Model]]:
    for name, relation in part_relations(model).items():
        owner = relation.field
        rows = relation.related_model._base_manager.using(using)
        for part in rows.filter(**{f"{owner.name}__in": ids}).order_by("pk"):
            yield name, getattr(part, owner.attname), part


def _part(part: models.Model, numbers: dict[type[models.Model], set[int]]) -> dict[str, Any]:
    owners = {field.name for field in _owner_columns(type(part))}
    values: dict[str, Any] = {"id": part.pk}
    for field in columns_of(type(part)):
        value = _value(field, part)
        if field.name not in owners and value not in (None, ""):
            values[field.name] = value
            _note_linked(field, value, numbers)
    return values


@cache
def _owner_columns(part: type[models.Model]) -> tuple[Any, ...]:
    """The foreign key of a part to the row it belongs to."""
    return tuple(
        field
        for field in part._meta.concrete_fields
        if field.is_relation
        and isinstance(owner := field.related_model, type)
        and issubclass(owner, Versioned)
        and any(r.field is field for r in part_relations(owner).values())
    )


def _read_linked(
    wanted: Iterable[dict[type[models.Model], set[int]]], using: str | None
) -> dict[type[models.Model], dict[int, dict[str, Any]]]:
    numbers: dict[type[models.Model], set[int]] = defaultdict(set)
    for of_row in wanted:
        for target, found in of_row.items():
            numbers[target] |= found
    linked: dict[type[models.Model], dict[int, dict[str, Any]]] = {}
    for target, found in numbers.items():
        parents = target.visible_only_with if issubclass(target, VisibleWith) else ()
        rows = target._base_manager.using(using).filter(pk__in=found).select_related(*parents)
        linked[target] = {
            row.pk: row.as_linked() if isinstance(row, Versioned) else {"label": str(row)}
            for row in rows
        }
    return linked
