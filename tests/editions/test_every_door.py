"""What no form, fixture or file may bring in: days to come, what cannot be read, endless lines."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.timezone import localdate

from missions.models import Claim, Mission, Rotation
from tests.editing import Form, admin_address, messages_at
from tests.editions.test_bulk import refusal as refused_file
from tests.editions.test_loaddata import refusal as refused_fixture
from tests.editions.test_loaddata import rows
from tests.factories import MissionFactory
from tests.reading import words

pytestmark = pytest.mark.django_db

TURNED = "Iraq \u202eqarI"
TO_COME = f"{localdate().year + 2}-05"

Door = Callable[..., str]
"""Tries to bring a mission in with these values, and gives back what is said."""


@pytest.fixture(params=["form", "fixture", "file"])
def door(request: pytest.FixtureRequest, editor_client: Client, tmp_path: Path) -> Door:
    def by_form(name: str, value: str) -> str:
        page = Form.at(editor_client, admin_address(Mission, "add")).refused(
            **{"name_en": "Iraq", "slug": "iraq", name: value}
        )
        return messages_at(page, name)

    def by_fixture(name: str, value: str) -> str:
        return refused_fixture(tmp_path, rows(**{name: value}))

    def by_file(name: str, value: str) -> str:
        values = {"slug": "iraq", "name_en": "Iraq", name: value}
        text = f"{','.join(values)}\n{','.join(values.values())}\n"
        (line,) = refused_file(tmp_path, mission=text)
        return line

    return {"form": by_form, "fixture": by_fixture, "file": by_file}[request.param]


@pytest.mark.parametrize("name", ["name_en", "note_ru"])
def test_a_text_that_turns_its_direction_is_refused(door: Door, name: str) -> None:
    said = door(name, TURNED)

    assert "Character 6 is invisible and turns the direction of the text (U+202E)" in said


@pytest.mark.parametrize(
    "hidden", ["\x07", "\x9f", "\ue000", "\ufdd0", "\ufffd", "\uffff", "\U000f0000"]
)
def test_a_character_that_nobody_can_read_is_refused(door: Door, hidden: str) -> None:
    said = door("note_en", f"Iraq {hidden}")

    assert f"Character 6 is none that can be read (U+{ord(hidden):04X}). Take it out." in said


def test_a_null_character_is_refused_in_a_fixture(tmp_path: Path) -> None:
    said = refused_fixture(tmp_path, rows(name_en="Ira\0q"))

    assert "Character 4 is none that can be read (U+0000). Take it out." in said


def test_why_something_is_done_holds_no_such_character_either(editor_client: Client) -> None:
    mission = MissionFactory.create()
    form = Form.at(editor_client, admin_address(Mission, "change", mission.pk))

    page = form.refused(acronym="UNIFIL", why=TURNED)

    assert "Character 6 is invisible" in messages_at(page, "why")


def test_a_day_to_come_is_refused_of_what_was_done(door: Door) -> None:
    assert "is still to come: correct the date." in door("period", TO_COME)


def test_a_line_without_end_is_refused(door: Door) -> None:
    assert "10000" in door("acronym", "A" * 10_000)


def claim(client: Client, **values: str) -> Form:
    form = Form.at(client, admin_address(Claim, "add"))
    form.values |= {"kind": "activity", "text_en": "They go to Iraq.", "slug": "go"} | values
    return form


def test_a_plan_may_be_of_a_day_to_come(editor_client: Client) -> None:
    page = claim(editor_client, period=TO_COME).refused()
    assert "is still to come. Tick “planned”, or correct the date." in messages_at(page, "period")

    claim(editor_client, period=TO_COME).saved(planned="on")
    assert Claim.objects.get().planned


@pytest.mark.parametrize("period", ["since 2014", "every 29 May", str(localdate()), "{year}"])
def test_what_has_begun_is_done(editor_client: Client, period: str) -> None:
    claim(editor_client, period=period.format(year=localdate().year)).saved()


def test_a_day_that_has_begun_somewhere_is_no_day_to_come() -> None:
    mission = MissionFactory.build()
    mission.period = str(localdate() + timedelta(1))
    mission.clean_fields()


def test_a_sentence_without_end_is_refused(editor_client: Client) -> None:
    page = claim(editor_client, text_en="A" * 10_000).refused()

    said = messages_at(page, "text_en")
    assert said == "Write at most 1000 letters: these are 10000."
    assert page.select_one("[name=text_en]"), "it is there still"


def test_a_browser_cuts_off_nothing_that_is_pasted(editor_client: Client) -> None:
    for model in (Mission, Rotation, Claim):
        page = Form.at(editor_client, admin_address(model, "add")).page
        assert not page.select("#content form[method=post] [maxlength]"), model


def test_nor_of_the_reason_for_an_act(editor_client: Client) -> None:
    mission = MissionFactory.create()
    address = admin_address(Mission, "withdraw_chosen")

    response = editor_client.post(address, {"rows": f"{mission.pk}:0", "reason": "A" * 301})

    page = BeautifulSoup(response.content, "html.parser")
    assert "Write at most 300 letters: these are 301." in words(page)
    (field,) = page.select("[name=reason]")
    assert (field["value"], field.get("maxlength")) == ("A" * 301, None)


def test_letters_of_other_directions_are_welcome(editor_client: Client) -> None:
    claim(editor_client, text_kk="قازاقستان").saved()
