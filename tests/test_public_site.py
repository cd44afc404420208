"""The public site over the article's fixtures: every link holds, and nonsense is answered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import cycle
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import Tag
from django.test import Client

from tests.article import Walk, walk
from tests.reading import complaint_at, heading, main_part, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

PAGED_LISTS = ("/missions/", "/rotations/", "/units/", "/claims/", "/personnel/", "/sources/")


@pytest.fixture(scope="module")
def site(article: None) -> Walk:
    return walk()


# --- Links ------------------------------------------------------------------------------------


def test_every_link_leads_to_a_page(site: Walk) -> None:
    broken = {
        f"{site.linked_from[address]} -> {address}": status
        for address, status in site.failures.items()
    }

    assert broken == {}


def test_links_lead_to_every_kind_of_page(site: Walk) -> None:
    kinds = {
        "/", "/about/", "/search/", "/claims/kazbat-strength-now/", "/missions/iraq/",
        "/missions/iraq/rotations/10/", "/units/kazbat/", "/personnel/dilya-akhmetova/",
        "/joint-deployments/women-in-western-sahara-and-lebanon/", "/sources/astana-times-kazbat/",
        *PAGED_LISTS,
    }  # fmt: skip

    assert kinds - set(site.pages) == set()


def test_every_place_that_is_linked_to_is_on_its_page(site: Walk) -> None:
    missing = {
        f"{address}#{fragment}"
        for address, fragments in site.fragments.items()
        for fragment in fragments
        if address in site.pages and not site.pages[address].select_one(f'[id="{fragment}"]')
    }

    assert site.fragments
    assert missing == set()


def test_no_page_has_two_places_of_one_name(site: Walk) -> None:
    doubled = {
        address: [name for name, count in names_of_places(page).items() if count > 1]
        for address, page in site.pages.items()
    }

    assert {address: names for address, names in doubled.items() if names} == {}


def names_of_places(page: Tag) -> Counter[str]:
    return Counter(str(element["id"]) for element in page.select("[id]"))


# --- What every page says of itself -----------------------------------------------------------


def test_every_page_has_one_heading_a_description_and_a_language(site: Walk) -> None:
    for address, page in site.pages.items():
        assert heading(page), address
        (description,) = page.select('meta[name="description"]')
        assert description["content"], address
        assert page.select_one('html[lang="en"]'), address


def test_every_page_names_its_own_address(site: Walk) -> None:
    for address, page in site.pages.items():
        parts = urlsplit(address)
        # A page of the whole list is a page of its own; a filtered list is part of it.
        further = f"?{parts.query}" if re.fullmatch("page=[2-9]", parts.query) else ""
        assert canonical(page) == f"http://testserver{parts.path}{further}"


def test_pages_of_different_addresses_have_different_titles(site: Walk) -> None:
    addresses: dict[str, set[str]] = defaultdict(set)
    for address, page in site.pages.items():
        (title,) = page.select("head title")
        assert words(title), address
        addresses[words(title)].add(canonical(page))

    assert {title: found for title, found in addresses.items() if len(found) > 1} == {}


def canonical(page: Tag) -> str:
    (link,) = page.select('link[rel="canonical"]')
    return str(link["href"])


# --- Nonsense ---------------------------------------------------------------------------------

NO_CHOICE = ("no-such-choice", "'; --", "1", "Ирак", "%00", "not-stated-at-all")
NO_NUMBER = ("many", "0", "-1", "1.5", "1e9", "9" * 40, "270+500")


def refusable_values(field: Tag) -> tuple[str, ...]:
    """What a filter cannot understand; a field for words understands everything."""
    if field.name == "select":
        return NO_CHOICE
    return NO_NUMBER if field.get("inputmode") == "numeric" else ()


def filters_of(site: Walk) -> list[tuple[str, str, tuple[str, ...]]]:
    """Every filter of every page that has some: address, name, values that mean nothing."""
    return [
        (address, str(field["name"]), refusable_values(field))
        for address, page in site.pages.items()
        if "?" not in address
        for field in page.select("main form.filters [name]")
    ]


def test_every_list_has_filters(site: Walk) -> None:
    filters = filters_of(site)

    assert {address for address, _name, _values in filters} >= set(PAGED_LISTS)
    assert {values for _address, _name, values in filters} == {NO_CHOICE, NO_NUMBER, ()}


def test_a_value_that_means_nothing_is_refused_at_its_filter(client: Client, site: Walk) -> None:
    for address, name, values in filters_of(site):
        for value in values:
            page = read(client, f"{address}?{urlencode({name: value})}", status=400)
            assert complaint_at(page, name), (address, name, value)
            assert "Nothing is listed" in words(main_part(page)), address
            assert rows_shown(page) == [], (address, name, value)


def rows_shown(page: Tag) -> list[Tag]:
    return page.select("main tbody tr, main .claim, main .quotation")


def test_a_refused_value_stays_in_the_form_for_correction(client: Client) -> None:
    page = read(client, "/missions/?people=many", status=400)

    field = page.select_one('[name="people"]')
    assert field
    assert field["value"] == "many"
    assert "“many” is not a whole number" in complaint_at(page, "people")


@pytest.mark.parametrize(
    "words_typed",
    [
        "'", '"', "AND", "NEAR(a b)", "*", "a*", "-a", "col:a", "(", "%", "_", "\\", "🕊️", "\u202e",
        "Ақ", "a" * 10_000, "a " * 5_000,
    ],
)  # fmt: skip
def test_whatever_is_typed_as_words_is_answered(
    client: Client, site: Walk, words_typed: str
) -> None:
    fields = {(address, name) for address, name, values in filters_of(site) if not values}

    assert ("/personnel/", "q") in fields
    for address, name in {*fields, ("/search/", "q"), ("/search/suggestions/", "q")}:
        query = urlencode({name: words_typed})
        assert client.get(f"{address}?{query}").status_code in (200, 400), address


@pytest.mark.parametrize("number", ["0", "-1", "99999", "abc", "1.5", "9" * 30, "²"])
def test_a_page_that_is_not_there_is_not_found(client: Client, number: str) -> None:
    for address in PAGED_LISTS:
        read(client, f"{address}?{urlencode({'page': number})}", status=404)


def test_no_page_breaks_on_a_page_number(client: Client, site: Walk) -> None:
    """One number for each page: those that have pages answer to all of them above."""
    addresses = [address for address in site.pages if "?" not in address]
    for address, number in zip(addresses, cycle(["0", "-1", "99999", "abc", "9" * 30, "²"])):
        response = client.get(f"{address}?{urlencode({'page': number})}")
        assert response.status_code in (200, 400, 404), (address, number)


def test_parameters_that_nobody_knows_are_ignored(client: Client) -> None:
    for address in PAGED_LISTS:
        plain = main_part(read(client, address))
        assert words(main_part(read(client, f"{address}?utm_source=x"))) == words(plain)


@pytest.mark.parametrize(
    "address",
    [
        "/missions/nowhere/", "/missions/iraq/rotations/11/", "/missions/iraq/rotations/0/",
        "/missions/iraq/rotations/04/", "/missions/iraq/rotations/99999999999999999999/",
        "/missions/nowhere/rotations/1/",
        "/personnel/nobody/", "/sources/nothing/", "/claims/nothing/", "/units/none/",
        "/joint-deployments/none/", "/nothing-of-the-kind/", "/personnel/%00/", "/personnel/ә/",
    ],
)  # fmt: skip
def test_what_never_was_is_not_found(client: Client, address: str) -> None:
    assert heading(read(client, address, status=404)) == "There is no such page"


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/claims/?kind=zzz", "Kind"),
        ("/timeline/?mission=zzz", "Mission"),
        ("/gaps/?kind=zzz", "Kind of record"),
        ("/conflicts/?kind=zzz", "Kind"),
        ("/changes/?kind=zzz", "Kind of record"),
    ],
)
def test_every_list_names_the_filter_that_was_not_understood(
    client: Client, address: str, label: str
) -> None:
    page = read(client, address, status=400)

    (said,) = page.select(".error-summary")
    (link,) = said.select("a")
    assert words(link) == label
    assert page.select_one(str(link["href"])), "the link leads to no field"
