"""The search in a browser's own field."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import MissionFactory
from tests.reading import read, words

pytestmark = pytest.mark.django_db

NAME = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_browser_finds_the_search_and_asks_it(client: Client) -> None:
    MissionFactory.create(name="Mission in Iraq")
    (link,) = read(client, "/about/").select("link[rel=search]")
    response = client.get(str(link["href"]))
    description = ElementTree.fromstring(response.content)  # noqa: S314 - of this site
    address = description.find(f"{NAME}Url")
    assert address is not None

    assert response["Content-Type"] == link["type"]
    assert description.findtext(f"{NAME}ShortName") == link["title"]
    asked = address.attrib["template"].removeprefix("http://testserver")
    assert "Mission in Iraq" in words(read(client, asked.replace("{searchTerms}", "Iraq")))
