from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from kazbat.changes import newest_changes
from missions.conflicts import mark_contested
from missions.figures import by_measure
from missions.models import Fact, Mission
from missions.world_map import world_map
from personnel.models import Person
from records.counting import capped_counts, in_words
from records.pagination import first_rows
from sources.models import Source
from sources.views import EvidenceMixin

from .timeline import timeline_strip

MISSIONS_ON_THE_MAP = 100
FIGURES_SHOWN = 24
VERSIONS_READ = 25
CHANGES_SHOWN = 5


class Home(EvidenceMixin, TemplateView):
    """What the register knows at a glance."""

    template_name = "kazbat/home.html"

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        user = self.request.user
        figures, there_are_more_figures = first_rows(
            mark_contested(Fact.objects.visible_to(user), user)
            .filter(measure__isnull=False)
            .select_related("measure", "mission", "unit", "rotation__mission")
            .in_reading_order(),
            FIGURES_SHOWN,
        )
        counts = capped_counts(
            {
                "missions": Mission.objects.visible_to(user),
                "people": Person.objects.visible_to(user),
                "facts": Fact.objects.visible_to(user),
                "sources": Source.objects.visible_to(user),
            }
        )
        missions = list(Mission.objects.visible_to(user)[:MISSIONS_ON_THE_MAP])
        context |= {
            "map": world_map(missions),
            "figures": by_measure(figures),
            "there_are_more_figures": there_are_more_figures,
            "changes": newest_changes(VERSIONS_READ).entries[:CHANGES_SHOWN],
            "counts": {name: in_words(count) for name, count in counts.items()},
            **timeline_strip(user),
        }
        return [*missions, *figures]


class About(TemplateView):
    template_name = "kazbat/about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"contact": settings.CONTACT_EMAIL}


def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer; for whoever watches over it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
