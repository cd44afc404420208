"""The conflicts of one page, with all that they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.text import capfirst

from missions.models import Claim, HistoryKind, Series, UnitHistory
from missions.observations import Observation, some_in_words
from missions.series_beside import Beside, numbers_against
from personnel.models import Command, Deployment, RankHolding
from records.audience import Audience
from records.models import Record, VisibleWith
from records.periods import surely_at_one_time
from records.prefetching import Link, attach_links
from records.statedness import is_stated

from .finding import KINDS, KINDS_OF_CLAIMS, SIDES_SHOWN, Key, Listed
from .questions import question_about, question_about_series


@dataclass(frozen=True)
class Conflict:
    kind: str
    sides: list[Any]
    """The records in conflict; or the one of which passages say something else."""
    field: str = ""
    """Field the passage contradicts; empty means the whole record."""
    count: int = 0
    """How many claims are in it, shown here or not."""
    numbers: Sequence[Observation] = ()
    """What a series prints against a claim."""
    is_of_one_source: bool = False
    """Whether all that is cited for its sides is of one source."""

    @property
    def first(self) -> Any:
        return self.sides[0]

    @property
    def series(self) -> Any:
        return self.sides[-1]

    @property
    def numbers_in_words(self) -> str:
        return some_in_words(self.numbers)

    @property
    def question(self) -> str:
        """What the claims leave open."""
        if self.kind == "series":
            return question_about_series(self.first)
        return question_about(self.sides)

    @property
    def compared(self) -> list[tuple[Claim, str, list[str]]]:
        """Each claim with its figure and with what else it is about, as far as they differ."""
        told = [_told(claim) for claim in self.sides]
        differ = [
            column
            for column, values in enumerate(zip(*told, strict=True))
            if len({value.casefold() for value in values}) > 1
        ]
        return [
            (
                claim,
                values[0] if 0 in differ else "",
                [values[column] for column in differ if column and values[column]],
            )
            for claim, values in zip(self.sides, told, strict=True)
        ]

    @property
    def is_unstated(self) -> bool:
        """Whether the field of which passages say something has no value of its own."""
        return bool(self.field) and not is_stated(self.first, self.field)

    @property
    def kind_of_record(self) -> str:
        return capfirst(str(self.first._meta.verbose_name))

    @property
    def field_in_words(self) -> str:
        return str(self.first._meta.get_field(self.field).verbose_name) if self.field else ""

    @property
    def anchor(self) -> str:
        parts = [self.kind, self.first._meta.model_name, str(self.first.pk), self.field]
        if self.kind == "series":
            parts.append(str(self.series.pk))
        return "-".join(filter(None, parts))


def _told(claim: Claim) -> tuple[str, ...]:
    """Its figure, what that measures, of what, and when."""
    has_date = claim.period or claim.as_of_source or claim.is_of_a_moment
    return (
        claim.quantity_in_words,
        str(claim.measure or ""),
        claim.about,
        claim.when_in_words if has_date else "",
    )


def read_conflicts(page: Iterable[Listed], audience: Audience) -> list[Conflict]:
    """The conflicts of one page, with all that their sides state."""
    counts = [len(key) if kind in KINDS_OF_CLAIMS else 0 for kind, key, _start in page]
    # Of a conflict of many claims no more are read than are shown.
    shown = [
        (kind, key[start : start + SIDES_SHOWN] if kind in KINDS_OF_CLAIMS else key)
        for kind, key, start in page
    ]
    keys: dict[str, list[Key]] = {kind: [] for kind in KINDS}
    for kind, key in shown:
        keys[kind].append(key)
    sides: dict[tuple[str, Key], list[Any]] = defaultdict(list)
    against = [(claim,) for claim, _series in keys["series"]]
    claims = _claims([*keys["figures"], *keys["linked"], *against], audience)
    numbers = {}
    for one in _beside(keys["series"], claims, audience):
        key = (one.claim.pk, one.series.pk)
        sides["series", key] += [one.claim, one.series]
        numbers[key] = one.deciding
    for kind in KINDS_OF_CLAIMS:
        for key in keys[kind]:
            sides[kind, key] += [claim for pk, claim in claims.items() if pk in key]
    for kind, owner, row in _of_people_and_units(keys, audience):
        sides[kind, (owner,)].append(row)
    records = _records(keys["citations"], audience)
    for model, pk, field in keys["citations"]:
        sides["citations", (model, pk, field)] += [
            row for row in records if (type(row), row.pk) == (model, pk)
        ]
    series = [found[-1] for (kind, _key), found in sides.items() if kind == "series"]
    _attach_links([*claims.values(), *records, *series], audience)
    return [
        Conflict(
            kind,
            found,
            field=key[2] if kind == "citations" else "",
            count=count,
            numbers=numbers.get(key, ()) if kind == "series" else (),
        )
        for (kind, key), count in zip(shown, counts, strict=True)
        if (found := sides[kind, key])
    ]


def _claims(groups: list[Key], audience: Audience) -> dict[int, Claim]:
    if not groups:
        return {}
    wanted = [pk for group in groups for pk in group]
    claims = Claim.objects.visible_to(audience).filter(pk__in=wanted).in_reading_order()
    claims = claims.select_related("measure", "counted", "rotation__mission", "unit")
    return {claim.pk: claim for claim in claims}


def _beside(pairs: list[Key], claims: Mapping[int, Claim], audience: Audience) -> Iterable[Beside]:
    """The claims and series that stand against each other, with the numbers that do."""
    if not pairs:
        return
    series = Series.objects.visible_to(audience).in_bulk({series for _claim, series in pairs})
    for claim, one, numbers in numbers_against(pairs):
        if claim in claims and one in series:
            yield Beside(claims[claim], series[one], numbers)


def _of_people_and_units(
    keys: dict[str, list[Key]], audience: Audience
) -> Iterator[tuple[str, int, Any]]:
    """What conflicts with others of the same person or unit, which is named by its number."""
    for holding in _holdings(keys["ranks"], audience):
        yield "ranks", holding.person_id, holding
    for deployment in _services(keys["service"], audience):
        yield "service", deployment.person_id, deployment
    for kind, history in _at_one_time(keys, audience):
        yield kind, history.unit_id, history


def _holdings(people: list[Key], audience: Audience) -> Iterable[RankHolding]:
    if not people:
        return []
    holdings = RankHolding.objects.visible_to(audience).select_related("person")
    return holdings.filter(person__in=[person for (person,) in people]).order_by(
        F("as_of_earliest").asc(nulls_last=True), "pk"
    )


def _services(people: list[Key], audience: Audience) -> Iterable[Deployment]:
    if not people:
        return []
    outside = Deployment.objects.visible_to(audience).outside_their_missions()
    outside = outside.filter(person__in=[person for (person,) in people])
    return outside.select_related("person", "mission", "rotation__mission").order_by(
        "period_earliest", "pk"
    )


def _parents_of(units: list[Key], audience: Audience) -> Iterable[UnitHistory]:
    if not units:
        return []
    history = UnitHistory.objects.visible_to(audience).select_related("unit", "other")
    parents = history.filter(kind=HistoryKind.PART_OF, unit__in=[unit for (unit,) in units])
    return parents.in_reading_order()


def _leaders_of(units: list[Key], audience: Audience) -> Iterable[Command]:
    if not units:
        return []
    commands = Command.objects.visible_to(audience).select_related("unit", "person")
    return commands.filter(unit__in=[unit for (unit,) in units]).in_reading_order()


def _at_one_time(
    keys: dict[str, list[Key]], audience: Audience
) -> Iterator[tuple[str, UnitHistory | Command]]:
    """Parents and leaders of units, of whom another is stated for the same time."""
    parents, leaders = keys["parents"], keys["leaders"]
    for kind, rows, named in (
        ("parents", _parents_of(parents, audience), "other_id"),
        ("leaders", _leaders_of(leaders, audience), "person_id"),
    ):
        by_unit: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            by_unit[row.unit_id].append(row)
        for stated in by_unit.values():
            found = surely_at_one_time(stated, named)
            yield from ((kind, row) for row in stated if row.pk in found)


def _records(citations: list[Key], audience: Audience) -> list[Record]:
    """One query for each kind of record."""
    ids: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk, _field in citations:
        ids[model].add(pk)
    return [
        row for model, of_model in ids.items() for row in _read_whole(model, of_model, audience)
    ]


def _attach_links(records: list[Record], audience: Audience) -> None:
    """Fills the many-to-many columns that the page shows, in one query."""
    by_model: dict[type[Record], list[Record]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record)
    links = [
        Link(getattr(model, field.name), rows)
        for model, rows in by_model.items()
        for field in model._meta.many_to_many
        if field.name in {*model.citable_fields, *model.visible_only_with}
    ]
    attach_links(*links, audience=audience)


def _read_whole(model: type[Record], ids: Collection[int], audience: Audience) -> list[Any]:
    """Records of one kind, in one query, with all it takes to name and address what they state."""
    cited = (model._meta.get_field(name) for name in model.citable_fields)
    links = [field.name for field in cited if isinstance(field, models.ForeignKey)]
    records: Any = model._default_manager
    rows = records.visible_to(audience).select_related(*_parents(model), *links)
    found: list[Any] = list(rows.filter(pk__in=ids))
    for row in found:
        _leave_out_hidden(row, links, audience)
    return found


def _parents(model: type[VisibleWith]) -> list[str]:
    """The parents of a record, and their parents, as lookups."""
    lookups = []
    for name in model.parent_keys():
        parent: Any = model._meta.get_field(name).related_model
        lookups += [name, *(f"{name}__{further}" for further in _parents(parent))]
    return lookups


def _leave_out_hidden(row: Record, links: list[str], audience: Audience) -> None:
    """A visible record may name one that is not: the larger unit that a unit is part of."""
    for name in set(links).difference(row.visible_only_with):
        linked = getattr(row, name)
        if isinstance(linked, VisibleWith) and not linked.is_visible_to(audience):
            setattr(row, name, None)
