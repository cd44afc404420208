"""Lists of records, read from the catalogue: which records fit, in which order, on which page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import InvalidPage, Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django_filters.views import FilterMixin

from records.pagination import NumberedPages
from records.views import AudienceMixin, RefusingMixin, without_page

from .filters import RecordFilterSet
from .selection import Selection

Read = Callable[[Sequence[int]], list[Any]]
"""Reads the records of these numbers, in their order."""


class SelectionPaginator(NumberedPages):
    """The pages of a selection; only the records of one page are read."""

    def __init__(self, selection: Selection, per_page: int, read: Read) -> None:
        super().__init__([], per_page)
        self.selection, self.read = selection, read

    @cached_property
    def count(self) -> int:
        return self.selection.count

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = self.read(self.selection.ids(start, start + self.per_page))
        return Page(rows, number, self)


class RecordList(RefusingMixin, AudienceMixin, FilterMixin, View):
    """A list that can be filtered, sorted and paged by its address alone."""

    model: Any
    filterset_class: Any
    filterset: RecordFilterSet
    rows_a_page = 25

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        self.filterset = self.asked_filters()
        self.is_refused = not self.filterset.is_answered()
        try:
            page: HttpResponse = self.render_to_response(self.get_context_data())
        except InvalidPage:
            whole_list = {"first_page": without_page(request)}
            return render(request, "records/no_such_page.html", whole_list, status=404)
        return page

    def asked_filters(self) -> RecordFilterSet:
        filters: Any = self.get_filterset(self.filterset_class)
        assert isinstance(filters, RecordFilterSet)
        return filters

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """The filters are always bound, also by an empty address: every choice is counted."""
        return {
            "data": self.request.GET,
            "request": self.request,
            "audience": self.audience,
            # Which records fit, the catalogue knows; of the rows it tells their kind alone.
            "queryset": self.model._default_manager.all(),
        }

    def get_template_names(self) -> list[str]:
        return [f"{self.model._meta.app_label}/{self.model._meta.model_name}_list.html"]

    def read(self, ids: Sequence[int]) -> Iterable[Any]:
        """The records of these numbers, in any order, as the page shows them."""
        raise NotImplementedError

    def ids(self) -> Iterator[int]:
        """Of all records that are asked for, in their order."""
        return iter(self.filterset.selection)

    def rows(self, ids: Sequence[int]) -> list[Any]:
        """The records of these numbers, in their order, as the page shows them."""
        found = {row.pk: row for row in self.read(ids)}
        rows = [found[pk] for pk in ids if pk in found]
        self.filterset.mark(rows)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            filter=self.filterset, is_refused=self.is_refused, **kwargs
        )
        if self.is_refused:
            return context
        self.filterset.count_choices()
        paginator = SelectionPaginator(self.filterset.selection, self.rows_a_page, self.rows)
        page = paginator.page(self.request.GET.get("page") or 1)
        return context | {
            "paginator": paginator,
            "page_obj": page,
            "object_list": page.object_list,
            "query_without_page": without_page(self.request),
        }
