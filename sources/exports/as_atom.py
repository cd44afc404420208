"""A list as a feed: what in it changed last. See docs/lists.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from urllib.parse import urlsplit

from django.db.models import Max, Q
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from editions.models import IN_PUBLIC, Edition
from records.languages import in_a_row
from records.models import Record
from sources.citing import SITE
from sources.record_json import LICENCE, fields_as_json, not_stated

from .about import About
from .columns import quoted
from .listing import Listing

MOST_ENTRIES = 100

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class FeedEntry:
    identity: str
    """The same for good, whatever becomes of the address: "person/12"."""
    title: str
    address: str
    updated: datetime
    words: SafeString


def feed(about: About, entries: Iterable[FeedEntry]) -> str:
    written = Atom1Feed(
        title=_xml(f"{SITE}: {about.title}"),
        link=about.page,
        description="",
        language="en",
        author_name=SITE,
        feed_url=about.address,
        feed_guid=about.address,
        feed_copyright=f"{LICENCE['name']}, {LICENCE['address']}. {LICENCE['covers']}",
    )
    host = urlsplit(about.site).hostname
    for entry in entries:
        written.add_item(
            title=_xml(Truncator(entry.title).chars(200)),
            link=f"{about.site}{entry.address}",
            description=_xml(entry.words),
            unique_id=f"tag:{host},2026:{entry.identity}",
            updateddate=entry.updated,
        )
    return str(written.writeString("utf-8"))


def list_entries(listing: Listing, changed: dict[int, datetime]) -> Iterable[FeedEntry]:
    """The records with what they say today, and when that changed."""
    for record in listing.records:
        yield FeedEntry(
            identity=f"{record._meta.model_name}/{record.pk}",
            title=str(record),
            address=record.get_absolute_url(),
            updated=changed[record.pk],
            words=_in_words(listing, record),
        )


def newest(model: type[Record], batches: Iterable[Iterable[int]]) -> dict[int, datetime]:
    """When the records that changed last did so, the newest first.

    A record changes with those that stand on its page: a person with their ranks.
    """
    kind = str(model._meta.model_name)
    # A rotation stands in its mission's history; its own editions are what it has itself.
    its_own = model.owner_field or model.shown_with
    kind_of, number_of = ("kind", "record_id") if its_own else ("owner_kind", "owner_id")
    last: list[tuple[int, int]] = []
    for batch in batches:
        editions = Edition.objects.filter(
            # Its own may be from before its parents were public; its parts tell of themselves
            # only what readers saw.
            Q(is_visible=True) | Q(kind=kind, event__in=IN_PUBLIC),
            **{kind_of: kind, f"{number_of}__in": batch},
        )
        found = editions.order_by().values_list(number_of).annotate(newest=Max("pk"))
        last = nlargest(MOST_ENTRIES, [*last, *((edition, number) for number, edition in found)])
    times = dict(
        Edition.objects.filter(pk__in=[edition for edition, _number in last]).values_list(
            "pk", "change_set__at"
        )
    )
    return {number: times[edition] for edition, number in last}


def _in_words(listing: Listing, record: Record) -> SafeString:
    fields = fields_as_json(listing, record)
    lines = [f"{field['label']}: {field['words']}" for field in fields.values()]
    missing = not_stated(listing, record, fields) | listing.missing_parts_of(record)
    if missing:
        labels = in_a_row(map(str, missing.values()))
        lines.append(_("Not stated in any source: %(fields)s") % {"fields": labels})
    quotations = dict.fromkeys(map(quoted, listing.notes_of(record)))
    return mark_safe(  # noqa: S308 - both are escaped
        format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in lines)))
        + format_html_join("", "<blockquote>{}</blockquote>", ((one,) for one in quotations))
    )


def _xml(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)
