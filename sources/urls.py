from django.urls import path

from . import views
from .addresses import list_paths, record_paths

app_name = "sources"

urlpatterns = [
    *list_paths("sources", views.SourceList, "source-list"),
    path("media/photos/<str:name>", views.photo_file, name="photo-file"),
    path("media/photos/<int:side>/<str:name>", views.photo_file, name="photo-file"),
    *record_paths("sources/<slug:slug>", views.SourceDetail, "source-detail"),
]
