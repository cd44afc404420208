from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse

from editions.addresses import formerly_at
from editions.reading import EditionPage
from sources.addresses import CSV, site_of
from sources.answers import for_audience
from sources.views import EmbedView, RecordDetailView, RecordListView

from .exports import (
    ClaimListing,
    MissionListing,
    RotationListing,
    SeriesListing,
    UnitListing,
    observations_as_csv,
)
from .filters import ClaimFilter, MissionFilter, RotationFilter, SeriesFilter, UnitFilter
from .models import Claim, Mission, Rotation, Series, Unit
from .pages import (
    ClaimListPage,
    ClaimPage,
    MissionListPage,
    MissionPage,
    RotationListPage,
    RotationPage,
    SeriesListPage,
    SeriesPage,
    UnitListPage,
    UnitPage,
)


class MissionList(RecordListView):
    model = Mission
    filterset_class = MissionFilter
    page_class = MissionListPage
    listing_class = MissionListing


class MissionDetail(RecordDetailView):
    model = Mission
    page_class = MissionPage


class RotationList(RecordListView):
    model = Rotation
    filterset_class = RotationFilter
    page_class = RotationListPage
    listing_class = RotationListing


class RotationDetail(RecordDetailView):
    model = Rotation
    page_class = RotationPage

    def address_lookup(self) -> dict[str, Any]:
        return {"mission__slug": self.kwargs["slug"], "number": self.kwargs["number"]}

    def formerly_here(self) -> Q:
        slug, number = self.kwargs["slug"], self.kwargs["number"]
        of_mission = reverse("missions:mission-detail", args=[slug])
        # Of a mission that has moved, a rotation need not have an edition with each address.
        moved = Q(mission__in=formerly_at(Mission, of_mission), number=number)
        return moved | super().formerly_here()


class ClaimList(RecordListView):
    model = Claim
    filterset_class = ClaimFilter
    page_class = ClaimListPage
    listing_class = ClaimListing


class ClaimDetail(RecordDetailView):
    model = Claim
    page_class = ClaimPage
    embed_height = 260


class ClaimEmbed(EmbedView):
    detail_class = ClaimDetail
    template_name = "missions/claim_embed.html"


class SeriesList(RecordListView):
    model = Series
    filterset_class = SeriesFilter
    page_class = SeriesListPage
    listing_class = SeriesListing


class SeriesDetail(RecordDetailView):
    """Its numbers are a CSV file too."""

    model = Series
    page_class = SeriesPage
    embed_height = 480

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if self.suffix != CSV:
            return super().render_to_response(context, **kwargs)
        text = observations_as_csv(context["page"], site_of(self.request))
        response = HttpResponse(text, "text/csv; charset=utf-8")
        name = f"kazbat-{self.object.slug}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return for_audience(response, self.audience)

    def answer_with(self, page: EditionPage) -> HttpResponse:
        if self.suffix == CSV:
            # Of a former edition, its JSON has the numbers.
            raise Http404
        return super().answer_with(page)


class SeriesEmbed(EmbedView):
    detail_class = SeriesDetail
    template_name = "missions/series_embed.html"


class UnitList(RecordListView):
    model = Unit
    filterset_class = UnitFilter
    page_class = UnitListPage
    listing_class = UnitListing


class UnitDetail(RecordDetailView):
    model = Unit
    page_class = UnitPage
