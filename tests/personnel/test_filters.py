"""Each filter of the list of people with a hit, a miss, junk and "not stated"."""

import pytest
from django.test import Client

from tests.factories import (
    DeploymentFactory,
    JointDeploymentFactory,
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    RankFactory,
    RankHoldingFactory,
    RoleFactory,
)
from tests.reading import (
    address_of_link,
    choices,
    complaint_at,
    main_part,
    names_listed,
    read,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    """Aru served in Lebanon as an observer; Botagoz and she together there or in Iraq."""
    lebanon = MissionFactory.create(slug="lebanon", name="Lebanon")
    iraq = MissionFactory.create(slug="iraq", name="Iraq")
    MissionFactory.create(slug="mars", name="Mars", draft=True)
    observer = RoleFactory.create(slug="observer", name="Observer")
    major = RankFactory.create(slug="major", name="Major")
    aru = PersonFactory.create(display_name="Aru Akhmetova", gender="female")
    botagoz = PersonFactory.create(display_name="Botagoz Садыкова", gender="female")
    chingiz = PersonFactory.create(display_name="Chingiz", gender="male")
    dias = PersonFactory.create(display_name="Dias")
    PersonFactory.create(display_name="Zhan", draft=True)
    PersonNameFactory.create(person=dias, name="Диас Әлиұлы", language="kk")
    DeploymentFactory.create(person=aru, mission=lebanon, role=observer)
    DeploymentFactory.create(person=chingiz, mission=iraq)
    JointDeploymentFactory.create(people=[aru, botagoz], missions=[lebanon, iraq], roles=[observer])
    RankHoldingFactory.create(person=aru, rank=major, as_printed="Major of the Army")
    RankHoldingFactory.create(person=dias, rank=major, as_printed="Major")


ARU, BOTAGOZ, CHINGIZ, DIAS = "Aru Akhmetova", "Botagoz Садыкова", "Chingiz", "Dias"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", [ARU, BOTAGOZ, CHINGIZ, DIAS]),
        ("q=akhmet", [ARU]),
        ("q=АХМЕТОВА", [ARU]),
        ("q=sadykova", [BOTAGOZ]),
        ("q=әлиұлы", [DIAS]),
        ("q=aliuly", [DIAS]),
        ("q=nobody", []),
        ("q=zhan", []),
        ("mission=lebanon", [ARU]),
        ("mission=iraq", [CHINGIZ]),
        ("mission=not-stated", [BOTAGOZ, DIAS]),
        ("jointly=lebanon", [BOTAGOZ]),
        ("jointly=iraq", [ARU, BOTAGOZ]),
        ("role=observer", [ARU]),
        ("role=observer&gender=male", []),
        ("role=not-stated", [BOTAGOZ, CHINGIZ, DIAS]),
        ("rank=major", [ARU, DIAS]),
        ("rank=major&mission=iraq", []),
        ("rank=not-stated", [BOTAGOZ, CHINGIZ]),
        ("gender=female", [ARU, BOTAGOZ]),
        ("gender=male", [CHINGIZ]),
        ("gender=not-stated", [DIAS]),
        ("gender=female&mission=not-stated", [BOTAGOZ]),
        ("gender=male&role=observer", []),
        ("sort=-name", [DIAS, CHINGIZ, BOTAGOZ, ARU]),
    ],
)
def test_the_list_holds_who_was_asked_for(client: Client, query: str, names: list[str]) -> None:
    assert names_listed(read(client, f"/personnel/?{query}")) == names


@pytest.mark.parametrize(
    "query",
    [
        "mission=nowhere", "mission=mars", "jointly=not-stated", "role=king", "rank=1",
        "gender=f", "sort=rank", "sort=name%00",
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_at_its_filter(client: Client, query: str) -> None:
    page = read(client, f"/personnel/?{query}", status=400)

    assert complaint_at(page, query.partition("=")[0])
    assert names_listed(page) == []


def test_each_choice_says_how_many_people_it_leads_to(client: Client) -> None:
    page = read(client, "/personnel/")

    assert choices(page, "mission") == {
        "": "all",
        "iraq": "Iraq (1)",
        "lebanon": "Lebanon (1)",
        "not-stated": "mission not stated individually (2)",
    }
    assert choices(page, "role") == {
        "": "all",
        "observer": "Observer (1)",
        "not-stated": "role not stated individually (3)",
    }
    assert choices(page, "rank") == {
        "": "all",
        "major": "Major (2)",
        "not-stated": "not stated in any source (2)",
    }
    assert choices(page, "gender") == {
        "": "all",
        "female": "female (2)",
        "male": "male (1)",
        "not-stated": "not stated in any source (1)",
    }


def test_who_is_named_only_with_others_is_one_click_away(client: Client) -> None:
    page = read(client, "/personnel/?mission=lebanon")

    address = address_of_link(page, "people named jointly for this mission")

    assert names_listed(read(client, f"/personnel/{address}")) == [BOTAGOZ]


def test_a_filter_says_whom_it_leaves_out_for_want_of_a_statement(client: Client) -> None:
    page = main_part(read(client, "/personnel/?gender=female"))

    (note,) = page.select(".may-belong")
    assert words(note).startswith("1 more may belong here")
    left_out = read(client, "/personnel/" + address_of_link(note, "Show"))
    assert names_listed(left_out) == [DIAS]
    assert not main_part(read(client, "/personnel/?gender=not-stated")).select(".may-belong")
