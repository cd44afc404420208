from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.views.generic import TemplateView

from kazbat.changes.reading import newest_changes
from kazbat.timeline.drawing import draw_years
from kazbat.timeline.reading import milestones
from missions.models import Claim, Mission
from personnel.models import Person
from records.counting import capped_counts, in_words
from records.pagination import first_rows
from sources.models import Source
from sources.views import EvidenceMixin

from .excerpts import by_subject, first_figures
from .world_map import world_map

MISSIONS_ON_THE_MAP = 100
FIGURES_READ = 24
VERSIONS_READ = 25
CHANGES_SHOWN = 5


class Home(EvidenceMixin, TemplateView):
    """What the register knows at a glance."""

    template_name = "kazbat/home/home.html"

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        audience = self.audience
        figures, there_are_more_figures = first_rows(first_figures(audience), FIGURES_READ)
        excerpts = by_subject(figures)
        querysets: dict[str, QuerySet[Any]] = {
            "missions": Mission.objects.visible_to(audience),
            "people": Person.objects.visible_to(audience),
            "claims": Claim.objects.visible_to(audience),
            "sources": Source.objects.visible_to(audience),
        }
        counts = capped_counts(
            querysets
            | {
                one.address_of_all: one.all_of_them(audience)
                for one in excerpts
                if one.there_are_more
            }
        )
        missions = list(Mission.objects.visible_to(audience)[:MISSIONS_ON_THE_MAP])
        context |= {
            "map": world_map(missions),
            "excerpts": [(one, in_words(counts.get(one.address_of_all, 0))) for one in excerpts],
            "there_are_more_figures": there_are_more_figures,
            "changes": newest_changes(VERSIONS_READ).bulk_last[:CHANGES_SHOWN],
            "counts": {name: in_words(counts[name]) for name in querysets},
            "strip": draw_years(milestones(audience)),
        }
        return [*missions, *(claim for one in excerpts for claim in one.claims)]
