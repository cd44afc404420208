"""The value that a record holds: what is stated of a date, and the days between which it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product

from django.utils.translation import get_language

from records.answers import Answer

from .advice import advice_on, meant_by
from .moment import Moment, Shape, beside, shape_of
from .reading import Choice, Reading, UnreadableError, read
from .words import vocabulary

Days = tuple[date | None, date | None]
"""The first and the last; None for what has no such day."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or period as exactly as it is known; made by `PartialDate.parse` alone.

    Equal where the text is equal; without order, since "2003" is neither before nor after
    "2003-05": compare `earliest` and `latest` instead.
    """

    text: str
    start: Moment | None = field(repr=False, compare=False)
    end: Moment | None = field(repr=False, compare=False)
    earliest: date | None = field(repr=False, compare=False)
    """The first day that the text admits; None where there is no such day.

    "About" and "uncertain" leave the bounds as they are without them.
    """
    latest: date | None = field(repr=False, compare=False)
    """The last day that the text admits; None where there is no such day."""
    choices: tuple[Choice, ...] = field(default=(), repr=False, compare=False)
    """Where one date of several is meant, or one within a span, which never lasts all that time:
    [2003,2004] and [1998..2000]; start and end are then the first and the last of them."""

    @classmethod
    @lru_cache(maxsize=8192)
    def parse(cls, text: str) -> PartialDate:
        """Reads EDTF; raises ValidationError that says what to write instead."""
        try:
            return cls._of(read(text))
        except UnreadableError as unread:
            raise advice_on(unread.text) from None

    @classmethod
    @lru_cache(maxsize=8192)
    def typed(cls, text: str) -> PartialDate:
        """Reads EDTF, and words that have one meaning; raises ValidationError for all else."""
        try:
            return cls._of(read(text))
        except UnreadableError as unread:
            return cls._of(read(meant_by(unread.text)))

    @classmethod
    def _of(cls, found: Reading) -> PartialDate:
        first, last = _first_day(found.start), _last_day(found.end)
        return cls(found.text, found.start, found.end, first, last, found.choices)

    def __str__(self) -> str:
        return self.text

    @property
    def is_interval(self) -> bool:
        return "/" in self.text

    @property
    def is_recurring(self) -> bool:
        """A day of every year."""
        return self.text.startswith("XXXX")

    def as_said(self) -> list[tuple[Moment, ...]]:
        """Each date that a text says of this, in all ways in which it can: [..1999] is 1999 in "by
        1999", and 2000 in "before 2000"."""
        if not self.choices:
            return [(moment,) for moment in self._moments()]
        return [said for one in self.choices for said in _as_said(one)]

    @property
    def has_season(self) -> bool:
        ends = [moment for one in self.choices for moment in (one.first, one.last)]
        return any(m and m.shape is Shape.SEASON for m in (self.start, self.end, *ends))

    @property
    def day(self) -> date | None:
        """The one day that it is, without a doubt."""
        if self.is_interval or self.choices or self.start is None:
            return None
        is_sure = self.start.shape is Shape.DAY and not self.start.qualifier
        return self.earliest if is_sure else None

    @property
    def end_is_open(self) -> bool:
        """Still going as far as the source says."""
        return self.text.endswith("/..")

    @property
    def start_is_not_stated(self) -> bool:
        return self.text.startswith("/")

    def overlap(self, asked: PartialDate) -> Answer:
        """Whether this falls, wholly or in part, in a whole period that is asked for.

        * NO if all days that either admits lie on different sides.
        * YES if it starts by the last asked day at the latest, and ends on the first asked day
          at the earliest.
        * Otherwise, and for all that is about, uncertain or yearly: CANNOT_TELL.

        So "2003-05" is in "2003", but of "2003" nobody can say whether it was in "2003-05"; and
        one date "between 1998 and 2000" is surely in that span, but never surely in a part of it.
        """
        spans, asked_spans = self._spans(), asked._spans()
        if not any(_may_meet(span, other) for span in spans for other in asked_spans):
            return Answer.NO
        whole = asked.whole_days()
        if whole is None or self.is_recurring or any(m.qualifier for m in self._moments()):
            return Answer.CANNOT_TELL
        surely = all(_surely_meets(one, whole) for one in self._latest_starts_and_earliest_ends())
        return Answer.YES if surely else Answer.CANNOT_TELL

    def surely_meets(self, other: PartialDate) -> bool:
        """Whether both go on on one day, whichever days they admit start and end them.

        So 2008 to 2010 and 2010 to 2012 need not, since both may be of other months of 2010.
        """
        return all(
            one is not None and two is not None and one <= two
            for both in product(self._surely_lasts(), other._surely_lasts())
            for (one, _end), (_start, two) in (both, both[::-1])
        )

    def _surely_lasts(self) -> list[Days]:
        """The days from the latest possible start to the earliest possible end.

        What is about, uncertain or yearly surely lasts at no time.
        """
        if self.is_recurring or any(moment.qualifier for moment in self._moments()):
            return [(None, None)]
        ((start, end), *more) = self._latest_starts_and_earliest_ends()
        return [(start, date.max if self.end_is_open else end), *more]

    def _spans(self) -> list[Days]:
        """The days that it admits, in one stretch or, of one date among several, in several."""
        if not self.choices:
            return [(self.earliest, self.latest)]
        return [(_first_day(one.first), _last_day(one.last)) for one in self.choices]

    def _latest_starts_and_earliest_ends(self) -> list[Days]:
        """Of a date with a span of days, it may be its last as well as its first."""
        if self.choices:
            return [(last, first) for first, last in self._spans()]
        moments = [*self._moments()]
        return [(min(m.last_day for m in moments), max(m.first_day for m in moments))]

    def whole_days(self) -> tuple[date, date] | None:
        """First and last day, if no doubt is left about either."""
        if self.earliest is None or self.latest is None or self.choices:
            return None
        in_doubt = any(
            moment.qualifier or "X" in moment.body or moment.shape is Shape.SEASON
            for moment in self._moments()
        )
        return None if in_doubt else (self.earliest, self.latest)

    def _moments(self) -> Iterator[Moment]:
        return (moment for moment in (self.start, self.end) if moment)

    def in_words(self, language: str | None = None) -> str:
        """The date as people say it, in the active language unless another is named."""
        return _in_words(self, language or get_language())


@lru_cache(maxsize=4096)
def _in_words(date: PartialDate, language: str | None) -> str:
    words = vocabulary(language)
    if date.choices:
        return words.one_of([(one.first, one.last) for one in date.choices])
    if date.start and not date.is_interval:
        return words.alone(date.start)
    if date.start and date.end:
        return words.of_period(date.start, date.end)
    if date.start:
        return words.of_start(date.start, end_is_open=date.end_is_open)
    if date.end:
        return words.of_end(date.end, start_is_not_stated=date.start_is_not_stated)
    raise AssertionError("A partial date without any date is never read.")


def _first_day(start: Moment | None) -> date | None:
    return start.first_day if start and start.shape is not Shape.YEARLY_DAY else None


def _last_day(end: Moment | None) -> date | None:
    return end.last_day if end and end.shape is not Shape.YEARLY_DAY else None


def _may_meet(one: Days, other: Days) -> bool:
    return not (_is_before(one, other) or _is_before(other, one))


def _is_before(one: Days, other: Days) -> bool:
    last, first = one[1], other[0]
    return last is not None and first is not None and last < first


def _surely_meets(latest_start_and_earliest_end: Days, asked: tuple[date, date]) -> bool:
    latest_start, earliest_end = latest_start_and_earliest_end
    first_asked, last_asked = asked
    if latest_start is None or earliest_end is None:
        return False
    return latest_start <= last_asked and first_asked <= earliest_end


def _as_said(one: Choice) -> list[tuple[Moment, ...]]:
    ends = dict.fromkeys(end for end in (one.first, one.last) if end)
    if one.first and one.last:
        return [(end,) for end in ends]
    step = 1 if one.last else -1
    neighbours = {end: beside(end.body, step) for end in ends}
    return [
        (end, Moment(shape_of(body) or end.shape, body, "")) if body else (end,)
        for end, body in neighbours.items()
    ]
