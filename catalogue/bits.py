"""Which records have a facet, as bits: what makes the counts of choices exact and cheap.

Bit n of a set stands for the record of number n. The sets lie in the database in blocks, and each
process keeps them, reading again only the blocks that have changed since.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from records.audience import Audience
from records.statements import KeptStatement

from .models import Block, Clock, Seen
from .writing import put

BITS_A_BLOCK = 8192
_SOME_BITS = re.compile(rb"[^\0]")
"""Of few records among a million the bytes without any are passed over at once."""

MOST_HELD = 10_000
"""Blocks of which changes are gathered; a kilobyte each."""

Key = tuple[str, str]
"""The name and the value of a facet."""


@dataclass(frozen=True)
class Moment:
    """A state of the catalogue; two that are equal list the same."""

    epoch: str
    number: int


def moment(using: str = DEFAULT_DB_ALIAS) -> Moment:
    """The state of the catalogue now: what is made from it can be kept until it changes."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT epoch, number FROM catalogue_clock ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return Moment(*row) if row else Moment("", 0)


@dataclass(frozen=True)
class Sets:
    """The sets of one kind of record."""

    seen: dict[Key, dict[int, int]]
    """For each facet, the records by who sees them."""
    facets: dict[Key, int]
    """Under which number each facet is kept."""

    def of(self, name: str, value: str, audience: Audience) -> int:
        """The records that have a value, of those that the audience sees."""
        found = self.seen.get((name, value))
        if not found:
            return 0
        public = found.get(Seen.BY_ALL, 0)
        return public | found.get(Seen.BY_EDITORS, 0) if audience is Audience.EDITORS else public

    def values(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def count(self, name: str, value: str, audience: Audience) -> int:
        """How many records have a value; counted once."""
        key = name, value, audience
        if key not in self._counts:
            self._counts[key] = self.of(*key).bit_count()
        return self._counts[key]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, value in self.seen:
            found[name].append(value)
        return found

    @cached_property
    def _counts(self) -> dict[tuple[str, str, Audience], int]:
        return {}


def sets_of(*kinds: str, using: str = DEFAULT_DB_ALIAS) -> dict[str, Sets]:
    """The sets of some kinds as the database holds them now."""
    nothing = Sets({}, {})
    if connections[using].in_atomic_block:
        # What a transaction sees of itself may never be seen by others.
        return _read(dict.fromkeys(kinds, nothing), using, since=-1)
    now = moment(using)
    found: dict[str, Sets] = {}
    stale: dict[int, dict[str, Sets]] = defaultdict(dict)
    for kind in kinds:
        then, known = _kept.get((using, kind), (None, nothing))
        if then == now:
            found[kind] = known
        elif then is None or then.epoch != now.epoch or then.number > now.number:
            stale[-1][kind] = nothing
        else:
            stale[then.number][kind] = known
    for since, known_then in stale.items():
        for kind, sets in _read(known_then, using, since=since).items():
            found[kind] = sets
            _kept[using, kind] = now, sets
    return found


_kept: dict[tuple[str, str], tuple[Moment, Sets]] = {}


def _read(known: dict[str, Sets], using: str, *, since: int) -> dict[str, Sets]:
    blocks = (
        Block.objects.using(using)
        .filter(facet__kind__in=list(known), changed_at__gt=since)
        .order_by()
        .values_list(
            "facet__kind", "facet__name", "facet__value", "facet", "seen", "number", "bits"
        )
    )
    changed: dict[str, dict[tuple[Key, int], dict[int, int]]] = {kind: {} for kind in known}
    facets = {kind: dict(sets.facets) for kind, sets in known.items()}
    for kind, name, value, facet, seen, number, bits in blocks:
        blocks_of_set = changed[kind].setdefault(((name, value), seen), {})
        blocks_of_set[number] = int.from_bytes(bits, "little")
        facets[kind][name, value] = facet
    return {kind: Sets(_changed(known[kind].seen, changed[kind]), facets[kind]) for kind in known}


def _changed(
    known: dict[Key, dict[int, int]], changed: dict[tuple[Key, int], dict[int, int]]
) -> dict[Key, dict[int, int]]:
    # Not changed in place: another thread may be reading it.
    sets = dict(known)
    for (key, seen), blocks in changed.items():
        before = sets.get(key, {})
        sets[key] = before | {seen: _replaced(before.get(seen, 0), blocks)}
    return sets


def _replaced(bits: int, blocks: dict[int, int]) -> int:
    """The set with some of its blocks changed."""
    size = BITS_A_BLOCK // 8
    length = max((bits.bit_length() + 7) // 8, (max(blocks) + 1) * size)
    whole = bytearray(bits.to_bytes(length, "little"))
    for number, block in blocks.items():
        whole[number * size : (number + 1) * size] = block.to_bytes(size, "little")
    return int.from_bytes(whole, "little")


def numbers_in(bits: int) -> Iterator[int]:
    """The numbers of the records in a set, from the smallest."""
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for found in _SOME_BITS.finditer(data):
        first, byte = found.start() * 8, data[found.start()]
        for bit in range(8):
            if byte >> bit & 1:
                yield first + bit


def set_of(numbers: Iterable[int]) -> int:
    """The records of these numbers as a set."""
    found = list(numbers)
    if not found:
        return 0
    data = bytearray(max(found) // 8 + 1)
    for number in found:
        data[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(data, "little")


class Flips:
    """Bits that change, gathered and then written block by block."""

    def __init__(self) -> None:
        self.blocks: dict[tuple[int, int, int], int] = defaultdict(int)

    def flip(self, facet: int, seen: int, object_id: int) -> None:
        number, bit = divmod(object_id, BITS_A_BLOCK)
        self.blocks[facet, seen, number] ^= 1 << bit

    def write_if_many(self, using: str) -> None:
        if len(self.blocks) > MOST_HELD:
            self.write(using)

    def write(self, using: str) -> None:
        if not self.blocks:
            return
        # A record that only moves within its lists changes no bits, and yet the catalogue.
        changed_at = tick(using)
        changed = {key: bits for key, bits in self.blocks.items() if bits}
        self.blocks.clear()
        facets = {facet for facet, _seen, _number in changed}
        numbers = {number for _facet, _seen, number in changed}
        stored: dict[Any, Block] = {
            (block.facet_id, block.seen, block.number): block
            for block in _stored(using, facets=sorted(facets), numbers=sorted(numbers))
        }
        rows = []
        for key, flipped in changed.items():
            block = stored.get(key)
            bits = flipped ^ (int.from_bytes(block.bits, "little") if block else 0)
            rows.append((*key, bits.to_bytes((bits.bit_length() + 7) // 8, "little"), changed_at))
        put(Block, ("facet_id", "seen", "number"), ("bits", "changed_at"), rows, using)


@KeptStatement
def _stored(using: str, *, facets: list[int], numbers: list[int]) -> QuerySet[Block, Block]:
    return Block.objects.using(using).filter(facet__in=facets, number__in=numbers)


def tick(using: str) -> int:
    """The catalogue's next number. Until the transaction ends, nobody else gets one."""
    clocks = Clock.objects.using(using)
    with connections[using].cursor() as cursor:
        cursor.execute("UPDATE catalogue_clock SET number = number + 1 RETURNING number")
        if row := cursor.fetchone():
            return int(row[0])
    clocks.create(pk=1, epoch=uuid4().hex, number=1)
    return 1
