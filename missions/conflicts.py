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
from records.partial_dates import PartialDate
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
    against = Contradiction.objects.filter(
        Claim.visible_condition(audience, "other__"), claim=OuterRef("pk")
    )
    series = SeriesContradiction.objects.filter(
        Series.visible_condition(audience, "series__"), claim=OuterRef("pk")
    )
    return claims.annotate(is_contested=Exists(against) | Exists(series))


def contradictions(audience: Audience) -> models.QuerySet[Contradiction]:
    """Pairs of claims that the audience sees, each pair once."""
    return Contradiction.objects.filter(
        Claim.visible_condition(audience, "claim__"),
        Claim.visible_condition(audience, "other__"),
        claim__lt=models.F("other"),
    )


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
    pairs = Contradiction.objects.filter(
        Claim.visible_condition(audience, "other__"), claim__in=numbers
    )
    for pair in pairs.select_related("other").order_by("claim", "other__slug"):
        found[pair.claim_id].append(pair.other)
    if not series_too:
        return found
    printed = series_contradictions(audience).filter(claim__in=numbers)
    for one in printed.select_related("series").order_by("claim", "series__slug"):
        found[one.claim_id].append(one.series)
    return found


# --- Found when claims change -------------------------------------------------------------------


def find_contradictions(ids: Collection[int], using: str) -> None:
    """Makes what stands against these claims what the database says; see `Contradiction`."""
    wanted = dict.fromkeys(_said_by_editors(ids, Verdict.CONFLICT, using), True)
    excused = set(_said_by_editors(ids, Verdict.NO_CONFLICT, using))
    for pair in _by_figures(set(ids), using):
        if pair not in excused:
            wanted.setdefault(pair, False)
    both_ways = {
        ordered: said for (one, other), said in wanted.items()
        for ordered in ((one, other), (other, one))
    }  # fmt: skip
    rows = Contradiction.objects.using(using)
    stored = rows.filter(Q(claim__in=ids) | Q(other__in=ids))
    known = {(row.claim_id, row.other_id): row for row in stored}
    gone = [row.pk for pair, row in known.items() if both_ways.get(pair) is not row.said_by_editors]
    if gone:
        rows.filter(pk__in=gone).delete()
    rows.bulk_create(
        Contradiction(claim_id=one, other_id=other, said_by_editors=said)
        for (one, other), said in both_ways.items()
        if (one, other) not in known or known[one, other].pk in gone
    )


Pair = tuple[int, int]


def _said_by_editors(ids: Collection[int], verdict: Verdict, using: str) -> list[Pair]:
    said = Comparison.objects.using(using).filter(
        Q(claim__in=ids) | Q(other__in=ids), verdict=verdict
    )
    return [(min(pair), max(pair)) for pair in said.order_by().values_list("claim_id", "other_id")]


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
    claims = _not_withdrawn(using)
    own = claims.filter(pk__in=ids)
    measures = {
        number
        for numbers in own.order_by()
        .values_list("measure", "measure__largest_of", "measure__largest")
        .distinct()
        for number in numbers
        if number
    }
    if not measures:
        return []
    links: models.QuerySet[Any] = models.QuerySet(Claim.missions.through, using=using)
    missions = links.filter(claim__in=own.values("pk")).values("mission")
    same = claims.filter(measure__in=measures)
    numbers = set(own.values_list("pk", flat=True))
    numbers.update(
        same.filter(pk__in=links.filter(mission__in=missions).values("claim")).values_list(
            "pk", flat=True
        )
    )
    for name in ("rotation", "unit"):
        of_same = own.filter(**{f"{name}__isnull": False}).values(name)
        numbers.update(same.filter(**{f"{name}__in": of_same}).values_list("pk", flat=True))
    country = Q(rotation__isnull=True, unit__isnull=True) & ~Exists(
        links.filter(claim=OuterRef("pk"))
    )
    if own.filter(country).exists():
        numbers.update(same.filter(country).values_list("pk", flat=True))
    return read_figures(numbers, using)


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
    wholes = read_wholes(using)
    for start in range(0, len(numbers), FIGURES_AT_ONCE):
        batch = numbers[start : start + FIGURES_AT_ONCE]
        missions, published = _missions_of(batch, using), _published(batch, using)
        for claim in _not_withdrawn(using).filter(pk__in=batch).select_related("measure"):
            pk = claim.pk
            yield (
                pk,
                Figure.of(claim, missions[pk], wholes.get(claim.counted_id, ()), published[pk]),
            )


def _missions_of(ids: list[int], using: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    links: models.QuerySet[Any] = models.QuerySet(Claim.missions.through, using=using)
    for claim, mission in links.filter(claim__in=ids).values_list("claim_id", "mission_id"):
        found[claim].append(mission)
    return found


def _published(ids: list[int], using: str) -> dict[int, set[PartialDate]]:
    """When the sources were published that say so, for each claim."""
    found: dict[int, set[PartialDate]] = defaultdict(set)
    cited: models.QuerySet[Any] = models.QuerySet(ClaimCitation, using=using)
    rows = cited.filter(claim__in=ids).exclude(stance=Stance.DIFFERS).order_by()
    for claim, published in rows.values_list("claim_id", "passage__source__published"):
        if published:
            found[claim].add(published)
    return found


def read_wholes(using: str) -> dict[int, list[int]]:
    """What each kind of counted thing is part of; a small vocabulary, read whole."""
    read: models.QuerySet[Any] = models.QuerySet(Counted, using=using)
    rows = {row.pk: row for row in read}
    for row in rows.values():
        row.part_of = rows.get(row.part_of_id)
    return {pk: [whole.pk for whole in row.wholes()] for pk, row in rows.items()}
