from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.views.generic.base import ContextMixin

from records.audience import Audience, audience_of
from records.models import Record
from records.views import AudienceMixin, RecordDetail, RecordList

from .annotations import quoted_characters, resting_on
from .evidence import Evidence
from .filters import SourceFilter
from .models import Photo, Source


class EvidenceMixin(AudienceMixin, ContextMixin):
    """A page that shows records with the quotations they rest on."""

    def cited_records(self, context: dict[str, Any]) -> list[Record]:
        """The records shown, after putting them into the context; the list's rows by default."""
        rows: list[Record] = list(context["object_list"])
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        records = self.cited_records(context)
        return context | {"evidence": Evidence(records, self.audience)}


class SourceList(EvidenceMixin, RecordList):
    model = Source
    filterset_class = SourceFilter

    def get_queryset(self) -> QuerySet[Source]:
        # The archived text is long, and no public page may hold it.
        return super().get_queryset().defer("archived_text")


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


RESTING_SHOWN = 10
"""How many lines of what rests on one passage."""


class SourceDetail(EvidenceMixin, RecordDetail):
    model = Source

    def get_queryset(self) -> QuerySet[Source]:
        return super().get_queryset().defer("archived_text")

    def cited_records(self, context: dict[str, Any]) -> list[Record]:
        source, audience = self.object, self.audience
        # Where no offset is known, the order in which they were entered has to do.
        passages = list(source.passages.order_by(F("offset").asc(nulls_last=True), "order"))
        for passage in passages:
            passage.source = source
        photos = list(source.photos.visible_to(audience))
        for photo in photos:
            photo.source = source
        resting = resting_on(source, audience)
        if audience is Audience.PUBLIC:
            # What nothing public rests on may speak of somebody who has been withdrawn.
            passages = [passage for passage in passages if passage.pk in resting]
        for passage in passages:
            found = resting.get(passage.pk, [])
            passage.resting, others = found[:RESTING_SHOWN], found[RESTING_SHOWN:]
            passage.not_listed = sum(len(one.documents) for one in others)
        context |= {
            "passages": passages,
            "photos": photos,
            "quoted_characters": quoted_characters(passages),
        }
        return [source, *photos]
