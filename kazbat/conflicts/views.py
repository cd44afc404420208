from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.views.generic import TemplateView

from records.counting import in_words
from records.views import RefusingMixin
from sources.views import EvidenceMixin

from .finding import ConflictForm, find_conflicts
from .reading import read_conflicts


class Conflicts(EvidenceMixin, RefusingMixin, TemplateView):
    """Claims that cannot all be true, side by side; none is picked."""

    template_name = "kazbat/conflicts/conflicts.html"

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        audience = self.audience
        form = ConflictForm(self.request.GET, audience)
        self.is_refused = not form.is_valid()
        context |= {"form": form, "is_refused": self.is_refused}
        if self.is_refused:
            return []
        chosen, claim = form.cleaned_data["kind"], form.cleaned_data["claim"]
        found = find_conflicts(audience)
        if claim:
            found = found.about(claim)
        form.show_counts(found)
        try:
            page = Paginator(found.pages(chosen), 1).page(self.request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404(str(error)) from None
        conflicts = read_conflicts(page.object_list[0], audience)
        asked = {"kind": chosen, "claim": claim.slug if claim else ""}
        context |= {
            "chosen": chosen,
            "claim": claim,
            "query_without_page": urlencode({name: one for name, one in asked.items() if one}),
            "count": found.count(chosen),
            "count_in_words": in_words(found.count(chosen)),
            "there_are_more": found.there_are_more,
            "page_obj": page,
            "conflicts": conflicts,
        }
        return [record for conflict in conflicts for record in conflict.sides]
