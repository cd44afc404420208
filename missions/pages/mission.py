from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from missions.figures import FigureGroup, by_measure, statements_of
from missions.models import Claim, Measure, Mission, Rotation, Series
from missions.models.claim import reading_order
from missions.newest import NewestNumber, newest_numbers
from missions.people import People, people_of
from records.audience import Audience
from records.models import Record
from records.pagination import first_rows, not_shown
from records.prefetching import Link, attach_links
from records.statements import KeptStatement
from sources.evidence import Evidence
from sources.fields import Fields, fields_of
from sources.linked_data import Data, quotations
from sources.models import Photo
from sources.pages import ListPage, visible
from sources.record_json import link_to

from .claim import CLAIMS_ON_A_PAGE, ClaimsPage, first_claims, links_of, with_subjects

FIGURES_IN_A_ROW = 3
ROTATIONS_ON_A_PAGE = 100
SERIES_ON_A_PAGE = 50
"""A page shows the first so many, and leads to the list of all."""

WHEN_AND_WHERE = {"period": _("Kazakhstan took part"), "place": _("Place")}
"""What a page says first, above its figures."""
MISSION_FIELDS = {
    "name": _("Name"), "official_name": _("Official name"), "acronym": _("Acronym"),
    "mandated_by": _("Mandated by"), "country": _("Country"), "units": _("Units"),
}  # fmt: skip
HOW_MANY = _("How many took part")


@dataclass(frozen=True)
class MissionRow:
    """One mission in the list, with its first figures."""

    mission: Mission
    figures: list[Claim]
    more_figures: int


@dataclass(frozen=True)
class MissionListPage(ListPage):
    rows: list[MissionRow]

    joined = ("mandated_by",)

    @classmethod
    def read(cls, rows: Sequence[Mission], audience: Audience) -> Self:
        ids_of_rows = [mission.pk for mission in rows]
        first = _first_figures(audience, missions=ids_of_rows, most=FIGURES_IN_A_ROW)
        ids = {claim for _mission, claim, _in_all in first}
        figures = {one.pk: one for one in _figures(audience, ids=sorted(ids))}
        attach_links(Link(Claim.missions, [*figures.values()]), audience=audience)
        shown = []
        for mission in rows:
            of_mission = [(claim, in_all) for pk, claim, in_all in first if pk == mission.pk]
            its_own = [figures[claim] for claim, _in_all in of_mission if claim in figures]
            in_all = next((in_all for _claim, in_all in of_mission), 0)
            shown.append(MissionRow(mission, its_own, in_all - len(its_own)))
        return cls(rows=shown, evidence=Evidence([*rows, *figures.values()], audience))


@KeptStatement
def _first_figures(
    audience: Audience, *, missions: Sequence[int], most: int
) -> QuerySet[Any, tuple[Any, ...]]:
    """Of each mission the first figures in their order, and how many it has in all."""
    links = Claim.missions.through._default_manager.filter(
        Claim.visible_condition(audience, "claim__"),
        claim__value__isnull=False,
        mission__in=missions,
    )
    of_mission: dict[str, Any] = {"partition_by": "mission"}
    placed: QuerySet[Any, Any] = links.annotate(
        place=Window(RowNumber(), order_by=reading_order("claim__"), **of_mission),
        in_all=Window(Count("pk"), **of_mission),
    )
    first = placed.filter(place__lte=most).order_by("mission", "place")
    return first.values_list("mission", "claim", "in_all")


@KeptStatement
def _figures(audience: Audience, *, ids: Sequence[int]) -> QuerySet[Claim]:
    return with_subjects(Claim.objects.filter(pk__in=ids), audience).order_by()


@dataclass(frozen=True)
class Part:
    """A part of a long page, and how much stands in it."""

    anchor: str
    title: Any
    count: int
    is_more: bool
    """Whether the page shows only the first so many."""


@dataclass(frozen=True)
class MissionPage(ClaimsPage):
    mission: Mission
    when_and_where: Fields
    fields: Fields
    figures: list[FigureGroup]
    asks_how_many: Any
    """A question, if no figure of who took part stands here, nor may stand among those not read."""
    statements: list[Claim]
    more_claims: int
    """How many more there are than the page shows."""
    series_about: list[Series]
    there_are_more_series: bool
    rotations: list[Rotation]
    rotations_by_number: list[list[Rotation]]
    """The rotations, if no source states more of any of them than its number."""
    there_are_more_rotations: bool
    people: People
    photo: Photo | None
    serving: list[NewestNumber]
    """How many serve now, if a series says so; else the figures of that measure do."""
    on_this_page: list[Part]

    joined = (
        "mandated_by",
        "photo__source",
    )

    @property
    def record(self) -> Mission:
        return self.mission

    @property
    def claims(self) -> list[Claim]:
        return [*(claim for group in self.figures for claim in group.claims), *self.statements]

    def linked_data(self, site: str) -> Data:
        mission = self.mission
        return {
            "@type": "Event",
            "name": mission.name,
            "alternateName": [name for name in (mission.official_name, mission.acronym) if name],
            "url": site + mission.get_absolute_url(),
            "location": {"@type": "Place", "name": mission.place} if mission.place else "",
            "subjectOf": [*self.claims_data(site), *quotations(self.evidence.of(mission), site)],
        }

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {
            "claims": self.claims,
            "rotations": self.rotations,
            **self.people.parts,
            "photos": [self.photo] if self.photo else [],
        }

    @property
    def cut_parts(self) -> list[str]:
        cut = {
            "claims": bool(self.more_claims),
            "rotations": self.there_are_more_rotations,
        }
        shown = [name for name, there_are_more in cut.items() if there_are_more]
        return [*shown, *self.people.cut_parts]

    @property
    def missing_parts(self) -> dict[str, Any]:
        missing = {} if self.rotations else {"rotations": _("Rotations")}
        if self.asks_how_many:
            missing["participants"] = self.asks_how_many
        return missing | self.people.missing_parts

    def more_of(self, record: Record) -> dict[str, Any]:
        if record is not self.mission:
            return super().more_of(record)
        return {"series": list(map(link_to, self.series_about))}

    @classmethod
    def read(cls, record: Mission, audience: Audience) -> Self:
        claims = _claims_about(audience, CLAIMS_ON_A_PAGE, missions=[record.pk])
        more_claims = not_shown(claims)
        rotations, there_are_more_rotations = first_rows(
            _rotations_of(audience, mission=record.pk), ROTATIONS_ON_A_PAGE
        )
        series, there_are_more_series = first_rows(
            _series_about(audience, missions=[record.pk]), SERIES_ON_A_PAGE
        )
        for rotation in rotations:
            rotation.mission = record
        people = people_of(record, audience)
        attach_links(
            Link(Mission.units, [record]),
            *links_of(claims),
            Link(Series.missions, series),
            *people.links,
            audience=audience,
        )
        photo = visible(record.photo, audience)
        photos = [photo] if photo else []
        cited = [record, *claims, *series, *rotations, *people.records, *photos]
        evidence = Evidence(cited, audience)
        figures = _who_took_part_first(by_measure(claims, evidence))
        statements = statements_of(claims)
        return cls(
            mission=record,
            when_and_where=fields_of(record, WHEN_AND_WHERE, evidence),
            fields=fields_of(record, MISSION_FIELDS, evidence),
            figures=figures,
            asks_how_many=None
            if more_claims or any(group.measure.slug == Measure.PARTICIPANTS for group in figures)
            else HOW_MANY,
            statements=statements,
            more_claims=more_claims,
            series_about=series,
            there_are_more_series=there_are_more_series,
            rotations=rotations,
            rotations_by_number=_by_number(rotations, evidence),
            there_are_more_rotations=there_are_more_rotations,
            people=people,
            photo=photo,
            serving=serving_by_series(newest_numbers(series, claims, evidence)),
            on_this_page=[
                *(
                    Part(anchor, title, count, is_more)
                    for anchor, title, count, is_more in (
                        (
                            "statements-heading",
                            _("Statements"),
                            len(statements),
                            bool(more_claims),
                        ),
                        (
                            "series-heading",
                            _("Month by month"),
                            len(series),
                            there_are_more_series,
                        ),
                    )
                    if count
                ),
                Part("people-heading", _("People"), people.count, people.there_are_more),
                Part("rotations-heading", _("Rotations"), len(rotations), there_are_more_rotations),
            ],
            evidence=evidence,
        )


def _who_took_part_first(groups: list[FigureGroup]) -> list[FigureGroup]:
    return sorted(groups, key=lambda group: group.measure.slug != Measure.PARTICIPANTS)


def serving_by_series(newest: list[NewestNumber]) -> list[NewestNumber]:
    return newest if any(isinstance(one.record, Series) for one in newest) else []


@KeptStatement
def _claims_about(audience: Audience, most: int, *, missions: Sequence[int]) -> QuerySet[Claim]:
    about = Claim.objects.visible_to(audience).about(*missions)  # type: ignore[arg-type] # numbers do for a look-up
    return first_claims(about, audience, most)


@KeptStatement
def _series_about(audience: Audience, *, missions: Sequence[int]) -> QuerySet[Series]:
    about = Series.objects.visible_to(audience).about(*missions)  # type: ignore[arg-type] # numbers do for a look-up
    return about.select_related("counted", "unit").order_by("title", "pk")[: SERIES_ON_A_PAGE + 1]


@KeptStatement
def _rotations_of(audience: Audience, *, mission: int) -> QuerySet[Rotation]:
    rotations = Rotation.objects.visible_to(audience).filter(mission=mission)
    return rotations.order_by("number")[: ROTATIONS_ON_A_PAGE + 1]


def _by_number(rotations: list[Rotation], evidence: Evidence) -> list[list[Rotation]]:
    """Rotations of which no source states more than the number; none if it does of any.

    Neighbours whose numbers rest on the same passages come together: these need be named but once.
    """
    if any(evidence.says(one, column) for one in rotations for column in ("period", "value")):
        return []

    def notes(rotation: Rotation) -> list[Any]:
        return evidence.of(rotation)

    return [list(group) for _notes, group in groupby(rotations, key=notes)]
