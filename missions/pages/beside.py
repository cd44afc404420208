"""Claims and series that speak of the same: what a page shows of the one beside the other."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from missions.figures import figure_of
from missions.models import Claim, Mission, Nature, Series, SeriesComparison
from missions.series_beside import Beside, met
from records.audience import Audience
from records.prefetching import Link, attach_links
from sources.evidence import Evidence

SERIES_BESIDE = CLAIMS_BESIDE = 50
"""So many the page of one looks at."""
NATURES = (Nature.MOMENT, Nature.LARGEST)
"""What a strength at a moment is held against."""


def series_about(claim: Claim, audience: Audience) -> list[Series]:
    """Series that may print what a claim says, about the same; their links are not read."""
    if not claim.measure or claim.measure.nature not in NATURES or claim.rotation_id:
        return []
    measures = [claim.measure_id, claim.measure.largest_of_id]
    series = Series.objects.visible_to(audience).filter(measure__in=measures, unit=claim.unit)
    missions = [one for one in claim.subjects if isinstance(one, Mission)]
    series = series.about(*missions) if missions else series.filter(missions=None)
    return list(series.select_related("counted__part_of__part_of", "unit")[:SERIES_BESIDE])


def claims_about(series: Series, audience: Audience) -> Sequence[Claim]:
    """Claims that may say what a series prints, about the same."""
    claims = Claim.objects.visible_to(audience).filter(
        Q(measure=series.measure) | Q(measure__largest_of=series.measure),
        unit=series.unit, rotation=None, value__isnull=False, planned=False,
    )  # fmt: skip
    missions = [one for one in series.subjects if isinstance(one, Mission)]
    claims = claims.about(*missions) if missions else claims.filter(missions=None)
    claims = claims.select_related("measure", "counted__part_of__part_of", "unit")
    found = list(claims.in_reading_order()[:CLAIMS_BESIDE])
    attach_links(Link(Claim.missions, found), audience=audience)
    return found


def beside(
    claims: Sequence[Claim], series: Sequence[Series], evidence: Evidence, audience: Audience
) -> list[Beside]:
    """Each claim with each series of which a number is of its time."""
    if not (claims and series):
        return []
    compared = SeriesComparison.objects.visible_to(audience).filter(
        claim__in=claims, series__in=series
    )
    reasons = {(one.claim_id, one.series_id): one.reason for one in compared}
    found = []
    for one in series:
        subject = frozenset((str(about._meta.model_name), about.pk) for about in one.subjects)
        wholes = [whole.pk for whole in one.counted.wholes()] if one.counted else []
        for claim in claims:
            numbers = met(figure_of(claim, evidence), one, subject, wholes)
            if numbers:
                reason = reasons.get((claim.pk, one.pk), "")
                found.append(Beside(claim, one, numbers, reason))
    return found
