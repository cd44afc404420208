from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from missions.conflicts import mark_contested
from missions.models import Claim
from records.links import Link, attach_links
from records.pagination import first_rows
from sources.views import EvidenceMixin

from .drawing import draw_figures

FIGURES_SHOWN = 200


class Charts(EvidenceMixin, TemplateView):
    """The figures of all missions and units, drawn beside their table."""

    template_name = "kazbat/charts/charts.html"

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        audience = self.audience
        figures, there_are_more = first_rows(
            mark_contested(Claim.objects.visible_to(audience), audience)
            .filter(measure__isnull=False, value__isnull=False)
            .select_related("measure", "mission", "unit", "rotation__mission")
            .in_reading_order(),
            FIGURES_SHOWN,
        )
        if figures:
            attach_links(Link(Claim.stated_jointly_with, figures), audience=audience)
        charts = draw_figures(figures)
        context |= {
            "charts": charts,
            "figures_shown": FIGURES_SHOWN,
            "there_are_more": there_are_more,
        }
        return [claim for chart in charts for claim in chart.claims]
