"""What changed, as JSON and as a feed, in the words of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from html import unescape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from sources.exports.about import About
from sources.exports.as_atom import FeedEntry
from sources.exports.as_json import head_as_json

from .reading import Changes, Entry, Line


def changes_as_json(about: About, changes: Changes, older: str | None) -> dict[str, Any]:
    return head_as_json(about) | {
        "changes": [
            {
                "set": entry.number,
                "at": entry.when,
                "summary": entry.summary,
                "records": [_line(line) for line in entry.lines],
            }
            for entry in changes.entries
        ],
        "older": older,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "event": line.event,
        "label": line.document.title if line.document else None,
        "address": line.document.get_absolute_url() if line.document else None,
        "part": line.part,
        "reason": line.reason,
        "changes": [asdict(change) for change in line.changes],
    }


def change_entries(changes: Changes, site: str) -> Iterator[FeedEntry]:
    """One for each set of changes."""
    for entry in changes.entries:
        page = render_to_string(
            "kazbat/changes/_change.html", {"entry": entry, "when": entry.day_and_time}
        )
        yield FeedEntry(
            identity=f"changes/{entry.number}",
            title=_title(entry),
            address=f"{reverse('changes')}?set={entry.number}",
            updated=entry.when,
            # It is read elsewhere, where an address without a host leads nowhere.
            words=mark_safe("<ul>" + page.replace('href="/', f'href="{site}/') + "</ul>"),  # noqa: S308 - a template's
        )


def _title(entry: Entry) -> str:
    if entry.summary:
        return " ".join(entry.summary)
    first, others = _words(entry.lines[0]), len(entry.lines) - 1
    if not others:
        return first
    return _("%(first)s, and %(number)s more") % {"first": first, "number": others}


def _words(line: Line) -> str:
    text = strip_tags(render_to_string("kazbat/changes/_line.html", {"line": line}))
    return unescape(re.sub(r"\s+", " ", text)).strip()
