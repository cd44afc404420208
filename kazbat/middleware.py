"""What the site answers before any page is asked."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse

Answer = Callable[[HttpRequest], HttpResponseBase]


def public_pages_are_only_read(get_response: Answer) -> Answer:
    """Nothing is sent to a public page; forms that change something are in the admin."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") or request.path.startswith(reverse("admin:index")):
            return get_response(request)
        return HttpResponseNotAllowed(["GET", "HEAD"])

    return answer
