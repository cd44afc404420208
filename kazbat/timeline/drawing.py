"""Where each piece of a timeline lies. Nothing is drawn more exactly than it is stated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from kazbat.drawing import (
    AXIS_HEIGHT,
    BAR_HEIGHT,
    NARROWEST,
    WIDE,
    Row,
    Tick,
    letters_within,
    on_two_lines,
    percent,
)
from records.languages import active_locale
from records.partial_dates import Choice, Moment, PartialDate, Shape

from .reading import Entry

PIXELS_PER_YEAR_LABEL = 42
MOST_YEARS_WITH_LINES_EACH = 40

ROOM_AT_AN_END = 12.0
"""Percent for what goes on beyond the stated years: an arrow or a question mark."""
ROOM_FOR_TODAY = 39.0
"""Percent of the narrowest line that a year and the word "today" need, in any language."""
THINNEST = 0.4
"""Percent of the line that still can be seen."""
THINNEST_DASHED = 2.5
"""Percent of the line on which dashes still can be told from a stroke."""


class Sort(StrEnum):
    """What a piece of a mark says; the style sheet and the key beside the drawing know each."""

    DAY = "day"
    """Known to the day."""
    SURE = "sure"
    """Surely going on all this time."""
    WITHIN = "within"
    """Some time within this span, such as a year."""
    ABOUT = "about"
    """Some time about this span: it is stated as approximate, uncertain or with digits missing."""
    ONWARDS = "onwards"
    """Goes on, as far as its source can know."""
    BACKWARDS = "backwards"
    """From an open start."""
    END_NOT_STATED = "end-not-stated"
    START_NOT_STATED = "start-not-stated"


@dataclass(frozen=True)
class Piece:
    sort: Sort
    start: float
    end: float = 0.0

    @property
    def x(self) -> str:
        return percent(self.start)

    @property
    def width(self) -> str:
        return percent(max(self.end - self.start, THINNEST))


@dataclass(frozen=True)
class Mark(Row):
    """One entry as it is drawn."""

    entry: Entry
    pieces: list[Piece]

    @cached_property
    def when(self) -> str:
        return self.entry.period.in_words() if self.entry.period else ""

    def lines_within(self, pixels: int) -> list[str]:
        """The name, which stands after the date."""
        return on_two_lines(self.entry.name, pixels, taken=len(self.when) + 1)

    @property
    def label_x(self) -> str:
        """Where the longer label starts, or ends if there is no room to its right."""
        return "100%" if self.label_ends_at_the_edge else percent(self._left)

    @property
    def label_ends_at_the_edge(self) -> bool:
        (_y, first), *others = self.long_label
        letters = max(len(self.when) + 1 + len(first), *(len(line) for _y, line in others), 0)
        return self._left / 100 * letters_within(WIDE) + letters > letters_within(WIDE)

    @property
    def _left(self) -> float:
        return min(piece.start for piece in self.pieces)


@dataclass(frozen=True)
class Drawing:
    marks: list[Mark]
    ticks: list[Tick]
    """Labelled."""
    lines: list[Tick]
    """Not labelled."""
    today: Tick | None = None

    @property
    def ticks_beside_today(self) -> list[Tick]:
        """Whose label has no room on a phone: there the word "today" stands left of its line."""
        today = self.today
        return [one for one in self.ticks if today and 0 <= today.at - one.at < ROOM_FOR_TODAY]

    @property
    def height(self) -> int:
        return self.lower_axis + AXIS_HEIGHT

    @property
    def lower_axis(self) -> int:
        return self.marks[-1].bottom

    @property
    def axis_end(self) -> int:
        return self.height - 4

    @property
    def lower_label(self) -> int:
        return self.height - 8

    @property
    def axis_height(self) -> int:
        return AXIS_HEIGHT

    @property
    def bar_height(self) -> int:
        return BAR_HEIGHT


@dataclass(frozen=True)
class Scale:
    """A line of days, from the first of one year to the last of another."""

    first_year: int
    last_year: int
    left: float
    right: float

    @classmethod
    def of(cls, periods: Sequence[PartialDate], today: date | None = None) -> Scale:
        """From the first year to the last, or to this one."""
        moments = [moment for period in periods for moment in (period.start, period.end) if moment]
        last = max(moment.last_day.year for moment in moments)
        starts_before = any(period.start is None for period in periods)
        return cls(
            first_year=min(moment.first_day.year for moment in moments),
            last_year=max(last, today.year) if today else last,
            left=ROOM_AT_AN_END if starts_before else 0.0,
            right=100 - ROOM_AT_AN_END,
        )

    def start_of(self, day: date) -> float:
        return self._at(day.toordinal())

    def end_of(self, day: date) -> float:
        return self._at(day.toordinal() + 1)

    def year(self, year: int) -> float:
        """Where a year starts; also that of the year after the last."""
        return self.end_of(date(year - 1, 12, 31)) if year > 1 else self.start_of(date.min)

    def _at(self, ordinal: int) -> float:
        first = date(self.first_year, 1, 1).toordinal()
        days = date(self.last_year, 12, 31).toordinal() + 1 - first
        return self.left + (ordinal - first) / days * (self.right - self.left)

    def ticks(self) -> list[Tick]:
        step = self._years_between_labels()
        first = -(-self.first_year // step) * step
        return [Tick(str(year), self.year(year)) for year in range(first, self.last_year + 1, step)]

    def lines(self) -> list[Tick]:
        """One for the start of each year, unless that would be a grey wall."""
        years = range(self.first_year, self.last_year + 2)
        if len(years) > MOST_YEARS_WITH_LINES_EACH:
            return []
        return [Tick("", self.year(year)) for year in years]

    def _years_between_labels(self) -> int:
        pixels = (self.right - self.left) / 100 * NARROWEST
        years = self.last_year - self.first_year + 1
        steps = (factor * 10**power for power in range(4) for factor in (1, 2, 5))
        fitting = (s for s in steps if years * PIXELS_PER_YEAR_LABEL <= pixels * s)
        return next(fitting, 10_000)


def draw_years(entries: Sequence[Entry], today: date | None = None) -> Drawing | None:
    """One row for each entry in the same order; yearly and undated entries have no place here."""
    placed = [(e, e.period) for e in entries if e.period and not e.is_yearly]
    if not placed:
        return None
    scale = Scale.of([period for _entry, period in placed], today)
    marks = _one_below_the_other(
        (entry, _pieces(period, scale, entry.reach or today)) for entry, period in placed
    )
    now = Tick(str(_("today")), scale.end_of(today)) if today else None
    return Drawing(marks, scale.ticks(), scale.lines(), now)


def _one_below_the_other(drawn: Iterable[tuple[Entry, list[Piece]]]) -> list[Mark]:
    marks: list[Mark] = []
    for entry, pieces in drawn:
        marks.append(Mark(marks[-1].bottom if marks else AXIS_HEIGHT, entry, pieces))
    return marks


# A year of 366 days, since a day of every year may be 29 February.
YEARLY = Scale(2000, 2000, 0.0, 100.0)


def draw_every_year(entries: Sequence[Entry]) -> Drawing | None:
    """Days of every year, on a line that runs from January to December of no year."""
    placed = [(e, e.period.start) for e in entries if e.is_yearly and e.period and e.period.start]
    if not placed:
        return None
    marks = _one_below_the_other(
        (entry, [Piece(_sort_of(moment, Sort.DAY), _middle_of_yearly_day(moment))])
        for entry, moment in placed
    )
    names = get_month_names("narrow", "stand-alone", active_locale())
    months = [
        Tick(names[month], YEARLY.start_of(date(YEARLY.first_year, month, 1)))
        for month in range(1, 13)
    ]
    return Drawing(marks, months, [*months, Tick("", 100.0)])


def _middle_of_yearly_day(moment: Moment) -> float:
    _year, month, day = moment.parts
    on = date(YEARLY.first_year, int(month), int(day))
    return (YEARLY.start_of(on) + YEARLY.end_of(on)) / 2


def _pieces(period: PartialDate, scale: Scale, reach: date | None) -> list[Piece]:
    if period.choices:
        return [_choice(one, scale) for one in period.choices]
    if period.start and not period.is_interval:
        return [_span_of(period.start, scale)]
    return [
        *_start_of_period(period, scale),
        *_time_between(period, scale),
        *_end_of_period(period, scale, reach),
    ]


def _choice(one: Choice, scale: Scale) -> Piece:
    """Some time within it, and not all that time; to the edge where it has no end."""
    if one.first and one.first is one.last:
        return _span_of(one.first, scale)
    start = scale.start_of(one.first.first_day) if one.first else 0.0
    end = scale.end_of(one.last.last_day) if one.last else 100.0
    return Piece(Sort.WITHIN, start, end)


def _start_of_period(period: PartialDate, scale: Scale) -> list[Piece]:
    if period.start:
        return [] if _is_exact_day(period.start) else [_span_of(period.start, scale)]
    assert period.end
    end = scale.start_of(period.end.first_day)
    if period.start_is_not_stated:
        end_itself = [_span_of(period.end, scale)] if _is_exact_day(period.end) else []
        return [Piece(Sort.START_NOT_STATED, end), *end_itself]
    return [Piece(Sort.BACKWARDS, 0.0, end)]


def _time_between(period: PartialDate, scale: Scale) -> list[Piece]:
    """From the last possible start to the first possible end, if there is such a time."""
    if not (period.start and period.end):
        return []
    start = _surely_on_from(period.start, scale)
    exact = _is_exact_day(period.end)
    end = scale.end_of(period.end.last_day) if exact else scale.start_of(period.end.first_day)
    return [Piece(Sort.SURE, start, end)] if start < end else []


def _end_of_period(period: PartialDate, scale: Scale, reach: date | None) -> list[Piece]:
    if period.end:
        return [] if _is_exact_day(period.end) else [_span_of(period.end, scale)]
    assert period.start
    if period.end_is_open:
        start = _surely_on_from(period.start, scale)
        end = min(scale.end_of(reach), scale.right) if reach else scale.right
        going_on = [Piece(Sort.ONWARDS, start, end)] if start < end else []
        return [*going_on, Piece(Sort.END_NOT_STATED, max(start, end))]
    return [
        *([_span_of(period.start, scale)] if _is_exact_day(period.start) else []),
        Piece(Sort.END_NOT_STATED, scale.end_of(period.start.last_day)),
    ]


def _surely_on_from(start: Moment, scale: Scale) -> float:
    exact = _is_exact_day(start)
    return scale.start_of(start.first_day) if exact else scale.end_of(start.last_day)


def _is_exact_day(moment: Moment) -> bool:
    return moment.shape is Shape.DAY and not moment.qualifier


def _span_of(moment: Moment, scale: Scale) -> Piece:
    start, end = scale.start_of(moment.first_day), scale.end_of(moment.last_day)
    if _is_exact_day(moment):
        return Piece(Sort.DAY, (start + end) / 2)
    sort = _sort_of(moment, Sort.WITHIN)
    if sort is Sort.ABOUT:
        missing = max(0.0, THINNEST_DASHED - (end - start))
        start, end = start - missing / 2, end + missing / 2
    return Piece(sort, start, end)


def _sort_of(moment: Moment, if_certain: Sort) -> Sort:
    digits_missing = "X" in moment.body and moment.shape is not Shape.YEARLY_DAY
    return Sort.ABOUT if moment.qualifier or digits_missing else if_certain
