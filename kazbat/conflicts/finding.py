"""Every group of claims that cannot all be true, from all over the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from missions.conflicts import contradictions, series_contradictions
from missions.models import Claim, Contradiction, SeriesContradiction, UnitHistory
from personnel.models import OUTSIDE, Command, Person
from records.audience import Audience
from records.counting import in_words
from records.partial_dates import PartialDate
from search.selection import Selection
from sources.uses import citation_tables

MOST_FOUND = 1_000
"""Of each kind; of conflicting citations, for each kind of record."""
CONFLICTS_A_PAGE = 20
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

Key = tuple[Any, ...]
"""What tells a conflict from the others of its kind."""


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

    def count(self, chosen: str) -> int:
        return sum(len(keys) for kind, keys in self.keys.items() if chosen in ("", kind))

    def about(self, claim: Claim) -> Found:
        """Those in which this claim is one of the sides."""
        keys: dict[str, list[Key]] = {kind: [] for kind in KINDS}
        for kind in ("figures", "linked"):
            keys[kind] = [key for key in self.keys[kind] if claim.pk in key]
        keys["series"] = [key for key in self.keys["series"] if key[0] == claim.pk]
        keys["citations"] = [key for key in self.keys["citations"] if key[:2] == (Claim, claim.pk)]
        return Found(keys, there_are_more=False)

    def pages(self, chosen: str) -> list[list[tuple[str, Key]]]:
        """Page by page: those of one kind, or of one kind after the other."""
        pages: list[list[tuple[str, Key]]] = [[]]
        kinds_of_record: set[Any] = set()
        for kind in [chosen] if chosen else KINDS:
            for key in self.keys[kind]:
                if kind == "citations":
                    kinds_of_record.add(key[0])
                is_full = len(pages[-1]) == CONFLICTS_A_PAGE
                if is_full or len(kinds_of_record) > KINDS_OF_RECORD_A_PAGE:
                    pages.append([])
                    kinds_of_record = {key[0]} if kind == "citations" else set()
                pages[-1].append((kind, key))
        return pages


def find_conflicts(audience: Audience) -> Found:
    """All conflicts, in one query."""
    pairs = contradictions(audience)
    people = Person.objects.visible_to(audience).with_contested_ranks()
    tables = {str(table._meta.model_name): table for table in citation_tables()}
    branches: list[QuerySet[Any, tuple[Any, ...]]] = [
        *(
            _branch(
                kind, Contradiction, _ids(pairs.filter(said_by_editors=kind == "linked")),
                ("claim", "other"),
            )
            for kind in ("figures", "linked")
        ),
        _branch(
            "series", SeriesContradiction, _ids(series_contradictions(audience)),
            ("claim", "series"),
        ),
        _branch("ranks", Person, _ids(people), ("pk",)),
        _branch(
            "parents", UnitHistory, _ids(UnitHistory.objects.perhaps_of_two_parents(audience)),
            ("unit", "other"), "period",
        ),
        _branch(
            "leaders", Command, _ids(Command.objects.perhaps_of_two_leaders(audience)),
            ("unit", "person"), "period",
        ),
        *(
            _branch(
                name, table, _ids(table._default_manager.visible_to(audience).conflicting()),
                (table.record_name,), "field",
            )
            for name, table in tables.items()
        ),
    ]  # fmt: skip
    first, *others = branches
    rows: dict[str, list[Key]] = defaultdict(list)
    for name, *key in sorted(first.union(*others, all=True)):
        rows[name].append(tuple(key))
    rows["service"] = [(person,) for person in _outside(audience)]
    there_are_more = any(len(of_kind) > MOST_FOUND for of_kind in rows.values())
    for of_kind in rows.values():
        del of_kind[MOST_FOUND:]
    keys = {
        **{
            kind: connected((one, other) for one, other, *_rest in rows[kind])
            for kind in ("figures", "linked")
        },
        "series": [(claim, series) for claim, series, *_rest in rows["series"]],
        "ranks": [(person,) for person, *_rest in rows["ranks"]],
        "service": rows["service"],
        **{kind: _surely_two_at_once(rows[kind]) for kind in ("parents", "leaders")},
        "citations": [
            (table.record_model(), record, field)
            for name, table in tables.items()
            for record, field in dict.fromkeys((row[0], row[-1]) for row in rows[name])
        ],
    }
    return Found(keys, there_are_more)


def _outside(audience: Audience) -> list[int]:
    """People of whom a service is stated outside the time of its mission."""
    found = Selection("person", audience, {"service": OUTSIDE})
    return list(islice(found, MOST_FOUND + 1))


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


def _ids(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.order_by("pk").values("pk")


def _branch(
    name: str,
    model: type[models.Model],
    ids: QuerySet[Any, Any],
    numbers: Sequence[str],
    text: str = "",
) -> QuerySet[Any, tuple[Any, ...]]:
    """As many of the rows as are looked at: a name, two numbers (0 for none) and a text."""
    none = Value(0, output_field=IntegerField())
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: QuerySet[Any] = QuerySet(model).filter(pk__in=ids[: MOST_FOUND + 1])
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
