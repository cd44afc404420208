"""Whether what is public, found and listed is what the records say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections

import catalogue.checking
import editions.checking
import editions.withholding.acting
from kazbat.databases.moments import one_moment


class Command(BaseCommand):
    help = (
        "Compares the records with their editions and with the catalogue, and names all that "
        "differs. Changes nothing; the site can go on serving meanwhile."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for part, (faults, how_to_mend) in PARTS.items():
            with one_moment(options["database"]):
                number = self.tell(faults(options["database"]))
            self.tell_of(part, number, how_to_mend)
            found += number
        number = self.tell(catalogue.checking.faults_of_index(options["database"]))
        self.tell_of("Full-text index", number, REBUILD)
        if found := found + number:
            raise CommandError(f"Faults: {found}.")
        self.stdout.write(self.style.SUCCESS("The register is in order."))

    def tell(self, faults: Iterator[str]) -> int:
        """Says each; how many there were."""
        number = 0
        for fault in faults:
            self.stdout.write(f"  {fault}")
            number += 1
        return number

    def tell_of(self, part: str, number: int, how_to_mend: str) -> None:
        self.stdout.write(f"{part}: {f'{number} faults. {how_to_mend}' if number else 'in order'}")


def faults_of_tables(using: str) -> Iterator[str]:
    """Rows that name others that are not there; on SQLite also damage of the file."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            for (says,) in cursor.fetchall():
                if says != "ok":
                    yield str(says)
        try:
            connection.check_constraints()
        except IntegrityError as error:
            yield str(error)


REBUILD = "“manage.py rebuild_catalogue” makes it anew."
PARTS = {
    "Tables": (faults_of_tables, "Restore a backup: docs/operations.md."),
    "Editions": (editions.checking.faults, "Save each in the admin, which writes its edition."),
    "Withheld": (editions.withholding.acting.faults, "“manage.py withhold_again” takes it out."),
    "Catalogue": (catalogue.checking.faults, REBUILD),
}
