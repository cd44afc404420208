"""What the public pages of all records share."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from .audience import Audience
from .kinds import kinds


def audience_of(request: HttpRequest) -> Audience:
    """The one place that decides who is shown drafts: staff who may open any record at the desk."""
    user = request.user
    may = user.is_staff and user.has_perms(_to_view_all())
    return Audience.EDITORS if may else Audience.PUBLIC


@cache
def _to_view_all() -> tuple[str, ...]:
    return tuple(f"{model._meta.app_label}.view_{kind}" for kind, model in kinds().items())


class AudienceMixin(ContextMixin):
    """A page that shows editors more than it shows others."""

    request: HttpRequest

    @cached_property
    def audience(self) -> Audience:
        return audience_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"audience": self.audience}


class RefusingMixin(TemplateResponseMixin):
    """A page that answers what it cannot understand with a message, never with the whole list."""

    is_refused = False

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        return super().render_to_response(context, status=400 if self.is_refused else 200, **kwargs)


def without_page(request: HttpRequest) -> str:
    """What is asked for in the address, on whatever page of it."""
    query = request.GET.copy()
    query.pop("page", None)
    return urlencode(list(query.lists()), doseq=True)
