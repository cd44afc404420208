"""What leaves the public, comes back or is restored stands in the log, through whatever door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from access.models import Act
from editions.models import Edition
from editions.publishing import change_set
from editions.withholding.acting import lift, withhold
from missions.models import Mission
from personnel.models import Person
from tests.accounts import ADMINISTRATOR, PUBLISHER, account, client_of
from tests.editing import Form, admin_address, to_unpublish, to_withdraw
from tests.factories import (
    MissionFactory,
    PersonFactory,
    PhotoFactory,
    SourceFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    mission: Mission = MissionFactory.create(slug="lebanon", name="Mission in Lebanon")
    cite(mission)
    write_editions(mission)
    return mission


@pytest.fixture
def publisher() -> Client:
    return client_of(account(PUBLISHER, name="publisher"))


def lines() -> list[tuple[str, str, str]]:
    """All but who signed in."""
    found = Act.objects.exclude(what="signed in").order_by("pk")
    return list(found.values_list("account", "what", "details"))


def test_the_desk(publisher: Client, mission: Mission) -> None:
    change = admin_address(Mission, "change", mission.pk)
    to_withdraw(publisher, mission).saved(reason="It was entered twice.")
    to_withdraw(publisher, mission).saved(reason="It was entered three times.")
    Form.at(publisher, change).saved(note_en="Still withdrawn.")
    Form.at(publisher, change).saved(publish=True)
    to_unpublish(publisher, mission).saved()
    Form.at(publisher, change).saved(publish=True)
    restore = admin_address(Mission, "restore", mission.pk, 1)
    assert publisher.post(restore, {"newest": str(Edition.objects.of("mission", mission.pk)
                                                  .count())}).status_code == 302  # fmt: skip

    it = f"mission {mission.pk}"
    assert lines() == [
        ("publisher", "withdrawn", it),
        ("publisher", "published again", it),
        ("publisher", "unpublished", it),
        ("publisher", "restored", it),
    ]
    log = read(client_of(account(ADMINISTRATOR)), "/admin/access/act/")
    assert f"withdrew - {it}" in words(log)


def test_a_draft_that_was_withdrawn_and_is_a_draft_again(mission: Mission) -> None:
    with change_set() as changes:
        changes.withdraw(mission, "It was entered twice.")
    with change_set() as changes:
        changes.unpublish(mission)

    assert [what for _who, what, _it in lines()] == ["withdrawn", "unpublished"]


def test_a_fixture(tmp_path: Path) -> None:
    source = SourceFactory.create(slug="book")
    write_editions(source)
    row = {"slug": "book", "title": "A book", "state": "withdrawn", "withdrawn_reason": "Forged."}
    file = tmp_path / "book.json"
    file.write_text(json.dumps([{"model": "sources.source", "fields": row}]))
    call_command("loaddata", str(file), verbosity=0)

    assert lines() == [("", "withdrawn", f"source {source.pk}")]


def test_what_goes_along_has_its_own_line() -> None:
    photo = PhotoFactory.create()
    person = PersonFactory.create(display_name="Dilya Akhmetova", photo=photo)
    cite(person)
    write_editions(photo, person)
    with change_set() as changes:
        changes.withdraw(person, "She asked.")

    assert {it for _who, _what, it in lines()} == {
        f"person {person.pk}",
        f"photo {photo.pk}",
    }


def test_what_is_withheld_names_nobody_in_the_log() -> None:
    publisher = account(PUBLISHER, name="publisher")
    person = PersonFactory.create(display_name="Dilya Akhmetova", slug="dilya-akhmetova")
    cite(person, quotation="She served there.")
    write_editions(person)
    with change_set(by=publisher) as changes:
        changes.withdraw(person, "Akhmetova asked.")
    number = person.pk
    act = withhold(["Dilya", "Akhmetova"], "Akhmetova asked.", record=person, by=publisher)
    lift(act, "Akhmetova asked again.", by=publisher)

    assert Person.objects.filter(pk=number).exists()
    assert lines() == [
        ("publisher", "withdrawn", f"person {number}"),
        ("publisher", "withheld", f"withholding {act.pk}"),
        ("publisher", "lifted", f"withholding {act.pk}"),
    ]


def test_what_is_refused_is_not_told_of() -> None:
    mission = MissionFactory.create()
    source = cite(mission).passage.source
    write_editions(source, mission)
    with pytest.raises(ValidationError), change_set() as changes:
        changes.withdraw(source, "Forged.")

    assert lines() == []
