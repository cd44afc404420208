from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import InvalidPage
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import TemplateView

from missions.models import Measure
from records.views import AudienceMixin, RefusingMixin, without_page
from sources.addresses import site_of
from sources.citing import CitedPage

from .drawing import Chart
from .page import ChartsPage


class ChartForm(forms.Form):
    """What the reader asks for: nothing, or the figures of one measure."""

    measure = forms.ModelChoiceField(Measure.objects, to_field_name="slug", required=False)


class Charts(RefusingMixin, AudienceMixin, TemplateView):
    """The figures of all missions and units, drawn beside their table."""

    template_name = "kazbat/charts/charts.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(*args, **kwargs)
        except InvalidPage:
            first_page = {"first_page": without_page(self.request)}
            return render(self.request, "records/no_such_page.html", first_page, status=404)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ChartForm(self.request.GET)
        self.is_refused = not form.is_valid()
        context = super().get_context_data(**kwargs) | {"is_refused": self.is_refused}
        if self.is_refused:
            return context
        number = self.request.GET.get("page", 1)
        page = ChartsPage.read(form.cleaned_data["measure"], number, self.audience)
        charts = [(chart, sources, self._cited(chart, page)) for chart, sources in page.charts]
        return context | page.context() | {"charts": charts}

    def _cited(self, chart: Chart, page: ChartsPage) -> str:
        """How to cite one chart, as it stands today."""
        asked = f"?{page.query_without_page}" if page.measure else ""
        return CitedPage(
            title=f"{chart.measure}. {chart.finding}",
            site=site_of(self.request),
            path=f"{self.request.path}{asked}#{chart.anchor}",
            edition=None,
            day=None,
            read_on=timezone.localdate(),
        ).plain()
