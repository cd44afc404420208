from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory

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


@pytest.mark.parametrize("address", ["/", "/missions/", "/missions.csv", "/nowhere/"])
def test_who_asks_for_the_head_alone_is_sent_no_body(address: str) -> None:
    environ = RequestFactory().head(address).environ
    heads: list[dict[str, str]] = []

    def start(_status: str, found: list[tuple[str, str]], _info: Any = None, /) -> Any:
        heads.append(dict(found))

    body = WSGIHandler()(environ, start)

    assert b"".join(body) == b""
    if not address.endswith(".csv"):
        assert int(heads[0]["Content-Length"]) == len(Client().get(address).content)
