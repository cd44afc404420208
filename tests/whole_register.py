"""`python -m tests.whole_register` prints a checksum of each export and of each table's rows."""

from __future__ import annotations

import hashlib
import json
import os
import re
from http import HTTPStatus
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings_for_servers")
django.setup()

from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from kazbat.backups import media
from kazbat.backups.databases import tables

LISTS = ("missions", "rotations", "claims", "units", "personnel", "sources", "changes")


def main() -> None:
    told = {}
    for name in LISTS:
        for form in ("csv", "json", "atom"):
            response: Any = Client().get(f"/{name}.{form}")
            if response.status_code == HTTPStatus.OK:
                # All but the moment at which it was read.
                body = re.sub(rb'"read_at": "[^"]*"', b"", b"".join(response))
                told[f"{name}.{form}"] = digest(body)
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of tables
            rows = sorted(repr([plain(value) for value in row]) for row in cursor.fetchall())
            told[table] = digest("\n".join(rows).encode())
    for name in media.names():
        with default_storage.open(name) as file:
            told[name] = digest(file.read())
    print(json.dumps(told))  # noqa: T201


def plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    main()
