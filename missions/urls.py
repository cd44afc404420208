from django.urls import path, register_converter
from django.urls.converters import IntConverter

from . import views


class RotationNumber(IntConverter):
    """As it is counted: rotation 04 would be a second address of rotation 4."""

    regex = "[1-9][0-9]{0,8}"


register_converter(RotationNumber, "rotation")

app_name = "missions"

urlpatterns = [
    path("missions/", views.MissionList.as_view(), name="mission-list"),
    path("missions/<slug:slug>/", views.MissionDetail.as_view(), name="mission-detail"),
    path(
        "missions/<slug:slug>/rotations/<rotation:number>/",
        views.RotationDetail.as_view(),
        name="rotation-detail",
    ),
    path("rotations/", views.RotationList.as_view(), name="rotation-list"),
    path("claims/", views.ClaimList.as_view(), name="claim-list"),
    path("claims/<slug:slug>/", views.ClaimDetail.as_view(), name="claim-detail"),
    path("units/", views.UnitList.as_view(), name="unit-list"),
    path("units/<slug:slug>/", views.UnitDetail.as_view(), name="unit-detail"),
]
