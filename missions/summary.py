"""The head of a page: what is stated in a few lines, and what stands further down.

A line only repeats, with the same numbers, what a row or a claim below states with its quotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.models import Record
from sources.evidence import Evidence, Note
from sources.models import Stance

from .figures import FigureGroup
from .models import Claim, Measure, Mission, Rotation

MEASURES_IN_A_SUMMARY = 4
ENTRIES_IN_A_LINE = 3
"""Of more entries than these a summary says only how many there are: it must choose none."""


@dataclass(frozen=True)
class Entry:
    """Something stated, with the numbers of its notes."""

    words: str
    numbers: list[int]
    claim: Claim | None = None


@dataclass(frozen=True)
class Line:
    """What is stated under one label; without entries, no source states it."""

    label: Any
    entries: list[Entry]
    too_many: FigureGroup | None = None


def summary(
    mission: Mission, figures: list[FigureGroup], evidence: Evidence, *, are_all_figures: bool
) -> list[Line]:
    """How many took part, the other figures, when and where."""
    first = [group for group in figures if group.measure.slug == Measure.PARTICIPANTS]
    others = [group for group in figures if group not in first]
    lines = [_figures_line(group, evidence) for group in (*first, *others)[:MEASURES_IN_A_SUMMARY]]
    period = mission.period.in_words() if mission.period else ""
    return [
        # Of what may stand among claims that were not read, nobody can say that it is not stated.
        *([] if first or not are_all_figures else [Line(_("How many took part"), [])]),
        *lines,
        Line(_("When"), _entries(mission, "period", period, evidence)),
        Line(_("Where"), _entries(mission, "place", mission.place, evidence)),
    ]


def _figures_line(group: FigureGroup, evidence: Evidence) -> Line:
    if len(group.claims) > ENTRIES_IN_A_LINE:
        return Line(group.measure, [], too_many=group)
    entries = [
        entry
        for claim in group.claims
        for entry in _entries(claim, "value", claim.quantity_in_words, evidence, claim)
    ]
    return Line(group.measure, entries)


def _entries(
    record: Record, column: str, words: str, evidence: Evidence, claim: Claim | None = None
) -> list[Entry]:
    """What a column states, and beside it what other sources say instead."""
    conflicting = evidence.conflicting(record, column)
    notes = evidence.of(record) if claim else evidence.of(record, column)
    says_so = [note for note in notes if note.stance != Stance.DIFFERS]
    own = [Entry(words, _numbers(evidence, says_so), claim)] if words else []
    others = [
        Entry(str(_("Another source says: %s")) % note.says, _numbers(evidence, [note]))
        for note in conflicting
    ]
    return own + others


def _numbers(evidence: Evidence, notes: list[Note]) -> list[int]:
    return sorted({evidence.number_ahead(note) for note in notes})


@dataclass(frozen=True)
class Part:
    """A part of a long page, and how much stands in it."""

    anchor: str
    title: Any
    count: int
    is_more: bool
    """Whether the page shows only the first so many."""


def on_this_page(context: Mapping[str, Any]) -> list[Part]:
    """The parts of a mission's page."""
    figures = [claim for group in context["figures"] for claim in group.claims]
    people, more_claims = context["people"], context["there_are_more_claims"]
    claims = [
        Part("figures-heading", _("Figures"), len(figures), more_claims),
        Part("statements-heading", _("Statements"), len(context["statements"]), more_claims),
    ]
    more_rotations = context["there_are_more_rotations"]
    return [
        *(part for part in claims if part.count),
        Part("people-heading", _("People"), people.count, people.there_are_more),
        Part("rotations-heading", _("Rotations"), len(context["rotations"]), more_rotations),
    ]


def rotations_by_number(rotations: list[Rotation], evidence: Evidence) -> list[list[Rotation]]:
    """Rotations of which no source states more than the number; none if it does of any.

    Neighbours whose numbers rest on the same passages come together: these need be named but once.
    """
    if any(rotation.period or rotation.quantity for rotation in rotations):
        return []

    def notes(rotation: Rotation) -> list[Any]:
        return evidence.of(rotation)

    return [list(group) for _notes, group in groupby(rotations, key=notes)]
