"""Dates as exactly as a source states them, in the Extended Date/Time Format (EDTF).

Supported: years, months and days; `~` about, `?` uncertain, `%` both; `X` for digits that no
source states; periods with `/`, where `..` is an open end and nothing is an end not stated; and
days of every year (`XXXX-05-29`).
"""

from .moment import Moment, Shape
from .reading import MAX_LENGTH
from .value import PartialDate

__all__ = ["MAX_LENGTH", "Moment", "PartialDate", "Shape"]
