"""A list as JSON, written piece by piece. See docs/lists.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sources.record_json import LICENCE, plain, record_as_json, shown_as_json

from .about import About
from .listing import Listing


def list_as_json(about: About, listings: Iterable[Listing]) -> Iterator[str]:
    """One record a line; how many they are stands behind them, when that is known."""
    count = 0
    head = _text(head_as_json(about)).removesuffix("}")
    yield f'{head}, "records": ['
    for listing in listings:
        lines = [_text(_record(listing, record)) for record in listing.records]
        if lines:
            yield (",\n" if count else "\n") + ",\n".join(lines)
        count += len(lines)
    yield f'\n], "count": {count}}}\n'


def head_as_json(about: About) -> dict[str, Any]:
    return {
        "title": about.title,
        "page": about.page,
        "address": about.address,
        "read_at": about.read_at,
        "licence": LICENCE,
    }


def _record(listing: Listing, record: Any) -> dict[str, Any]:
    told = record_as_json(listing, record, listing.missing_parts_of(record))
    return told | {"shown": shown_as_json(listing, listing.parts_of(record))}


def _text(value: Any) -> str:
    return json.dumps(value, default=plain, ensure_ascii=False)
