from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS

from catalogue.indexing import rebuild


class Command(BaseCommand):
    help = "Writes the catalogue anew from the records. The site can go on serving meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="Default: %(default)s.")

    def handle(self, *args: Any, database: str, **options: Any) -> None:
        counts = rebuild(database)
        for kind, count in counts.items():
            self.stdout.write(f"{kind}: {count}")
        self.stdout.write(self.style.SUCCESS(f"{sum(counts.values())} documents in all."))
