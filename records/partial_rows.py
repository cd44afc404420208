"""Rows of which only some columns were read, together with others or in SQL of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.query_utils import DeferredAttribute

Row = TypeVar("Row", bound=models.Model)


def row_of(model: type[Row], values: Mapping[str, Any], db: str = DEFAULT_DB_ALIAS) -> Row:
    """A row with these columns; Django fetches another one as soon as it is asked for.

    A model that is called with the columns that were read would fill the others with their
    defaults, and so say of a published record that it is a draft, or that it has no date.
    """
    row = row_as_read(model, (), db)
    columns = row.__dict__
    special = _special_columns(model)
    for name, value in values.items():
        if name in special:
            setattr(row, name, value)
        else:
            columns[name] = value
    return row


def row_as_read(
    model: type[Row], columns: Iterable[tuple[str, Any]], db: str = DEFAULT_DB_ALIAS
) -> Row:
    """A row with these columns as its fields read them from the database.

    As `from_db` makes it, but that asks each column of the model whether it is among them.
    """
    row = model.__new__(model)
    state = row._state = ModelState()  # noqa: SLF001 - documented
    state.adding, state.db = False, db
    row.__dict__.update(columns)
    return row


@cache
def _special_columns(model: type[models.Model]) -> frozenset[str]:
    """Those whose assignment does more than to keep the value."""
    return frozenset(
        field.attname
        for field in model._meta.concrete_fields
        if type(getattr(model, field.attname)) is not DeferredAttribute
    )
