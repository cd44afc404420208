from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from records.views import AudienceMixin
from sources.addresses import site_of
from sources.linked_data import script_text

from .page import HomePage


class Home(AudienceMixin, TemplateView):
    """What the register knows at a glance."""

    template_name = "kazbat/home/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = HomePage.read(self.audience)
        own = {"linked_data": script_text(page.linked_data(site_of(self.request)))}
        return super().get_context_data(**kwargs) | page.context() | own
