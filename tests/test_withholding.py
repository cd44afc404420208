"""What is withheld is nowhere: in no answer of the site, and in no row but those that keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from editions.withholding.acting import withhold
from records.models import Record
from tests.article import rows_of_a_module
from tests.test_hidden_records import KINDS, SECRET, World, build, what_is_seen
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


@pytest.fixture(scope="module")
def seen_before(world: World) -> dict[str, str]:
    return all_seen()


def all_seen() -> dict[str, str]:
    """Without the moment at which an empty feed was read."""
    seen = what_is_seen()
    return {address: READ_AT.sub("", page, count=1) for address, page in seen.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_withheld_record_is_nowhere(
    world: World, seen_before: dict[str, str], kind: type[Record]
) -> None:
    record = build(kind, world)
    write_first_editions()

    withhold([SECRET], "They asked.", record=record)

    assert holding(SECRET) == []
    assert all_seen() == seen_before
    assert is_in_order()
