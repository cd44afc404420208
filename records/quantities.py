"""Numbers with the bounds their source gives them: "more than 270" is never 270."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal
from django.db import models
from django.db.models import Case, F, Value, When
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .answers import Answer


class Comparator(models.TextChoices):
    EXACTLY = "=", _("exactly")
    MORE_THAN = ">", _("more than")
    AT_LEAST = "≥", _("at least")
    FEWER_THAN = "<", _("fewer than")
    AT_MOST = "≤", _("at most")
    ABOUT = "≈", _("about")


# Whole sentences, since in Kazakh the words for "more than" follow the number.
_PHRASES: Final = {
    Comparator.MORE_THAN: _("more than %(number)s %(noun)s"),
    Comparator.AT_LEAST: _("at least %(number)s %(noun)s"),
    Comparator.FEWER_THAN: _("fewer than %(number)s %(noun)s"),
    Comparator.AT_MOST: _("at most %(number)s %(noun)s"),
    Comparator.ABOUT: _("about %(number)s %(noun)s"),
}

# What to add to the value for the lowest and the highest whole number that is meant.
_ABOVE_VALUE: Final = {Comparator.EXACTLY: 0, Comparator.MORE_THAN: 1, Comparator.AT_LEAST: 0}
_BELOW_VALUE: Final = {Comparator.EXACTLY: 0, Comparator.FEWER_THAN: -1, Comparator.AT_MOST: 0}
_ONLY_FROM_ABOVE: Final = (Comparator.FEWER_THAN, Comparator.AT_MOST)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of things, never negative, as exactly as a source states it."""

    comparator: Comparator
    value: int

    @property
    def lowest(self) -> int | None:
        """The smallest whole number it can be; None for "about", which excludes nothing."""
        if self.comparator in _ONLY_FROM_ABOVE:
            return 0
        offset = _ABOVE_VALUE.get(self.comparator)
        return None if offset is None else self.value + offset

    @property
    def highest(self) -> int | None:
        """The largest whole number it can be; None where there is none."""
        offset = _BELOW_VALUE.get(self.comparator)
        return None if offset is None else self.value + offset

    def at_least(self, number: int) -> Answer:
        if self.lowest is not None and self.lowest >= number:
            return Answer.YES
        if self.highest is not None and self.highest < number:
            return Answer.NO
        return Answer.CANNOT_TELL

    def at_most(self, number: int) -> Answer:
        if self.highest is not None and self.highest <= number:
            return Answer.YES
        if self.lowest is not None and self.lowest > number:
            return Answer.NO
        return Answer.CANNOT_TELL

    def compatible(self, other: Quantity) -> bool:
        """Whether both can be true of the same things."""
        return all_can_be_true((self, other))

    def in_words(self, noun: str = "", language: str | None = None) -> str:
        """Such as "more than 270 officers", in the active language unless another is named."""
        language = language or translation.get_language() or "en"
        number = format_decimal(self.value, locale=translation.to_locale(language))
        with translation.override(language):
            phrase = str(_PHRASES.get(self.comparator, "%(number)s %(noun)s"))
        return (phrase % {"number": number, "noun": noun}).strip()


def all_can_be_true(quantities: Iterable[Quantity]) -> bool:
    """Whether one number fits all of them."""
    quantities = list(quantities)
    lowest = max((q.lowest for q in quantities if q.lowest is not None), default=0)
    return all(q.highest is None or lowest <= q.highest for q in quantities)


def lowest_bound(comparator: str, value: str) -> Case:
    """`Quantity.lowest` in SQL, of the columns with these names; NULL where there is no number."""
    return Case(
        When(**{f"{comparator}__in": _ONLY_FROM_ABOVE}, then=Value(0)),
        *_offsets(comparator, value, _ABOVE_VALUE),
        output_field=models.BigIntegerField(),
    )


def highest_bound(comparator: str, value: str) -> Case:
    """`Quantity.highest` in SQL, of the columns with these names; NULL where there is none."""
    return Case(*_offsets(comparator, value, _BELOW_VALUE), output_field=models.BigIntegerField())


def _offsets(comparator: str, value: str, offsets: dict[Comparator, int]) -> list[When]:
    return [
        When(**{comparator: name}, then=F(value) + Value(offset))
        for name, offset in offsets.items()
    ]
