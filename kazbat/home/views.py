from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from records.views import AudienceMixin

from .page import HomePage


class Home(AudienceMixin, TemplateView):
    """What the register knows at a glance."""

    template_name = "kazbat/home/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | HomePage.read(self.audience).context()
