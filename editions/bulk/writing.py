"""Writes many rows into a table, past the instances, by what each database is quickest at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, models

CACHE_PAGES = -64_000
"""What SQLite keeps of the file in memory while much is written, in KiB (negative, as SQLite has
it): with much less it writes the same pages again and again."""


def insert(model: type[models.Model], columns: Sequence[str], rows: Any, using: str) -> None:
    """Inserts rows of values as the database keeps them; IntegrityError if a rule is broken."""
    connection = connections[using]
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"COPY {table} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            # Names come from the models, values go as parameters.
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
            cursor.executemany(statement, rows)


def reserve(model: type[models.Model], count: int, using: str) -> Sequence[int]:
    """So many numbers that no row of the table has or ever had."""
    connection = connections[using]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        last = _last_number(cursor, table)
        if last is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        last = last or 0
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + count, table])
        return range(last + 1, last + count + 1)


def next_number(model: type[models.Model], using: str) -> int:
    """Every row that is inserted from now on has at least this number."""
    last = model._base_manager.using(using).aggregate(last=models.Max("pk"))["last"]
    return (last or 0) + 1


def _last_number(cursor: Any, table: str) -> int | None:
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    found = cursor.fetchone()
    return found[0] if found else None


def tell_planner(tables: Iterable[type[models.Model]], using: str) -> None:
    """PostgreSQL plans by what it knows of tables, and learns nothing while a transaction lasts."""
    connection = connections[using]
    names = sorted({connection.ops.quote_name(table._meta.db_table) for table in tables})
    if names and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(names)}")


@contextmanager
def much_is_written(using: str) -> Iterator[None]:
    """Lets SQLite keep more of its file in memory for the while, and Django none of the statements.

    With DEBUG it would keep the last 9,000, which here have thousands of values each.
    """
    connection: Any = connections[using]
    if not connection.force_debug_cursor:
        connection.make_debug_cursor = connection.make_cursor
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size")
            usual = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA cache_size = {CACHE_PAGES}")
    try:
        yield
    finally:
        vars(connection).pop("make_debug_cursor", None)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA cache_size = {usual}")
