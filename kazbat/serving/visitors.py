"""Which requests are those of visitors to public pages."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

COOKIES_OF_EDITORS = (settings.SESSION_COOKIE_NAME, "messages")
"""Whoever has one of them may be shown what others are not."""


def is_public_page(request: HttpRequest) -> bool:
    return not request.path.startswith(_not_public())


def is_visitor(request: HttpRequest) -> bool:
    """Whether a request says nothing of who makes it."""
    cookies = request.headers.get("cookie", "")
    if cookies and any(name in request.COOKIES for name in COOKIES_OF_EDITORS):
        return False
    return "authorization" not in request.headers


@cache
def _not_public() -> tuple[str, ...]:
    return (reverse("admin:index"), reverse("healthz"), reverse("readyz"), str(settings.STATIC_URL))
