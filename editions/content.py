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
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import translation
from modeltranslation.fields import TranslationField

from records.fields import PartialDateField
from records.languages import translated_names
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
    left_out = {model._meta.pk.name, *STATE, *translated_names(model)}
    for field in fields:
        if isinstance(field, PartialDateField):
            left_out |= set(field.companions)
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


def owners_of(part: type[models.Model]) -> Iterator[tuple[type[Versioned], models.Field[Any, Any]]]:
    """The models whose parts rows of this one are, and its column that leads to each."""
    for field in part._meta.concrete_fields:
        owner = field.related_model
        if not (isinstance(owner, type) and issubclass(owner, Versioned)):
            continue
        if any(relation.field is field for relation in part_relations(owner).values()):
            yield owner, field


def content_of(row: Versioned) -> Content:
    """What the register says of a row at this moment, by the database."""
    return contents_of(type(row), [row.pk])[row.pk]


class LabelReader:
    """Where contents have the names of rows from; an import has many of them at hand."""

    def __init__(self, using: str) -> None:
        self.using = using

    def labels(self, model: type[models.Model], ids: set[int]) -> dict[int, dict[str, Any]]:
        """What rows that others name are called."""
        parents = model.parent_keys() if issubclass(model, VisibleWith) else ()
        rows = model._base_manager.using(self.using).filter(pk__in=ids).select_related(*parents)
        return {row.pk: label_of(row) for row in rows}


def label_of(row: models.Model) -> dict[str, Any]:
    return row.as_linked() if isinstance(row, Versioned) else {"label": str(row)}


def contents_of(
    model: type[Versioned], ids: Collection[int], *, using: str = DEFAULT_DB_ALIAS
) -> dict[int, Content]:
    """The contents of many rows of one model, in a fixed number of queries."""
    rows = model._base_manager.using(using).filter(pk__in=ids).order_by("pk")
    with translation.override(settings.LANGUAGE_CODE):
        return contents_of_rows(model, {row.pk: row for row in rows}, LabelReader(using))


def contents_of_rows(
    model: type[Versioned], rows: Mapping[int, models.Model], reader: LabelReader
) -> dict[int, Content]:
    """The contents of rows at hand; in the site's own language, which the caller sees to."""
    contents: dict[int, Content] = {pk: {"columns": {}, "parts": {}} for pk in rows}
    numbers: dict[int, Numbers] = {pk: {} for pk in rows}
    links = dict(_links(model, rows, reader.using))
    columns = _columns_to_read(model)
    for pk, row in rows.items():
        content, state = contents[pk], row.__dict__
        for column in columns:
            value = links[column.name].get(pk) if column.is_many else state[column.attname]
            if value is None or value == "":
                continue
            kept = content["columns"] if column.is_public else content.setdefault("private", {})
            kept[column.name] = column.as_json(value)
            if column.target:
                column.note(value, numbers[pk])
    for name, owner, part in _parts(model, rows, reader.using, numbers):
        contents[owner]["parts"].setdefault(name, []).append(part)
    linked = _labels(numbers.values(), reader)
    for pk, of_row in numbers.items():
        labels = {
            kind_of(target): {str(n): linked[target][n] for n in sorted(ns) if n in linked[target]}
            for target, ns in of_row.items()
        }
        contents[pk]["linked"] = {kind: found for kind, found in labels.items() if found}
    return contents


def _labels(
    wanted: Iterable[Numbers], reader: LabelReader
) -> dict[type[models.Model], dict[int, dict[str, Any]]]:
    numbers: Numbers = {}
    for of_row in wanted:
        for target, found in of_row.items():
            numbers.setdefault(target, set()).update(found)
    return {target: reader.labels(target, found) for target, found in numbers.items()}


Numbers = dict[type[models.Model], set[int]]
"""Which rows a row names, by their model."""


class _Column:
    """How one column of a row becomes JSON."""

    def __init__(self, model: type[models.Model], field: Any) -> None:
        self.field = field
        self.name: str = field.name
        self.is_many: bool = field.many_to_many
        self.attname = "" if self.is_many else field.attname
        self.is_public = field.name not in getattr(model, "private_fields", ())
        self.target: Any = field.related_model if field.is_relation else None

    def as_json(self, value: Any) -> Any:
        """Of a value that is stated; None and "" never come here."""
        if type(value) in _AS_THEY_ARE:
            return value
        if isinstance(self.field, models.DecimalField | models.JSONField):
            return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
        return self.field.value_to_string(SimpleNamespace(**{self.attname: value}))

    def note(self, value: Any, numbers: Numbers) -> None:
        """Of a column that leads to rows."""
        found = value if self.is_many else (value,)
        if self.target in numbers:
            numbers[self.target].update(found)
        else:
            numbers[self.target] = set(found)


_AS_THEY_ARE = frozenset((str, int, bool, list))


@cache
def _columns_to_read(model: type[models.Model]) -> tuple[_Column, ...]:
    return tuple(_Column(model, field) for field in columns_of(model))


def _links(
    model: type[Versioned], ids: Collection[int], using: str | None
) -> Iterator[tuple[str, dict[int, list[int]]]]:
    for field in model._meta.many_to_many:
        yield field.name, linked_numbers(field, ids, using)


def linked_numbers(
    field: Any, ids: Collection[int], using: str | None
) -> defaultdict[int, list[int]]:
    """The rows to which many rows are linked by a many-to-many relation."""
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through: Any = field.remote_field.through
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = through._base_manager.using(using).filter(**{f"{own}__in": ids}).order_by(other)
    for owner, target in rows.values_list(own, other):
        found[owner].append(target)
    return found


def _parts(
    model: type[Versioned],
    ids: Collection[int],
    using: str | None,
    numbers: dict[int, Numbers],
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for name, relation in part_relations(model).items():
        owner, part = relation.field, relation.related_model
        left_out = {field.name for field in _owner_columns(part)}
        columns = [column for column in _columns_to_read(part) if column.name not in left_out]
        # Not by the model's manager: columns that name their language need no translation.
        rows: Any = models.QuerySet(part, using=using).filter(**{f"{owner.name}__in": ids})
        names = (owner.attname, "pk", *(column.attname for column in columns))
        for of, pk, *stored in rows.order_by("pk").values_list(*names).iterator():
            values: dict[str, Any] = {"id": pk}
            for column, value in zip(columns, stored, strict=True):
                if value is not None and value != "":
                    values[column.name] = column.as_json(value)
                    if column.target:
                        column.note(value, numbers[of])
            yield name, of, values


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
