from django.urls import path, register_converter
from django.urls.converters import IntConverter

from sources.addresses import record_paths

from . import views


class RotationNumber(IntConverter):
    """As it is counted: rotation 04 would be a second address of rotation 4."""

    regex = "[1-9][0-9]{0,8}"


register_converter(RotationNumber, "rotation")

app_name = "missions"

urlpatterns = [
    path("missions/", views.MissionList.as_view(), name="mission-list"),
    *record_paths("missions/<slug:slug>", views.MissionDetail, "mission-detail"),
    *record_paths(
        "missions/<slug:slug>/rotations/<rotation:number>", views.RotationDetail, "rotation-detail"
    ),
    path("rotations/", views.RotationList.as_view(), name="rotation-list"),
    path("claims/", views.ClaimList.as_view(), name="claim-list"),
    *record_paths("claims/<slug:slug>", views.ClaimDetail, "claim-detail"),
    path("units/", views.UnitList.as_view(), name="unit-list"),
    *record_paths("units/<slug:slug>", views.UnitDetail, "unit-detail"),
]
