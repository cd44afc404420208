from __future__ import annotations

from dataclasses import dataclass

from sources.models import Source

from .columns import partial_date, value
from .listing import Listing


@dataclass(frozen=True)
class SourceListing(Listing):
    # The archived text is long, and no public file may hold it.
    unread = Source.private_fields

    columns = (
        value("title"),
        value("publisher"),
        value("author"),
        value("dateline"),
        value("url"),
        value("language"),
        partial_date("published"),
        value("accessed_on"),
        value("text_length"),
    )
