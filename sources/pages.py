"""What a page says: read without a request, and then written down as HTML or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from django.db.models import F

from records.audience import Audience
from records.models import Record

from .annotations import Resting, quoted_characters, resting_on
from .evidence import Evidence
from .models import Passage, Photo, Source

PRIVATE = ("archived_text",)
"""The archived text is long, and no public page may hold it."""

RESTING_SHOWN = 10
"""How many lines of what rests on one passage."""


@dataclass(frozen=True)
class Page:
    """What a page says, with the quotations it rests on."""

    evidence: Evidence

    def context(self) -> dict[str, Any]:
        """All that the page says, under the names that its template uses."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class PageOfRecords(Page):
    joined: ClassVar[tuple[str, ...]] = ()
    """Foreign keys whose records are read together with those that the page is about."""

    unread: ClassVar[tuple[str, ...]] = ()
    """Columns that the page does not read."""

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> Any:  # noqa: ARG003 - pages that mark rows ask it
        """The queryset of what the page is about, with what it needs of each row."""
        return (rows.select_related(*cls.joined) if cls.joined else rows).defer(*cls.unread)


@dataclass(frozen=True)
class RecordPage(PageOfRecords):
    """The page of one record."""

    @classmethod
    def read(cls, record: Any, audience: Audience) -> Self:
        return cls(evidence=Evidence([record], audience))


@dataclass(frozen=True)
class ListPage(PageOfRecords):
    """One page of a list of records."""

    @classmethod
    def read(cls, rows: Sequence[Any], audience: Audience) -> Self:
        return cls(evidence=Evidence(rows, audience))


def visible(record: Record | None, audience: Audience) -> Any:
    """What a record names by a foreign key, if the audience may see it."""
    return record if record and record.is_visible_to(audience) else None


@dataclass(frozen=True)
class SourceListPage(ListPage):
    unread = PRIVATE


@dataclass(frozen=True)
class ShownPassage:
    """A passage and the first lines of what rests on it."""

    passage: Passage
    resting: list[Resting]
    not_listed: int
    """How many more records rest on it."""


@dataclass(frozen=True)
class SourcePage(RecordPage):
    source: Source
    passages: list[ShownPassage]
    photos: list[Photo]
    quoted_characters: int

    unread = PRIVATE

    @classmethod
    def read(cls, record: Source, audience: Audience) -> Self:
        resting = resting_on(record, audience)
        # Where no offset is known, the order in which they were entered has to do.
        passages = list(record.passages.order_by(F("offset").asc(nulls_last=True), "order"))
        if audience is Audience.PUBLIC:
            # What nothing public rests on may speak of somebody who has been withdrawn.
            passages = [passage for passage in passages if passage.pk in resting]
        photos: list[Photo] = list(record.photos.visible_to(audience))
        for row in (*passages, *photos):
            row.source = record  # type: ignore[attr-defined] # both are of a source
        return cls(
            source=record,
            passages=[_shown(passage, resting.get(passage.pk, [])) for passage in passages],
            photos=photos,
            quoted_characters=quoted_characters(passages),
            evidence=Evidence([record, *photos], audience),
        )


def _shown(passage: Passage, resting: list[Resting]) -> ShownPassage:
    others = resting[RESTING_SHOWN:]
    not_listed = sum(len(one.documents) for one in others)
    return ShownPassage(passage, resting[:RESTING_SHOWN], not_listed)
