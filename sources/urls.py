from django.urls import path

from . import views

app_name = "sources"

urlpatterns = [
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("media/<path:name>", views.photo_file, name="photo-file"),
    path("sources/<slug:slug>/", views.SourceDetail.as_view(), name="source-detail"),
]
