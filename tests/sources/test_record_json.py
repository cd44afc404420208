"""A record's page as JSON says all that the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db.models import Model
from django.test import Client

from missions.models import Claim, Mission, Rotation, Unit
from personnel.models import JointDeployment, Person
from sources.models import Source, Stance
from tests.browser.pages import PAGES
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    PhotoFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
    set_against,
    write_editions,
)
from tests.reading import main_part, queries_of, read, words
from tests.test_factories import FACTORIES

pytestmark = pytest.mark.django_db

WITH_A_PAGE: tuple[Any, ...] = (Mission, Rotation, Claim, Unit, Person, JointDeployment, Source)


def json_of(client: Client, address: str, *, status: int = 200) -> dict[str, Any]:
    response = client.get(f"{address.rstrip('/')}.json")
    assert response.status_code == status
    assert response["Content-Type"] == "application/json; charset=utf-8"
    found: dict[str, Any] = json.loads(response.content)
    return found


def record_of(client: Client, record: Model) -> dict[str, Any]:
    found: dict[str, Any] = json_of(client, record.get_absolute_url())["record"]  # type: ignore[attr-defined]
    return found


# --- Every record of the fixtures, beside its page --------------------------------------------


def strings(value: Any) -> Iterator[str]:
    """All texts inside a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield re.sub(r"\s+", " ", value).strip()


def found_under(value: Any, name: str) -> Iterator[Any]:
    """What stands under a name, anywhere inside a JSON value."""
    if isinstance(value, dict):
        if name in value:
            yield value[name]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from found_under(one, name)


BESIDES_VALUES = ".notes, .not-stated, .tag, .joint, .differs, .definition, .contested, .tools, nav"
"""What stands inside a statement besides its value."""

LABELS = {
    "Kazakhstan took part": "period", "Described as": "affiliation", "Date": "published",
    "Strength": "value", "strength": "value", "Shows": "shows",
    "Missions": "missions", "Mission": "deployments",
    "Address": "url", "Founded by": "founding_instrument", "Name": "name", "As of": "as_of",
    "Also known as": "also_known_as", "People": "deployments", "Rotations": "rotations",
    "How many took part": "participants",
    "Ranks": "rank_holdings", "Service": "deployments",
}  # fmt: skip
"""The columns that pages call otherwise than their own name in words."""


def values_shown(main: Tag) -> Iterator[str]:
    """What a page states, without labels and notes."""
    for said in main.select(
        ".statements dd .said, .statements dd:not(:has(.said)), .claim .said p"
    ):
        if not said.select_one(".not-stated"):
            yield from values_in(said)
    for item in main.select("ul.details > li"):
        label, colon, _value = words(item).partition(":")
        if colon and not item.select_one(".not-stated"):
            yield from (text.removeprefix(f"{label}:") for text in values_in(item))


def values_in(element: Tag) -> list[str]:
    copy = without_the_rest(element)
    if links := copy.select("a"):
        return [words(link) for link in links]
    text = words(copy)
    return [text] if text else []


def without_the_rest(element: Tag) -> Tag:
    copy = BeautifulSoup(str(element), "html.parser")
    for other in copy.select(BESIDES_VALUES):
        other.decompose()
    return copy


def absences_shown(main: Tag) -> Iterator[str]:
    """What a page says is not stated, by its label."""
    # That a photograph's file is not here is no statement of a source.
    for element in main.select("span.not-stated"):
        statement = element.find_parent("dd")
        if isinstance(statement, Tag):
            above = statement.find_previous_siblings(["dt", "dd"])
            yield from (words(label) for label in takewhile(lambda one: one.name == "dt", above))
            continue
        cell = element.find_parent("td")
        if isinstance(cell, Tag):
            yield str(cell["data-label"])
            continue
        line = element.find_parent(["li", "p"])
        assert isinstance(line, Tag), element.parent
        label, colon, _rest = words(line).partition(":")
        section = element.find_parent("section")
        measure = element.find_parent(class_="measure")
        owner, heading = (measure, "h3") if isinstance(measure, Tag) else (section, "h2")
        if not colon and isinstance(owner, Tag) and (title := owner.select_one(heading)):
            label = words(title)
        yield from re.split(", and |, | and ", label)


@pytest.fixture(params=WITH_A_PAGE, ids=lambda model: model.__name__)
def records(request: pytest.FixtureRequest, article: None) -> list[Any]:
    found = list(request.param._default_manager.published())
    assert found
    return found


def test_json_holds_every_quotation_value_and_absence_of_the_page(
    client: Client, records: list[Any]
) -> None:
    missing = {}
    for record in records:
        main = main_part(read(client, record.get_absolute_url()))
        whole = json_of(client, record.get_absolute_url())
        texts = set(strings(whole))
        quotations = [
            match.group(1)
            for quotation in main.select("blockquote")
            if (match := re.search("“(.*)”", words(quotation)))
        ]
        assert quotations
        not_stated = {name for names in found_under(whole, "not_stated") for name in names}
        not_stated |= {
            label for names in found_under(whole, "not_stated") for label in names.values()
        }
        missing[record.get_absolute_url()] = [
            *(quotation for quotation in quotations if quotation not in texts),
            *(
                value
                for value in map(str.strip, values_shown(main))
                if value.strip("“”") not in texts and value not in texts
                and not all(part in texts for part in re.split(", | and ", value))
            ),
            *(
                f"{label}: not stated"
                for label in absences_shown(main)
                if LABELS.get(label, label) not in not_stated
                and label.capitalize() not in not_stated
            ),
        ]  # fmt: skip

    assert {address: found for address, found in missing.items() if found} == {}


def test_json_says_nothing_that_readers_may_not_know(client: Client, records: list[Any]) -> None:
    for record in records:
        whole = json.dumps(json_of(client, record.get_absolute_url()))
        assert "archived_text" not in whole
        assert set(found_under(json.loads(whole), "state")) == {"published"}


def test_every_address_in_the_json_leads_somewhere(client: Client, records: list[Any]) -> None:
    whole = [json_of(client, record.get_absolute_url()) for record in records]
    named = {one.partition("#")[0] for one in found_under(whole, "address") if one}

    for address in named:
        if address.startswith("/"):
            assert client.get(address).status_code == 200, address


# --- Values and bounds ------------------------------------------------------------------------


def test_a_figure_keeps_its_bounds(client: Client) -> None:
    figure = FigureFactory.create(comparator=">", value=270, noun="military personnel")

    field = record_of(client, figure)["fields"]["value"]

    assert field["words"] == "more than 270 military personnel"
    assert field["value"] == {
        "comparator": ">", "value": 270, "upper": None, "rounded_to": 1,
        "noun": "military personnel", "at_least": 271, "at_most": None,
    }  # fmt: skip


def test_a_date_stays_as_exact_as_it_is_stated(client: Client) -> None:
    mission = MissionFactory.create(period="2003/")

    field = record_of(client, mission)["fields"]["period"]

    assert (field["value"], field["earliest"], field["latest"]) == ("2003/", "2003-01-01", None)
    assert field["words"] == mission.period.in_words()


def test_letters_are_not_escaped_and_languages_are_kept(client: Client) -> None:
    mission = MissionFactory.create(name_en="Iraq", name_ru="Ирак", name_kk="Ирак")

    response = client.get(f"{mission.get_absolute_url().rstrip('/')}.json")

    assert "Ирак" in response.content.decode()
    name = json.loads(response.content)["record"]["fields"]["name"]
    assert name["in_languages"] == {"en": "Iraq", "kk": "Ирак", "ru": "Ирак"}


def test_a_citation_says_what_it_is_for_and_where_it_stands(client: Client) -> None:
    mission = MissionFactory.create(country="")
    citation = cite(
        mission, "country", quotation="It was in Atlantis.", stance=Stance.DIFFERS, says="Atlantis"
    )

    record = record_of(client, mission)

    (found,) = record["citations"]
    assert (found["field"], found["stance"], found["says"]) == ("country", "differs", "Atlantis")
    assert found["quotation"] == "It was in Atlantis."
    assert found["address"] == citation.passage.get_absolute_url()
    assert found["source"]["title"] == citation.passage.source.title
    assert "country" not in record["not_stated"]
    assert record["fields"]["country"] == {"label": "Country", "words": "", "contested": True}


def test_a_field_about_which_sources_differ_is_contested(client: Client) -> None:
    mission = MissionFactory.create(country="Iraq")
    cite(mission, "country", stance=Stance.DIFFERS, says="Atlantis")

    assert record_of(client, mission)["fields"]["country"]["contested"] is True


def test_a_contested_claim_names_the_others(client: Client) -> None:
    mission = MissionFactory.create()
    one, other = (FigureFactory.create(mission=mission, comparator="=", value=n) for n in (1, 2))
    linked = ClaimFactory.create()
    set_against(one, linked)

    record = record_of(client, one)
    on_the_missions_page = json_of(client, mission.get_absolute_url())["shown"]["claims"]

    assert record["contested"] is True
    assert {link["address"] for link in record["conflicts_with"]} == {
        other.get_absolute_url(),
        linked.get_absolute_url(),
    }
    assert [claim["contested"] for claim in on_the_missions_page] == [True, True]


def test_a_person_is_told_with_further_names_and_ranks(client: Client) -> None:
    person = PersonFactory.create(display_name="Aliya", gender="")
    PersonNameFactory.create(person=person, name="Әлия", language="kk")
    holding = RankHoldingFactory.create(person=person)
    citation = cite(person, "names", quotation="Әлияның отряды")

    whole = json_of(client, person.get_absolute_url())

    assert [(one["name"], one["printed_in"]) for one in whole["record"]["names"]] == [
        ("Әлия", [citation.passage.get_absolute_url()])
    ]
    assert whole["shown"]["rank_holdings"][0]["fields"]["as_printed"]["words"] == holding.as_printed
    assert whole["record"]["not_stated"] == {
        "gender": "Gender", "affiliation": "Affiliation", "deployments": "Missions, individually",
    }  # fmt: skip


def test_a_hidden_larger_unit_is_not_named(client: Client, editor_client: Client) -> None:
    brigade = UnitFactory.create(name="The brigade", draft=True)
    unit = UnitHistoryFactory.create(kind="part-of", other=brigade).unit

    assert "The brigade" not in str(record_of(client, unit))
    (told,) = editor_client.get(f"{unit.get_absolute_url()[:-1]}.json").json()["shown"]["history"]
    assert told["fields"]["other"]["words"] == "The brigade"


def test_a_source_tells_its_passages_and_what_rests_on_them(client: Client) -> None:
    source = SourceFactory.create(archived_text="It was in Iraq. A secret.")
    PhotoFactory.create(source=source, credit="A. Photographer")
    mission = MissionFactory.create()
    cite(mission, passage=source.passages.create(quotation="It was in Iraq.", offset=0))

    whole = json_of(client, source.get_absolute_url())

    (passage,) = whole["record"]["passages"]
    assert (passage["quotation"], passage["offset"]) == ("It was in Iraq.", 0)
    assert passage["resting"][0]["records"][0]["address"] == mission.get_absolute_url()
    assert whole["shown"]["photos"][0]["fields"]["credit"]["words"] == "A. Photographer"
    assert "secret" not in json.dumps(whole)


# --- Addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Source", "Mission", "Unit", "Claim", "Person", "JointDeployment"]
)
def test_a_former_address_leads_to_the_present_one(client: Client, name: str) -> None:
    record = FACTORIES[f"{name}Factory"].create(slug="before")
    write_editions(record)
    former = record.get_absolute_url().rstrip("/")
    record.slug = "after"
    record.save()

    response = client.get(f"{former}.json?from=elsewhere")

    assert response.status_code == 301
    present = record.get_absolute_url().rstrip("/")
    assert response["Location"] == f"{present}.json?from=elsewhere"


def test_the_former_address_of_a_rotation_leads_to_its_present_one(client: Client) -> None:
    rotation = RotationFactory.create(mission__slug="before", number=4)
    write_editions(rotation.mission, rotation)
    rotation.mission.slug = "after"
    rotation.mission.save()

    response = client.get("/missions/before/rotations/4.json")

    assert (response.status_code, response["Location"]) == (
        301,
        "/missions/after/rotations/4.json",
    )


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_hidden_has_no_json_for_visitors(
    client: Client, editor_client: Client, state: str
) -> None:
    mission = MissionFactory.create(name="Zanzibarium", **{state: True})
    address = mission.get_absolute_url()

    answer = json_of(client, address, status=404 if state == "draft" else 410)

    assert answer["error"]
    assert answer.get("why", "") == ("" if state == "draft" else "It was entered twice.")
    assert "Zanzibarium" not in json.dumps(answer)
    assert json_of(editor_client, address)["record"]["state"] == state


def test_what_never_was_is_not_found(client: Client) -> None:
    assert json_of(client, "/missions/nowhere/", status=404)["error"]


def test_capital_letters_lead_to_the_one_address(client: Client) -> None:
    response = client.get("/missions/IRAQ.json")

    assert (response.status_code, response["Location"]) == (301, "/missions/iraq.json")


def test_a_page_leads_to_its_json(client: Client) -> None:
    mission = MissionFactory.create(slug="somewhere")

    page = read(client, mission.get_absolute_url())

    (alternate,) = page.select('head link[rel="alternate"][type="application/json"]')
    assert alternate["href"] == "/missions/somewhere.json"
    assert [link["href"] for link in page.select("main .tools > p a")] == [
        "/missions/somewhere.json"
    ]


def test_json_asks_no_more_than_its_page(client: Client, article: None) -> None:
    for name in ("mission", "mission-with-people", "rotation", "claim", "unit", "person",
                 "joint-deployment", "source"):  # fmt: skip
        address = PAGES[name]
        # Two more name the claims and series that stand against the contested claims of a page.
        asked = queries_of(client, f"{address.rstrip('/')}.json")
        assert asked <= queries_of(client, address) + 2
