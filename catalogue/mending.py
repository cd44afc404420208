"""Lists are kept three times, of each record, of each facet and as bits; these must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db import connections, transaction

from records.turns import take_turn

from .bits import BITS_A_BLOCK, set_of, tick
from .listing import Row, rows_of
from .models import Block, Facet, Listed, Listing


def wrong_lists(using: str) -> Iterator[Facet]:
    """The facets whose list or bits hold other records than those that belong there."""
    facets: dict[str, list[Facet]] = defaultdict(list)
    for facet in Facet.objects.using(using).order_by("pk"):
        facets[facet.kind].append(facet)
    for kind, found in facets.items():
        wanted = _wanted(kind, using)
        for facet in found:
            rows = wanted.get(facet.pk, set())
            if _listed(facet, using) != rows or _bits(facet, using) != _bits_of(rows):
                yield facet


def mend_lists(using: str) -> None:
    """Makes lists and bits what each record says of itself."""
    for facet in list(wrong_lists(using)):
        with transaction.atomic(using=using):
            take_turn(using)
            _mend(facet, _wanted(facet.kind, using).get(facet.pk, set()), using)


def _mend(facet: Facet, rows: set[Row], using: str) -> None:
    number = tick(using)
    Listing.objects.using(using).filter(facet=facet).delete()
    with connections[using].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO catalogue_listing (facet_id, seen, place, object_id)"
            " VALUES (%s, %s, %s, %s)",
            list(rows),
        )
    blocks = Block.objects.using(using).filter(facet=facet)
    # Kept empty and not deleted: other processes read again what has changed.
    blocks.update(bits=b"", changed_at=number)
    size = BITS_A_BLOCK // 8
    for seen, bits in _bits_of(rows).items():
        whole = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        for start in range(0, len(whole), size):
            blocks.update_or_create(
                facet=facet,
                seen=seen,
                number=start // size,
                defaults={"bits": whole[start : start + size], "changed_at": number},
            )


def _wanted(kind: str, using: str) -> dict[int, set[Row]]:
    wanted: dict[int, set[Row]] = defaultdict(set)
    for listed in Listed.objects.using(using).filter(kind=kind).iterator():
        for row in rows_of(listed):
            wanted[row[0]].add(row)
    return wanted


def _listed(facet: Facet, using: str) -> set[Row]:
    rows = Listing.objects.using(using).filter(facet=facet)
    found = rows.values_list("facet_id", "seen", "place", "object_id")
    return {(number, seen, bytes(place), pk) for number, seen, place, pk in found}


def _bits(facet: Facet, using: str) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for block in Block.objects.using(using).filter(facet=facet):
        found[block.seen] |= int.from_bytes(block.bits, "little") << (block.number * BITS_A_BLOCK)
    return {seen: bits for seen, bits in found.items() if bits}


def _bits_of(rows: set[Row]) -> dict[int, int]:
    numbers: dict[int, set[int]] = defaultdict(set)
    for _facet, seen, _place, number in rows:
        numbers[seen].add(number)
    return {seen: set_of(found) for seen, found in numbers.items()}
