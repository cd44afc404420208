from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from records.views import AudienceMixin
from sources.addresses import site_of
from sources.citing import CitedPage

from .drawing import Chart
from .page import ChartsPage


class Charts(AudienceMixin, TemplateView):
    """The figures of all missions and units, drawn beside their table."""

    template_name = "kazbat/charts/charts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = ChartsPage.read(self.audience)
        charts = [(chart, sources, self._cited(chart)) for chart, sources in page.charts]
        return super().get_context_data(**kwargs) | page.context() | {"charts": charts}

    def _cited(self, chart: Chart) -> str:
        """How to cite one chart, as it stands today."""
        return CitedPage(
            title=f"{chart.measure}. {chart.finding}",
            site=site_of(self.request),
            path=f"{self.request.path}#{chart.anchor}",
            edition=None,
            day=None,
            read_on=timezone.localdate(),
        ).plain()
