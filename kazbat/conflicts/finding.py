"""Every group of claims that cannot all be true, from all over the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalogue.bits import sets_of
from catalogue.facets import CONTESTED
from catalogue.selection import Selection
from missions.conflicts import contradictions, opposed, said_by_editors, series_contradictions
from missions.models import Claim, UnitHistory
from personnel.models import OUTSIDE, Command
from records.audience import Audience
from records.counting import in_words
from records.partial_dates import PartialDate
from records.statements import KeptStatement
from sources.evidence import citation_model
from sources.models import Citation
from sources.uses import citation_tables

MOST_FOUND = 1_000
"""Of each kind; of conflicting citations, for each kind of record."""
CONFLICTS_A_PAGE = 20
SIDES_SHOWN = 12
"""Of one conflict, so many claims at most; who asks for those of one claim sees all, by page."""
KINDS_OF_RECORD_A_PAGE = 3
"""Whose conflicting citations one page shows, since each takes a query to read."""

KINDS = {
    "figures": _("figures that cannot all be true"),
    "series": _("figures that a series contradicts"),
    "linked": _("claims that the editors set against each other"),
    "ranks": _("ranks of one person"),
    "service": _("service outside the time of its mission"),
    "parents": _("larger units of one unit at one time"),
    "leaders": _("leaders of one unit at one time"),
    "citations": _("passages that say something else"),
}

KINDS_OF_CLAIMS = ("figures", "linked")
"""Those that may have any number of sides."""

Key = tuple[Any, ...]
"""What tells a conflict from the others of its kind."""

Listed = tuple[str, Key, int]
"""A conflict by its kind and its key, and with which of its sides it begins."""


class ConflictForm(forms.Form):
    """What the reader asks for; its choices say how many conflicts each leads to."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *KINDS.items()]
    )

    claim = forms.SlugField(required=False, widget=forms.HiddenInput)
    """A claim: only its conflicts are asked for."""

    def __init__(self, data: Any, audience: Audience) -> None:
        super().__init__(data)
        self.audience = audience

    def clean_claim(self) -> Claim | None:
        slug = self.cleaned_data["claim"]
        if not slug:
            return None
        claim: Claim | None = Claim.objects.visible_to(self.audience).filter(slug=slug).first()
        if claim is None:
            raise ValidationError(_("There is no such claim."))
        return claim

    def show_counts(self, found: Found) -> None:
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind, f"{name} ({in_words(found.count(kind))})")
            for kind, name in [("", _("all")), *KINDS.items()]
        ]


@dataclass(frozen=True)
class Found:
    """All conflicts that are looked at, by nothing but their keys."""

    keys: dict[str, list[Key]]
    there_are_more: bool
    claim: Claim | None = None
    """The claim of which these are the conflicts."""

    def count(self, chosen: str) -> int:
        return sum(len(keys) for kind, keys in self.keys.items() if chosen in ("", kind))

    def pages(self, chosen: str) -> list[list[Listed]]:
        """Page by page: those of one kind, or of one kind after the other.

        Of one claim's conflicts all sides are listed; those of a large one fill pages of their own.
        """
        pages: list[list[Listed]] = [[]]
        kinds_of_record: set[Any] = set()
        for kind in [chosen] if chosen else KINDS:
            for key in self.keys[kind]:
                if kind == "citations":
                    kinds_of_record.add(key[0])
                is_full = len(pages[-1]) == CONFLICTS_A_PAGE
                if is_full or len(kinds_of_record) > KINDS_OF_RECORD_A_PAGE:
                    pages.append([])
                    kinds_of_record = {key[0]} if kind == "citations" else set()
                pages[-1].append((kind, key, 0))
                if self.claim and kind in KINDS_OF_CLAIMS:
                    further = range(SIDES_SHOWN, len(key), SIDES_SHOWN)
                    pages += [[(kind, key, start)] for start in further]
        return pages


Rows = QuerySet[Any, tuple[Any, ...]]
"""Each a name, two numbers and a text; see `_branch`."""


@KeptStatement
def _rows_of_all(audience: Audience, most: int) -> Rows:
    """So many conflicts of each kind, in one query."""
    pairs = contradictions(audience).filter(said_by_editors=False)
    series = series_contradictions(audience)
    parents = UnitHistory.objects.perhaps_of_two_parents(audience)
    leaders = Command.objects.perhaps_of_two_leaders(audience)
    first, *others = [
        _branch("figures", pairs, most, ("claim", "other")),
        _branch("linked", said_by_editors(audience), most, ("claim", "other")),
        _branch("series", series, most, ("claim", "series")),
        _branch("parents", parents, most, ("unit", "other"), "period"),
        _branch("leaders", leaders, most, ("unit", "person"), "period"),
        *(_differing(table, audience, most) for table in citation_tables()),
    ]
    return first.union(*others, all=True)


@KeptStatement
def _rows_of_claim(audience: Audience, most: int, *, claim: int) -> Rows:
    """The conflicts of one claim, however many there are in all."""
    against = opposed(audience).filter(claim=claim)
    series = series_contradictions(audience).filter(claim=claim)
    first, *others = [
        _branch("figures", against.filter(said_by_editors=False), most, ("claim", "other")),
        _branch("linked", against.filter(said_by_editors=True), most, ("claim", "other")),
        _branch("series", series, most, ("claim", "series")),
        _differing(citation_model(Claim), audience, most, claim=claim),
    ]
    return first.union(*others, all=True)


def find_conflicts(audience: Audience) -> Found:
    """All conflicts, by their keys."""
    rows = _by_name(_rows_of_all(audience, MOST_FOUND + 1))
    people = sets_of("person")["person"]
    for kind, value in (("ranks", CONTESTED), ("service", OUTSIDE)):
        found = Selection("person", audience, {kind: value}, read=people)
        rows[kind] = [(person,) for person in found.ids(0, MOST_FOUND + 1)]
    return _found(rows)


def find_conflicts_of(claim: Claim, audience: Audience) -> Found:
    """Those in which a claim is one of the sides; its own side comes first."""
    found = _found(_by_name(_rows_of_claim(audience, MOST_FOUND + 1, claim=claim.pk)))
    for kind in KINDS_OF_CLAIMS:
        found.keys[kind] = [
            (claim.pk, *(pk for pk in key if pk != claim.pk)) for key in found.keys[kind]
        ]
    return replace(found, claim=claim)


def _by_name(found: Iterable[tuple[Any, ...]]) -> dict[str, list[Key]]:
    rows: dict[str, list[Key]] = defaultdict(list)
    for name, *key in sorted(found):
        rows[name].append(tuple(key))
    return rows


def _found(rows: dict[str, list[Key]]) -> Found:
    there_are_more = any(len(of_kind) > MOST_FOUND for of_kind in rows.values())
    for of_kind in rows.values():
        del of_kind[MOST_FOUND:]
    keys = {
        **{
            kind: connected((one, other) for one, other, *_rest in rows[kind])
            for kind in KINDS_OF_CLAIMS
        },
        "series": [(claim, series) for claim, series, *_rest in rows["series"]],
        "ranks": rows["ranks"],
        "service": rows["service"],
        **{kind: _surely_two_at_once(rows[kind]) for kind in ("parents", "leaders")},
        "citations": [
            (table.record_model(), record, field)
            for table in citation_tables()
            for record, field in dict.fromkeys(
                (row[0], row[-1]) for row in rows[str(table._meta.model_name)]
            )
        ],
    }
    return Found(keys, there_are_more)


def _surely_two_at_once(rows: Iterable[Key]) -> list[Key]:
    """Units for which two are stated, surely for the same time."""
    by_unit: dict[int, list[tuple[int, PartialDate]]] = defaultdict(list)
    for unit, named, period in rows:
        by_unit[unit].append((named, PartialDate.parse(period)))
    return [
        (unit,)
        for unit, stated in by_unit.items()
        if any(
            one != other and when.surely_meets(then)
            for (one, when), (other, then) in combinations(stated, 2)
        )
    ]


def _differing(table: type[Citation], audience: Audience, most: int, **which: int) -> Rows:
    citations = table._default_manager.visible_to(audience).conflicting().filter(**which)
    return _branch(str(table._meta.model_name), citations, most, (table.record_name,), "field")


def _branch(
    name: str, found: QuerySet[Any, Any], most: int, numbers: Sequence[str], text: str = ""
) -> Rows:
    """So many of the rows: a name, two numbers (0 for none) and a text."""
    none = Value(0, output_field=IntegerField())
    ids = found.order_by("pk").values("pk")[:most]
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: QuerySet[Any] = QuerySet(found.model).filter(pk__in=ids)
    return rows.order_by().values_list(
        Value(name, output_field=CharField()),
        *(Coalesce(F(number), none) for number in numbers),
        *[none] * (2 - len(numbers)),
        F(text) if text else Value("", output_field=CharField()),
    )


def connected(pairs: Iterable[tuple[int, int]]) -> list[Key]:
    """What the pairs join, directly or by way of others, in groups; the largest comes first."""
    groups: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups |= dict.fromkeys(joined, joined)
    joined_groups = {tuple(sorted(group)) for group in groups.values()}
    return sorted(joined_groups, key=lambda group: (-len(group), group))
