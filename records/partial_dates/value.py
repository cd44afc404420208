"""The value that a record holds: what is stated of a date, and the days between which it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from records.answers import Answer

from .advice import advice_on
from .moment import Moment, Shape
from .reading import UnreadableError, read
from .words import vocabulary


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

    @classmethod
    @lru_cache(maxsize=8192)
    def parse(cls, text: str) -> PartialDate:
        """Reads EDTF; raises ValidationError that says what to write instead."""
        try:
            text, start, end = read(text)
        except UnreadableError as unread:
            raise advice_on(unread.text) from None
        return cls(text, start, end, _first_day(start), _last_day(end))

    def __str__(self) -> str:
        return self.text

    @property
    def is_interval(self) -> bool:
        return "/" in self.text

    @property
    def is_recurring(self) -> bool:
        """A day of every year."""
        return self.text.startswith("XXXX")

    @property
    def end_is_open(self) -> bool:
        """Still going as far as the source says."""
        return self.text.endswith("/..")

    @property
    def end_is_not_stated(self) -> bool:
        return self.text.endswith("/")

    @property
    def start_is_not_stated(self) -> bool:
        return self.text.startswith("/")

    def overlap(self, asked: PartialDate) -> Answer:
        """Whether this falls, wholly or in part, in a whole period that is asked for.

        * NO if all days that either admits lie on different sides.
        * YES if it starts by the last asked day at the latest, and ends on the first asked day
          at the earliest.
        * Otherwise, and for all that is about, uncertain or yearly: CANNOT_TELL.

        So "2003-05" is in "2003", but of "2003" nobody can say whether it was in "2003-05".
        """
        if _is_before(self, asked) or _is_before(asked, self):
            return Answer.NO
        whole = asked.whole_days()
        if whole is None or self.is_recurring or any(m.qualifier for m in self._moments()):
            return Answer.CANNOT_TELL
        first_asked, last_asked = whole
        latest_start = min(moment.last_day for moment in self._moments())
        earliest_end = max(moment.first_day for moment in self._moments())
        surely = latest_start <= last_asked and first_asked <= earliest_end
        return Answer.YES if surely else Answer.CANNOT_TELL

    def whole_days(self) -> tuple[date, date] | None:
        """First and last day, if no doubt is left about either."""
        if self.earliest is None or self.latest is None:
            return None
        in_doubt = any(moment.qualifier or "X" in moment.body for moment in self._moments())
        return None if in_doubt else (self.earliest, self.latest)

    def _moments(self) -> Iterator[Moment]:
        return (moment for moment in (self.start, self.end) if moment)

    def in_words(self, language: str | None = None) -> str:
        """The date as people say it, in the active language unless another is named."""
        words = vocabulary(language or get_language())
        if self.start and not self.is_interval:
            return words.alone(self.start)
        if self.start and self.end:
            return words.of_period(self.start, self.end)
        if self.start:
            return words.of_start(self.start, end_is_open=self.end_is_open)
        if self.end:
            return words.of_end(self.end, start_is_not_stated=self.start_is_not_stated)
        raise AssertionError("A partial date without any date is never read.")


def _first_day(start: Moment | None) -> date | None:
    return start.first_day if start and start.shape is not Shape.YEARLY_DAY else None


def _last_day(end: Moment | None) -> date | None:
    return end.last_day if end and end.shape is not Shape.YEARLY_DAY else None


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    return bool(one.latest and other.earliest and one.latest < other.earliest)
