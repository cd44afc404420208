"""Dates as exactly as a source states them, in the Extended Date/Time Format (EDTF).

Supported: years, months and days; `~` about, `?` uncertain, `%` both; `X` for digits that no
source states; periods with `/`, where `..` is an open end and nothing is an end not stated; and
days of every year (`XXXX-05-29`).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .answers import Answer

MAX_LENGTH: Final = 64
"""Characters of the longest text that is read; the longest date has 23."""

_OPEN: Final = ".."
_NOT_STATED: Final = ""
_FEBRUARY: Final = 2
_DECEMBER: Final = 12
_QUALIFIERS: Final = ("~", "?", "%")


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


def _shape_of(text: str) -> Shape | None:
    mask = re.sub("[0-9]", "0", text)
    return next((shape for shape in Shape if shape == mask), None)


@dataclass(frozen=True, slots=True)
class Moment:
    """One date as written: a whole partial date, or one end of a period."""

    shape: Shape
    body: str
    qualifier: str

    @property
    def first_day(self) -> date:
        year, month, day = self.parts
        return date(max(1, int(year.replace("X", "0"))), _number(month, 1), _number(day, 1))

    @property
    def last_day(self) -> date:
        year_text, month_text, day = self.parts
        year = int(year_text.replace("X", "9"))
        month = _number(month_text, _DECEMBER)
        return date(year, month, _number(day, monthrange(year, month)[1]))

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

    def slots(self, language: str) -> dict[str, str | int]:
        """What the templates of _Vocabulary can name."""
        year, month_text, day = self.parts
        month = _number(month_text, 1)
        return {
            "year": int(year.replace("X", "0")),
            "last_year": int(year.replace("X", "9")),
            "month": _month_names(language, "format")[month],
            "month_alone": _month_names(language, "stand-alone")[month],
            "day": _number(day, 1),
        }


@cache
def _month_names(language: str, context: str, width: str = "wide") -> dict[int, str]:
    """Names by number; the context "format" is that of a date, "stand-alone" of a bare month."""
    return dict(Locale.parse(language).months[context][width])


def _number(digits: str, if_not_stated: int) -> int:
    return if_not_stated if digits in ("", "XX") else int(digits)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or period as exactly as it is known; made by `PartialDate.parse` alone.

    Equal where the text is equal; without order, since "2003" is neither before nor after
    "2003-05": compare `earliest` and `latest` instead.
    """

    text: str
    start: Moment | None = field(repr=False, compare=False)
    end: Moment | None = field(repr=False, compare=False)
    earliest: date | None = field(repr=False, compare=False)
    """The first day that the text admits; None where there is no such day.

    "About" and "uncertain" leave the bounds as they are without them.
    """
    latest: date | None = field(repr=False, compare=False)
    """The last day that the text admits; None where there is no such day."""

    @classmethod
    @lru_cache(maxsize=8192)
    def parse(cls, text: str) -> PartialDate:
        """Reads EDTF; raises ValidationError that says what to write instead."""
        text = _legible(text)
        first, slash, last = text.partition("/")
        if not slash:
            moment = _readable_moment(text, text)
            bounds = _bounds(moment)
            return cls(text, moment, moment, *bounds)
        start, end = _end_of_period(first, text), _end_of_period(last, text)
        if start is None and end is None:
            raise _invalid(_("%(text)s: at least one end must be a date: 2014/.. or ../2008"), text)
        earliest = start.first_day if start else None
        latest = end.last_day if end else None
        if earliest and latest and latest < earliest:
            raise _invalid(_("%(text)s: the end is before the start."), text)
        return cls(text, start, end, earliest, latest)

    def __str__(self) -> str:
        return self.text

    @property
    def is_interval(self) -> bool:
        return "/" in self.text

    @property
    def is_recurring(self) -> bool:
        """A day of every year."""
        return self.text.startswith("XXXX")

    @property
    def end_is_open(self) -> bool:
        """Still going as far as the source says."""
        return self.text.endswith("/..")

    @property
    def end_is_not_stated(self) -> bool:
        return self.text.endswith("/")

    @property
    def start_is_not_stated(self) -> bool:
        return self.text.startswith("/")

    def overlap(self, asked: PartialDate) -> Answer:
        """Whether this falls, wholly or in part, in a whole period that is asked for.

        * NO if all days that either admits lie on different sides.
        * YES if it starts by the last asked day at the latest, and ends on the first asked day
          at the earliest.
        * Otherwise, and for all that is about, uncertain or yearly: CANNOT_TELL.

        So "2003-05" is in "2003", but of "2003" nobody can say whether it was in "2003-05".
        """
        if _is_before(self, asked) or _is_before(asked, self):
            return Answer.NO
        whole = asked.whole_days()
        if whole is None or self.is_recurring or any(m.qualifier for m in self._moments()):
            return Answer.CANNOT_TELL
        first_asked, last_asked = whole
        latest_start = min(moment.last_day for moment in self._moments())
        earliest_end = max(moment.first_day for moment in self._moments())
        surely = latest_start <= last_asked and first_asked <= earliest_end
        return Answer.YES if surely else Answer.CANNOT_TELL

    def whole_days(self) -> tuple[date, date] | None:
        """First and last day, if no doubt is left about either."""
        if self.earliest is None or self.latest is None:
            return None
        in_doubt = any(moment.qualifier or "X" in moment.body for moment in self._moments())
        return None if in_doubt else (self.earliest, self.latest)

    def _moments(self) -> Iterator[Moment]:
        return (moment for moment in (self.start, self.end) if moment)

    def in_words(self, language: str | None = None) -> str:
        """The date as people say it, in the active language unless another is named."""
        vocabulary = _vocabulary(language or get_language())
        if self.start and not self.is_interval:
            return vocabulary.alone(self.start)
        if self.start and self.end:
            return vocabulary.of_period(self.start, self.end)
        if self.start:
            return vocabulary.of_start(self.start, end_is_open=self.end_is_open)
        if self.end:
            return vocabulary.of_end(self.end, start_is_not_stated=self.start_is_not_stated)
        raise AssertionError("A partial date without any date is never read.")


def _bounds(moment: Moment) -> tuple[date | None, date | None]:
    if moment.shape is Shape.YEARLY_DAY:
        return None, None
    return moment.first_day, moment.last_day


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    return bool(one.latest and other.earliest and one.latest < other.earliest)


# --- Reading ----------------------------------------------------------------------------------


def _invalid(message: str | Promise, text: str, **params: str | int) -> ValidationError:
    return ValidationError(message, code="invalid", params={"text": text, **params})  # type: ignore[arg-type]


def _legible(text: str) -> str:
    """The text without white space around it, if it is one that a message can repeat."""
    if len(text) > MAX_LENGTH:
        raise _invalid(_("This is too long for a date. Write it like 2003-05-29."), "")
    text = text.strip(" \t\r\n\xa0")
    if any(unicodedata.category(character).startswith("C") for character in text):
        raise _invalid(
            _("This has a character that cannot be seen. Type it anew, like 2003-05-29."), ""
        )
    if any(character.isdigit() and not character.isascii() for character in text):
        raise _invalid(_("%(text)s: write the digits as 0 to 9, like 2003-05-29."), text)
    return text


def _readable_moment(text: str, whole: str) -> Moment:
    """One date; what cannot be read is refused with advice on the whole text."""
    qualifier = text[-1] if text.endswith(_QUALIFIERS) else ""
    body = text.removesuffix(qualifier)
    shape = _shape_of(body)
    if shape is None:
        raise _unreadable(whole)
    moment = Moment(shape, body, qualifier)
    _check_calendar(moment)
    return moment


def _end_of_period(text: str, whole: str) -> Moment | None:
    if text in (_OPEN, _NOT_STATED):
        return None
    moment = _readable_moment(text, whole)
    if moment.shape is Shape.YEARLY_DAY:
        raise _invalid(_("%(text)s: a day of every year cannot begin or end a period."), whole)
    return moment


def _check_calendar(moment: Moment) -> None:
    year, month, day = moment.parts
    if year == "0000":
        raise _invalid(_("%(text)s: there is no year 0000."), moment.body)
    if not 1 <= _number(month, 1) <= _DECEMBER:
        raise _invalid(_("%(text)s: there is no month %(month)s."), moment.body, month=month)
    # A day of every year may be 29 February.
    calendar_year = int(year) if year.isdigit() else 2000
    days = monthrange(calendar_year, _number(month, 1))[1]
    if not 1 <= _number(day, 1) <= days:
        raise _invalid(
            _("%(text)s: %(month)s has %(days)d days."),
            moment.body,
            month=_month_that_is_too_short(calendar_year, int(month)),
            days=days,
        )


def _month_that_is_too_short(year: int, month: int) -> str:
    """February with its year, since its length depends on that."""
    name = _month_names(_vocabulary(get_language()).language, "stand-alone")[month]
    return f"{name} {year}" if month == _FEBRUARY and not isleap(year) else name


# --- Advice on what cannot be read ------------------------------------------------------------


def _unreadable(text: str) -> ValidationError:
    """What to write instead; where that is no date either, what is wrong with it."""
    if (day_of_month := _day_without_year(text)) is not None:
        PartialDate.parse(f"XXXX-{day_of_month}")
        return _invalid(
            _('Add the year to "%(text)s", or write XXXX-%(day)s for that day of every year.'),
            text,
            day=day_of_month,
        )
    suggestion = _rewritten(text)
    if suggestion is None:
        return _invalid(
            _(
                '"%(text)s" cannot be read as a date. Write 2003, 2003-05, 2003-05-29, '
                "2018~ for about 2018, 2003/2008 for 2003 to 2008, 2014/.. for since 2014."
            ),
            text,
        )
    PartialDate.parse(suggestion)
    return _invalid(_('Write %(suggestion)s for "%(text)s".'), text, suggestion=suggestion)


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
            ends = [end if end == _OPEN else _rewritten_date(end) for end in found.groups()]
            return template.format(*ends) if all(ends) and ends != [_OPEN] * 2 else None
    return None


def _rewritten_date(text: str) -> str | None:
    for pattern, qualifier in ((_ABOUT, "~"), (_UNCERTAIN, "?")):
        if found := pattern.fullmatch(text):
            body = _rewritten_body(found[1])
            return body and f"{body}{qualifier}"
    if text.endswith(_QUALIFIERS):
        body = _rewritten_body(text[:-1].rstrip())
        return body and f"{body}{text[-1]}"
    return _rewritten_body(text)


def _rewritten_body(text: str) -> str | None:
    if _shape_of(text.upper()):
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
        for language in _VOCABULARIES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in _month_names(language, context, width).items()
    }


# --- Saying -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Forms:
    """A date by itself, after "since" and after "until", where a language tells them apart."""

    alone: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Templates of one language. {about} is empty or the word of that name."""

    language: str
    forms: Mapping[Shape, _Forms]
    about: str
    about_alone: str
    uncertain: str
    since: str
    from_: str
    until: str
    between: str
    end_not_stated: str
    start_not_stated: str

    def _said(self, moment: Moment, template: str) -> str:
        forms = self.forms[moment.shape]
        slots = moment.slots(self.language)
        words = template.format(
            about=self.about if moment.is_about else "",
            alone=forms.alone.format(**slots),
            since=(forms.since or forms.alone).format(**slots),
            until=(forms.until or forms.alone).format(**slots),
        )
        return words + (self.uncertain if moment.is_uncertain else "")

    def alone(self, moment: Moment) -> str:
        return self._said(moment, self.about_alone if moment.is_about else "{alone}")

    def of_period(self, start: Moment, end: Moment) -> str:
        return self.between.format(start=self.alone(start), end=self.alone(end))

    def of_start(self, start: Moment, *, end_is_open: bool) -> str:
        if end_is_open:
            return self._said(start, self.since)
        return self._said(start, self.from_) + self.end_not_stated

    def of_end(self, end: Moment, *, start_is_not_stated: bool) -> str:
        return self._said(end, self.until) + (self.start_not_stated if start_is_not_stated else "")


_VOCABULARIES: Final = {
    "en": _Vocabulary(
        language="en",
        forms={
            Shape.YEAR: _Forms("{year}"),
            Shape.DECADE: _Forms("{year}s"),
            Shape.CENTURY: _Forms("{year}–{last_year}"),
            Shape.MONTH: _Forms("{month} {year}"),
            Shape.SOME_MONTH: _Forms("a month in {year}"),
            Shape.DAY: _Forms("{day} {month} {year}"),
            Shape.SOME_DAY_OF_MONTH: _Forms("a day in {month} {year}"),
            Shape.SOME_DAY_OF_YEAR: _Forms("a day in {year}"),
            Shape.YEARLY_DAY: _Forms("{day} {month}, every year"),
        },
        about="about ",
        about_alone="about {alone}",
        uncertain=" (uncertain)",
        since="since {about}{since}",
        from_="from {about}{since}",
        until="until {about}{until}",
        between="{start} to {end}",
        end_not_stated=", end not stated",
        start_not_stated=", start not stated",
    ),
    "ru": _Vocabulary(
        language="ru",
        forms={
            Shape.YEAR: _Forms("{year} год", since="{year} года"),
            Shape.DECADE: _Forms("{year}-е годы", since="{year}-х годов"),
            Shape.CENTURY: _Forms("{year}–{last_year} годы", since="{year}–{last_year} годов"),
            Shape.MONTH: _Forms("{month_alone} {year} года", since="{month} {year} года"),
            Shape.SOME_MONTH: _Forms(
                "один из месяцев {year} года", since="одного из месяцев {year} года"
            ),
            Shape.DAY: _Forms("{day} {month} {year} года"),
            Shape.SOME_DAY_OF_MONTH: _Forms(
                "один из дней {month} {year} года", since="одного из дней {month} {year} года"
            ),
            Shape.SOME_DAY_OF_YEAR: _Forms(
                "один из дней {year} года", since="одного из дней {year} года"
            ),
            Shape.YEARLY_DAY: _Forms("{day} {month}, ежегодно"),
        },
        about="примерно ",
        about_alone="около {since}",
        uncertain=" (предположительно)",
        since="{about}с {since}",
        from_="{about}с {since}",
        until="{about}по {until}",
        between="{start} — {end}",
        end_not_stated=", окончание не указано",
        start_not_stated=", начало не указано",
    ),
    "kk": _Vocabulary(
        language="kk",
        # "Month" and "day" carry the endings, so that none depends on the name of the month.
        forms={
            Shape.YEAR: _Forms("{year} жыл", "{year} жылдан", "{year} жылға"),
            Shape.DECADE: _Forms("{year}-жылдар", "{year}-жылдардан", "{year}-жылдарға"),
            Shape.CENTURY: _Forms(
                "{year}–{last_year} жылдар",
                "{year}–{last_year} жылдардан",
                "{year}–{last_year} жылдарға",
            ),
            Shape.MONTH: _Forms(
                "{year} ж. {month}", "{year} ж. {month} айынан", "{year} ж. {month} айына"
            ),
            Shape.SOME_MONTH: _Forms(
                "{year} жылдың бір айы", "{year} жылдың бір айынан", "{year} жылдың бір айына"
            ),
            Shape.DAY: _Forms(
                "{year} ж. {day} {month}",
                "{year} ж. {day} {month} күнінен",
                "{year} ж. {day} {month} күніне",
            ),
            Shape.SOME_DAY_OF_MONTH: _Forms(
                "{year} ж. {month} айының бір күні",
                "{year} ж. {month} айының бір күнінен",
                "{year} ж. {month} айының бір күніне",
            ),
            Shape.SOME_DAY_OF_YEAR: _Forms(
                "{year} жылдың бір күні", "{year} жылдың бір күнінен", "{year} жылдың бір күніне"
            ),
            Shape.YEARLY_DAY: _Forms("{day} {month}, жыл сайын"),
        },
        about="шамамен ",
        about_alone="шамамен {alone}",
        uncertain=" (болжам бойынша)",
        since="{about}{since} бері",
        from_="{about}{since} бастап",
        until="{about}{until} дейін",
        between="{start} — {end}",
        end_not_stated=", аяқталуы көрсетілмеген",
        start_not_stated=", басталуы көрсетілмеген",
    ),
}


def _vocabulary(language: str | None) -> _Vocabulary:
    """Of a language or its variant ("ru-kz"); English for one that the register has no words in."""
    return _VOCABULARIES.get((language or "en").partition("-")[0], _VOCABULARIES["en"])
