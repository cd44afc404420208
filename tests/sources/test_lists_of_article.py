"""The article's lists to take away: the rows and the order of the pages, whole; and feeds."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.lists import RecordList
from sources.exports import listing as reading
from sources.exports.as_csv import names_of_columns
from tests.lists import (
    ATOM,
    LISTINGS,
    child,
    in_form,
    json_of,
    links,
    listed_on_pages,
    rows_of,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

ASKED = [
    "/missions/",
    "/missions/?sort=-name",
    "/missions/?sort=start",
    "/missions/?people=300",
    "/missions/?people=300&sort=-name",
    "/missions/?unit=not-stated",
    "/missions/?mandate=united-nations&sort=-start",
    "/rotations/",
    "/rotations/?sort=-number",
    "/rotations/?sort=start",
    "/rotations/?mission=iraq&sort=number",
    "/rotations/?mission=iraq&period=not-stated",
    "/claims/",
    "/claims/?kind=figure",
    "/claims/?mission=iraq",
    "/claims/?mission=not-stated&period=not-stated",
    "/claims/?q=peacekeeping",
    "/units/",
    "/units/?mission=iraq&sort=start",
    "/personnel/",
    "/personnel/?sort=-name",
    "/personnel/?mission=unifil",
    "/personnel/?mission=not-stated&gender=female",
    "/personnel/?jointly=western-sahara&role=not-stated&sort=-name",
    "/personnel/?rank=captain",
    "/personnel/?q=ахметова",
    "/sources/",
    "/sources/?language=en&sort=-date",
    "/sources/?published=not-stated",
    "/sources/?published=stated",
]


@pytest.mark.parametrize("address", ASKED)
def test_files_hold_the_rows_of_all_pages_in_their_order(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    # So few on a page, and in a batch, that there are several of both.
    monkeypatch.setattr(RecordList, "rows_a_page", 4)
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 3)
    on_pages = listed_on_pages(client, address)

    rows = rows_of(client, in_form(address, ".csv"))
    whole = json_of(client, in_form(address, ".json"))

    in_file = [row["address"].removeprefix("http://testserver") for row in rows]
    assert [record["address"] for record in whole["records"]] == in_file
    assert whole["count"] == len(in_file)
    if address.startswith("/personnel/"):
        # On a page people whom a source names together stand together.
        assert by_page(in_file) == by_page(on_pages)
    else:
        assert in_file == on_pages


def by_page(addresses: list[str]) -> list[list[str]]:
    return [sorted(addresses[start : start + 4]) for start in range(0, len(addresses), 4)]


def test_the_filters_of_the_test_find_something(client: Client) -> None:
    empty = [address for address in ASKED if not rows_of(client, in_form(address, ".csv"))]

    assert empty == ["/sources/?published=not-stated"]


@pytest.mark.parametrize("name", LISTINGS)
def test_json_of_a_list_says_of_each_record_what_its_own_json_says(
    client: Client, name: str
) -> None:
    for record in json_of(client, f"/{name}.json")["records"]:
        own = json_of(client, f"{record['address'].rstrip('/')}.json")["record"]
        for key in ("kind", "label", "state", "fields", "citations", "contested"):
            assert record[key] == own[key], (record["address"], key)
        assert set(record["not_stated"]) - {"claims"} == set(own["not_stated"]) & {
            *record["not_stated"]
        } - {"claims"}


@pytest.mark.parametrize("name", LISTINGS)
def test_what_is_not_stated_is_named_by_its_column(client: Client, name: str) -> None:
    columns = names_of_columns(LISTINGS[name])
    assert len(set(columns)) == len(columns)
    for row in rows_of(client, f"/{name}.csv"):
        for column in filter(None, row["not_stated"].split("; ")):
            assert row[column] == "", (row["slug"], column)


@pytest.mark.parametrize("name", LISTINGS)
def test_a_batch_asks_a_fixed_number_of_queries(client: Client, name: str) -> None:
    """However many rows there are in it."""
    asked = {}
    for form in (".csv", ".json", ".atom"):
        with CaptureQueriesContext(connection) as queries:
            text_of(client, f"/{name}{form}")
        asked[form] = len(queries)

    assert max(asked.values()) <= 14, asked


@pytest.mark.parametrize(
    "address",
    [
        "/missions.atom?sort=name",
        # The article prints no table.
        *(f"/{name}.atom" for name in LISTINGS if name != "series"),
        "/changes.atom",
    ],
)
def test_a_feed_has_what_atom_requires(client: Client, address: str) -> None:
    response = client.get(address)
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    path, mark, query = address.partition("?")

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    assert links(feed) == {
        "self": f"http://testserver{address}",
        "alternate": f"http://testserver{path.removesuffix('.atom')}/{mark}{query}",
    }
    assert child(feed, "title")
    assert "CC BY 4.0" in child(feed, "rights")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Kazbat"
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for one in (feed, *entries):
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", child(one, "updated")
        )
        assert child(one, "id")
    assert len({child(entry, "id") for entry in entries}) == len(entries)
    for entry in entries:
        assert child(entry, "title")
        assert child(entry, "summary")
        page = str(links(entry)["alternate"]).removeprefix("http://testserver")
        assert client.get(page).status_code == 200
