"""Addresses that say no more than they must, whatever is sent."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/personnel/?mission=&role=officer", "/personnel/?role=officer"),
        ("/personnel/?q=&mission=&role=", "/personnel/"),
        ("/personnel/?b=2&x=&a=1&b=1", "/personnel/?b=2&a=1&b=1"),
        ("/personnel/?flag&q=%D0%B0+b", "/personnel/?q=%D0%B0+b"),
        ("/personnel/?&&", "/personnel/"),
        ("/search/?q=&kind=", "/search/"),
        ("/missions/%C3%A4/?q=", "/missions/%C3%A4/"),
        ("/a%0D%0AX:y/?q=", "/a%0D%0AX:y/"),
        ("/x/?q=%ff&r=", "/x/?q=%ff"),
    ],
)
def test_empty_parameters_leave_the_address(client: Client, sent: str, kept: str) -> None:
    response = client.get(sent)

    assert (response.status_code, response["Location"]) == (302, kept)
    assert client.head(sent).status_code == 302


def test_no_address_leads_to_another_site(client: Client) -> None:
    response = client.get("//evil.example/?q=", follow=False)

    assert not response.get("Location", "").startswith(("//", "http"))


@pytest.mark.parametrize(
    "address",
    [
        "/personnel/?mission=iraq", "/personnel/?a=b&c=d=", "/search/suggestions/?q=a",
        "/personnel/?q=%20",
    ],
)  # fmt: skip
def test_an_address_without_them_is_answered(client: Client, address: str) -> None:
    assert client.get(address).status_code in (200, 400)


def test_suggestions_for_nothing_are_answered_at_once(client: Client) -> None:
    assert client.get("/missions/?unit=", headers={"HX-Request": "1"}).status_code == 302
    response = client.get("/search/suggestions/?q=", headers={"HX-Request": "true"})

    assert response.status_code == 200


def test_the_admin_keeps_its_addresses(editor_client: Client) -> None:
    response = editor_client.get("/admin/missions/mission/?q=")

    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "&" * 5000,
        "a=1&" * 30_000,
        "x=&" * 30_000,
        "%ff=%fe&a=",
        "\xff=&\xe9",
        "q=%00&b=",
        "=",
        "=a&=",
    ],
    ids=["and", "many", "many-empty", "bytes", "raw", "null", "equals", "nameless"],
)
def test_junk_is_answered(client: Client, query: str) -> None:
    for address in ("/personnel/", "/search/", "/missions/iraq/"):
        response = client.get(address, QUERY_STRING=query)
        if response.status_code == 302:
            response = client.get(response["Location"])
        assert response.status_code in (200, 400), address
