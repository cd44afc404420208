from __future__ import annotations

from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpRequest

from records.audience import audience_of
from records.views import RecordDetail, RecordList

from .filters import SourceFilter
from .models import Photo, Source
from .pages import ListPage, RecordPage, SourceListPage, SourcePage


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
    """A record's own page, with the quotations that it rests on."""

    page_class: ClassVar[type[RecordPage]]

    def get_queryset(self) -> Any:
        return self.page_class.prepared(super().get_queryset(), self.audience)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page_class.read(self.object, self.audience)
        return super().get_context_data(**kwargs) | page.context()


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
