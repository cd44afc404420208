"""What search engines find."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from editions.publishing import change_set
from kazbat.serving.robots import PagesOfRecords
from missions.models import Mission
from tests.factories import MissionFactory
from tests.reading import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


def listed(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return re.findall("<loc>([^<]*)</loc>", response.content.decode())


def all_listed(client: Client) -> list[str]:
    return [
        page for section in listed(client, "/sitemap.xml") for page in listed(client, path(section))
    ]


def path(address: str) -> str:
    parts = urlsplit(address.replace("&amp;", "&"))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_robots_are_shown_the_way(client: Client) -> None:
    response = client.get("/robots.txt", secure=True, headers={"Host": "localhost"})

    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/"} <= set(lines)
    assert "Sitemap: https://localhost/sitemap.xml" in lines


def test_every_address_in_the_sitemap_answers_and_is_its_pages_own(client: Client) -> None:
    addresses = all_listed(client)

    assert {"http://testserver/", "http://testserver/missions/iraq/"} <= set(addresses)
    assert len(addresses) == len(set(addresses)) > 50
    for address in addresses:
        response = client.get(path(address))
        assert response.status_code == 200, address
        assert f'rel="canonical" href="{address}"' in response.content.decode(), address


def test_the_sitemap_names_the_site_as_it_was_asked(client: Client) -> None:
    response = client.get("/sitemap-records.xml", secure=True, headers={"Host": "localhost"})

    assert b"<loc>https://localhost/missions/iraq/</loc>" in response.content
    assert b"testserver" not in response.content


def test_what_is_not_public_is_not_in_the_sitemap(client: Client) -> None:
    draft = MissionFactory.create(slug="draft-mission", state="draft")
    with change_set() as changes:
        changes.withdraw(Mission.objects.get(slug="iraq"), "It was another one.")

    addresses = " ".join(all_listed(client))

    assert draft.slug not in addresses
    assert "/missions/iraq/" not in addresses
    assert "/missions/unifil/" in addresses
    assert "#" not in addresses


def test_a_large_register_has_several_pages_of_addresses(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = all_listed(client)
    monkeypatch.setattr(PagesOfRecords, "limit", 10)

    assert len(listed(client, "/sitemap.xml")) > 5
    assert sorted(all_listed(client)) == sorted(whole)
    assert queries_of(client, "/sitemap-records.xml?p=3") <= 2
    for junk in ("0", "999999", "x", "9" * 40):
        assert client.get(f"/sitemap-records.xml?p={junk}").status_code == 404


def test_browsers_find_an_icon_without_asking_a_page(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"\0\0\1\0")  # type: ignore[attr-defined]
