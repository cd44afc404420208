"""Whatever is sent to the desk is answered: a message, a refusal, but no fault, and at once."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from records.models import Versioned
from tests.editing import admin_address, values_of
from tests.hostile.chance import Chance, ask, turns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LOOKUPS = (
    "", "__exact", "__id__exact", "__pk", "__in", "__range", "__gt", "__iregex", "__regex",
    "__isnull", "__isempty", "__contains", "__year", "__date", "__x", "__id__range", "__gte__lt",
)  # fmt: skip
OF_LISTS = ["o", "p", "q", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters"]
OF_FORMS = ["_popup", "_to_field", "_changelist_filters", "_resumed", "_saveasnew"]


def own_columns(model: Any) -> list[str]:
    return [field.name for field in model._meta.get_fields()] + ["pk", "nothing"]


def first_row(model: Any) -> Any:
    return model._default_manager.order_by("pk").first()


@pytest.fixture
def desk(editor_client: Client) -> Client:
    return editor_client


def signed_in(desk: Client) -> Client:
    """Somebody who may do all; what was sent may have taken the rights from whoever sent it."""
    user = User.objects.filter(is_superuser=True, is_staff=True, is_active=True).first()
    desk.force_login(user or User.objects.create_superuser(f"editor-{User.objects.count()}"))
    return desk


def test_lists_answer_what_they_offer_and_nothing_else(desk: Client) -> None:
    for chance in turns(110, "lists"):
        model = chance.choice(MODELS)
        names = [name + chance.choice(LOOKUPS) for name in own_columns(model)] + OF_LISTS
        ask(desk, "GET", admin_address(model, "changelist") + chance.query(names, 3))


def test_actions_on_rows_that_nobody_chose(desk: Client) -> None:
    for chance in turns(25, "actions"):
        model = chance.choice(MODELS)
        sent = {
            "action": chance.choice(("delete_selected", chance.text())),
            "_selected_action": [chance.text(), str(getattr(first_row(model), "pk", 1))],
            "index": chance.text(),
            "select_across": chance.text(),
        } | {name: chance.text() for name in ("post", "editions_seen") if chance.random() < 0.4}
        ask(signed_in(desk), "POST", admin_address(model, "changelist"), sent)


PAGES = (
    "change/", "delete/", "history/", "history/compare/", "history/{}/", "history/{}/restore/",
    "withdraw/", "unpublish/", "password/", "{}/", "",
)  # fmt: skip


def test_pages_of_rows_and_editions_that_cannot_be(desk: Client) -> None:
    names = [*OF_FORMS, "one", "other", "page", "e", "p"]
    fields = ["newest", "edition", "reason", "post", "editions_seen", "_save", "kept", "why"]
    for chance in turns(110, "pages"):
        model = chance.choice(MODELS)
        number = chance.choice((str(getattr(first_row(model), "pk", 1)), chance.part()))
        page = chance.choice(PAGES).format(chance.choice((chance.part(), "1")))
        address = f"{admin_address(model, 'changelist')}{number}/{page}{chance.query(names)}"
        method = chance.choice(("GET", "GET", "POST", "HEAD", "PUT"))
        sent = {name: chance.text() for name in chance.sample(fields, 3)}
        ask(signed_in(desk), method, address, sent if method == "POST" else None)


def test_forms_that_an_address_fills_in(desk: Client) -> None:
    for chance in turns(30, "proposals"):
        model = chance.choice(MODELS)
        names = [*own_columns(model), *OF_FORMS]
        ask(desk, "GET", admin_address(model, "add") + chance.query(names, 3))


def test_rows_that_are_found_by_typing(desk: Client) -> None:
    for chance in turns(50, "typing"):
        model = chance.choice(MODELS)
        sent = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": chance.choice(own_columns(model)),
            "term": chance.choice((chance.text(), "Ахметова iraq")),
        }
        for name in (*sent, "page"):
            if chance.random() < 0.2:
                sent[name] = chance.text()
        ask(desk, "GET", reverse("admin:autocomplete"), sent)


def test_signing_in_and_other_pages(client: Client, desk: Client) -> None:
    fields = [
        "login",
        "password",
        "code",
        "credential",
        "next",
        "kept",
        "old_password",
        "new_password1",
        "language",
    ]
    for chance in turns(50, "sign-in"):
        address = chance.choice((
            "/admin/", "/admin/login/", "/admin/account/login/",
            "/admin/account/2fa/webauthn/login/",
            "/admin/account/reauthenticate/", "/admin/account/2fa/authenticate/",
            "/admin/password_change/", "/admin/jsi18n/",
            f"/admin/r/{chance.part()}/{chance.part()}/", f"/admin/{chance.part()}/",
            f"/admin/missions/{chance.part()}/add/", "/admin/missions/mission/deleted/",
        ))  # fmt: skip
        method = chance.choice(("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"))
        sent = {name: chance.text() for name in chance.sample(fields, 3)}
        query = chance.query(["next", "page", "_resumed", "_popup"])
        who = chance.choice((client, signed_in(desk)))
        ask(who, method, address + query, sent if method == "POST" else None)


# --- Forms -------------------------------------------------------------------------------------


class Forms:
    """What a browser would send of the forms that were opened."""

    def __init__(self, desk: Client) -> None:
        self.desk = desk
        self.opened: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}

    def at(self, address: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of a form, and those of the rows that could be added to it."""
        if address not in self.opened:
            page: Tag = BeautifulSoup(self.desk.get(address).content, "html.parser")
            self.opened[address] = (values_of(page), values_of(page, empty_rows=True))
        values, empty = self.opened[address]
        return {name: value for name, value in values.items() if value is not None}, empty


def add_row(chance: Chance, values: dict[str, Any], empty: dict[str, Any]) -> None:
    prefix = chance.choice(sorted({name.partition("-__prefix__")[0] for name in empty}))
    number = chance.choice((0, 1, int(values[f"{prefix}-TOTAL_FORMS"])))
    for name, value in empty.items():
        if name.startswith(f"{prefix}-__prefix__"):
            own = name.replace("__prefix__", str(number))
            values[own] = chance.choice((value or "", chance.text()))
    values[f"{prefix}-TOTAL_FORMS"] = str(number + 1)


def spoilt(chance: Chance, values: dict[str, Any], empty: dict[str, Any]) -> dict[str, Any]:
    if empty and chance.random() < 0.5:
        add_row(chance, values, empty)
    for _turn in range(chance.choice((1, 1, 3, 6))):
        name = chance.choice(list(values))
        values[name] = chance.choice((chance.text(), [chance.text(), chance.text()]))
    for name in [name for name in values if name.endswith("_FORMS")]:
        if chance.random() < 0.15:
            values[name] = chance.choice((chance.text(), "3", "1001", "99999999"))
    if chance.random() < 0.2:
        values.pop(chance.choice(list(values)))
    if chance.random() < 0.3:
        own = (*OF_FORMS, "_publish", "_continue", "_addanother", "_take-x", "_take-name_en", "why")
        values[chance.choice(own)] = chance.text()
    return values


def test_forms_that_no_browser_sends(desk: Client) -> None:
    forms = Forms(desk)
    # The logs have none.
    edited = [model for model in MODELS if issubclass(model, (Versioned, User))]
    for chance in turns(110, "forms"):
        model = chance.choice(edited)
        row = first_row(model)
        is_new = row is None or chance.random() < 0.4
        address = admin_address(model, "add") if is_new else admin_address(model, "change", row.pk)
        signed_in(desk)
        sent = spoilt(chance, *forms.at(address))
        query = chance.query(OF_FORMS) if chance.random() < 0.2 else ""
        ask(desk, "POST", address + query, sent)
