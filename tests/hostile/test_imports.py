"""Whatever a file holds, it is loaded or refused in words; nothing of what is refused stays."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from editions.bulk.files import kinds
from editions.bulk.headers import possible_columns
from editions.models import Edition
from tests.hostile.chance import LONGEST, Chance, turns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

ROWS: list[dict[str, Any]] = [
    row
    for file in sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
    for row in json.loads(file.read_text())
]
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**63, 10**400, 1.5, float("nan"), float("inf"), [], {}, [[]], ["a"],
    [1, 2], [None], ["x"] * 50, {"a": 1}, "\ud800",
)  # fmt: skip
WHOLE = (
    b"", b"[]", b"{}", b"null", b"1", b"[1]", b"[" * 100_000, b"\xff\xfe", b"\xef\xbb\xbf[]",
    b'[{"model": "auth.user"}]', b'[{"model": 1, "fields": {}}]',
)  # fmt: skip
MODELS = (
    "auth.user",
    "editions.edition",
    "catalogue.document",
    "sessions.session",
    "nothing.at_all",
)
MORE_FIELDS = ("x", "id", "pk", "state", "withdrawn_reason", "file", "photo", "citations", "name")
GOOD_CELLS = {
    "slug": "iraq", "source": "astana-times-kazbat", "passage__source": "astana-times-kazbat",
    "passage__order": "1", "mission": "iraq", "person": "dilya-akhmetova", "state": "draft",
    "order": "77", "quotation": "peacekeeping",
}  # fmt: skip


def load(command: str, path: Path, what: Any) -> None:
    """Loads a file and takes back what was loaded."""
    editions = Edition.objects.count()
    began = process_time()
    try:
        with transaction.atomic():
            call_command(command, str(path), verbosity=0)
            transaction.set_rollback(True)
    except CommandError as refused:
        assert str(refused).strip()
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be told what was loaded
        pytest.fail(f"{command} {str(what)[:3000]}: {error!r}")
    assert process_time() - began < LONGEST, f"{command} {str(what)[:3000]}"
    assert Edition.objects.count() == editions


def value(chance: Chance) -> Any:
    return chance.choice((chance.text(), chance.choice(VALUES)))


def spoil(chance: Chance, row: dict[str, Any]) -> None:
    fields = row["fields"]
    match chance.randrange(10):
        case 0:
            row["model"] = chance.choice((*MODELS, value(chance)))
        case 1:
            row[chance.choice(("pk", "x", "fields"))] = value(chance)
        case 2:
            fields[chance.choice(MORE_FIELDS)] = value(chance)
        case 3:
            del fields[chance.choice(list(fields))]
        case 4:
            key = next((one for one in fields.values() if isinstance(one, list) and one), [None])
            key[chance.randrange(len(key))] = value(chance)
        case _:
            fields[chance.choice(list(fields))] = value(chance)


def test_fixtures_that_no_register_wrote(tmp_path: Path) -> None:
    for chance in turns(40, "fixtures"):
        rows = deepcopy(chance.sample(ROWS, chance.choice((1, 1, 3))))
        for row in rows:
            spoil(chance, row)
        content = json.dumps(rows).encode("utf-8", "surrogatepass")
        if chance.random() < 0.1:
            place = chance.randrange(len(content))
            content = content[:place] + chance.randbytes(2) + content[place + 1 :]
        file = tmp_path / "rows.json"
        file.write_bytes(content)
        load("loaddata", file, content)


@pytest.mark.filterwarnings("ignore:No fixture data found")
@pytest.mark.parametrize("content", WHOLE, ids=lambda content: content[:12])
def test_fixtures_that_are_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "rows.json"
    file.write_bytes(content)
    load("loaddata", file, content)


def test_tables_that_no_spreadsheet_wrote(tmp_path: Path) -> None:
    models = list(kinds().items())
    for chance in turns(50, "tables"):
        kind, model = chance.choice(models)
        possible = list(possible_columns(model))
        columns = chance.sample(possible, min(len(possible), chance.choice((1, 3, 6, 20))))
        if chance.random() < 0.2:
            columns[0] = chance.text()
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(columns)
        for _row in range(chance.choice((1, 2, 5))):
            good = [GOOD_CELLS.get(column, "x") for column in columns]
            table.writerow([chance.choice((cell, cell, chance.text())) for cell in good])
        content = text.getvalue().encode()
        if chance.random() < 0.2:
            place = chance.randrange(len(content))
            content = content[:place] + chance.randbytes(2) + content[place + 1 :]
        file = tmp_path / f"{kind}.csv"
        file.write_bytes(content)
        load("load_csv", file, content)


def test_folders_and_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "person.csv").mkdir()
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "person.csv", tmp_path / "a" / "b.csv"):
        load("load_csv", path, path)
        load("loaddata", path, path)
