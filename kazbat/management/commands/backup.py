"""Writes the whole register into one file."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from editions.models import newest_number_of_all
from kazbat.backups import media
from kazbat.backups.archive import DATABASE, MEDIA, Contents, NoBackupError, Writer, checked
from kazbat.backups.databases import copied


class Command(BaseCommand):
    help = (
        "Writes records, editions, users and photographs into one file, as they are at one moment, "
        "and reads it again to see that it is whole. The site can go on serving meanwhile. Whoever "
        "has the file has the drafts and can try the passwords: keep it accordingly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="It must not be there yet: kazbat.backup")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already; nothing was written.")
        try:
            self.write(file)
            contents = checked(file)
        except (NoBackupError, OSError) as error:
            raise CommandError(f"There is no backup. {error}") from error
        photographs = len(contents.entries) - 1
        self.stdout.write(
            self.style.SUCCESS(
                f"{file}: {sum(contents.rows.values())} rows up to edition "
                f"{contents.newest_edition}, {photographs} files."
            )
        )

    def write(self, file: Path) -> None:
        applied = MigrationRecorder(connection).applied_migrations()
        contents = Contents(
            made=timezone.now().isoformat(timespec="seconds"),
            database=connection.vendor,
            migrations=sorted(f"{app}.{name}" for app, name in applied),
            newest_edition=newest_number_of_all(),
            rows={},
        )
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            database = Path(folder) / DATABASE
            contents.rows = copied().copy(database)
            with Writer(file, contents) as archive:
                with database.open("rb") as source:
                    archive.add(DATABASE, source, database.stat().st_size)
                # Later than the rows: each of theirs is there, unless it was withheld meanwhile.
                for name in media.names():
                    with default_storage.open(name) as photograph:
                        archive.add(MEDIA + name, photograph, default_storage.size(name))
