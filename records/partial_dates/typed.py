"""Dates and periods as people type them, in EDTF: "с 2014 года", "29–31 May 2003", "2003 or 2004".

What pages say of a date is read as the same date. What has two meanings is asked about: a
refusal is better than another date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .moment import DECEMBER, Shape, beside, shape_of
from .reading import invalid
from .typed_moments import month_numbers, typed_moment


def in_edtf(text: str) -> str | None:
    """What was meant; it may still name a day that no calendar has.

    Raises ValidationError that asks, where a text has two meanings.
    """
    text = _ABOUT_FIRST.sub(r"\2 \1 ", _plain(text))
    return _read(_DOUBT_AFTER.sub(r"\2 \1", text))


_ABOUT_FIRST: Final = re.compile(
    r"^(about|around|approximately|около|примерно|приблизительно|шамамен) "
    r"(since|from|until|till|before|after|с|со|до|по|после) "
)

# In Kazakh a doubt stands after "since".
_DOUBT_AFTER: Final = re.compile(r"(бері|бастап|дейін) (\([^)]*\))")


def _plain(text: str) -> str:
    """Small letters, single spaces, no signs around it, and "с" in Cyrillic before Cyrillic."""
    text = " ".join(text.casefold().split()).rstrip(" ,;").strip("«»“”\"'")
    return _LATIN_C.sub("с", _FULL_STOP.sub("", text))


_FULL_STOP: Final = re.compile(r"(?<=[0-9])\.$")
_LATIN_C: Final = re.compile(r"^c(?= .*[а-я])")


def _read(text: str) -> str | None:
    if (moment := typed_moment(text)) is not None:
        return moment
    for read in (_in_range, _either, *(_as_period(*one) for one in _PERIODS)):
        if (period := read(text)) is not None:
            return period
    return None


# --- From one date to another -------------------------------------------------------------------

_TO: Final = re.compile(r" ?[–—‒] ?| - |-|/| (?:to|until|till|through|по|до) (?:the )?")
_FROM: Final = re.compile(r"^(?:from|с|со|в период с) ")
_YEARS: Final = re.compile(
    r"(?<=[0-9])(?: ?гг| годы| годах| годов| годами| жылдары?| жылдарда| жж)\.?$"
)
_KAZAKH_RANGE: Final = re.compile(r"(.+[дтн][ае]н) (.+) дейін")
_DAYS: Final = re.compile(r"(.*?)(?<![0-9])([0-9]{1,2})(?: ?[–—‒-] ?)([0-9]{1,2})(?![0-9])(.+)")
_YEAR_AND_TWO_DIGITS: Final = re.compile(r"([0-9]{4})(?: ?[–—‒] ?| - |/)([0-9]{2})")
_NUMBERS_WITH_A_SLASH: Final = re.compile(r"((?:[0-9]{4}-)+[0-9]{2}(?:-[0-9]{2})?)/([0-9]{2})")


def _in_range(text: str) -> str | None:
    text = _FROM.sub("", text, count=1)
    return _range(text) or _range(_YEARS.sub("", text))


def _range(text: str) -> str | None:
    if found := _YEAR_AND_TWO_DIGITS.fullmatch(text):
        return _years_or_month(found[1], found[2], text)
    if found := _NUMBERS_WITH_A_SLASH.fullmatch(text):
        return f"{found[1]}/{found[1][:-2]}{found[2]}"
    if found := _KAZAKH_RANGE.fullmatch(text):
        return _joined("{}/{}", found[1], found[2])
    if found := _DAYS.fullmatch(text):
        before, one, other, after = found.groups()
        if days := _joined("{}/{}", f"{before}{one}{after}", f"{before}{other}{after}"):
            return days
    for sign in _TO.finditer(text):
        if period := _joined("{}/{}", text[: sign.start()], text[sign.end() :]):
            return period
    return None


def _years_or_month(year: str, digits: str, text: str) -> str | None:
    """Of "2003–08": five years, or August."""
    years, month = f"{year}/{year[:2]}{digits}", f"{year}-{digits}"
    if int(digits) > DECEMBER or digits == "00":
        return years
    if digits <= year[2:]:
        return month
    raise invalid(
        _(
            "“%(text)s”: write %(years)s for the years from %(first)s to %(last)s, or %(month)s "
            "for the month."
        ),
        text,
        years=years,
        month=month,
        first=year,
        last=years[5:],
    )


def _joined(template: str, first: str, last: str) -> str | None:
    """Both dates; what one leaves out, the other says."""
    start, end = typed_moment(first), typed_moment(last)
    if start is None and end is not None:
        start = _completed(first, end)
    elif end is None and start is not None:
        end = _completed(last, start)
    return template.format(start, end) if start and end else None


_BARE_DAY: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|-?го)?")
_BARE_MONTH: Final = re.compile(r"([^\W\d]+)\.?(?: ай[^\W\d]*)?")
_DAY_OF_MONTH: Final = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|-?го)? ([^\W\d]+)\.?")
_MONTH_WITH_DAY: Final = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?")


def _completed(part: str, by: str) -> str | None:
    """A day, a month or both, with the year, or year and month, of another date."""
    if shape_of(by) not in (Shape.DAY, Shape.MONTH):
        return None
    if (found := _BARE_DAY.fullmatch(part)) and shape_of(by) is Shape.DAY:
        return f"{by[:7]}-{int(found[1]):02}"
    for pattern, name, day in (
        (_BARE_MONTH, 1, 0), (_DAY_OF_MONTH, 2, 1), (_MONTH_WITH_DAY, 1, 2),
    ):  # fmt: skip
        if (found := pattern.fullmatch(part)) and (month := month_numbers().get(found[name])):
            return f"{by[:4]}-{month}" + (f"-{int(found[day]):02}" if day else "")
    return None


# --- One date of several ------------------------------------------------------------------------

_OR: Final = re.compile(r",? (?:or|или|немесе) (?!earlier|later|ранее|позднее|одан)")
_LIST_OF_YEARS: Final = re.compile(r"[0-9]{4}(?:, [0-9]{4})+")


def _either(text: str) -> str | None:
    parts = _OR.split(text.removeprefix("either "))
    if len(parts) == 1:
        return None
    if _LIST_OF_YEARS.fullmatch(parts[0]):
        parts[:1] = parts[0].split(", ")
    last = _choice(parts[-1])
    choices = [_choice(part) or _completed(part, last or "") for part in parts[:-1]]
    return f"[{','.join(map(str, [*choices, last]))}]" if last and all(choices) else None


def _choice(part: str) -> str | None:
    period = _read(part)
    if period and period.startswith("["):
        return period[1:-1]
    return _bare(period)


def _bare(moment: str | None) -> str | None:
    """A date that can stand between brackets."""
    return moment if moment and shape_of(moment) not in (None, Shape.YEARLY_DAY) else None


def _between(first: str, last: str) -> str | None:
    return _joined("[{}..{}]", first, last)


def _before(end: str) -> str | None:
    last = beside(typed_moment(end) or "", -1)
    return last and f"[..{last}]"


def _after(start: str) -> str | None:
    first = beside(typed_moment(start) or "", 1)
    return first and f"[{first}..]"


def _no_later(end: str) -> str | None:
    last = _bare(typed_moment(end))
    return last and f"[..{last}]"


def _no_earlier(start: str) -> str | None:
    first = _bare(typed_moment(start))
    return first and f"[{first}..]"


# --- With an end that is open, or not stated ----------------------------------------------------


def _from(start: str) -> str | None:
    if (first := typed_moment(start)) is None:
        return None
    raise ValidationError(
        _("Write %(unknown)s if no source says until when, or %(going_on)s if it still goes on."),
        code="invalid",
        params={"unknown": f"{first}/", "going_on": f"{first}/.."},
    )


def _up_to(end: str) -> str | None:
    """The Russian "до" leaves open whether something lasted until then or was before it."""
    last, before = typed_moment(end), _before(end)
    if last is None or before is None:
        return None
    raise ValidationError(
        _("Write ../%(last)s for what lasted until then, or %(before)s for one date before it."),
        code="invalid",
        params={"last": last, "before": before},
    )


_NOW: Final = (
    r"(?:now|today|date|the present|present|настоящее время|настоящего времени|сегодня|н\.? ?в"
    r"|қазірге|бүгінге)"
)
_SINCE: Final = "(?:from |since |с |со )"
_PERIODS: Final[tuple[tuple[str, str | Callable[..., str | None]], ...]] = (
    (rf"{_SINCE}?(.+?)(?: onwards?| ?[–—-] ?{_NOW}?| (?:to|until|по|до) {_NOW})", "{}/.."),
    (r"(.+?) ?/ ?\.\.", "{}/.."),
    (r"\.\. ?/ ?(.+)", "../{}"),
    (r"(.+?) ?/", "{}/"),
    (r"/ ?(.+)", "/{}"),
    (rf"(.+?) {_NOW} дейін", "{}/.."),
    (r"(?:from|с|со) (.+?), (?:end not stated|окончание не указано)", "{}/"),
    (r"(.+?) бастап, аяқталуы көрсетілмеген", "{}/"),
    (r"(?:until|по) (.+?), (?:start not stated|начало не указано)", "/{}"),
    (r"(.+?) дейін, басталуы көрсетілмеген", "/{}"),
    (r"(?:since|с|со|начиная с) (.+)", "{}/.."),
    (r"(.+?) бері", "{}/.."),
    (r"(?:until|till|up to|through|по) (.+)", "../{}"),
    (r"(.+?) дейін", "../{}"),
    (r"from (.+)|(.+) бастап", _from),
    (r"до (.+)", _up_to),
    (r"(?:between|между) (.+?) (?:and|и) (.+?)(?: годами| гг)?", _between),
    (r"(.+?) (?:және|мен|бен|пен) (.+?)(?: жылдар[^\W\d]*)? (?:арасында|аралығында)", _between),
    (r"не ранее (.+?) и не позднее (.+)", _between),
    (r"(.+?) ерте емес, (.+?) кеш емес", _between),
    (r"(?:before|prior to|earlier than|ранее|раньше) (.+)|(.+?) бұрын", _before),
    (r"(?:after|later than|после|позднее|позже) (.+)|(.+?) (?:кейін|соң)", _after),
    (r"(?:by|no later than|not later than|not after|не позднее|не позже|к) (.+)", _no_later),
    (r"(.+?) (?:or earlier|или ранее|немесе одан ерте|кеш емес)", _no_later),
    (r"(?:no earlier than|not earlier than|not before|не ранее|не раньше) (.+)", _no_earlier),
    (r"(.+?) (?:or later|или позднее|немесе одан кейін|ерте емес)", _no_earlier),
)  # fmt: skip


def _as_period(
    pattern: str, meaning: str | Callable[..., str | None]
) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        found = re.fullmatch(pattern, text)
        if not found:
            return None
        ends = [end for end in found.groups() if end is not None]
        if not isinstance(meaning, str):
            return meaning(*ends)
        moment = typed_moment(ends[0])
        return moment and meaning.format(moment)

    return read
