from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from missions.models import Claim
from records.views import AudienceMixin, RefusingMixin

from .page import TimelinePage
from .reading import TimelineFilter


class Timeline(RefusingMixin, AudienceMixin, TemplateView):
    """What is dated, as a table and drawn from it; what no source dates stands apart."""

    template_name = "kazbat/timeline/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = TimelineFilter(self.request.GET, Claim.objects.all(), audience=self.audience)
        self.is_refused = not filters.is_valid()
        context = super().get_context_data(**kwargs) | {
            "filter": filters,
            "is_refused": self.is_refused,
        }
        if self.is_refused:
            return context
        return context | TimelinePage.read(filters, self.audience).context()
