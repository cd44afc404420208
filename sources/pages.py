"""What a page says: read without a request, and then written down as HTML or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from django.core.paginator import Page as NumberedPage
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.audience import Audience
from records.models import Record
from records.statements import KeptStatement

from .evidence import Evidence
from .fields import Fields, fields_of
from .linked_data import Data, work
from .models import Passage, Photo, Source, SourceAddress
from .parts import Parts, quoted_characters, quoted_of
from .record_json import addresses_as_json, passage_as_json
from .text import Paragraph, ShownPassage, paragraphs
from .uses import Resting, resting_on

SHOWN_FIELDS = (
    "title", "publisher", "kind", "author", "dateline", "published", "published_known_from",
    "language",
)  # fmt: skip

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

    @classmethod
    def rows_of(cls, model: type[Record], ids: Sequence[int], audience: Audience) -> Iterable[Any]:
        """Of the records of these numbers those that the audience sees, in any order."""
        return _rows_of(cls, model, audience, ids=ids)

    @property
    def audience(self) -> Audience:
        return self.evidence.audience

    def is_contested(self, record: Record) -> bool:
        """Whether a claim, or one of a person's ranks, is in conflict with another."""
        return bool(getattr(record, "is_contested", False))

    def conflicts_of(self, record: Record) -> list[Any] | None:
        """The records, here or linked to, with which one is in conflict; None if nobody looked."""
        return None

    def more_of(self, record: Record) -> dict[str, Any]:
        """What is said of a record besides its columns, for its JSON."""
        return {}

    def tells(self, record: Record, column: str) -> bool:
        """Whether a column of a record is told here."""
        return True


@KeptStatement
def _rows_of(
    page: type[PageOfRecords], model: Any, audience: Audience, *, ids: Sequence[int]
) -> QuerySet[Any]:
    rows: QuerySet[Any] = page.prepared(model._default_manager.visible_to(audience), audience)
    return rows.filter(pk__in=ids).order_by()


@dataclass(frozen=True)
class RecordPage(PageOfRecords):
    """The page of one record."""

    @classmethod
    def read(cls, record: Any, audience: Audience) -> Self:
        raise NotImplementedError

    @property
    def record(self) -> Any:
        raise NotImplementedError

    @property
    def title(self) -> str:
        """What a page about the record is called where it is cited."""
        title: str = self.record.search_title()
        return title

    @property
    def parts(self) -> Mapping[str, Sequence[Any]]:
        """The other records of which the page shows what they state, by what they are to it."""
        return {}

    @property
    def cut_parts(self) -> Sequence[str]:
        """The parts of which the page shows only the first."""
        return []

    def conflicts_of(self, record: Record) -> list[Any]:
        return []

    @property
    def missing_parts(self) -> dict[str, Any]:
        """The labels of the parts of which the page says that no source states them."""
        return {}

    def linked_data(self, site: str) -> Data:
        """What the page is about, in the terms of schema.org."""
        raise NotImplementedError


@dataclass(frozen=True)
class ListPage(PageOfRecords):
    """One page of a list of records."""

    @classmethod
    def read(cls, rows: Sequence[Any], audience: Audience) -> Self:
        return cls(evidence=Evidence(rows, audience))


def visible(record: Record | None, audience: Audience) -> Any:
    """What a record names by a foreign key, if the audience may see it."""
    return record if record and record.is_visible_to(audience) else None


def tells_of_source(source: Record, column: str) -> bool:
    """What is missing of a source itself, such as its author, no other source keeps silent of."""
    return column in source.gap_fields or bool(getattr(source, column))


@dataclass(frozen=True)
class SourceListPage(ListPage):
    # The archived text is long, and no public page may hold it.
    unread = Source.private_fields

    def tells(self, record: Record, column: str) -> bool:
        return tells_of_source(record, column)


@dataclass(frozen=True)
class SourcePage(RecordPage):
    source: Source
    page_obj: NumberedPage[Any] | None
    """The part of the text that is shown; nothing if that is the whole."""
    count: int
    """How many passages there are, in all parts."""
    elsewhere: list[int]
    """Passages in other parts whose address leads here."""
    passages: list[ShownPassage]
    paragraphs: list[Paragraph]
    """The passages as a text."""
    photos: list[Photo]
    quoted_characters: int
    further_addresses: list[SourceAddress]
    fields: Fields

    # The archived text is long, and no public page may hold it.
    unread = Source.private_fields

    @property
    def record(self) -> Source:
        return self.source

    @property
    def title(self) -> str:
        # The text itself has an author of its own.
        return _("Passages quoted from: %(title)s") % {"title": self.source.title}

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {"photos": self.photos}

    def linked_data(self, site: str) -> Data:
        return work(self.source, site) | {
            "creditText": self.source.author,
            "hasPart": [
                {"@type": "Quotation", "text": shown.passage.quotation} for shown in self.passages
            ],
        }

    def more_of(self, record: Record) -> dict[str, Any]:
        if record is not self.source:
            return {}
        passages = [
            passage_as_json(shown.passage)
            | {
                "order": shown.passage.order,
                "offset": shown.passage.offset,
                "resting": [_resting_as_json(one) for one in shown.resting],
                "not_listed": shown.not_listed,
            }
            for shown in self.passages
        ]
        return addresses_as_json(self.further_addresses) | {
            "passages": passages,
            "quoted_characters": self.quoted_characters,
        }

    def tells(self, record: Record, column: str) -> bool:
        return record is not self.source or tells_of_source(record, column)

    @classmethod
    def read(cls, record: Source, audience: Audience) -> Self:
        """The whole of it, however long the source is."""
        return cls.read_part(record, audience, None)

    @classmethod
    def read_part(cls, record: Source, audience: Audience, number: Any) -> Self:
        """The part of a number; raises InvalidPage for one that there is not."""
        quoted = quoted_of(record, audience)
        parts = Parts(quoted)
        part = None if number is None else parts.page(number)
        is_first = part is None or part.number == 1
        shown_ids = [one.pk for one in (quoted if part is None else part.object_list)]
        which: dict[str, Any] = (
            {"passage__source": record.pk} if part is None else {"passage__in": shown_ids}
        )
        resting = resting_on(audience, **which)
        rows = record.passages.all() if part is None else record.passages.filter(pk__in=shown_ids)
        by_number = {passage.pk: passage for passage in rows}
        passages = [by_number[pk] for pk in shown_ids if pk in by_number]
        photos: list[Photo] = list(record.photos.visible_to(audience)) if is_first else []
        for row in (*passages, *photos):
            row.source = record  # type: ignore[attr-defined] # both are of a source
        evidence = Evidence([record, *photos], audience)
        shown = [_shown(passage, resting.get(passage.pk, [])) for passage in passages]
        return cls(
            source=record,
            page_obj=part,
            count=len(quoted),
            elsewhere=parts.elsewhere if part and is_first else [],
            passages=shown,
            paragraphs=paragraphs(shown),
            photos=photos,
            quoted_characters=quoted_characters((one.offset, one.length) for one in quoted),
            further_addresses=list(record.further_addresses.all()),
            fields=_fields(record, evidence),
            evidence=evidence,
        )


def _fields(source: Source, evidence: Evidence) -> Fields:
    """What is said of a source itself; its addresses and its note have places of their own."""
    columns: list[Any] = [Source._meta.get_field(name) for name in SHOWN_FIELDS]
    labels = {column.name: capfirst(str(column.verbose_name)) for column in columns}
    found = fields_of(source, labels | {"published": _("Date")}, evidence)
    missing = {name: label for name, label in found.not_stated.items() if name in Source.gap_fields}
    return Fields(found.groups, missing)


def _resting_as_json(resting: Resting) -> dict[str, Any]:
    return {
        "kind": resting.model._meta.model_name,
        "records": [
            {"label": document.title, "address": document.get_absolute_url()}
            for document in resting.documents
        ],
        "fields": sorted(filter(None, resting.fields)),
        "stance": resting.stance.value,
        "says": resting.says,
    }


def _shown(passage: Passage, resting: list[Resting]) -> ShownPassage:
    others = resting[RESTING_SHOWN:]
    not_listed = sum(len(one.documents) for one in others)
    return ShownPassage(passage, resting[:RESTING_SHOWN], not_listed)
