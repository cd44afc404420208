"""Takes out what is withheld and was written past the rules: by SQL, or by another program."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS

from editions.withholding.acting import withhold_again


class Command(BaseCommand):
    help = (
        "Looks through the whole register for what is withheld, and takes it out wherever it "
        "stands again. See docs/withholding.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *args: Any, **options: Any) -> None:
        rows = withhold_again(options["database"])
        self.stdout.write(f"Rows that held something withheld: {rows}.")
