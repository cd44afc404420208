from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Prefetch, QuerySet

from missions.figures import FigureGroup, by_measure, statements_of
from missions.models import Claim, Mission, Unit
from records.audience import Audience
from records.links import Link, attach_links
from sources.evidence import Evidence
from sources.pages import ListPage, RecordPage, visible

from .claim import with_subjects


@dataclass(frozen=True)
class UnitListPage(ListPage):
    @classmethod
    def prepared(cls, rows: QuerySet[Unit], audience: Audience) -> QuerySet[Unit]:
        missions: QuerySet[Mission] = Mission.objects.visible_to(audience)
        return rows.prefetch_related(Prefetch("missions", missions))

    @classmethod
    def read(cls, rows: Sequence[Unit], audience: Audience) -> Self:
        missions = [mission for unit in rows for mission in unit.missions.all()]
        return cls(evidence=Evidence([*rows, *missions], audience))


@dataclass(frozen=True)
class UnitPage(RecordPage):
    unit: Unit
    larger: Unit | None
    """The unit that it is part of."""
    missions: list[Mission]
    parts: list[Unit]
    figures: list[FigureGroup]
    statements: list[Claim]

    joined = ("part_of",)

    @classmethod
    def read(cls, record: Unit, audience: Audience) -> Self:
        its_own = Claim.objects.visible_to(audience).filter(unit=record)
        claims = list(with_subjects(its_own, audience).in_reading_order())
        attach_links(Link(Claim.stated_jointly_with, claims), audience=audience)
        missions = list(record.missions.visible_to(audience))
        return cls(
            unit=record,
            larger=visible(record.part_of, audience),
            missions=missions,
            parts=list(record.parts.visible_to(audience)),
            figures=by_measure(claims),
            statements=statements_of(claims),
            evidence=Evidence([record, *claims, *missions], audience),
        )
