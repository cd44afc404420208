import pytest
from django.test import Client

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
