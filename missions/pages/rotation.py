from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from missions.figures import FigureGroup, by_measure, statements_of
from missions.models import Claim, Mission, Rotation
from missions.people import People, people_of
from records.audience import Audience
from records.models import Record
from records.pagination import not_shown
from records.prefetching import attach_links
from sources.evidence import Evidence
from sources.fields import Fields, fields_of
from sources.linked_data import Data, quotations, thing
from sources.pages import ListPage
from sources.record_json import link_to

from .claim import CLAIMS_ON_A_PAGE, ClaimsPage, first_claims, links_of

ROTATION_FIELDS = {
    "period": _("Period"), "value": _("Strength"), "mission": _("Mission"), "number": _("Rotation"),
}  # fmt: skip


@dataclass(frozen=True)
class RotationListPage(ListPage):
    joined = ("mission",)


@dataclass(frozen=True)
class RotationPage(ClaimsPage):
    rotation: Rotation
    mission: Mission
    fields: Fields
    figures: list[FigureGroup]
    statements: list[Claim]
    more_claims: int
    """How many more there are than the page shows."""
    people: People
    previous: Rotation | None
    next: Rotation | None

    joined = ("mission",)

    @property
    def record(self) -> Rotation:
        return self.rotation

    @property
    def claims(self) -> list[Claim]:
        return [*(claim for group in self.figures for claim in group.claims), *self.statements]

    def linked_data(self, site: str) -> Data:
        return {
            "@type": "Event",
            "name": str(self.rotation),
            "url": site + self.rotation.get_absolute_url(),
            "superEvent": thing("Event", self.mission, site),
            "subjectOf": [
                *self.claims_data(site),
                *quotations(self.evidence.of(self.rotation), site),
            ],
        }

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {"claims": self.claims, **self.people.parts}

    @property
    def cut_parts(self) -> list[str]:
        return [*(["claims"] if self.more_claims else []), *self.people.cut_parts]

    @property
    def missing_parts(self) -> dict[str, Any]:
        return self.people.missing_parts

    def more_of(self, record: Record) -> dict[str, Any]:
        if record is not self.rotation:
            return super().more_of(record)
        return {
            "previous": link_to(self.previous) if self.previous else None,
            "next": link_to(self.next) if self.next else None,
        }

    @classmethod
    def read(cls, record: Rotation, audience: Audience) -> Self:
        its_own = Claim.objects.visible_to(audience).filter(rotation=record)
        claims = list(first_claims(its_own, audience, CLAIMS_ON_A_PAGE))
        attach_links(*links_of(claims), audience=audience)
        near = {
            rotation.number: rotation
            for rotation in record.mission.rotations.visible_to(audience).filter(
                number__in=[record.number - 1, record.number + 1]
            )
        }
        for neighbour in near.values():
            neighbour.mission = record.mission
        people = people_of(record, audience)
        evidence = Evidence([record, *claims, *people.records], audience)
        return cls(
            rotation=record,
            mission=record.mission,
            fields=fields_of(record, ROTATION_FIELDS, evidence),
            figures=by_measure(claims, evidence),
            statements=statements_of(claims),
            more_claims=not_shown(claims),
            people=people,
            previous=near.get(record.number - 1),
            next=near.get(record.number + 1),
            evidence=evidence,
        )
