"""What the public pages of all records share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.views.generic import DetailView
from django.views.generic.base import ContextMixin, TemplateResponseMixin
from django_filters.views import FilterView

from .audience import Audience, audience_of
from .models import PublicationState, Record
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


class RecordDetail(AudienceMixin, DetailView[Any]):
    """A record's own page. It has one address for ever.

    An address that a record has left leads to its present one (301); a withdrawn record says why
    it is gone (410); to visitors, a draft is as absent as what never was (404).
    """

    def get_queryset(self) -> QuerySet[Any]:
        """Editors see a record here whatever its state."""
        rows: Any = self.model._default_manager
        found: QuerySet[Any] = rows.all() if self.audience.sees_drafts else rows.published()
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path != request.path.lower():
            # Read off paper or typed on a phone; no address has a capital letter.
            return moved_to(request, request.path.lower())
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if withdrawn := self.withdrawn(Q(**self.address_lookup())):
                return gone(request, withdrawn)
            moved = self.get_queryset().filter(self.formerly_here()).first()
            if moved and (address := moved.get_absolute_url()):
                return moved_to(request, address)
            if withdrawn := self.withdrawn(self.formerly_here()):
                return gone(request, withdrawn)
            raise

    def get_object(self, queryset: Any = None) -> Any:
        try:
            return self.get_queryset().get(**self.address_lookup())
        except self.model.DoesNotExist:
            raise Http404 from None

    def withdrawn(self, here: Q) -> Record | None:
        """A withdrawn record that is or was here, if all that it hangs on is public."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        row: Record | None = rows.filter(here, state=PublicationState.WITHDRAWN).first()
        return row if row and row.parents_are_public else None

    def address_lookup(self) -> dict[str, Any]:
        return {"slug": self.kwargs["slug"]}

    def formerly_here(self) -> Q:
        """The records that once had this address in public."""
        former = self.model.history.filter(
            slug=self.kwargs["slug"], state=PublicationState.PUBLISHED
        )
        return Q(pk__in=former.values("id"))


def moved_to(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return unkept(redirect(f"{address}?{query}" if query else address, permanent=True))


def gone(request: HttpRequest, record: Record) -> HttpResponse:
    return unkept(render(request, "410.html", {"record": record}, status=410))


def unkept(response: HttpResponse) -> HttpResponse:
    """Browsers keep such answers for ever, but a record can come back, and a slug too."""
    patch_cache_control(response, no_cache=True)
    return response
