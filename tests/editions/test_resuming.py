"""An editor who is signed out in the middle of a form finds it again after signing in."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from editions.admin import resuming
from editions.models import Edition
from missions.models import Mission
from personnel.models import Person
from sources.models import Photo, Source
from tests.editing import Form, admin_address, to_withdraw, values_of
from tests.factories import (
    FigureFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    SourceFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.reading import words

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
PASSWORD = "correct horse"
LOGIN = "/admin/account/login/"


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("editor", password=PASSWORD)


@pytest.fixture
def client(editor: User) -> Client:
    """Signed in, and with every check of a real browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    return client


def signed_out() -> None:
    Session.objects.all().delete()


def change(client: Client, row: Any) -> Form:
    return Form.at(client, admin_address(type(row), "change", row.pk))


def send(form: Form, *, origin: str | None = HERE, address: str = "", **values: Any) -> Any:
    sent = {name: value for name, value in (form.values | values).items() if value is not None}
    headers = {"origin": origin} if origin else {}
    return form.client.post(address or form.address, sent, headers=headers)


def page_of(response: Any) -> Tag:
    return BeautifulSoup(response.content, "html.parser")


def kept_in(response: Any) -> str | None:
    field = page_of(response).select_one("input[name=kept]")
    return str(field["value"]) if field else None


def sign_in(client: Client, response: Any, name: str = "editor", password: str = PASSWORD) -> Any:
    """Fills in the sign-in page, which was the response to something else."""
    page = page_of(response)
    form = page.select_one("#login-form")
    assert form
    assert form["action"] == LOGIN
    sent = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    sent |= {"login": name, "password": password}
    return client.post(LOGIN, sent, headers={"origin": HERE})


def typed_into(form: Form) -> dict[str, Any]:
    """Line ends are a browser's own matter."""
    return {
        name: value.replace("\r", "") if isinstance(value, str) else value
        for name, value in form.values.items()
        if name != "csrfmiddlewaretoken"
    }


def shown(client: Client, response: HttpResponse) -> Form:
    """The form that signing in leads to."""
    assert response.status_code == 302, words(page_of(response))
    return Form.at(client, response["Location"])


def test_what_was_typed_is_there_again_and_saved_only_when_asked(client: Client) -> None:
    mission, passage = MissionFactory.create(draft=True, name="Iraq"), PassageFactory.create()
    going, staying = cite(mission), cite(mission, "period")
    write_editions(mission)
    units = [UnitFactory.create(name=f"Unit {number}") for number in range(2)]
    form = change(client, mission)
    rows = int(form.values["citations-TOTAL_FORMS"])
    (place,) = (n for n in range(rows) if form.values[f"citations-{n}-id"] == str(going.pk))
    form.add_row("citations", passage=str(passage.pk), note_ru="Слово")
    form.values |= {"name_en": "Mission in Iraq", "units": [str(unit.pk) for unit in units]}
    form.values |= {f"citations-{place}-DELETE": "on", "note_en": "Two\r\nlines."}
    signed_out()
    refused = send(form, _save="Save")
    assert refused.status_code == 200
    assert "You were signed out. What you typed is kept" in words(page_of(refused))

    again = shown(client, sign_in(client, refused))
    said = words(again.page)
    assert "The form is as you left it, and nothing of it is saved yet" in said
    assert typed_into(again) == typed_into(form)
    chosen = again.page.select("#id_units option[selected]")
    assert [words(option) for option in chosen] == ["Unit 0", "Unit 1"]
    new = again.page.select_one(f"#id_citations-{rows}-passage option[selected]")
    assert new
    assert passage.quotation in words(new)
    mission.refresh_from_db()
    assert mission.name == "Iraq"
    assert Edition.objects.of("mission", mission.pk).count() == 1

    again.saved()
    mission.refresh_from_db()
    assert mission.name == "Mission in Iraq"
    assert set(mission.units.all()) == set(units)
    assert {c.passage for c in mission.citations.all()} == {staying.passage, passage}
    # It is not there for ever.
    assert "as you left it" not in words(Form.at(client, again.address).page)


def test_a_box_that_was_cleared_stays_cleared(client: Client) -> None:
    claim = FigureFactory.create(draft=True, open_ended=True)
    write_editions(claim)
    form = change(client, claim)
    signed_out()
    again = shown(client, sign_in(client, send(form, open_ended=None)))

    assert again.values["open_ended"] is None
    again.saved()
    claim.refresh_from_db()
    assert not claim.open_ended


def test_a_new_record_is_kept_too_with_what_its_address_proposed(client: Client) -> None:
    form = Form.at(client, admin_address(Person, "add") + "?gender=female")
    form.add_row("names", name="Әлия")
    signed_out()
    again = shown(client, sign_in(client, send(form, display_name_en="Aliya", slug="aliya")))

    assert "gender=female" in again.address
    assert not Person.objects.exists()
    again.saved()
    assert [name.name for name in Person.objects.get().names.all()] == ["Әлия"]


def test_new_passages_and_long_texts_are_kept(client: Client) -> None:
    source = SourceFactory.create(draft=True)
    write_editions(source)
    form = change(client, source)
    form.add_row("passages", quotation="They served.")
    signed_out()
    again = shown(
        client, sign_in(client, send(form, archived_text="They served. " + "And more. " * 9000))
    )
    again.saved()

    assert [one.quotation for one in Source.objects.get().passages.all()] == ["They served."]


def test_the_reason_of_a_withdrawal_is_kept(client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission)
    write_editions(mission)
    form = to_withdraw(client, mission)
    signed_out()
    again = shown(client, sign_in(client, send(form, reason="It was entered twice.")))
    mission.refresh_from_db()
    assert mission.state == "published"
    assert again.values["reason"] == "It was entered twice."
    assert "nothing of it is saved yet" in words(again.page)

    again.saved()
    mission.refresh_from_db()
    assert (mission.state, mission.withdrawn_reason) == ("withdrawn", "It was entered twice.")


def test_a_wrong_password_loses_nothing(client: Client) -> None:
    mission = MissionFactory.create(draft=True)
    form = change(client, mission)
    signed_out()
    wrong = sign_in(client, send(form, name_en="Iraq"), password="wrong")
    assert wrong.status_code == 200
    assert kept_in(wrong)

    assert shown(client, sign_in(client, wrong)).values["name_en"] == "Iraq"


def test_what_somebody_saved_meanwhile_is_noticed(client: Client) -> None:
    mission = MissionFactory.create(draft=True)
    write_editions(mission)
    form = change(client, mission)
    signed_out()
    refused = send(form, name_en="Mine")
    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    change(other, mission).saved(name_en="Theirs")
    page = shown(client, sign_in(client, refused)).refused()

    assert "Somebody else saved this since you opened it" in words(page)


def test_a_choice_between_two_versions_is_kept(client: Client) -> None:
    mission = MissionFactory.create(draft=True)
    write_editions(mission)
    form = change(client, mission)
    other = Client()
    other.force_login(User.objects.create_superuser("other"))
    change(other, mission).saved(name_en="Theirs")
    page = form.refused(name_en="Mine")
    refused = Form(client, form.address, page, values_of(page))
    button = page.select(".stale input[type=radio]")[1]
    signed_out()
    again = shown(
        client, sign_in(client, send(refused, **{str(button["name"]): str(button["value"])}))
    )

    assert again.values["name_en"] == "Theirs"


# --- Signed in again in another tab -------------------------------------------------------------


def test_a_form_from_before_another_sign_in_leads_back_to_itself(
    client: Client, editor: User
) -> None:
    mission = MissionFactory.create(draft=True, name="Iraq")
    form = change(client, mission)
    signed_out()
    sign_in(client, client.get(LOGIN))
    refused = send(form, name_en="Mine")
    assert refused.status_code == 403
    mission.refresh_from_db()
    assert mission.name == "Iraq"

    back = Form(client, LOGIN, page_of(refused), values_of(page_of(refused)))
    again = shown(client, send(back))
    assert again.values["name_en"] == "Mine"
    again.saved()
    mission.refresh_from_db()
    assert mission.name == "Mine"


def test_a_browser_without_cookies_is_asked_to_sign_in(client: Client) -> None:
    form = change(client, MissionFactory.create(draft=True))
    client.cookies.clear()
    refused = send(form, name_en="Mine")

    assert refused.status_code == 403
    assert shown(client, sign_in(client, refused)).values["name_en"] == "Mine"


def test_a_sign_in_page_from_before_another_sign_in_keeps_its_form(client: Client) -> None:
    form = change(client, MissionFactory.create(draft=True))
    signed_out()
    waiting = send(form, name_en="Mine")
    sign_in(client, client.get(LOGIN))
    refused = sign_in(client, waiting)
    assert refused.status_code == 403

    back = Form(client, LOGIN, page_of(refused), values_of(page_of(refused)))
    assert shown(client, send(back)).values["name_en"] == "Mine"


# --- Strangers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin", [None, "null", "https://elsewhere.example", "http://testserver.example"]
)
def test_what_was_sent_from_elsewhere_is_not_carried_on(client: Client, origin: Any) -> None:
    form = change(client, MissionFactory.create(draft=True))
    signed_out()
    out = send(form, origin=origin)
    assert out.status_code in (302, 403)
    assert kept_in(out) is None

    client.cookies.clear()
    refused = send(form, origin=origin)
    assert refused.status_code == 403
    assert kept_in(refused) is None


def test_strangers_store_nothing(client: Client) -> None:
    form = change(client, MissionFactory.create(draft=True))
    signed_out()
    for _number in range(3):
        wrong = sign_in(client, send(form), password="wrong")
        assert kept_in(wrong)

    assert not Session.objects.exists()


def test_somebody_else_sees_it_only_if_they_may_open_that_form(client: Client) -> None:
    person = PersonFactory.create(draft=True)
    PersonNameFactory.create(person=person)
    form = change(client, person)
    signed_out()
    refused = send(form, note_en="Not for everybody.")
    other = User.objects.create_user("other", password=PASSWORD, is_staff=True)
    response = sign_in(client, refused, "other")
    assert client.get(response["Location"]).status_code == 403

    other.user_permissions.add(Permission.objects.get(codename="view_person"))
    looking = client.get(response["Location"])
    assert looking.status_code == 200
    assert "Not for everybody." not in looking.content.decode()
    other.user_permissions.add(Permission.objects.get(codename="change_person"))
    assert "Not for everybody." in client.get(response["Location"]).content.decode()


def test_it_is_shown_at_its_own_address_only(client: Client) -> None:
    mission, other = (MissionFactory.create(draft=True) for _number in range(2))
    form = change(client, mission)
    signed_out()
    address = sign_in(client, send(form, name_en="Mine"))["Location"]

    elsewhere = Form.at(client, address.replace(f"/{mission.pk}/", f"/{other.pk}/"))
    assert elsewhere.values["name_en"] == other.name
    assert change(client, mission).values["name_en"] == mission.name
    assert Form.at(client, address).values["name_en"] == "Mine"


@pytest.mark.parametrize("kept", ["x", "x:y:z", "." * 50])
def test_what_the_server_did_not_sign_is_not_shown(client: Client, kept: str) -> None:
    page = Form.at(client, admin_address(Mission, "add"))
    token = page.values["csrfmiddlewaretoken"]
    response = client.post(LOGIN, {"kept": kept, "csrfmiddlewaretoken": token})

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert "could not be kept" in words(page_of(client.get("/admin/")))


def test_it_is_kept_for_a_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    form = change(client, MissionFactory.create(draft=True))
    signed_out()
    refused = send(form)
    monkeypatch.setattr(resuming, "A_DAY", -1)

    assert sign_in(client, refused)["Location"] == "/admin/"


def test_what_is_too_large_is_said_to_be(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "MOST_KEPT", 100)
    form = change(client, MissionFactory.create(draft=True))
    signed_out()
    refused = send(form, name_en="Mine")
    assert "too large to be kept" in words(page_of(refused))
    assert kept_in(refused) is None
    sign_in(client, client.get(LOGIN))
    assert "too large to be kept" in words(page_of(send(form)))


def test_files_and_tokens_are_not_carried(client: Client) -> None:
    form = Form.at(client, admin_address(Photo, "add"))
    signed_out()
    refused = send(form, credit="A photographer", file=SimpleUploadedFile("a.jpg", b"picture"))
    response = sign_in(client, refused)
    again = shown(client, response)

    assert again.values["credit"] == "A photographer"
    assert "choose the file again" in words(again.page)
    kept = client.session["kept"]["fields"]
    assert "csrfmiddlewaretoken" not in kept
    assert "file" not in kept


def test_passwords_are_not_carried(client: Client, editor: User) -> None:
    form = Form.at(client, f"/admin/auth/user/{editor.pk}/password/")
    signed_out()
    response = send(form, password1="another horse", password2="another horse")

    assert (response.status_code, kept_in(response)) == (302, None)


def test_the_plain_sign_in_works_as_ever(client: Client) -> None:
    signed_out()
    response = client.get("/admin/missions/mission/add/")
    assert response["Location"] == "/admin/login/?next=/admin/missions/mission/add/"
    page = client.get(response["Location"], follow=True)
    assert kept_in(page) is None
    fields = page_of(page).select("#login-form input[name]")
    sent = {str(field["name"]): str(field.get("value", "")) for field in fields}
    done = client.post(LOGIN, sent | {"login": "editor", "password": PASSWORD})
    assert done["Location"] == "/admin/missions/mission/add/"
