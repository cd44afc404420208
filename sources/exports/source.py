from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import prefetch_related_objects

from records.audience import Audience
from records.models import Record
from sources.models import Source
from sources.pages import tells_of_source
from sources.record_json import addresses_as_json

from .columns import Cell, Columns, Row, in_one_cell, partial_date, value
from .listing import Listing


def further_addresses() -> Columns:
    def cells(row: Row) -> list[Cell]:
        return [in_one_cell(further.url for further in row.record.further_addresses.all())]

    return Columns(("further_addresses",), cells, "further_addresses")


@dataclass(frozen=True)
class SourceListing(Listing):
    # The archived text is long, and no public file may hold it.
    unread = Source.private_fields

    columns = (
        value("title"),
        value("kind"),
        value("publisher"),
        value("author"),
        value("dateline"),
        value("url"),
        further_addresses(),
        value("archived_url"),
        value("archived_on"),
        value("language"),
        partial_date("published"),
        value("published_known_from"),
        value("accessed_on"),
        value("text_length"),
        value("note"),
    )

    @classmethod
    def read(cls, rows: Sequence[Any], audience: Audience) -> Self:
        prefetch_related_objects(rows, "further_addresses")
        return super().read(rows, audience)

    def more_of(self, record: Record) -> dict[str, Any]:
        return addresses_as_json(record.further_addresses.all())  # type: ignore[attr-defined]

    def tells(self, record: Record, column: str) -> bool:
        return tells_of_source(record, column)
