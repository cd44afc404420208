"""Single dates as people type them: "29 мая 2003 года", "c. 1860", "2003 жылғы мамыр"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from django.utils.translation import gettext_lazy as _

from .moment import DECEMBER, SEASONS, Shape, shape_of
from .reading import QUALIFIERS, invalid
from .words import VOCABULARIES, Forms, month_names

# --- Words before and after ---------------------------------------------------------------------

_LEADING: Final = re.compile(r"(?:in the year|in the|in|on|during|at|the|year|в|во) (?=.)")
_ABOUT: Final = re.compile(
    r"(?:about|around|approximately|approx\.?|circa|ca\.?|c\.?|~|≈|около|примерно|приблизительно"
    r"|ок\.|шамамен) ?(?P<rest>.+)"
)
_ABOUT_AFTER: Final = re.compile(r"(?P<rest>.+?)(?:,? or so| or thereabouts| шамасында)")
_UNCERTAIN: Final = re.compile(
    r"(?:probably|perhaps|possibly|maybe|may be|\?|предположительно|вероятно|возможно|может быть"
    r"|бәлкім|мүмкін|болжам бойынша),? ?(?P<rest>.+)"
)
_UNCERTAIN_AFTER: Final = re.compile(
    r"(?P<rest>.+?),? (?:maybe|perhaps|probably|possibly|предположительно|вероятно|возможно"
    r"|болжам бойынша|мүмкін|\(\?\)|\(uncertain\)|\(предположительно\)|\(болжам бойынша\))"
)
_UNCERTAIN_YEAR: Final = re.compile(
    r"(?P<rest>.+) (?:\(year uncertain\)|\(год предположительно\)|\(жылы болжам бойынша\))"
)
_WORDS_BESIDE: Final = (
    (_ABOUT, "~"),
    (_ABOUT_AFTER, "~"),
    (_UNCERTAIN, "?"),
    (_UNCERTAIN_AFTER, "?"),
)


def typed_moment(text: str) -> str | None:
    """In EDTF; it may still name a day that no calendar has. The text is in small letters.

    Raises ValidationError where it can be read in two ways.
    """
    if (found := _UNCERTAIN_YEAR.fullmatch(text)) and (body := typed_moment(found["rest"])):
        return f"{body[:4]}?{body[4:]}" if body[4:5] == "-" else None
    for pattern, qualifier in _WORDS_BESIDE:
        if (found := pattern.fullmatch(text)) and (body := typed_moment(found["rest"])):
            return _qualified(body, qualifier)
    if text.endswith(QUALIFIERS) and (body := typed_moment(text[:-1].rstrip())):
        return _qualified(body, text[-1])
    if (bare := _LEADING.sub("", text, count=1)) != text and _LEADING.match(text):
        return typed_moment(bare)
    return _body(text)


def _qualified(body: str, qualifier: str) -> str | None:
    if body.endswith(QUALIFIERS):
        return f"{body[:-1]}%" if body[-1] != qualifier else body
    return f"{body}{qualifier}"


# --- The date itself ----------------------------------------------------------------------------

_YEAR_WORDS: Final = r"(?: ?(?:год(?:а|у|ом|е)?|г\.?|жыл(?:ы|ғы|дың|дан|ға|да)?|ж\.?))?"
_SLOTS: Final = {
    "{year}": r"(?P<year>[0-9]{4})",
    "{last_year}": r"(?P<last_year>[0-9]{4})",
    "{month}": r"(?P<month>[^\W\d]+)",
    "{month_alone}": r"(?P<month>[^\W\d]+)",
    "{day}": r"(?P<day>[0-9]{1,2})",
    "{season}": r"(?P<season>[^\W\d]+)",
    "{season_since}": r"(?P<season>[^\W\d]+)",
    "{season_until}": r"(?P<season>[^\W\d]+)",
    # As people type them.
    "{Y}": rf"(?:year )?(?P<year>[0-9]{{4}}){_YEAR_WORDS}",
    "{M}": r"(?P<month>[^\W\d]+)\.?",
    "{D}": r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|-?(?:го|е|ое|ы|і|ші|шы))?",
    "{N}": r"(?P<month>[0-9]{1,2})",
}
_TYPED: Final = (
    (Shape.YEAR, "{Y}"),
    (Shape.MONTH, r"{M}(?: of)?,? {Y}"),
    (Shape.MONTH, r"{Y},? {M}(?: ай[^\W\d]*)?"),
    (Shape.MONTH, r"(?P<month>0?[1-9]|1[0-2])[./-]{year}"),
    (Shape.MONTH, r"{year}[.-](?P<month>0?[1-9]|1[0-2])"),
    (Shape.DAY, r"(?:the )?{D} (?:of )?{M},? {Y}"),
    (Shape.DAY, r"{M} {D},? {Y}"),
    (Shape.DAY, r"{Y},? {D} {M}(?: күн[^\W\d]*)?"),
    (Shape.DAY, r"{Y},? {M} {D}"),
    (Shape.DAY, r"{year}(?P<sign>[./-]){N}(?P=sign){day}"),
    (Shape.DAY, r"{day}\.{N}\.{Y}"),
    (Shape.SEASON, r"(?P<season>[^\W\d]+)(?: of)? {Y}"),
    (Shape.SEASON, r"{Y} (?P<season>[^\W\d]+)(?: мезгіл[^\W\d]*)?"),
    (Shape.DECADE, r"{year}['’]?s"),
    (Shape.DECADE, r"{year}-?[ех](?: год[^\W\d]*)?"),
    (Shape.DECADE, r"{year}[ -]?жылдар[^\W\d]*"),
    (Shape.YEARLY_DAY, r"every {D} {M}"),
    (Shape.YEARLY_DAY, r"every {M} {D}"),
    (Shape.YEARLY_DAY, r"ежегодно {D} {M}"),
    (Shape.YEARLY_DAY, r"жыл сайын {D} {M}"),
)  # fmt: skip
_DAY_FIRST_OR_MONTH_FIRST: Final = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<sign>[/-])(?P<other>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})"
)


def _body(text: str) -> str | None:
    if shape_of(text.upper()):
        return text.upper()
    if found := _DAY_FIRST_OR_MONTH_FIRST.fullmatch(text):
        return _day_of(found["year"], found["one"], found["other"], text)
    for shape, pattern in _patterns():
        if (found := pattern.fullmatch(text)) and (body := _built(shape, found, text)):
            return body
    return None


def _day_of(year: str, one: str, other: str, text: str) -> str:
    """05/06/2003 is in May or in June."""
    day_first = f"{year}-{other:>02}-{one:>02}"
    month_first = f"{year}-{one:>02}-{other:>02}"
    if int(other) > DECEMBER:
        return month_first
    if int(one) <= DECEMBER and day_first != month_first:
        raise invalid(
            _("Write %(one)s or %(other)s for “%(text)s”: it can be read as both."),
            text,
            one=day_first,
            other=month_first,
        )
    return day_first


@cache
def _patterns() -> tuple[tuple[Shape, re.Pattern[str]], ...]:
    """What pages say comes back as the same date; and what people type besides."""
    own = dict.fromkeys(_own_templates())
    return tuple((shape, re.compile(_filled(template))) for shape, template in [*own, *_TYPED])


def _own_templates() -> Iterator[tuple[Shape, str]]:
    for vocabulary in VOCABULARIES.values():
        for shape, forms in vocabulary.forms.items():
            yield from ((shape, re.escape(one)) for one in _each(forms))
        if vocabulary.first_decade:
            yield from ((Shape.DECADE, re.escape(one)) for one in _each(vocabulary.first_decade))


def _each(forms: Forms) -> list[str]:
    return [one.casefold() for one in (forms.alone, forms.since, forms.until) if one]


def _filled(template: str) -> str:
    for slot, pattern in _SLOTS.items():
        template = template.replace(slot, pattern).replace(re.escape(slot), pattern)
    return template


_BODIES: Final = {
    Shape.YEAR: "{year}",
    Shape.CENTURY: "{year:.2}XX",
    Shape.MONTH: "{year}-{month}",
    Shape.SOME_MONTH: "{year}-XX",
    Shape.DAY: "{year}-{month}-{day}",
    Shape.SOME_DAY_OF_MONTH: "{year}-{month}-XX",
    Shape.SOME_DAY_OF_YEAR: "{year}-XX-XX",
    Shape.YEARLY_DAY: "XXXX-{month}-{day}",
    Shape.SEASON: "{year}-{season}",
}


def _built(shape: Shape, found: re.Match[str], text: str) -> str | None:
    parts = found.groupdict()
    if shape is Shape.DECADE:
        return _decade(parts["year"], parts.get("last_year"), text)
    if shape is Shape.CENTURY and parts["last_year"] != f"{parts['year'][:2]}99":
        return None
    if (name := parts.get("month")) and not name.isdigit():
        parts["month"] = month_numbers().get(name)
    if name := parts.get("season"):
        parts["season"] = season_numbers().get(name)
    for slot in ("month", "day"):
        if digits := parts.get(slot):
            parts[slot] = digits.zfill(2)
    wanted = _BODIES[shape]
    if any(f"{{{name}}}" in wanted and not value for name, value in parts.items()):
        return None
    return wanted.format(**parts)


def _decade(year: str, last_year: str | None, text: str) -> str | None:
    if not year.endswith("0") or last_year not in (None, f"{year[:3]}9"):
        return None
    if last_year is None and year.endswith("00") and text.endswith("s"):
        raise invalid(
            _(
                "Write %(decade)s for %(year)s to %(last_of_decade)s, or %(century)s for "
                "%(year)s to %(last_of_century)s: “%(text)s” can be read as both."
            ),
            text,
            year=year,
            decade=f"{year[:3]}X",
            century=f"{year[:2]}XX",
            last_of_decade=f"{year[:3]}9",
            last_of_century=f"{year[:2]}99",
        )
    return f"{year[:3]}X"


# --- Names --------------------------------------------------------------------------------------

_RUSSIAN_IN: Final = (
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре"
)
_KAZAKH_ENDINGS: Final = (
    "да де та те дан ден тан тен нан нен ға ге қа ке дың дің тың тің ның нің ы і сы сі "
    "ынан інен ына іне ында інде ғы гі дағы дегі"
)
_SEASON_NAMES: Final = {
    "21": "spring весна весны весной весну көктем көктемі көктемде көктемінде көктемінен көктеміне",
    "22": "summer лето лета летом жаз жазы жазда жазында жазынан жазына",
    "23": "autumn fall осень осени осенью күз күзі күзде күзінде күзінен күзіне",
    "24": "winter зима зимы зимой зиму қыс қысы қыста қысында қысынан қысына",
}
assert tuple(_SEASON_NAMES) == SEASONS


@cache
def month_numbers() -> dict[str, str]:
    """Month names as people type them, in small letters, in all the register's languages."""
    numbers = {
        name.casefold().rstrip("."): number
        for language in VOCABULARIES
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in month_names(language, context, width).items()
    }
    numbers |= {name: number for number, name in enumerate(_RUSSIAN_IN.split(), start=1)}
    for number, name in month_names("kk", "stand-alone").items():
        numbers |= {name.casefold() + ending: number for ending in _KAZAKH_ENDINGS.split()}
    return {name: f"{number:02}" for name, number in numbers.items()} | {"sept": "09"}


@cache
def season_numbers() -> dict[str, str]:
    return {name: number for number, names in _SEASON_NAMES.items() for name in names.split()}
