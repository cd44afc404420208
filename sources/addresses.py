"""The addresses of a page, and of the same in other forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, URLPattern, path, resolve

JSON, CSV, ATOM, BIBTEX, RIS, PNG = ".json", ".csv", ".atom", ".bib", ".ris", ".png"
"""The endings of the addresses of a page's other forms."""
EMBED = "embed/"
"""Behind the address of a page: the record by itself, for a frame."""
FORMS_OF_A_RECORD = (JSON, BIBTEX, RIS, PNG)
FORMS_OF_A_LIST = (CSV, JSON, ATOM)


def record_paths(route: str, view: Any, name: str) -> list[URLPattern]:
    """Of `missions/<slug:slug>`: the page, with a slash behind it, and its other forms."""
    return paths_in_forms(route, view, name, FORMS_OF_A_RECORD)


def list_paths(route: str, view: Any, name: str) -> list[URLPattern]:
    """Of `missions`: the list, with a slash behind it, and its other forms."""
    return paths_in_forms(route, view, name, FORMS_OF_A_LIST)


def paths_in_forms(route: str, view: Any, name: str, forms: Iterable[str]) -> list[URLPattern]:
    return [
        path(f"{route}/", view.as_view(), name=name),
        *(
            path(f"{route}{suffix}", view.as_view(suffix=suffix), name=f"{name}-{suffix[1:]}")
            for suffix in forms
        ),
    ]


def embed_path(route: str, view: Any, name: str) -> URLPattern:
    """Of `claims/<slug:slug>`, what may be framed; see `is_embed`."""
    found: URLPattern = path(f"{route}/{EMBED}", view.as_view(), name=f"{name}-embed")
    return found


def is_embed(address: str) -> bool:
    """Not by its end alone: a mission may be called so."""
    if not address.endswith(f"/{EMBED}"):
        return False
    try:
        return resolve(address).view_name.endswith("-embed")
    except Resolver404:
        return False


def site_of(request: HttpRequest) -> str:
    """Scheme and host, as the reader wrote them."""
    return f"{request.scheme}://{request.get_host()}"


def in_form(address: str, suffix: str) -> str:
    """The address of another form of the page at an address."""
    page, question_mark, query = address.partition("?")
    return page.rstrip("/") + suffix + question_mark + query
