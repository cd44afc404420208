from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from missions.conflicts import mark_contested, opponents
from missions.models import Claim, Comparison, Mission, Series
from missions.models.claim import ClaimQuerySet
from missions.series_beside import Beside
from records.answers import Answer
from records.audience import Audience
from records.models import Record
from records.prefetching import Link, attach_links
from sources.evidence import Evidence
from sources.linked_data import Data, exact, quotations, thing
from sources.pages import ListPage, RecordPage
from sources.record_json import link_to

from .beside import beside, series_about

COUNTRY = _("Kazakhstan")
FIGURES_BESIDE = 50
"""So many other figures the page of one shows at most."""


def with_subjects(claims: ClaimQuerySet, audience: Audience) -> ClaimQuerySet:
    """Claims with what they are about, and whether they are contested."""
    return mark_contested(claims, audience).select_related(
        "measure", "counted__part_of__part_of", "rotation__mission", "unit"
    )


def about(claim: Claim) -> dict[str, Any]:
    """What a claim is about, for its JSON, the country too; a figure with its moment."""
    subjects = list(map(link_to, claim.subjects))
    found: dict[str, Any] = {"about": subjects or [{"label": str(COUNTRY), "address": None}]}
    if figure := claim.figure_in_words:
        found["figure"] = figure
    if claim.measure:
        found["nature"] = claim.measure.get_nature_display()
    return found


def links_of(claims: Sequence[Claim]) -> list[Link]:
    """The relations of claims that a page shows."""
    return [Link(Claim.missions, claims, also=("acronym",))]


@dataclass(frozen=True)
class ClaimsPage(RecordPage):
    """A page that shows claims; what it says of their conflicts."""

    def claims_data(self, site: str) -> list[Data]:
        """The claims about the page's record, by name."""
        return [thing("Claim", claim, site) for claim in self.claims]

    @property
    def claims(self) -> list[Claim]:
        raise NotImplementedError

    @cached_property
    def opponents(self) -> dict[int, list[Claim | Series]]:
        contested = [one for one in self.claims if getattr(one, "is_contested", False)]
        return opponents(contested, self.audience) if contested else {}

    def conflicts_of(self, record: Record) -> list[Claim | Series]:
        return self.opponents.get(record.pk, []) if isinstance(record, Claim) else []

    def more_of(self, record: Record) -> dict[str, Any]:
        return about(record) if isinstance(record, Claim) else {}


@dataclass(frozen=True)
class ClaimListPage(ListPage):
    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)

    @classmethod
    def read(cls, rows: Sequence[Claim], audience: Audience) -> Self:
        attach_links(*links_of(rows), audience=audience)
        return super().read(rows, audience)


@dataclass(frozen=True)
class ClaimPage(ClaimsPage):
    claim: Claim
    other_figures: list[Claim]
    """Of the same measure, about all that this one is about."""
    against: dict[int, list[Claim | Series]]
    """With which claims and series each of the figures here is in conflict, by its number."""
    conflicts: list[Claim]
    """The claims that cannot be true together with this one, or hardly can."""
    beside: list[Beside]
    """What series print of the time of which this figure is true."""
    comparisons: list[Comparison]
    """What the editors say of it beside other claims."""

    @property
    def record(self) -> Claim:
        return self.claim

    @property
    def claims(self) -> list[Claim]:
        return [self.claim, *self.other_figures]

    def linked_data(self, site: str) -> Data:
        subjects = self.claim.subjects
        return {
            "@type": "Claim",
            "text": self.claim.text,
            "url": site + self.claim.get_absolute_url(),
            "about": [thing("Thing", subject, site) for subject in subjects]
            or {"@type": "Country", "name": COUNTRY},
            "temporalCoverage": exact(self.claim.period),
            "appearance": quotations(self.evidence.of(self.claim), site),
        }

    def conflicts_of(self, record: Record) -> list[Claim | Series]:
        return self.against.get(record.pk, [])

    def more_of(self, record: Record) -> dict[str, Any]:
        if record is not self.claim:
            return super().more_of(record)
        compared = [
            link_to(one.across_from(self.claim))
            | {
                "verdict": one.verdict,
                "verdict_in_words": one.get_verdict_display(),
                "reason": one.reason,
            }
            for one in self.comparisons
        ]
        return super().more_of(record) | {"comparisons": compared}

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {"other_figures": self.other_figures}

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)

    @classmethod
    def read(cls, record: Claim, audience: Audience) -> Self:
        attach_links(*links_of([record]), audience=audience)
        series = series_about(record, audience)
        other_figures = _figures_beside(record, series, audience)
        # What series say against these figures, they say beside them.
        against = opponents([record, *other_figures], audience, series_too=False)
        comparisons = Comparison.objects.visible_to(audience).filter(
            Q(claim=record) | Q(other=record)
        )
        evidence = Evidence([record, *other_figures, *series], audience)
        beside_all = beside([record, *other_figures], series, evidence) if series else []
        for one in beside_all:
            if one.answer is Answer.NO:
                against.setdefault(one.claim.pk, []).append(one.series)
        return cls(
            claim=record,
            other_figures=other_figures,
            against=against,
            conflicts=[one for one in against.get(record.pk, []) if isinstance(one, Claim)],
            beside=[one for one in beside_all if one.claim is record],
            comparisons=list(comparisons.select_related("claim", "other")),
            evidence=evidence,
        )


def _figures_beside(claim: Claim, series: list[Series], audience: Audience) -> list[Claim]:
    """Other figures of the same measure and subject, the first of them.

    What series are about is read with what they are about.
    """
    if not claim.measure:
        return []
    of_same = Claim.objects.visible_to(audience).filter(
        measure=claim.measure, rotation=claim.rotation, unit=claim.unit
    )
    missions = missions_of(claim)
    of_same = of_same.about(*missions) if missions else of_same.filter(missions=None)
    figures = list(
        with_subjects(of_same, audience).exclude(pk=claim.pk).in_reading_order()[:FIGURES_BESIDE]
    )
    attach_links(*links_of(figures), Link(Series.missions, series), audience=audience)
    return [one for one in figures if missions_of(one) == missions]


def missions_of(claim: Claim) -> set[Mission]:
    return {one for one in claim.subjects if isinstance(one, Mission)}
