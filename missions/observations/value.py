from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.languages import in_digits
from records.partial_dates import PartialDate
from records.quantities import Comparator, Quantity

SEPARATOR = ","


@dataclass(frozen=True, slots=True)
class Observation:
    """What a source prints for one month, or one day."""

    when: PartialDate
    number: int
    women: int | None = None
    """How many of the number are women, where that is printed."""

    @property
    def year(self) -> int:
        return int(self.when.text[:4])

    @property
    def month(self) -> str:
        """The month it is of, or lies in."""
        return self.when.text[:7]

    @property
    def is_of_a_day(self) -> bool:
        return self.when.text != self.month

    @property
    def line(self) -> str:
        women = () if self.women is None else (self.women,)
        return SEPARATOR.join(map(str, (self.when, self.number, *women)))

    @property
    def figure_in_words(self) -> str:
        """Without its date: "120, of them 8 women"."""
        number = Quantity(Comparator.EXACTLY, self.number).in_words()
        if self.women is None:
            return number
        return ngettext(
            "%(number)s, of them %(women)s woman", "%(number)s, of them %(women)s women", self.women
        ) % {"number": number, "women": Quantity(Comparator.EXACTLY, self.women).in_words()}

    def __str__(self) -> str:
        """Always with its date: "March 2019: 120, of them 8 women"."""
        return _("%(when)s: %(figure)s") % {
            "when": self.when.in_words(), "figure": self.figure_in_words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One observation that is another than it was, came (`was` is None) or went."""

    was: Observation | None
    now: Observation | None

    @property
    def when(self) -> PartialDate:
        found = self.now or self.was
        assert found
        return found.when


@dataclass(frozen=True)
class Observations:
    """All observations of a series, the oldest first, none of a date twice.

    The text, a line for each, is what the database, an edition and a fixture hold:
    "2019-03,120,8". It is made by `of` alone, or comes from there, so that it need not be read as
    a whole to know the first and the newest.
    """

    text: str

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> Observations:
        in_order = sorted(observations, key=_place)
        return cls("\n".join(one.line for one in in_order))

    def __bool__(self) -> bool:
        return bool(self.text)

    def __len__(self) -> int:
        return self.text.count("\n") + 1 if self.text else 0

    def __iter__(self) -> Iterator[Observation]:
        return iter(self.all)

    @cached_property
    def all(self) -> tuple[Observation, ...]:
        return tuple(map(_observation, self.text.splitlines()))

    @cached_property
    def first(self) -> Observation:
        return _observation(self.text.partition("\n")[0])

    @cached_property
    def newest(self) -> Observation:
        return _observation(self.text.rpartition("\n")[2])

    @property
    def largest(self) -> Observation:
        """The first of those with the largest number."""
        return max(self, key=lambda one: one.number)

    @property
    def by_year(self) -> list[tuple[int, list[Observation]]]:
        """The newest year first; in each, the observations in their order."""
        years = [(year, list(some)) for year, some in groupby(self, lambda one: one.year)]
        return years[::-1]

    def changes_to(self, other: Observations) -> list[Change]:
        """What differs, in the order of time."""
        was = {one.when: one for one in self}
        now = {one.when: one for one in other}
        dates = sorted({*was, *now}, key=_place_of)
        pairs = [Change(was.get(when), now.get(when)) for when in dates]
        return [pair for pair in pairs if pair.was != pair.now]

    def as_json(self) -> list[dict[str, Any]]:
        return [
            {
                "when": str(one.when), "earliest": one.when.earliest, "latest": one.when.latest,
                "number": one.number, "women": one.women,
            }
            for one in self
        ]  # fmt: skip

    def __str__(self) -> str:
        """How many there are, and of when."""
        if not self:
            return ""
        if len(self) == 1:
            return str(self.first)
        return _("%(count)s numbers, from %(first)s to %(newest)s") % {
            "count": in_digits(len(self)),
            "first": self.first.when.in_words(),
            "newest": self.newest.when.in_words(),
        }


NAMED_AT_MOST = 12


def some_in_words(observations: Sequence[Observation]) -> str:
    """The first of them, and how many more there are."""
    named = "; ".join(map(str, observations[:NAMED_AT_MOST]))
    rest = len(observations) - NAMED_AT_MOST
    return _("%(named)s; and %(rest)s more") % {"named": named, "rest": rest} if rest > 0 else named


def _observation(line: str) -> Observation:
    when, number, *women = line.split(SEPARATOR)
    return Observation(PartialDate.parse(when), int(number), int(women[0]) if women else None)


def _place(observation: Observation) -> tuple[Any, ...]:
    return _place_of(observation.when)


def _place_of(when: PartialDate) -> tuple[Any, ...]:
    """By the first day; the month itself comes before its days."""
    return when.earliest, when.text
