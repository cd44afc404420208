"""One date as it is written: how much of it is stated, and which days it admits."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

DECEMBER: Final = 12


class Shape(StrEnum):
    """How much of a date is stated: its text with 0 for every digit."""

    YEAR = "0000"
    DECADE = "000X"
    CENTURY = "00XX"
    MONTH = "0000-00"
    SOME_MONTH = "0000-XX"
    DAY = "0000-00-00"
    SOME_DAY_OF_MONTH = "0000-00-XX"
    SOME_DAY_OF_YEAR = "0000-XX-XX"
    YEARLY_DAY = "XXXX-00-00"
    SEASON = "0000-20"


SEASONS: Final = ("21", "22", "23", "24")
"""Spring, summer, autumn and winter, in the place of a month."""
_SEASON_BOUNDS: Final = {
    "21": ((3, 1), (6, 21)),
    "22": ((6, 1), (9, 23)),
    "23": ((9, 1), (12, 22)),
    "24": ((1, 1), (3, 21)),
}
"""Month and day: from the first of its months, or of the year, to where the sun turns.

The winter of a year may be its first months or its last, with the first of the next year.
"""

_SHAPES: Final = {str(shape): shape for shape in Shape if shape is not Shape.SEASON}
_DIGITS_AS_0: Final = str.maketrans("123456789", "0" * 9)


def shape_of(text: str) -> Shape | None:
    shape = _SHAPES.get(text.translate(_DIGITS_AS_0))
    return Shape.SEASON if shape is Shape.MONTH and text[-2:] in SEASONS else shape


@dataclass(frozen=True, slots=True)
class Moment:
    """One date as written: a whole partial date, one end of a period, or one of several."""

    shape: Shape
    body: str
    qualifier: str
    of_year: bool = False
    """Whether the qualifier is of the year alone: an inferred year, as in 2019?-03-07."""

    @property
    def first_day(self) -> date:
        year, month, day = self.parts
        if self.shape is Shape.SEASON:
            return date(int(year), *_SEASON_BOUNDS[month][0])
        return date(max(1, int(year.replace("X", "0"))), number(month, 1), number(day, 1))

    @property
    def last_day(self) -> date:
        year_text, month_text, day = self.parts
        year = int(year_text.replace("X", "9"))
        if self.shape is Shape.SEASON:
            year += month_text == SEASONS[-1]
            last = _SEASON_BOUNDS[month_text][1]
            return date(year, *last) if year <= date.max.year else date.max
        month = number(month_text, DECEMBER)
        return date(year, month, number(day, monthrange(year, month)[1]))

    @property
    def is_about(self) -> bool:
        return self.qualifier in ("~", "%")

    @property
    def is_uncertain(self) -> bool:
        return self.qualifier in ("?", "%")

    @property
    def parts(self) -> tuple[str, str, str]:
        year, month, day, *_rest = [*self.body.split("-"), "", ""]
        return year, month, day


def number(digits: str, if_not_stated: int) -> int:
    return if_not_stated if digits in ("", "XX") else int(digits)


def beside(body: str, step: int) -> str | None:
    """The last year, month or day before a date, or the first after it."""
    match shape_of(body):
        case Shape.YEAR:
            return f"{int(body) + step:04}"
        case Shape.DECADE:
            return beside(body.replace("X", "0" if step < 0 else "9"), step)
        case Shape.MONTH:
            year, month = divmod(int(body[:4]) * DECEMBER + int(body[5:]) - 1 + step, DECEMBER)
            return f"{year:04}-{month + 1:02}"
        case Shape.DAY:
            try:
                return (date.fromisoformat(body) + timedelta(step)).isoformat()
            except (ValueError, OverflowError):
                return None
    return None
