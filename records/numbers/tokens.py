"""What numbers are made of: words for numbers, and digits with all that they can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .words import Forms, Word

HALF: Final = Decimal("0.5")
SPACE: Final = " \u00a0\u2007\u2009\u202f"
HYPHENS: Final = "-\u2010\u2011"
HYPHEN: Final = re.escape(HYPHENS)
_TOKEN: Final = re.compile(
    rf"""
    (?P<no_number>
        [0-9]{{1,4}}([-./])[0-9]{{1,2}}\2[0-9]{{1,4}}(?![0-9])   # 29.05.2019, 2003-05-29
      | [0-9]+:[0-9]+                                            # 10:30
      | [0-9]+0(?:['’]?s|[{HYPHEN}](?:х|е|ые|жылдар\w*))(?!\w)  # 1990s, 1990-х
      | [^\W\d_]+[{HYPHEN}]?[0-9]\w*                            # P8A, Mi-8
    )
    | (?P<digits>
        [0-9]{{1,3}}(?:(?P<mark>[{SPACE},.])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)
            (?:(?!(?P=mark))[.,][0-9]+)?(?![0-9])
      | [0-9]+(?:[.,][0-9]+)?
      )
      (?P<ending>[{HYPHEN}’']?[^\W\d_]+)?
    | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE,
)
_ORDINAL_ENDING: Final = re.compile(
    rf"st|nd|rd|th|[{HYPHEN}](?:[оыи]?й|ая|я|[ое]?е|[оеы]?го|[оеы]?му|[оыи]м|ую|ю"
    r"|[ыі]?н?ш[ыі]|с[ыі]нш[ыі])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word for a number, or digits with what they can be."""

    start: int
    end: int
    word: Word | None = None
    readings: tuple[Decimal, ...] = ()
    is_ordinal: bool = False


def tokens_of(text: str, forms: Forms) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match["digits"]:
            yield from _tokens_of_digits(match, forms)
        elif match["word"]:
            yield from _tokens_of_word(match["word"], match.start(), forms)


def _tokens_of_digits(match: re.Match[str], forms: Forms) -> Iterator[Token]:
    ending = match["ending"] or ""
    is_ordinal = bool(_ORDINAL_ENDING.fullmatch(ending))
    end = match.end() if is_ordinal else match.end("digits")
    readings = _readings(match["digits"], match["mark"])
    yield Token(match.start(), end, None, readings, is_ordinal)
    name = ending.lstrip(HYPHENS)
    word = forms.get(_folded(name))
    if word and word.multiplies:
        yield Token(match.end() - len(name), match.end(), word)


def _tokens_of_word(text: str, start: int, forms: Forms) -> Iterator[Token]:
    folded = _folded(text)
    if word := forms.get(folded):
        yield Token(start, start + len(text), word)
    elif folded.startswith("пол") and (word := forms.get(folded[3:])) and word.multiplies:
        yield Token(start, start + 3, None, (HALF,))
        yield Token(start + 3, start + len(text), word)


def _folded(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _readings(digits: str, mark: str | None) -> tuple[Decimal, ...]:
    if mark is None:
        return (Decimal(digits.replace(",", ".")),)
    without = digits.replace(mark, "")
    thousands = Decimal(without.replace(",", "."))
    is_one_group = mark in ",." and len(digits) - len(without) == 1 and without.isdigit()
    if not is_one_group:
        return (thousands,)
    fraction = Decimal(digits.replace(",", "."))
    return (fraction,) if digits.startswith("0") else (thousands, fraction)
