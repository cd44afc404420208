"""Figures as bars, each drawn no more exactly than it is stated.

As in the timeline's drawing, lengths are percentages of the width and heights are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from babel.numbers import format_decimal
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from records.languages import active_locale
from records.quantities import Comparator

from .figures import FigureGroup, by_measure
from .models import Fact, Measure

ROW_HEIGHT = 42
LABEL_BASELINE = 17
BAR_TOP = 24
BAR_HEIGHT = 11
AXIS_HEIGHT = 24

NARROWEST = 280
"""Pixels of the chart on the smallest phone; labels and numbers have room there."""
WIDE = 460
"""Pixels from which on there is room for the longer labels."""
PIXELS_PER_LETTER = 7.6

ROOM_AT_THE_END = 14.0
"""Percent to the right of the greatest number, for bars that go on."""
THINNEST = 0.6
"""Percent of the width that still can be seen."""


class Shape(StrEnum):
    """What a bar says of its number; the style sheet and the key know each."""

    EXACT = "exact"
    """It is the number."""
    ONWARDS = "onwards"
    """It is the number or more: solid up to it, and on from there."""
    DOWNWARDS = "downwards"
    """It is the number or less: the number is a stop, and before it nothing is sure."""
    ABOUT = "about"
    """It is near the number."""


SHAPES = {
    Comparator.EXACTLY: Shape.EXACT,
    Comparator.MORE_THAN: Shape.ONWARDS,
    Comparator.AT_LEAST: Shape.ONWARDS,
    Comparator.FEWER_THAN: Shape.DOWNWARDS,
    Comparator.AT_MOST: Shape.DOWNWARDS,
    Comparator.ABOUT: Shape.ABOUT,
}


@dataclass(frozen=True)
class Bar:
    fact: Fact
    top: int
    shape: Shape
    length: float

    @property
    def subject(self) -> str:
        return str(self.fact.subject or _("Kazakhstan"))

    @property
    def short_subject(self) -> str:
        return self._subject_that_fits(NARROWEST)

    @property
    def long_subject(self) -> str:
        return self._subject_that_fits(WIDE)

    def _subject_that_fits(self, pixels: int) -> str:
        letters = int(pixels / PIXELS_PER_LETTER) - len(self.fact.quantity_in_words) - 2
        return Truncator(self.subject).chars(letters) if letters > 1 else ""

    @property
    def label_baseline(self) -> int:
        return self.top + LABEL_BASELINE

    @property
    def bar_top(self) -> int:
        return self.top + BAR_TOP

    @property
    def bar_middle(self) -> float:
        return self.top + BAR_TOP + BAR_HEIGHT / 2

    @property
    def width(self) -> str:
        return _percent(max(self.length, THINNEST))

    @property
    def fade_width(self) -> str:
        return _percent(ROOM_AT_THE_END)

    @property
    def arrow_x(self) -> str:
        return _percent(self.length + ROOM_AT_THE_END)


@dataclass(frozen=True)
class Tick:
    label: str
    at: float

    @property
    def x(self) -> str:
        return _percent(self.at)


@dataclass(frozen=True)
class Chart:
    """The figures of one measure, those of one subject side by side, on one line of numbers."""

    measure: Measure
    facts: list[Fact]
    disputed: list[str]
    """The subjects of which the figures cannot all be true."""
    bars: list[Bar]
    ticks: list[Tick]

    @property
    def anchor(self) -> str:
        return f"measure-{self.measure.slug}"

    @property
    def axis(self) -> int:
        return ROW_HEIGHT * len(self.bars) + 4

    @property
    def height(self) -> int:
        return self.axis + AXIS_HEIGHT

    @property
    def tick_baseline(self) -> int:
        return self.axis + 16

    @property
    def row_height(self) -> int:
        return ROW_HEIGHT

    @property
    def bar_height(self) -> int:
        return BAR_HEIGHT


def draw_figures(facts: Iterable[Fact]) -> list[Chart]:
    """One chart for each measure; what a fact is about must be loaded."""
    in_order = sorted(facts, key=_by_subject)
    return [_chart(group) for group in by_measure(in_order)]


def _by_subject(fact: Fact) -> tuple[str, str, int]:
    """The country, which is no record, comes first; of one name there may be two records."""
    if not (subject := fact.subject):
        return "", "", 0
    return str(subject._meta.model_name), str(subject), subject.pk


def _chart(group: FigureGroup) -> Chart:
    greatest = max(fact.value or 0 for fact in group.facts)
    scale = (100 - ROOM_AT_THE_END) / (greatest or 1)
    bars = [
        Bar(
            fact, ROW_HEIGHT * number, SHAPES[fact.quantity.comparator], fact.quantity.value * scale
        )
        for number, fact in enumerate(group.facts)
        if fact.quantity
    ]
    ticks = [Tick(_number(number), number * scale) for number in round_numbers(greatest)]
    return Chart(group.measure, group.facts, _disputed(group.measure, bars), bars, ticks)


def _disputed(measure: Measure, bars: Iterable[Bar]) -> list[str]:
    by_subject = [
        list(group) for _subject, group in groupby(bars, lambda bar: _by_subject(bar.fact))
    ]
    return [
        group[0].subject
        for group in by_subject
        if not FigureGroup(measure, [bar.fact for bar in group]).can_all_be_true
    ]


def round_numbers(greatest: int) -> list[int]:
    """From nought up to the greatest number, as many round ones as their digits leave room for."""
    room = (100 - ROOM_AT_THE_END) / 100 * NARROWEST
    most = max(1, int(room / (PIXELS_PER_LETTER * (len(_number(greatest)) + 2))))
    steps = (factor * 10**power for power in range(len(str(greatest)) + 1) for factor in (1, 2, 5))
    step = next(step for step in steps if greatest // step <= most)
    return list(range(0, greatest + 1, step))


def _number(number: int) -> str:
    return format_decimal(number, locale=active_locale())


def _percent(number: float) -> str:
    return f"{number:.2f}%"
