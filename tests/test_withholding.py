"""What is withheld is nowhere: in no answer of the site, and in no row but those that keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from string import ascii_uppercase

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from editions.content import versioned_models
from editions.models import Edition
from editions.withholding.acting import withhold
from tests import test_hidden_records
from tests.accounts import EDITOR, account, client_of
from tests.article import rows_of_a_module
from tests.editing import admin_address
from tests.factories import write_editions
from tests.reading import pages_of_sitemap
from tests.test_hidden_records import (
    KINDS,
    SECRET,
    World,
    build,
    one_of_each_kind,
    what_is_emitted,
    what_is_seen,
)
from tests.withheld import holding, is_in_order, write_first_editions

pytestmark = pytest.mark.django_db

READ_AT = re.compile("(?<=</id>)<updated>[^<]*</updated>")

# --- Everywhere ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with rows_of_a_module(django_db_blocker):
        world = World()
        write_first_editions()
        yield world


def test_a_withheld_record_is_nowhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = all_seen()
    for letter, kind in zip(ascii_uppercase, KINDS, strict=False):
        secret = f"{letter}{SECRET}"
        monkeypatch.setattr(test_hidden_records, "SECRET", secret)
        monkeypatch.setattr(test_hidden_records, "SLUG", secret.lower())
        record = build(kind, world)
        write_first_editions()
        assert holding(secret) != []

        withhold([secret], "They asked.", record=record)

        assert holding(secret) == [], kind
    assert all_seen() == before
    assert is_in_order()


def all_seen() -> dict[str, str]:
    """Without the moment at which an empty feed was read."""
    seen = what_is_seen()
    return {address: READ_AT.sub("", page, count=1) for address, page in seen.items()}


# --- Names of few letters, and with endings -------------------------------------------------------

WITHHELD = ["Зоя", "Ли", "И"]
WRITTEN, SLUG = "Зоей Ли, И", "zoya-li-i"
# A line of HTML is none of them.
NAMED = re.compile(r"Зо(?:я|ей)|\bzo[ye]|(?<![<\w/-])(?:Ли|И|Li|li)\b|/(?:li|i)-\d", re.MULTILINE)
LISTS = ("/claims/", "/claims.csv", "/claims.json", "/claims.atom", "/search/?q=aru")
FORMS = {"/", ".csv", ".json", ".atom", ".bib", "?edition=1", "/embed/", "?q=aru"}


def test_names_of_few_letters_and_with_endings_are_nowhere(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written in every text of a record of each kind, and in its address."""
    monkeypatch.setattr(test_hidden_records, "SECRET", WRITTEN)
    monkeypatch.setattr(test_hidden_records, "SLUG", SLUG)
    assert len([*one_of_each_kind(world, monkeypatch)]) == len(KINDS)
    for model in versioned_models().values():
        write_editions(*model._base_manager.order_by("pk"))
    former, editor = list(addresses_of_editions()), client_of(account(EDITOR))
    sitemap = pages_of_sitemap(Client())
    before = naming(answers(Client(), *sitemap, *LISTS, *former) | at_the_desk(editor))
    assert {form for form in FORMS if any(one.endswith(form) for one in before)} == FORMS
    assert any(one.startswith("/admin/") for one in before)
    assert before & set(sitemap)

    withhold(WITHHELD, "They asked.")

    asked = (*sitemap, *LISTS, *addresses_of_editions())
    assert naming(what_is_emitted(*asked) | at_the_desk(editor)) == set()
    # What is asked for is said again there, as at any address at which never was anything.
    assert {Client().get(one).status_code for one in former if SLUG in one} == {404}
    assert is_in_order()


def naming(found: dict[str, str]) -> set[str]:
    """The addresses at which somebody is named; pictures are no text."""
    return {
        address
        for address, text in found.items()
        if not address.endswith(".png") and NAMED.search(unescape(text))
    }


def answers(client: Client, *addresses: str) -> dict[str, str]:
    return {address: client.get(address).getvalue().decode() for address in addresses}


def addresses_of_editions() -> Iterator[str]:
    """Permanent links, and forms of records to which no page may lead."""
    for page, number in Edition.objects.exclude(address="").values_list("address", "number"):
        path = page.partition("#")[0]
        yield f"{path}?edition={number}"
        yield f"{path.removesuffix('/')}.json?edition={number}"
        yield f"{path.removesuffix('/')}.bib"
        if path.startswith(("/claims/", "/series/")):
            yield f"{path}embed/"


def at_the_desk(client: Client) -> dict[str, str]:
    """Of each kind the lists, and the pages of its last row."""
    addresses = ["/admin/"]
    for model in versioned_models().values():
        addresses += [admin_address(model, page) for page in ("changelist", "deleted")]
        if row := model._base_manager.order_by("-pk").first():
            addresses += [admin_address(model, page, row.pk) for page in ("change", "history")]
            addresses.append(admin_address(model, "edition", row.pk, 1))
    return answers(client, *addresses)
