from __future__ import annotations

from typing import Any

from django.conf import settings
from django.views.generic import TemplateView

from catalogue.selection import Selection
from records.views import AudienceMixin


class About(AudienceMixin, TemplateView):
    """Who keeps the register, what it has read, and how to read, cite and correct it."""

    template_name = "kazbat/about/about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "contact": settings.CONTACT_EMAIL,
            "sources": Selection("source", self.audience).count,
        }
