from datetime import date
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from missions.models import Claim, Mission
from personnel.models import JointDeployment
from records.audience import Audience
from records.prefetching import Link, attach_links, linked
from tests.factories import (
    ClaimFactory,
    JointDeploymentFactory,
    MissionFactory,
    PersonFactory,
    RoleFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def test_relations_of_many_rows_and_kinds_come_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    unit = UnitFactory.create(name="Battalion")
    iraq.units.add(unit)
    claims = ClaimFactory.create_batch(2)
    claims[0].missions.add(iraq, lebanon)
    claims[1].missions.add(lebanon)
    person, role = PersonFactory.create(), RoleFactory.create()
    joint = JointDeploymentFactory.create(people=[person], missions=[lebanon], roles=[role])

    with django_assert_num_queries(1):
        attach_links(
            Link(Mission.units, [iraq, lebanon]),
            Link(Claim.missions, claims),
            Link(JointDeployment.people, [joint]),
            Link(JointDeployment.missions, [joint]),
            Link(JointDeployment.roles, [joint]),
            audience=Audience.PUBLIC,
        )
    with django_assert_num_queries(0):
        assert [linked(mission, "units") for mission in (iraq, lebanon)] == [[unit], []]
        assert [linked(claim, "missions") for claim in claims] == [
            [iraq, lebanon],
            [lebanon],
        ]
        assert linked(joint, "people") == [person]
        assert linked(joint, "missions") == [lebanon]
        assert linked(joint, "roles") == [role]


def test_linked_rows_can_be_named_and_addressed_without_a_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    claim = ClaimFactory.create()
    claim.missions.add(MissionFactory.create(slug="iraq", name="Iraq"))
    attach_links(Link(Claim.missions, [claim]), audience=Audience.PUBLIC)

    with django_assert_num_queries(0):
        (mission,) = linked(claim, "missions")
        assert (str(mission), mission.get_absolute_url()) == ("Iraq", "/missions/iraq/")


def test_a_linked_row_says_nothing_that_is_not_so() -> None:
    mission = MissionFactory.create(period="2014/..", place="Côte d’Ivoire", place_ru="Кот-д’Ивуар")
    claim = ClaimFactory.create()
    claim.missions.add(mission)

    attach_links(Link(Claim.missions, [claim]), audience=Audience.PUBLIC)
    (shown,) = linked(claim, "missions")

    assert (shown.state, shown.is_public) == ("published", True)
    assert (str(shown.period), shown.period_earliest) == ("2014/..", date(2014, 1, 1))
    assert (shown.place, shown.place_ru) == ("Côte d’Ivoire", "Кот-д’Ивуар")
    assert all(
        getattr(shown, field.attname) == getattr(mission, field.attname)
        for field in Mission._meta.concrete_fields
    )


def test_what_was_not_fetched_is_read_as_the_public_sees_it() -> None:
    claim = ClaimFactory.create()
    shown = MissionFactory.create()
    claim.missions.add(shown, MissionFactory.create(draft=True))

    assert linked(claim, "missions") == [shown]


def test_linked_rows_are_named_in_the_active_language_or_else_in_another() -> None:
    claim = ClaimFactory.create()
    claim.missions.add(
        MissionFactory.create(name_en="Iraq", name_ru="Ирак"),
        MissionFactory.create(name_en="Abyei"),
    )

    with translation.override("ru"):
        attach_links(Link(Claim.missions, [claim]), audience=Audience.PUBLIC)
        assert list(map(str, linked(claim, "missions"))) == ["Abyei", "Ирак"]


@pytest.mark.parametrize(
    ("audience", "names"), [(Audience.PUBLIC, ["C"]), (Audience.EDITORS, ["B", "C"])]
)
def test_drafts_are_linked_for_editors_alone_and_withdrawn_rows_for_nobody(
    audience: Audience, names: list[str]
) -> None:
    claim = ClaimFactory.create()
    claim.missions.add(
        MissionFactory.create(name="C"),
        MissionFactory.create(name="B", draft=True),
        MissionFactory.create(name="A", withdrawn=True),
    )

    attach_links(Link(Claim.missions, [claim]), audience=audience)

    assert list(map(str, linked(claim, "missions"))) == names


def test_linked_rows_stand_in_the_order_of_their_names() -> None:
    mission = MissionFactory.create()
    for name in ("Company C", "Battalion", "Company A"):
        mission.units.add(UnitFactory.create(name=name))

    attach_links(Link(Mission.units, [mission]), audience=Audience.PUBLIC)

    assert list(map(str, linked(mission, "units"))) == ["Battalion", "Company A", "Company C"]


@pytest.mark.parametrize("links", [[], [Link(Claim.missions, [])]])
def test_nothing_to_attach_asks_nothing(
    links: list[Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        attach_links(*links, audience=Audience.PUBLIC)
