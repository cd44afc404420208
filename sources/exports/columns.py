"""The columns of a list's CSV: which each kind has is declared with its listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from records.quantities import Comparator
from sources.evidence import Note
from sources.models import Stance
from sources.record_json import Fields, rows_named

if TYPE_CHECKING:
    from .listing import Listing

Cell = str | int | Decimal | date | None

SEPARATOR = "; "


@dataclass(frozen=True)
class Row:
    """One record, and what stands with it."""

    site: str
    """Scheme and host."""
    listing: Listing
    record: Any
    fields: Fields
    """As its JSON has them: without what is empty, or what the reader may not see."""

    def value(self, name: str) -> Any:
        return self.fields.get(name, {}).get("value")

    def part(self, name: str) -> Sequence[Any]:
        return self.listing.parts_of(self.record).get(name, [])

    def named(self, name: str) -> list[Any]:
        column = self.record._meta.get_field(name)
        return rows_named(self.listing, self.record, column)


@dataclass(frozen=True)
class Columns:
    """One thing that is told of a record, in one column or in several."""

    names: tuple[str, ...]
    cells: Callable[[Row], Iterable[Cell]]
    field: str
    """What the record's JSON calls it: a column, or a part of its page."""


def value(name: str) -> Columns:
    """A text, a number, a choice, or a mark ("yes", or nothing)."""

    def cells(row: Row) -> list[Cell]:
        found = row.value(name)
        return ["yes" if found is True else found]

    return Columns((name,), cells, name)


def partial_date(name: str) -> Columns:
    def cells(row: Row) -> list[Cell]:
        found = row.fields.get(name, {})
        return [found.get(part) for part in ("value", "earliest", "latest")]

    return Columns((name, f"{name}_earliest", f"{name}_latest"), cells, name)


def quantity() -> Columns:
    """A number with its bounds; its first column says the whole of it in words."""

    def cells(row: Row) -> list[Cell]:
        found = row.value("value")
        if not found:
            return [None] * len(names)
        return [
            row.fields["value"]["words"],
            Comparator(found["comparator"]).name.lower(),
            *(found[part] for part in ("value", "upper", "rounded_to", "noun", *bounds)),
        ]

    bounds = ("at_least", "at_most")
    names = (
        "quantity", "comparator", "quantity_number", "up_to", "rounded_to", "noun", *bounds,
    )  # fmt: skip
    return Columns(names, cells, "value")


def linked_rows(name: str, slugs: str) -> Columns:
    """The rows that a relation leads to: what they are called, and their slugs."""
    return Columns((name, slugs), lambda row: called(row.named(name)), name)


def of_part(names: tuple[str, ...], part: str, cells: Callable[[Any], Iterable[Cell]]) -> Columns:
    """What is told in the records that stand with one."""
    return Columns(names, lambda row: cells(row.part(part)), part)


def called(rows: Iterable[Any]) -> list[Cell]:
    """What rows are called, and their slugs, each once."""
    found = list(dict.fromkeys(rows))
    return [in_one_cell(map(str, found)), in_one_cell(map(slug_of, found))]


def in_one_cell(texts: Iterable[str]) -> str:
    return SEPARATOR.join(texts)


def slug_of(row: Any) -> str:
    """What fixtures call it: "iraq"; of a rotation, "iraq/4"."""
    return "/".join(map(str, row.natural_key()))


def quotations(row: Row) -> list[Cell]:
    """The sentences that the row rests on, each in a line of its own, and where they stand."""
    notes = row.listing.notes_of(row.record)
    passages = list({note.passage.pk: note.passage for note in notes}.values())
    return [
        "\n".join(dict.fromkeys(map(quoted, notes))),
        in_one_cell(f"{row.site}{passage.get_absolute_url()}" for passage in passages),
        in_one_cell(dict.fromkeys(passage.source.slug for passage in passages)),
    ]


def quoted(note: Note) -> str:
    quotation = f"“{note.passage.quotation}”"
    if note.stance == Stance.SUPPORTS:
        return quotation
    told = f"{note.stance.label}: {note.says}" if note.says else str(note.stance.label)
    return f"{quotation} ({told})"
