"""Rows of which only some columns were read, together with others or in SQL of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models

Row = TypeVar("Row", bound=models.Model)


def row_of(model: type[Row], values: Mapping[str, Any], db: str = DEFAULT_DB_ALIAS) -> Row:
    """A row with these columns; Django fetches another one as soon as it is asked for.

    A model that is called with the columns that were read would fill the others with their
    defaults, and so say of a published record that it is a draft, or that it has no date.
    """
    # `from_db` takes values in the order of the columns, whatever the order of their names.
    columns = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(db, columns, [values[name] for name in columns])
