from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from .views import changes, conflicts, figures, gaps, home, search, styleguide, timeline

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("about/", home.About.as_view(), name="about"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("timeline/", timeline.Timeline.as_view(), name="timeline"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("conflicts/", conflicts.Conflicts.as_view(), name="conflicts"),
    path("gaps/", gaps.Gaps.as_view(), name="gaps"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("healthz", home.healthz, name="healthz"),
    path("", include("missions.urls")),
    path("", include("personnel.urls")),
    path("", include("sources.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.Styleguide.as_view(), name="styleguide"))
