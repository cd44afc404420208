"""Every group of claims that cannot all be true, from all over the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from missions.conflicts import contradicted, linked_pairs
from missions.models import Claim
from personnel.models import Person, RankHolding
from records.counting import in_words
from records.links import Link, attach_links
from records.models import Record
from sources.annotations import citation_tables
from sources.differing import differing, read_whole

MOST_FOUND = 1_000
"""Of each kind; of differing citations, for each kind of record."""
CONFLICTS_A_PAGE = 20
KINDS_OF_RECORD_A_PAGE = 3
"""Whose differing citations one page shows, since each takes a query to read."""

KINDS = {
    "figures": _("figures that cannot all be true"),
    "linked": _("statements that the editors set against each other"),
    "ranks": _("ranks of one person"),
    "citations": _("passages that say something else"),
}

SUBJECT = ("measure", "mission", "rotation", "unit")
"""What figures have in common that are held against each other."""

Key = tuple[Any, ...]
"""What tells a conflict from the others of its kind."""


class ConflictForm(forms.Form):
    """What the reader asks for; its choices say how many conflicts each leads to."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *KINDS.items()]
    )

    claim = forms.SlugField(required=False, widget=forms.HiddenInput)
    """A claim: only what stands against it is asked for."""

    def __init__(self, data: Any, user: User | AnonymousUser) -> None:
        super().__init__(data)
        self.user = user

    def clean_claim(self) -> Claim | None:
        slug = self.cleaned_data["claim"]
        if not slug:
            return None
        claim: Claim | None = Claim.objects.visible_to(self.user).filter(slug=slug).first()
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
        subject = subject_of(claim)
        keys: dict[str, list[Key]] = {kind: [] for kind in KINDS}
        keys["figures"] = [key for key in self.keys["figures"] if claim.quantity and key == subject]
        keys["linked"] = [key for key in self.keys["linked"] if claim.pk in key]
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


def find_conflicts(user: User | AnonymousUser) -> Found:
    """Where claims contradict each other, in one query."""
    claims = Claim.objects.visible_to(user)
    people = Person.objects.visible_to(user).with_competing_ranks()
    groups = contradicted(claims).order_by().values(*SUBJECT).annotate(first=Min("pk"))
    tables = {str(table._meta.model_name): table for table in citation_tables()}
    first, *others = [
        _branch("figures", Claim, groups.order_by("first").values("first"), SUBJECT),
        _branch(
            "linked", Claim.competes_with.through,
            _ids(linked_pairs(published_only=not user.is_staff)), ("from_claim", "to_claim"),
        ),
        _branch("ranks", Person, _ids(people), ("pk",)),
        *(
            _branch(name, table, _ids(differing(table, user)), (table.record_name,), "field")
            for name, table in tables.items()
        ),
    ]  # fmt: skip
    rows: dict[str, list[Key]] = defaultdict(list)
    for name, *key in sorted(first.union(*others, all=True)):
        rows[name].append(tuple(key))
    there_are_more = any(len(of_kind) > MOST_FOUND for of_kind in rows.values())
    for of_kind in rows.values():
        del of_kind[MOST_FOUND:]
    keys = {
        "figures": [tuple(subject) for *subject, _field in rows["figures"]],
        "linked": connected((one, other) for one, other, *_rest in rows["linked"]),
        "ranks": [(person,) for person, *_rest in rows["ranks"]],
        "citations": [
            (table.record_model(), record, field)
            for name, table in tables.items()
            for record, field in dict.fromkeys((row[0], row[-1]) for row in rows[name])
        ],
    }
    return Found(keys, there_are_more)


def _ids(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.order_by("pk").values("pk")


def _branch(
    name: str,
    model: type[models.Model],
    ids: QuerySet[Any, Any],
    numbers: Sequence[str],
    text: str = "",
) -> QuerySet[Any, tuple[Any, ...]]:
    """As many of the rows as are looked at: a name, four numbers (0 for none) and a text."""
    none = Value(0, output_field=IntegerField())
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: QuerySet[Any] = QuerySet(model).filter(pk__in=ids[: MOST_FOUND + 1])
    return rows.order_by().values_list(
        Value(name, output_field=CharField()),
        *(Coalesce(F(number), none) for number in numbers),
        *[none] * (len(SUBJECT) - len(numbers)),
        F(text) if text else Value("", output_field=CharField()),
    )


def connected(pairs: Iterable[tuple[int, int]]) -> list[Key]:
    """What the pairs join, directly or by way of others, in groups."""
    groups: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups |= dict.fromkeys(joined, joined)
    return sorted({tuple(sorted(group)) for group in groups.values()})


@dataclass(frozen=True)
class Conflict:
    kind: str
    sides: list[Any]
    """The records that contradict each other; or the one of which passages say something else."""
    field: str = ""
    """Of which they say it; empty: of the record as a whole."""

    @property
    def first(self) -> Any:
        return self.sides[0]

    @property
    def subjects(self) -> list[str]:
        """What the claims are about, each once."""
        return list(dict.fromkeys(str(claim.subject or _("Kazakhstan")) for claim in self.sides))

    @property
    def measures(self) -> list[str]:
        """What the claims measure, each once."""
        return list(dict.fromkeys(str(claim.measure) for claim in self.sides if claim.measure))

    @property
    def count_in_words(self) -> str:
        return str(apnumber(len(self.sides)))

    @property
    def kind_of_record(self) -> str:
        return capfirst(str(self.first._meta.verbose_name))

    @property
    def anchor(self) -> str:
        parts = (self.kind, self.first._meta.model_name, str(self.first.pk), self.field)
        return "-".join(filter(None, parts))


def read_conflicts(page: Iterable[tuple[str, Key]], user: User | AnonymousUser) -> list[Conflict]:
    """The conflicts of one page, with all that their sides state."""
    page = list(page)
    keys: dict[str, list[Key]] = {kind: [] for kind in KINDS}
    for kind, key in page:
        keys[kind].append(key)
    sides: dict[tuple[str, Key], list[Any]] = defaultdict(list)
    claims = _claims(keys["figures"], keys["linked"], user)
    for claim in claims.values():
        if claim.quantity:
            sides["figures", subject_of(claim)].append(claim)
    for key in keys["linked"]:
        sides["linked", key] += [claim for pk, claim in claims.items() if pk in key]
    for holding in _holdings(keys["ranks"], user):
        sides["ranks", (holding.person_id,)].append(holding)
    records = _records(keys["citations"], user)
    for model, pk, field in keys["citations"]:
        sides["citations", (model, pk, field)] += [
            row for row in records if (type(row), row.pk) == (model, pk)
        ]
    _attach_links([*claims.values(), *records], user)
    return [
        Conflict(kind, found, key[2] if kind == "citations" else "")
        for kind, key in page
        if (found := sides[kind, key])
    ]


def _claims(figures: list[Key], linked: list[Key], user: User | AnonymousUser) -> dict[int, Claim]:
    if not (figures or linked):
        return {}
    wanted = Q(pk__in=[pk for group in linked for pk in group])
    for key in figures:
        wanted |= Q(
            *(
                Q(**({name: number} if number else {f"{name}__isnull": True}))
                for name, number in zip(SUBJECT, key, strict=True)
            )
        )
    claims = Claim.objects.visible_to(user).filter(wanted).in_reading_order()
    claims = claims.select_related("measure", "mission", "rotation__mission", "unit")
    return {claim.pk: claim for claim in claims}


def subject_of(claim: Claim) -> Key:
    """The same for all figures that are held against each other."""
    return tuple(getattr(claim, f"{name}_id") or 0 for name in SUBJECT)


def _holdings(people: list[Key], user: User | AnonymousUser) -> Iterable[RankHolding]:
    if not people:
        return []
    holdings = RankHolding.objects.visible_to(user).select_related("person")
    return holdings.filter(person__in=[person for (person,) in people]).order_by(
        F("as_of_earliest").asc(nulls_last=True), "pk"
    )


def _records(citations: list[Key], user: User | AnonymousUser) -> list[Record]:
    """One query for each kind of record."""
    ids: dict[type[Record], set[int]] = defaultdict(set)
    for model, pk, _field in citations:
        ids[model].add(pk)
    return [row for model, of_model in ids.items() for row in read_whole(model, of_model, user)]


def _attach_links(records: list[Record], user: User | AnonymousUser) -> None:
    """Fills the many-to-many columns that the page shows, in one query."""
    by_model: dict[type[Record], list[Record]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record)
    links = [
        Link(getattr(model, field.name), rows)
        for model, rows in by_model.items()
        for field in model._meta.many_to_many
        if field.name in model.citable_fields or field.name == "stated_jointly_with"
    ]
    attach_links(*links, published_only=not user.is_staff)
