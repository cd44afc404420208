"""Pages of visitors: kept while nothing changes, and never shown to the wrong reader."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from editions.publishing import change_set
from kazbat.serving.pages import LARGEST_KEPT, PagesForVisitors
from missions.models import Mission
from tests.browser.pages import PAGES
from tests.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def rename(name: str, slug: str = "iraq") -> None:
    with change_set() as changes:
        mission = Mission.objects.get(slug=slug)
        mission.name = name
        mission.save()
        changes.save(mission)


# --- Kept ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/", "/missions/iraq/", "/missions/iraq.json", "/missions/iraq/?edition=1", "/x/",
        "/missions/nowhere/", "/Missions/Iraq/", "/missions/IRAQ/", "/search/suggestions/?q=iraq",
    ],
)  # fmt: skip
def test_a_page_is_written_once(
    visitor: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = visitor.get(address)

    with django_assert_num_queries(1):  # Has anything changed?
        second = visitor.get(address)

    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert same_headers(second) == same_headers(first)


def test_a_change_shows_at_once_and_everywhere(visitor: Client) -> None:
    for address in ("/missions/", "/missions/iraq/", "/search/?q=renamed"):
        visitor.get(address)

    rename("Renamed mission")

    for address in ("/missions/", "/missions/iraq/", "/search/?q=renamed"):
        assert "Renamed mission" in words(read(visitor, address)), address


def test_what_is_withdrawn_is_gone_at_once(visitor: Client) -> None:
    assert visitor.get("/missions/iraq/").status_code == 200

    with change_set() as changes:
        changes.withdraw(Mission.objects.get(slug="iraq"), "It was another one.")

    assert visitor.get("/missions/iraq/").status_code == 410


def test_a_page_written_while_something_changes_is_not_shown_afterwards() -> None:
    written: list[str] = []

    def slow_page(request: HttpRequest) -> HttpResponse:
        name = Mission.objects.get(slug="iraq").name
        if not written:
            rename("Renamed mission")
        written.append(name)
        return HttpResponse(name)

    pages = middleware(slow_page)
    pages(RequestFactory().get("/missions/"))

    response = pages(RequestFactory().get("/missions/"))

    assert isinstance(response, HttpResponse)
    assert response.content == b"Renamed mission"


def test_a_new_day_is_a_new_page(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.get("/missions/iraq/")
    tomorrow = localdate() + timedelta(days=1)
    monkeypatch.setattr("kazbat.serving.pages.localdate", lambda: tomorrow)

    with CaptureQueriesContext(connection) as queries:
        visitor.get("/missions/iraq/")
    assert len(queries) > 1


# --- For whom -----------------------------------------------------------------------------------


def test_editors_see_their_own_pages_and_leave_none_behind(
    visitor: Client, editor_client: Client
) -> None:
    editors_page = editor_client.get("/").content.decode()
    visitors_page = visitor.get("/").content.decode()

    assert "Editors’ desk" in editors_page
    assert "Editors’ desk" not in visitors_page
    assert "Editors’ desk" in editor_client.get("/").content.decode()


def test_what_an_editor_saw_stays_with_the_editor(editor_client: Client) -> None:
    response = editor_client.get("/missions/iraq/", headers=GZIP)

    assert directives(response) == {"private", "no-cache"}
    assert "Cookie" in response["Vary"]
    assert "Content-Encoding" not in response
    assert "ETag" not in response


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_whoever_might_be_somebody_is_shown_nothing_kept(visitor: Client, cookie: str) -> None:
    visitor.get("/")
    visitor.cookies[cookie] = "anything"

    assert directives(visitor.get("/")) == {"private", "no-cache"}


def test_a_page_may_be_shown_again_only_after_asking(visitor: Client) -> None:
    for address in ("/", "/missions/iraq.json", "/missions/nowhere/", "/missions/IRAQ/"):
        assert directives(visitor.get(address)) == {"public", "no-cache"}, address


def test_the_admin_is_left_alone(visitor: Client) -> None:
    response = visitor.get("/admin/account/login/", headers=GZIP)

    assert {"private", "no-store"} <= directives(response)
    assert "Content-Encoding" not in response
    assert count_kept() == 0


def test_pages_of_visitors_hold_no_token(visitor: Client) -> None:
    """So that compressing them tells nothing."""
    for address in PAGES.values():
        response = visitor.get(address)
        assert "csrf" not in response.content.decode().lower(), address
        assert not response.cookies, address


# --- Told apart ---------------------------------------------------------------------------------


def test_hosts_and_schemes_do_not_share_pages(visitor: Client) -> None:
    def canonical(**request: Any) -> str:
        page = visitor.get("/missions/", **request).content.decode()
        found = re.search('rel="canonical" href="([^"]+)"', page)
        assert found
        return found.group(1)

    assert canonical() == "http://testserver/missions/"
    assert canonical(headers={"Host": "localhost"}) == "http://localhost/missions/"
    assert canonical(secure=True) == "https://testserver/missions/"
    assert canonical() == "http://testserver/missions/"


def test_a_host_that_is_not_the_sites_is_refused_and_kept_nowhere(visitor: Client) -> None:
    assert visitor.get("/missions/", headers={"Host": "evil.example"}).status_code == 400
    assert visitor.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 200
    assert b"evil.example" not in visitor.get("/").content


def test_addresses_that_look_alike_do_not_share_pages(visitor: Client) -> None:
    listed = visitor.get("/missions/?edition=1")
    odd = visitor.get("/missions/%3Fedition=1")

    assert (listed.status_code, odd.status_code) == (200, 404)


def test_only_the_body_of_a_head_request_is_left_out(visitor: Client) -> None:
    head = visitor.head("/missions/")
    assert count_kept() == 0
    get = visitor.get("/missions/")

    for answer in (head, visitor.head("/missions/")):
        assert answer.content == b""
        assert (answer["ETag"], answer["Content-Length"]) == (get["ETag"], get["Content-Length"])
    assert visitor.get("/missions/").content == get.content != b""


def middleware(view: Any) -> PagesForVisitors:
    return PagesForVisitors(view)


@pytest.fixture
def kept_pages(visitor: Client) -> None:
    assert count_kept() == 0


def count_kept() -> int:
    return len(caches["pages"]._cache)  # type: ignore[attr-defined]


def with_cookie() -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


def varying() -> HttpResponse:
    response = HttpResponse("x")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("x", status=500),
        lambda: HttpResponse("x", status=400),
        with_cookie,
        varying,
        lambda: HttpResponse("x" * (LARGEST_KEPT + 1)),
        lambda: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda: FileResponse([b"x"]),
    ],
    ids=["failed", "refused", "cookie", "vary", "large", "private", "streamed"],
)
def test_what_is_not_the_same_for_all_is_not_kept(kept_pages: None, answer: Any) -> None:
    middleware(lambda _request: answer())(RequestFactory().get("/"))

    assert count_kept() == 0


def test_a_failure_is_kept_by_nobody() -> None:
    response = middleware(lambda _request: HttpResponse("x", status=500))(RequestFactory().get("/"))

    assert directives(response) == {"no-store"}


def test_so_many_pages_are_kept_and_no_more(visitor: Client) -> None:
    for number in range(120):
        visitor.get(f"/nothing/?n={number}")

    assert 0 < count_kept() <= 50


# --- Not sent again, and compressed ---------------------------------------------------------------


@pytest.mark.parametrize("address", ["/missions/iraq/", "/missions/iraq.json"])
def test_whoever_has_the_page_is_told_so(visitor: Client, address: str) -> None:
    etag = visitor.get(address)["ETag"]

    same = visitor.get(address, headers={"If-None-Match": etag})
    compressed = visitor.get(address, headers={"If-None-Match": etag} | GZIP)

    for response in (same, compressed):
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
        assert directives(response) == {"public", "no-cache"}
    rename("Renamed mission")
    assert visitor.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_whoever_has_what_was_withdrawn_learns_of_it(visitor: Client) -> None:
    etag = visitor.get("/missions/iraq/")["ETag"]

    with change_set() as changes:
        changes.withdraw(Mission.objects.get(slug="iraq"), "It was another one.")

    for condition in (etag, "*"):
        response = visitor.get("/missions/iraq/", headers={"If-None-Match": condition})
        assert response.status_code == 410


@pytest.mark.parametrize("address", ["/missions/iraq/", "/missions/iraq.json"])
def test_text_is_compressed_for_whoever_can_read_it(visitor: Client, address: str) -> None:
    plain = visitor.get(address)

    for _attempt in ("written", "kept"):
        compressed = visitor.get(address, headers=GZIP)
        assert compressed["Content-Encoding"] == "gzip"
        assert int(compressed["Content-Length"]) == len(compressed.content)
        assert len(compressed.content) < len(plain.content) / 2
        assert gzip.decompress(compressed.content) == plain.content
        assert "Accept-Encoding" in compressed["Vary"]
        assert visitor.get(address).content == plain.content
    assert "Accept-Encoding" in plain["Vary"]


def test_what_is_streamed_is_compressed_as_it_goes() -> None:
    rows = (b"row %d\n" % number for number in range(1000))
    request = RequestFactory().get("/missions.csv", headers=GZIP)

    response = middleware(lambda _request: FileResponse(rows, content_type="text/csv"))(request)

    assert response["Content-Encoding"] == "gzip"
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert gzip.decompress(body).startswith(b"row 0\nrow 1\n")


def test_photographs_are_sent_as_they_are() -> None:
    request = RequestFactory().get("/photos/a.jpg", headers=GZIP)

    response = middleware(lambda _r: HttpResponse(b"x" * 999, content_type="image/jpeg"))(request)

    assert "Content-Encoding" not in response


def same_headers(response: Any) -> dict[str, str]:
    """Less the number that each request has of its own."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def directives(response: Any) -> set[str]:
    return {part.strip() for part in response["Cache-Control"].split(",")} - {
        "max-age=0",
        "must-revalidate",
    }
