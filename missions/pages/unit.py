from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from missions.figures import FigureGroup, by_measure, statements_of
from missions.models import Claim, HistoryKind, Mission, Series, Unit, UnitHistory
from missions.people import People, people_of
from records.audience import Audience
from records.models import Record
from records.pagination import first_rows, not_shown
from records.periods import surely_at_one_time
from records.prefetching import attach_links
from sources.evidence import Evidence
from sources.fields import Fields, fields_of
from sources.linked_data import Data, exact, quotations, thing
from sources.pages import ListPage
from sources.record_json import citation_as_json, link_to

from .claim import CLAIMS_ON_A_PAGE, ClaimsPage, first_claims, links_of

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


UNIT_FIELDS = {
    "name": _("Name"), "also_known_as": _("Also known as"), "established": _("Established"),
    "founding_instrument": _("Founded by"),
}  # fmt: skip

SEEN_FROM_THE_OTHER = {
    HistoryKind.PART_OF: _("its part"),
    HistoryKind.SUCCEEDED_BY: _("preceded by"),
}


@dataclass(frozen=True)
class Past:
    """What is stated of a unit's history, here or as the history of another unit."""

    history: UnitHistory
    label: str
    other: Unit | None
    """The unit on the other side; none for a former name."""
    at_one_time: list[UnitHistory]
    """Other parents that are stated for the same time."""


@dataclass(frozen=True)
class UnitPage(ClaimsPage):
    unit: Unit
    fields: Fields
    missions: list[Mission]
    series_about: list[Series]
    there_are_more_series: bool
    past: list[Past]
    people: People
    figures: list[FigureGroup]
    statements: list[Claim]
    more_claims: int
    """How many more there are than the page shows."""

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
            "parentOrganization": self._organisations(site, above=True),
            "subOrganization": self._organisations(site, above=False),
            "subjectOf": [*self.claims_data(site), *quotations(self.evidence.of(unit), site)],
        }

    def _organisations(self, site: str, *, above: bool) -> list[Data]:
        """The larger units, or the parts, of whatever time."""
        return [
            thing("Organization", one.other, site)
            for one in self.past
            if one.history.kind == HistoryKind.PART_OF
            and one.other
            and (one.history.unit_id == self.unit.pk) is above
        ]

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {
            "claims": self.claims,
            "history": [one.history for one in self.past],
            **self.people.parts,
        }

    @property
    def cut_parts(self) -> list[str]:
        return ["claims"] if self.more_claims else []

    @property
    def missing_parts(self) -> dict[str, Any]:
        missing = {} if self.missions else {"missions": _("Missions")}
        if not self.past:
            missing["history"] = _("Its history")
        return missing | self.people.missing_parts

    def is_contested(self, record: Record) -> bool:
        return super().is_contested(record) or bool(self.conflicts_of(record))

    def conflicts_of(self, record: Record) -> list[Any]:
        if isinstance(record, UnitHistory):
            return next(one.at_one_time for one in self.past if one.history is record)
        return super().conflicts_of(record) or self.people.conflicts_of(record)

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
        }

    @classmethod
    def read(cls, record: Unit, audience: Audience) -> Self:
        its_own = Claim.objects.visible_to(audience).filter(unit=record)
        claims = list(first_claims(its_own, audience, CLAIMS_ON_A_PAGE))
        attach_links(*links_of(claims), audience=audience)
        missions = list(record.missions.visible_to(audience))
        its_series = Series.objects.visible_to(audience).filter(unit=record)
        series, there_are_more_series = first_rows(
            its_series[: SERIES_ON_A_PAGE + 1], SERIES_ON_A_PAGE
        )
        history = _history_of(record, audience)
        people = people_of(record, audience)
        evidence = Evidence(
            [record, *claims, *series, *missions, *history, *people.records], audience
        )
        return cls(
            unit=record,
            fields=fields_of(record, UNIT_FIELDS, evidence),
            missions=missions,
            series_about=series,
            there_are_more_series=there_are_more_series,
            past=_past(record, history),
            people=people,
            figures=by_measure(claims, evidence),
            statements=statements_of(claims),
            more_claims=not_shown(claims),
            evidence=evidence,
        )


def _history_of(unit: Unit, audience: Audience) -> list[UnitHistory]:
    rows = UnitHistory.objects.naming_visible_units(audience).filter(Q(unit=unit) | Q(other=unit))
    return list(rows.select_related("unit", "other").in_reading_order())


def _past(unit: Unit, history: Sequence[UnitHistory]) -> list[Past]:
    own = [one for one in history if one.unit_id == unit.pk]
    parents = [one for one in own if one.kind == HistoryKind.PART_OF]
    at_one_time = surely_at_one_time(parents, "other_id")
    return [
        *(Past(one, one.get_kind_display(), one.other, at_one_time.get(one.pk, [])) for one in own),
        *(
            Past(one, str(SEEN_FROM_THE_OTHER[HistoryKind(one.kind)]), one.unit, [])
            for one in history
            if one.unit_id != unit.pk
        ),
    ]
