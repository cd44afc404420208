"""What stands on the timeline: taking part, founding, rotations and claims, in one order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kazbat.drawing import short_name
from missions.models import Claim, ClaimKind, Mission, Rotation, Unit
from missions.models.claim import ClaimQuerySet
from missions.models.mission import MissionQuerySet
from missions.models.rotation import RotationQuerySet
from missions.models.unit import UnitQuerySet
from records.audience import Audience
from records.filters import Facet, RecordFilterSet
from records.models import Record
from records.partial_dates import PartialDate
from records.prefetching import Link, attach_links, linked
from sources.evidence import EVERY_FIELD

ROWS_SHOWN = 100
UNDATED_SHOWN = 8
"""Of each kind of record."""

KINDS = (
    ("mission", _("mission")),
    ("unit", _("founding of a unit")),
    ("rotation", _("rotation")),
    *ClaimKind.choices,
)


@dataclass(frozen=True)
class TimelineRows:
    """The records that can stand on a timeline, narrowed together as one queryset would be.

    It answers what a filter set asks of a queryset: `model`, `db`, `all` and, to count its rows,
    `order_by` and `values_list`.
    """

    missions: MissionQuerySet
    units: UnitQuerySet
    rotations: RotationQuerySet
    claims: ClaimQuerySet

    model: ClassVar[type[models.Model]] = Claim

    @classmethod
    def visible_to(cls, audience: Audience) -> Self:
        return cls(
            missions=Mission.objects.visible_to(audience),
            units=Unit.objects.visible_to(audience),
            rotations=Rotation.objects.visible_to(audience).select_related("mission"),
            claims=Claim.objects.visible_to(audience).select_related(
                "mission", "rotation__mission", "unit"
            ),
        )

    def of_mission(self, slug: str) -> Self:
        return replace(
            self,
            missions=self.missions.filter(slug=slug),
            units=self.units.none(),
            rotations=self.rotations.of_mission(slug),
            claims=self.claims.of_mission(slug),
        )

    def about_no_mission(self) -> Self:
        return replace(
            self,
            missions=self.missions.none(),
            rotations=self.rotations.none(),
            claims=self.claims.about_no_mission(),
        )

    def of_kind(self, kind: str) -> Self:
        return replace(
            self,
            missions=self.missions if kind == "mission" else self.missions.none(),
            units=self.units if kind == "unit" else self.units.none(),
            rotations=self.rotations if kind == "rotation" else self.rotations.none(),
            claims=self.claims.filter(kind=kind),
        )

    def querysets(self) -> tuple[QuerySet[Any], ...]:
        return self.missions, self.units, self.rotations, self.claims

    @property
    def db(self) -> str:
        return self.claims.db

    def all(self) -> Self:
        return self

    def order_by(self) -> Self:
        return self

    def values_list(self, *columns: Any) -> QuerySet[Any, Any]:
        """The rows of all kinds, one below the other."""
        first, *others = (
            rows.select_related(None).order_by().values_list(*columns) for rows in self.querysets()
        )
        return first.union(*others, all=True)


class TimelineFilter(RecordFilterSet):
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, by="of_mission",
        not_stated="about_no_mission", not_stated_label=_("about no mission"),
    )  # fmt: skip
    kind = Facet(label=_("Kind"), choices=KINDS, by="of_kind")


@dataclass(frozen=True)
class Entry:
    """One row of the timeline."""

    record: Mission | Unit | Rotation | Claim
    kind: Any
    """In words."""
    what: Any
    name: str
    """What to call it in a drawing, where no column says what it is about."""
    subject: Record | None
    """What it is about; None is the country."""
    period: PartialDate | None
    period_field: str
    """The column whose notes stand beside the date; empty where all stand beside `what`."""
    what_fields: tuple[str, ...]
    """The columns whose notes stand beside `what`."""

    @property
    def record_kind(self) -> str:
        return str(self.record._meta.model_name)

    @property
    def jointly(self) -> list[Mission]:
        """The other missions that the same sentence speaks of without telling them apart."""
        return linked(self.record, "stated_jointly_with") if isinstance(self.record, Claim) else []

    @property
    def anchor(self) -> str:
        """The same in the table and in the drawing; stays the same as rows come and go."""
        if isinstance(self.record, Rotation):
            return f"rotation-{self.record.mission.slug}-{self.record.number}"
        return f"{self.record_kind}-{self.record.slug}"

    @property
    def is_yearly(self) -> bool:
        return bool(self.period and self.period.is_recurring)

    @property
    def order(self) -> tuple[bool, date, date, int, str]:
        """By the first possible day, then by the last; days of every year come after all."""
        period, kinds = self.period, (Unit, Mission, Rotation, Claim)
        first = period and (period.earliest or period.latest)
        last = period and period.latest
        return (
            self.is_yearly,
            first or date.max,
            last or date.max,
            kinds.index(type(self.record)),
            self.anchor,
        )


@dataclass(frozen=True)
class Timeline:
    dated: list[Entry]
    undated: list[Entry]
    """Some of those of which no source states a date: as many of each kind as are shown."""
    there_are_more: bool
    """Whether dated rows are left out, because there are too many for one page."""
    kinds_cut: frozenset[str]
    """The kinds of record, such as "claim", of which undated rows are left out."""

    @property
    def records(self) -> list[Record]:
        return [entry.record for entry in (*self.dated, *self.undated)]

    @property
    def on_the_years(self) -> list[Entry]:
        return [entry for entry in self.dated if not entry.is_yearly]

    @property
    def every_year(self) -> list[Entry]:
        return [entry for entry in self.dated if entry.is_yearly]


def read_timeline(rows: TimelineRows, audience: Audience) -> Timeline:
    """The first dated rows and some undated ones, each with what it is stated jointly with."""
    entries = [entry for queryset in rows.querysets() for entry in _some_entries(queryset)]
    dated = sorted((entry for entry in entries if entry.period), key=lambda entry: entry.order)
    undated: list[Entry] = []
    kinds_cut = set()
    for model in (Mission, Unit, Claim, Rotation):
        of_model = [one for one in entries if not one.period and type(one.record) is model]
        undated += of_model[:UNDATED_SHOWN]
        if len(of_model) > UNDATED_SHOWN:
            kinds_cut.add(str(model._meta.model_name))
    timeline = Timeline(dated[:ROWS_SHOWN], undated, len(dated) > ROWS_SHOWN, frozenset(kinds_cut))
    claims = [record for record in timeline.records if isinstance(record, Claim)]
    if claims:
        attach_links(Link(Claim.stated_jointly_with, claims), audience=audience)
    return timeline


def milestones(audience: Audience, limit: int = 12) -> list[Entry]:
    """When units were founded and the country took part in missions; for a small drawing."""
    rows = TimelineRows.visible_to(audience)
    entries = [
        entry
        for queryset in (rows.missions, rows.units)
        for entry in _some_entries(queryset, dated=limit, undated=0)
        if not entry.is_yearly
    ]
    return sorted(entries, key=lambda entry: entry.order)[:limit]


def _some_entries(
    rows: QuerySet[Any], *, dated: int = ROWS_SHOWN + 1, undated: int = UNDATED_SHOWN + 1
) -> Iterable[Entry]:
    """The earliest dated rows and some undated ones, read in one query."""
    date_field = "established" if rows.model is Unit else "period"
    first_day = Coalesce(f"{date_field}_earliest", f"{date_field}_latest").asc(nulls_last=True)
    without_date = Q(**{date_field: ""})
    bare = rows.select_related(None)
    wanted = Q(pk__in=bare.exclude(without_date).order_by(first_day, "pk").values("pk")[:dated])
    if undated:
        wanted |= Q(pk__in=bare.filter(without_date).order_by("pk").values("pk")[:undated])
    return [ENTRY_OF[rows.model](row) for row in rows.filter(wanted).order_by("pk")]


def _of_mission(mission: Mission) -> Entry:
    return Entry(
        record=mission,
        kind=KINDS_IN_WORDS["mission"],
        what=_("Kazakhstan’s part in the mission"),
        name=mission.name,
        subject=mission,
        period=mission.period,
        period_field="period",
        what_fields=("",),
    )


def _of_unit(unit: Unit) -> Entry:
    founding = str(_("Founding of the unit"))
    return Entry(
        record=unit,
        kind=KINDS_IN_WORDS["unit"],
        what=f"{founding}: {unit.founding_instrument}" if unit.founding_instrument else founding,
        name=str(_("Founded: %(unit)s")) % {"unit": unit.name},
        subject=unit,
        period=unit.established,
        period_field="established",
        what_fields=("founding_instrument", ""),
    )


def _of_rotation(rotation: Rotation) -> Entry:
    return Entry(
        record=rotation,
        kind=KINDS_IN_WORDS["rotation"],
        what=str(_("Rotation %(number)s")) % {"number": rotation.number},
        name=short_name(rotation),
        subject=rotation.mission,
        period=rotation.period,
        period_field="period",
        what_fields=("number", ""),
    )


def _of_claim(claim: Claim) -> Entry:
    return Entry(
        record=claim,
        kind=KINDS_IN_WORDS[claim.kind],
        what=claim.text,
        name=claim.text,
        subject=claim.subject,
        period=claim.period,
        period_field="",
        what_fields=(EVERY_FIELD,),
    )


KINDS_IN_WORDS: dict[str, Any] = dict(KINDS)
ENTRY_OF: dict[type[Record], Any] = {
    Mission: _of_mission,
    Unit: _of_unit,
    Rotation: _of_rotation,
    Claim: _of_claim,
}
