"""Where the cursor stands in a form of the desk that was refused."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from missions.models import Claim, Mission, Rotation
from personnel.models import Deployment, Person
from sources.models import Source
from tests.editing import Form, admin_address
from tests.factories import ClaimFactory, MissionFactory, PassageFactory, PersonFactory, cite
from tests.reading import read

pytestmark = pytest.mark.django_db


def cursor(page: Tag) -> str:
    """The name of the only field that has it."""
    (field,) = page.select("[autofocus]")
    assert field.get("type") != "hidden"
    return str(field["name"])


def new(client: Client, model: Any) -> Form:
    return Form.at(client, admin_address(model, "add"))


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (Mission, {"name_en": "Somewhere", "slug": "somewhere", "period": "2003-13"}, "period"),
        (Mission, {"name_en": "Somewhere", "slug": "Not so", "period": "2003-13"}, "slug"),
        (Mission, {}, "name_en"),
        # In a row with another field.
        (Mission, {"name_en": "A", "slug": "a", "longitude": "200"}, "longitude"),
        # Found by typing.
        (Deployment, {}, "person"),
        (Rotation, {"number": "x"}, "mission"),
        (Source, {"title": "A", "slug": "a", "archived_url": "https://a.org"}, "archived_on"),
        (Claim, {"kind": "figure", "text_en": "A", "slug": "a"}, "measure"),
        (Person, {"display_name_en": "A", "slug": "a b"}, "slug"),
    ],
)
def test_the_cursor_stands_in_the_first_field_that_is_wrong(
    editor_client: Client, model: Any, values: dict[str, str], name: str
) -> None:
    form = new(editor_client, model)
    assert not form.page.select("[autofocus]")

    assert cursor(form.refused(**values)) == name


def test_no_script_takes_the_cursor_from_there(editor_client: Client) -> None:
    form = new(editor_client, Mission)
    script = "script[data-model-name]"
    assert form.page.select_one(script)

    page = form.refused(period="2003-13")
    assert not page.select_one(script)
    assert page.select_one("#django-admin-form-add-constants")


def test_the_cursor_goes_to_the_first_wrong_field_of_a_row_below(editor_client: Client) -> None:
    claim = ClaimFactory.create()
    cite(claim)
    form = Form.at(editor_client, admin_address(Claim, "change", claim.pk))
    form.add_row("citations", quoted_source="", quoted_words="Words of nobody.")
    page = form.refused()

    assert cursor(page) == "citations-1-quoted_source"


def test_of_a_wrong_field_above_and_one_below_the_first_has_it(editor_client: Client) -> None:
    person = PersonFactory.create()
    cite(person)
    form = Form.at(editor_client, admin_address(Person, "change", person.pk))
    form.add_row("names", name="", language="kk")
    assert cursor(form.refused()) == "names-0-name"
    assert cursor(form.refused(slug="not so")) == "slug"


def test_what_is_wrong_with_all_rows_has_it_at_the_first(editor_client: Client) -> None:
    draft = PassageFactory.create(source__draft=True)
    form = new(editor_client, Mission)
    form.values["citations-0-passage"] = str(draft.pk)
    page = form.refused(name_en="A", slug="a", publish=True)

    assert cursor(page) == "citations-0-quoted_source"


def test_what_is_wrong_with_the_form_as_a_whole_has_it_at_the_top(editor_client: Client) -> None:
    form = new(editor_client, Mission)
    form.values |= {"citations-TOTAL_FORMS": "0"}
    page = form.refused(name_en="A", slug="a", publish=True)

    assert cursor(page) == "name_en"


def test_a_folded_part_opens_where_something_is_wrong(
    editor_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_admin: Any = admin.site.get_model_admin(Mission)
    folded = [(name, options | {"classes": ["collapse"]}) if name else (name, options)
              for name, options in model_admin.fieldsets]  # fmt: skip
    monkeypatch.setattr(model_admin, "fieldsets", folded)
    form = new(editor_client, Mission)
    count = len(form.page.select("fieldset > details"))
    assert count == len([name for name, _options in folded if name])

    page = form.refused(name_en="A", slug="a", longitude="200")

    assert cursor(page) == "longitude"
    field = page.select_one("[autofocus]")
    assert field
    assert not field.find_parent("details")
    assert len(page.select("fieldset > details")) == count - 1
    # Only for that page.
    again = new(editor_client, Mission)
    assert len(again.page.select("fieldset > details")) == count


def test_pages_that_ask_for_a_reason_keep_to_it(editor_client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission)
    page = Form.at(editor_client, admin_address(Mission, "withdraw", mission.pk)).refused()

    assert cursor(page) == "reason"


def test_a_form_that_nobody_sent_has_it_nowhere(editor_client: Client) -> None:
    mission = MissionFactory.create()

    page = read(editor_client, admin_address(Mission, "change", mission.pk))
    assert not page.select("[autofocus]")


def test_an_account_has_it_once(editor_client: Client) -> None:
    form = new(editor_client, User)
    page = form.refused(username="editor", password1="correct horse", password2="another one")

    assert cursor(page) == "username"
    page = form.refused(username="newcomer", password1="correct horse", password2="another one")
    assert cursor(page) == "password2"
