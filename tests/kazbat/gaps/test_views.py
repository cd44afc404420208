"""/gaps/: what no source states, counted and record by record."""

import pytest
from bs4 import Tag
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kazbat.gaps import finding, reading
from records.models import Record
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    JointDeploymentFactory,
    MissionFactory,
    OrganisationFactory,
    PersonFactory,
    PhotoFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
)
from tests.reading import (
    address_of_link,
    choices,
    complaint_at,
    heading,
    main_part,
    names_listed,
    read,
    words,
)

pytestmark = pytest.mark.django_db

EVERYTHING_OF_A_MISSION = {
    "official_name": "An official name",
    "acronym": "AON",
    "place": "Baghdad",
    "country": "Iraq",
    "period": "2003/2008",
}


def rows(page: Tag) -> dict[str, set[str]]:
    """What each listed record lacks, by the words that name it."""
    return {
        words(row.select_one("th")): {  # type: ignore[arg-type]
            words(gap) for gap in row.select(".not-stated")
        }
        for row in page.select(".gap-rows tbody tr")
    }


def asked(page: Tag) -> list[str]:
    """The open questions, each after how many records leave it open."""
    return [words(link) for link in page.select(".questions a")]


def whole_mission(**values: object) -> Record:
    """A mission of which the sources state everything, unless a value says otherwise."""
    mission: Record = MissionFactory.create(
        **{"mandated_by": OrganisationFactory.create(), **EVERYTHING_OF_A_MISSION, **values}
    )
    mission.units.add(UnitFactory.create(established="2000", founding_instrument="A decree"))  # type: ignore[attr-defined]
    return mission


# --- What counts as not stated ----------------------------------------------------------------


def test_record_that_is_wholly_stated_has_no_gap(client: Client) -> None:
    whole_mission()

    assert rows(read(client, "/gaps/")) == {}


@pytest.mark.parametrize(
    ("field", "blank", "name"),
    [
        ("official_name", "", "official name"),
        ("acronym", "", "acronym"),
        ("mandated_by", None, "mandated by"),
        ("period", "", "period"),
        ("period", "2003/", "end of the period"),
    ],
)
def test_blank_field_is_a_gap(client: Client, field: str, blank: str | None, name: str) -> None:
    whole_mission(name="Iraq", **{field: blank})

    assert rows(read(client, "/gaps/")) == {"Iraq": {name}}


@pytest.mark.parametrize("period", ["2014/..", "../2008", "2003", "2003~"])
def test_period_that_is_open_or_inexact_is_no_gap(client: Client, period: str) -> None:
    whole_mission(period=period)

    assert rows(read(client, "/gaps/")) == {}


def test_field_that_is_stated_in_another_language_is_no_gap(client: Client) -> None:
    whole_mission(place="", place_kk="Бағдат")

    assert rows(read(client, "/gaps/")) == {}


def test_relation_to_nothing_public_is_a_gap(client: Client) -> None:
    mission = whole_mission(name="Iraq")
    mission.units.set([UnitFactory.create(draft=True)])  # type: ignore[attr-defined]

    assert rows(read(client, "/gaps/?kind=mission")) == {"Iraq": {"units"}}


def test_strength_of_a_rotation_is_a_gap(client: Client) -> None:
    RotationFactory.create(mission=whole_mission(name="Iraq"), period="2003")

    assert rows(read(client, "/gaps/")) == {"Rotation 1, Iraq": {"strength"}}


def test_person_without_public_rank_and_deployment_lacks_both(client: Client) -> None:
    person = PersonFactory.create(display_name="Aliya", gender="female")
    DeploymentFactory.create(person=person, draft=True)
    DeploymentFactory.create(person=person, mission=MissionFactory.create(draft=True))
    RankHoldingFactory.create(person=person, withdrawn=True)
    JointDeploymentFactory.create(people=[person])

    assert rows(read(client, "/gaps/?kind=person")) == {"Aliya": {"rank", "mission, individually"}}


def test_person_with_rank_and_deployment_lacks_neither(client: Client) -> None:
    person = PersonFactory.create(display_name="Aliya")
    DeploymentFactory.create(person=person)
    RankHoldingFactory.create(person=person)

    assert rows(read(client, "/gaps/?kind=person")) == {"Aliya": {"gender"}}


# --- Who sees what ----------------------------------------------------------------------------


def test_draft_is_listed_for_editors_only(client: Client, editor_client: Client) -> None:
    whole_mission(name="Iraq", acronym="", draft=True)

    assert rows(read(client, "/gaps/")) == {}
    assert asked(read(client, "/gaps/")) == []
    assert rows(read(editor_client, "/gaps/")) == {"Iraq draft": {"acronym"}}


def test_what_hangs_on_a_draft_is_not_listed(client: Client) -> None:
    draft = PersonFactory.create(draft=True)
    DeploymentFactory.create(person=draft, mission=whole_mission())
    RankHoldingFactory.create(person=draft)
    RotationFactory.create(mission=MissionFactory.create(withdrawn=True))
    PhotoFactory.create(source=SourceFactory.create(draft=True))

    assert rows(read(client, "/gaps/")) == {}


def test_row_without_a_page_leads_to_its_owners_page_and_says_which_it_is(client: Client) -> None:
    mission = whole_mission(name="Iraq")
    PersonFactory.create_batch(2)
    person = PersonFactory.create(display_name="Aliya", slug="aliya")
    DeploymentFactory.create(person=person, mission=mission)
    RankHoldingFactory.create(person=person, as_printed="Major of the Army")

    deployments = read(client, "/gaps/?kind=deployment")
    ranks = read(client, "/gaps/?kind=rankholding")

    assert rows(deployments) == {"Aliya : Iraq": {"rotation", "role", "period"}}
    assert rows(ranks) == {"Aliya : Major of the Army": {"as of"}}
    for page in (deployments, ranks):
        assert [link["href"] for link in page.select(".gap-rows a")] == ["/personnel/aliya/"]


# --- Counts and filters -----------------------------------------------------------------------


def test_questions_say_how_many_records_leave_them_open_and_lead_there(client: Client) -> None:
    whole_mission(name="First", acronym="")
    whole_mission(name="Second", acronym="", place="")
    whole_mission(name="Third")

    page = read(client, "/gaps/")

    assert heading(page) == "What we do not know yet"
    where = "Where were these missions?"
    assert asked(page) == [f"1 {where}", "2 What are these missions’ acronyms?"]
    narrowed = read(client, f"/gaps/{address_of_link(page, f'1 {where}')}")
    assert words(narrowed.select_one("#gaps-heading")) == where  # type: ignore[arg-type]
    assert names_listed(narrowed)[-1] == "Second"
    assert list(rows(narrowed)) == ["Second"]


def test_what_is_always_so_lacks_no_date(client: Client) -> None:
    ClaimFactory.create(kind="policy")
    event = ClaimFactory.create(kind="event")

    assert rows(read(client, "/gaps/")) == {event.text: {"period"}}


def test_choices_say_how_many_records_each_leads_to(client: Client) -> None:
    mission = whole_mission(acronym="", period="")
    RotationFactory.create_batch(2, mission=mission)

    everything = read(client, "/gaps/")
    periods = read(client, "/gaps/?field=period")
    rotations = read(client, "/gaps/?kind=rotation")

    assert choices(everything, "kind") == {
        "": "all (3)", "mission": "Missions (1)", "rotation": "Rotations (2)",
    }  # fmt: skip
    assert choices(everything, "field") == {
        "": "all (3)", "acronym": "acronym (1)", "period": "period (3)", "value": "strength (2)",
    }  # fmt: skip
    assert choices(periods, "kind")[""] == "all (3)"
    assert choices(rotations, "field") == {
        "": "all (2)", "period": "period (2)", "value": "strength (2)",
    }  # fmt: skip
    assert "2 records" in words(main_part(rotations))


def test_field_narrows_the_list_to_records_that_lack_it(client: Client) -> None:
    whole_mission(name="First", acronym="", place="")
    whole_mission(name="Second", acronym="")

    assert rows(read(client, "/gaps/?field=place")) == {"First": {"acronym", "place"}}


def test_kind_that_never_lacks_a_field_gives_no_rows(client: Client) -> None:
    PersonFactory.create()

    page = read(client, "/gaps/?kind=person&field=place")

    assert rows(page) == {}
    assert "Nothing in the register fits" in words(main_part(page))


@pytest.mark.parametrize("name", ["kind", "field"])
def test_choice_that_there_is_not_is_refused_at_its_field(client: Client, name: str) -> None:
    PersonFactory.create()

    page = read(client, f"/gaps/?{name}=nonsense", status=400)

    assert "nonsense" in complaint_at(page, name)
    assert rows(page) == {}


def test_page_says_what_not_stated_means(client: Client) -> None:
    assert "none of the sources in this register answers so far" in words(
        main_part(read(client, "/gaps/"))
    )


def test_every_kind_of_record_with_gaps_is_on_the_page() -> None:
    with_gaps = {
        model for model in apps.get_models() if issubclass(model, Record) and model.gap_fields
    }

    assert set(finding.KINDS.values()) == with_gaps


@pytest.mark.parametrize("kind", finding.KINDS)
def test_every_gap_has_a_condition_and_a_name(client: Client, kind: str) -> None:
    for gap in finding.KINDS[kind].gap_conditions():
        read(client, f"/gaps/?kind={kind}&field={gap}")
        assert finding.label(finding.KINDS[kind], gap)
        assert finding.QUESTIONS[kind, gap]


# --- Pages ------------------------------------------------------------------------------------


def test_pages_go_from_one_kind_of_record_to_the_next(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS_A_PAGE", 2)
    mission = whole_mission(name="Iraq", acronym="")
    RotationFactory.create_batch(3, mission=mission)
    PersonFactory.create(display_name="Aliya")

    pages = [list(rows(read(client, f"/gaps/?page={number}"))) for number in (1, 2, 3)]

    assert pages == [
        ["Iraq", "Aliya"],
        ["Rotation 1, Iraq", "Rotation 2, Iraq"],
        ["Rotation 3, Iraq"],
    ]
    for beyond in ("4", "0", "many"):
        read(client, f"/gaps/?page={beyond}", status=404)


def test_links_between_pages_keep_the_filters(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kazbat.gaps.reading.ROWS_A_PAGE", 1)
    PersonFactory.create_batch(2)

    following = read(client, "/gaps/?kind=person&field=gender").select_one('a[rel="next"]')

    assert following
    assert following["href"] == "?kind=person&field=gender&page=2"


def test_every_record_with_a_gap_stands_on_one_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS_A_PAGE", 2)
    mission = whole_mission(name="Iraq", acronym="")
    RotationFactory.create(mission=mission)
    people = sorted(PersonFactory.create().display_name for _number in range(5))

    pages = [read(client, f"/gaps/?page={number}") for number in (1, 2, 3, 4)]

    shown = [name for page in pages for name in rows(page)]
    assert shown == ["Iraq", *people, "Rotation 1, Iraq"]
    assert "7 records" in words(main_part(pages[0]))
    read(client, "/gaps/?page=5", status=404)


def test_page_asks_five_queries_however_much_it_shows(client: Client) -> None:
    for _round in range(2):
        for factory in (
            MissionFactory, UnitFactory, SourceFactory, PhotoFactory, JointDeploymentFactory,
            ClaimFactory, RotationFactory, PersonFactory, RankHoldingFactory, DeploymentFactory,
        ):  # fmt: skip
            factory.create()
        with CaptureQueriesContext(connection) as queries:
            page = read(client, "/gaps/")
        assert len(queries) <= 5
        assert len(rows(page)) >= 10
