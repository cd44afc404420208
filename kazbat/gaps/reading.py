"""The records with a gap, page by page, each with all that no source states of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When

from catalogue.bits import Sets
from catalogue.facets import ANY_GAP, GAP
from catalogue.models import Document
from catalogue.queries import titles_for
from catalogue.selection import Selection, ids_of
from records.audience import Audience
from records.kinds import name_of
from records.languages import shown_text
from records.models import Record
from records.pagination import NumberedPages
from records.statements import KeptStatement

from .finding import KINDS, gaps_of, label

ROWS_A_PAGE = 25


@dataclass(frozen=True)
class Gap:
    """One record, and all of it that no source states."""

    kind: str
    document: Document
    """Of the record on whose page it stands."""
    told_apart_by: str
    state: str
    not_stated: list[str]


class GapPaginator(NumberedPages):
    """Pages of one kind of record after the other."""

    def __init__(
        self, kinds: list[str], gap: str, sets: dict[str, Sets], audience: Audience
    ) -> None:
        super().__init__([], ROWS_A_PAGE)
        self.audience = audience
        self.selections = [
            Selection(kind, audience, {GAP: gap or ANY_GAP}, read=sets[kind]) for kind in kinds
        ]

    @cached_property
    def count(self) -> int:
        return sum(selection.count for selection in self.selections)

    def page(self, number: Any) -> Page[Gap]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = start + self.per_page
        asked: list[tuple[Selection, int, int]] = []
        for selection in self.selections:
            if stop > 0 and start < selection.count:
                asked.append((selection, max(0, start), stop))
            start, stop = start - selection.count, stop - selection.count
        ids = {
            KINDS[selection.kind]: numbers
            for (selection, *_range), numbers in zip(asked, ids_of(asked), strict=True)
            if numbers
        }
        return Page(read_gaps(ids, self.audience) if ids else [], number, self)


def read_gaps(ids: dict[type[Record], list[int]], audience: Audience) -> list[Gap]:
    """Records of several kinds in their order, each with its gaps, in two queries."""
    models = list(ids)
    order = {
        (place, number): turn
        for place, numbers in enumerate(ids.values())
        for turn, number in enumerate(numbers)
    }
    found = sorted(
        _rows(**{str(one._meta.model_name): ids[one] for one in models}),
        key=lambda row: (row[0], order[row[0], row[1]]),
    )
    rows = [(models[place], *columns) for place, *columns in found]
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


@KeptStatement
def _rows(**ids: Sequence[int]) -> QuerySet[Any, tuple[Any, ...]]:
    """Of the records of these numbers, by their kind."""
    first, *others = [
        # Not its own manager: with translated models it returns columns in any order.
        _columns(QuerySet(KINDS[kind]).filter(pk__in=numbers), place)
        for place, (kind, numbers) in enumerate(ids.items())
    ]
    return first.union(*others, all=True)


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
    return [label(model, gap) for place, gap in enumerate(gaps_of(model)) if gaps >> place & 1]
