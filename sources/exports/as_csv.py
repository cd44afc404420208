"""A list as CSV, written piece by piece. See docs/lists.md."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from sources.record_json import address_of, fields_as_json, not_stated

from .about import About
from .columns import Cell, Row, in_one_cell, quotations, slug_of
from .listing import Listing

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel takes the letters of other scripts for those of its own code page."""

FIRST = ("slug", "address", "label", "state")
LAST = (
    "contested", "contested_columns", "not_stated", "quotations", "quotation_addresses", "sources",
)  # fmt: skip

UNSEEN = r"[\s\x00-\x1f\ufeff\u200b-\u200f\u2060]*"
TAKEN_FOR_A_FORMULA = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?='|{UNSEEN}[=+\-@＝＋－＠]|[\t\r])")
"""Where a spreadsheet may begin to calculate: in a cell, and where one would begin if the program
takes another separator for that of the file, as Excel does in most countries."""
ADDED = re.compile(r"(?:^|(?<=[;\t\r\n]))'")


def list_as_csv(about: About, kind: type[Listing], listings: Iterable[Listing]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _lines([names_of_columns(kind)])
    for listing in listings:
        yield _lines(_cells(about.site, listing, record) for record in listing.records)


def names_of_columns(kind: type[Listing]) -> list[str]:
    return [*FIRST, *(name for column in kind.columns for name in column.names), *LAST]


def _lines(rows: Iterable[Iterable[Cell]]) -> str:
    lines = StringIO()
    csv.writer(lines).writerows([_harmless(cell) for cell in row] for row in rows)
    return lines.getvalue()


def _harmless(cell: Cell) -> Cell:
    return escaped(cell) if isinstance(cell, str) else cell


def escaped(text: str) -> str:
    """A text that no spreadsheet calculates; `unescaped` takes it back."""
    return TAKEN_FOR_A_FORMULA.sub("'", text)


def unescaped(text: str) -> str:
    return ADDED.sub("", text)


def _cells(site: str, listing: Listing, record: Any) -> Iterator[Cell]:
    fields = fields_as_json(listing, record)
    row = Row(site, listing, record, fields)
    missing = not_stated(listing, record, fields) | listing.missing_parts_of(record)
    contested = {name for name in type(record).citable_fields
                 if listing.evidence.conflicting(record, name)}  # fmt: skip
    yield from (slug_of(record), f"{site}{address_of(record)}", str(record), record.state)
    for columns in listing.columns:
        yield from columns.cells(row)
    yield "yes" if contested or listing.is_contested(record) else "no"
    yield _named(listing, contested)
    yield _named(listing, missing)
    yield from quotations(row)


def _named(listing: Listing, fields: Iterable[str]) -> str:
    """The first columns of what a record's JSON calls so."""
    names = set(fields)
    return in_one_cell(columns.names[0] for columns in listing.columns if columns.field in names)
