"""Claims that cannot all be true: by their figures, or because the editors say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from records.answers import Answer
from records.audience import Audience
from records.models import PublicationState
from records.pagination import with_count
from records.partial_dates import PartialDate
from records.statements import KeptStatement
from sources.models import Stance

from .comparing import Figure, can_both_be_true
from .models import (
    Claim,
    Comparison,
    Contradiction,
    Counted,
    Series,
    SeriesContradiction,
    Verdict,
)
from .models.claim import ClaimCitation, ClaimQuerySet

FIGURES_AT_ONCE = 500


def mark_contested(claims: ClaimQuerySet, audience: Audience) -> ClaimQuerySet:
    """Adds `is_contested`: in conflict with a claim, or a series, that the audience sees."""
    against = opposed(audience).filter(claim=OuterRef("pk"))
    series = SeriesContradiction.objects.filter(
        Series.visible_condition(audience, "series__"), claim=OuterRef("pk")
    )
    return claims.annotate(is_contested=Exists(against) | Exists(series))


def contradictions(audience: Audience) -> models.QuerySet[Contradiction]:
    """Pairs of claims that the audience sees, each pair once."""
    pairs = opposed(audience).filter(Claim.visible_condition(audience, "claim__"))
    return pairs.filter(claim__lt=models.F("other"))


def opposed(audience: Audience) -> models.QuerySet[Contradiction]:
    """From any claim to those that the audience sees and that contradict it."""
    return Contradiction.objects.filter(Claim.visible_condition(audience, "other__"))


def said_by_editors(audience: Audience) -> models.QuerySet[Comparison]:
    """The claims that editors set against each other, as far as the audience sees both."""
    return Comparison.objects.visible_to(audience).filter(verdict=Verdict.CONFLICT)


def series_contradictions(audience: Audience) -> models.QuerySet[SeriesContradiction]:
    """Claims and series that contradict each other, as far as the audience sees both."""
    return SeriesContradiction.objects.filter(
        Claim.visible_condition(audience, "claim__"), Series.visible_condition(audience, "series__")
    )


def opponents(
    claims: Iterable[Claim], audience: Audience, *, series_too: bool = True
) -> dict[int, list[Claim | Series]]:
    """The claims and series with which each is in conflict, by its number."""
    found: dict[int, list[Claim | Series]] = defaultdict(list)
    numbers = [claim.pk for claim in claims]
    pairs = opposed(audience).filter(claim__in=numbers)
    for pair in pairs.select_related("other").order_by("claim", "other__slug"):
        found[pair.claim_id].append(pair.other)
    if not series_too:
        return found
    printed = series_contradictions(audience).filter(claim__in=numbers)
    for one in printed.select_related("series").order_by("claim", "series__slug"):
        found[one.claim_id].append(one.series)
    return found


def first_opponents(claim: Claim, audience: Audience, limit: int) -> list[Contradiction]:
    """Some of the claims with which one is in conflict, each with the count of all."""
    pairs = opposed(audience).filter(claim=claim)
    return list(with_count(pairs).select_related("other").order_by("other__slug")[:limit])


# --- Found when claims change -------------------------------------------------------------------


def find_contradictions(ids: Collection[int], using: str) -> None:
    """Makes what stands against these claims what the database says; see `Contradiction`."""
    said = _said_by_editors(ids, using)
    wanted = dict.fromkeys(said[Verdict.CONFLICT], True)
    excused = said[Verdict.NO_CONFLICT]
    for pair in _by_figures(set(ids), using):
        if pair not in excused:
            wanted.setdefault(pair, False)
    both_ways = {
        ordered: said for (one, other), said in wanted.items()
        for ordered in ((one, other), (other, one))
    }  # fmt: skip
    rows = Contradiction.objects.using(using)
    known = {(row.claim_id, row.other_id): row for row in _stored(using, ids=[*ids])}
    gone = [row.pk for pair, row in known.items() if both_ways.get(pair) is not row.said_by_editors]
    if gone:
        rows.filter(pk__in=gone).delete()
    rows.bulk_create(
        Contradiction(claim_id=one, other_id=other, said_by_editors=said)
        for (one, other), said in both_ways.items()
        if (one, other) not in known or known[one, other].pk in gone
    )


Pair = tuple[int, int]


@KeptStatement
def _stored(using: str, *, ids: list[int]) -> models.QuerySet[Contradiction, Contradiction]:
    return Contradiction.objects.using(using).filter(Q(claim__in=ids) | Q(other__in=ids))


def _said_by_editors(ids: Collection[int], using: str) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for verdict, one, other in _compared(using, ids=[*ids]):
        found[verdict].append((min(one, other), max(one, other)))
    return found


@KeptStatement
def _compared(using: str, *, ids: list[int]) -> models.QuerySet[Comparison, Any]:
    said = Comparison.objects.using(using).filter(Q(claim__in=ids) | Q(other__in=ids))
    return said.order_by().values_list("verdict", "claim_id", "other_id")


def _by_figures(ids: set[int], using: str) -> Iterable[Pair]:
    groups: dict[Any, dict[int, Figure]] = defaultdict(dict)
    for pk, figure in _figures_beside(ids, using):
        groups[figure.subject, figure.planned][pk] = figure
    for group in groups.values():
        for pk in ids & group.keys():
            for other, figure in group.items():
                # Of two that have both changed, one look is enough.
                if other == pk or (other in ids and other < pk):
                    continue
                if can_both_be_true(group[pk], figure) is Answer.NO:
                    yield min(pk, other), max(pk, other)


def _figures_beside(ids: Collection[int], using: str) -> Iterable[tuple[int, Figure]]:
    """The figures among these claims, and all others of which any may be held against one."""
    numbers: set[int] = set()
    measures: set[int] = set()
    for pk, *its_measures in _measures_of(using, ids=[*ids]):
        numbers.add(pk)
        measures.update(filter(None, its_measures))
    if not numbers:
        return []
    numbers.update(_beside(using, own=sorted(numbers), measures=sorted(measures)))
    return read_figures(numbers, using)


@KeptStatement
def _measures_of(using: str, *, ids: list[int]) -> models.QuerySet[Any, Any]:
    """Of each figure its measure, and those that are held against it."""
    figures = _not_withdrawn(using).filter(pk__in=ids)
    return figures.values_list("pk", "measure", "measure__largest_of", "measure__largest")


@KeptStatement
def _beside(using: str, *, own: list[int], measures: list[int]) -> models.QuerySet[Any, Any]:
    """The figures of these measures about any of what figures are about.

    A statement for each: of all in one condition, no index could find them.
    """
    figures = _not_withdrawn(using)
    some, same = figures.filter(pk__in=own), figures.filter(measure__in=measures)
    links: models.QuerySet[Any] = models.QuerySet(Claim.missions.through, using=using)
    missions = links.filter(claim__in=own).values("mission")
    of_missions = same.filter(pk__in=links.filter(mission__in=missions).values("claim"))
    of_others = [
        same.filter(**{f"{name}__in": some.filter(**{f"{name}__isnull": False}).values(name)})
        for name in ("rotation", "unit")
    ]
    country = Q(rotation__isnull=True, unit__isnull=True) & ~Exists(
        links.filter(claim=OuterRef("pk"))
    )
    of_country = same.filter(country, Exists(some.filter(country)))
    first, *others = (
        rows.values_list("pk", flat=True) for rows in (of_missions, *of_others, of_country)
    )
    return first.union(*others, all=True)


def _not_withdrawn(using: str) -> models.QuerySet[Any]:
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: models.QuerySet[Any] = models.QuerySet(Claim, using=using)
    return (
        rows.filter(measure__isnull=False, value__isnull=False)
        .exclude(state=PublicationState.WITHDRAWN)
        .order_by()
    )


def read_figures(ids: Iterable[int], using: str) -> Iterable[tuple[int, Figure]]:
    """What decides about those of these claims that are figures, as stored."""
    numbers = sorted(set(ids))
    for start in range(0, len(numbers), FIGURES_AT_ONCE):
        claims = _figures(using, ids=numbers[start : start + FIGURES_AT_ONCE])
        if not claims:
            continue
        batch = [claim.pk for claim in claims]
        missions, published = _missions_of(batch, using), _published(batch, using)
        wholes = read_wholes(using)
        for claim in claims:
            pk = claim.pk
            yield (
                pk,
                Figure.of(claim, missions[pk], wholes.get(claim.counted_id, ()), published[pk]),
            )


@KeptStatement
def _figures(using: str, *, ids: list[int]) -> models.QuerySet[Any]:
    return _not_withdrawn(using).filter(pk__in=ids).select_related("measure")


def _missions_of(ids: list[int], using: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for claim, mission in _linked_missions(using, ids=ids):
        found[claim].append(mission)
    return found


@KeptStatement
def _linked_missions(using: str, *, ids: list[int]) -> models.QuerySet[Any, tuple[int, int]]:
    links: models.QuerySet[Any] = models.QuerySet(Claim.missions.through, using=using)
    return links.filter(claim__in=ids).values_list("claim_id", "mission_id")


def _published(ids: list[int], using: str) -> dict[int, set[PartialDate]]:
    """When the sources were published that say so, for each claim."""
    found: dict[int, set[PartialDate]] = defaultdict(set)
    for claim, published in _dates_of_sources(using, ids=ids):
        if published:
            found[claim].add(published)
    return found


@KeptStatement
def _dates_of_sources(using: str, *, ids: list[int]) -> models.QuerySet[Any, tuple[int, Any]]:
    cited: models.QuerySet[Any] = models.QuerySet(ClaimCitation, using=using)
    rows = cited.filter(claim__in=ids).exclude(stance=Stance.DIFFERS).order_by()
    return rows.values_list("claim_id", "passage__source__published")


def read_wholes(using: str) -> dict[int, list[int]]:
    """What each kind of counted thing is part of; a small vocabulary, read whole."""
    rows = {row.pk: row for row in _counted(using)}
    for row in rows.values():
        row.part_of = rows.get(row.part_of_id)
    return {pk: [whole.pk for whole in row.wholes()] for pk, row in rows.items()}


@KeptStatement
def _counted(using: str) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = models.QuerySet(Counted, using=using)
    return rows
