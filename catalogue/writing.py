"""Writes rows of the catalogue in sets: new ones, and those that take the place of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, models

AT_ONCE = 1_000
"""Rows of one statement. Their values must be fewer than the 32,766 that SQLite takes."""


def put(
    model: type[models.Model],
    key: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    using: str,
) -> None:
    """Rows of values as the database keeps them, of the key and then of the other columns.

    In few statements, since SQLite writes out its full-text index after each.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, [*key, *columns]))
    place = f"({', '.join(['%s'] * (len(key) + len(columns)))})"
    same = ", ".join(map(quote, key))
    new = ", ".join(f"{quote(name)} = EXCLUDED.{quote(name)}" for name in columns)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            # Names come from the models, values go as parameters.
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({names})"  # noqa: S608
                f" VALUES {', '.join([place] * len(some))}"
                f" ON CONFLICT ({same}) DO UPDATE SET {new}",
                [value for row in some for value in row],
            )
