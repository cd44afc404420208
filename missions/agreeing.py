"""Claims that say the same: a source that agrees is evidence for the claim that is there."""

from __future__ import annotations

from collections.abc import Collection

from records.models import QUANTITY, PublicationState

from .models import Claim, Mission

IDENTIFYING = (
    "measure", "counted", "rotation", "unit", "period", "planned",
    *(name for name in QUANTITY if name != "noun"),
)  # fmt: skip
"""What two figures must have alike to be one claim, beside what they are about and within whose
contingent."""


def saying_the_same(claim: Claim, missions: Collection[Mission]) -> list[Claim]:
    """Other claims that state the same figure; the claim and its links need not be saved.

    Two that are true when their sources were published are of two moments.
    """
    if not claim.measure or claim.as_of_source:
        return []
    stated = {name: getattr(claim, name) for name in IDENTIFYING if name != "period"}
    alike = Claim.objects.filter(
        **{name: value for name, value in stated.items() if value is not None},
        **{f"{name}__isnull": True for name, value in stated.items() if value is None},
        period=claim.period or "",
        as_of_source=False,
    )
    others = alike.exclude(pk=claim.pk).exclude(state=PublicationState.WITHDRAWN)
    if missions:
        others = others.about(*missions)
    wanted = {mission.pk for mission in missions}
    found = others.order_by("slug").prefetch_related("missions")
    return [
        one
        for one in found
        if one.host == claim.host and {mission.pk for mission in one.missions.all()} == wanted
    ]
