"""The head of a mission's page: what is stated, in a few lines.

A line only repeats, with the same numbers, what a row or a claim below states with its quotation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from missions.figures import FigureGroup
from missions.models import Claim, Measure, Mission, Series
from missions.newest import NewestNumber
from records.models import Record
from sources.evidence import Evidence, Note
from sources.models import SAYS_MORE

HOW_MANY = _("How many took part")

MEASURES_IN_A_SUMMARY = 4
ENTRIES_IN_A_LINE = 3
"""Of more entries than these a summary says only how many there are: it must choose none."""


@dataclass(frozen=True)
class Entry:
    """Something stated, with the numbers of its notes."""

    words: str
    numbers: list[int]
    claim: Claim | None = None
    series: Series | None = None


@dataclass(frozen=True)
class Line:
    """What is stated under one label; without entries, no source states it."""

    label: Any
    entries: list[Entry]
    too_many: FigureGroup | None = None


def summary(
    mission: Mission,
    figures: list[FigureGroup],
    evidence: Evidence,
    newest: list[NewestNumber],
    *,
    are_all_figures: bool,
) -> list[Line]:
    """How many took part, the other figures, how many serve now, when and where."""
    first = of_participants(figures)
    others = [group for group in figures if group not in first]
    lines = [_figures_line(group, evidence) for group in (*first, *others)[:MEASURES_IN_A_SUMMARY]]
    period = mission.period.in_words() if mission.period else ""
    return [
        # Of what may stand among claims that were not read, nobody can say that it is not stated.
        *([] if first or not are_all_figures else [Line(HOW_MANY, [])]),
        *lines,
        *_serving(newest, evidence),
        Line(_("When"), _entries(mission, "period", period, evidence)),
        Line(_("Where"), _entries(mission, "place", mission.place, evidence)),
    ]


def _serving(newest: list[NewestNumber], evidence: Evidence) -> list[Line]:
    """The newest numbers, if a series prints one; else the line of their measure says them."""
    if not any(isinstance(one.record, Series) for one in newest):
        return []
    entries = [
        Entry(one.words, _numbers(evidence, evidence.of(one.record)), series=one.record)
        if isinstance(one.record, Series)
        else Entry(one.words, _numbers(evidence, evidence.of(one.record)), claim=one.record)
        for one in newest
    ]
    return [Line(_("How many serve, by the newest number"), entries)]


def of_participants(figures: list[FigureGroup]) -> list[FigureGroup]:
    return [group for group in figures if group.measure.slug == Measure.PARTICIPANTS]


def _figures_line(group: FigureGroup, evidence: Evidence) -> Line:
    if len(group.claims) > ENTRIES_IN_A_LINE:
        return Line(group.measure, [], too_many=group)
    entries = [
        entry
        for claim in group.claims
        for entry in _entries(claim, "value", claim.figure_in_words, evidence, claim)
    ]
    return Line(group.measure, entries)


def _entries(
    record: Record, column: str, words: str, evidence: Evidence, claim: Claim | None = None
) -> list[Entry]:
    """What a column states, and beside it what other sources say instead."""
    conflicting = evidence.conflicting(record, column)
    notes = evidence.of(record) if claim else evidence.of(record, column)
    says_so = [note for note in notes if note.stance not in SAYS_MORE]
    own = [Entry(words, _numbers(evidence, says_so), claim)] if words else []
    more = [
        Entry(str(_("More exactly: %s")) % note.says, _numbers(evidence, [note]))
        for note in evidence.refining(record, column)
    ]
    other = _("Another source says: %s") if words else _("A source says: %s")
    others = [Entry(str(other) % note.says, _numbers(evidence, [note])) for note in conflicting]
    return own + more + others


def _numbers(evidence: Evidence, notes: list[Note]) -> list[int]:
    return sorted({evidence.number_ahead(note) for note in notes})
