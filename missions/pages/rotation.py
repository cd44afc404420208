from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from missions.figures import FigureGroup, by_measure, statements_of
from missions.models import Claim, Mission, Rotation
from missions.people import People, people_of
from records.audience import Audience
from records.links import Link, attach_links
from sources.evidence import Evidence
from sources.pages import ListPage, RecordPage

from .claim import with_subjects


@dataclass(frozen=True)
class RotationListPage(ListPage):
    joined = ("mission",)


@dataclass(frozen=True)
class RotationPage(RecordPage):
    rotation: Rotation
    mission: Mission
    figures: list[FigureGroup]
    statements: list[Claim]
    people: People
    previous: Rotation | None
    next: Rotation | None

    joined = ("mission",)

    @classmethod
    def read(cls, record: Rotation, audience: Audience) -> Self:
        its_own = Claim.objects.visible_to(audience).filter(rotation=record)
        claims = list(with_subjects(its_own, audience).in_reading_order())
        attach_links(Link(Claim.stated_jointly_with, claims), audience=audience)
        near = {
            rotation.number: rotation
            for rotation in record.mission.rotations.visible_to(audience).filter(
                number__in=[record.number - 1, record.number + 1]
            )
        }
        for neighbour in near.values():
            neighbour.mission = record.mission
        people = people_of(record, audience)
        return cls(
            rotation=record,
            mission=record.mission,
            figures=by_measure(claims),
            statements=statements_of(claims),
            people=people,
            previous=near.get(record.number - 1),
            next=near.get(record.number + 1),
            evidence=Evidence([record, *claims, *people.records], audience),
        )
