from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from missions.models import ClaimKind
from records.filters import NOT_STATED
from records.views import RefusingMixin
from sources.views import EvidenceMixin

from .drawing import draw_every_year, draw_years
from .reading import ROWS_SHOWN, TimelineFilter, TimelineRows, read_timeline


class Timeline(EvidenceMixin, RefusingMixin, TemplateView):
    """What is dated, as a table and drawn from it; what no source dates stands apart."""

    template_name = "kazbat/timeline/timeline.html"

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        audience = self.audience
        filters: Any = TimelineFilter(self.request.GET, queryset=TimelineRows.visible_to(audience))
        self.is_refused = not filters.is_valid()
        context |= {"filter": filters, "is_refused": self.is_refused}
        if self.is_refused:
            return []
        filters.count_choices()
        timeline = read_timeline(filters.qs, audience)
        context |= {
            "timeline": timeline,
            "rows_shown": ROWS_SHOWN,
            "years": draw_years(timeline.dated),
            "every_year": draw_every_year(timeline.dated),
            "undated_lists": undated_lists(filters.form.cleaned_data, timeline.kinds_cut),
        }
        return timeline.records


def undated_lists(chosen: dict[str, Any], kinds_cut: frozenset[str]) -> dict[str, str]:
    """Addresses of the whole lists of undated claims and rotations, narrowed as this page is."""
    mission = {"mission": chosen["mission"]} if chosen["mission"] else {}
    lists = {}
    if "claim" in kinds_cut:
        kind = {"kind": chosen["kind"]} if chosen["kind"] in ClaimKind.values else {}
        query = urlencode(mission | kind | {"period": NOT_STATED})
        lists["claims"] = f"{reverse('missions:claim-list')}?{query}"
    if "rotation" in kinds_cut:
        query = urlencode(mission | {"period": NOT_STATED})
        lists["rotations"] = f"{reverse('missions:rotation-list')}?{query}"
    return lists
