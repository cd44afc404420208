"""Claims that cannot all be true: figures by their bounds, and what the editors link."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from records.answers import Answer
from records.audience import Audience
from records.periods import may_overlap
from records.prefetching import linked
from records.quantities import highest_bound, lowest_bound

from .models import Claim
from .models.claim import ClaimQuerySet


def in_conflict(one: Claim, other: Claim) -> bool:
    """Whether two figures cannot both be true; `conflicting` says the same in SQL.

    What is stated of several missions jointly is in conflict with nothing that is stated of one.
    """
    return (
        one.measure_id == other.measure_id
        and _subject(one) == _subject(other)
        and not _both_fit_one_number(one, other)
        and not _surely_at_different_times(one, other)
        and not (linked(one, "stated_jointly_with") or linked(other, "stated_jointly_with"))
    )


def has_conflict(figures: Iterable[Claim]) -> bool:
    """Whether some two of them cannot both be true."""
    return any(in_conflict(one, other) for one, other in combinations(figures, 2))


def _subject(claim: Claim) -> tuple[int | None, ...]:
    return claim.mission_id, claim.rotation_id, claim.unit_id


def _both_fit_one_number(one: Claim, other: Claim) -> bool:
    if one.quantity is None or other.quantity is None:
        return True
    return one.quantity.compatible(other.quantity)


def _surely_at_different_times(one: Claim, other: Claim) -> bool:
    if one.period is None or other.period is None:
        return False
    return one.period.overlap(other.period) is Answer.NO


def conflicting(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The figures that are too high for another of the claims to be true as well.

    So every two in conflict are found by the higher one. No more than pairs need
    be looked at: of bounds that fit two by two, all fit one number.
    """
    figures = _with_bounds(claims).filter(measure__isnull=False, stated_jointly_with__isnull=True)
    return figures.filter(_beside(figures.filter(Q(highest__lt=OuterRef("lowest")))))


def mark_contested(claims: ClaimQuerySet, audience: Audience) -> ClaimQuerySet:
    """Adds `is_contested`: in conflict with a claim that the audience sees, or linked to one."""
    others = Claim.objects.visible_to(audience)
    unfit = _with_bounds(others).filter(
        Q(highest__lt=OuterRef("lowest")) | Q(lowest__gt=OuterRef("highest")),
        stated_jointly_with__isnull=True,
    )
    # Not by a join: a claim of several missions would come several times.
    jointly = Claim.stated_jointly_with.through._default_manager.filter(claim=OuterRef("pk"))
    linked = others.filter(conflicts_with=OuterRef("pk"))
    return _with_bounds(claims).annotate(
        is_contested=Q(Exists(linked)) | ~Q(Exists(jointly)) & _beside(unfit)
    )


def _with_bounds(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.alias(
        lowest=lowest_bound("comparator", "value"), highest=highest_bound("comparator", "value")
    )


def _beside(others: ClaimQuerySet) -> Q:
    """That one of the others has the same subject and measure and may be of the same time."""
    others = others.filter(may_overlap("period"), measure=OuterRef("measure"))
    # One look-up for each thing that a claim can be about, so that each finds its index.
    country = Q(mission__isnull=True, rotation__isnull=True, unit__isnull=True)
    found = country & Q(Exists(others.filter(country)))
    for subject in ("mission", "rotation", "unit"):
        same = Q(Exists(others.filter(**{subject: OuterRef(subject)})))
        found |= Q(**{f"{subject}__isnull": False}) & same
    return found


def linked_pairs(audience: Audience) -> QuerySet[Any]:
    """The pairs of claims that the editors link as a conflict, each pair once."""
    links: QuerySet[Any] = Claim.conflicts_with.through._default_manager.filter(
        from_claim__lt=F("to_claim")
    )
    return links.filter(
        Claim.visible_condition(audience, "from_claim__"),
        Claim.visible_condition(audience, "to_claim__"),
    )
