from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage
from django.http import Http404
from django.views.generic import TemplateView

from missions.models import Claim
from records.views import AudienceMixin, RefusingMixin, without_page

from .page import TimelinePage
from .reading import TimelineFilter


class Timeline(RefusingMixin, AudienceMixin, TemplateView):
    """What is dated, as a table and drawn from it; what no source dates stands apart."""

    template_name = "kazbat/timeline/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = TimelineFilter(self.request.GET, Claim.objects.all(), audience=self.audience)
        self.is_refused = not filters.is_answered()
        context = super().get_context_data(**kwargs) | {
            "filter": filters,
            "is_refused": self.is_refused,
        }
        if self.is_refused:
            return context
        number, asked = self.request.GET.get("page", 1), without_page(self.request)
        try:
            page = TimelinePage.read(filters, number, asked, self.audience)
        except InvalidPage as error:
            raise Http404(str(error)) from None
        return context | page.context()
