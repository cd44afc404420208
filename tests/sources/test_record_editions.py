"""One edition of a record as JSON and as a citation: the same for good."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from missions.models import Mission
from tests.factories import MissionFactory, cite, write_editions
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    """Two editions: Iraq, dated from 2003, and then from 2003 to 2008."""
    mission: Mission = MissionFactory.create(slug="iraq", name="Iraq", period="2003/")
    cite(mission, "period", quotation="in Iraq in 2003")
    write_editions(mission)
    mission.period = "2003/2008"
    mission.save()
    write_editions(mission)
    return mission


def as_json(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    content: dict[str, Any] = json.loads(response.content)
    return content


@pytest.mark.usefixtures("mission")
def test_each_edition_has_its_own_json(client: Client) -> None:
    first, second = (as_json(client, f"/missions/iraq.json?edition={n}") for n in (1, 2))

    assert first["record"]["fields"]["period"]["value"] == "2003/"
    assert second["record"]["fields"]["period"]["value"] == "2003/2008"
    assert first["record"]["citations"][0]["quotation"] == "in Iraq in 2003"
    assert first["said_until"]
    assert second["said_until"] is None


@pytest.mark.usefixtures("mission")
def test_the_json_of_a_page_says_which_edition_it_is(client: Client) -> None:
    content = as_json(client, "/missions/iraq.json")

    assert content["edition"] == 2
    assert content["changed_at"]


@pytest.mark.usefixtures("mission")
@pytest.mark.parametrize("number", ["0", "3", "x", "1&edition=2"])
def test_an_edition_that_is_none_is_refused_in_the_form_that_was_asked_for(
    client: Client, number: str
) -> None:
    response = client.get(f"/missions/iraq.json?edition={number}")

    assert response.status_code == 404
    assert "error" in json.loads(response.content)


def test_nothing_from_before_a_withdrawal_has_json(client: Client, mission: Mission) -> None:
    for state, reason in (("withdrawn", "Twice."), ("published", "")):
        mission.state, mission.withdrawn_reason = state, reason
        mission.save()
        write_editions(mission)

    assert client.get("/missions/iraq.json?edition=1").status_code == 404
    assert as_json(client, "/missions/iraq.json?edition=4")["record"]["edition"] == 4


@pytest.mark.usefixtures("mission")
def test_a_page_is_cited_with_its_newest_edition(client: Client) -> None:
    assert "/missions/iraq/?edition=2" in words(read(client, "/missions/iraq/"))
    assert b"/missions/iraq/?edition=2" in client.get("/missions/iraq.bib").content


@pytest.mark.usefixtures("mission")
def test_an_older_edition_is_cited_as_itself(client: Client) -> None:
    assert b"/missions/iraq/?edition=1" in client.get("/missions/iraq.ris?edition=1").content


def test_a_draft_is_cited_without_an_edition(editor_client: Client) -> None:
    write_editions(MissionFactory.create(slug="draft", draft=True))

    assert b"edition=" not in editor_client.get("/missions/draft.bib").content
    assert json.loads(editor_client.get("/missions/draft.json").content)["edition"] is None
