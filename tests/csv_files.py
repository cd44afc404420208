"""Rows of the database written as the CSV files that the bulk door reads."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import models
from modeltranslation.fields import TranslationField

from editions.bulk.files import kinds
from records.fields import PartialDateField


def write_all(folder: Path) -> None:
    for kind, model in kinds().items():
        rows = list(model._base_manager.order_by("pk"))
        if rows:
            write(folder / f"{kind}.csv", rows_of(model, rows))


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def rows_of(model: type[models.Model], rows: list[Any]) -> list[dict[str, Any]]:
    fields: Any = model._meta.concrete_fields
    left_out = {f.translated_field.name for f in fields if isinstance(f, TranslationField)}
    for field in fields:
        if isinstance(field, PartialDateField):
            left_out |= set(field.companions)
    left_out |= {"id", "withdrawn_reason", "file"}
    return [_cells(row, [f for f in fields if f.name not in left_out]) for row in rows]


def _cells(row: Any, fields: list[Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for field in fields:
        if field.is_relation:
            target, linked = field.related_model, getattr(row, field.name)
            key = linked.natural_key() if linked else [""] * len(target.natural_key_fields)
            for lookup, word in zip(target.natural_key_fields, key, strict=True):
                cells[f"{field.name}__{lookup}"] = "" if word is None else word
        else:
            value = getattr(row, field.name)
            cells[field.name] = "" if value is None else value
    for field in row._meta.many_to_many:
        linked = getattr(row, field.name).all()
        # A row can name only those above it.
        if field.remote_field.symmetrical:
            linked = linked.filter(pk__lt=row.pk)
        cells[field.name] = ";".join(sorted(one.slug for one in linked))
    return cells
