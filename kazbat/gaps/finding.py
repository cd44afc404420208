"""What no source states, by record and by field: what to look for next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.paginator import EmptyPage, Page
from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.counting import COUNT_LIMIT, capped_counts, in_words
from records.kinds import kinds, name_of, name_of_many
from records.languages import shown_text
from records.models import Record
from records.pagination import CappedPage, CappedPaginator
from search.models import Document
from search.queries import titles_for

ROWS_A_PAGE = 25

KINDS = {kind: model for kind, model in kinds().items() if model.gap_fields}

LABELS = {
    "value": _("strength"),
    "published": _("date"),
    "period_end": _("end of the period"),
    "rank_holdings": _("rank"),
    "deployments": _("mission, individually"),
}
"""Where the column's own name would not say it."""

EVERY = ""
"""Any kind of record, or any of its gaps."""


def label(model: type[Record], gap: str) -> str:
    return str(LABELS.get(gap) or model._meta.get_field(gap).verbose_name)  # type: ignore[union-attr]


Counts = dict[tuple[str, str], int]
"""Of records, by their kind and by their gap."""


def with_gap(model: type[Record], gap: str, audience: Audience) -> QuerySet[Any]:
    """The records of a kind of which no source states something; or anything at all."""
    conditions = model.gap_conditions()
    wanted = [conditions[gap]] if gap else conditions.values()
    records: Any = model._default_manager
    rows: QuerySet[Any] = records.visible_to(audience).filter(reduce(or_, wanted))
    return rows


def count_gaps(audience: Audience) -> Counts:
    """All counts of the page, in one statement."""
    return capped_counts(
        {
            (kind, gap): with_gap(model, gap, audience)
            for kind, model in KINDS.items()
            for gap in (EVERY, *model.gap_conditions())
        }
    )


class GapForm(forms.Form):
    """What the reader asks for."""

    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    field = forms.ChoiceField(label=_("What is not stated"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {kind: name_of_many(model) for kind, model in KINDS.items()}
        gaps = {
            gap: label(model, gap) for model in KINDS.values() for gap in model.gap_conditions()
        }
        for name, choices in (("kind", kinds), ("field", gaps)):
            self.fields[name].choices = [(EVERY, _("all")), *choices.items()]  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[str]:
        """The kinds that are asked for."""
        chosen = self.cleaned_data["kind"]
        return [chosen] if chosen else list(KINDS)

    def show_counts(self, counts: Counts) -> None:
        """Each choice says how many records it leads to, the other one staying as it is."""
        gap = self.cleaned_data["field"]
        self._show_counts("kind", {kind: counts.get((kind, gap), 0) for kind in KINDS})
        by_gap: dict[str, int] = defaultdict(int)
        for (kind, its_gap), count in counts.items():
            if kind in self.kinds:
                by_gap[its_gap] += count
        self._show_counts("field", by_gap)

    def _show_counts(self, name: str, counts: dict[str, int]) -> None:
        field: Any = self.fields[name]
        counts = {EVERY: sum(counts.values())} | counts
        field.choices = [
            (value, f"{words} ({in_words(counts[value])})")
            for value, words in field.choices
            if counts.get(value) or value in (EVERY, self.cleaned_data[name])
        ]


@dataclass(frozen=True)
class KindOfGap:
    """One row of the table of counts."""

    kind: str
    name: str
    count: str
    gaps: list[tuple[str, str, str]]
    """Each with its label and its count."""


def table_of(counts: Counts) -> list[KindOfGap]:
    """The most frequent gap comes first."""
    table = []
    for kind, model in KINDS.items():
        gaps = {gap: counts[kind, gap] for gap in model.gap_conditions() if counts[kind, gap]}
        ordered = sorted(gaps, key=lambda gap: -gaps[gap])
        if gaps:
            table.append(
                KindOfGap(
                    kind=kind,
                    name=name_of_many(model),
                    count=in_words(counts[kind, EVERY]),
                    gaps=[(gap, label(model, gap), in_words(gaps[gap])) for gap in ordered],
                )
            )
    return table


@dataclass(frozen=True)
class Gap:
    """One record, and all of it that no source states."""

    kind: str
    document: Document
    """Of the record on whose page it stands."""
    told_apart_by: str
    state: str
    not_stated: list[str]


class GapPaginator(CappedPaginator):
    """Pages of one kind of record after the other.

    A kind with more records than are counted fills all pages from there on, and so comes after
    those that can be counted; if there are several such kinds, one has to be chosen.
    """

    def __init__(self, kinds: list[str], gap: str, counts: Counts, audience: Audience) -> None:
        found = {kind: counts.get((kind, gap), 0) for kind in kinds}
        self.counts = dict(sorted(found.items(), key=lambda kind: kind[1] > COUNT_LIMIT))
        self.gap, self.audience = gap, audience
        super().__init__([], ROWS_A_PAGE)
        self.known_count = sum(self.counts.values())

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        parts = list(self._parts((number - 1) * self.per_page, self.per_page + 1))
        rows = read_gaps(parts, self.audience) if parts else []
        if not rows and number > 1:
            raise EmptyPage(_("There is no such page."))
        return CappedPage(rows, number, self)

    def _parts(self, start: int, wanted: int) -> Iterator[QuerySet[Any]]:
        """Of each kind, the rows that belong to a page."""
        for kind, count in self.counts.items():
            available = wanted if count > COUNT_LIMIT else max(0, min(wanted, count - start))
            if available:
                rows = with_gap(KINDS[kind], self.gap, self.audience).order_by("pk")
                # Not its own manager: with translated models it returns columns in any order.
                yield QuerySet(rows.model).filter(
                    pk__in=rows.values("pk")[start : start + available]
                )
            start = max(0, start - count)
            wanted -= available


def read_gaps(parts: list[QuerySet[Any]], audience: Audience) -> list[Gap]:
    """Rows of several kinds, each with its gaps, in two queries."""
    first, *others = [_columns(rows, place) for place, rows in enumerate(parts)]
    rows = [
        (parts[place].model, *columns) for place, *columns in sorted(first.union(*others, all=True))
    ]
    pages = {(model.page_lookup()[0], page) for model, _pk, page, *_rest in rows}
    documents = titles_for(pages, audience)
    return [
        Gap(
            kind=name_of(model),
            document=document,
            told_apart_by=told_apart_by,
            state=state,
            not_stated=_labels(model, gaps),
        )
        for model, _pk, page, told_apart_by, state, gaps in rows
        if (document := documents.get((model.page_lookup()[0], page)))
    ]


def _columns(rows: QuerySet[Any], place: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Place of its kind, number, that of the page's record, what tells it apart, state, gaps."""
    model: type[Record] = rows.model
    _kind, page = model.page_lookup()
    nothing = Value(0, output_field=IntegerField())
    gaps = sum(
        (
            Case(When(condition, then=Value(1 << number)), default=nothing)
            for number, condition in enumerate(model.gap_conditions().values())
        ),
        start=nothing,
    )
    return rows.order_by().values_list(
        Value(place, output_field=IntegerField()),
        F("pk"),
        F(page),
        _told_apart_by(model),
        F("state"),
        gaps,
    )


def _told_apart_by(model: type[Record]) -> Any:
    """In SQL: what a source prints, or the name of the record that it leads to."""
    name = model.told_apart_by
    if not name:
        return Value("", output_field=CharField())
    column: Any = model._meta.get_field(name)
    return (
        shown_text(f"{name}__{column.related_model.label_field}") if column.is_relation else F(name)
    )


def _labels(model: type[Record], gaps: int) -> list[str]:
    return [
        label(model, gap) for place, gap in enumerate(model.gap_conditions()) if gaps >> place & 1
    ]
