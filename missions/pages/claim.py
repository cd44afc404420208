from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from missions.conflicts import mark_contested
from missions.models import Claim
from missions.models.claim import ClaimQuerySet
from records.audience import Audience
from records.links import Link, attach_links
from sources.evidence import Evidence
from sources.pages import ListPage, RecordPage


def with_subjects(claims: ClaimQuerySet, audience: Audience) -> ClaimQuerySet:
    """Claims with what they are about, and whether they are contested."""
    return mark_contested(claims, audience).select_related(
        "measure", "mission", "rotation__mission", "unit"
    )


@dataclass(frozen=True)
class ClaimListPage(ListPage):
    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)


@dataclass(frozen=True)
class ClaimPage(RecordPage):
    claim: Claim
    other_figures: list[Claim]
    """Of the same measure and subject."""

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)

    @classmethod
    def read(cls, record: Claim, audience: Audience) -> Self:
        other_figures = []
        if record.measure:
            of_same = Claim.objects.visible_to(audience).filter(
                mission=record.mission, rotation=record.rotation, unit=record.unit,
                measure=record.measure,
            )  # fmt: skip
            other_figures = list(with_subjects(of_same, audience).exclude(pk=record.pk))
        attach_links(
            Link(Claim.stated_jointly_with, [record, *other_figures]),
            Link(Claim.conflicts_with, [record]),
            audience=audience,
        )
        return cls(
            claim=record,
            other_figures=other_figures,
            evidence=Evidence([record, *other_figures], audience),
        )
