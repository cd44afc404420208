"""Keeps what each record is listed by in step with the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from json import dumps
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections, models
from django.db.models import Case, IntegerField, Value, When
from django.utils import translation

from records.audience import Audience
from records.kinds import kinds
from records.many_rows import RowReader
from records.models import Record
from records.statements import KeptStatement

from .bits import Flips
from .facets import NOT_STATED, Facet, Gaps, Related
from .models import Facet as FacetRow
from .models import Listed, Listing, Seen
from .writing import put

ALL = ""
ORDER = "order"
NOWHERE = 0
"""The number of no facet."""

Row = tuple[int, int, bytes, int]
"""Of `Listing`: facet, seen, place, number of the record."""


@dataclass
class Lists:
    """What a record should be listed by."""

    seen: int
    place: bytes
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


class Entry(NamedTuple):
    """A row of `Listed`, not an instance: an import has very many."""

    object_id: int
    seen: int
    place: bytes
    facets: list[int]
    orders: dict[str, str]


def listed_models() -> dict[str, type[Record]]:
    """The kinds of records that are listed, or of which something may not be stated."""
    return {kind: model for kind, model in kinds().items() if [*facets_of(model)]}


def has_list(model: type[models.Model]) -> bool:
    return hasattr(model, "list_places")


def facets_of(model: type[models.Model]) -> tuple[Facet, ...]:
    own: tuple[Facet, ...] = getattr(model, "facets", ())
    gaps: tuple[Facet, ...] = (Gaps(),) if getattr(model, "gap_fields", ()) else ()
    of_citations: tuple[Facet, ...] = getattr(model, "cited_facets", tuple)()
    return own + gaps + of_citations


def refresh_listings(
    model: type[Record],
    ids: Collection[int],
    reader: RowReader,
    *,
    flips: Flips,
    records: Iterable[Any] = (),
) -> None:
    """Makes the listings of these records what the database says; the caller writes the flips.

    `records` are rows of which the places may have changed; those of the others are kept.
    """
    kind, using = str(model._meta.model_name), reader.using
    stored = {listed.object_id: listed for listed in _stored(kind, using, ids=[*ids])}
    places = _places(model, records, set(ids) - stored.keys(), reader)
    wanted = _wanted(model, ids, reader)
    numbers = _facet_numbers(kind, wanted, places, using)
    added: list[Row] = []
    removed: list[Row] = []
    changed: list[Entry] = []
    gone: list[int] = []
    for object_id in ids:
        before = stored.get(object_id)
        after = _listed(model, object_id, wanted.get(object_id), places, before, numbers)
        old, new = rows_of(before), rows_of(after)
        removed += old - new
        added += new - old
        if after is None:
            gone += [object_id] if before else []
        elif before is None or old != new:
            changed.append(after)
    if not (added or removed):
        return
    _write(added, removed, flips, using)
    if gone:
        Listed.objects.using(using).filter(kind=kind, object_id__in=gone).delete()
    rows = [
        (kind, one.object_id, one.seen, one.place, dumps(one.facets), dumps(one.orders))
        for one in changed
    ]
    put(Listed, ("kind", "object_id"), ("seen", "place", "facets", "orders"), rows, using)


def wrong_listings(model: type[Record], ids: Collection[int], using: str) -> list[int]:
    """Those of the records that are listed otherwise than the database says; changes nothing."""
    kind = str(model._meta.model_name)
    stored = {listed.object_id: listed for listed in _stored(kind, using, ids=[*ids])}
    reader = RowReader(using)
    places = _places(model, (), set(ids), reader)
    wanted = _wanted(model, ids, reader)
    # What has no facet yet should have one.
    numbers = defaultdict(lambda: NOWHERE, _known_numbers(kind, using))
    after = {pk: _listed(model, pk, wanted.get(pk), places, None, numbers) for pk in ids}
    return [pk for pk in ids if rows_of(stored.get(pk)) != rows_of(after[pk])]


def forget_listings(kind: str, ids: Collection[int], using: str) -> None:
    """Takes records that are gone out of all lists."""
    rows = Listed.objects.using(using).filter(kind=kind, object_id__in=ids)
    found = list(rows)
    if found:
        flips = Flips()
        _write([], [row for listed in found for row in rows_of(listed)], flips, using)
        flips.write(using)
        rows.delete()


@KeptStatement
def _stored(kind: str, using: str, *, ids: list[int]) -> models.QuerySet[Listed, Listed]:
    return Listed.objects.using(using).filter(kind=kind, object_id__in=ids)


def _places(
    model: type[Record], records: Iterable[Any], unlisted: Collection[int], reader: RowReader
) -> dict[int, dict[str, bytes]]:
    """Where records stand in each order of their list, the usual one first."""
    if not has_list(model):
        return {}
    rows = {record.pk: record for record in records}
    if missing := unlisted - rows.keys():
        prefetched: tuple[str, ...] = model.search_prefetch  # type: ignore[attr-defined] # what has a list is found too
        rows |= {record.pk: record for record in reader.read(model, missing, *prefetched)}
    with translation.override(settings.LANGUAGE_CODE):
        return {pk: record.list_places() for pk, record in rows.items()}


def places_of(record: Any) -> dict[str, bytes]:
    """Where a record stands in each order of its list, the same in every language."""
    with translation.override(settings.LANGUAGE_CODE):
        places: dict[str, bytes] = record.list_places()
    return places


def first_listed(
    kind: str, facet: str, value: str | int, audience: Audience, limit: int
) -> models.QuerySet[Any, Any]:
    """The numbers of the first records in the list of a facet, for inside a statement."""
    seen = [Seen.BY_ALL, *([Seen.BY_EDITORS] if audience is Audience.EDITORS else [])]
    listed = Listing.objects.filter(
        facet__kind=kind, facet__name=facet, facet__value=value, seen__in=seen
    )
    return listed.order_by("place", "object_id").values("object_id")[:limit]


def _wanted(model: type[Record], ids: Collection[int], reader: RowReader) -> dict[int, Lists]:
    seen_by = _who_sees(model, reader.using, ids=[*ids])
    wanted = {pk: Lists(seen, pk.to_bytes(8, "big")) for pk, seen in seen_by}
    for facet in facets_of(model):
        for pk, value in facet.values(model, wanted.keys(), reader):
            wanted[pk].values[facet.name].add(str(value))
    for facet in facets_of(model):
        for lists in wanted.values():
            if isinstance(facet, Related) and facet.but_not:
                lists.values[facet.name] -= lists.values[facet.but_not]
            if facet.absent and not lists.values[facet.name]:
                lists.values[facet.name] = {NOT_STATED}
    return wanted


@KeptStatement
def _who_sees(model: type[Record], using: str, *, ids: list[int]) -> models.QuerySet[Any, Any]:
    rows: models.QuerySet[Any] = models.QuerySet(model, using=using)
    seen = Case(
        When(model.visible_condition(Audience.PUBLIC), then=Value(Seen.BY_ALL.value)),
        When(model.visible_condition(Audience.EDITORS), then=Value(Seen.BY_EDITORS.value)),
        default=Value(Seen.BY_NOBODY.value),
        output_field=IntegerField(),
    )
    return rows.filter(pk__in=ids).order_by().values_list("pk", seen)


def _facet_numbers(
    kind: str,
    wanted: Mapping[int, Lists],
    places: Mapping[int, Mapping[str, bytes]],
    using: str,
) -> dict[tuple[str, str], int]:
    keys = {(name, value) for lists in wanted.values() for name in lists.values
            for value in lists.values[name]}  # fmt: skip
    keys |= {(ORDER, order) for orders in places.values() for order in [*orders][1:]}
    keys.add((ALL, ""))
    found = _known_numbers(kind, using)
    missing = [FacetRow(kind=kind, name=name, value=value) for name, value in keys - found.keys()]
    if missing:
        FacetRow.objects.using(using).bulk_create(missing, ignore_conflicts=True)
        return _facet_numbers(kind, wanted, places, using)
    return found


def _known_numbers(kind: str, using: str) -> dict[tuple[str, str], int]:
    return {(name, value): number for number, name, value in _facets(kind, using)}


@KeptStatement
def _facets(kind: str, using: str) -> models.QuerySet[FacetRow, tuple[int, str, str]]:
    return FacetRow.objects.using(using).filter(kind=kind).values_list("pk", "name", "value")


def _listed(
    model: type[Record],
    object_id: int,
    lists: Lists | None,
    places: Mapping[int, Mapping[str, bytes]],
    before: Listed | None,
    numbers: Mapping[tuple[str, str], int],
) -> Entry | None:
    if lists is None:
        return None
    whole = [numbers[ALL, ""]] if has_list(model) else []
    facets = whole + [
        numbers[name, value] for name, values in lists.values.items() for value in values
    ]
    if not facets:
        return None
    place, orders = lists.place, {}
    if object_id in places:
        (_usual, place), *others = places[object_id].items()
        orders = {str(numbers[ORDER, order]): key.hex() for order, key in others}
    elif before:
        place, orders = bytes(before.place), before.orders
    return Entry(object_id, lists.seen, place, sorted(facets), orders)


def rows_of(listed: Listed | Entry | None) -> set[Row]:
    if listed is None:
        return set()
    seen, place, object_id = listed.seen, bytes(listed.place), listed.object_id
    usual = {(facet, seen, place, object_id) for facet in listed.facets}
    orders = {
        (int(facet), seen, bytes.fromhex(other), object_id)
        for facet, other in listed.orders.items()
    }
    return usual | orders


def _write(added: list[Row], removed: list[Row], flips: Flips, using: str) -> None:
    with connections[using].cursor() as cursor:
        if removed:
            cursor.executemany(
                "DELETE FROM catalogue_listing"
                " WHERE facet_id = %s AND seen = %s AND place = %s AND object_id = %s",
                removed,
            )
        if added:
            cursor.executemany(
                "INSERT INTO catalogue_listing (facet_id, seen, place, object_id)"
                " VALUES (%s, %s, %s, %s)",
                # In the order of the table, so that rows beside one another are written together.
                sorted(added),
            )
    for facet, seen, _place, object_id in (*removed, *added):
        flips.flip(facet, seen, object_id)
    flips.write_if_many(using)
