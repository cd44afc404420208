from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from missions.conflicts import in_conflict, mark_contested
from missions.models import Claim
from missions.models.claim import ClaimQuerySet
from records.audience import Audience
from records.models import Record
from records.prefetching import Link, attach_links, linked
from sources.evidence import Evidence
from sources.linked_data import Data, exact, quotations, thing
from sources.pages import ListPage, RecordPage
from sources.record_json import link_to

COUNTRY = _("Kazakhstan")


def with_subjects(claims: ClaimQuerySet, audience: Audience) -> ClaimQuerySet:
    """Claims with what they are about, and whether they are contested."""
    return mark_contested(claims, audience).select_related(
        "measure", "mission", "rotation__mission", "unit"
    )


def about(claim: Claim) -> dict[str, Any]:
    """What a claim is about, for its JSON: the country too."""
    subject = claim.subject
    return {"about": link_to(subject) if subject else {"label": str(COUNTRY), "address": None}}


def links_of(claims: Sequence[Claim]) -> list[Link]:
    """The relations of claims that a page shows."""
    return [Link(Claim.stated_jointly_with, claims), Link(Claim.conflicts_with, claims)]


@dataclass(frozen=True)
class ClaimsPage(RecordPage):
    """A page that shows claims; what it says of their conflicts."""

    def claims_data(self, site: str) -> list[Data]:
        """The claims about the page's record, by name."""
        return [thing("Claim", claim, site) for claim in self.claims]

    @property
    def claims(self) -> list[Claim]:
        raise NotImplementedError

    def conflicts_of(self, record: Record) -> list[Claim]:
        if not isinstance(record, Claim):
            return []
        found = [one for one in self.claims if one != record and in_conflict(one, record)]
        return list(dict.fromkeys([*found, *linked(record, "conflicts_with")]))

    def more_of(self, record: Record) -> dict[str, Any]:
        return about(record) if isinstance(record, Claim) else {}


@dataclass(frozen=True)
class ClaimListPage(ListPage):
    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)


@dataclass(frozen=True)
class ClaimPage(ClaimsPage):
    claim: Claim
    other_figures: list[Claim]
    """Of the same measure and subject."""

    @property
    def record(self) -> Claim:
        return self.claim

    @property
    def claims(self) -> list[Claim]:
        return [self.claim, *self.other_figures]

    def linked_data(self, site: str) -> Data:
        subject = self.claim.subject
        return {
            "@type": "Claim",
            "text": self.claim.text,
            "url": site + self.claim.get_absolute_url(),
            "about": thing("Thing", subject, site)
            if subject
            else {"@type": "Country", "name": COUNTRY},
            "temporalCoverage": exact(self.claim.period),
            "appearance": quotations(self.evidence.of(self.claim), site),
        }

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {"other_figures": self.other_figures}

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
        attach_links(*links_of([record, *other_figures]), audience=audience)
        return cls(
            claim=record,
            other_figures=other_figures,
            evidence=Evidence([record, *other_figures], audience),
        )
