from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage
from django.http import Http404
from django.views.generic import TemplateView

from records.views import AudienceMixin, RefusingMixin

from .finding import ConflictForm
from .page import ConflictsPage


class Conflicts(RefusingMixin, AudienceMixin, TemplateView):
    """Claims that cannot all be true, side by side; none is picked."""

    template_name = "kazbat/conflicts/conflicts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ConflictForm(self.request.GET, self.audience)
        self.is_refused = not form.is_valid()
        context = super().get_context_data(**kwargs) | {
            "form": form,
            "is_refused": self.is_refused,
        }
        if self.is_refused:
            return context
        try:
            page = ConflictsPage.read(form, self.request.GET.get("page", 1), self.audience)
        except InvalidPage as error:
            raise Http404(str(error)) from None
        return context | page.context()
