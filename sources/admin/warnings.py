"""One page that leads to everything the editors should look at again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.models import Listing
from records.kinds import kinds
from records.models import PublicationState, Record
from sources.doubts import WARNING, DoubtKind


@dataclass(frozen=True)
class Line:
    """How many records of one kind there are of one sort, with the list that holds them."""

    kind: str
    number: int
    address: str


def warnings_view(request: HttpRequest) -> TemplateResponse:
    """The warnings by their sort, and the drafts; of the kinds that the editor may see."""
    models = {
        name: model
        for name, model in kinds().items()
        if admin.site.get_model_admin(model).has_view_permission(request)
    }
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    listed = Listing.objects.filter(facet__name=WARNING, facet__kind__in=models)
    rows = listed.values_list("facet__value", "facet__kind").annotate(number=Count("object_id"))
    for sort, kind, number in rows:
        counted[sort][kind] = number
    groups: list[tuple[Any, list[Line]]] = [
        (
            capfirst(str(sort.label)),
            [
                _line(model, counted[sort][kind], WARNING, sort.value)
                for kind, model in models.items()
                if kind in counted[sort]
            ],
        )
        for sort in DoubtKind
    ]
    drafts = {
        model: model._default_manager.filter(state=PublicationState.DRAFT).count()
        for model in models.values()
    }
    state = ("state__exact", str(PublicationState.DRAFT))
    groups.append(
        (_("Drafts"), [_line(model, number, *state) for model, number in drafts.items() if number])
    )
    context = admin.site.each_context(request) | {
        "title": _("What should be looked at again"),
        "groups": [(label, lines) for label, lines in groups if lines],
    }
    return TemplateResponse(request, "admin/sources/warnings.html", context)


def _line(model: type[Record], number: int, name: str, value: str) -> Line:
    meta = model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return Line(capfirst(str(meta.verbose_name_plural)), number, f"{address}?{name}={value}")
