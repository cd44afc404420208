"""Lists as programs take them away."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from django.test import Client

from missions.exports import (
    ClaimListing,
    MissionListing,
    RotationListing,
    SeriesListing,
    UnitListing,
)
from personnel.exports import PersonListing
from sources.exports.as_csv import BYTE_ORDER_MARK
from sources.exports.listing import Listing
from sources.exports.source import SourceListing
from tests.reading import read

ATOM = "{http://www.w3.org/2005/Atom}"

LISTINGS: dict[str, type[Listing]] = {
    "missions": MissionListing, "rotations": RotationListing, "claims": ClaimListing,
    "series": SeriesListing, "units": UnitListing, "personnel": PersonListing,
    "sources": SourceListing,
}  # fmt: skip


def in_form(address: str, form: str) -> str:
    path, mark, query = address.partition("?")
    return f"{path.rstrip('/')}{form}{mark}{query}"


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.getvalue().decode()


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    text = text_of(client, address)
    return list(csv.DictReader(StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def json_of(client: Client, address: str, *, status: int = 200) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text_of(client, address, status=status))
    return found


def entries_of(client: Client, address: str) -> list[ElementTree.Element]:
    return feed_of(client, address).findall(f"{ATOM}entry")


def feed_of(client: Client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(text_of(client, address))  # noqa: S314 - our own


def listed_on_pages(client: Client, address: str) -> list[str]:
    """The addresses of the records on all pages of a list, in their order."""
    found: list[str] = []
    here: str | None = ""
    while here is not None:
        page = read(client, here or address)
        links = page.select(
            "main tbody th > a:first-of-type, main .claims .said > p:first-child > a:not(.further)"
        )
        found += [str(link["href"]) for link in links if "#" not in str(link["href"])]
        following = page.select_one('main .pages a[rel="next"]')
        here = f"{address.partition('?')[0]}{following['href']}" if following else None
    return found


def child(element: ElementTree.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None, name
    return found.text or ""


def links(element: ElementTree.Element) -> dict[str | None, str | None]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}
