"""Each filter of missions, units, rotations and claims: a hit, a miss and junk."""

import pytest
from bs4 import Tag
from django.test import Client

from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MissionFactory,
    OrganisationFactory,
    RotationFactory,
    UnitFactory,
)
from tests.reading import choices, complaint_at, names_listed, read, words

pytestmark = pytest.mark.django_db


def claims_listed(page: Tag) -> list[str]:
    return [
        str(link["href"]).split("/")[-2]
        for link in page.select("main .claim .said > p:first-child > a")
    ]


# --- Missions ---------------------------------------------------------------------------------


@pytest.fixture
def missions() -> None:
    iraq = MissionFactory.create(name="Iraq", period="2003/2008")
    FigureFactory.create(mission=iraq, comparator=">", value=270)
    iraq.units.add(UnitFactory.create(slug="kazbat", name="Kazbat"))
    un = OrganisationFactory.create(slug="un", name="United Nations")
    lebanon = MissionFactory.create(name="Lebanon", mandated_by=un, period="2018/..")
    FigureFactory.create(mission=lebanon, value=500)
    MissionFactory.create(name="Nepal", mandated_by=un)


@pytest.mark.usefixtures("missions")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Iraq", "Lebanon", "Nepal"]),
        ("mandate=un", ["Lebanon", "Nepal"]),
        ("mandate=un&unit=kazbat", []),
        ("mandate=not-stated", ["Iraq"]),
        ("unit=kazbat", ["Iraq"]),
        ("unit=not-stated", ["Lebanon", "Nepal"]),
        ("people=1", ["Iraq", "Lebanon", "Nepal"]),
        ("people=271", ["Iraq", "Lebanon", "Nepal"]),
        ("people=500", ["Lebanon", "Iraq", "Nepal"]),
        ("people=501", ["Iraq", "Nepal"]),
        ("people=1,000", ["Iraq", "Nepal"]),
        ("people=1+000", ["Iraq", "Nepal"]),
        ("people=%3E500", ["Iraq", "Nepal"]),
        ("people=500%2B", ["Lebanon", "Iraq", "Nepal"]),
        ("people=at least five hundred", ["Lebanon", "Iraq", "Nepal"]),
        ("people=пятьсот", ["Lebanon", "Iraq", "Nepal"]),
        ("people=1000000000000", ["Iraq", "Nepal"]),
        ("mandate=un&people=500", ["Lebanon", "Nepal"]),
        ("sort=-start", ["Lebanon", "Iraq", "Nepal"]),
    ],
)
def test_missions_are_narrowed_by_their_address(
    client: Client, query: str, names: list[str]
) -> None:
    page = read(client, f"/missions/?{query}")

    assert names_listed(page) == names
    assert f"{len(names)} found" in words(page)


@pytest.mark.usefixtures("missions")
@pytest.mark.parametrize(
    "query", ["mandate=nato", "unit=lost", "people=many", "people=0", "sort=size", "mandate=UN"]
)
def test_a_mission_filter_that_means_nothing_lists_nothing(client: Client, query: str) -> None:
    page = read(client, f"/missions/?{query}", status=400)

    assert complaint_at(page, query.partition("=")[0])
    assert names_listed(page) == []


@pytest.mark.usefixtures("missions")
def test_at_least_so_many_people_tells_three_answers_apart(client: Client) -> None:
    page = read(client, "/missions/?people=300")

    sections = {
        words(title): names_listed_below(title) for title in page.select("main .results h2")
    }
    assert sections == {
        "Yes, as stated": ["Lebanon"],
        "Cannot tell from the sources": ["Iraq", "Nepal"],
    }


def test_a_joint_figure_stands_in_the_row_of_each_mission_with_its_note(client: Client) -> None:
    one, other = MissionFactory.create(name="ZZ"), MissionFactory.create(name="YY")
    MissionFactory.create(name="XX")
    joint = FigureFactory.create(mission=one, value=900)
    joint.missions.add(other)

    page = read(client, "/missions/?people=800")

    assert [words(title) for title in page.select("main .results h2")] == [
        "Cannot tell from the sources"
    ]
    rows = {words(row.select("th > a")[0]): words(row) for row in page.select("tbody tr")}
    for name in ("ZZ", "YY"):
        assert "900 people" in rows[name]
        assert "Stated jointly of YY and ZZ, without" in rows[name]
    assert "900 people" not in rows["XX"]


def names_listed_below(title: Tag) -> list[str]:
    table = title.find_next("table")
    assert isinstance(table, Tag)
    return [words(link) for link in table.select("tbody th > a")]


@pytest.mark.usefixtures("missions")
def test_missions_are_not_grouped_unless_asked_how_many(client: Client) -> None:
    assert not read(client, "/missions/").select("main .results h2")


# --- Units ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Engineers", "Kazbat", "Reserve"]),
        ("mission=iraq", ["Engineers", "Kazbat"]),
        ("mission=not-stated", ["Reserve"]),
        ("sort=-start", ["Engineers", "Kazbat", "Reserve"]),
        ("sort=start", ["Kazbat", "Engineers", "Reserve"]),
    ],
)
def test_units_are_narrowed_by_their_address(client: Client, query: str, names: list[str]) -> None:
    iraq = MissionFactory.create(slug="iraq", name="Iraq")
    mars = MissionFactory.create(slug="mars", name="Mars", draft=True)
    iraq.units.add(UnitFactory.create(name="Kazbat", established="2000"))
    iraq.units.add(UnitFactory.create(name="Engineers", established="2001"))
    mars.units.add(UnitFactory.create(name="Reserve"))

    page = read(client, f"/units/?{query}")

    assert names_listed(page) == names
    assert "Mars" not in words(page)


@pytest.mark.parametrize("query", ["mission=%00", "mission=draft", "sort=size"])
def test_a_unit_filter_that_means_nothing_lists_nothing(client: Client, query: str) -> None:
    MissionFactory.create(slug="draft", draft=True)

    page = read(client, f"/units/?{query}", status=400)

    assert complaint_at(page, query.partition("=")[0])


# --- Rotations --------------------------------------------------------------------------------


@pytest.fixture
def rotations() -> None:
    iraq = MissionFactory.create(slug="iraq", name="Iraq")
    lebanon = MissionFactory.create(slug="lebanon", name="Lebanon")
    MissionFactory.create(slug="nepal")
    RotationFactory.create(mission=iraq, number=1)
    RotationFactory.create(mission=iraq, number=2, period="2004")
    RotationFactory.create(mission=lebanon, number=1, period="2018-10")


@pytest.mark.usefixtures("rotations")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Rotation 1, Iraq", "Rotation 2, Iraq", "Rotation 1, Lebanon"]),
        ("mission=iraq", ["Rotation 1, Iraq", "Rotation 2, Iraq"]),
        ("mission=nepal", []),
        ("period=stated", ["Rotation 2, Iraq", "Rotation 1, Lebanon"]),
        ("period=not-stated", ["Rotation 1, Iraq"]),
        ("mission=lebanon&period=not-stated", []),
        ("sort=number", ["Rotation 1, Iraq", "Rotation 1, Lebanon", "Rotation 2, Iraq"]),
        ("sort=-start", ["Rotation 1, Lebanon", "Rotation 2, Iraq", "Rotation 1, Iraq"]),
        ("sort=-mission,-number", ["Rotation 1, Lebanon", "Rotation 2, Iraq", "Rotation 1, Iraq"]),
    ],
)
def test_rotations_are_narrowed_by_their_address(
    client: Client, query: str, names: list[str]
) -> None:
    assert names_listed(read(client, f"/rotations/?{query}")) == names


@pytest.mark.usefixtures("rotations")
@pytest.mark.parametrize("query", ["mission=lost", "period=2004", "sort=size"])
def test_a_rotation_filter_that_means_nothing_lists_nothing(client: Client, query: str) -> None:
    page = read(client, f"/rotations/?{query}", status=400)

    assert complaint_at(page, query.partition("=")[0])
    assert names_listed(page) == []


def test_rotations_of_a_draft_mission_are_neither_listed_nor_a_choice(client: Client) -> None:
    RotationFactory.create(mission__slug="secret", mission__draft=True)

    page = read(client, "/rotations/")

    assert names_listed(page) == []
    assert "secret" not in choices(page, "mission")
    read(client, "/rotations/?mission=secret", status=400)


# --- Claims ------------------------------------------------------------------------------------


@pytest.fixture
def claims() -> None:
    iraq = MissionFactory.create(slug="iraq", name="Iraq")
    lebanon = MissionFactory.create(slug="lebanon", name="Lebanon")
    MissionFactory.create(slug="nepal")
    joint = ClaimFactory.create(slug="joint", mission=iraq, text="Women served.", period="2018~")
    joint.missions.add(lebanon)
    FigureFactory.create(slug="people", mission=iraq, text="There were 290 people.")
    ClaimFactory.create(slug="unit", unit=UnitFactory.create(), text="The unit was founded.")
    ClaimFactory.create(slug="country", text="Kazakhstan sent observers.", period="2014/..")


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["country", "joint", "people", "unit"]),
        ("kind=figure", ["people"]),
        ("kind=policy", []),
        ("mission=iraq", ["joint", "people"]),
        ("mission=lebanon", ["joint"]),
        ("mission=nepal", []),
        ("mission=not-stated", ["country", "unit"]),
        ("measure=participants", ["people"]),
        ("measure=participants&mission=lebanon", []),
        ("period=stated", ["country", "joint"]),
        ("period=not-stated", ["people", "unit"]),
        ("q=observers", ["country"]),
        ("q=казахстан", ["country"]),
        ("q=Kazakhstan observ", ["country"]),
        ("q=nowhere", []),
        ("q=served&mission=lebanon", ["joint"]),
        ("q=served&kind=figure", []),
    ],
)
def test_claims_are_narrowed_by_their_address(client: Client, query: str, slugs: list[str]) -> None:
    assert claims_listed(read(client, f"/claims/?{query}")) == slugs


@pytest.mark.usefixtures("claims")
@pytest.mark.parametrize(
    "query", ["kind=rumour", "mission=lost", "measure=lost", "period=2014", "q=%00"]
)
def test_a_claim_filter_that_means_nothing_lists_nothing(client: Client, query: str) -> None:
    page = read(client, f"/claims/?{query}", status=400)

    assert complaint_at(page, query.partition("=")[0])
    assert claims_listed(page) == []


@pytest.mark.usefixtures("claims")
def test_choices_of_claims_are_counted(client: Client) -> None:
    page = read(client, "/claims/")

    assert choices(page, "mission") == {
        "": "all",
        "iraq": "Iraq (2)",
        "lebanon": "Lebanon (1)",
        "not-stated": "about no mission (2)",
    }
    assert choices(page, "kind") == {"": "all", "figure": "figure (1)", "activity": "activity (3)"}
