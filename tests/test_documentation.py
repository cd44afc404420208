"""What the documentation names is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import get_commands

from records.fields import PartialDateFormField
from records.numbers import read_number
from records.partial_dates import PartialDate

ROOT: Path = settings.BASE_DIR
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text())
    files = [target for target in targets if "://" not in target]

    assert [target for target in files if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_make_target_that_is_named_is_there(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named_targets = set(
        re.findall(r"(?:`|^    )(?:PORT=\d+ )?make ([a-z-]+)", document.read_text(), re.MULTILINE)
    )

    assert named_targets <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_management_command_that_is_named_is_there(document: Path) -> None:
    # On a server `kazbat` stands for manage.py.
    calls = re.compile(r"(?:manage\.py|^    kazbat|`kazbat) ([a-z_]+)", re.MULTILINE)
    commands = set(calls.findall(document.read_text()))

    assert commands <= set(get_commands())


@pytest.mark.parametrize("document", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=named)
def test_every_path_that_is_named_is_there(document: Path) -> None:
    paths = re.findall(r"`([a-z_]+/(?:[a-z_/]+(?:\.[a-z]+)?)?)`", document.read_text())

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_decisions_are_numbered_and_say_where_they_stand() -> None:
    # Several are written at a time, each under a number of its own: one may be missing for a while.
    assert len({document.name[:4] for document in ADRS}) == len(ADRS)
    for document in ADRS:
        text = document.read_text()
        assert text.startswith(f"# {int(document.name[:4])}. "), document.name
        for part in ("Status: ", "## Context", "## Decision", "## Consequences"):
            assert part in text, f"{document.name} lacks {part}"


# --- What can be typed --------------------------------------------------------------------------


def table_below(heading: str) -> list[list[str]]:
    """The rows of the first table below a line of docs/typing.md."""
    text = (ROOT / "docs" / "typing.md").read_text().partition(heading)[2]
    rows = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert rows
    lines = rows[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("row", table_below("## Dates"), ids=" ".join)
def test_dates_are_read_as_the_documentation_says(row: list[str]) -> None:
    typed, kept, _meaning = row
    dates = re.findall(r"`([^`]+)`", kept)

    assert all(str(PartialDate.parse(one)) == one for one in dates)
    for one in filter(None, typed.split("; ")):
        assert str(PartialDate.typed(one)) in dates


@pytest.mark.parametrize("row", table_below("Asked about:"), ids=" ".join)
def test_dates_are_asked_about_as_the_documentation_says(row: list[str]) -> None:
    typed, *answers = row
    for one in typed.split("; "):
        with pytest.raises(ValidationError) as refusal:
            PartialDateFormField().clean(one)
        for answer in answers:
            assert answer.strip("`") in refusal.value.messages[0] or "year" in answer


@pytest.mark.parametrize("row", table_below("## Numbers"), ids=" ".join)
def test_numbers_are_read_as_the_documentation_says(row: list[str]) -> None:
    typed, comparator, number, upper, rounded_to = row
    for one in typed.split("; "):
        read = read_number(one)
        assert (read.comparator or "") == comparator
        assert str(read.value) in number.split(", ")
        assert str(read.upper or "") == upper
        assert read.rounded_to == int(rounded_to or 1)
