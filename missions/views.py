from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from editions.addresses import formerly_at
from sources.views import RecordDetailView, RecordListView

from .exports import ClaimListing, MissionListing, RotationListing, UnitListing
from .filters import ClaimFilter, MissionFilter, RotationFilter, UnitFilter
from .models import Claim, Mission, Rotation, Unit
from .pages import (
    ClaimListPage,
    ClaimPage,
    MissionListPage,
    MissionPage,
    RotationListPage,
    RotationPage,
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


class UnitList(RecordListView):
    model = Unit
    filterset_class = UnitFilter
    page_class = UnitListPage
    listing_class = UnitListing


class UnitDetail(RecordDetailView):
    model = Unit
    page_class = UnitPage
