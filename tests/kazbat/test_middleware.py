import pytest
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

    response = client.post("/admin/login/", {"username": "editor"})

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
