"""What the site answers before any page is asked."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from csp.utils import build_policy
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.urls import reverse

from sources.addresses import is_embed

Answer = Callable[[HttpRequest], HttpResponseBase]


PERMISSIONS = {
    # A button copies a reference; a passkey signs in.
    **dict.fromkeys(
        ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get"), "(self)"
    ),
    **dict.fromkeys(
        (
            "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media",
            "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
            "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
            "screen-wake-lock", "serial", "sync-xhr", "usb", "web-share", "xr-spatial-tracking",
        ),
        "()",
    ),
}  # fmt: skip
"""What a page may ask of a reader's browser, and who else may through it: nobody."""


def permissions_are_few(get_response: Answer) -> Answer:
    policy = ", ".join(f"{name}={who}" for name, who in sorted(PERMISSIONS.items()))

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Permissions-Policy"] = policy
        return response

    return answer


def embeds_may_be_framed(get_response: Answer) -> Answer:
    """By pages of anybody; all else by nobody.

    Around the kept pages and their "not modified", which a browser takes for the newest word on
    what it has.
    """
    policy = build_policy(replace={"frame-ancestors": ["*"]})

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_shown = response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        if is_shown and is_embed(request.path):
            response["Content-Security-Policy"] = policy
            response.headers.pop("X-Frame-Options", None)
        return response

    return answer


def public_pages_are_only_read(get_response: Answer) -> Answer:
    """Nothing is sent to a public page; forms that change something are in the admin."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") or request.path.startswith(reverse("admin:index")):
            return get_response(request)
        return HttpResponseNotAllowed(["GET", "HEAD"])

    return answer


def heads_have_no_body(get_response: Answer) -> Answer:
    """Who asks for the head alone is told how long the body would be, and sent none of it.

    gunicorn drops the body too, but complains of each.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return answer
