"""What a reader asks of a list: how many records fit, and which, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q

from records.audience import Audience

from .bits import Sets, numbers_in, sets_of
from .listing import ALL, ORDER
from .models import Listed, Seen

MOST_SORTED = 2_000
"""Of no more records the places are read to sort them, if that is likely less work; of more, the
list is walked in its order."""

MOST_SORTED_LATE = 30_000
"""Of no more, the places are read too once the walk has cost as much: those that are sought may
stand close together, far down. SQLite takes 32,766 numbers at once."""

WALKED = 5
"""So many rows of a list are walked in the time in which the place of one record is read."""

STEP = 1_000
"""How many rows of a list are read at once while it is walked."""

FIRST_STEP = 100
"""At first no fewer than these, and twice as many as will likely do."""

Place = tuple[Any, int]
"""Where a record stands in a list: what it is sorted by, and its number."""


@dataclass(frozen=True)
class Selection:
    """The records of a kind that have all of some values.

    `chosen` holds the chosen values by facet. `sets` are further conditions, each the records that
    keep it. `order` names an order of `list_places`, the usual one by nothing; "-" before it turns
    it round. `groups` part the records: those of the first group come first, and what is in none
    is left out.
    """

    kind: str
    audience: Audience
    chosen: dict[str, str] = field(default_factory=dict)
    sets: Sequence[int] = ()
    order: str = ""
    groups: Sequence[int] = ()
    using: str = DEFAULT_DB_ALIAS
    read: Sets | None = None
    """The sets of this kind, if they have been read; what is asked of one moment shares them."""

    @cached_property
    def known(self) -> Sets:
        return self.read or sets_of(self.kind, using=self.using)[self.kind]

    @cached_property
    def bits(self) -> int:
        """All records that fit."""
        return self._fitting("")

    @property
    def count(self) -> int:
        return self.bits.bit_count()

    def counts(self, facet: str, values: Iterable[str]) -> dict[str, int]:
        """How many records each of some values of a facet would lead to, if it were chosen instead.

        Only of those that are shown: of a million records each takes a tenth of a millisecond.
        """
        if not (self.sets or self.groups or self.chosen.keys() - {facet}):
            return {value: self.known.count(facet, value, self.audience) for value in values}
        others = self._fitting(facet)
        return {
            value: (others & self.known.of(facet, value, self.audience)).bit_count()
            for value in values
        }

    def ids(self, start: int, stop: int) -> list[int]:
        """The numbers of the records, in order, from one place of the list to another."""
        found: list[int] = []
        for group in self.groups or [self.bits]:
            bits = self.bits & group
            count = bits.bit_count()
            if start < count and stop > 0:
                found += self._some(bits, max(0, start), min(stop, count))
            start, stop = start - count, stop - count
        return found

    def __iter__(self) -> Iterator[int]:
        """All numbers, in order, as they are read."""
        for group in self.groups or [self.bits]:
            yield from self._all(self.bits & group)

    def _fitting(self, all_but: str) -> int:
        """The records that fit whatever is chosen of one facet."""
        conditions = [
            self.known.of(name, value, self.audience)
            for name, value in self.chosen.items()
            if name != all_but
        ]
        if (ALL, "") in self.known.seen:
            conditions.append(self._everything)
        # Of kinds that are only found by what is missing, no list of all is kept.
        return reduce(and_, [*conditions, *self.sets, *self._grouped] or [0])

    @property
    def _everything(self) -> int:
        return self.known.of(ALL, "", self.audience)

    @property
    def _grouped(self) -> list[int]:
        return [reduce(or_, self.groups)] if self.groups else []

    def _some(self, bits: int, start: int, stop: int) -> list[int]:
        if list_of_all := self.list_of(bits):
            from_the_end = bits.bit_count() - stop
            if from_the_end < start:
                # What must be passed over is read, if only in the index.
                rows = self._read(list_of_all, from_the_end, stop - start, backwards=True)[::-1]
            else:
                rows = self._read(list_of_all, start, stop - start)
            return [number for _place, number in rows]
        return list(islice(self._all(bits, stop), start, stop))

    def _all(self, bits: int, most: int | None = None) -> Iterator[int]:
        """The numbers in order, of which no more than `most` will be asked for."""
        if not (count := bits.bit_count()):
            return
        walked, length = self._list_holding(bits)
        # How far the list is likely to be walked.
        likely = (most or count) * length // count
        if count <= MOST_SORTED and likely > WALKED * count:
            yield from self._sorted(bits)
            return
        waiting = bytearray(bits.to_bytes((bits.bit_length() + 7) // 8, "little"))
        walk = self._walk(walked, likely)
        far_enough = WALKED * count if count <= MOST_SORTED_LATE else None
        for _place, number in islice(walk, far_enough):
            byte, bit = number >> 3, 1 << (number & 7)
            if byte < len(waiting) and waiting[byte] & bit:
                # Once, though it may be moved further down while the list is read.
                waiting[byte] ^= bit
                yield number
        # What the walk did not reach, and what was moved up meanwhile.
        yield from self._sorted(int.from_bytes(waiting, "little"))

    # --- The lists that are kept ----------------------------------------------------------------

    def list_of(self, bits: int) -> int | None:
        """The facet whose list holds just these records in the order that is asked for."""
        if bits == self._everything:
            return self._in_order
        if len(self.chosen) == 1 and not self._order:
            ((name, value),) = self.chosen.items()
            if bits == self.known.of(name, value, self.audience):
                return self.known.facets[name, value]
        return None

    def _list_holding(self, bits: int) -> tuple[int, int]:
        """The facet with the shortest list that holds these records, and its length."""
        if list_of_all := self.list_of(bits):
            return list_of_all, bits.bit_count()
        if self._order or not self.chosen:
            return self._in_order, self._everything.bit_count()
        lengths = {
            one: self.known.of(*one, self.audience).bit_count() for one in self.chosen.items()
        }
        shortest = min(lengths, key=lambda one: lengths[one])
        return self.known.facets[shortest], lengths[shortest]

    @cached_property
    def _in_order(self) -> int:
        """The facet whose list holds all records in the order that is asked for."""
        return self.known.facets[(ORDER, self._order) if self._order else (ALL, "")]

    @cached_property
    def _order(self) -> str:
        """The name of the order that is kept: of days there is one for each direction."""
        turned = self.order.removeprefix("-")
        return self.order if (ORDER, self.order) in self.known.seen else turned

    @property
    def has_own_order(self) -> bool:
        return bool(self._order)

    @property
    def _is_turned(self) -> bool:
        return self._order != self.order

    # --- What the database is asked -------------------------------------------------------------

    def statement(
        self,
        facet: int,
        start: int,
        limit: int,
        after: Place | None = None,
        *,
        backwards: bool = False,
    ) -> tuple[str, list[Any]]:
        """Rows of (place, number of the record), in order or, backwards, from its end."""
        sign, direction = ("<", "DESC") if self._is_turned != backwards else (">", "ASC")
        after_it = f"AND (place, object_id) {sign} (%s, %s)" if after else ""
        ordered = f"ORDER BY place {direction}, object_id {direction}"
        seen = [Seen.BY_ALL.value]
        if self.audience is Audience.EDITORS:
            seen.append(Seen.BY_EDITORS.value)
        # Of constants; what was asked for travels in parameters.
        rows = f"facet_id = %s AND seen = %s {after_it} {ordered}"
        part = f"SELECT place, object_id FROM catalogue_listing WHERE {rows}"  # noqa: S608
        if len(seen) == 1:
            # What is passed over is then counted in the index, and not copied.
            parameters = [facet, *seen, *(after or ()), limit, start]
            return f"{part} LIMIT %s OFFSET %s", parameters
        # Each part is read in the order of its index, and no further than is needed.
        parts = [f"SELECT * FROM ({part} LIMIT %s) AS part_{one}" for one in seen]  # noqa: S608
        parameters = []
        for one in seen:
            parameters += [facet, one, *(after or ()), start + limit]
        statement = f"{' UNION ALL '.join(parts)} {ordered} LIMIT %s OFFSET %s"
        return statement, [*parameters, limit, start]

    def _read(
        self,
        facet: int,
        start: int,
        limit: int,
        after: Place | None = None,
        *,
        backwards: bool = False,
    ) -> list[Place]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(*self.statement(facet, start, limit, after, backwards=backwards))
            return [(bytes(place), number) for place, number in cursor.fetchall()]

    def _walk(self, facet: int, likely: int) -> Iterator[Place]:
        after: Place | None = None
        step = min(max(2 * likely, FIRST_STEP), STEP)
        while rows := self._read(facet, 0, step, after):
            yield from rows
            after, step = rows[-1], STEP

    def _sorted(self, bits: int) -> list[int]:
        if not bits:
            return []
        rows = Listed.objects.using(self.using).filter(self.listed(bits))
        return self.in_place(
            rows.values_list("object_id", "orders" if self.has_own_order else "place")
        )

    def listed(self, bits: int) -> Q:
        return Q(kind=self.kind, object_id__in=list(numbers_in(bits)))

    def in_place(self, rows: Iterable[tuple[int, Any]]) -> list[int]:
        """Of rows of (number, place), or of all its places if another order is asked for."""
        if not self.has_own_order:
            places = [(bytes(place), number) for number, place in rows]
        else:
            order = str(self._in_order)
            places = [(bytes.fromhex(orders[order]), number) for number, orders in rows]
        return [number for _place, number in sorted(places, reverse=self._is_turned)]


def ids_of(asked: Sequence[tuple[Selection, int, int]]) -> list[list[int]]:
    """As `ids(start, stop)` of each of some selections without groups, in two statements at most.

    But one whose records are many, and are in no list of their own, has a statement to itself.
    """
    found: list[list[int]] = [[] for _one in asked]
    whole: dict[int, tuple[str, list[Any]]] = {}
    few: dict[int, Selection] = {}
    for place, (one, start, stop) in enumerate(asked):
        if one.bits and (list_of_all := one.list_of(one.bits)):
            whole[place] = one.statement(list_of_all, start, stop - start)
        elif 0 < one.count <= MOST_SORTED:
            few[place] = one
        else:
            found[place] = one.ids(start, stop)
    for place, number in _rows_of(whole, asked[0][0].using) if whole else ():
        found[place].append(number)
    for place, numbers in _sorted(few).items():
        found[place] = numbers[slice(*asked[place][1:])]
    return found


def _sorted(few: dict[int, Selection]) -> dict[int, list[int]]:
    """The records of several small selections, in their order."""
    if not few:
        return {}
    wanted = reduce(or_, (one.listed(one.bits) for one in few.values()))
    using = next(iter(few.values())).using
    listed = Listed.objects.using(using).filter(wanted)
    rows = list(listed.values_list("kind", "object_id", "place", "orders"))
    return {
        place: one.in_place(
            (number, orders if one.has_own_order else its_place)
            for kind, number, its_place, orders in rows
            if kind == one.kind and one.bits >> number & 1
        )
        for place, one in few.items()
    }


def _rows_of(statements: dict[int, tuple[str, list[Any]]], using: str) -> Iterator[tuple[int, int]]:
    """The rows of several statements, each with the statement's place, in their own order."""
    parts = [
        f"SELECT {place}, place, object_id FROM ({sql}) AS list_{place}"  # noqa: S608 - of constants
        for place, (sql, _parameters) in statements.items()
    ]
    parameters = [one for _sql, parameters in statements.values() for one in parameters]
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for place, _place, number in cursor.fetchall():
            yield place, number
