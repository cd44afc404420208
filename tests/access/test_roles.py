"""What each role may do: every address of the desk, opened and sent to by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver

from access.roles import ROLES, permissions_of
from editions.content import part_relations, versioned_models
from editions.rights import Right
from editions.withholding.acting import withhold
from personnel.models import Person
from tests.access.attempts import (
    PAGES,
    PAGES_OF_A_RECORD,
    PAGES_OF_A_ROW,
    PAGES_OF_AN_EDITION,
    PAGES_OF_CHOSEN,
    Act,
    Attempts,
)
from tests.accounts import (
    ADMINISTRATOR,
    CONTRIBUTOR,
    EDITOR,
    NO_ROLE,
    PUBLISHER,
    READER,
    account,
    client_of,
)
from tests.factories import PersonFactory, RankHoldingFactory, write_editions

pytestmark = pytest.mark.django_db

VISITOR = "visitor"
KINDS = sorted(versioned_models())

# --- What each may do ---------------------------------------------------------------------------

MAY_ADD: set[Act] = {("add", "", "saved"), ("change", "draft", "saved")}
MAY_AMEND: set[Act] = {
    ("change", "published", "changed"),
    # It stays withdrawn, whatever is written into it.
    ("change", "withdrawn", "withdrawn"),
    ("delete", "draft", "deleted"),
    ("restore", "draft", "saved"),
    ("restore", "published", "changed"),
    ("restore", "withdrawn", "withdrawn"),
    ("restore", "deleted", "saved"),
}
MAY_PUBLISH: set[Act] = {
    ("add", "", "published"),
    ("change", "draft", "published"),
    ("change", "withdrawn", "published"),
    ("withdraw", "draft", "withdrawn"),
    ("withdraw", "published", "withdrawn"),
    # For a better reason.
    ("withdraw", "withdrawn", "withdrawn"),
    ("unpublish", "published", "unpublished"),
    ("unpublish", "withdrawn", "saved"),
}
MAY: dict[str, set[Act]] = {
    VISITOR: set(),
    NO_ROLE: set(),
    READER: set(),
    CONTRIBUTOR: MAY_ADD,
    EDITOR: MAY_ADD | MAY_AMEND,
    PUBLISHER: MAY_ADD | MAY_AMEND | MAY_PUBLISH,
}

LOOKS = {"changelist", "deleted", "change", "history", "compare", "edition"}
OPENS: dict[str, set[str]] = {
    VISITOR: set(),
    NO_ROLE: set(),
    READER: LOOKS,
    CONTRIBUTOR: LOOKS | {"add"},
    EDITOR: LOOKS | {"add", "restore"},
    PUBLISHER: LOOKS | {"add", "restore", "withdraw", "unpublish"},
}
"""Of what is public. Nobody deletes that."""


def client_as(who: str) -> Client:
    return Client() if who == VISITOR else client_of(account(who))


def of_words(acts: set[Act]) -> set[Act]:
    """Words and passages are not published and withdrawn: readers see them with records."""
    return {
        (by, state, event)
        for by, state, event in acts
        if event in ("saved", "changed", "deleted") and state != "withdrawn" and by != "unpublish"
    }


def everything() -> dict[str, list[Any]]:
    """All rows of the register, and who may do what."""
    models: set[Any] = {User, Group, Group.permissions.through, User.groups.through}
    for model in versioned_models().values():
        models |= {model, *(relation.related_model for relation in part_relations(model).values())}
    return {model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in models}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_does_what_their_role_allows_and_nothing_else(kind: str) -> None:
    attempts = Attempts(kind)
    clients = {who: client_as(who) for who in MAY}
    before = everything()

    done = {who: attempts.by(client) for who, client in clients.items()}

    assert done == {
        who: acts if attempts.is_record else of_words(acts) for who, acts in MAY.items()
    }
    # Nothing was written past the editions.
    assert everything() == before


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_opens_what_their_role_allows_and_nothing_else(kind: str) -> None:
    attempts = Attempts(kind)

    opened = {who: attempts.opened_by(client_as(who), "published") for who in OPENS}

    own = {*PAGES, *attempts.pages, *PAGES_OF_AN_EDITION}
    expected = {who: pages & own for who, pages in OPENS.items()}
    if not attempts.is_record:
        # The page that says why a word in use is not deleted.
        expected = {who: pages | ({"delete"} if "restore" in pages else set())
                    for who, pages in expected.items()}  # fmt: skip
    assert opened == expected


# --- Everything else at the desk ----------------------------------------------------------------

OTHER_ADDRESSES = {
    "index", "login", "logout", "app_list", "autocomplete", "jsi18n",
    "password_change", "password_change_done",
    "auth_user_changelist", "auth_user_add", "auth_user_change", "auth_user_delete",
    "auth_user_history", "auth_user_password_change",
    # tests/access/test_sign_in.py
    "access_act_changelist", "access_act_add", "access_act_change", "access_act_delete",
    "access_act_history",
    "editions_withholding_changelist", "editions_withholding_add", "editions_withholding_change",
    "editions_withholding_lift",
    # tests/kazbat/test_looked_at_again.py
    "sources_warnings",
}  # fmt: skip


def named_addresses(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from named_addresses(one)
        elif one.name:
            yield str(one.name)


def test_every_address_of_the_desk_is_tried_here() -> None:
    (desk,) = (one for one in get_resolver().url_patterns
               if isinstance(one, URLResolver) and one.namespace == "admin")  # fmt: skip
    pages = (*PAGES, *PAGES_OF_CHOSEN, *PAGES_OF_A_ROW, *PAGES_OF_A_RECORD, *PAGES_OF_AN_EDITION)
    tried = {f"{model._meta.app_label}_{kind}_{page}"
             for kind, model in versioned_models().items() for page in pages}  # fmt: skip

    assert set(named_addresses(desk)) - tried == OTHER_ADDRESSES


@pytest.mark.parametrize("who", [*MAY, ADMINISTRATOR])
def test_publishers_alone_withhold_and_see_what_is_withheld(who: str) -> None:
    person = PersonFactory.create(display_name="Zanzibarium", slug="somebody")
    write_editions(person)
    gone = withhold(["Timbuktu"], "They asked.")
    client = client_as(who)
    add = f"/admin/editions/withholding/add/?kind=person&record={person.pk}"
    opened = [
        client.get(address).status_code
        for address in ("/admin/editions/withholding/", add,
                        f"/admin/editions/withholding/{gone.pk}/change/")
    ]  # fmt: skip
    sent = {"words": "Zanzibarium", "reason": "No."}
    shown = BeautifulSoup(client.post(add, sent).content.decode(), "html.parser")
    mark = shown.select_one("[name=looked_at]")
    client.post(add, sent | {"_withhold": "1", "looked_at": str(mark["value"]) if mark else "x"})
    client.post(f"/admin/editions/withholding/{gone.pk}/lift/", {"reason": "No."})

    may = who in (PUBLISHER, ADMINISTRATOR)
    assert (opened == [200, 200, 200]) is may
    assert may or set(opened) <= {302, 403}
    assert Person.objects.exists() is not may
    gone.refresh_from_db()
    assert (gone.lifted_at is not None) is may


@pytest.mark.parametrize("who", [*MAY, ADMINISTRATOR])
def test_accounts_are_made_and_changed_by_administrators_alone(who: str) -> None:
    boss = User.objects.create_superuser("boss", password="first of all")
    other = account(name="other")
    client = client_as(who)
    me = getattr(client.get("/admin/").wsgi_request, "user", None)
    everyone = [str(pk) for pk in Group.objects.values_list("pk", flat=True)]
    crafted = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "groups": everyone,
               "user_permissions": ["1"],
               "password1": "taken over now!", "password2": "taken over now!",
               "usable_password": "true", "set-password": "1", "post": "yes",
               "action": "delete_selected", "_selected_action": [other.pk]}  # fmt: skip
    for user in filter(None, (boss, other, me)):
        for page in ("change", "delete", "history"):
            sent = crafted | {"username": user.get_username()}
            client.post(f"/admin/auth/user/{user.pk}/{page}/", sent)
        client.post(f"/admin/auth/user/{user.pk}/password/", crafted)
    client.post("/admin/auth/user/", crafted)
    client.post("/admin/auth/user/add/", crafted | {"username": "newcomer"})
    client.post("/admin/auth/group/add/", {"name": "All", "permissions": ["1"]})

    may = who == ADMINISTRATOR
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["boss"]
    boss.refresh_from_db()
    assert (boss.check_password("first of all"), boss.groups.count()) == (True, 0)
    other.refresh_from_db()
    assert (other.check_password("taken over now!"), other.groups.exists()) == (may, may)
    assert User.objects.filter(username="newcomer").exists() is may
    assert not User.objects.filter(user_permissions__isnull=False).exists()
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}


SECRET = "Zanzibarium"


@pytest.mark.parametrize("who", [VISITOR, NO_ROLE, READER])
def test_whoever_has_no_role_sees_no_draft_anywhere(who: str) -> None:
    person = PersonFactory.create(display_name=SECRET, slug="somebody", draft=True)
    RankHoldingFactory.create(person=person)
    write_editions(person)
    kind = ContentType.objects.get_for_model(Person).pk
    client = client_as(who)
    of_person = {"app_label": "personnel", "model_name": "rankholding", "field_name": "person"}
    answers = [
        client.get(address, values)
        for address, values in (
            ("/", {}), ("/personnel/", {}), ("/search/", {"q": SECRET[:-2]}),
            ("/search/suggestions/", {"q": SECRET[:-2]}), ("/gaps/", {}), ("/changes/", {}),
            ("/personnel/somebody/", {}), ("/personnel/somebody.json", {}),
            ("/personnel.csv", {}), ("/personnel.json", {}),
            ("/admin/", {}), ("/admin/personnel/", {}), ("/admin/personnel/person/", {}),
            (f"/admin/personnel/person/{person.pk}/change/", {}),
            (f"/admin/personnel/person/{person.pk}/history/", {}),
            ("/admin/autocomplete/", of_person | {"term": SECRET[:-2]}),
            (f"/admin/r/{kind}/{person.pk}/", {}),
        )
    ]  # fmt: skip
    said = "".join(answer.getvalue().decode() for answer in answers)

    assert (SECRET in said) is (who == READER)
    assert [to for one in answers if "somebody" in (to := one.headers.get("Location", ""))
            and "next=" not in to] == []  # fmt: skip


# --- The roles themselves -----------------------------------------------------------------------


def test_each_role_has_exactly_its_permissions() -> None:
    for role in ROLES:
        group = Group.objects.get(name=role.name)
        found = {f"{one.content_type.app_label}.{one.codename}"
                 for one in group.permissions.select_related("content_type")}  # fmt: skip
        assert found == permissions_of(role.name)


def test_what_the_roles_differ_by() -> None:
    reader, contributor, editor, publisher, administrator = (
        permissions_of(role.name) for role in ROLES
    )

    assert reader < contributor < editor < publisher < administrator
    assert {one for one in reader if ".view_" not in one} == set()
    assert "missions.add_mission" in contributor
    assert "missions.delete_mission" not in contributor
    assert "missions.delete_missioncitation" in contributor
    rights = {right: right.permission for right in Right}
    assert not contributor & set(rights.values())
    assert editor & set(rights.values()) == {rights[Right.AMEND], rights[Right.RESTORE]}
    assert publisher & set(rights.values()) == set(rights.values())
    assert administrator - publisher == {
        "auth.view_user",
        "auth.add_user",
        "auth.change_user",
        "access.view_act",
    }


def test_migrating_again_sets_right_what_was_changed_by_hand() -> None:
    reader = Group.objects.get(name=READER)
    reader.permissions.add(Permission.objects.get(codename="publish"))
    Group.objects.get(name=EDITOR).delete()

    call_command("migrate", verbosity=0)

    test_each_role_has_exactly_its_permissions()
