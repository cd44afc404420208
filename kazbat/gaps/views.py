from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from catalogue.bits import sets_of
from records.views import audience_of

from .finding import KINDS, QUESTIONS, count_gaps, questions
from .forms import GapForm
from .reading import GapPaginator


class Gaps(TemplateView):
    """What no source states: counted, and record by record."""

    template_name = "kazbat/gaps/gaps.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A value that means nothing gives its message and no rows, never the whole list."""
        form = GapForm(request.GET)
        if not form.is_valid():
            return self.render_to_response({"form": form, "is_refused": True}, status=400)
        audience = audience_of(request)
        sets = sets_of(*KINDS)
        counts = count_gaps(audience, sets)
        form.show_counts(counts)
        paginator = GapPaginator(form.kinds, form.cleaned_data["field"], sets, audience)
        try:
            page = paginator.page(request.GET.get("page", 1))
        except InvalidPage as error:
            raise Http404(str(error)) from None
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        return self.render_to_response(
            {
                "form": form,
                "questions": questions(counts),
                "question": QUESTIONS.get((chosen.get("kind", ""), chosen.get("field", ""))),
                "chosen": chosen,
                "page_obj": page,
                "query_without_page": urlencode(chosen),
            }
        )
