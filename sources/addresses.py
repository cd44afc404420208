"""The addresses of one record: its page, and the same in other forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path

JSON, BIBTEX, RIS = ".json", ".bib", ".ris"
FORMS = (JSON, BIBTEX, RIS)
"""The endings of the addresses of a page's other forms."""


def record_paths(route: str, view: Any, name: str) -> list[URLPattern]:
    """Of `missions/<slug:slug>`: the page, with a slash behind it, and its other forms."""
    return [
        path(f"{route}/", view.as_view(), name=name),
        *(
            path(f"{route}{suffix}", view.as_view(suffix=suffix), name=f"{name}-{suffix[1:]}")
            for suffix in FORMS
        ),
    ]


def site_of(request: HttpRequest) -> str:
    """Scheme and host, as the reader wrote them."""
    return f"{request.scheme}://{request.get_host()}"


def in_form(address: str, suffix: str) -> str:
    """The address of another form of the page at an address."""
    page, question_mark, query = address.partition("?")
    return page.rstrip("/") + suffix + question_mark + query
