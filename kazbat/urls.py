from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from sources.addresses import embed_path, paths_in_forms

from .about.views import About
from .changes.views import FORMS_OF_CHANGES, ChangeList
from .charts.views import ChartEmbed, Charts
from .conflicts.views import Conflicts
from .gaps.views import Gaps
from .health import healthz, readyz
from .home.views import Home
from .search.views import opensearch, search, suggestions
from .serving.robots import SITEMAPS, robots
from .styleguide import Styleguide
from .timeline.views import Timeline

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("about/", About.as_view(), name="about"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("timeline/", Timeline.as_view(), name="timeline"),
    path("figures/", Charts.as_view(), name="charts"),
    embed_path("figures/<slug:slug>", ChartEmbed, "chart"),
    path("conflicts/", Conflicts.as_view(), name="conflicts"),
    path("gaps/", Gaps.as_view(), name="gaps"),
    *paths_in_forms("changes", ChangeList, "changes", FORMS_OF_CHANGES),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path(
        "sitemap-<slug:section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # People first: their pages are most, and what stands before is tried for each.
    path("", include("personnel.urls")),
    path("", include("missions.urls")),
    path("", include("sources.urls")),
    path("admin/account/", include("access.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "kazbat.outages.server_error"

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", Styleguide.as_view(), name="styleguide"))
