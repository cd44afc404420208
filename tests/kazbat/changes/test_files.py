"""/changes.json and /changes.atom: what /changes/ tells, for programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from editions.publishing import change_set
from kazbat.changes import views
from missions.models import Mission
from tests.factories import MissionFactory, PersonFactory, cite, write_editions
from tests.lists import child, entries_of, json_of, links, text_of
from tests.reading import main_part, read, words

pytestmark = pytest.mark.django_db


def published(**values: Any) -> Mission:
    mission: Mission = MissionFactory.create(**values)
    cite(mission)
    write_editions(mission)
    return mission


def test_a_change_is_told_with_what_was_there_before(client: Client) -> None:
    mission = published(slug="iraq", name="Iraq", place="Baghdad")
    mission.place = "Basra"
    mission.save()
    write_editions(mission)

    changed, added = json_of(client, "/changes.json")["changes"]
    (record,) = changed["records"]
    entries = entries_of(client, "/changes.atom")

    assert (record["event"], record["label"], record["address"]) == (
        "changed", "Iraq", "/missions/iraq/",
    )  # fmt: skip
    assert [(one["what"], one["was"], one["now"]) for one in record["changes"]] == [
        ("Place", "Baghdad", "Basra")
    ]
    assert [one["event"] for one in added["records"]] == ["added"]
    assert [child(entry, "title") for entry in entries] == ["Mission Iraq", "Mission Added: Iraq"]
    assert "Baghdad" in child(entries[0], "summary")
    assert 'href="http://testserver/missions/iraq/"' in child(entries[0], "summary")
    assert links(entries[0])["alternate"] == f"http://testserver/changes/?set={changed['set']}"


def test_many_changes_at_once_are_one_entry(client: Client) -> None:
    missions = [MissionFactory.create() for _mission in range(12)]
    write_editions(*missions)

    (entry,) = entries_of(client, "/changes.atom")
    (change,) = json_of(client, "/changes.json")["changes"]

    assert child(entry, "title") == "Added 12 missions."
    assert change["summary"] == ["Added 12 missions."]


def test_several_changes_at_once_are_named_by_the_first(client: Client) -> None:
    write_editions(*(MissionFactory.create(name=name) for name in ("Iraq", "Lebanon", "Chad’s")))

    (entry,) = entries_of(client, "/changes.atom")

    assert child(entry, "title") == "Mission Added: Iraq, and 2 more"


@pytest.mark.parametrize("address", ["/changes/", "/changes.json", "/changes.atom"])
def test_what_was_withdrawn_keeps_no_word(client: Client, address: str) -> None:
    person = PersonFactory.create(display_name="Aru Zanzibarova", slug="aru-zanzibarova")
    cite(person)
    write_editions(person)
    assert "Zanzibarova" in text_of(client, address)

    with change_set() as changes:
        changes.withdraw(person, "It was a mistake.")
    text = text_of(client, address)

    assert "It was a mistake." in text
    assert "zanzibarova" not in text.lower()


def test_drafts_are_told_to_nobody(client: Client, editor_client: Client) -> None:
    write_editions(MissionFactory.create(name="Zanzibarium", draft=True))

    for one in (client, editor_client):
        assert json_of(one, "/changes.json")["changes"] == []
        assert entries_of(one, "/changes.atom") == []


def test_files_have_the_filters_of_the_page(client: Client) -> None:
    mission = published(slug="iraq")
    write_editions(PersonFactory.create())

    by_kind = json_of(client, "/changes.json?kind=person")["changes"]
    (entry,) = entries_of(client, f"/changes.atom?kind=mission&record={mission.slug}")

    assert [one["kind"] for change in by_kind for one in change["records"]] == ["Person"]
    assert child(entry, "title").endswith(str(mission))


def test_older_changes_follow(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 2)
    names = [f"Mission {number}" for number in range(5)]
    for name in names:
        published(name=name)

    found, address = [], "/changes.json?kind=mission"
    while address:
        whole = json_of(client, address)
        found += [one["label"] for change in whole["changes"] for one in change["records"]]
        address = whole["older"]

    assert found == names[::-1]


@pytest.mark.parametrize("query", ["kind=nonsense", "before=x", "set=7", "knid=person"])
def test_what_is_not_understood_is_refused(client: Client, query: str) -> None:
    published()
    name = query.partition("=")[0]

    errors = json_of(client, f"/changes.json?{query}", status=400)["errors"]
    text = text_of(client, f"/changes.atom?{query}", status=400)

    assert text == f"{name}: {errors[name][0]}\n"


def test_the_page_leads_to_its_files(client: Client) -> None:
    published(slug="iraq")

    page = read(client, "/changes/?kind=mission&record=iraq")

    (feed,) = page.select('head link[rel="alternate"][type="application/atom+xml"]')
    assert feed["href"] == "/changes.atom?kind=mission&record=iraq"
    assert "Take this list away: JSON Atom feed" in words(main_part(page))
