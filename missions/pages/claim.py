from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.facets import NOT_STATED
from missions.conflicts import first_opponents, mark_contested, opponents, opposed
from missions.models import Claim, Comparison, Mission, Rotation, Series, Unit, Verdict
from missions.models.claim import ClaimQuerySet
from missions.series_beside import Beside
from records.audience import Audience
from records.models import Record
from records.pagination import not_shown, with_count
from records.prefetching import Link, attach_links
from sources.evidence import Evidence
from sources.linked_data import Data, exact, quotations, thing
from sources.pages import ListPage, RecordPage
from sources.record_json import citation_as_json, link_to

from .beside import beside, series_about

COUNTRY = _("Kazakhstan")
CLAIMS_ON_A_PAGE = 50
"""Of what a record's page tells of it; it leads to the list of all."""
FIGURES_BESIDE = 24
"""So many other figures the page of one shows at most."""
OPPOSING_SHOWN = 12
"""So many of the claims that stand against one."""


def with_subjects(claims: ClaimQuerySet, audience: Audience) -> ClaimQuerySet:
    """Claims with what they are about, and whether they are contested."""
    return mark_contested(claims, audience).select_related(
        "measure", "counted__part_of__part_of", "rotation__mission", "unit"
    )


def first_claims(claims: ClaimQuerySet, audience: Audience, most: int) -> ClaimQuerySet:
    """The first of a record's claims in the order in which they are read, with their count."""
    return with_subjects(with_count(claims), audience).in_reading_order()[:most]


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
    """Of the same measure, about all that this one is about, and not against it."""
    more_figures: int
    """How many more of those there are."""
    all_figures: str
    """The address of the list that holds them all."""
    opposing: list[Opposing]
    more_opposing: int
    beside: list[Beside]
    """What series print of the time of which this figure is true."""
    beside_others: list[Beside]
    """The same of the other figures."""
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

    @cached_property
    def opponents(self) -> dict[int, list[Claim | Series]]:
        # What series say against these figures, they say beside them.
        against = opponents(self.claims, self.audience, series_too=False)
        for one in (*self.beside, *self.beside_others):
            if one.is_conflict:
                against.setdefault(one.claim.pk, []).append(one.series)
        return against

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

    @property
    def cut_parts(self) -> list[str]:
        cut = {"against": self.more_opposing, "other_figures": self.more_figures}
        return [name for name, more in cut.items() if more]

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)

    @classmethod
    def read(cls, record: Claim, audience: Audience) -> Self:
        attach_links(*links_of([record]), audience=audience)
        series = series_about(record, audience)
        other_figures = _figures_beside(record, series, audience)
        opposing = first_opponents(record, audience, OPPOSING_SHOWN)
        comparisons = list(
            Comparison.objects.visible_to(audience)
            .filter(Q(claim=record) | Q(other=record))
            .select_related("claim", "other")
        )
        compared = {one.across_from(record): one for one in comparisons}
        evidence = Evidence(
            [record, *other_figures, *series, *(pair.other for pair in opposing)], audience
        )
        beside_all = beside([record, *other_figures], series, evidence, audience)
        return cls(
            claim=record,
            other_figures=other_figures,
            more_figures=not_shown(other_figures),
            all_figures=_list_of_figures(record),
            opposing=[Opposing(pair.other, compared.get(pair.other)) for pair in opposing],
            more_opposing=not_shown(opposing),
            beside=[one for one in beside_all if one.claim is record],
            beside_others=[one for one in beside_all if one.claim is not record],
            comparisons=comparisons,
            no_contradictions=[c for c in comparisons if c.verdict == Verdict.NO_CONFLICT],
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
    against = opposed(audience).filter(claim=claim, other=OuterRef("pk"))
    of_same = of_same.about_just(missions_of(claim)).exclude(pk=claim.pk)
    others = with_count(of_same.filter(~Exists(against)))
    figures = list(with_subjects(others, audience).in_reading_order()[:FIGURES_BESIDE])
    attach_links(*links_of(figures), Link(Series.missions, series), audience=audience)
    return figures


def _list_of_figures(claim: Claim) -> str:
    """The narrowest list of claims that holds all of the same measure about the same."""
    about = next(iter(claim.subjects), None)
    if isinstance(about, Unit):
        asked = {"unit": about.slug}
    else:
        mission = about.mission if isinstance(about, Rotation) else about
        asked = {"mission": mission.slug if mission else NOT_STATED}
    if claim.measure:
        asked["measure"] = claim.measure.slug
    return f"{reverse('missions:claim-list')}?{urlencode(asked)}"


def missions_of(claim: Claim) -> set[Mission]:
    return {one for one in claim.subjects if isinstance(one, Mission)}
