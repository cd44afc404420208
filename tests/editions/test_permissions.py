"""What somebody who may only look can change: nothing, by any address or request."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client

from editions.content import content_of, versioned_models
from editions.models import Edition
from missions.models import Mission
from personnel.models import Person
from records.models import Record
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
from tests.test_factories import FACTORIES

pytestmark = pytest.mark.django_db

KINDS = sorted(versioned_models())
VERBS = ("withdraw", "unpublish")


@pytest.fixture
def viewer_client(db: None) -> Client:
    """Signed in as staff who may view everything and nothing else."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    return client


def made(kind: str) -> Any:
    """A row of a kind with two editions, the older one of another wording or state."""
    model = versioned_models()[kind]
    row = FACTORIES[f"{model.__name__}Factory"].create()
    if isinstance(row, Record):
        cite(row)
    write_editions(row)
    return row


def addresses(row: Any) -> list[str]:
    model, number = type(row), row.pk
    found = [
        admin_address(model, "changelist"),
        admin_address(model, "add"),
        admin_address(model, "change", number),
        admin_address(model, "delete", number),
        admin_address(model, "history", number),
        admin_address(model, "deleted"),
        admin_address(model, "edition", number, 1),
        admin_address(model, "restore", number, 1),
        f"{admin_address(model, 'compare', number)}?one=1&other=1",
    ]
    if isinstance(row, Record):
        found += [admin_address(model, verb, number) for verb in VERBS]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_only_view_changes_nothing_by_any_address(
    viewer_client: Client, editor_client: Client, kind: str
) -> None:
    row = made(kind)
    before, editions = content_of(row), Edition.objects.count()
    form = values_of(read(editor_client, admin_address(type(row), "change", row.pk)))
    sent = {name: value for name, value in form.items() if value is not None}
    sent |= {"_publish": "1", "reason": "No.", "newest": "1", "post": "yes", "edition": "1",
             "action": "delete_selected", "_selected_action": str(row.pk)}  # fmt: skip
    changed = {name: f"{value}x" if name.endswith(("_en", "name", "title")) else value
               for name, value in sent.items()}  # fmt: skip
    for address in addresses(row):
        assert viewer_client.get(address).status_code in (200, 302, 403, 404), address
        assert viewer_client.post(address, changed).status_code < 500, address

    row.refresh_from_db()
    assert content_of(row) == before
    assert getattr(row, "state", "published") == "published"
    assert Edition.objects.count() == editions


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_only_view_sees_the_history(viewer_client: Client, kind: str) -> None:
    row = made(kind)

    for page, *arguments in (("history",), ("edition", 1)):
        read(viewer_client, admin_address(type(row), page, row.pk, *arguments))


@pytest.mark.parametrize("kind", KINDS)
def test_staff_without_any_permission_open_no_page_of_editions(kind: str) -> None:
    row = made(kind)
    client = Client()
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    assert {client.get(address).status_code for address in addresses(row)} <= {302, 403}


def client_with(*codenames: str) -> Client:
    user = User.objects.create_user("partial", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


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
    client = client_with("change_person", "view_person")
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
    client = client_with("change_person", "view_person")

    for method in (client.get, client.post):
        response = method(admin_address(Person, "restore", person.pk, 1), {"newest": "2"})
        assert response.status_code == 403
    assert person.names.count() == 1
