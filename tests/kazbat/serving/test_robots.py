"""What search engines find."""

import pytest
from django.test import Client

from editions.publishing import change_set
from kazbat.serving.robots import PagesOfRecords
from missions.models import Mission
from tests.factories import MissionFactory
from tests.reading import in_sitemap, locations, path_of, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


def test_robots_are_shown_the_way(client: Client) -> None:
    response = client.get("/robots.txt", secure=True, headers={"Host": "localhost"})

    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/"} <= set(lines)
    assert "Sitemap: https://localhost/sitemap.xml" in lines


def test_every_address_in_the_sitemap_answers_and_is_its_pages_own(client: Client) -> None:
    addresses = in_sitemap(client)

    assert {"http://testserver/", "http://testserver/missions/iraq/"} <= set(addresses)
    assert len(addresses) == len(set(addresses)) > 50
    for address in addresses:
        response = client.get(path_of(address))
        assert response.status_code == 200, address
        assert f'rel="canonical" href="{address}"' in response.content.decode(), address


def test_the_sitemap_names_the_site_as_it_was_asked(client: Client) -> None:
    addresses = in_sitemap(client, host="localhost")

    assert "https://localhost/missions/iraq/" in addresses
    assert not [address for address in addresses if "testserver" in address]


def test_what_is_not_public_is_not_in_the_sitemap(client: Client) -> None:
    draft = MissionFactory.create(slug="draft-mission", state="draft")
    with change_set() as changes:
        changes.withdraw(Mission.objects.get(slug="iraq"), "It was another one.")

    addresses = " ".join(in_sitemap(client))

    assert draft.slug not in addresses
    assert "/missions/iraq/" not in addresses
    assert "/missions/unifil/" in addresses
    assert "#" not in addresses


def test_a_large_register_has_several_pages_of_addresses(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = in_sitemap(client)
    monkeypatch.setattr(PagesOfRecords, "limit", 10)

    assert len(locations(client, "/sitemap.xml")) > 5
    assert sorted(in_sitemap(client)) == sorted(whole)
    last_page = path_of(locations(client, "/sitemap.xml")[-1])
    assert queries_of(client, last_page) <= 2
    for junk in ("0", "999999999", "x", "9" * 40):
        assert client.get(f"/sitemap-records.xml?p={junk}").status_code == 404


def test_browsers_find_an_icon_without_asking_a_page(client: Client) -> None:
    response = client.get("/favicon.ico")

    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"\0\0\1\0")  # type: ignore[attr-defined]
