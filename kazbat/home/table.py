"""Missions by measure: what is counted of each, number beside number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from missions.models import Claim, Measure, Mission, Rotation, Unit

from .excerpts import Excerpt

MEASURES_SHOWN = 4
LINES_SHOWN = 12

Subject = Mission | Rotation | Unit


@dataclass(frozen=True)
class Line:
    subjects: Sequence[Subject]
    """What its numbers are about, as equals; nothing is the country."""
    cells: list[tuple[Measure, Excerpt | None, int]]
    """Under each measure what is stated, and how many claims there are of it, if more."""

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

    @property
    def claims(self) -> list[Claim]:
        cells = (cell for line in self.lines for cell in line.cells)
        return [claim for _measure, one, _count in cells if one for claim in one.claims]


def missions_by_measure(
    missions: Iterable[Mission],
    excerpts: Sequence[Excerpt],
    count: Callable[[Excerpt], int],
    *,
    all_read: bool,
) -> Table:
    """Of subjects with figures, and of other missions, as many as a glance takes in.

    What is stated of most of them comes first. `count` says how many claims there are of what an
    excerpt is of; if not all were read, also where there is none.
    """
    measures = [measure for measure, _of in Counter(one.measure for one in excerpts).most_common()]
    subjects: dict[frozenset[Subject], Sequence[Subject]] = {}
    stated: dict[tuple[frozenset[Subject], Measure], Excerpt] = {}
    for one in excerpts:
        about = one.claims[0].subjects
        subjects[frozenset(about)] = about
        stated[frozenset(about), one.measure] = one
    for mission in missions:
        subjects.setdefault(frozenset([mission]), [mission])

    def cell(about: Sequence[Subject], measure: Measure) -> tuple[Measure, Excerpt | None, int]:
        found = stated.get((frozenset(about), measure))
        match about:
            case [Mission() as mission] if not found and not all_read:
                unread = Excerpt(measure, mission, [], there_are_more=True)
                number = count(unread)
                return measure, unread if number else None, number
        return measure, found, count(found) if found and found.there_are_more else 0

    shown = measures[:MEASURES_SHOWN]
    chosen = list(subjects.values())[:LINES_SHOWN]
    lines = [Line(about, [cell(about, measure) for measure in shown]) for about in chosen]
    there_are_more = len(subjects) > len(lines) or len(measures) > len(shown)
    return Table(shown, sorted(lines, key=lambda line: line.order), there_are_more)
