from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from missions.figures import FigureGroup, by_measure, statements_of
from missions.models import Claim, Mission, Series, Unit
from records.audience import Audience
from records.models import Record
from records.pagination import first_rows
from records.prefetching import attach_links
from sources.evidence import Evidence
from sources.linked_data import Data, exact, quotations, thing
from sources.pages import ListPage, visible
from sources.record_json import citation_as_json, link_to

from .claim import ClaimsPage, links_of, with_subjects

SERIES_ON_A_PAGE = 50


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
class UnitPage(ClaimsPage):
    unit: Unit
    larger: Unit | None
    """The unit that it is part of."""
    missions: list[Mission]
    parts_of_unit: list[Unit]
    series_about: list[Series]
    there_are_more_series: bool
    figures: list[FigureGroup]
    statements: list[Claim]

    joined = ("part_of",)

    @property
    def record(self) -> Unit:
        return self.unit

    @property
    def claims(self) -> list[Claim]:
        return [*(claim for group in self.figures for claim in group.claims), *self.statements]

    def linked_data(self, site: str) -> Data:
        unit = self.unit
        return {
            "@type": "Organization",
            "name": unit.name,
            "alternateName": unit.also_known_as,
            "url": site + unit.get_absolute_url(),
            "foundingDate": exact(unit.established),
            "parentOrganization": thing("Organization", self.larger, site) if self.larger else "",
            "subOrganization": [thing("Organization", one, site) for one in self.parts_of_unit],
            "subjectOf": [*self.claims_data(site), *quotations(self.evidence.of(unit), site)],
        }

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {"claims": self.claims}

    @property
    def missing_parts(self) -> dict[str, Any]:
        return {} if self.missions else {"missions": _("Missions")}

    def more_of(self, record: Record) -> dict[str, Any]:
        if record is not self.unit:
            return super().more_of(record)
        return {
            "missions": [
                link_to(mission)
                | {"citations": list(map(citation_as_json, self.evidence.of(mission, "units")))}
                for mission in self.missions
            ],
            "series": list(map(link_to, self.series_about)),
            "parts": [link_to(part) for part in self.parts_of_unit],
        }

    @classmethod
    def read(cls, record: Unit, audience: Audience) -> Self:
        its_own = Claim.objects.visible_to(audience).filter(unit=record)
        claims = list(with_subjects(its_own, audience).in_reading_order())
        attach_links(*links_of(claims), audience=audience)
        missions = list(record.missions.visible_to(audience))
        its_series = Series.objects.visible_to(audience).filter(unit=record)
        series, there_are_more_series = first_rows(
            its_series[: SERIES_ON_A_PAGE + 1], SERIES_ON_A_PAGE
        )
        evidence = Evidence([record, *claims, *series, *missions], audience)
        return cls(
            unit=record,
            larger=visible(record.part_of, audience),
            missions=missions,
            parts_of_unit=list(record.parts.visible_to(audience)),
            series_about=series,
            there_are_more_series=there_are_more_series,
            figures=by_measure(claims, evidence),
            statements=statements_of(claims),
            evidence=evidence,
        )
