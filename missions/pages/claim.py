from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from missions.conflicts import mark_contested, opponents
from missions.models import Claim, Comparison, Mission, Series, Verdict
from missions.models.claim import ClaimQuerySet
from missions.series_beside import Beside
from records.audience import Audience
from records.models import Record
from records.prefetching import Link, attach_links
from sources.evidence import Evidence
from sources.linked_data import Data, exact, quotations, thing
from sources.pages import ListPage, RecordPage
from sources.record_json import citation_as_json, link_to

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
class Opposing:
    """A claim that cannot be true together with another one, or hardly can."""

    claim: Claim
    comparison: Comparison | None
    """What the editors say of the two; none where the figures alone say it."""


@dataclass(frozen=True)
class ClaimPage(ClaimsPage):
    claim: Claim
    other_figures: list[Claim]
    """Of the same measure, about all that this one is about."""
    against: dict[int, list[Claim | Series]]
    """With which claims and series each of the figures here is in conflict, by its number."""
    opposing: list[Opposing]
    figures_not_against_it: list[Claim]
    beside: list[Beside]
    """What series print of the time of which this figure is true."""
    comparisons: list[Comparison]
    """What the editors say of it beside other claims."""
    no_contradictions: list[Comparison]
    """Those of them that say that the two do not contradict each other."""

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
        said: list[tuple[Record, Verdict, str]] = [
            *(
                (one.across_from(self.claim), Verdict(one.verdict), one.reason)
                for one in self.comparisons
            ),
            *((one.series, Verdict.NO_CONFLICT, one.reason) for one in self.beside if one.reason),
        ]
        compared = [
            link_to(other)
            | {"verdict": verdict, "verdict_in_words": str(verdict.label), "reason": why}
            for other, verdict, why in said
        ]
        against = [
            link_to(one.claim)
            | {"citations": list(map(citation_as_json, self.evidence.of(one.claim)))}
            for one in self.opposing
        ]
        return super().more_of(record) | {"against": against, "comparisons": compared}

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
        comparisons = list(
            Comparison.objects.visible_to(audience)
            .filter(Q(claim=record) | Q(other=record))
            .select_related("claim", "other")
        )
        opposing = _opposing(against.get(record.pk, []), record, comparisons)
        evidence = Evidence(
            [record, *other_figures, *series, *(one.claim for one in opposing)], audience
        )
        beside_all = beside([record, *other_figures], series, evidence, audience)
        for one in beside_all:
            if one.is_conflict:
                against.setdefault(one.claim.pk, []).append(one.series)
        return cls(
            claim=record,
            other_figures=other_figures,
            against=against,
            opposing=opposing,
            figures_not_against_it=[
                one for one in other_figures if one not in {o.claim for o in opposing}
            ],
            beside=[one for one in beside_all if one.claim is record],
            comparisons=comparisons,
            no_contradictions=[c for c in comparisons if c.verdict == Verdict.NO_CONFLICT],
            evidence=evidence,
        )


def _opposing(
    against: Sequence[Claim | Series], claim: Claim, comparisons: Sequence[Comparison]
) -> list[Opposing]:
    compared = {one.across_from(claim): one for one in comparisons}
    return [Opposing(one, compared.get(one)) for one in against if isinstance(one, Claim)]


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
