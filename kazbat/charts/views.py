from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from missions.models import Measure
from records.audience import Audience
from records.views import AudienceMixin, RefusingMixin, without_page
from sources.addresses import site_of
from sources.citing import CitedPage
from sources.models import Source
from sources.views import frame_code

from .drawing import Chart
from .page import ChartsPage

BESIDE_A_FRAMED_CHART = 340
"""Pixels for its heading, its key and some of its quotations."""


class ChartForm(forms.Form):
    """What the reader asks for: nothing, or the figures of one measure."""

    measure = forms.ModelChoiceField(Measure.objects, to_field_name="slug", required=False)


@dataclass(frozen=True)
class CitedChart:
    """A chart with what somebody takes from it."""

    chart: Chart
    sources: list[Source]
    link: str
    """To the chart on a page of its own."""
    citation: str
    embed_address: str
    embed_code: str


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
        charts = [self._cited(chart, sources) for chart, sources in page.charts]
        return context | page.context() | {"charts": charts}

    def _cited(self, chart: Chart, sources: list[Source]) -> CitedChart:
        """As it stands today."""
        site = site_of(self.request)
        title = f"{chart.measure}. {chart.finding}"
        cited = CitedPage(
            title=title,
            site=site,
            path=page_of(chart),
            edition=None,
            day=None,
            read_on=timezone.localdate(),
        )
        framed = site + reverse("chart-embed", args=[chart.measure.slug])
        return CitedChart(
            chart=chart,
            sources=sources,
            link=site + page_of(chart),
            citation=cited.plain(),
            embed_address=framed,
            embed_code=frame_code(framed, title, chart.height + BESIDE_A_FRAMED_CHART),
        )


def page_of(chart: Chart) -> str:
    """The address where all figures of its measure are drawn."""
    return f"{reverse('charts')}?measure={chart.measure.slug}"


class ChartEmbed(TemplateView):
    """The figures of one measure, for a frame in a page of somebody else; see `EmbedView`."""

    template_name = "kazbat/charts/embed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        measure = get_object_or_404(Measure, slug=kwargs["slug"])
        page = ChartsPage.read(measure, 1, Audience.PUBLIC)
        if not page.charts:
            raise Http404
        ((chart, _sources),) = page.charts
        notes = [note for claim in chart.claims for note in page.evidence.of(claim)]
        own = {
            "chart": chart,
            "title": f"{chart.measure}. {chart.finding}",
            "address": page_of(chart),
            "notes": list({note.passage.pk: note for note in notes}.values()),
        }
        return self.render_to_response(self.get_context_data(**page.context(), **own))
