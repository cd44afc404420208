"""The citations of everything on a page, fetched in one query and numbered as they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, QuerySet, Value

from records.audience import Audience
from records.kinds import kinds
from records.languages import active_language, shown_text
from records.models import Record
from records.partial_rows import row_of
from records.statedness import Statedness, is_stated
from records.statements import KeptStatement

from .carrying import Words, carries
from .models import SAYS_IN_ITS_WORDS, SAYS_MORE, Citation, Passage, Source, Stance

EVERY_FIELD = "*"

PASSAGE_COLUMNS = (
    "id", "order", "quotation", "offset", "locator", "locator_number", "words_before", "source_id",
)  # fmt: skip
TRANSLATION = ("translation", "translated_by")
"""Columns of a passage for each language, of which the reader's is shown."""
SOURCE_COLUMNS = (
    "id", "slug", "title", "publisher", "language", "url", "archived_url", "published",
)  # fmt: skip
"""What a quotation shows; all else of a passage and its source is fetched when asked for."""


@dataclass(frozen=True)
class Note:
    """One citation as a reader sees it."""

    field: str
    stance: Stance
    says: str
    remark: str
    passage: Passage

    @property
    def needs_words(self) -> bool:
        """Whether the quotation alone would leave something out."""
        return self.stance != Stance.SUPPORTS or bool(self.remark)

    @property
    def words(self) -> Words:
        return Words(self.passage.quotation, self.passage.source.language)

    def carries(self, record: Record, field: str) -> bool:
        """Whether what is cited for the record as a whole holds the value of one field."""
        if self.field or self.stance in SAYS_MORE:
            return False
        return bool(carries(self.words, record, field))


class Evidence:
    """The notes of a page's records, numbered by passage in the order in which they are shown."""

    def __init__(self, records: Iterable[Record], audience: Audience) -> None:
        self.audience = audience
        self.numbers: dict[int, int] = {}
        self.marked: set[int] = set()
        self.quoted: set[int] = set()
        self.sources_quoted: set[int] = set()
        self.waiting: dict[Note, None] = {}
        self.notes: dict[tuple[str, int], list[Note]] = defaultdict(list)
        by_kind: dict[str, list[int]] = defaultdict(list)
        for record in records:
            by_kind[str(record._meta.model_name)].append(record.pk)
        passages = Passages()
        rows = citations_of(audience, **by_kind) if by_kind else ()
        for kind, pk, field, stance, says, remark, *columns in rows:
            note = Note(field, Stance(stance), says, remark, passages.read(columns))
            self.notes[kind, pk].append(note)
        for notes in self.notes.values():
            notes.sort(key=_in_reading_order)

    def of(self, record: Record, field: str = EVERY_FIELD) -> list[Note]:
        """A record's notes: all of them, those of one field, or (blank) of it as a whole."""
        notes = self.notes[str(record._meta.model_name), record.pk]
        if field == EVERY_FIELD:
            return notes
        # What is said of the record as a whole stands beside the field that names it, and beside
        # each whose value its words hold.
        fields = {field, ""} if field == record.label_field else {field}
        return [
            note
            for note in notes
            if note.field in fields or (field and note.carries(record, field))
        ]

    def conflicting(self, record: Record, field: str) -> list[Note]:
        return [note for note in self.of(record, field) if note.stance == Stance.DIFFERS]

    def refining(self, record: Record, field: str) -> list[Note]:
        return [note for note in self.of(record, field) if note.stance == Stance.REFINES]

    def statedness(self, record: Record, field: str) -> Statedness:
        """The same on every page, whatever it shows of the field."""
        if is_stated(record, field):
            return Statedness.STATED
        if any(note.stance in SAYS_MORE for note in self.of(record, field)):
            return Statedness.CONTESTED
        return Statedness.NOT_STATED

    def says(self, record: Record, field: str) -> bool:
        """Whether the record, or a source beside it, says anything of a field."""
        return self.statedness(record, field) != Statedness.NOT_STATED

    def sources_saying(self, record: Record) -> int:
        """How many sources say what a record states: its whole, its sentence or its number."""
        said = {"", record.label_field, "value"}
        return len(
            {
                note.passage.source_id
                for note in self.of(record)
                if note.field in said and note.stance in SAYS_IN_ITS_WORDS
            }
        )

    def holding(self, name: str, records: Iterable[Record]) -> list[Note]:
        """The notes of records, each passage once, whose quoted words hold a name."""
        notes = (note for record in records for note in self.of(record))
        found = {note.passage.pk: note for note in notes if note.words.print_name(name)}
        return list(found.values())

    def number(self, note: Note) -> int:
        """The note's number on this page; its quotation waits to be shown."""
        self.waiting[note] = None
        return self.numbers.setdefault(note.passage.pk, len(self.numbers) + 1)

    def marks(self, numbers: Iterable[int]) -> tuple[tuple[int, bool], ...]:
        """Numbers as a statement shows them; to the first mark of each its quotation leads back."""
        shown = sorted(set(numbers))
        found = tuple((number, number not in self.marked) for number in shown)
        self.marked.update(shown)
        return found

    def take_waiting(self) -> list[dict[str, Any]]:
        """The quotations that notes since the last call refer to.

        Each is shown whole where it is first used, and by its beginning wherever it is used again.
        The first of each source leads on paper too to where that is.
        """
        shown = []
        here = set()
        for note in self.waiting:
            passage = note.passage.pk
            if passage not in here or note.needs_words:
                shown.append(
                    {
                        "note": note,
                        "number": self.numbers[passage],
                        "is_new": passage not in self.quoted,
                        "is_first": note.passage.source_id not in self.sources_quoted,
                    }
                )
            here.add(passage)
            self.quoted.add(passage)
            self.sources_quoted.add(note.passage.source_id)
        self.waiting = {}
        return shown


def _in_reading_order(note: Note) -> tuple[int, str, int, str, str]:
    """What says more, or something else, comes last; the same on every page and database."""
    passage = note.passage
    place = SAYS_MORE.index(note.stance) + 1 if note.stance in SAYS_MORE else 0
    return place, passage.source.slug, passage.order, note.field, note.says


def citation_model(model: type[Record]) -> type[Citation]:
    """The table that holds a model's citations."""
    relations = {relation.name: relation for relation in model._meta.related_objects}
    table = relations["citations"].related_model
    assert issubclass(table, Citation)
    return table


@KeptStatement
def citations_of(audience: Audience, **records: Sequence[int]) -> QuerySet[Any, tuple[Any, ...]]:
    """Of the records of these numbers, by their kind."""
    first, *others = [_citations(kinds()[kind], ids, audience) for kind, ids in records.items()]
    return first.union(*others, all=True)


def _citations(
    model: type[Record], ids: Sequence[int], audience: Audience
) -> QuerySet[Any, tuple[Any, ...]]:
    table = citation_model(model)
    rows = table._default_manager.filter(
        Passage.visible_condition(audience, "passage__"), **{f"{table.record_name}__in": ids}
    )
    return rows.order_by().values_list(
        Value(model._meta.model_name, output_field=models.CharField()),
        F(f"{table.record_name}_id"),
        "field",
        "stance",
        "says",
        shown_text("note"),
        *(f"passage__{name}" for name in passage_columns()),
        *(f"passage__source__{name}" for name in SOURCE_COLUMNS),
    )


def passage_columns() -> tuple[str, ...]:
    return (*PASSAGE_COLUMNS, *(f"{name}_{active_language()}" for name in TRANSLATION))


class Passages:
    """Rows of passages with their sources; many notes share one."""

    def __init__(self) -> None:
        self.columns = passage_columns()
        self.passages: dict[int, Passage] = {}
        self.sources: dict[int, Source] = {}

    def read(self, columns: Sequence[Any]) -> Passage:
        number = columns[0]
        if number not in self.passages:
            width = len(self.columns)
            values = dict(zip(self.columns, columns[:width], strict=True))
            passage = self.passages[number] = row_of(Passage, values)
            passage.source = self._source(columns[width:])
        return self.passages[number]

    def _source(self, columns: Sequence[Any]) -> Source:
        number = columns[0]
        if number not in self.sources:
            values = dict(zip(SOURCE_COLUMNS, columns, strict=True))
            self.sources[number] = row_of(Source, values)
        return self.sources[number]
