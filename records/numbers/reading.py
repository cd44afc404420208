"""One number as people write it, with the bound they give it: "270+", "более 270", "27–29"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.quantities import Comparator

from .finding import FoundNumber, find_numbers


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """What somebody wrote for a number; what is not said is None."""

    value: int
    comparator: Comparator | None = None
    upper: int | None = None
    """The second number of "from 27 to 29"."""
    rounded_to: int = 1
    """The unit of the last digit that is said: of "4.5 million", 100,000."""
    is_ordinal: bool = False


def read_number(text: str) -> TypedNumber:
    """Reads a number in digits or words; raises ValidationError that says what to write.

    A number is whole, so a single comma or point with three digits after it stands between
    thousands: 1,200 and 1.200 are 1200. Before "million" it may be either, and is asked about.
    """
    plain = " ".join(text.casefold().split())
    places = _places(plain)
    comparator, is_span = _bound(plain, places, text)
    if comparator is None and plain in _MANY:
        raise unreadable(text)
    if any(one.is_ordinal for place in places for one in place) and comparator is not None:
        raise unreadable(text)
    last = _one_of(places[-1], text)
    if not is_span:
        return TypedNumber(
            int(last.value), comparator, None, last.rounded_to, is_ordinal=last.is_ordinal
        )
    first = _one_of(_multiplied_as(last, places[0]), text)
    if first.value >= last.value:
        raise invalid(_("%(text)s: the second number must be the larger one."), text)
    unit = min(first.rounded_to, last.rounded_to)
    return TypedNumber(int(first.value), Comparator.BETWEEN, int(last.value), unit)


def invalid(message: str | Promise, text: str, **params: str | int) -> ValidationError:
    return ValidationError(message, code="invalid", params={"text": text, **params})  # type: ignore[arg-type]


def unreadable(text: str) -> ValidationError:
    return invalid(
        _(
            "“%(text)s” cannot be read as a number. Write 270, 4,500,000 or 4.5 million; 270+ for "
            "at least 270, >270 for more, <270 for fewer, ~270 for about 270, 27–29 for 27 to 29."
        ),
        text,
    )


# After "about" one of them; alone, nobody knows how many.
_MANY: Final = ("сотни", "тысячи", "дюжины")

# --- Words and signs around the number ----------------------------------------------------------

# "#" stands for the number.
_BEFORE: Final = {
    Comparator.EXACTLY: "exactly|precisely|=|ровно|в точности|точно|дәл|тура",
    Comparator.MORE_THAN: (
        "more than|over|above|in excess of|>|более|больше|более чем|больше чем|свыше"
    ),
    Comparator.AT_LEAST: (
        "at least|no fewer than|no less than|not fewer than|not less than|minimum|min|min.|≥|>=|⩾"
        "|не менее|не меньше|не менее чем|как минимум|минимум|по меньшей мере|по крайней мере|от"
        "|кемінде|ең азы"
    ),
    Comparator.FEWER_THAN: "fewer than|less than|under|below|<|менее|меньше|менее чем|меньше чем",
    Comparator.AT_MOST: (
        "at most|up to|no more than|not more than|maximum|max|max.|≤|<=|⩽"
        "|до|не более|не больше|не более чем|не свыше|максимум|ең көбі"
    ),
    Comparator.ABOUT: (
        "about|around|approximately|approx|approx.|roughly|circa|ca|ca.|c|c.|some|~|≈|≃"
        "|около|примерно|приблизительно|порядка|прибл.|шамамен"
    ),
    Comparator.NEARLY: "nearly|almost|close to|just under|почти|без малого|чуть менее",
}
# What Kazakh puts after the number may end in its case.
_CASE: Final = r"#(?:[-‑]?[^\W\d_]{2,3})?"
_AFTER: Final = {
    Comparator.MORE_THAN: rf"{_CASE} (?:астам|көп|артық)",
    Comparator.AT_LEAST: (
        rf"# ?\+|# (?:or|and) more|# (?:и|или) (?:более|больше)|{_CASE} (?:кем|аз) емес"
    ),
    Comparator.FEWER_THAN: rf"{_CASE} (?:аз|кем)",
    Comparator.AT_MOST: (
        r"# or (?:fewer|less)|# (?:и|или) (?:менее|меньше)"
        rf"|{_CASE} (?:дейін|(?:көп|артық|астам) емес|аспайды)"
    ),
    Comparator.ABOUT: rf"# or so|{_CASE} (?:шамасында|шақты|шамалы)",
    Comparator.NEARLY: rf"{_CASE} (?:жуық|таяу|дерлік)",
}
_SPAN: Final = re.compile(
    rf"# ?(?:[-‑–—]|\.\.\.?|…) ?#|(?:from )?# (?:to|till) #|between # and #|(?:от|с) # до #"
    rf"|между # и #|{_CASE} {_CASE} дейін|# (?:мен|бен|пен) # (?:арасында|аралығында)(?:ғы)?"
)
_BOUNDS: Final = (
    (None, re.compile("#")),
    *(
        (comparator, re.compile(rf"(?:{'|'.join(map(re.escape, words.split('|')))}) ?#"))
        for comparator, words in _BEFORE.items()
    ),
    *((comparator, re.compile(pattern)) for comparator, pattern in _AFTER.items()),
)
_ARTICLE: Final = re.compile(r"\ban? #")


def _bound(
    plain: str, places: list[list[FoundNumber]], text: str
) -> tuple[Comparator | None, bool]:
    """What stands around the number, or around two: whether they are a span."""
    template = _ARTICLE.sub("#", _with_signs(plain, places))
    if template.count("#") == len(places):
        for comparator, pattern in _BOUNDS:
            if pattern.fullmatch(template):
                return comparator, False
        if _SPAN.fullmatch(template):
            return Comparator.BETWEEN, True
    raise unreadable(text)


def _with_signs(plain: str, places: list[list[FoundNumber]]) -> str:
    """ "more than #", for the text with each number as a sign."""
    parts, end = [], 0
    for place in places:
        parts += [plain[end : place[0].start], "#"]
        end = place[0].end
    return "".join([*parts, plain[end:].removesuffix(".")])


def bound_around(text: str, number: FoundNumber) -> Comparator:
    """The bound that a text gives to a number in it; exactly, if it says none."""
    said: list[tuple[int, Comparator]] = []
    for comparator, before in _ENDING_BEFORE.items():
        if found := before.search(text, max(0, number.start - _LONGEST_BOUND), number.start):
            said.append((len(found.group()), comparator))
    for comparator, after in _BEGINNING_AFTER.items():
        if found := after.match(text, number.end):
            said.append((len(found.group()), comparator))
    # "No more than" ends in "more than".
    return max(said, default=(0, Comparator.EXACTLY))[1]


_LONGEST_BOUND: Final = 24
_ENDING_BEFORE: Final = {
    comparator: re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, words.split('|')))})\s*(?:\ban?\s+)?\Z", re.IGNORECASE
    )
    for comparator, words in _BEFORE.items()
}
_BEGINNING_AFTER: Final = {
    # "270 people or more": what is counted may stand between.
    comparator: re.compile(
        rf"(?:\s[^\W\d]+){{0,2}}?(?:{pattern.replace('#', '')})(?!\w)", re.IGNORECASE
    )
    for comparator, pattern in _AFTER.items()
}


# --- What can be read in two ways ---------------------------------------------------------------


def _places(plain: str) -> list[list[FoundNumber]]:
    """The readings of each number, where it stands."""
    places: dict[int, list[FoundNumber]] = {}
    for one in find_numbers(plain):
        places.setdefault(one.start, []).append(one)
    return list(places.values())


def _multiplied_as(last: FoundNumber, readings: list[FoundNumber]) -> list[FoundNumber]:
    """Of "4–5 million", 4 million."""
    return [one for one in readings if one.multiplier == last.multiplier] or readings


def _one_of(readings: list[FoundNumber], text: str) -> FoundNumber:
    whole = [one for one in readings if one.is_whole]
    if not whole:
        raise invalid(_("“%(text)s” is not a whole number."), text)
    if len({one.value for one in whole}) > 1:
        raise invalid(
            _("“%(text)s” can be %(one)s or %(other)s: write it so."),
            text,
            one=f"{int(whole[0].value):,}",
            other=f"{int(whole[1].value):,}",
        )
    return whole[0]
