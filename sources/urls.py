from django.urls import path

from . import views
from .addresses import record_paths

app_name = "sources"

urlpatterns = [
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("media/<path:name>", views.photo_file, name="photo-file"),
    *record_paths("sources/<slug:slug>", views.SourceDetail, "source-detail"),
]
