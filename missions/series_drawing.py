"""The numbers of a series over time, drawn as steps; what is not printed is a gap in the line.

Positions along the line are fractions of its width, so that a drawing fits a phone and a wide
screen without its letters changing size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import numberformat

from .observations import Observation, Observations

WIDTH, HEIGHT = 1000, 200
"""Of the drawing's own coordinates; it is stretched to the width of the page."""
MOST_LEVELS = 5
MOST_YEARS = 6
NARROWEST_DAY = 3
"""A single day is drawn as wide as that, of `WIDTH`, so that it can be seen."""


@dataclass(frozen=True)
class Tick:
    label: str
    at: float

    @property
    def percent(self) -> str:
        return f"{self.at * 100:.2f}%"

    @property
    def y(self) -> int:
        return round(HEIGHT * (1 - self.at))


@dataclass(frozen=True)
class Span:
    """A stretch of time in which one number is printed."""

    start: float
    end: float
    first_day: date
    day_after: date
    number: int


@dataclass(frozen=True)
class StepChart:
    steps: str
    """The path of the numbers; each gap begins it anew."""
    women: str
    """The path of the areas below the women's numbers; empty if none is printed."""
    levels: list[Tick]
    years: list[Tick]

    width = WIDTH
    height = HEIGHT


def draw_steps(observations: Observations) -> StepChart:
    begin, end = _days(observations.first)[0], _days(observations.newest)[1]
    whole = (end - begin).days
    levels = _levels(observations.largest.number)
    greatest = levels[-1] or 1
    women = [one for one in observations if one.women is not None]
    return StepChart(
        steps=" ".join(_steps(_spans(observations, begin, whole, "number"), greatest)),
        women=" ".join(_areas(_spans(women, begin, whole, "women"), greatest)),
        levels=[Tick(numberformat.format(level, "."), level / greatest) for level in levels],
        years=list(_years(begin, end)),
    )


def _days(observation: Observation) -> tuple[date, date]:
    """The first day of it, and the first one after it."""
    earliest, latest = observation.when.earliest, observation.when.latest
    assert earliest
    assert latest
    # No date can be written of the day after the last of all.
    return earliest, latest if latest == date.max else latest + timedelta(days=1)


def _spans(
    observations: Iterable[Observation], begin: date, whole: int, column: str
) -> Iterator[list[Span]]:
    """Stretches without a gap; in each, what follows with the same number is one span."""
    stretch: list[Span] = []
    for observation in observations:
        first_day, day_after = _days(observation)
        number: int = getattr(observation, column)
        if stretch and first_day > stretch[-1].day_after:
            yield stretch
            stretch = []
        start, end = ((day - begin).days * WIDTH / whole for day in (first_day, day_after))
        if stretch and stretch[-1].number == number:
            last = stretch.pop()
            start, first_day = last.start, last.first_day
        stretch.append(Span(start, max(end, start + NARROWEST_DAY), first_day, day_after, number))
    if stretch:
        yield stretch


def _steps(stretches: Iterable[Sequence[Span]], greatest: int) -> Iterator[str]:
    for stretch in stretches:
        yield f"M{stretch[0].start:.1f} {_y(stretch[0], greatest)}H{stretch[0].end:.1f}"
        for span in stretch[1:]:
            yield f"V{_y(span, greatest)}H{span.end:.1f}"


def _areas(stretches: Iterable[Sequence[Span]], greatest: int) -> Iterator[str]:
    for stretch in stretches:
        yield f"M{stretch[0].start:.1f} {HEIGHT}"
        for span in stretch:
            yield f"V{_y(span, greatest)}H{span.end:.1f}"
        yield f"V{HEIGHT}Z"


def _y(span: Span, greatest: int) -> str:
    return f"{HEIGHT * (1 - span.number / greatest):.1f}".removesuffix(".0")


def _levels(largest: int) -> list[int]:
    """From nought up, by one round step, to the first that is no less than the largest."""
    steps = (factor * 10**power for power in range(16) for factor in (1, 2, 5))
    step = next(step for step in steps if largest <= step * (MOST_LEVELS - 1))
    return list(range(0, max(largest, 1) + step, step))[: -(-max(largest, 1) // step) + 1]


def _years(begin: date, end: date) -> Iterator[Tick]:
    """Where years begin, as many as there is room for."""
    years = [year for year in range(begin.year, end.year + 1) if date(year, 1, 1) >= begin]
    step = -(-len(years) // MOST_YEARS) or 1
    for year in years[::step]:
        day = date(year, 1, 1)
        if day < end:
            yield Tick(str(year), (day - begin).days / (end - begin).days)


def months_missing(observations: Observations) -> int:
    """How many months between the first and the newest have no number."""
    printed = [month for month, _some in groupby(observations, lambda one: one.month)]
    first, newest = observations.first, observations.newest
    return _month_number(newest) - _month_number(first) + 1 - len(printed)


def _month_number(observation: Observation) -> int:
    return observation.year * 12 + int(observation.month[5:])
