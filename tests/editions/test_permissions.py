"""What single permissions allow; what roles do is tried in `tests/access`."""

import pytest
from django.contrib import admin
from django.test import Client

from editions.content import versioned_models
from missions.models import Mission
from personnel.models import Person
from tests.accounts import client_with
from tests.editing import Form, admin_address, values_of
from tests.factories import (
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    RankHoldingFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def test_who_may_only_add_makes_drafts() -> None:
    passage = PassageFactory.create()
    client = client_with("add_mission", "add_missioncitation", "view_passage")
    sent = values_of(read(client, admin_address(Mission, "add")))
    sent |= {"name_en": "Somewhere", "slug": "somewhere", "state": "published", "_publish": "1",
             "citations-0-passage": str(passage.pk)}  # fmt: skip
    client.post(admin_address(Mission, "add"), {k: v for k, v in sent.items() if v is not None})

    assert Mission.objects.get().state == "draft"


def test_who_may_change_people_does_not_restore_their_ranks() -> None:
    holding = RankHoldingFactory.create(as_printed="Major")
    person = holding.person
    for row in (person, holding):
        cite(row)
    write_editions(person, holding)
    holding.as_printed, person.note = "Mjr", "Changed."
    for row in (person, holding):
        row.save()
    write_editions(person, holding)
    client = client_with("change_person", "view_person", "amend", "restore")
    Form.at(client, admin_address(Person, "restore", person.pk, 1)).saved()

    for row in (person, holding):
        row.refresh_from_db()
    assert (person.note, holding.as_printed) == ("", "Mjr")
    assert "Mjr" not in words(read(client, admin_address(Person, "history", person.pk)))


@pytest.mark.parametrize("junk", ["x", "99999999999999999999", "%00", "1 OR 1=1", "-1"])
def test_junk_for_a_number_is_no_page_and_no_failure(editor_client: Client, junk: str) -> None:
    for kind, model in versioned_models().items():
        base = admin_address(model, "changelist")
        for tail in ("history/", "history/1/", "history/1/restore/", "history/compare/", "change/",
                     "history/x/"):  # fmt: skip
            status = editor_client.get(f"{base}{junk}/{tail}").status_code
            assert status in (302, 404), (kind, junk, tail, status)


def test_every_kind_with_editions_has_an_admin() -> None:
    assert set(versioned_models().values()) <= set(admin.site._registry)


def test_who_may_not_remove_names_restores_no_edition_without_them() -> None:
    person = PersonFactory.create()
    cite(person)
    write_editions(person)
    PersonNameFactory.create(person=person, name="Анна")
    write_editions(person)
    client = client_with("change_person", "view_person", "amend", "restore")

    for method in (client.get, client.post):
        response = method(admin_address(Person, "restore", person.pk, 1), {"newest": "2"})
        assert response.status_code == 403
    assert person.names.count() == 1
