"""Many rows at hand, read without what makes an instance dear: its signals and its constructor."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F

from editions.content import LabelReader, label_of, translated_names
from records.fields import PartialDateField
from records.many_rows import LinkedRows
from records.models import Versioned, VisibleWith

MOST_REMEMBERED = 20_000
"""Rows of one model that others name. Beyond it they are forgotten and read again."""


class Rows(LabelReader):
    """The rows of all models that an import has read lately, and what they are called."""

    def __init__(self, using: str) -> None:
        super().__init__(using)
        self._linked: dict[type[models.Model], dict[int, models.Model]] = {}
        self._labels: dict[type[models.Model], dict[int, dict[str, Any]]] = {}
        self._own: dict[int, models.Model] = {}

    def read(self, model: type[Versioned], numbers: Iterable[int]) -> dict[int, Any]:
        """Rows with all their columns, and what their page and their being public hang on."""
        rows = self._read(model, numbers, _names(model, whole=True))
        self._fetch_parents(model, rows.values())
        return rows

    def labels(self, model: type[models.Model], ids: set[int]) -> dict[int, dict[str, Any]]:
        known = self._labels.setdefault(model, {})
        missing = ids - known.keys()
        if missing:
            if len(known) + len(missing) > MOST_REMEMBERED:
                known = self._labels[model] = {n: known[n] for n in ids if n in known}
            known |= {n: label_of(row) for n, row in self.fetch(model, missing).items()}
        return known

    def fetch(self, model: type[models.Model], numbers: set[int]) -> dict[int, models.Model]:
        """Rows that others name, without what readers may never see."""
        known = self._linked.setdefault(model, {})
        missing = numbers - known.keys()
        if missing:
            if len(known) + len(missing) > MOST_REMEMBERED:
                known = self._linked[model] = {n: known[n] for n in numbers if n in known}
            read = self._read(model, missing, _names(model, whole=False))
            known |= read
            self._fetch_parents(model, read.values())
        return {n: known[n] for n in numbers if n in known}

    def one(self, model: type[models.Model], number: int) -> models.Model:
        known = self._linked.setdefault(model, {})
        return known[number] if number in known else self.fetch(model, {number})[number]

    def _fetch_parents(self, model: type[models.Model], rows: Collection[models.Model]) -> None:
        names = set(model.parent_keys()) if issubclass(model, VisibleWith) else set()
        if issubclass(model, Versioned):
            names |= {model.owner_field, model.shown_with} - {""}
        for name in names:
            field: Any = model._meta.get_field(name)
            numbers = {row.__dict__[field.attname] for row in rows} - {None}
            self.fetch(field.related_model, numbers)

    def _read(
        self, model: type[models.Model], numbers: Iterable[int], names: list[str]
    ) -> dict[int, models.Model]:
        # Not by the model's manager: columns that name their language need no translation.
        rows: Any = (
            models.QuerySet(model, using=self.using).filter(pk__in=list(numbers)).order_by("pk")
        )
        fields: Any = model._meta.concrete_fields
        links = {
            field.name: (field.attname, partial(self.one, field.related_model))
            for field in fields
            if field.is_relation
        }
        dates = {field.attname for field in fields if isinstance(field, PartialDateField)}
        found: dict[int, models.Model] = {}
        # A partial date stays the text that it is: a content, a name, an address need no more.
        columns = [_as_text(name) if name in dates else name for name in names]
        for values in rows.values_list(*columns).iterator():
            row = model.__new__(model)
            own = row.__dict__
            own.update(zip(names, values, strict=True))
            state = own["_state"] = models.base.ModelState()
            state.adding, state.db = False, self.using
            state.fields_cache = LinkedRows(own, links)
            found[own["id"]] = row
        return found


def _as_text(name: str) -> Any:
    return ExpressionWrapper(F(name), output_field=models.CharField())


def _names(model: type[models.Model], *, whole: bool) -> list[str]:
    """The columns to read. A translated text itself follows those of its languages."""
    private = () if whole else getattr(model, "private_fields", ())
    left_out = {*translated_names(model), *private}
    fields: Any = model._meta.concrete_fields
    return [field.attname for field in fields if field.name not in left_out]
