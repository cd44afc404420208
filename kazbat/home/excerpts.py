"""Of each measure and subject, no more figures than a glance takes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from catalogue.bits import Sets
from catalogue.facets import NOT_STATED
from catalogue.selection import Selection
from missions.conflicts import mark_contested
from missions.models import Claim, Measure, Mission, Rotation
from missions.models.claim import ClaimQuerySet
from records.audience import Audience

CLAIMS_SHOWN = 2
"""Of one measure and subject, where not all are shown."""
MOST_SHOWN = 4
"""So few are shown whole: a line that leads to the others would save next to nothing."""


@dataclass(frozen=True)
class Excerpt:
    """What is stated of one measure and one subject: all of it, or the beginning."""

    measure: Measure
    mission: Mission | None
    """The first that they are about."""
    claims: list[Claim]
    there_are_more: bool

    @property
    def address_of_all(self) -> str:
        """The list of claims, narrowed to the measure and the mission, or to what is about none."""
        mission = self.mission.slug if self.mission else NOT_STATED
        query = urlencode({"mission": mission, "measure": self.measure.slug})
        return f"{reverse('missions:claim-list')}?{query}"

    def count_of_all(self, audience: Audience, read: Sets) -> int:
        """How many claims that list holds."""
        mission = str(self.mission.pk) if self.mission else NOT_STATED
        chosen = {"mission": mission, "measure": str(self.measure.pk)}
        return Selection("claim", audience, chosen, read=read).count


def first_figures(audience: Audience) -> ClaimQuerySet:
    """Of each measure and subject as many as are ever shown, and one to tell of the others."""
    figures = Claim.objects.visible_to(audience).filter(measure__isnull=False)
    order: Any = figures.in_reading_order().query.order_by
    links = Claim.missions.through._default_manager.filter(claim=OuterRef("pk"))
    first_mission = Subquery(links.order_by("mission").values("mission")[:1])
    subject: list[Any] = ["measure", "rotation", "unit", first_mission]
    place = Window(RowNumber(), partition_by=subject, order_by=order)
    few = figures.order_by().annotate(place=place).filter(place__lte=MOST_SHOWN + 1)
    # Whether a figure is contested is asked of these few alone.
    shown = mark_contested(Claim.objects.filter(pk__in=few.values("pk")), audience)
    return shown.select_related("measure", "unit", "rotation__mission").in_reading_order()


def by_subject(figures: Iterable[Claim]) -> list[Excerpt]:
    """Those of one measure together; `measure` and what they are about must be loaded."""
    groups: dict[Any, list[Claim]] = {}
    for claim in figures:
        subject = (claim.measure_id, frozenset((type(one), one.pk) for one in claim.subjects))
        groups.setdefault(subject, []).append(claim)
    return [_excerpt(claims) for claims in groups.values()]


def _excerpt(claims: list[Claim]) -> Excerpt:
    measure = claims[0].measure
    assert measure
    subject = next(iter(claims[0].subjects), None)
    about = subject.mission if isinstance(subject, Rotation) else subject
    there_are_more = len(claims) > MOST_SHOWN
    shown = claims[:CLAIMS_SHOWN] if there_are_more else claims
    return Excerpt(measure, about if isinstance(about, Mission) else None, shown, there_are_more)
