from sources.addresses import list_paths, record_paths

from . import views

app_name = "personnel"

urlpatterns = [
    *list_paths("personnel", views.PersonList, "person-list"),
    *record_paths("personnel/<slug:slug>", views.PersonDetail, "person-detail"),
    *record_paths(
        "joint-deployments/<slug:slug>", views.JointDeploymentDetail, "joint-deployment-detail"
    ),
]
