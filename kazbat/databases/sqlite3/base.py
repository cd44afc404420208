"""SQLite that is never made by accident, and is read while its disk is full or read-only."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

from kazbat.databases.schema import RecordedAtOnce

DISK_REFUSES = {
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
}  # fmt: skip

LONGEST_KEPT = 20_000
"""Of a statement, in letters: longer ones write many rows, and no other is like them."""

_may_make: ContextVar[bool] = ContextVar("may_make", default=False)


@contextmanager
def databases_may_be_made() -> Iterator[None]:
    """Elsewhere a database that is not there is an error, and not an empty register."""
    token = _may_make.set(True)
    try:
        yield
    finally:
        _may_make.reset(token)


class Features(DatabaseFeatures):
    supports_json_field = True
    """As in every SQLite that searches; nothing that only looks at the code needs a database."""


class SchemaEditor(RecordedAtOnce, DatabaseSchemaEditor):
    pass


class Cursor(base.SQLiteCursorWrapper):
    """Writes a statement with SQLite's own place-holders once, and not whenever it is asked."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None and len(query) <= LONGEST_KEPT:
            return _with_own_place_holders(query)
        converted: str = super().convert_query(query, param_names=param_names)
        return converted


@lru_cache(maxsize=512)
def _with_own_place_holders(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = Features
    SchemaEditorClass = SchemaEditor
    opened: int | None = None
    """Which file it is that lies open; another may have come to stand under its name."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    @property
    def file(self) -> Path | None:
        """Nothing for a database in memory."""
        return None if self.is_in_memory_db() else Path(self.settings_dict["NAME"])

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self.file is None:
            return super().get_new_connection(conn_params)
        if not self.file.exists() and not _may_make.get():
            message = f"There is no database at {self.file}. “manage.py migrate” makes one."
            raise sqlite3.OperationalError(message)
        try:
            connection = self._opened(conn_params, "mode=rwc" if _may_make.get() else "mode=rw")
            let_readers_go_on(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in DISK_REFUSES or self._has_unread_changes():
                raise
            # Nothing can be written here, not even who is reading. Whoever reads so would not see
            # a change, and asks again at the next request.
            connection = self._opened(conn_params, "immutable=1")
            self.close_at = time.monotonic()
        self.opened = number_of(self.file)
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        if self.connection is not None and not self.in_atomic_block and self._is_another_file():
            self.close()
            return
        super().close_if_unusable_or_obsolete()

    def _is_another_file(self) -> bool:
        return self.file is not None and number_of(self.file) != self.opened

    def _opened(self, conn_params: dict[str, Any], how: str) -> Any:
        assert self.file
        address = f"{self.file.absolute().as_uri()}?{how}"
        return super().get_new_connection({**conn_params, "database": address})

    def _has_unread_changes(self) -> bool:
        """Whether changes lie beside the file that it does not hold itself."""
        assert self.file
        log = self.file.with_name(f"{self.file.name}-wal")
        return log.exists() and log.stat().st_size > 0


def let_readers_go_on(connection: sqlite3.Connection) -> None:
    """Beside a writer: by a write-ahead log. The file remembers it, so it is written only once."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        connection.execute("PRAGMA journal_mode=WAL")


def number_of(file: Path) -> int | None:
    try:
        return file.stat().st_ino
    except OSError:
        return None
