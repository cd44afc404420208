from django.urls import register_converter
from django.urls.converters import IntConverter

from sources.addresses import (
    CSV,
    FORMS_OF_A_RECORD,
    embed_path,
    list_paths,
    paths_in_forms,
    record_paths,
)

from . import views


class RotationNumber(IntConverter):
    """As it is counted: rotation 04 would be a second address of rotation 4."""

    regex = "[1-9][0-9]{0,8}"


register_converter(RotationNumber, "rotation")

app_name = "missions"

urlpatterns = [
    *list_paths("missions", views.MissionList, "mission-list"),
    *record_paths("missions/<slug:slug>", views.MissionDetail, "mission-detail"),
    *record_paths(
        "missions/<slug:slug>/rotations/<rotation:number>", views.RotationDetail, "rotation-detail"
    ),
    *list_paths("rotations", views.RotationList, "rotation-list"),
    *list_paths("claims", views.ClaimList, "claim-list"),
    *record_paths("claims/<slug:slug>", views.ClaimDetail, "claim-detail"),
    embed_path("claims/<slug:slug>", views.ClaimEmbed, "claim"),
    *list_paths("series", views.SeriesList, "series-list"),
    *paths_in_forms(
        "series/<slug:slug>", views.SeriesDetail, "series-detail", (*FORMS_OF_A_RECORD, CSV)
    ),
    embed_path("series/<slug:slug>", views.SeriesEmbed, "series"),
    *list_paths("units", views.UnitList, "unit-list"),
    *record_paths("units/<slug:slug>", views.UnitDetail, "unit-detail"),
]
