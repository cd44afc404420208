"""Brings back what `backup` wrote."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from redis.exceptions import RedisError

from kazbat.backups import media
from kazbat.backups.archive import DATABASE, MEDIA, Contents, NoBackupError, checked, entries
from kazbat.backups.databases import copied, counts


class Command(BaseCommand):
    help = (
        "Brings back a register from the file that “backup” wrote: into a database that is not "
        "there yet (SQLite) or has no tables (PostgreSQL), and an empty folder of photographs. "
        "Everybody has to sign in again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            contents = checked(file)
            refuse_what_does_not_fit(contents)
            copied().refuse_unless_empty()
            media.refuse_unless_empty()
            forget_pages()
            put_back(file)
            refuse_unless_complete(contents)
        except (NoBackupError, OSError) as error:
            raise CommandError(f"Not restored. {error}") from error
        self.stdout.write(
            self.style.SUCCESS(
                f"Restored the register of {contents.made}: {sum(contents.rows.values())} rows up "
                f"to edition {contents.newest_edition}, {len(contents.entries) - 1} files."
            )
        )
        self.stdout.write("Now: manage.py migrate, manage.py check_register.")


def refuse_what_does_not_fit(contents: Contents) -> None:
    if contents.database != connection.vendor:
        raise NoBackupError(
            f"It was made of {contents.database}, and DATABASE_URL names {connection.vendor}."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = sorted(set(contents.migrations) - {f"{app}.{name}" for app, name in known})
    if unknown:
        raise NoBackupError(f"It was made by another release, with the migration {unknown[0]}.")


def forget_pages() -> None:
    """Numbers of editions come a second time, and what was withdrawn since is kept under them."""
    try:
        caches["pages"].clear()
    except RedisError as error:
        raise NoBackupError("The page cache, which must be emptied, does not answer.") from error


def put_back(file: Path) -> None:
    """The photographs first: whoever finds the database finds the register whole."""
    kept: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / DATABASE
        try:
            for name, source in entries(file):
                if name == DATABASE:
                    with database.open("wb") as target:
                        copyfileobj(source, target)
                elif name.startswith(MEDIA):
                    media.put_back(name.removeprefix(MEDIA), source)
                    kept.append(name.removeprefix(MEDIA))
            copied().restore(database)
        except BaseException:
            media.forget(kept)
            raise


def refuse_unless_complete(contents: Contents) -> None:
    with connection.cursor() as cursor:
        found = counts(cursor)
    for table, number in found.items():
        if number != contents.rows.get(table, 0):
            raise NoBackupError(f"{table} has {number} rows, not {contents.rows.get(table)}.")
