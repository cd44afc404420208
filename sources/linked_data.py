"""What a page is about, in the terms of schema.org, for programs that read the page.

Only what a source states, and only terms that mean just that: the years of Kazakhstan's part in a
mission are not those of the mission, and so are not given as its dates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from records.partial_dates import PartialDate

from .evidence import Note
from .models import Source

CONTEXT = "https://schema.org"

EXACT = re.compile(r"\d{4}(-[01]\d(-\d\d)?)?")
"""Of the dates in EDTF, those that mean the same in ISO 8601."""

# What could end the script element, or begin one.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}

Data = dict[str, Any]


def script_text(data: Data) -> SafeString:
    """For inside a script element, which nothing in it can leave."""
    text = json.dumps(stated({"@context": CONTEXT} | data), ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - nothing of HTML is left in it


def stated(value: Any) -> Any:
    """Without what is empty."""
    if isinstance(value, dict):
        found = {name: stated(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one not in (None, "", [], {})}
    if isinstance(value, list):
        return [stated(one) for one in value]
    return value if value is None else value if isinstance(value, bool | int) else str(value)


def exact(date: PartialDate | None) -> str:
    """A date that is stated as a year, a month or a day; nothing for any other."""
    text = str(date or "")
    return text if EXACT.fullmatch(text) else ""


def thing(kind: str, row: Any, site: str) -> Data:
    """A record that is only named."""
    address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return {"@type": kind, "name": str(row), "url": site + address if address else ""}


def quotations(notes: Iterable[Note], site: str) -> list[Data]:
    """The sentences that notes rest on, each once."""
    passages = {note.passage.pk: note.passage for note in notes}
    return [
        {
            "@type": "Quotation",
            "text": passage.quotation,
            "inLanguage": passage.source.language,
            "url": site + passage.get_absolute_url(),
            "isBasedOn": work(passage.source, site),
        }
        for passage in passages.values()
    ]


def work(source: Source, site: str) -> Data:
    """A source; who wrote it is given as printed, since nobody states what kind of author it is."""
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher}
        if source.publisher
        else "",
        "datePublished": exact(source.published),
        "inLanguage": source.language,
        "url": source.url,
        "mainEntityOfPage": site + source.get_absolute_url(),
    }


def collection(name: str, address: str, rows: Iterable[Any], site: str, first: int) -> Data:
    """One page of a list."""
    return {
        "@type": "CollectionPage",
        "name": name,
        "url": address,
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": str(row),
                    "url": site + row.get_absolute_url(),
                }
                for position, row in enumerate(rows, first)
            ],
        },
    }
