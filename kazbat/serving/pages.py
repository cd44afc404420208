"""Pages of visitors: written once for each state of the register, compressed, and not sent again
to whoever has them."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language

from kazbat.middleware import Answer

from .newest import follow_writer, newest_number
from .release import release
from .visitors import is_public_page, is_visitor

A_DAY = 24 * 60 * 60

KEPT = {200, 301, 404, 410}
LARGEST_KEPT = 64 * 1024
"""Bytes of one answer, compressed. With the number of answers kept, it bounds the memory used."""
TOLD_APART = {"accept-encoding", "cookie", "hx-request"}
"""What an answer may vary by and be kept: the key tells these apart."""


class PagesForVisitors:
    """Stands around all that writes a page.

    Never stale: the number of the newest edition is read before a page is looked up or written,
    and is part of its key. A change becomes visible together with its edition, so whoever asks
    after the commit reads the higher number and finds nothing written before it. If a change is
    committed while a page is being written, that page may hold some of it already and is kept
    under the lower number, where only requests find it that began before the commit: they are
    shown something newer than they asked for, never older. A change that is not committed has
    moved no number that others can read, and nobody but its own transaction sees its rows; the
    requests of editors, who alone make changes, neither look here nor leave anything.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.compression = TextCompression(get_response)
        self.keeps = not settings.CACHES["pages"]["BACKEND"].endswith("DummyCache")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            follow_writer()
            return response
        if not is_public_page(request):
            return self.get_response(request)
        if not is_visitor(request):
            return for_one_reader(self.get_response(request))
        key = key_of(request) if self.keeps else ""
        # Other requests for this answer may be under way; each writes it for itself.
        found = caches["pages"].get(key) if key else None
        if found is not None:
            return unless_known(request, unpacked(found))
        response = self.for_everybody(request, self.get_response(request))
        if key and may_be_kept(request, response):
            caches["pages"].set(key, packed(response), A_DAY)
        return unless_known(request, response)

    def for_everybody(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Anybody may keep it and nobody may show it without asking again: it may be withdrawn."""
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            patch_cache_control(response, no_store=True)
            return response
        if response.cookies or "private" in response.headers.get("Cache-Control", ""):
            return for_one_reader(response)
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        if isinstance(response, HttpResponse) and response.status_code == HTTPStatus.OK:
            digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
            response.headers.setdefault("ETag", f'W/"{digest}"')
        return self.compression.process_response(request, response)


class TextCompression(GZipMiddleware):
    """Compresses what visitors are sent, but for photographs, which are compressed already.

    A compressed answer tells by its length whether what an address puts on a page stands there
    already (BREACH). Pages of visitors hold no secret: no form has a token, no name, no draft.
    Those of editors do, and are not compressed.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("image/"):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


def for_one_reader(response: HttpResponseBase) -> HttpResponseBase:
    """No cache on the way may keep what somebody with a session was shown."""
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def key_of(request: HttpRequest) -> str:
    """All that an answer depends on. Parts of an address cannot pass for one another in it."""
    parts = (
        release(),
        newest_number(),
        # How to cite a page, and what is printed below it, name the day.
        localdate().toordinal(),
        request.scheme,
        # Refuses hosts that are not the site's own.
        request.get_host(),
        request.path,
        request.META.get("QUERY_STRING", ""),
        re_accepts_gzip.search(request.headers.get("accept-encoding", "")) is not None,
        request.headers.get("hx-request", "") == "true",
        get_language(),
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=20).hexdigest()


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    if request.method != "GET" or response.status_code not in KEPT or response.cookies:
        return False
    control = response.headers.get("Cache-Control", "")
    varies_by = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return (
        isinstance(response, HttpResponse)
        and len(response.content) <= LARGEST_KEPT
        and "private" not in control
        and "no-store" not in control
        and varies_by <= TOLD_APART
    )


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Says only "not modified" to whoever has the same page."""
    etag = response.headers.get("ETag")
    if not etag or "if-none-match" not in request.headers:
        return response
    answer: HttpResponseBase = get_conditional_response(request, etag=etag, response=response)  # type: ignore[arg-type, assignment]
    return answer


def packed(response: HttpResponseBase) -> bytes:
    """An answer as one line and its body."""
    assert isinstance(response, HttpResponse)
    head = json.dumps([response.status_code, dict(response.headers)])
    return head.encode() + b"\n" + response.content


def unpacked(kept: bytes) -> HttpResponse:
    end = kept.index(b"\n")
    status, headers = json.loads(kept[:end])
    return HttpResponse(kept[end + 1 :], status=status, headers=headers)
