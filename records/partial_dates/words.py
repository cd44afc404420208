"""A date as people say it, in each of the register's languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale

from .moment import Moment, Shape, number


@cache
def month_names(language: str, context: str, width: str = "wide") -> dict[int, str]:
    """Names by number; the context "format" is that of a date, "stand-alone" of a bare month."""
    return dict(Locale.parse(language).months[context][width])


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
        slots = self._slots(moment)
        words = template.format(
            about=self.about if moment.is_about else "",
            alone=forms.alone.format(**slots),
            since=(forms.since or forms.alone).format(**slots),
            until=(forms.until or forms.alone).format(**slots),
        )
        return words + (self.uncertain if moment.is_uncertain else "")

    def _slots(self, moment: Moment) -> dict[str, str | int]:
        """What the templates can name."""
        year, month_text, day = moment.parts
        month = number(month_text, 1)
        return {
            "year": int(year.replace("X", "0")),
            "last_year": int(year.replace("X", "9")),
            "month": month_names(self.language, "format")[month],
            "month_alone": month_names(self.language, "stand-alone")[month],
            "day": number(day, 1),
        }

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


VOCABULARIES: Final = {
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


def vocabulary(language: str | None) -> _Vocabulary:
    """Of a language or its variant ("ru-kz"); English for one that the register has no words in."""
    return VOCABULARIES.get((language or "en").partition("-")[0], VOCABULARIES["en"])
