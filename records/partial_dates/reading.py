"""Text in EDTF, read letter by letter; what is wrong with a date is said."""

from __future__ import annotations

import unicodedata
from calendar import isleap, monthrange
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .moment import DECEMBER, Moment, Shape, number, shape_of
from .words import month_names, vocabulary

MAX_LENGTH: Final = 64
"""Characters of the longest date that is kept."""
MAX_TYPED: Final = 200
"""Characters of the longest text that is read."""

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


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the dates of which one is meant, or a span within which it lies."""

    first: Moment | None
    """None where the span has no start: [..1999]; the same as the last where it is one date."""
    last: Moment | None


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    """As it is kept."""
    start: Moment | None
    end: Moment | None
    """Of a single date both are the same."""
    choices: tuple[Choice, ...] = ()


def read(text: str) -> Reading:
    """What the text says, letter by letter.

    Raises UnreadableError, or ValidationError where the text is EDTF of what no calendar has.
    """
    found = _read(_legible(text))
    if len(found.text) > MAX_LENGTH:
        raise invalid(_("This is too long for a date. Write it like 2003-05-29."), "")
    return found


def _read(text: str) -> Reading:
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text)
    first, slash, last = text.partition("/")
    if not slash:
        moment = _readable_moment(text, text)
        return Reading(text, moment, moment)
    start, end = _end_of_period(first, text), _end_of_period(last, text)
    if start is None and end is None:
        raise invalid(_("%(text)s: at least one end must be a date: 2014/.. or ../2008"), text)
    if start and end and end.last_day < start.first_day:
        raise invalid(_("%(text)s: the end is before the start."), text)
    return Reading(text, start, end)


def _one_of(text: str) -> Reading:
    text = "".join(text.split())
    parts = text[1:-1].split(",")
    choices = tuple(_choice(part, text) for part in parts)
    if not all(_come_in_order(one, other) for one, other in pairwise(choices)):
        raise invalid(_("%(text)s: write the dates from the earliest to the latest."), text)
    if len(choices) == 1 and choices[0].first is choices[0].last:
        raise invalid(_("%(text)s: write a single date without brackets."), text)
    return Reading(text, choices[0].first, choices[-1].last, choices)


def _come_in_order(one: Choice, other: Choice) -> bool:
    """Seasons may share some days."""
    if one.last is None or other.first is None or other.first.first_day <= one.last.first_day:
        return False
    return other.last is None or other.last.last_day > one.last.last_day


def _choice(part: str, whole: str) -> Choice:
    first, dots, last = part.partition(OPEN)
    start = _bare_moment(first, whole) if first else None
    if not dots:
        if start is None:
            raise UnreadableError(whole)
        return Choice(start, start)
    end = _bare_moment(last, whole) if last else None
    if start is None and end is None:
        raise UnreadableError(whole)
    if start and end and end.last_day < start.first_day:
        raise invalid(_("%(text)s: the end is before the start."), whole)
    if start == end:
        raise invalid(_("%(text)s: write a single date alone, not as a span."), whole)
    return Choice(start, end)


def _bare_moment(text: str, whole: str) -> Moment:
    moment = _readable_moment(text, whole)
    if moment.qualifier or moment.shape is Shape.YEARLY_DAY:
        raise invalid(_("%(text)s: between brackets write years, months or days alone."), whole)
    return moment


def _legible(text: str) -> str:
    """The text without white space around it, if it is one that a message can repeat."""
    if len(text) > MAX_TYPED:
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
    of_year = not qualifier and body[4:6] == "?-"
    if of_year:
        qualifier, body = "?", body.replace("?", "", 1)
    shape = shape_of(body)
    if shape is None or (of_year and shape not in (Shape.MONTH, Shape.DAY)):
        raise UnreadableError(text)
    moment = Moment(shape, body, qualifier, of_year)
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
    if moment.shape is Shape.SEASON:
        return
    if number(month, 1) > DECEMBER and moment.shape is Shape.MONTH and month > year[2:]:
        raise invalid(
            _("%(text)s: there is no month %(month)s. Write %(years)s for %(year)s to %(last)s."),
            moment.body,
            month=month,
            years=f"{year}/{year[:2]}{month}",
            year=year,
            last=f"{year[:2]}{month}",
        )
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
