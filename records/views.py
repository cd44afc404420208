"""What the public pages of all records share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin, TemplateResponseMixin
from django_filters.views import FilterView

from .audience import Audience, audience_of
from .pagination import CappedPaginator


class AudienceMixin(ContextMixin):
    """A page that shows editors more than it shows others."""

    request: HttpRequest

    @cached_property
    def audience(self) -> Audience:
        return audience_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"audience": self.audience}


class RefusingMixin(TemplateResponseMixin):
    """A page that answers what it cannot understand with a message, never with the whole list."""

    is_refused = False

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        return super().render_to_response(context, status=400 if self.is_refused else 200, **kwargs)


class RecordList(RefusingMixin, AudienceMixin, FilterView):
    """A list that can be filtered, sorted and paged by its address alone."""

    template_name_suffix = "_list"
    paginate_by = 25
    paginator_class = CappedPaginator

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset()
        visible: QuerySet[Any] = rows.visible_to(self.audience)  # type: ignore[attr-defined] # a record's queryset
        return visible

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            whole_list = {"first_page": without_page(request)}
            return render(request, "records/no_such_page.html", whole_list, status=404)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """The filters are always bound, also by an empty address: every choice is counted."""
        return super().get_filterset_kwargs(filterset_class) | {"data": self.request.GET}

    def ids(self) -> Iterable[int]:
        """Of all rows that the filters leave, in the order of the list."""
        rows: QuerySet[Any] = self.filterset.qs.prefetch_related(None)
        return rows.values_list("pk", flat=True).iterator()

    def rows(self, ids: Sequence[int]) -> QuerySet[Any]:
        """These rows of the list, in any order, with what the filters tell of each."""
        return self.get_queryset().filter(pk__in=ids)

    def get_paginator(self, *args: Any, **kwargs: Any) -> CappedPaginator:
        paginator = super().get_paginator(*args, **kwargs)
        assert isinstance(paginator, CappedPaginator)
        paginator.known_count = self.count
        return paginator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = kwargs["filter"]
        self.is_refused = not filters.is_valid()
        self.count = 0 if self.is_refused else filters.count_choices()
        return super().get_context_data(**kwargs) | {
            "is_refused": self.is_refused,
            "query_without_page": without_page(self.request),
        }


def without_page(request: HttpRequest) -> str:
    """What is asked for in the address, on whatever page of it."""
    query = request.GET.copy()
    query.pop("page", None)
    return urlencode(list(query.lists()), doseq=True)
