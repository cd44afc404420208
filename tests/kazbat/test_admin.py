"""The admin as a whole: every model, every page, the same number of queries however many rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import ForeignKey, ManyToManyField
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from personnel.models import Deployment, Person, RankHolding
from records.models import VisibleWith
from sources.models import Citation, Passage
from tests import factories
from tests.editing import admin_address
from tests.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

OWN_APPS = ("sources", "missions", "personnel")


def own_admins() -> dict[str, Any]:
    return {
        str(model._meta.model_name): model_admin
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label in OWN_APPS
    }


ADMINS = own_admins()
FACTORIES: dict[str, Any] = {
    str(factory._meta.model._meta.model_name): factory
    for factory in (
        factories.SourceFactory, factories.PassageFactory, factories.PhotoFactory,
        factories.OrganisationFactory, factories.UnitFactory, factories.MissionFactory,
        factories.RotationFactory, factories.ClaimFactory, factories.RankFactory,
        factories.RoleFactory, factories.PersonFactory, factories.RankHoldingFactory,
        factories.DeploymentFactory, factories.JointDeploymentFactory,
        factories.CountedFactory, factories.SeriesFactory, factories.UnitHistoryFactory,
        factories.CommandFactory,
    )
}  # fmt: skip


def test_every_model_is_edited_on_a_page_of_its_own_or_beside_its_record() -> None:
    beside = {"personname", "sourceaddress", "comparison", "contradiction"}
    beside |= {"seriescomparison", "seriescontradiction"}
    beside |= {str(table._meta.model_name) for table in Citation.__subclasses__()}
    own = {
        str(model._meta.model_name)
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical")
    }
    assert set(ADMINS) == own - beside


def some_row(model: Any) -> Any:
    """One of the article's, or one of what the article has none of."""
    return (
        model._default_manager.order_by("pk").first() or FACTORIES[model._meta.model_name].create()
    )


@pytest.mark.parametrize("name", ADMINS)
def test_every_page_of_the_admin_opens(editor_client: Client, name: str) -> None:
    model = ADMINS[name].model
    row = some_row(model)

    read(editor_client, admin_address(model, "changelist"))
    read(editor_client, admin_address(model, "add"))
    read(editor_client, admin_address(model, "change", row.pk))
    read(editor_client, admin_address(model, "history", row.pk))


@pytest.mark.parametrize("name", ADMINS)
def test_every_filter_and_column_of_a_list_works(editor_client: Client, name: str) -> None:
    model = ADMINS[name].model
    page = read(editor_client, admin_address(model, "changelist"))
    addresses = {
        str(link["href"])
        for link in page.select("#changelist-filter a[href^='?'], #result_list thead a[href^='?']")
    }

    for address in addresses:
        read(editor_client, admin_address(model, "changelist") + address)


def test_the_index_opens(editor_client: Client) -> None:
    page = read(editor_client, "/admin/")

    assert "Missions" in words(page)


def test_visitors_are_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/admin/missions/mission/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ADMINS)
def test_every_relation_is_chosen_by_typing(editor: User, name: str) -> None:
    model_admin = ADMINS[name]
    request = RequestFactory().get("/")
    request.user = editor
    form = model_admin.get_form(request)
    columns = {column.name for column in model_admin.model._meta.get_fields()}
    for field_name, field in form.base_fields.items():
        if field_name not in columns:
            continue
        column = model_admin.model._meta.get_field(field_name)
        if isinstance(column, ForeignKey | ManyToManyField):
            widget = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            assert isinstance(widget, AutocompleteMixin), field_name


@pytest.mark.parametrize("name", FACTORIES)
def test_a_list_asks_as_often_for_many_rows_as_for_few(editor_client: Client, name: str) -> None:
    model = ADMINS[name].model

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(editor_client, admin_address(model, "changelist"))
        return len(captured)

    FACTORIES[name].create_batch(2)
    queries()
    few = queries()
    FACTORIES[name].create_batch(20)
    assert queries() == few


@pytest.mark.parametrize(
    "name", [n for n in FACTORIES if hasattr(ADMINS[n].model, "citable_fields")]
)
def test_a_form_asks_as_often_for_many_citations_as_for_few(
    editor_client: Client, name: str
) -> None:
    record = FACTORIES[name].create()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(editor_client, admin_address(type(record), "change", record.pk))
        return len(captured)

    factories.cite(record)
    queries()
    few = queries()
    with factories.together():
        for _number in range(10):
            factories.cite(record)
    assert queries() == few


def test_passages_are_offered_with_their_sources_in_few_queries(editor_client: Client) -> None:
    factories.PassageFactory.create_batch(15, quotation="The very same words.")
    with CaptureQueriesContext(connection) as captured:
        response = editor_client.get(
            "/admin/autocomplete/",
            {
                "term": "very same",
                "app_label": "missions",
                "model_name": "missioncitation",
                "field_name": "passage",
            },
        )
    offered = response.json()["results"]
    assert len(offered) == 15
    assert "The very same words." in offered[0]["text"]
    # The session, the account, the count and the rows.
    assert len(captured) <= 5


@pytest.mark.parametrize("typed", ["Ахметова", "akhmetova", "AKHMETOVA Dilya"])
@pytest.mark.parametrize("model", [Person, RankHolding, Deployment])
def test_the_search_box_finds_a_person_in_any_script(
    editor_client: Client, model: Any, typed: str
) -> None:
    page = read(editor_client, admin_address(model, "changelist") + f"?q={typed}")

    rows = [words(row) for row in page.select("#result_list tbody tr")]
    assert rows
    assert all("Akhmetova" in row for row in rows)


@pytest.mark.parametrize("typed", ["'\"%;--", "\x00", "😀", "(((", "a" * 5000, "AND OR NOT *"])
def test_whatever_is_typed_into_the_search_box_is_answered(
    editor_client: Client, typed: str
) -> None:
    response = editor_client.get("/admin/personnel/person/", {"q": typed})

    assert response.status_code == 200


@pytest.mark.parametrize(
    "name", [name for name, one in ADMINS.items() if issubclass(one.model, VisibleWith)]
)
def test_a_record_leads_to_its_public_page(editor_client: Client, name: str) -> None:
    model = ADMINS[name].model
    row = some_row(model)
    page = read(editor_client, admin_address(model, "change", row.pk))

    (link,) = page.select("a.viewsitelink")
    address = str(link["href"])
    assert address == row.get_absolute_url()
    read(editor_client, address.partition("#")[0])


@pytest.mark.parametrize("name", ["mission", "rotation", "unit", "claim", "person", "source"])
def test_a_public_page_leads_editors_back_to_the_form(editor_client: Client, name: str) -> None:
    model = ADMINS[name].model
    row = model._default_manager.order_by("pk")[0]

    page = read(editor_client, row.get_absolute_url())

    addresses = [link["href"] for link in page.select("main a[href]")]
    assert admin_address(model, "change", row.pk) in addresses


def test_citations_show_their_quotations(editor_client: Client) -> None:
    person = Person.objects.get(slug="dilya-akhmetova")
    page = read(editor_client, admin_address(Person, "change", person.pk))

    shown = {words(quotation) for quotation in page.select(".field-quotation .readonly")}
    rows: Any = person.citations
    quoted = {f"“{row.passage.quotation}”" for row in rows.select_related("passage")}
    assert quoted <= shown


def test_what_hangs_on_a_record_can_be_reached_and_added_from_its_form(
    editor_client: Client,
) -> None:
    source = Passage.objects.order_by("pk")[0].source
    page = read(editor_client, admin_address(type(source), "change", source.pk))

    ways = {words(link): str(link["href"]) for link in page.select(".field-related a")}
    listed = read(editor_client, ways[str(source.passages.count())])
    assert f"{source.passages.count()} passages" in words(listed)


def test_a_new_row_starts_with_what_it_was_added_from(editor_client: Client) -> None:
    mission = factories.MissionFactory.create(name="Mission in Somewhere")
    page = read(editor_client, admin_address(type(mission), "change", mission.pk))
    (address,) = {
        str(link["href"])
        for link in page.select(".field-related a")
        if "/rotation/add/" in str(link["href"])
    }

    form = read(editor_client, address)

    chosen = form.select("select[name=mission] option[selected]")
    assert [words(option) for option in chosen] == ["Mission in Somewhere"]
