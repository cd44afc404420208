"""What the tables still hold of what is withheld, and whether the register is in order."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection

from editions.content import versioned_models
from editions.models import Edition
from tests.factories import write_editions

VAULT = ("editions_withholding", "editions_original")


def rows() -> dict[str, list[str]]:
    """Every row of every table but those that keep what is withheld, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in VAULT:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of tables
                lines = ([plain(value) for value in row] for row in cursor.fetchall())
                found[table] = sorted(map(repr, lines))
    return found


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def holding(pattern: str) -> list[str]:
    """The rows in which something stands."""
    return [
        f"{table}: {line}"
        for table, lines in rows().items()
        for line in lines
        if re.search(pattern, line, re.IGNORECASE)
    ]


def of_the_register(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Without what tells that something happened, and the catalogue, which numbers its rows."""
    left_out = ("catalogue_", "editions_changeset", "access_act")
    return {
        table: [line for line in lines if "'withholding'" not in line]
        for table, lines in found.items()
        if not table.startswith(left_out)
    }


def write_first_editions() -> None:
    """Of the rows that have none: a new edition of the others would tell that they changed."""
    for kind, model in versioned_models().items():
        known = Edition.objects.filter(kind=kind).values("record_id")
        write_editions(*model._base_manager.exclude(pk__in=known).order_by("pk"))


def is_in_order() -> bool:
    said = StringIO()
    call_command("check_register", stdout=said)
    return "The register is in order." in said.getvalue()
