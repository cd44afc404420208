import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from kazbat.middleware import heads_have_no_body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "FOO"])
@pytest.mark.parametrize("address", ["/", "/missions/", "/missions/iraq/", "/search/?q=iraq"])
def test_public_pages_are_only_read(method: str, address: str) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.generic(method, address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_a_form_that_lost_its_sign_in_says_so_in_plain_words() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/account/login/", {"login": "editor"})

    assert response.status_code == 403
    assert "The form was not accepted" in response.content.decode()


@pytest.mark.parametrize("kind", [HttpResponse, StreamingHttpResponse])
def test_who_asks_for_the_head_alone_is_sent_no_body(kind: type[HttpResponse]) -> None:
    # Not by a client of the tests, which drops the body itself.
    answer = heads_have_no_body(lambda _request: kind([b"whole ", b"body"]))

    head, whole = answer(RequestFactory().head("/")), answer(RequestFactory().get("/"))

    assert b"".join(head) == b""
    assert b"".join(whole) == b"whole body"
    if kind is HttpResponse:
        assert head["Content-Length"] == "10"


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "address",
    ["/", "/missions/", "/missions/nowhere/", "/missions/?people=many", "/missions.csv",
     "/robots.txt", "/healthz", "/admin/", "/admin/account/login/", "/static/css/kazbat.css"],
)  # fmt: skip
def test_every_answer_says_what_may_be_loaded_and_asked(client: Client, address: str) -> None:
    for method in ("GET", "POST"):
        response = client.generic(method, address)
        response.close()

        said = dict.fromkeys(response["Content-Security-Policy"].split("; "))
        assert said == dict.fromkeys(POLICY.split("; "))
        assert "camera=()" in response["Permissions-Policy"]
        assert "publickey-credentials-get=(self)" in response["Permissions-Policy"]
        assert {name: response.headers.get(name) for name in OTHERS} == OTHERS


TEMPLATES: Path = settings.BASE_DIR / "templates"
IN_A_PAGE = re.compile(
    r"""<style|\sstyle=|\son[a-z]{3,}="|javascript:|<script(?![^>]*\b(?:src=|type="application/(?:ld\+)?json"))""",
    re.IGNORECASE,
)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=str)
def test_no_script_or_style_stands_inside_a_page(template: Path) -> None:
    assert IN_A_PAGE.findall(template.read_text()) == []
