"""Text in EDTF, read letter by letter; what is wrong with a date is said."""

from __future__ import annotations

import unicodedata
from calendar import isleap, monthrange
from functools import lru_cache
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .moment import DECEMBER, Moment, Shape, number, shape_of
from .words import month_names, vocabulary

MAX_LENGTH: Final = 64
"""Characters of the longest text that is read; the longest date has 23."""

OPEN: Final = ".."
_NOT_STATED: Final = ""
_FEBRUARY: Final = 2
QUALIFIERS: Final = ("~", "?", "%")


def invalid(message: str | Promise, text: str, **params: str | int) -> ValidationError:
    return ValidationError(message, code="invalid", params={"text": text, **params})  # type: ignore[arg-type]


class UnreadableError(Exception):
    """The text is no EDTF; what was meant, `advice` knows."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read(text: str) -> tuple[str, Moment | None, Moment | None]:
    """The text as it is kept, and its two ends; of a single date both are the same.

    Raises UnreadableError, or ValidationError where the text is EDTF of what no calendar has.
    """
    text = _legible(text)
    first, slash, last = text.partition("/")
    if not slash:
        moment = _readable_moment(text, text)
        return text, moment, moment
    start, end = _end_of_period(first, text), _end_of_period(last, text)
    if start is None and end is None:
        raise invalid(_("%(text)s: at least one end must be a date: 2014/.. or ../2008"), text)
    if start and end and end.last_day < start.first_day:
        raise invalid(_("%(text)s: the end is before the start."), text)
    return text, start, end


def _legible(text: str) -> str:
    """The text without white space around it, if it is one that a message can repeat."""
    if len(text) > MAX_LENGTH:
        raise invalid(_("This is too long for a date. Write it like 2003-05-29."), "")
    text = text.strip(" \t\r\n\xa0")
    if text.isascii() and text.isprintable():
        return text
    if any(unicodedata.category(character).startswith("C") for character in text):
        raise invalid(
            _("This has a character that cannot be seen. Type it anew, like 2003-05-29."), ""
        )
    if any(character.isdigit() and not character.isascii() for character in text):
        raise invalid(_("%(text)s: write the digits as 0 to 9, like 2003-05-29."), text)
    return text


def _readable_moment(text: str, whole: str) -> Moment:
    try:
        return _moment(text)
    except UnreadableError:
        raise UnreadableError(whole) from None


@lru_cache(maxsize=8192)
def _moment(text: str) -> Moment:
    """Many periods begin or end on one day."""
    qualifier = text[-1] if text.endswith(QUALIFIERS) else ""
    body = text.removesuffix(qualifier)
    shape = shape_of(body)
    if shape is None:
        raise UnreadableError(text)
    moment = Moment(shape, body, qualifier)
    _check_calendar(moment)
    return moment


def _end_of_period(text: str, whole: str) -> Moment | None:
    if text in (OPEN, _NOT_STATED):
        return None
    moment = _readable_moment(text, whole)
    if moment.shape is Shape.YEARLY_DAY:
        raise invalid(_("%(text)s: a day of every year cannot begin or end a period."), whole)
    return moment


def _check_calendar(moment: Moment) -> None:
    year, month, day = moment.parts
    if year == "0000":
        raise invalid(_("%(text)s: there is no year 0000."), moment.body)
    if not 1 <= number(month, 1) <= DECEMBER:
        raise invalid(_("%(text)s: there is no month %(month)s."), moment.body, month=month)
    # A day of every year may be 29 February.
    calendar_year = int(year) if year.isdigit() else 2000
    days = monthrange(calendar_year, number(month, 1))[1]
    if not 1 <= number(day, 1) <= days:
        raise invalid(
            _("%(text)s: %(month)s has %(days)d days."),
            moment.body,
            month=_month_that_is_too_short(calendar_year, int(month)),
            days=days,
        )


def _month_that_is_too_short(year: int, month: int) -> str:
    """February with its year, since its length depends on that."""
    name = month_names(vocabulary(get_language()).language, "stand-alone")[month]
    return f"{name} {year}" if month == _FEBRUARY and not isleap(year) else name
