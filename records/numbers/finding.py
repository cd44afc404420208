"""All numbers in a text: "4.5 million", "двести семьдесят", "екі мың", "27–29"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .tokens import HALF, HYPHEN, HYPHENS, SPACE, Token, tokens_of
from .words import MILLION, THOUSAND, Word, words_of

_NO_LIMIT: Final = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """One reading of a number in a text; what can be read in two ways is found twice."""

    value: Decimal
    """It equals the whole number too: `found.value == 270`."""
    start: int
    end: int
    rounded_to: int = 1
    """The unit of the last digit that is said: 100,000 in "4.5 million", 1 in 4,500,000."""
    is_ordinal: bool = False
    multiplier: Decimal = Decimal(1)
    """What the last word multiplies by: a million in "4.5 million"."""

    @property
    def is_whole(self) -> bool:
        return _is_whole(self.value)


def find_numbers(text: str, language: str | None = None) -> list[FoundNumber]:
    """In the order of the text, with the language it is written in, if that is known.

    "1,200" and "1.200" are found as 1200 and as 1.2, but "25,000" never as 25; of "4–5 million"
    the first is found as 4 and as 4 million. Dates in digits, decades and names such as P8A are no
    numbers. Without a language, words of all languages are read: the Russian "он" (he) is found as
    the Kazakh ten.
    """
    tokens = list(tokens_of(text, words_of(language)))
    found: list[FoundNumber] = []
    place = 0
    while place < len(tokens):
        after = place + 1
        for reading in range(max(1, len(tokens[place].readings))):
            number = _Number(text, reading)
            after = max(after, number.take(tokens, place))
            one = number.found()
            if one and not (reading and one.multiplier == 1 and one.is_whole):
                found += [*_multiplied_alike(text, found, one), one]
        place = after
    return found


# --- How they are put together ------------------------------------------------------------------

_DASH: Final = rf"{HYPHEN}–—"
_GAP: Final = re.compile(rf"[{SPACE}\n\r\t]{{0,3}}")
_ABBREVIATION: Final = re.compile(r"(?:тыс|млн|млрд|mln|mn|bn)$", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_HALF_BEFORE: Final = re.compile(rf"\b(?:half[\s{HYPHEN}]an?|жарты)\s+$", re.IGNORECASE)
_HALF_AFTER: Final = re.compile(r"\s+(?:and\s+a\s+half|с\s+половиной|жарым)\b", re.IGNORECASE)
_RANGE: Final = re.compile(
    rf"[{SPACE}]?[{_DASH}][{SPACE}]?|\s(?:to|or|and|до|или|и|не|немесе)\s", re.IGNORECASE
)
_LONGEST_HALF: Final = 10


class _Number:
    """Takes one token after the other, as long as they belong to one number."""

    def __init__(self, text: str, reading: int) -> None:
        self.text = text
        self.reading = reading
        self.start = self.end = -1
        self.total = Decimal(0)
        self.group: Decimal | None = None
        """What the next "thousand" or "million" multiplies."""
        self.room = _NO_LIMIT
        self.limit = _NO_LIMIT
        """Each word that multiplies the whole group is smaller than the one before."""
        self.unit: Decimal = Decimal(1)
        """What the last digit that is said counts."""
        self.multiplier = Decimal(1)
        self.is_ordinal = False

    def take(self, tokens: list[Token], place: int) -> int:
        """From this place on; gives the place of the first token that is left."""
        before: Token | None = None
        for index in range(place, len(tokens)):
            token = tokens[index]
            if before and (self.is_ordinal or not self._is_joined(before, token)):
                return index
            if not self._takes(token):
                return index
            self.start = token.start if self.start < 0 else self.start
            self.end = max(self.end, token.end)
            self.is_ordinal = token.is_ordinal or bool(token.word and token.word.is_ordinal)
            if self.group is not None:
                self._take_a_half()
            before = token
        return len(tokens)

    def found(self) -> FoundNumber | None:
        if self.end < 0:
            return None
        value = _plain(self.total + (self.group or 0))
        unit = max(1, int(self.unit))
        return FoundNumber(value, self.start, self.end, unit, self.is_ordinal, self.multiplier)

    def _is_joined(self, before: Token, token: Token) -> bool:
        end = self.end
        gap = self.text[end : token.start]
        if _GAP.fullmatch(gap):
            return True
        if gap.startswith(".") and _ABBREVIATION.search(self.text[before.start : before.end]):
            return bool(_GAP.fullmatch(gap[1:]))
        if gap and gap in HYPHENS:
            is_compound = bool(before.word and before.word.is_joined_by_hyphen)
            return is_compound or bool(before.readings and token.word and token.word.multiplies)
        is_added = token.word and not token.word.multiplies
        return bool(before.word and before.word.multiplies and is_added and _AND.fullmatch(gap))

    def _takes(self, token: Token) -> bool:
        if token.word is None:
            return self._takes_digits(token.readings[min(self.reading, len(token.readings) - 1)])
        if not token.word.multiplies:
            return self._adds(token.word)
        if token.word.value < THOUSAND:
            return self._multiplies_digits(token.word)
        return self._multiplies_group(token.word, token.start)

    def _takes_digits(self, value: Decimal) -> bool:
        if self.group is not None or value >= self.limit or (self.total and not _is_whole(value)):
            return False
        self.group, self.room = value, Decimal(0)
        self.unit = _place_of_last_digit(value)
        return True

    def _adds(self, word: Word) -> bool:
        if self.group is not None and word.value >= self.room:
            return False
        if word.needs_one_before and not (self.group or self.total):
            return False
        if self.group is None:
            self.unit = Decimal(1) if _is_whole(word.value) else _place_of_last_digit(word.value)
        self.group = (self.group or Decimal(0)) + word.value
        self.room = Decimal(word.room)
        return True

    def _multiplies_digits(self, word: Word) -> bool:
        """A hundred or a dozen, which stands inside a group."""
        if self.group is None:
            if word.is_plural:
                return False
            self.group, self.unit = Decimal(1), Decimal(1)
        elif self.group >= word.value:
            return False
        self.group *= word.value
        self.room = Decimal(word.room)
        return True

    def _multiplies_group(self, word: Word, start: int) -> bool:
        """A thousand or more, which ends a group."""
        if word.value >= self.limit:
            return False
        is_in_digits = self.room == 0 or self.unit < 1
        if self.group is None:
            if word.is_plural or self.total:
                return False
            half = _HALF_BEFORE.search(self.text, max(0, start - _LONGEST_HALF), start)
            is_in_digits = bool(half)
            self.start = half.start() if half else start
            self.group = HALF if half else Decimal(1)
            self.unit = _place_of_last_digit(self.group)
        self.total += self.group * word.value
        # "Two thousand" in words says every digit, as "two hundred" does.
        says_every_digit = not is_in_digits and word.value < MILLION
        self.unit = Decimal(1) if says_every_digit else self.unit * word.value
        self.limit = self.multiplier = word.value
        self.group, self.room = None, _NO_LIMIT
        return True

    def _take_a_half(self) -> None:
        assert self.group is not None
        if self.unit == 1 and (half := _HALF_AFTER.match(self.text, self.end)):
            self.group += HALF
            self.unit, self.room = _place_of_last_digit(HALF), Decimal(0)
            self.end = half.end()


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _plain(value: Decimal) -> Decimal:
    """4500000 for 4500000.0."""
    return value.to_integral_value() if _is_whole(value) else value


def _place_of_last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _multiplied_alike(
    text: str, found: list[FoundNumber], last: FoundNumber
) -> Iterator[FoundNumber]:
    """The first of "4–5 million" once more, as 4 million."""
    if not found or last.multiplier == 1 or last.is_ordinal:
        return
    first = found[-1]
    value = _plain(first.value * last.multiplier)
    is_alike = first.multiplier == 1 and value < last.value and not first.is_ordinal
    if is_alike and _RANGE.fullmatch(text, first.end, last.start):
        unit = max(1, int(_place_of_last_digit(first.value) * last.multiplier))
        yield FoundNumber(value, first.start, first.end, unit, multiplier=last.multiplier)
