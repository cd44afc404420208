"""Whatever is asked of a public address is answered, and at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.hostile.chance import Chance, ask, turns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

WORDS = ("iraq", "kazbat", "dilya-akhmetova", "astana-times-kazbat", "captain", "1", "not-stated")
METHODS = ("GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "X")
HEADERS = {
    "Accept": ("*/*", "application/json", "\x00", "x" * 5000),
    "Accept-Encoding": ("gzip", "gzip;q=0", "br, *", ",,,", "gzip;q=x"),
    "Accept-Language": ("kk", "ru-RU;q=x", "*" * 500, "\xff"),
    "Authorization": ("Basic x", "Basic \xff", ""),
    "Content-Length": ("x", "-1", "99999999999999999999"),
    "Content-Type": ("multipart/form-data", "multipart/form-data; boundary=\xff", "a/b; charset=x"),
    "Cookie": (
        "sessionid=x", "sessionid=\x00", "messages=x", "csrftoken=" + "x" * 5000, "=;=;", "\xff",
    ),
    "Host": ("evil.example", "[::1", "a b", "localhost:99999999", "x" * 300, ""),
    "HX-Request": ("true", "x"),
    "If-Match": ('"x"', "*"),
    "If-Modified-Since": ("x", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Xyz 99999 00:00:00 GMT"),
    "If-None-Match": ('"x"', "W/", "*", '"' * 1000),
    "Origin": ("null", "http://["),
    "Range": ("bytes=0-", "bytes=-1", "bytes=9-1", "x"),
    "Referer": ("http://[", "x"),
    "Transfer-Encoding": ("x",),
    "X-Forwarded-Host": ("evil.example",),
    "X-Forwarded-Proto": ("https", "x"),
    "X-Request-ID": ("x", "a" * 32, "\xff"),
}  # fmt: skip


def routes(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from routes(pattern, route)
        else:
            yield route, pattern.callback


ROUTES = dict(routes(get_resolver()))


def parameters() -> list[str]:
    """The names that some page asks its address for, and some that none does."""
    found = {"q", "page", "edition", "utm_source", "", "q[]", "\x00"}
    for view in ROUTES.values():
        filterset = getattr(getattr(view, "view_class", None), "filterset_class", None)
        found |= set(filterset.base_filters) if filterset else set()
    return sorted(found)


def address(chance: Chance) -> str:
    def filled(found: re.Match[str]) -> str:
        if chance.random() < 0.6:
            return chance.choice(WORDS)
        return chance.part(slashes="path:" in found[0])

    return "/" + re.sub("<[^>]+>", filled, chance.choice(list(ROUTES)))


def test_whatever_is_asked_is_answered(client: Client, editor_client: Client) -> None:
    names = parameters()
    assert {"mission", "rank", "people"} <= set(names)
    for chance in turns(250, "public"):
        who = chance.choice((client, client, editor_client))
        chosen = chance.sample(list(HEADERS), chance.choice((0, 0, 1, 3)))
        ask(
            who,
            chance.choice(METHODS),
            address(chance) + chance.query(names, 4),
            headers={name: chance.choice(HEADERS[name]) for name in chosen},
        )


def test_addresses_of_pictures_and_editions_too(client: Client) -> None:
    for chance in turns(60, "pictures"):
        name = f"{'0' * 32}-{chance.part()}x{chance.part()}.jpg"
        wanted = chance.choice((
            f"/media/photos/{name}",
            f"/media/photos/{chance.part()}/{name}",
            f"/media/{chance.part(slashes=True)}",
            f"/missions/iraq/?edition={chance.part()}",
            f"/missions/iraq/rotations/{chance.part()}/",
            f"/missions.{chance.part()}",
        ))  # fmt: skip
        ask(client, chance.choice(("GET", "HEAD")), wanted)
