"""What readers may see today of what some editions say.

Three events hide wordings for good: that their record, a parent of it or a cited source
was withdrawn or made a draft after them. Others come back when a parent is published again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from catalogue.models import Document
from catalogue.searchable import Searchable
from records.models import Record, VisibleWith

from .content import Content, kind_of, versioned_models
from .models import IN_PUBLIC, OUT_OF_PUBLIC, Edition, EditionQuerySet, Event
from .protection import HiddenNames
from .words import Naming

Pair = tuple[str, int]
"""A record: its kind and its number."""

READABLE = ("columns", "parts", "linked")
"""The parts of a content that readers may see."""

TURNS = (Event.PUBLISHED, *OUT_OF_PUBLIC, Event.DELETED)
"""The events that change a record's state."""


class Sight:
    """Read once for all the editions of a page, in at most five queries.

    With `before`, the edition before each of them is read too; the records that `speaking`
    editions link to can be named.
    """

    def __init__(
        self,
        editions: Iterable[Edition],
        *,
        before: Iterable[Edition] = (),
        speaking: Iterable[Edition] = (),
    ) -> None:
        self.turns: dict[Pair, list[Edition]] = defaultdict(list)
        self.newest: dict[Pair, Edition] = {}
        self._exact: dict[tuple[str, int, int], Edition] = {}
        self._asked: set[Pair] = set()
        editions = list(editions)
        before = list(before)
        self._read({pair_of(edition) for edition in editions}, before)
        earlier = [one for edition in before if (one := self.before(edition))]
        told = [*editions, *earlier]
        # A mission is the parent of its rotations, and a rotation of its claims.
        waiting = {pair for edition in told for pair in _leaned_on(edition)}
        while waiting:
            waiting |= {pair for one in self.newest.values() for pair in parents_of(one)}
            waiting -= self._asked
            if waiting:
                self._read(waiting)
        spoken = [*speaking, *(one for e in speaking if (one := self.before(e)))]
        self._documents = _documents(
            self._asked
            | {(edition.owner_kind, edition.owner_id) for edition in editions}
            | {pair for edition in spoken for pair in _linked(edition.content)}
        )

    def follow(self, pairs: set[Pair]) -> None:
        """Reads when more records became public, and ceased to be so."""
        if new := pairs - self._asked:
            self._read(new)

    def _read(self, pairs: set[Pair], before: Iterable[Edition] = ()) -> None:
        self._asked |= pairs
        same = Edition.objects.filter(kind=OuterRef("kind"), record_id=OuterRef("record_id"))
        newest = Subquery(same.order_by("-number").values("pk")[:1])
        wanted = Q()
        for kind, numbers in _by_kind(pairs).items():
            of_kind = Q(kind=kind, record_id__in=numbers)
            wanted |= of_kind & (Q(event__in=TURNS) | Q(pk=newest))
        for edition in before:
            if edition.number > 1:
                wanted |= Q(
                    kind=edition.kind, record_id=edition.record_id, number=edition.number - 1
                )
        if not wanted:
            return
        for edition in readable(Edition.objects.filter(wanted).order_by("pk")):
            pair = pair_of(edition)
            self._exact[*pair, edition.number] = edition
            self.newest[pair] = edition
            if edition.event in TURNS:
                self.turns[pair].append(edition)

    # --- Records today ------------------------------------------------------------------------

    def is_public(self, pair: Pair) -> bool:
        """Whether readers can see a record now."""
        kind, _number = pair
        model = versioned_models()[kind]
        turns = self.turns.get(pair)
        if turns and turns[-1].event != Event.PUBLISHED:
            return False
        if issubclass(model, Searchable):
            document = self._documents.get(pair)
            return document is not None and document.public
        newest = self.newest.get(pair)
        if not turns or newest is None:
            return False
        return all(self.is_public(parent) for parent in parents_of(newest))

    def document(self, pair: Pair) -> Document | None:
        """Title and address of a public record; nothing if the title names somebody hidden."""
        document = self._documents.get(pair)
        if document is None or not document.public:
            return None
        return None if self.hidden.are_surely_in(document.title) else document

    def page_of(self, edition: Edition) -> Document | None:
        """The page on which the record stands today, if readers can see the record."""
        pair = pair_of(edition)
        if not self.is_public(pair):
            return None
        model = versioned_models()[edition.kind]
        own = issubclass(model, Searchable)
        return self.document(pair if own else (edition.owner_kind, edition.owner_id))

    @cached_property
    def hidden(self) -> HiddenNames:
        return HiddenNames.read()

    # --- Editions -----------------------------------------------------------------------------

    def before(self, edition: Edition) -> Edition | None:
        """The edition before one of those that were asked for."""
        return self._exact.get((*pair_of(edition), edition.number - 1))

    def shows(self, edition: Edition) -> bool:
        """Whether readers may read today the words of an edition that they saw when it was made."""
        return self._may_be_read(edition) and all(
            self._is_since(parent, edition) for parent in self._parents(edition)
        )

    def showed(self, edition: Edition, until: int | None) -> bool:
        """Whether readers saw it at some time before its successor's change set, `until`.

        The newest is what a record says today. It need not have been seen when it was made: a
        draft mission may have been published after its rotation.
        """
        if until is None:
            return self._may_be_read(edition)
        return self._may_be_read(edition) and all(
            self._is_since(parent, edition) and self.published_in(parent) < until
            for parent in self._parents(edition)
        )

    def seen_from(self, edition: Edition) -> datetime:
        """Since when readers could see it: since all its parents were public too."""
        turns = (self._last(parent, (Event.PUBLISHED,)) for parent in self._parents(edition))
        return max([edition.at, *(turn.at for turn in turns if turn)])

    def was_seen(self, edition: Edition, until: int) -> bool:
        """Whether readers saw it just before a change set, whatever may be read of it today."""
        return edition.event in IN_PUBLIC and all(
            self._was_public(parent, until) for parent in parents_of(edition)
        )

    def shows_source(self, source: Pair, edition: Edition, latest: int | None) -> bool:
        """Whether what an edition cites from a source may be read today.

        The source must have been public by a change set, `latest`; None, if the edition is what
        its record says today.
        """
        if latest is None:
            return self.is_public(source)
        return self._is_since(source, edition) and self.published_in(source) <= latest

    def _may_be_read(self, edition: Edition) -> bool:
        pair = pair_of(edition)
        if not self.is_public(pair):
            return False
        if not issubclass(versioned_models()[edition.kind], Record):
            return True
        published = self._last(pair, (Event.PUBLISHED,))
        return published is None or edition.number >= published.number

    def _is_since(self, parent: Pair, edition: Edition) -> bool:
        """Whether a parent is public, and has not been out of the public since an edition."""
        out = self._last(parent, OUT_OF_PUBLIC)
        return self.is_public(parent) and (out is None or out.change_set_id < edition.change_set_id)

    def published_in(self, parent: Pair) -> int:
        """The change set that made a parent public the last time; 0 if none is known."""
        published = self._last(parent, (Event.PUBLISHED,))
        return published.change_set_id if published else 0

    def _was_public(self, parent: Pair, until: int) -> bool:
        turns = self.turns.get(parent, [])
        then = [turn.event for turn in turns if turn.change_set_id < until]
        return then[-1] == Event.PUBLISHED if then else not turns and self.is_public(parent)

    def _last(self, pair: Pair, events: Iterable[str]) -> Edition | None:
        turns = reversed(self.turns.get(pair, []))
        return next((turn for turn in turns if turn.event in events), None)

    def _parents(self, edition: Edition) -> set[Pair]:
        """The parents of a record and theirs, as the edition has it and as it is today."""
        found: set[Pair] = set()
        newest = self.newest.get(pair_of(edition))
        waiting = {*parents_of(edition), *(parents_of(newest) if newest else ())}
        while waiting:
            found |= waiting
            present = (self.newest[pair] for pair in waiting if pair in self.newest)
            waiting = {parent for one in present for parent in parents_of(one)} - found
        return found

    # --- Words --------------------------------------------------------------------------------

    def naming(self, content: Content) -> Naming:
        """Linked rows are called what they are called today, as far as they are public.

        Whether what they are called names somebody hidden is the caller's to ask.
        """

        def naming(model: type[models.Model], number: int) -> str:
            document = self._documents.get((kind_of(model), number))
            if issubclass(model, VisibleWith) and not (document and document.public):
                return _("a record that is not public")
            linked = content.get("linked", {}).get(kind_of(model), {}).get(str(number), {})
            return document.title if document else str(linked.get("label", ""))

        return naming

    def shows_part(self, table: type[models.Model], part: dict[str, Any]) -> bool:
        """Whether all that a part of a record names besides it is public: the other claim."""
        for name in getattr(table, "visible_only_with", ()):
            number = part.get(name)
            if number is None:
                continue
            named: Any = table._meta.get_field(name).related_model
            document = self._documents.get((kind_of(named), number))
            if not (document and document.public):
                return False
        return True

    def linked_document(self, model: type[models.Model], number: int) -> Document | None:
        return self.document((kind_of(model), number))


def readable(editions: EditionQuerySet, *, only: int | None = None) -> list[Edition]:
    """Editions with their sets, and without what no reader may see: a source's whole text.

    With `only`, the content of that number alone is read; the others are as if they said nothing.
    """
    rows = editions.select_related("change_set").defer("content")
    found = rows.annotate(**{f"the_{part}": _part(part, only) for part in READABLE})
    for edition in found:
        edition.content = {part: getattr(edition, f"the_{part}") or {} for part in READABLE}
    return list(found)


def _part(part: str, only: int | None) -> Any:
    content = F(f"content__{part}")
    if only is None:
        return content
    return Case(When(number=only, then=content), output_field=models.JSONField())


def pair_of(edition: Edition) -> Pair:
    return edition.kind, edition.record_id


def parents_of(edition: Edition) -> Iterator[Pair]:
    """The records without which, by an edition, its own makes no public sense."""
    model = versioned_models()[edition.kind]
    if issubclass(model, VisibleWith):
        for name in model.visible_only_with:
            parent = kind_of(model._meta.get_field(name).related_model)  # type: ignore[arg-type]
            numbers = edition.content.get("columns", {}).get(name) or []
            for number in numbers if isinstance(numbers, list) else [numbers]:
                yield parent, number


def source_of(content: Content, passage: int) -> Pair | None:
    """The source that a cited passage is of."""
    row = content.get("linked", {}).get("passage", {}).get(str(passage))
    return ("source", row["source"]) if row else None


def _leaned_on(edition: Edition) -> Iterator[Pair]:
    yield from parents_of(edition)
    for row in edition.content.get("linked", {}).get("passage", {}).values():
        yield "source", row["source"]


def _linked(content: Content) -> Iterator[Pair]:
    for kind, rows in content.get("linked", {}).items():
        yield from ((kind, int(number)) for number in rows)


def _by_kind(pairs: Iterable[Pair]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for kind, number in pairs:
        found[kind].add(number)
    return found


def _documents(pairs: Iterable[Pair]) -> dict[Pair, Document]:
    pairs = set(pairs)
    if not pairs:
        return {}
    found = Document.objects.of_records(pairs).defer("texts", "folded_title", "folded_text")
    return {(document.kind, document.object_id): document for document in found}
