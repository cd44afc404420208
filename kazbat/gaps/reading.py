"""The records with a gap, page by page, each with all that no source states of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, Page
from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.counting import COUNT_LIMIT
from records.kinds import name_of
from records.languages import shown_text
from records.models import Record
from records.pagination import CappedPage, CappedPaginator
from search.models import Document
from search.queries import titles_for

from .finding import KINDS, Counts, label, with_gap

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
