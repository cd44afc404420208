"""What changed in public, newest first: the editions, read backwards, in a reader's words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.models import Document
from editions.content import Content, model_of_kind
from editions.models import ChangeSet, Edition, Event
from editions.sight import Sight, readable
from records.days import day_and_time_in_words, day_in_words, time_in_words
from records.models import Versioned
from sources.uses import public_records_on

from .telling import Change, changes_between, nothing_former, part_of_page
from .words import counted_in_words

TOLD_ONE_BY_ONE = 10
"""A change set in which readers could see more editions than this is told by numbers."""

EXAMPLES = 5
"""How many of each kind and event are named behind the numbers."""


@dataclass(frozen=True)
class Line:
    """What happened to one record."""

    kind: str
    event: str
    """As in `Event`; "again" where a record was published before, "added" where it was new."""
    document: Document | None = None
    """The page that shows the record; None if it is not public now."""
    part: str = ""
    """What tells the record apart from others on that page: a rank as printed."""
    reason: str = ""
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """What happened at once."""

    number: int
    """Of its change set."""
    when: datetime
    lines: list[Line]
    summary: list[str] = field(default_factory=list)
    """Whole sentences, where there is too much to tell it one by one."""

    @property
    def day(self) -> str:
        return day_in_words(self.when)

    @property
    def time(self) -> str:
        return time_in_words(self.when)

    @property
    def day_and_time(self) -> str:
        return day_and_time_in_words(self.when)


@dataclass(frozen=True)
class Changes:
    entries: list[Entry]
    older_than: int | None
    """The edition before which the next page starts; None on the last one."""


@dataclass(frozen=True)
class Scope:
    """Whose changes are asked for: all, those of a kind, of one record, or of one change set."""

    kind: str = ""
    record_id: int | None = None
    change_set: int | None = None
    also: Mapping[str, QuerySet[Any, Any]] = field(default_factory=dict)
    """With the record, the histories of what is about it: numbers of records by kind."""

    @property
    def is_listed(self) -> bool:
        """Whether one edition stands for all of its kind and event in a set."""
        return self.record_id is None and self.change_set is None

    def condition(self) -> Q:
        condition = Q(is_listed=True) if self.is_listed else Q(is_visible=True)
        if self.record_id is not None:
            histories = Q(owner_kind=self.kind, owner_id=self.record_id)
            for kind, numbers in self.also.items():
                histories |= Q(owner_kind=kind, owner_id__in=numbers)
            condition &= histories
        elif self.kind:
            condition &= Q(owner_kind=self.kind)
        if self.change_set is not None:
            condition &= Q(change_set=self.change_set)
        return condition


EVERYTHING = Scope()


def newest_changes(
    limit: int,
    *,
    most: int | None = None,
    before: int | None = None,
    scope: Scope = EVERYTHING,
    with_examples: bool = True,
) -> Changes:
    """What happened last, in about so many lines and at most so many entries.

    In a fixed number of queries, whatever the register holds.
    """
    rows = Edition.objects.filter(scope.condition()).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows[: limit + 1]
    # Of the listed ones only kind and event are read.
    light = rows.select_related("change_set").defer("content")
    found = list(light) if scope.is_listed else readable(rows)
    bunches = _bunches(found[:limit], limit, scope, is_torn=len(found) > limit)
    bunches = bunches[:most]
    _complete(bunches, scope, with_examples=with_examples)
    last = bunches[-1].first if bunches else None
    return Changes(
        entries=_entries(bunches),
        older_than=last.pk if last and last.pk != found[-1].pk else None,
    )


@dataclass
class Bunch:
    """The editions of one change set that a page reads."""

    change_set: ChangeSet
    read: list[Edition]
    """The newest first."""
    counts: dict[tuple[str, str], int]
    is_bulk: bool
    told: list[Edition] = field(default_factory=list)

    @property
    def first(self) -> Edition:
        return self.read[-1]


def _bunches(editions: list[Edition], limit: int, scope: Scope, *, is_torn: bool) -> list[Bunch]:
    """As many whole change sets as fit on a page; of a larger one, what fits."""
    bunches: list[Bunch] = []
    lines = 0
    for _number, group in groupby(editions, key=lambda edition: edition.change_set_id):
        read = list(group)
        change_set = read[0].change_set
        counts = _counts(change_set, {one.kind for one in read}) if scope.is_listed else None
        counts = counts or Counter((one.kind, one.event) for one in read)
        total = sum(counts.values())
        is_bulk = scope.change_set is None and total > TOLD_ONE_BY_ONE
        lines += len(counts) if is_bulk else total
        if bunches and lines > limit:
            return bunches
        bunches.append(Bunch(change_set, read, counts, is_bulk))
    if is_torn and len(bunches) > 1:
        bunches.pop()
    return bunches


def _counts(change_set: ChangeSet, kinds: set[str]) -> dict[tuple[str, str], int]:
    found = {}
    for key, number in change_set.counts.items():
        kind, _colon, event = key.partition(":")
        if kind in kinds:
            found[kind, event] = number
    return found


def _complete(bunches: list[Bunch], scope: Scope, *, with_examples: bool) -> None:
    """Finds the editions to tell of; those that stand behind listed ones, in one query."""
    wanted = Q()
    for bunch in bunches:
        if not scope.is_listed:
            bunch.told = _examples(bunch.read[::-1]) if bunch.is_bulk else bunch.read[::-1]
        elif with_examples or not bunch.is_bulk:
            wanted |= _behind(bunch)
    if wanted:
        by_set = {bunch.change_set.pk: bunch for bunch in bunches}
        rows = Edition.objects.filter(wanted, is_visible=True).order_by("pk")
        for edition in readable(rows):
            by_set[edition.change_set_id].told.append(edition)


def _behind(bunch: Bunch) -> Q:
    """What a bunch tells, of which only the first of each kind and event is listed."""
    if not bunch.is_bulk:
        return Q(change_set=bunch.change_set, kind__in={kind for kind, _event in bunch.counts})
    wanted = Q()
    for one in bunch.read:
        # The editions of a kind and event stand nearly always one after the other.
        wanted |= Q(
            change_set=bunch.change_set, kind=one.kind, event=one.event,
            pk__gte=one.pk, pk__lt=one.pk + EXAMPLES,
        )  # fmt: skip
    return wanted


def _examples(editions: Iterable[Edition]) -> list[Edition]:
    """The first of each kind and event."""
    found: dict[tuple[str, str], list[Edition]] = defaultdict(list)
    for edition in editions:
        found[edition.kind, edition.event].append(edition)
    return [edition for group in found.values() for edition in group[:EXAMPLES]]


def _entries(bunches: list[Bunch]) -> list[Entry]:
    teller = Teller(bunches)
    entries = []
    for bunch in bunches:
        lines = [line for edition in bunch.told if (line := teller.line(edition, bunch.is_bulk))]
        summary = list(counted_in_words(bunch.counts)) if bunch.is_bulk else []
        if lines or summary:
            entries.append(Entry(bunch.change_set.pk, bunch.change_set.at, lines, summary))
    return entries


class Teller:
    """Tells editions in words, as far as readers may see them today."""

    def __init__(self, bunches: Iterable[Bunch]) -> None:
        in_full = [
            edition
            for bunch in bunches
            if not bunch.is_bulk
            for edition in bunch.told
            if edition.event == Event.CHANGED
        ]
        everything = [edition for bunch in bunches for edition in bunch.told]
        self.sight = Sight(everything, before=in_full, speaking=in_full)
        self.in_use = public_records_on(passages) if (passages := self._passages(in_full)) else {}
        corrected = {one.record_id for one in everything if one.kind == "passage"}
        self.sight.follow({pair for number in corrected for pair in self.in_use.get(number, ())})

    def _passages(self, editions: Iterable[Edition]) -> set[int]:
        """Those that are corrected, and those whose citations came, went or changed."""
        found: set[int] = set()
        for edition in editions:
            if edition.kind == "passage":
                found.add(edition.record_id)
            earlier = self.sight.before(edition)
            now, was = _cited(edition.content), _cited(earlier.content if earlier else {})
            found |= {citation[1] for citation in now ^ was}
        return found

    def line(self, edition: Edition, is_short: bool) -> Line | None:
        """None if there is nothing that a reader could see."""
        model = model_of_kind(edition.kind)
        kind = capfirst(str(model._meta.verbose_name))
        document = None if self._is_out_of_use(edition) else self.sight.page_of(edition)
        event, reason = str(edition.event), ""
        changes: list[Change] = []
        match edition.event:
            case Event.WITHDRAWN:
                if self._withdrawn_before(edition):
                    return None
                reason = self._reason(edition)
            case Event.PUBLISHED:
                event = self._way_of_publication(edition)
            case Event.CHANGED if not is_short and document:
                event, changes = self._changed(edition, model)
                if event == Event.CHANGED and not changes:
                    return None
        part = part_of_page(self.sight, edition) if document else ""
        return Line(kind, event, document, part, reason, changes)

    def _is_out_of_use(self, edition: Edition) -> bool:
        return edition.kind == "passage" and edition.record_id not in self.in_use

    def _changed(self, edition: Edition, model: type[Versioned]) -> tuple[str, list[Change]]:
        earlier = self.sight.before(edition)
        if earlier is None:
            return Event.CHANGED, [nothing_former()]
        if edition.kind == "passage":
            may_tell = self._was_in_use(edition, earlier)
        elif not self.sight.was_seen(earlier, edition.change_set_id):
            # A parent of it was not public then.
            return Event.PUBLISHED, []
        else:
            may_tell = self.sight.showed(earlier, edition.change_set_id)
        if not (may_tell and self.sight.shows(edition)):
            return Event.CHANGED, [nothing_former()]
        return Event.CHANGED, changes_between(self.sight, model, earlier, edition, set(self.in_use))

    def _was_in_use(self, edition: Edition, earlier: Edition) -> bool:
        """Whether something public rested on a passage before it was corrected, and does so now.

        What was published or changed with the correction may not have rested on it before.
        """
        alone = all(key.startswith("passage:") for key in edition.change_set.counts)
        if not (alone or earlier.is_visible):
            return False
        resting = self.in_use.get(edition.record_id, set())
        return any(self.sight.published_in(pair) < edition.change_set_id for pair in resting)

    def _turns(self, edition: Edition) -> list[Edition]:
        return self.sight.turns.get((edition.kind, edition.record_id), [])

    def _way_of_publication(self, edition: Edition) -> str:
        if any(
            turn.event == Event.PUBLISHED and turn.number < edition.number
            for turn in self._turns(edition)
        ):
            return "again"
        return "added" if edition.number == 1 else str(Event.PUBLISHED)

    def _withdrawn_before(self, edition: Edition) -> bool:
        """Whether only the reason was put better."""
        earlier = [turn for turn in self._turns(edition) if turn.number < edition.number]
        return bool(earlier) and earlier[-1].event == Event.WITHDRAWN and earlier[-1].is_visible

    def _reason(self, edition: Edition) -> str:
        """As it reads today: a better one replaces its own."""
        reason = edition.reason
        for turn in self._turns(edition):
            if turn.number > edition.number:
                if turn.event != Event.WITHDRAWN:
                    break
                reason = turn.reason
        return _("not shown") if self.sight.hidden.are_surely_in(reason) else reason


def _cited(content: Content) -> set[tuple[Any, ...]]:
    return {
        (citation["id"], citation["passage"], citation.get("field", ""))
        for citation in content.get("parts", {}).get("citations", [])
    }
