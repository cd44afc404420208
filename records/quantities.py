"""Numbers with the bounds their source gives them: "more than 270" is never 270."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log10
from typing import Final

from babel.numbers import format_compact_decimal, format_decimal
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .answers import Answer, all_of


class Comparator(models.TextChoices):
    EXACTLY = "=", _("exactly")
    MORE_THAN = ">", _("more than")
    AT_LEAST = "≥", _("at least")
    FEWER_THAN = "<", _("fewer than")
    AT_MOST = "≤", _("at most")
    NEARLY = "≲", _("nearly")
    ABOUT = "≈", _("about")
    BETWEEN = "–", _("from … to …")


# Whole sentences, since in Kazakh the words for "more than" follow the number.
PHRASES: Final = {
    Comparator.MORE_THAN: _("more than %(number)s %(noun)s"),
    Comparator.AT_LEAST: _("at least %(number)s %(noun)s"),
    Comparator.FEWER_THAN: _("fewer than %(number)s %(noun)s"),
    Comparator.AT_MOST: _("at most %(number)s %(noun)s"),
    Comparator.NEARLY: _("nearly %(number)s %(noun)s"),
    Comparator.ABOUT: _("about %(number)s %(noun)s"),
    Comparator.BETWEEN: _("from %(number)s to %(upper)s %(noun)s"),
}

_VAGUE: Final = (Comparator.NEARLY, Comparator.ABOUT)
_WITHIN: Final = 10
""" "About 100" surely fits what is no further from it than a tenth ..."""
_BEYOND: Final = 2
"""... and surely not what is less than its half or more than its double."""

# Numbers with a name of their own, by which "4.5 million" is written; each with the last digit
# that it may have.
_NAMED: Final = ((10**9, 10**6), (10**6, 10**3), (10**3, 10**3))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of things, never negative, as exactly as a source states it.

    `lowest` and `highest` are the whole numbers outside of which it surely is not; None stands for
    no bound. Where the source says "about" or "nearly", a narrower range is the one it surely
    fits: what lies between the two, nobody can tell (docs/adr/0014).
    """

    comparator: Comparator
    value: int
    upper: int | None = None
    """The second number of "from 27 to 29"."""
    rounded_to: int = 1
    """The unit of the last digit printed: of "4.5 million", 100,000."""

    @property
    def lowest(self) -> int:
        match self.comparator:
            case Comparator.FEWER_THAN | Comparator.AT_MOST:
                return 0
            case Comparator.MORE_THAN:
                return self.value + 1
            case Comparator.AT_LEAST:
                return self.value
            case Comparator.NEARLY | Comparator.ABOUT:
                return -(-self.value // _BEYOND)
        return max(self.value - self.rounded_to // 2, 0)

    @property
    def highest(self) -> int | None:
        match self.comparator:
            case Comparator.MORE_THAN | Comparator.AT_LEAST:
                return None
            case Comparator.FEWER_THAN:
                return self.value - 1
            case Comparator.AT_MOST | Comparator.NEARLY:
                return self.value
            case Comparator.ABOUT:
                return self.value * _BEYOND
        return (self.upper or self.value) + (self.rounded_to - 1) // 2

    def at_least(self, number: int) -> Answer:
        if self.lowest >= number:
            return Answer.YES
        if self.highest is not None and self.highest < number:
            return Answer.NO
        return Answer.CANNOT_TELL

    def at_most(self, number: int) -> Answer:
        if self.highest is not None and self.highest <= number:
            return Answer.YES
        if self.lowest > number:
            return Answer.NO
        return Answer.CANNOT_TELL

    def fits(self, other: Quantity) -> Answer:
        """Whether both can be said of one number."""
        return all_of([self.can_be_at_most(other), other.can_be_at_most(self)])

    def can_be_at_most(self, other: Quantity) -> Answer:
        """Whether both can be true of a part, which is this one, and its whole."""
        if other.highest is None or self._surely_fits_from <= other._surely_fits_to:
            return Answer.YES
        return Answer.NO if self.lowest > other.highest else Answer.CANNOT_TELL

    @property
    def _surely_fits_from(self) -> int:
        if self.comparator in _VAGUE:
            return self.value - self.value // _WITHIN
        return self.lowest

    @property
    def _surely_fits_to(self) -> int:
        """Only where there is a `highest`."""
        if self.comparator is Comparator.ABOUT:
            return max(self.value + self.value // _WITHIN, self.value + self.rounded_to // 2)
        if self.comparator is Comparator.NEARLY:
            return max(self.value - 1, 0)
        return self.highest or 0

    def in_words(self, noun: str = "", language: str | None = None) -> str:
        """Such as "more than 270 officers", in the active language unless another is named."""
        language = language or translation.get_language() or "en"
        locale = translation.to_locale(language)
        with translation.override(language):
            phrase = str(PHRASES.get(self.comparator, "%(number)s %(noun)s"))
        words = {
            "number": self._in_digits(self.value, locale),
            "upper": self._in_digits(self.upper or 0, locale),
            "noun": noun,
        }
        return (phrase % words).strip()

    def _in_digits(self, value: int, locale: str) -> str:
        """With no more digits than were printed: "4.5 million"."""
        for unit, last_digit in _NAMED:
            if value >= unit and self.rounded_to >= last_digit:
                decimals = max(0, round(log10(unit / self.rounded_to)))
                return format_compact_decimal(
                    value, format_type="long", locale=locale, fraction_digits=decimals
                )
        return format_decimal(value, locale=locale)


def lowest_bound() -> Case:
    """`Quantity.lowest` in SQL, of the columns of `Quantified`; NULL where there is no number."""
    value, rounded_to = F("value"), F("rounded_to")
    return _by_comparator(
        {
            Comparator.FEWER_THAN: Value(0),
            Comparator.AT_MOST: Value(0),
            Comparator.MORE_THAN: value + 1,
            Comparator.AT_LEAST: value,
            Comparator.NEARLY: (value + 1) / _BEYOND,
            Comparator.ABOUT: (value + 1) / _BEYOND,
        },
        Case(
            When(value__gt=rounded_to / 2, then=value - rounded_to / 2),
            When(value__isnull=False, then=Value(0)),
        ),
    )


def highest_bound() -> Case:
    """`Quantity.highest` in SQL; NULL where there is none."""
    value = F("value")
    return _by_comparator(
        {
            Comparator.MORE_THAN: Value(None),
            Comparator.AT_LEAST: Value(None),
            Comparator.FEWER_THAN: value - 1,
            Comparator.AT_MOST: value,
            Comparator.NEARLY: value,
            Comparator.ABOUT: value * _BEYOND,
        },
        Coalesce(F("upper"), value) + (F("rounded_to") - 1) / 2,
    )


def _by_comparator(bounds: Mapping[Comparator, Combinable], otherwise: Combinable) -> Case:
    return Case(
        *(When(comparator=name, then=bound) for name, bound in bounds.items()),
        default=otherwise,
        output_field=models.BigIntegerField(),
    )
