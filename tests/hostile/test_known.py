"""Requests that once were answered 500, or kept the server busy, each for its kind."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from missions.models import Claim, Mission, Rotation, Unit
from records.admin_inlines import RegisterInline
from sources.models import Passage, Photo, Source
from tests.editing import Form, admin_address, messages_at
from tests.factories import RotationFactory, UnitFactory
from tests.reading import read, words

pytestmark = pytest.mark.django_db

HUGE = ("9223372036854775808", "9" * 30, "9" * 5000, "-1", "²", "\x00")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "asked",
    ["id__range=1", "id__iregex=[", "id__in=a", "pk=1", "id__exact=1&id__exact=2", "x=1",
     "id__exact=%00", "password__startswith=a"],
)  # fmt: skip
def test_a_list_answers_only_what_it_offers(editor_client: Client, model: Any, asked: str) -> None:
    address = admin_address(model, "changelist")
    response = editor_client.get(f"{address}?{asked}")

    assert (response.status_code, response["Location"]) == (302, f"{address}?e=1")


@pytest.mark.parametrize("number", HUGE)
def test_a_list_of_what_belongs_to_a_row_that_cannot_be(editor_client: Client, number: str) -> None:
    address = admin_address(Rotation, "changelist")
    response = editor_client.get(address, {"mission__id__exact": number})

    assert response["Location"] == f"{address}?e=1"


def test_a_list_of_what_belongs_to_a_row_is_answered(editor_client: Client) -> None:
    rotation = RotationFactory.create()
    RotationFactory.create()
    address = admin_address(Rotation, "changelist")
    page = read(editor_client, f"{address}?mission__id__exact={rotation.mission_id}")

    assert "1 rotation" in words(page)


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("name", ["rotation", "measure", "missions", "citations-0-passage"])
def test_a_number_that_no_row_has_is_refused_at_its_field(
    editor_client: Client, name: str, number: str
) -> None:
    page = Form.at(editor_client, admin_address(Claim, "add")).refused(**{name: number})

    assert messages_at(page, name)


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("tab", ["change", "history", "delete", "withdraw"])
def test_a_page_of_a_row_that_cannot_be(editor_client: Client, tab: str, number: str) -> None:
    response = editor_client.get(admin_address(Unit, tab, number))

    # Django leads from a form or a deletion of nothing to the index.
    assert response.status_code == (302 if tab in ("change", "delete") else 404)


@pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000, "x", "1.5"])
@pytest.mark.parametrize("tab", ["history/{}/", "history/{}/restore/"])
def test_an_edition_that_cannot_be(editor_client: Client, tab: str, number: str) -> None:
    unit = UnitFactory.create()
    address = admin_address(Unit, "changelist") + f"{unit.pk}/" + tab.format(number)

    # What no address of an edition looks like, Django takes for the number of a row.
    assert editor_client.get(address, follow=True).status_code in (200, 404)
    compared = {"one": number, "other": "1"}
    answer = editor_client.get(admin_address(Unit, "compare", unit.pk), compared)
    assert answer.status_code == 404


def test_a_form_that_names_no_field_to_be_chosen_by(editor_client: Client) -> None:
    unit = UnitFactory.create(draft=True)
    form = Form.at(editor_client, f"{admin_address(Unit, 'change', unit.pk)}?_to_field=")
    form.values |= {"_to_field": ""}
    form.saved(name_en="Another name")

    assert editor_client.get(f"{form.address}&_to_field=nothing").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/media/%00", "/media/photos/%00", "/media/photos/640/%00", "/media/photos/a%00.jpg",
     "/missions/%00/", "/admin/missions/mission/%00/change/", "/admin/%00/", "/%00"],
)  # fmt: skip
def test_nothing_is_at_an_address_that_no_text_holds(editor_client: Client, path: str) -> None:
    assert editor_client.get(path, follow=True).status_code in (200, 404)
    if not path.startswith("/admin"):
        assert Client().get(path).status_code == 404


def test_an_action_on_what_is_no_row_is_refused(editor_client: Client) -> None:
    sent = {"action": "delete_selected", "_selected_action": ["{}", "1"]}

    assert editor_client.post(admin_address(Passage, "changelist"), sent).status_code == 400


def test_a_row_of_a_new_source_that_claims_to_be_there(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Source, "add"))
    form.add_row("further_addresses", url="https://example.org/")
    form.refused(**{"further_addresses-0-id": "a"})


def test_a_new_row_whose_form_claims_that_rows_are_there(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Photo, "add"))
    form.add_row("citations", note_en="x")
    form.refused(**{"citations-INITIAL_FORMS": "1"})


def test_a_form_that_does_not_say_what_the_row_belongs_to(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Photo, "add"))

    assert messages_at(form.refused(slug="somebody", credit="Gov.kz"), "source")


def test_a_refused_form_whose_words_no_address_holds(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Rotation, "change", RotationFactory.create().pk))

    assert messages_at(form.refused(number="0"), "number")


def test_what_leads_to_a_row_from_elsewhere_is_no_column_to_type_in(editor_client: Client) -> None:
    asked = {"app_label": "sources", "model_name": "photo", "field_name": "missions", "term": "a"}

    assert editor_client.get("/admin/autocomplete/", asked).status_code == 403


def test_no_inline_takes_rows_without_end(editor: User) -> None:
    request = RequestFactory().get("/")
    request.user = editor
    of_others = {
        type(inline)
        for model_admin in admin.site._registry.values()
        for inline in model_admin.get_inline_instances(request)
        if not isinstance(inline, RegisterInline)
    }

    assert of_others == set()


def test_rows_beyond_a_hundred_new_ones_are_not_looked_at(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Mission, "add"))
    for number in range(3000):
        form.values[f"citations-{number}-note_en"] = "x"
    page = form.refused(**{"citations-TOTAL_FORMS": "3000"})

    assert "more rows than can be saved at once: at most 100" in words(page)
    assert len(page.select("#citations-group .inline-related:not(.empty-form)")) == 100


def test_a_form_says_how_many_rows_can_be_added(editor_client: Client) -> None:
    """The link that adds one is gone then."""
    page = BeautifulSoup(editor_client.get(admin_address(Mission, "add")).content, "html.parser")
    (most,) = page.select("[name=citations-MAX_NUM_FORMS]")

    assert most["value"] == "100"


def test_admins_of_other_packages_are_guarded_too() -> None:
    own = {type(model_admin).__mro__[1].__name__ for model_admin in admin.site._registry.values()}

    assert own == {"Guarded"}
