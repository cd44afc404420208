from __future__ import annotations

import json
from copy import copy
from typing import Any, ClassVar

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from records.audience import audience_of
from records.models import Record
from records.views import RecordDetail, RecordList, unkept

from .addresses import JSON, in_form
from .filters import SourceFilter
from .models import Photo, Source
from .pages import ListPage, RecordPage, SourceListPage, SourcePage
from .record_json import page_as_json, plain


class RecordListView(RecordList):
    """A list that shows its rows with the quotations they rest on."""

    page_class: ClassVar[type[ListPage]] = ListPage

    def get_queryset(self) -> Any:
        return self.page_class.prepared(super().get_queryset(), self.audience)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = self.page_class.read(list(context["object_list"]), self.audience)
        return context | page.context()


class RecordDetailView(RecordDetail):
    """A record's own page, with the quotations that it rests on; also as JSON."""

    page_class: ClassVar[type[RecordPage]]

    suffix: str = ""
    """Of the address, instead of the last slash; it names the form that the page is given in."""

    gone_record: Record | None = None

    def get_queryset(self) -> Any:
        return self.page_class.prepared(super().get_queryset(), self.audience)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.suffix:
            return super().get(request, *args, **kwargs)
        # Whether a record is here, or was, is asked of its page's own address.
        self.request = copy(request)
        self.request.path = f"{request.path.removesuffix(self.suffix)}/"
        try:
            response = super().get(self.request, *args, **kwargs)
        except Http404:
            return json_answer({"error": _("No such record is public.")}, status=404)
        if "Location" in response:
            response["Location"] = in_form(response["Location"], self.suffix)
        if self.gone_record:
            why = self.gone_record.withdrawn_reason
            gone = {"error": _("The record was withdrawn."), "why": why}
            return unkept(json_answer(gone, status=410))
        return response

    def withdrawn(self, here: Q) -> Record | None:
        self.gone_record = super().withdrawn(here)
        return self.gone_record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page_class.read(self.object, self.audience)
        own = {"page": page, "json_address": in_form(self.request.path, JSON)}
        return super().get_context_data(**kwargs) | page.context() | own

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if not self.suffix:
            return super().render_to_response(context, **kwargs)
        site = f"{self.request.scheme}://{self.request.get_host()}"
        return json_answer(page_as_json(context["page"], site))


def json_answer(content: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(content, default=plain, ensure_ascii=False, indent=1)
    return HttpResponse(text, "application/json; charset=utf-8", status)


class SourceList(RecordListView):
    model = Source
    filterset_class = SourceFilter
    page_class = SourceListPage


class SourceDetail(RecordDetailView):
    model = Source
    page_class = SourcePage


def photo_file(request: HttpRequest, name: str) -> FileResponse:
    """The photograph itself, for whoever may see its record."""
    photos: Any = Photo.objects.visible_to(audience_of(request))
    photo = photos.filter(file=name).first()
    if photo is None:
        raise Http404
    try:
        return FileResponse(photo.file.open())
    except FileNotFoundError:
        raise Http404 from None
