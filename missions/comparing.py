"""Whether two figures can both be true: the rule, as docs/adr/0014 writes it down.

Two things decide which number each of them means: what is counted, and of which time, by the
measure's nature. Together they say how the two numbers are related; then the bounds are held
against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import combinations, product

from records.answers import Answer, all_of
from records.partial_dates import PartialDate
from records.quantities import Quantity

from .models import Claim, Nature


class Order(Enum):
    """How the number of one figure is related to that of another."""

    SAME = "same"
    AT_MOST = "at most"
    """The one is a part of the other, or an earlier state of what grows."""
    AT_LEAST = "at least"
    NONE = "none"
    """They are different numbers, about which nothing follows from each other."""

    @property
    def reversed(self) -> Order:
        return {Order.AT_MOST: Order.AT_LEAST, Order.AT_LEAST: Order.AT_MOST}.get(self, self)


@dataclass(frozen=True)
class Relation:
    order: Order
    is_sure: bool = True
    """Else it is so if it is the same moment, or the same thing, which nobody can tell."""

    @property
    def reversed(self) -> Relation:
        return Relation(self.order.reversed, self.is_sure)

    def and_then(self, other: Relation) -> Relation:
        """Both: by time, and by what is counted."""
        orders = {self.order, other.order} - {Order.SAME}
        is_sure = self.is_sure and other.is_sure
        if len(orders) > 1 or Order.NONE in orders:
            return UNRELATED
        return Relation(orders.pop() if orders else Order.SAME, is_sure)


SAME = Relation(Order.SAME)
PERHAPS_SAME = Relation(Order.SAME, is_sure=False)
AT_MOST = Relation(Order.AT_MOST)
UNRELATED = Relation(Order.NONE)


@dataclass(frozen=True)
class Figure:
    """What of a claim decides what it is held against."""

    subject: frozenset[tuple[str, int]]
    """Kinds and numbers of all that it is about, as equals; none is the country."""
    measure: int
    nature: Nature
    quantity: Quantity
    largest_of: int | None = None
    counted: int | None = None
    wholes: frozenset[int] = frozenset()
    """All that the things counted are part of."""
    planned: bool = False
    host: str = ""
    """Within whose contingent, if not one's own."""
    period: PartialDate | None = None
    sources_say_now: bool = False
    published: tuple[PartialDate, ...] = ()
    """When its sources were published, as far as that is known."""

    @classmethod
    def of(
        cls,
        claim: Claim,
        missions: Iterable[int],
        wholes: Iterable[int],
        published: Iterable[PartialDate],
    ) -> Figure:
        """What a row says, with what others say of it; its measure must be loaded."""
        assert claim.measure
        assert claim.quantity
        subjects = [("mission", pk) for pk in missions]
        if claim.rotation_id:
            subjects.append(("rotation", claim.rotation_id))
        if claim.unit_id:
            subjects.append(("unit", claim.unit_id))
        return cls(
            subject=frozenset(subjects),
            measure=claim.measure.pk,
            nature=Nature(claim.measure.nature),
            quantity=claim.quantity,
            largest_of=claim.measure.largest_of_id,
            counted=claim.counted_id,
            wholes=frozenset(wholes),
            planned=claim.planned,
            host=claim.host,
            period=claim.period,
            sources_say_now=claim.as_of_source,
            published=tuple(published),
        )

    @property
    def moments(self) -> tuple[PartialDate | None, ...]:
        """When it is true, if its measure is of a moment, or up to one."""
        if self.period:
            return (self.period,)
        if self.sources_say_now or self.nature is Nature.RUNNING:
            return self.published or (None,)
        return (None,)


def can_all_be_true(figures: Iterable[Figure]) -> Answer:
    return all_of(can_both_be_true(one, other) for one, other in combinations(figures, 2))


def can_both_be_true(one: Figure, other: Figure) -> Answer:
    return all_of(
        _answer(one.quantity, other.quantity, relation) for relation in relations(one, other)
    )


def relations(one: Figure, other: Figure) -> list[Relation]:
    """What follows from the one for the other; empty if nothing does."""
    if (one.subject, one.planned, one.host) != (other.subject, other.planned, other.host):
        return []
    by_counted = _by_counted(one, other)
    if by_counted is UNRELATED:
        return []
    found = (by_time.and_then(by_counted) for by_time in _by_time(one, other))
    return [relation for relation in found if relation.order is not Order.NONE]


def _answer(one: Quantity, other: Quantity, relation: Relation) -> Answer:
    match relation.order:
        case Order.SAME:
            answer = one.fits(other)
        case Order.AT_MOST:
            answer = one.can_be_at_most(other)
        case _:
            answer = other.can_be_at_most(one)
    if answer is Answer.NO and not relation.is_sure:
        return Answer.CANNOT_TELL
    return answer


def _by_counted(one: Figure, other: Figure) -> Relation:
    if one.counted == other.counted:
        return SAME
    if one.counted is None or other.counted is None:
        return PERHAPS_SAME
    if other.counted in one.wholes:
        return AT_MOST
    if one.counted in other.wholes:
        return AT_MOST.reversed
    return UNRELATED


def _by_time(one: Figure, other: Figure) -> list[Relation]:
    """As many as there are pairs of times at which the two are true."""
    if one.measure == other.measure:
        return _BY_NATURE[one.nature](one, other)
    if one.measure == other.largest_of:
        return [_beside_largest(moment, other.period) for moment in one.moments]
    if other.measure == one.largest_of:
        return [_beside_largest(moment, one.period).reversed for moment in other.moments]
    return [UNRELATED]


def _of_moments(one: Figure, other: Figure) -> list[Relation]:
    return [_at_once(*both) for both in product(one.moments, other.moments)]


def _running(one: Figure, other: Figure) -> list[Relation]:
    return [_growing(*both) for both in product(one.moments, other.moments)]


def _of_periods(one: Figure, other: Figure) -> list[Relation]:
    if one.period is None and other.period is not None:
        return [_part_of_all(other.period, one.published).reversed]
    if other.period is None and one.period is not None:
        return [_part_of_all(one.period, other.published)]
    # Of periods that are apart, or overlap in part, nothing follows from each other; of two that
    # may be the same, or one within the other, nobody can tell.
    return [_nested(one.period, other.period, PERHAPS_SAME)]


def _largest(one: Figure, other: Figure) -> list[Relation]:
    return [_nested(one.period, other.period, UNRELATED)]


def _of_same_period(one: Figure, other: Figure) -> list[Relation]:
    if _is_one_of_several(one.period) or _is_one_of_several(other.period):
        return [_nested(one.period, other.period, UNRELATED)]
    return [SAME if one.period == other.period else UNRELATED]


_BY_NATURE: dict[Nature, Callable[[Figure, Figure], list[Relation]]] = {
    Nature.MOMENT: _of_moments,
    Nature.RUNNING: _running,
    Nature.PERIOD: _of_periods,
    Nature.LARGEST: _largest,
    Nature.AVERAGE: _of_same_period,
    Nature.PER_ROTATION: _of_same_period,
}


def _at_once(one: PartialDate | None, other: PartialDate | None) -> Relation:
    if one is None or other is None:
        return PERHAPS_SAME
    if one.overlap(other) is Answer.NO:
        return UNRELATED
    return SAME if one == other and _is_one_day(one) else PERHAPS_SAME


def _growing(one: PartialDate | None, other: PartialDate | None) -> Relation:
    first, second = _end(one), _end(other)
    if first is None or second is None:
        return PERHAPS_SAME
    if first == second and first[0] == first[1]:
        return SAME
    if first[1] <= second[0]:
        return AT_MOST
    return AT_MOST.reversed if second[1] <= first[0] else PERHAPS_SAME


def _nested(one: PartialDate | None, other: PartialDate | None, otherwise: Relation) -> Relation:
    """Of the same period, or of one within the other."""
    if one == other:
        return PERHAPS_SAME if _is_one_of_several(one) else SAME
    if one is None or other is None or one.overlap(other) is Answer.NO:
        return UNRELATED
    if _is_one_of_several(one) or _is_one_of_several(other):
        return PERHAPS_SAME
    if _is_within(one, other):
        return AT_MOST
    return AT_MOST.reversed if _is_within(other, one) else otherwise


def _part_of_all(part: PartialDate, published: tuple[PartialDate, ...]) -> Relation:
    """A period beside "in all", which goes as far as its source can know."""
    known_until = [one.earliest for one in published if one.earliest]
    is_sure = bool(part.latest and known_until and part.latest <= max(known_until))
    return Relation(Order.AT_MOST, is_sure)


def _beside_largest(moment: PartialDate | None, period: PartialDate | None) -> Relation:
    if moment and period and moment.overlap(period) is Answer.NO:
        return UNRELATED
    is_sure = bool(moment and period and _is_within(moment, period))
    return Relation(Order.AT_MOST, is_sure)


def _is_within(part: PartialDate, whole: PartialDate) -> bool:
    """Surely, and wholly; what is uncertain or yearly is within nothing."""
    of_part, of_whole = part.whole_days(), whole.whole_days()
    if of_part is None or of_whole is None:
        return False
    return of_whole[0] <= of_part[0] and of_part[1] <= of_whole[1]


def _is_one_of_several(when: PartialDate | None) -> bool:
    """One date within a span, or of two: two such dates need not be the same one."""
    return when is not None and bool(when.choices)


def _is_one_day(when: PartialDate) -> bool:
    days = when.whole_days()
    return days is not None and days[0] == days[1]


def _end(when: PartialDate | None) -> tuple[date, date] | None:
    """The first and last day on which a period can have ended."""
    if when is None or when.is_recurring or when.end is None:
        return None
    if when.choices:
        return (when.earliest, when.latest) if when.earliest and when.latest else None
    return when.end.first_day, when.end.last_day
