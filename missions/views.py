from __future__ import annotations

from typing import Any

from django.db.models import Q

from records.models import PublicationState
from sources.views import RecordDetailView, RecordListView

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


class MissionDetail(RecordDetailView):
    model = Mission
    page_class = MissionPage


class RotationList(RecordListView):
    model = Rotation
    filterset_class = RotationFilter
    page_class = RotationListPage


class RotationDetail(RecordDetailView):
    model = Rotation
    page_class = RotationPage

    def address_lookup(self) -> dict[str, Any]:
        return {"mission__slug": self.kwargs["slug"], "number": self.kwargs["number"]}

    def formerly_here(self) -> Q:
        slug, number = self.kwargs["slug"], self.kwargs["number"]
        missions = Mission.history.filter(slug=slug, state=PublicationState.PUBLISHED).values("id")
        former = Rotation.history.filter(
            mission__in=missions, number=number, state=PublicationState.PUBLISHED
        )
        return Q(pk__in=former.values("id"))


class ClaimList(RecordListView):
    model = Claim
    filterset_class = ClaimFilter
    page_class = ClaimListPage


class ClaimDetail(RecordDetailView):
    model = Claim
    page_class = ClaimPage


class UnitList(RecordListView):
    model = Unit
    filterset_class = UnitFilter
    page_class = UnitListPage


class UnitDetail(RecordDetailView):
    model = Unit
    page_class = UnitPage
