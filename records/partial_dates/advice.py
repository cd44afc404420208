"""What to write instead of what people type, at the doors that take nothing but EDTF."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .moment import Moment, Shape, shape_of
from .reading import invalid, read
from .typed import in_edtf
from .typed_moments import month_numbers
from .words import vocabulary


def advice_on(text: str) -> ValidationError:
    """What to write instead; where that is no date either, what is wrong with it."""
    meaning = meant_by(text)
    read(meaning)
    return invalid(_('Write %(suggestion)s for "%(text)s".'), text, suggestion=meaning)


def meant_by(text: str) -> str:
    """What a text in words means, in EDTF; it may still name a day that no calendar has.

    Raises ValidationError where it means nothing, or may mean two things.
    """
    if (day_of_month := _day_without_year(text)) is not None:
        read(f"XXXX-{day_of_month}")
        raise invalid(
            _('Add the year to "%(text)s", or write XXXX-%(day)s for that day of every year.'),
            text,
            day=day_of_month,
        )
    if (meaning := in_edtf(text)) is not None:
        return meaning
    raise invalid(
        _(
            '"%(text)s" cannot be read as a date. Write 2003, 2003-05, 2003-05-29, '
            "2018~ for about 2018, 2003/2008 for 2003 to 2008, 2014/.. for since 2014."
        ),
        text,
    )


def ask_about_a_season(text: str) -> None:
    """Whoever types 2007-21 may mean the spring or the years from 2007 to 2021."""
    body = text.strip()
    if shape_of(body) is not Shape.SEASON or body[5:] <= body[2:4]:
        return
    moment = Moment(Shape.SEASON, body, "")
    raise invalid(
        _("“%(text)s”: write %(season)s, or %(years)s for the years from %(first)s to %(last)s."),
        body,
        season=vocabulary(get_language()).alone(moment),
        years=f"{body[:4]}/{body[:2]}{body[5:]}",
        first=body[:4],
        last=f"{body[:2]}{body[5:]}",
    )


_DAY_WITHOUT_YEAR: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? (?P<name>[^\W\d]+)",
        r"(?P<name>[^\W\d]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?",
    )
)


def _day_without_year(text: str) -> str | None:
    """For "29 May": 05-29."""
    for pattern in _DAY_WITHOUT_YEAR:
        found = pattern.fullmatch(" ".join(text.casefold().split()))
        month = found and month_numbers().get(found["name"])
        if found and month:
            return f"{month}-{int(found['day']):02}"
    return None
