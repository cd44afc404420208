from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from records.views import AudienceMixin

from .page import ChartsPage


class Charts(AudienceMixin, TemplateView):
    """The figures of all missions and units, drawn beside their table."""

    template_name = "kazbat/charts/charts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | ChartsPage.read(self.audience).context()
