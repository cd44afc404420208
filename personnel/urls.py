from django.urls import path

from . import views

app_name = "personnel"

urlpatterns = [
    path("personnel/", views.PersonList.as_view(), name="person-list"),
    path("personnel/<slug:slug>/", views.PersonDetail.as_view(), name="person-detail"),
    path(
        "joint-deployments/<slug:slug>/",
        views.JointDeploymentDetail.as_view(),
        name="joint-deployment-detail",
    ),
]
