"""Some records of a list, with all that the list's files say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar, Self

from records.audience import Audience
from sources.evidence import Evidence, Note
from sources.pages import PageOfRecords

from .columns import Columns

ROWS_AT_ONCE = 200
"""So many are read, written and forgotten again."""


@dataclass(frozen=True)
class Listing(PageOfRecords):
    """Like a page of the list; but it tells of each record what the record's own page tells."""

    records: Sequence[Any]

    columns: ClassVar[tuple[Columns, ...]]
    """Of the CSV, beside those that every list has."""

    @classmethod
    def read(cls, rows: Sequence[Any], audience: Audience) -> Self:
        return cls(records=rows, evidence=Evidence(rows, audience))

    def parts_of(self, record: Any) -> Mapping[str, Sequence[Any]]:
        """The other records that the list tells with one, by what they are to it."""
        return {}

    def missing_parts_of(self, record: Any) -> dict[str, Any]:
        """The labels of the parts that no source states."""
        return {}

    def notes_of(self, record: Any) -> list[Note]:
        """All that the list quotes for a record."""
        parts = self.parts_of(record).values()
        cited = [record, *(one for records in parts for one in records)]
        return [note for one in cited for note in self.evidence.of(one)]


def batches(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        yield batch
