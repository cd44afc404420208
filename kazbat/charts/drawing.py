"""Figures as bars, each drawn no more exactly than it is stated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from django.utils.translation import gettext as _

from kazbat.drawing import (
    AXIS_HEIGHT,
    BAR_HEIGHT,
    NARROWEST,
    PIXELS_PER_LETTER,
    Row,
    Tick,
    on_two_lines,
    percent,
    short_name,
)
from missions.bounds import ROOM_AT_THE_END, SHAPES, THINNEST, Shape
from missions.models import Claim, Measure, Mission, Rotation, Unit
from missions.models.about import in_words
from records.languages import in_digits


@dataclass(frozen=True)
class Bar(Row):
    """One figure as it is drawn."""

    claim: Claim
    shape: Shape
    length: float

    def lines_within(self, pixels: int) -> list[str]:
        return on_two_lines(self.claim.figure_in_words, pixels)

    @property
    def width(self) -> str:
        return percent(max(self.length, THINNEST))

    @property
    def fade_width(self) -> str:
        return percent(ROOM_AT_THE_END)

    @property
    def arrow_x(self) -> str:
        return percent(self.length + ROOM_AT_THE_END)


@dataclass(frozen=True)
class Subject(Row):
    """What some figures are about: its name, and below it their bars."""

    records: Sequence[Mission | Rotation | Unit]
    """All of them as equals; nothing is the country."""
    bars: list[Bar] = field(default_factory=list)

    below_label: ClassVar[int] = 10

    def lines_within(self, pixels: int) -> list[str]:
        one = self.records[0] if len(self.records) == 1 else None
        return on_two_lines(short_name(one) if one else self.name, pixels)

    @property
    def name(self) -> str:
        return in_words(self.records)

    @cached_property
    def contested(self) -> Claim | None:
        """The first of its figures that is contested."""
        marked = (bar.claim for bar in self.bars if getattr(bar.claim, "is_contested", False))
        return next(marked, None)


@dataclass(frozen=True)
class Chart:
    """The figures of one measure, those of one subject side by side, on one line of numbers."""

    measure: Measure
    subjects: list[Subject]
    ticks: list[Tick]
    count: int
    """How many figures of the measure there are, drawn here or not."""

    @property
    def claims(self) -> list[Claim]:
        return [bar.claim for subject in self.subjects for bar in subject.bars]

    @property
    def disputed(self) -> list[Subject]:
        return [subject for subject in self.subjects if subject.contested]

    @property
    def is_drawn(self) -> bool:
        """One number is no comparison."""
        return len(self.claims) > 1

    @property
    def is_whole(self) -> bool:
        return len(self.claims) == self.count

    @property
    def finding(self) -> str:
        """What the numbers come to, in a sentence; of some of them, how many there are."""
        if not self.is_whole:
            said = {"shown": in_digits(len(self.claims)), "count": in_digits(self.count)}
            return str(_("%(shown)s of %(count)s figures")) % said
        subject, greatest = max(
            ((subject, bar) for subject in self.subjects for bar in subject.bars),
            key=lambda one: one[1].length,
        )
        said = {"subject": subject.name, "figure": greatest.claim.figure_in_words}
        if not self.is_drawn:
            return str(_("%(subject)s: %(figure)s")) % said
        return str(_("%(subject)s: %(figure)s, the largest number stated")) % said

    @property
    def anchor(self) -> str:
        return f"measure-{self.measure.slug}"

    @property
    def axis(self) -> int:
        return self.subjects[-1].bars[-1].bottom + 4

    @property
    def height(self) -> int:
        return self.axis + AXIS_HEIGHT

    @property
    def tick_baseline(self) -> int:
        return self.axis + 16

    @property
    def bar_height(self) -> int:
        return BAR_HEIGHT


def draw_figures(claims: Iterable[Claim], counts: Mapping[int, int]) -> list[Chart]:
    """One chart for each measure, those that compare first. What a claim is about is loaded.

    `counts` says how many figures of each measure there are in all.
    """
    in_order = sorted((claim for claim in claims if claim.quantity), key=_by_subject)
    figures = sorted(in_order, key=_by_measure)
    groups = groupby(figures, key=_by_measure)
    charts = [_chart(list(group), counts[measure]) for measure, group in groups]
    return sorted(charts, key=lambda chart: not chart.is_drawn)


def _by_measure(claim: Claim) -> int:
    return claim.measure_id or 0


def _by_subject(claim: Claim) -> list[tuple[str, str, int]]:
    """The country, which is no record, comes first; of one name there may be two records."""
    return [(str(one._meta.model_name), str(one), one.pk) for one in claim.subjects]


def _chart(claims: list[Claim], count: int) -> Chart:
    measure = claims[0].measure
    assert measure
    greatest = max(claim.upper or claim.value or 0 for claim in claims)
    scale = (100 - ROOM_AT_THE_END) / (greatest or 1)
    ticks = [Tick(in_digits(number), number * scale) for number in round_numbers(greatest)]
    return Chart(measure, _subjects(claims, scale), ticks, count)


def _subjects(claims: Iterable[Claim], scale: float) -> list[Subject]:
    """One below the other, each with its bars."""
    subjects: list[Subject] = []
    bottom = 0
    for _key, of_subject in groupby(claims, _by_subject):
        figures = list(of_subject)
        subject = Subject(bottom, figures[0].subjects)
        bottom = subject.bottom
        for claim in figures:
            if claim.quantity:
                shape = SHAPES[claim.quantity.comparator]
                length = (claim.upper or claim.quantity.value) * scale
                subject.bars.append(Bar(bottom, claim, shape, length))
                bottom = subject.bars[-1].bottom
        subjects.append(subject)
    return subjects


def round_numbers(greatest: int) -> list[int]:
    """From nought up to the greatest number, as many round ones as their digits leave room for."""
    room = (100 - ROOM_AT_THE_END) / 100 * NARROWEST
    most = max(1, int(room / (PIXELS_PER_LETTER * (len(in_digits(greatest)) + 2))))
    steps = (factor * 10**power for power in range(len(str(greatest)) + 1) for factor in (1, 2, 5))
    step = next(step for step in steps if greatest // step <= most)
    return list(range(0, greatest + 1, step))
