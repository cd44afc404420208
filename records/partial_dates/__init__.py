"""Dates as exactly as a source states them, in the Extended Date/Time Format (EDTF).

Supported: years, months, days and seasons; `~` about, `?` uncertain, `%` both, and `?` after the
year of a month or day for a year that is inferred; `X` for digits that no source states; periods
with `/`, where `..` is an open end and nothing is an end not stated; one date of several,
`[2003,2004]`, or within a span, `[1998..2000]`; and days of every year (`XXXX-05-29`).
"""

from .advice import ask_about_a_season
from .moment import Moment, Shape
from .reading import MAX_LENGTH, MAX_TYPED, Choice
from .value import PartialDate

__all__ = [
    "MAX_LENGTH",
    "MAX_TYPED",
    "Choice",
    "Moment",
    "PartialDate",
    "Shape",
    "ask_about_a_season",
]
