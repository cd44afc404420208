"""What stands on the timeline: taking part, founding, rotations and claims, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kazbat.drawing import short_name
from missions.conflicts import mark_contested
from missions.models import Claim, ClaimKind, Mission, Rotation, Unit
from records.audience import Audience
from records.models import Record
from records.partial_dates import PartialDate
from records.prefetching import Link, attach_links
from records.statements import KeptStatement
from search.bits import Sets, numbers_in, set_of, sets_of
from search.facets import CONTESTED, NOT_STATED, STATED
from search.filters import Facet, RecordFilterSet
from search.selection import Selection, ids_of
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
class TimelineSelection:
    """Which records stand on the timeline: those of each kind that fit what is chosen."""

    audience: Audience
    sets: dict[str, Sets]
    """Of each kind; see `search.bits`."""
    mission: str = ""
    """The number of a mission, or `NOT_STATED` for what is about none; empty for all."""
    kind: str = ""
    """One of `KINDS`; empty for all."""

    @classmethod
    def of_all(cls, audience: Audience) -> Self:
        return cls(audience, sets_of(*(str(model._meta.model_name) for model in ENTRY_OF)))

    def counts(self, facet: str) -> dict[str, int]:
        if facet == "kind":
            return {kind: self._count(replace(self, kind=kind)) for kind, _name in KINDS}
        missions = replace(self, mission="", kind="mission").of(Mission)
        assert missions
        values = {NOT_STATED, *map(str, numbers_in(missions.bits))}
        return {value: self._count(replace(self, mission=value)) for value in values}

    @staticmethod
    def _count(narrowed: TimelineSelection) -> int:
        return sum(one.count for model in ENTRY_OF if (one := narrowed.of(model)))

    def of(self, model: type[Record], *, period: str = "") -> Selection | None:
        """The records of one kind; nothing if none of them can fit."""
        kind, chosen = str(model._meta.model_name), {"period": period}
        conditions: list[int] = []
        if model is Claim:
            if self.kind in ("mission", "unit", "rotation"):
                return None
            chosen |= {"mission": self.mission, "kind": self.kind}
        elif self.kind not in ("", kind):
            return None
        elif model is Rotation:
            chosen["mission"] = self.mission
        elif self.mission and (self.mission == NOT_STATED) is (model is Mission):
            return None
        elif self.mission and model is Mission:
            conditions.append(set_of([int(self.mission)]))
        chosen = {name: value for name, value in chosen.items() if value}
        order = "start" if period == STATED else ""
        return Selection(kind, self.audience, chosen, conditions, order, read=self.sets[kind])


def _first(chosen: Selection, limit: int) -> tuple[Selection, int]:
    """A selection that begins with the same records, and how many of it."""
    if chosen.chosen == {"period": STATED} and not chosen.sets:
        # In the order of days what has none comes last: the list of all begins with these.
        return replace(chosen, chosen={}), min(limit, chosen.count)
    return chosen, limit


class TimelineFilter(RecordFilterSet):
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, not_stated=True,
        not_stated_label=_("about no mission"),
    )  # fmt: skip
    kind = Facet(label=_("Kind"), choices=KINDS)

    @cached_property
    def selection(self) -> Any:
        chosen = self.form.cleaned_data
        mission = self.facets["mission"].value_of(chosen["mission"]) if chosen["mission"] else ""
        everything = TimelineSelection.of_all(self.audience)
        return replace(everything, mission=mission, kind=chosen["kind"])


@dataclass(frozen=True)
class Entry:
    """One row of the timeline."""

    record: Mission | Unit | Rotation | Claim
    kind: Any
    """In words."""
    what: Any
    name: str
    """What to call it in a drawing, where no column says what it is about."""
    subjects: Sequence[Record]
    """What it is about, as equals; nothing is the country."""
    period: PartialDate | None
    period_field: str
    """The column whose notes stand beside the date; empty where all stand beside `what`."""
    what_fields: tuple[str, ...]
    """The columns whose notes stand beside `what`."""
    reach: date | None = None
    """The last day of which the sources of its date can know."""

    @property
    def record_kind(self) -> str:
        return str(self.record._meta.model_name)

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
    def order(self) -> tuple[bool, int, date, date, int, str]:
        """Missions and units, rotations, claims, each by the first possible day, then by the last.

        So no number of claims crowds out a mission. Days of every year come after all.
        """
        period, kinds = self.period, (Unit, Mission, Rotation, Claim)
        first = period and (period.earliest or period.latest)
        last = period and period.latest
        return (
            self.is_yearly,
            max(kinds.index(type(self.record)), 1),
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
    def every_year(self) -> list[Entry]:
        return [entry for entry in self.dated if entry.is_yearly]


def read_timeline(selection: TimelineSelection) -> Timeline:
    """The first dated rows and some undated ones."""
    undated_limits = dict.fromkeys((CONTESTED, NOT_STATED), UNDATED_SHOWN + 1)
    entries = _entries(selection, {STATED: ROWS_SHOWN + 1, **undated_limits})
    dated = sorted((entry for entry in entries if entry.period), key=lambda entry: entry.order)
    undated: list[Entry] = []
    kinds_cut = set()
    for model in (Mission, Unit, Claim, Rotation):
        # A rotation without a date says nothing here but its number.
        shown = 0 if model is Rotation else UNDATED_SHOWN
        of_model = [one for one in entries if not one.period and type(one.record) is model]
        undated += of_model[:shown]
        if len(of_model) > shown:
            kinds_cut.add(str(model._meta.model_name))
    return Timeline(dated[:ROWS_SHOWN], undated, len(dated) > ROWS_SHOWN, frozenset(kinds_cut))


def _entries(selection: TimelineSelection, limits: dict[str, int]) -> list[Entry]:
    """Of each kind, the first records that have a period, or none, as many as are asked for."""
    asked = [
        (model, *_first(chosen, limit))
        for model in ENTRY_OF
        for period, limit in limits.items()
        if (chosen := selection.of(model, period=period))
    ]
    ids: dict[type[Record], list[int]] = {}
    found = ids_of([(chosen, 0, limit) for _model, chosen, limit in asked])
    for (model, _chosen, _limit), its_ids in zip(asked, found, strict=True):
        ids[model] = ids.get(model, []) + its_ids
    entries: list[Entry] = []
    for model, its_ids in ids.items():
        if its_ids:
            by_number = {row.pk: row for row in _rows_of(model, selection.audience, ids=its_ids)}
            if model is Claim:
                attach_links(
                    Link(Claim.missions, [*by_number.values()]), audience=selection.audience
                )
            entries += [ENTRY_OF[model](by_number[pk]) for pk in its_ids if pk in by_number]
    return entries


@KeptStatement
def _rows_of(model: Any, audience: Audience, *, ids: Sequence[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.visible_to(audience).filter(pk__in=ids)
    if model is Claim:
        rows = mark_contested(rows, audience)  # type: ignore[arg-type] # claims alone
    return rows.select_related(*JOINED.get(model, ())).order_by()


def _of_mission(mission: Mission) -> Entry:
    return Entry(
        record=mission,
        kind=KINDS_IN_WORDS["mission"],
        what=_("Kazakhstan took part in the mission"),
        name=mission.name,
        subjects=[mission],
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
        subjects=[unit],
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
        subjects=[rotation.mission],
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
        subjects=claim.subjects,
        period=claim.period,
        period_field="",
        what_fields=(EVERY_FIELD,),
    )


KINDS_IN_WORDS: dict[str, Any] = dict(KINDS)
JOINED: dict[type[Record], tuple[str, ...]] = {
    Rotation: ("mission",),
    Claim: ("rotation__mission", "unit"),
}
ENTRY_OF: dict[type[Record], Any] = {
    Mission: _of_mission,
    Unit: _of_unit,
    Rotation: _of_rotation,
    Claim: _of_claim,
}
