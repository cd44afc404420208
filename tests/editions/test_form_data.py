"""A content shown in a form of the admin, and saved from it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, QueryDict
from django.test import Client, RequestFactory

from editions.admin.form_data import form_data
from editions.content import Content, content_of, model_of_kind, versioned_models
from editions.models import Edition
from personnel.models import Person
from records.models import Versioned
from tests.editing import Form, admin_address
from tests.factories import (
    FigureFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    RoleFactory,
    SourceFactory,
    UnitFactory,
    cite,
)


@pytest.fixture
def asked(editor: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = editor
    request.session = {}  # type: ignore[assignment] # as much as a form reads of it
    return request


def data_of(row: Versioned, content: Content, asked: HttpRequest) -> QueryDict:
    return form_data(admin.site.get_model_admin(type(row)), asked, row, content)


def send(client: Client, address: str, data: QueryDict) -> Any:
    response = client.post(address, data.urlencode(), "application/x-www-form-urlencoded")
    if response.status_code == 200:
        page = BeautifulSoup(response.content, "html.parser")
        raise AssertionError(f"the form was refused: {page.select('.errorlist, .errornote')}")
    assert response.status_code == 302
    return response


def saved_as(row: Versioned, content: Content, client: Client, asked: HttpRequest) -> Content:
    """What a row says once its form was filled with a content and saved."""
    send(client, admin_address(type(row), "change", row.pk), data_of(row, content, asked))
    return content_of(row)


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("kind", sorted(versioned_models()))
def test_a_form_filled_with_what_a_record_says_changes_nothing(
    kind: str, editor_client: Client, asked: HttpRequest
) -> None:
    rows = list(model_of_kind(kind)._default_manager.all())
    before = Edition.objects.count()
    for row in rows:
        content = content_of(row)
        assert saved_as(row, content, editor_client, asked) == content, row
    assert Edition.objects.count() == before


@pytest.mark.django_db
def test_a_form_is_filled_as_a_browser_would_send_it(
    editor_client: Client, asked: HttpRequest
) -> None:
    """Every kind of field: what `Form` reads from the page is what the browser sends."""
    mission = MissionFactory.create(
        name_kk="Миссия", period="2014/..", latitude="33.2", longitude="44.4", draft=True
    )
    mission.units.set([UnitFactory.create(), UnitFactory.create()])
    cite(mission, "period", note_ru="Слово")
    person = PersonFactory.create(draft=True, gender="")
    PersonNameFactory.create(person=person)
    source = SourceFactory.create(draft=True, archived_text="One.\nTwo.", accessed_on="2024-05-01")
    claim = FigureFactory.create(draft=True, open_ended=True, value=4500)

    for row in (mission, person, source, claim):
        page = Form.at(editor_client, admin_address(type(row), "change", row.pk))
        sent = {name: value for name, value in page.values.items() if value not in (None, [])}
        sent.pop("csrfmiddlewaretoken", None)
        data = data_of(row, content_of(row), asked)
        filled = {
            name: data.getlist(name) if isinstance(sent.get(name), list) else data[name]
            for name in data
        }
        normal = {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in sent.items()
        }
        assert {name: value for name, value in filled.items() if value != []} == normal


@pytest.mark.django_db
def test_another_content_is_saved_over_the_rows_that_are_there(
    editor_client: Client, asked: HttpRequest
) -> None:
    mission = MissionFactory.create(draft=True, name="Iraq", period="2003/2008")
    kept, removed, added = cite(mission), cite(mission, "period"), PassageFactory.create()
    units = [UnitFactory.create() for _number in range(3)]
    mission.units.set(units[:2])
    content = content_of(mission)
    content["columns"] |= {"name_en": "Mission in Iraq", "units": [units[0].pk, units[2].pk]}
    del content["columns"]["period"]
    content["parts"]["citations"] = [
        {
            "id": kept.pk,
            "passage": kept.passage_id,
            "stance": "differs",
            "says": "290",
            "confirmed": False,
        },
        {"id": -1, "passage": added.pk, "stance": "supports", "field": "place", "confirmed": False},
    ]
    now = saved_as(mission, content, editor_client, asked)

    assert now["columns"] == content["columns"]
    first, second = now["parts"]["citations"]
    assert first == content["parts"]["citations"][0]
    assert second | {"id": -1} == content["parts"]["citations"][1]
    assert not type(removed)._default_manager.filter(pk=removed.pk).exists()


@pytest.mark.django_db
def test_a_content_without_a_row_fills_the_form_in_which_one_is_added(
    editor_client: Client, asked: HttpRequest
) -> None:
    passage, role = PassageFactory.create(), RoleFactory.create()
    contents: dict[type[Versioned], Content] = {
        Person: {
            "columns": {"slug": "aliya", "display_name_en": "Aliya", "gender": "female"},
            "parts": {
                "names": [{"id": -1, "name": "Әлия", "language": "kk", "kind": "printed"}],
                "citations": [
                    {"id": -2, "passage": passage.pk, "stance": "supports", "confirmed": False}
                ],
            },
        },
        type(role): {"columns": {"slug": "cook", "name_en": "Cook"}, "parts": {}},
    }
    for model, content in contents.items():
        row = model()
        send(editor_client, admin_address(model, "add"), data_of(row, content, asked))
        rows: Any = model._base_manager
        made = content_of(rows.get(slug=content["columns"]["slug"]))
        assert made["columns"] == content["columns"]
        for name, parts in content["parts"].items():
            assert [one | {"id": 0} for one in made["parts"][name]] == [
                one | {"id": 0} for one in parts
            ]
