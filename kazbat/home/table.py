"""Missions by measure: what is counted of each, number beside number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from missions.models import Measure, Mission, Rotation, Unit

from .excerpts import Excerpt

MEASURES_SHOWN = 4
LINES_SHOWN = 12

Subject = Mission | Rotation | Unit


@dataclass(frozen=True)
class Line:
    subjects: Sequence[Subject]
    """What its numbers are about, as equals; nothing is the country."""
    cells: list[tuple[Measure, Excerpt | None, str]]
    """Under each measure what is stated, and how many claims there are of it."""

    @property
    def mission(self) -> Mission | None:
        """The one mission that it is about."""
        one = self.subjects[0] if len(self.subjects) == 1 else None
        return one if isinstance(one, Mission) else None

    @property
    def order(self) -> tuple[bool, date]:
        """Missions come first, by the day on which Kazakhstan joined."""
        period = self.mission.period if self.mission else None
        return not self.mission, (period and (period.earliest or period.latest)) or date.max


@dataclass(frozen=True)
class Table:
    measures: list[Measure]
    lines: list[Line]
    there_are_more: bool
    """Whether missions, measures or other subjects are left out."""


def missions_by_measure(
    missions: Iterable[Mission], excerpts: Sequence[tuple[Excerpt, str]]
) -> Table:
    """Of subjects with figures, and of other missions, as many as a glance takes in.

    What is stated of most of them comes first.
    """
    measures = [
        measure for measure, _of in Counter(one.measure for one, _count in excerpts).most_common()
    ]
    subjects: dict[frozenset[Subject], Sequence[Subject]] = {}
    stated: dict[tuple[frozenset[Subject], Measure], tuple[Excerpt, str]] = {}
    for one, count in excerpts:
        about = one.claims[0].subjects
        subjects[frozenset(about)] = about
        stated[frozenset(about), one.measure] = (one, count)
    for mission in missions:
        subjects.setdefault(frozenset([mission]), [mission])
    shown = measures[:MEASURES_SHOWN]
    lines = [
        Line(about, [(measure, *stated.get((key, measure), (None, ""))) for measure in shown])
        for key, about in subjects.items()
    ]
    first = sorted(lines[:LINES_SHOWN], key=lambda line: line.order)
    return Table(shown, first, len(lines) > len(first) or len(measures) > len(shown))
