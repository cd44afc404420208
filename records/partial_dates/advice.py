"""What to write instead of what people type: "29 May 2003", "since 2014", "about 2018"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .moment import shape_of
from .reading import OPEN, QUALIFIERS, invalid, read
from .words import VOCABULARIES, month_names


def advice_on(text: str) -> ValidationError:
    """What to write instead; where that is no date either, what is wrong with it."""
    if (day_of_month := _day_without_year(text)) is not None:
        read(f"XXXX-{day_of_month}")
        return invalid(
            _('Add the year to "%(text)s", or write XXXX-%(day)s for that day of every year.'),
            text,
            day=day_of_month,
        )
    suggestion = _rewritten(text)
    if suggestion is None:
        return invalid(
            _(
                '"%(text)s" cannot be read as a date. Write 2003, 2003-05, 2003-05-29, '
                "2018~ for about 2018, 2003/2008 for 2003 to 2008, 2014/.. for since 2014."
            ),
            text,
        )
    read(suggestion)
    return invalid(_('Write %(suggestion)s for "%(text)s".'), text, suggestion=suggestion)


_PERIODS = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"since (.+)", "{}/.."),
        (r"(?:before|until|till|up to) (.+)", "../{}"),
        (r"between (.+) and (.+)", "{}/{}"),
        (r"(?:from )?(.+?)(?: ?[/–—] ?| - | to | until | till )(.+)", "{}/{}"),
        (r"([0-9]{4})-([0-9]{4})", "{}/{}"),
        (r"from (.+)", "{}/"),
    )
)
_ABOUT = re.compile(r"(?:about|around|approximately|circa|ca\.?|c\.|~) ?(.+)")
_UNCERTAIN = re.compile(r"(?:probably|perhaps|possibly|maybe|\?) ?(.+)")
_DECADE = re.compile(r"(?:the )?([0-9]{3})0s")

_CALENDAR_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})[./-](?P<month>[0-9]{1,2})[./-](?P<day>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})[.-](?P<month>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<name>[^\W\d]+)\.?,? (?P<year>[0-9]{4})",
        r"(?P<name>[^\W\d]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})",
        r"(?P<name>[^\W\d]+)\.?,? (?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4}) (?P<name>[^\W\d]+)",
    )
)
_DAY_WITHOUT_YEAR = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:every )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<name>[^\W\d]+)",
        r"(?:every )?(?P<name>[^\W\d]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?",
    )
)


def _plain(text: str) -> str:
    """Small letters, single spaces, and no word for "year" at the end."""
    return re.sub(r" (г\.?|года?|ж\.?|жыл)$", "", " ".join(text.casefold().split()))


def _day_without_year(text: str) -> str | None:
    """For "29 May": 05-29."""
    for pattern in _DAY_WITHOUT_YEAR:
        found = pattern.fullmatch(_plain(text))
        month = found and _month_numbers().get(found["name"])
        if found and month:
            return f"{month:02}-{int(found['day']):02}"
    return None


def _rewritten(text: str) -> str | None:
    """What was meant, in EDTF; it may still name a day that no calendar has."""
    text = _plain(text)
    if (single := _rewritten_date(text)) is not None:
        return single
    for pattern, template in _PERIODS:
        if found := pattern.fullmatch(text):
            ends = [end if end == OPEN else _rewritten_date(end) for end in found.groups()]
            return template.format(*ends) if all(ends) and ends != [OPEN] * 2 else None
    return None


def _rewritten_date(text: str) -> str | None:
    for pattern, qualifier in ((_ABOUT, "~"), (_UNCERTAIN, "?")):
        if found := pattern.fullmatch(text):
            body = _rewritten_body(found[1])
            return body and f"{body}{qualifier}"
    if text.endswith(QUALIFIERS):
        body = _rewritten_body(text[:-1].rstrip())
        return body and f"{body}{text[-1]}"
    return _rewritten_body(text)


def _rewritten_body(text: str) -> str | None:
    if shape_of(text.upper()):
        return text.upper()
    if found := _DECADE.fullmatch(text):
        return f"{found[1]}X"
    for pattern in _CALENDAR_FORMS:
        if (found := pattern.fullmatch(text)) and (body := _body_from(found.groupdict())):
            return body
    return None


def _body_from(parts: Mapping[str, str | None]) -> str | None:
    """For a day, a month or its name, and a year: the same as year-month-day."""
    name = parts.get("name")
    month = _month_numbers().get(name) if name else int(parts["month"] or 0)
    if month is None:
        return None
    day = parts.get("day")
    return f"{parts['year']}-{month:02}" + (f"-{int(day):02}" if day else "")


@cache
def _month_numbers() -> dict[str, int]:
    """Month names as people type them, in small letters, in all the register's languages."""
    return {
        name.casefold().rstrip("."): number
        for language in VOCABULARIES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in month_names(language, context, width).items()
    }
