"""A date as people say it, in each of the register's languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale

from .moment import SEASONS, Moment, Shape, number

Span = tuple[Moment | None, Moment | None]


@cache
def month_names(language: str, context: str, width: str = "wide") -> dict[int, str]:
    """Names by number; the context "format" is that of a date, "stand-alone" of a bare month."""
    return dict(Locale.parse(language).months[context][width])


@dataclass(frozen=True, slots=True)
class Forms:
    """A date by itself, after "since" and after "until", where a language tells them apart."""

    alone: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Templates of one language. {about} is empty or the word of that name."""

    language: str
    forms: Mapping[Shape, Forms]
    about: str
    about_alone: str
    uncertain: str
    uncertain_year: str
    since: str
    from_: str
    until: str
    between: str
    end_not_stated: str
    start_not_stated: str
    seasons: tuple[Forms, ...]
    either: str
    within: str
    """One date, of which no more is known: {first} and {last}, or as after "since"."""
    or_earlier: str
    or_later: str
    first_decade: Forms | None = None
    """Where "1900s" may be a century too."""

    def _said(self, moment: Moment, template: str) -> str:
        forms = self._forms_of(moment)
        slots = self._slots(moment)
        words = template.format(
            about=self.about if moment.is_about else "",
            alone=forms.alone.format(**slots),
            since=(forms.since or forms.alone).format(**slots),
            until=(forms.until or forms.alone).format(**slots),
        )
        if not moment.is_uncertain:
            return words
        return words + (self.uncertain_year if moment.of_year else self.uncertain)

    def _forms_of(self, moment: Moment) -> Forms:
        if self.first_decade and moment.shape is Shape.DECADE and moment.body[2] == "0":
            return self.first_decade
        return self.forms[moment.shape]

    def _slots(self, moment: Moment) -> dict[str, str | int]:
        """What the templates can name."""
        year, month_text, day = moment.parts
        if moment.shape is Shape.SEASON:
            season = self.seasons[SEASONS.index(month_text)]
            return {
                "year": int(year),
                "season": season.alone,
                "season_since": season.since or season.alone,
                "season_until": season.until or season.alone,
            }
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

    def one_of(self, spans: Iterable[Span]) -> str:
        return self.either.join(self._within(first, last) for first, last in spans)

    def _within(self, first: Moment | None, last: Moment | None) -> str:
        if first is None or last is None:
            template = self.or_later if first else self.or_earlier
            moment = first or last
            assert moment
            return template.format(alone=self.alone(moment))
        if first is last:
            return self.alone(first)
        return self.within.format(
            first=self.alone(first),
            last=self.alone(last),
            since_first=self._said(first, "{since}"),
            since_last=self._said(last, "{since}"),
        )


VOCABULARIES: Final = {
    "en": Vocabulary(
        language="en",
        forms={
            Shape.YEAR: Forms("{year}"),
            Shape.DECADE: Forms("{year}s"),
            Shape.CENTURY: Forms("a year from {year} to {last_year}"),
            Shape.MONTH: Forms("{month} {year}"),
            Shape.SOME_MONTH: Forms("a month in {year}"),
            Shape.DAY: Forms("{day} {month} {year}"),
            Shape.SOME_DAY_OF_MONTH: Forms("a day in {month} {year}"),
            Shape.SOME_DAY_OF_YEAR: Forms("a day in {year}"),
            Shape.YEARLY_DAY: Forms("{day} {month}, every year"),
            Shape.SEASON: Forms("{season} {year}"),
        },
        about="about ",
        about_alone="about {alone}",
        uncertain=" (uncertain)",
        uncertain_year=" (year uncertain)",
        since="since {about}{since}",
        from_="from {about}{since}",
        until="until {about}{until}",
        between="{start} to {end}",
        end_not_stated=", end not stated",
        start_not_stated=", start not stated",
        seasons=(Forms("spring"), Forms("summer"), Forms("autumn"), Forms("winter")),
        either=" or ",
        within="between {first} and {last}",
        or_earlier="{alone} or earlier",
        or_later="{alone} or later",
        first_decade=Forms("a year from {year} to {last_year}"),
    ),
    "ru": Vocabulary(
        language="ru",
        forms={
            Shape.YEAR: Forms("{year} год", since="{year} года"),
            Shape.DECADE: Forms("{year}-е годы", since="{year}-х годов"),
            Shape.CENTURY: Forms(
                "один из {year}–{last_year} годов", since="одного из {year}–{last_year} годов"
            ),
            Shape.MONTH: Forms("{month_alone} {year} года", since="{month} {year} года"),
            Shape.SOME_MONTH: Forms(
                "один из месяцев {year} года", since="одного из месяцев {year} года"
            ),
            Shape.DAY: Forms("{day} {month} {year} года"),
            Shape.SOME_DAY_OF_MONTH: Forms(
                "один из дней {month} {year} года", since="одного из дней {month} {year} года"
            ),
            Shape.SOME_DAY_OF_YEAR: Forms(
                "один из дней {year} года", since="одного из дней {year} года"
            ),
            Shape.YEARLY_DAY: Forms("{day} {month}, ежегодно"),
            Shape.SEASON: Forms(
                "{season} {year} года", "{season_since} {year} года", "{season_until} {year} года"
            ),
        },
        about="примерно ",
        about_alone="около {since}",
        uncertain=" (предположительно)",
        uncertain_year=" (год предположительно)",
        since="{about}с {since}",
        from_="{about}с {since}",
        until="{about}по {until}",
        between="{start} — {end}",
        end_not_stated=", окончание не указано",
        start_not_stated=", начало не указано",
        seasons=(
            Forms("весна", "весны", "весну"),
            Forms("лето", "лета", "лето"),
            Forms("осень", "осени", "осень"),
            Forms("зима", "зимы", "зиму"),
        ),
        either=" или ",
        within="не ранее {since_first} и не позднее {since_last}",
        or_earlier="{alone} или ранее",
        or_later="{alone} или позднее",
    ),
    "kk": Vocabulary(
        language="kk",
        # "Month" and "day" carry the endings, so that none depends on the name of the month.
        forms={
            Shape.YEAR: Forms("{year} жыл", "{year} жылдан", "{year} жылға"),
            Shape.DECADE: Forms("{year}-жылдар", "{year}-жылдардан", "{year}-жылдарға"),
            Shape.CENTURY: Forms(
                "{year}–{last_year} жылдардың бірі",
                "{year}–{last_year} жылдардың бірінен",
                "{year}–{last_year} жылдардың біріне",
            ),
            Shape.MONTH: Forms(
                "{year} ж. {month}", "{year} ж. {month} айынан", "{year} ж. {month} айына"
            ),
            Shape.SOME_MONTH: Forms(
                "{year} жылдың бір айы", "{year} жылдың бір айынан", "{year} жылдың бір айына"
            ),
            Shape.DAY: Forms(
                "{year} ж. {day} {month}",
                "{year} ж. {day} {month} күнінен",
                "{year} ж. {day} {month} күніне",
            ),
            Shape.SOME_DAY_OF_MONTH: Forms(
                "{year} ж. {month} айының бір күні",
                "{year} ж. {month} айының бір күнінен",
                "{year} ж. {month} айының бір күніне",
            ),
            Shape.SOME_DAY_OF_YEAR: Forms(
                "{year} жылдың бір күні", "{year} жылдың бір күнінен", "{year} жылдың бір күніне"
            ),
            Shape.YEARLY_DAY: Forms("{day} {month}, жыл сайын"),
            Shape.SEASON: Forms(
                "{year} жылдың {season}",
                "{year} жылдың {season_since}",
                "{year} жылдың {season_until}",
            ),
        },
        about="шамамен ",
        about_alone="шамамен {alone}",
        uncertain=" (болжам бойынша)",
        uncertain_year=" (жылы болжам бойынша)",
        since="{about}{since} бері",
        from_="{about}{since} бастап",
        until="{about}{until} дейін",
        between="{start} — {end}",
        end_not_stated=", аяқталуы көрсетілмеген",
        start_not_stated=", басталуы көрсетілмеген",
        seasons=(
            Forms("көктемі", "көктемінен", "көктеміне"),
            Forms("жазы", "жазынан", "жазына"),
            Forms("күзі", "күзінен", "күзіне"),
            Forms("қысы", "қысынан", "қысына"),
        ),
        either=" немесе ",
        within="{since_first} ерте емес, {since_last} кеш емес",
        or_earlier="{alone} немесе одан ерте",
        or_later="{alone} немесе одан кейін",
    ),
}


def vocabulary(language: str | None) -> Vocabulary:
    """Of a language or its variant ("ru-kz"); English for one that the register has no words in."""
    return VOCABULARIES.get((language or "en").partition("-")[0], VOCABULARIES["en"])
