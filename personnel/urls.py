from django.urls import path

from sources.addresses import record_paths

from . import views

app_name = "personnel"

urlpatterns = [
    path("personnel/", views.PersonList.as_view(), name="person-list"),
    *record_paths("personnel/<slug:slug>", views.PersonDetail, "person-detail"),
    *record_paths(
        "joint-deployments/<slug:slug>", views.JointDeploymentDetail, "joint-deployment-detail"
    ),
]
