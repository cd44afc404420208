"""The rows of all models that an import has read lately, and what they are called."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F

from editions.content import LabelReader, label_of
from records.fields import PartialDateField
from records.many_rows import MOST_REMEMBERED, RowReader, columns_to_read
from records.models import Versioned, VisibleWith


class Rows(RowReader, LabelReader):
    """Remembers labels too. A partial date stays the text that it is in the database: a content, a
    name, an address need no more."""

    def __init__(self, using: str) -> None:
        super().__init__(using)
        self._labels: dict[type[models.Model], dict[int, dict[str, Any]]] = {}

    def read_whole(self, model: type[Versioned], numbers: Collection[int]) -> dict[int, Any]:
        """Rows with all their columns, and what their page and their being public hang on."""
        rows = self._read(model, numbers, columns_to_read(model, whole=True))
        return {row.pk: row for row in rows}

    def read_linked(self, model: type[models.Model], numbers: Collection[int]) -> list[Any]:
        return self._read(model, numbers, columns_to_read(model))

    def labels(self, model: type[models.Model], ids: set[int]) -> dict[int, dict[str, Any]]:
        known = self._labels.setdefault(model, {})
        missing = ids - known.keys()
        if missing:
            if len(known) + len(missing) > MOST_REMEMBERED:
                known = self._labels[model] = {n: known[n] for n in ids if n in known}
            known |= {n: label_of(row) for n, row in self.fetch(model, missing).items()}
        return known

    def _read(
        self, model: type[models.Model], numbers: Collection[int], names: tuple[str, ...]
    ) -> list[Any]:
        fields: Any = model._meta.concrete_fields
        dates = {field.attname for field in fields if isinstance(field, PartialDateField)}
        columns = [_as_text(name) if name in dates else name for name in names]
        # Not by the model's manager: columns that name their language need no translation.
        rows: models.QuerySet[Any] = models.QuerySet(model, using=self.using)
        rows = rows.filter(pk__in=list(numbers)).order_by("pk")
        found = self.rows_of(model, names, rows.values_list(*columns).iterator())
        self._fetch_parents(model, found)
        return found

    def _fetch_parents(self, model: type[models.Model], rows: Collection[models.Model]) -> None:
        names = set(model.parent_keys()) if issubclass(model, VisibleWith) else set()
        if issubclass(model, Versioned):
            names |= {model.owner_field, model.shown_with} - {""}
        for name in names:
            field: Any = model._meta.get_field(name)
            numbers = {row.__dict__[field.attname] for row in rows} - {None}
            self.fetch(field.related_model, numbers)


def _as_text(name: str) -> Any:
    return ExpressionWrapper(F(name), output_field=models.CharField())
