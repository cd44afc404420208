"""What a unit was called, belonged to and became, and who led it. All of it is invented."""

from __future__ import annotations

import pytest
from django.test import Client

from missions.models import HistoryKind, Unit
from records.partial_dates import PartialDate
from tests.editing import Form, admin_address, messages_at
from tests.factories import (
    CommandFactory,
    PersonFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
)
from tests.reading import notes_behind, read, statement, words

pytestmark = pytest.mark.django_db


def is_part_of(unit: Unit, larger: Unit, period: str) -> None:
    UnitHistoryFactory.create(unit=unit, kind=HistoryKind.PART_OF, other=larger, period=period)


def test_a_unit_tells_its_history_with_dates_and_sentences(client: Client) -> None:
    battalion = UnitFactory.create(name="Steppe battalion")
    regiment = UnitFactory.create(name="Steppe regiment")
    named = UnitHistoryFactory.create(unit=battalion, name="Сапёрная рота", period="1993/1996")
    cite(named, quotation="The sapper company of 1993 to 1996.")
    is_part_of(battalion, UnitFactory.create(name="River brigade"), "1996/2001")
    UnitHistoryFactory.create(
        unit=battalion, kind=HistoryKind.SUCCEEDED_BY, other=regiment, period="2005"
    )
    leader = PersonFactory.create(display_name="Aibek Invented")
    CommandFactory.create(person=leader, unit=battalion, as_printed="acting head", period="1999")

    page = read(client, battalion.get_absolute_url())

    assert "Сапёрная рота" in words(statement(page, "Formerly called"))
    assert "1993 to 1996" in words(statement(page, "Formerly called"))
    assert notes_behind(page, statement(page, "Formerly called")) == [
        "The sapper company of 1993 to 1996."
    ]
    assert "River brigade" in words(statement(page, "Part of"))
    assert "Steppe regiment" in words(statement(page, "Succeeded by"))
    assert "Aibek Invented" in words(statement(page, "Led by"))
    assert "acting head" in words(statement(page, "Led by"))
    assert "contradict" not in words(page)
    of_regiment = read(client, regiment.get_absolute_url())
    assert "Steppe battalion" in words(statement(of_regiment, "Preceded by"))
    of_leader = read(client, leader.get_absolute_url())
    assert "Units led" in words(of_leader)
    assert "Steppe battalion" in words(of_leader)


def test_a_unit_is_found_by_a_former_name_that_is_public(client: Client) -> None:
    unit = UnitFactory.create(name="Steppe battalion")
    UnitHistoryFactory.create(unit=unit, name="Sapper company")
    UnitHistoryFactory.create(unit=unit, name="Hussars", draft=True)

    assert "Steppe battalion" in words(read(client, "/search/?q=sapper"))
    assert "Steppe battalion" not in words(read(client, "/search/?q=hussars"))


def test_history_stands_in_json_and_csv(client: Client) -> None:
    unit = UnitFactory.create(name="Steppe battalion", slug="steppe")
    UnitHistoryFactory.create(unit=unit, name="Sapper company", period="1993")
    is_part_of(unit, UnitFactory.create(name="River brigade", slug="river"), "1996/2001")
    CommandFactory.create(person=PersonFactory.create(slug="aibek"), unit=unit)

    shown = client.get("/units/steppe.json").json()["shown"]

    names = [one["fields"]["name"]["value"] for one in shown["history"] if "name" in one["fields"]]
    assert names == ["Sapper company"]
    (parent,) = [one for one in shown["history"] if "other" in one["fields"]]
    assert parent["fields"]["other"]["links"][0]["address"] == "/units/river/"
    assert parent["fields"]["period"]["value"] == "1996/2001"
    assert [one["kind"] for one in shown["commands"]] == ["command"]
    csv = b"".join(client.get("/units.csv")).decode()
    assert "Sapper company" in csv
    assert "River brigade" in csv
    assert "steppe" in b"".join(client.get("/personnel.csv")).decode()


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        ("1996/2001", "2000/2004", True),
        ("1996/..", "2003", True),
        ("1996/2001", "2001/2004", False),
        ("1996/2001", "2002/2004", False),
        ("2001", "2001", False),
        ("1996~/2001", "2000/2004", False),
        ("1996/2001", "", False),
    ],
)
def test_two_parents_or_leaders_contradict_if_surely_of_one_time(
    client: Client, one: str, other: str, is_conflict: bool
) -> None:
    unit = UnitFactory.create(name="Steppe battalion")
    for period in (one, other):
        is_part_of(unit, UnitFactory.create(), period)
        CommandFactory.create(unit=unit, period=period)

    conflicts = [one.get_text() for one in read(client, "/conflicts/").select(".conflict h2")]
    of_unit = words(read(client, unit.get_absolute_url()))

    assert conflicts == (
        ["Which larger unit was Steppe battalion part of?", "Who led Steppe battalion?"]
        if is_conflict
        else []
    )
    assert ("Another larger unit is stated for the same time" in of_unit) is is_conflict
    assert ("Somebody else is stated for the same time" in of_unit) is is_conflict
    record = client.get(unit.get_absolute_url()[:-1] + ".json").json()["shown"]
    told = {part["contested"] for part in (*record["history"], *record["commands"])}
    assert told == {is_conflict}


def test_one_parent_stated_twice_is_no_contradiction(client: Client) -> None:
    unit, larger = UnitFactory.create_batch(2)
    is_part_of(unit, larger, "1996/2001")
    is_part_of(unit, larger, "1999/2003")

    assert "No claims in the register contradict" in words(read(client, "/conflicts/"))


def test_two_periods_meet_only_where_both_surely_last() -> None:
    def meet(one: str, other: str) -> bool:
        return PartialDate.parse(one).surely_meets(PartialDate.parse(other))

    assert meet("2003-05/2003-06", "2003-05-10/2003-07")
    assert not meet("2003/", "2005")
    assert not meet("[2003,2004]", "2003/2003")
    assert meet("[2003,2004]", "2002/2006")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "former-name", "name": ""}, "name"),
        ({"kind": "part-of", "name": "", "other": ""}, "other"),
        ({"kind": "part-of", "name": "A name"}, "name"),
    ],
)
def test_a_form_says_at_the_field_what_the_kind_asks(
    editor_client: Client, values: dict[str, str], field: str
) -> None:
    history = UnitHistoryFactory.create(unit=UnitFactory.create())

    form = Form.at(editor_client, admin_address(type(history), "change", history.pk))

    assert messages_at(form.refused(**values), field)
