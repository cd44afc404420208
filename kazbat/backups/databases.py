"""A database as one file, and back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.client import DatabaseClient

from kazbat.databases.moments import one_moment

from .archive import NoBackupError

SESSIONS = "django_session"
"""Not brought back: nobody who signed out since is signed in again."""


class Copied(ABC):
    @abstractmethod
    def copy(self, file: Path) -> dict[str, int]:
        """Writes the database to a file as it is at one moment; how many rows each table has."""

    @abstractmethod
    def refuse_unless_empty(self) -> None:
        """Nothing may be there that a restored register would replace."""

    @abstractmethod
    def restore(self, file: Path) -> None:
        """Puts what such a file holds in its place, at once or not at all."""


class SQLiteFile(Copied):
    @property
    def place(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def copy(self, file: Path) -> dict[str, int]:
        connection.ensure_connection()
        source: Any = connection.connection
        with closing(sqlite3.connect(file)) as target:
            source.backup(target)
            # So that it is one file wherever it is read.
            target.execute("PRAGMA journal_mode=DELETE")
            return counts(target.cursor())

    def refuse_unless_empty(self) -> None:
        # A log left of another database would be taken for this one's.
        for ending in ("", "-wal", "-shm"):
            file = self.place.with_name(self.place.name + ending)
            if file.exists():
                raise NoBackupError(f"There is a database already: {file}. Move it away first.")

    def restore(self, file: Path) -> None:
        with closing(sqlite3.connect(file)) as source:
            source.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608 - a name of ours
            source.commit()
        # Beside its place, which may be on another disk than the copy.
        beside = self.place.with_name(f"{self.place.name}.restoring")
        shutil.copy(file, beside)
        with beside.open("rb") as copied:
            os.fsync(copied.fileno())
        beside.rename(self.place)


class PostgreSQLServer(Copied):
    def copy(self, file: Path) -> dict[str, int]:
        with one_moment(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            self._call("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
            return counts(cursor)

    def refuse_unless_empty(self) -> None:
        if connection.introspection.table_names():
            name = connection.settings_dict["NAME"]
            raise NoBackupError(
                f"The database “{name}” has tables already. Restore into a new one."
            )

    def restore(self, file: Path) -> None:
        self._call("pg_restore", "--single-transaction", "--exit-on-error", str(file), into=True)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608 - a name of ours

    def _call(self, name: str, *options: str, into: bool = False) -> None:
        program = shutil.which(name)
        if program is None:
            raise NoBackupError(f"{name} is not installed; it comes with PostgreSQL's client.")
        (_psql, *where, database), variables = DatabaseClient.settings_to_cmd_args_env(
            connection.settings_dict, []
        )
        which = ["-d", database] if into else [database]
        common = ["--no-owner", "--no-privileges", "--no-comments", "--no-password"]
        called = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [program, *common, *options, *where, *which],
            env=os.environ | (variables or {}),
            capture_output=True,
            text=True,
            check=False,
        )
        if called.returncode:
            raise NoBackupError(f"{name} failed: {called.stderr.strip()}")


def counts(cursor: Any) -> dict[str, int]:
    """How many rows each table has."""
    found: dict[str, int] = {}
    for table in tables():
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names of tables
        (found[table],) = cursor.fetchone()
    return found


def tables() -> list[str]:
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(found) - {SESSIONS})


def copied() -> Copied:
    return SQLiteFile() if connection.vendor == "sqlite" else PostgreSQLServer()
