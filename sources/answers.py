"""Answers in other forms than HTML, and where a page leads to them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from records.audience import Audience

from .addresses import ATOM, CSV, FORMS_OF_A_LIST, JSON, in_form, site_of
from .exports.about import About
from .record_json import plain

Answer = TypeVar("Answer", bound=HttpResponseBase)

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True)
class OtherForms:
    """The addresses of what a page says, in other forms; None where there is none."""

    csv: str | None
    json: str | None
    atom: str | None


def other_forms(
    path: str, asked: Mapping[str, Any], forms: Sequence[str] = FORMS_OF_A_LIST
) -> OtherForms:
    address = f"{path}?{urlencode(asked)}" if asked else path
    csv, as_json, atom = (
        in_form(address, form) if form in forms else None for form in (CSV, JSON, ATOM)
    )
    return OtherForms(csv, as_json, atom)


def about_page(request: HttpRequest, title: str, suffix: str, asked: Mapping[str, Any]) -> About:
    site, path = site_of(request), request.path
    query = f"?{urlencode(asked)}" if asked else ""
    return About(
        title=title,
        site=site,
        page=f"{site}{path.removesuffix(suffix)}/{query}",
        address=f"{site}{path}{query}",
        read_at=timezone.now(),
    )


def json_answer(content: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(content, default=plain, ensure_ascii=False, indent=1)
    return HttpResponse(text, JSON_TYPE, status)


def feed_answer(text: str) -> HttpResponse:
    return HttpResponse(text, "application/atom+xml; charset=utf-8")


def streamed(pieces: Iterator[str], kind: str, audience: Audience) -> HttpResponseBase:
    return for_audience(StreamingHttpResponse(pieces, content_type=kind), audience)


def refusal(suffix: str, errors: Mapping[str, Sequence[Any]], audience: Audience) -> HttpResponse:
    """What was not understood, by the name in the address."""
    told = {name: list(map(str, messages)) for name, messages in errors.items()}
    if suffix == JSON:
        return for_audience(json_answer({"errors": told}, 400), audience)
    lines = "".join(f"{name}: {' '.join(messages)}\n" for name, messages in told.items())
    return for_audience(HttpResponse(lines, "text/plain; charset=utf-8", 400), audience)


def for_audience(response: Answer, audience: Audience) -> Answer:
    """Drafts stand in no store between the register and its editors."""
    if audience.sees_drafts:
        response["Cache-Control"] = "private, no-store"
    return response


def unknown_parameters(request: HttpRequest, known: Container[str]) -> dict[str, list[str]]:
    """What a program misspelt: it would take the whole list for what it asked for."""
    return {name: [_("There is no such filter.")] for name in request.GET if name not in known}
