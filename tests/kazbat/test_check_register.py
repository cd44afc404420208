"""What is public, found and listed is compared with what the records say."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from catalogue.models import Block, Document, Listed, Listing
from editions.models import Edition
from missions.models import Mission
from personnel.models import Person
from tests.factories import MissionFactory, write_editions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


def faults() -> list[str]:
    """What the command says is wrong."""
    said = StringIO()
    try:
        call_command("check_register", stdout=said)
    except CommandError as error:
        found = [line.strip() for line in said.getvalue().splitlines() if line.startswith("  ")]
        assert str(error) == f"Faults: {len(found)}."
        return found
    assert "The register is in order." in said.getvalue()
    return []


def test_the_article_is_in_order() -> None:
    assert faults() == []


def iraq() -> Mission:
    return Mission.objects.get(slug="iraq")


def without_its_document() -> None:
    Document.objects.filter(kind="mission", object_id=iraq().pk).delete()


def with_another_title() -> None:
    Document.objects.filter(kind="mission", object_id=iraq().pk).update(folded_title="iran")


def with_a_document_of_nothing() -> None:
    Document.objects.create(kind="mission", object_id=999_999)


def without_a_place_in_a_list() -> None:
    Listing.objects.filter(object_id=iraq().pk).delete()


def without_its_lists() -> None:
    Listed.objects.filter(kind="mission", object_id=iraq().pk).delete()


def with_another_count() -> None:
    block = Block.objects.filter(facet__kind="mission", facet__name="").get(seen=2)
    block.bits = bytes(len(block.bits))
    block.save()


@pytest.mark.parametrize(
    "damage",
    [
        without_its_document, with_another_title, with_a_document_of_nothing,
        without_a_place_in_a_list, without_its_lists, with_another_count,
    ],
)  # fmt: skip
def test_a_catalogue_that_says_something_else_is_told_and_mended(
    damage: Callable[[], None],
) -> None:
    damage()
    assert faults()

    call_command("rebuild_catalogue", verbosity=0)

    assert faults() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL computes its index itself")
def test_a_full_text_index_that_holds_something_else_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalogue_document_fts (catalogue_document_fts) VALUES ('delete-all')"
        )

    assert faults() == ["It does not hold what the catalogue holds."]


def test_what_was_written_past_the_verbs_is_told() -> None:
    without = MissionFactory.create(name="Without an edition")
    changed = MissionFactory.create(name="Changed")
    write_editions(changed)
    changed.acronym = "NEW"
    changed.save()

    assert faults() == [
        f"mission {without.pk} (Without an edition) has no edition.",
        f"mission {changed.pk} (Changed) says something else than its newest edition.",
    ]


def test_what_was_published_or_withdrawn_past_the_verbs_is_told() -> None:
    mission = iraq()
    mission.state, mission.withdrawn_reason = "withdrawn", "It was another one."
    mission.save()

    says = "is in another state than its newest edition, “published”, left it."
    assert f"mission {mission.pk} ({mission}) {says}" in faults()


def test_what_was_deleted_past_the_verbs_is_told() -> None:
    draft = MissionFactory.create(state="draft")
    write_editions(draft)
    number = draft.pk
    draft.delete()

    assert faults() == [f"mission {number} is gone, and no edition says that it was deleted."]


def test_nothing_is_changed() -> None:
    before = Edition.objects.count(), Document.objects.count(), Person.objects.count()
    without_its_document()

    assert faults()
    assert faults()
    assert (Edition.objects.count(), Document.objects.count() + 1, Person.objects.count()) == before
