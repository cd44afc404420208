"""Whether the words of a passage carry what a record states: its number, its date, a name.

A number is found in digits and in words, a date by its parts, a name in any script and with the
endings that Kazakh and Russian give it. Of what cannot be looked for, such as a mark or a choice,
nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import Any, Final

from django.conf import settings
from django.db import models

from catalogue.folding import folded_words
from catalogue.searchable import Searchable
from records.languages import columns_of
from records.models import Quantified, Record
from records.numbers import FoundNumber, bound_around, find_numbers
from records.partial_dates import Moment, PartialDate
from records.partial_dates.words import month_names
from records.prefetching import linked
from records.quantities import Comparator

_CALLED = "called"
LONGEST_ENDING = 6
"""Of a word in another case, and with all that Kazakh adds to it: қазақстандықтардың."""
SHORTEST_STEM = 4
"""A word shorter than this keeps its last letter in every case."""
_VOWELS = "aeiou"
_PAIRS_OF_VOWELS = ("ia", "ie", "ii", "iu", "oi")

_SHORT_RANGE: Final = re.compile(r"\b(\d\d)(\d\d)[-–/](\d\d)\b(?![-–/.]\d)")
"""1851-52."""
_WORD: Final = re.compile(r"[^\W_]+")
_ENDS_IN_A_VOWEL: Final = re.compile(r"[aeiouyаеиоуыэюяәіөұүйь]$")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_DIGITS: Final = re.compile(r"(?<!\d)\d{1,18}(?!\d)")
"""As many as a column of numbers holds; a longer run is no number."""


@lru_cache(maxsize=4096)
class Words:
    """What stands in a passage; read once, however many values are looked for in it."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset(folded_words(self.text))

    @cached_property
    def _numbers_found(self) -> list[FoundNumber]:
        language = self.language if self.language in dict(settings.LANGUAGES) else None
        if language == "en" and _CYRILLIC.search(self.text):
            language = None  # A source may quote another.
        return find_numbers(self.text, language)

    @cached_property
    def numbers(self) -> frozenset[Any]:
        return frozenset(found.value for found in self._numbers_found)

    def bounds_of(self, number: int) -> set[Comparator]:
        """How exact the words say a number is, wherever it stands in them."""
        return {
            bound_around(self.text, found) for found in self._numbers_found if found.value == number
        }

    def last_digits_of(self, number: int) -> set[int]:
        """To what the words round a number: of "4.5 million", to hundred thousands."""
        return {found.rounded_to for found in self._numbers_found if found.value == number}

    @cached_property
    def parts_of_dates(self) -> frozenset[Any]:
        """Everything that may be a year or a day: the digits of dates too, which are no numbers."""
        digits = {int(found) for found in _DIGITS.findall(self.text)}
        ends = {int(century + end) for century, _year, end in _SHORT_RANGE.findall(self.text)}
        return frozenset(digits | ends | self.numbers)

    @cached_property
    def months(self) -> frozenset[int]:
        named = {number for number, names in month_stems().items() if self.have_any(names)}
        return frozenset(named | {n for n in self.parts_of_dates if n in month_stems()})

    def have_any(self, names: Iterable[str]) -> bool:
        return any(self.have_word(name) for name in names)

    def have_word(self, word: str) -> bool:
        """A folded word, as it is or with another ending."""
        return word in self.folded or any(is_form_of(word, other) for other in self.folded)

    def have_name(self, name: str) -> bool:
        """Every word of a name; of what has no letter or digit nothing can be found."""
        found = _folded(name)
        return bool(found) and all(self.have_word(word) for word in found)

    def print_name(self, name: str) -> bool:
        """Every word of a name in its own letters; the ending may be that of another case."""
        stems = [_printed_stem(word) for word in _WORD.findall(name.casefold())]
        return bool(stems) and all(
            stem in self.printed
            or any(
                other.startswith(stem) and len(other) - len(stem) <= LONGEST_ENDING
                for other in self.printed
            )
            for stem in stems
        )

    @cached_property
    def printed(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.casefold()))

    def have_number(self, number: int) -> bool:
        return number in self.numbers

    def have_date(self, date: PartialDate) -> bool:
        """Each part of each date that is stated: year, month and day; no year that is inferred."""
        return all(
            any(self._have_parts(*_stated_parts(moment)) for moment in ways)
            for ways in date.as_said()
        )

    def _have_parts(self, year: str, month: str, day: str) -> bool:
        if year.endswith("XX") and year != "XXXX":
            return True  # In how many ways a century is called, nobody has counted.
        return (
            (year == "XXXX" or int(year.replace("X", "0")) in self.parts_of_dates)
            and (
                month in ("", "XX") or int(month) not in month_stems() or int(month) in self.months
            )
            and (day in ("", "XX") or int(day) in self.parts_of_dates)
        )


def _stated_parts(moment: Moment) -> tuple[str, str, str]:
    year, month, day = moment.parts
    return "XXXX" if moment.of_year else year, month, day


@cache
def month_stems() -> dict[int, frozenset[str]]:
    """The names of the months, folded, by their number."""
    names: dict[int, set[str]] = {}
    for language, _name in settings.LANGUAGES:
        for context in ("format", "stand-alone"):
            for number, name in month_names(language, context).items():
                names.setdefault(number, set()).update(folded_words(name))
    return {number: frozenset(found) for number, found in names.items()}


def is_form_of(word: str, other: str) -> bool:
    """Whether two folded words are one word in two cases: Akhmetova, Ахметовой, Ахметованың."""
    if word[-1:].isdigit() or other[-1:].isdigit():
        return False  # Of digits every one counts.
    stem = _stem(word)
    return other.startswith(stem) and len(other) - len(stem) <= LONGEST_ENDING


def _stem(word: str) -> str:
    """What of a folded word stays in every case: Akhmetov-a, Dil-ia (Диля, Диле)."""
    if word[-2:] in _PAIRS_OF_VOWELS and len(word) - 2 >= SHORTEST_STEM - 1:
        return word[:-2]
    return word[:-1] if word[-1:] in _VOWELS and len(word) > SHORTEST_STEM else word


@lru_cache(maxsize=4096)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(folded_words(name))


def _printed_stem(word: str) -> str:
    return _ENDS_IN_A_VOWEL.sub("", word) if len(word) >= SHORTEST_STEM else word


def carries(words: Words, record: Record, name: str) -> bool | None:
    """Whether words carry the value of a record's column; None of what cannot be looked for."""
    column = record._meta.get_field(name)
    if isinstance(column, models.ManyToManyField):
        rows = linked(record, name)
        return all(_calls(words, row) for row in rows) if rows else None
    value = getattr(record, name)
    if value in (None, ""):
        return None
    if isinstance(record, Quantified) and name == "value":
        return words.have_number(value)
    return _carries_value(words, record, column, value)


def _carries_value(words: Words, record: Record, column: Any, value: Any) -> bool | None:
    if isinstance(value, PartialDate):
        return words.have_date(value)
    if isinstance(column, models.ForeignKey):
        return _calls(words, value)
    if isinstance(column, models.CharField | models.TextField) and not column.choices:
        return any(words.have_name(text) for text in texts_of(record, column.name))
    return None


def texts_of(row: models.Model, name: str) -> list[str]:
    """A column in every language in which it is written."""
    found = (getattr(row, column) for column in written_in(type(row), name))
    return list(dict.fromkeys(filter(None, found)))


@cache
def written_in(model: type[models.Model], name: str) -> tuple[str, ...]:
    """The columns of a text: one for each language, or itself alone."""
    columns = tuple(columns_of(name).values())
    return columns if hasattr(model, columns[0]) else (name,)


def _calls(words: Words, row: Any) -> bool:
    """Whether words name a row in some way that the register knows."""
    return any(words.have_name(name) for name in _names_of(row))


def _names_of(row: Any) -> list[str]:
    """Kept with the row: many records lead to one mission."""
    if (known := vars(row).get(_CALLED)) is not None:
        return known  # type: ignore[no-any-return]
    names = [str(row)]
    if label := getattr(row, "label_field", ""):
        names += [str(text) for text in texts_of(row, label)]
    names += [getattr(row, "acronym", "")]
    if isinstance(row, Searchable):
        names += row.search_names()
    vars(row)[_CALLED] = found = list(dict.fromkeys(filter(None, names)))
    return found


def numbers_missing(words: Words, says: str) -> list[str]:
    """Of what a passage is said to state, the numbers in digits that do not stand in it."""
    known = words.parts_of_dates
    return [found for found in _DIGITS.findall(says) if int(found) not in known]
