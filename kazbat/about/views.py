from __future__ import annotations

from typing import Any

from django.conf import settings
from django.views.generic import TemplateView


class About(TemplateView):
    template_name = "kazbat/about/about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"contact": settings.CONTACT_EMAIL}
