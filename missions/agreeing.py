"""Claims that say the same: a source that agrees is evidence for the claim that is there."""

from __future__ import annotations

from collections.abc import Collection

from records.models import QUANTITY, PublicationState

from .models import Claim, Mission, Nature

IDENTIFYING = (
    "measure", "counted", "rotation", "unit", "period", "planned",
    *(name for name in QUANTITY if name != "noun"),
)  # fmt: skip
"""What two figures must have alike to be one claim, beside the missions that they are about."""


def saying_the_same(claim: Claim, missions: Collection[Mission]) -> list[Claim]:
    """Other claims that state the same figure; the claim and its links need not be saved.

    Two that are true when their sources were published are of two moments, and so are two numbers
    that grow and have no date.
    """
    if not claim.measure or claim.as_of_source:
        return []
    if claim.measure.nature == Nature.RUNNING and not claim.period:
        return []
    alike = Claim.objects.filter(
        **{name: getattr(claim, name) for name in IDENTIFYING if getattr(claim, name) is not None},
        **{f"{name}__isnull": True for name in IDENTIFYING if getattr(claim, name) is None},
        as_of_source=False,
    )
    others = alike.exclude(pk=claim.pk).exclude(state=PublicationState.WITHDRAWN)
    if missions:
        others = others.about(*missions)
    wanted = {mission.pk for mission in missions}
    found = others.order_by("slug").prefetch_related("missions")
    return [one for one in found if {mission.pk for mission in one.missions.all()} == wanted]
