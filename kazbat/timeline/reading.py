"""What stands on the timeline: taking part, founding, rotations and claims, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import IntegerField, Q, QuerySet, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.bits import Sets, set_of, sets_of
from catalogue.facets import CONTESTED, NOT_STATED, STATED
from catalogue.filters import Facet, RecordFilterSet
from catalogue.listing import ALL
from catalogue.selection import Selection, ids_of
from kazbat.drawing import short_name
from missions.conflicts import mark_contested
from missions.models import Claim, ClaimKind, Mission, Rotation, Unit
from records.audience import Audience
from records.fields import PartialDateFormField
from records.models import Record
from records.partial_dates import PartialDate
from records.prefetching import Link, attach_links
from records.statements import KeptStatement
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
    """Of each kind; see `catalogue.bits`."""
    mission: str = ""
    """The number of a mission, or `NOT_STATED` for what is about none; empty for all."""
    kind: str = ""
    """One of `KINDS`; empty for all."""
    outside: dict[str, int] = field(default_factory=dict)
    """Of each kind, what is surely not of the years asked for; empty for all years."""

    @classmethod
    def of_all(cls, audience: Audience) -> Self:
        return cls(audience, sets_of(*(str(model._meta.model_name) for model in ENTRY_OF)))

    def counts(self, facet: str, values: Iterable[str]) -> dict[str, int]:
        of_kinds = facet == "kind"
        return {
            value: (replace(self, kind=value) if of_kinds else replace(self, mission=value)).count
            for value in values
        }

    @property
    def count(self) -> int:
        return sum(one.count for model in ENTRY_OF if (one := self.of(model)))

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
        elif self.mission == CONTESTED or (
            self.mission and (self.mission == NOT_STATED) is (model is Mission)
        ):
            return None
        elif self.mission and model is Mission:
            conditions.append(set_of([int(self.mission)]))
        if kind in self.outside:
            everything = self.sets[kind].of(ALL, "", self.audience)
            conditions.append(everything & ~self.outside[kind])
        chosen = {name: value for name, value in chosen.items() if value}
        order = "start" if period == STATED else ""
        return Selection(kind, self.audience, chosen, conditions, order, read=self.sets[kind])


def _in_order(chosen: Selection) -> Selection:
    """A selection that begins with the same records, and can be read from a list that is kept."""
    if chosen.chosen == {"period": STATED} and not chosen.sets:
        # In the order of days what has none comes last: the list of all begins with these.
        return replace(chosen, chosen={})
    return chosen


class YearsField(PartialDateFormField):
    """A date as people type it, of which one end is asked for."""

    def __init__(self, *, end: str, example: str, **kwargs: Any) -> None:
        self.end = end
        self.example = example
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        typed = super().clean(value)
        if not typed:
            return None
        if day := getattr(typed, self.end):
            return day  # type: ignore[no-any-return] # a first or last day
        message = _("“%(text)s” is no year to count from here. Write a year, such as %(example)s.")
        raise ValidationError(message, "invalid", {"text": value, "example": self.example})


class YearsFilter(django_filters.Filter):
    field_class = YearsField


class TimelineFilter(RecordFilterSet):
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, not_stated=True,
        not_stated_label=_("about no mission"),
    )  # fmt: skip
    kind = Facet(label=_("Kind"), choices=KINDS)
    since = YearsFilter(label=_("From, such as 2014"), end="earliest", example="2014")
    until = YearsFilter(label=_("To, such as 2018"), end="latest", example="2018")

    @cached_property
    def selection(self) -> Any:
        chosen = self.form.cleaned_data
        since, until = chosen["since"], chosen["until"]
        if since and until and until < since:
            self.form.add_error("until", _("This is before the year from which on is asked."))
        mission = self.facets["mission"].value_of(chosen["mission"]) if chosen["mission"] else ""
        return replace(
            TimelineSelection.of_all(self.audience),
            mission=mission,
            kind=chosen["kind"],
            outside=_outside(since, until) if since or until else {},
        )


def _outside(since: date | None, until: date | None) -> dict[str, int]:
    """Of each kind, what its source dates surely before the one day or surely after the other.

    All else may be of these years: what goes on, and what has no date.
    """
    found: dict[str, list[int]] = {str(model._meta.model_name): [] for model in ENTRY_OF}
    kinds = list(found)
    first, *others = [
        _dated_outside(model, place, since, until) for place, model in enumerate(ENTRY_OF)
    ]
    for place, pk in first.union(*others, all=True):
        found[kinds[place]].append(pk)
    return {kind: set_of(numbers) for kind, numbers in found.items()}


def _dated_outside(
    model: type[Record], place: int, since: date | None, until: date | None
) -> QuerySet[Any, tuple[int, int]]:
    name = "established" if model is Unit else "period"
    outside = Q()
    if since:
        outside |= Q(**{f"{name}_latest__lt": since})
    if until:
        outside |= Q(**{f"{name}_earliest__gt": until})
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: QuerySet[Any] = QuerySet(model).filter(outside).order_by()
    return rows.values_list(Value(place, output_field=IntegerField()), "pk")


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
        """On a page: missions and units, rotations, claims, each by the first possible day, then
        by the last. So no number of claims crowds out a mission. Days of every year come last.
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
    kinds_cut: frozenset[str]
    """The kinds of record, such as "claim", of which undated rows are left out."""

    @property
    def records(self) -> list[Record]:
        return [entry.record for entry in (*self.dated, *self.undated)]

    @property
    def every_year(self) -> list[Entry]:
        return [entry for entry in self.dated if entry.is_yearly]


def read_timeline(selection: TimelineSelection, page: int = 1) -> Timeline:
    """The dated rows of one page, and with the first of them some undated ones."""
    start = (page - 1) * ROWS_SHOWN
    asked = [*_dated(selection, start, start + ROWS_SHOWN)]
    if page == 1:
        asked += _undated(selection)
    entries = _entries(asked, selection.audience)
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
    return Timeline(dated, undated, frozenset(kinds_cut))


Asked = tuple[type[Record], Selection, int, int]
"""Of one kind, the records from one place of their list to another."""


def count_dated(selection: TimelineSelection) -> int:
    return sum(one.count for model in ENTRY_OF if (one := selection.of(model, period=STATED)))


def _dated(selection: TimelineSelection, start: int, stop: int) -> Iterator[Asked]:
    """The rows from one place to another of the list of all: units, missions, rotations, claims."""
    for model in (Unit, Mission, Rotation, Claim):
        if chosen := selection.of(model, period=STATED):
            count = chosen.count
            if start < count and stop > 0:
                yield model, _in_order(chosen), max(start, 0), min(stop, count)
            start, stop = start - count, stop - count


def _undated(selection: TimelineSelection) -> Iterator[Asked]:
    for model in ENTRY_OF:
        for period in (CONTESTED, NOT_STATED):
            if chosen := selection.of(model, period=period):
                yield model, chosen, 0, UNDATED_SHOWN + 1


def _entries(asked: Sequence[Asked], audience: Audience) -> list[Entry]:
    ids: dict[type[Record], list[int]] = {}
    found = (
        ids_of([(chosen, start, stop) for _model, chosen, start, stop in asked]) if asked else []
    )
    for (model, *_one), its_ids in zip(asked, found, strict=True):
        ids[model] = ids.get(model, []) + its_ids
    entries: list[Entry] = []
    for model, its_ids in ids.items():
        if its_ids:
            by_number = {row.pk: row for row in _rows_of(model, audience, ids=its_ids)}
            if model is Claim:
                attach_links(Link(Claim.missions, [*by_number.values()]), audience=audience)
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
