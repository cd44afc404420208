from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from catalogue.facets import NOT_STATED
from catalogue.selection import Selection
from personnel.models import Deployment, JointDeployment, Person, RankHolding
from records.audience import Audience
from records.models import Record
from tests.factories import (
    DeploymentFactory,
    JointDeploymentFactory,
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    RankFactory,
    RankHoldingFactory,
    RoleFactory,
    RotationFactory,
)

pytestmark = pytest.mark.django_db

# --- Deployments ------------------------------------------------------------------------------


def test_a_rotation_of_another_mission_is_refused_at_its_field() -> None:
    deployment = DeploymentFactory.build(
        person=PersonFactory.create(),
        mission=MissionFactory.create(),
        rotation=RotationFactory.create(),
    )

    with pytest.raises(ValidationError) as refusal:
        deployment.full_clean()

    assert refusal.value.message_dict == {
        "rotation": ["This is a rotation of another mission: choose one of this one."]
    }


def test_a_rotation_of_the_same_mission_is_taken() -> None:
    rotation = RotationFactory.create()

    DeploymentFactory.create(mission=rotation.mission, rotation=rotation).full_clean()


def with_rotation(deployment: Deployment) -> dict[str, Any]:
    return {"rotation": RotationFactory.create(mission=deployment.mission)}


def with_role(_deployment: Deployment) -> dict[str, Any]:
    return {"role": RoleFactory.create()}


def with_period(_deployment: Deployment) -> dict[str, Any]:
    return {"period": "2018"}


def with_nothing(_deployment: Deployment) -> dict[str, Any]:
    return {}


@pytest.mark.parametrize("more", [with_nothing, with_rotation, with_role, with_period])
def test_the_same_deployment_twice_is_refused_also_where_nothing_more_is_stated(more: Any) -> None:
    first = DeploymentFactory.create()
    values = {"person": first.person, "mission": first.mission} | more(first)
    if values != {"person": first.person, "mission": first.mission}:
        DeploymentFactory.create(**values)

    with pytest.raises(ValidationError) as refusal:
        DeploymentFactory.build(**values).full_clean()
    assert "add a citation to it" in str(refusal.value)
    with pytest.raises(IntegrityError):
        DeploymentFactory.create(**values)


def test_what_tells_deployments_apart_lets_them_stand_side_by_side() -> None:
    first = DeploymentFactory.create()
    for more in (with_rotation, with_role, with_period):
        DeploymentFactory.create(person=first.person, mission=first.mission, **more(first))

    assert first.person.deployments.count() == 4


# --- Ranks ------------------------------------------------------------------------------------


def test_two_ranks_without_dates_stand_side_by_side() -> None:
    person = PersonFactory.create()
    for name in ("Colonel", "Lieutenant Colonel"):
        RankHoldingFactory.create(person=person, rank=RankFactory.create(name=name))

    assert {holding.as_of for holding in person.rank_holdings.all()} == {None}


def test_the_same_rank_at_the_same_time_twice_is_refused() -> None:
    first = RankHoldingFactory.create()
    RankHoldingFactory.create(person=first.person, rank=first.rank, as_of="2018")

    with pytest.raises(IntegrityError):
        RankHoldingFactory.create(person=first.person, rank=first.rank)


def test_a_persons_name_is_kept_once_for_each_language() -> None:
    name = PersonNameFactory.create(name="Aliya", language="en")
    PersonNameFactory.create(person=name.person, name="Aliya", language="kk")

    with pytest.raises(IntegrityError):
        PersonNameFactory.create(person=name.person, name="Aliya", language="en")


@pytest.mark.parametrize("gender", ["female", "male", ""])
def test_a_gender_that_a_source_can_state_is_taken(gender: str) -> None:
    PersonFactory.create(gender=gender).full_clean()


def test_the_database_refuses_another_gender() -> None:
    with pytest.raises(IntegrityError):
        PersonFactory.create(gender="woman")


@pytest.mark.parametrize(
    "factory", [DeploymentFactory, RankHoldingFactory], ids=["deployment", "rank"]
)
def test_a_person_of_whom_something_is_stated_cannot_be_deleted(factory: Any) -> None:
    row = factory.create()

    with pytest.raises(models.ProtectedError):
        row.person.delete()


# --- Publication ------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", ["person", "mission", "rotation", "nothing"])
def test_a_deployment_is_public_while_all_it_hangs_on_is(hidden: str) -> None:
    mission = MissionFactory.create(draft=hidden == "mission")
    deployment = DeploymentFactory.create(
        person=PersonFactory.create(withdrawn=hidden == "person"),
        mission=mission,
        rotation=RotationFactory.create(mission=mission, draft=hidden == "rotation"),
    )

    assert seen(deployment) is (hidden == "nothing")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_rank_is_public_only_while_its_person_is(state: str) -> None:
    assert seen(RankHoldingFactory.create())
    assert not seen(RankHoldingFactory.create(person=PersonFactory.create(**{state: True})))


def seen(record: Record) -> bool:
    """Whether the record is public, by itself and by the query that lists use."""
    by_query: bool = type(record).objects.published().filter(pk=record.pk).exists()  # type: ignore[attr-defined]
    assert record.is_public is by_query
    return by_query


# --- Who served where -------------------------------------------------------------------------


@pytest.fixture
def aru() -> Person:
    person: Person = PersonFactory.create(display_name="Aru")
    return person


def jointly_for(person: Person, mission: Any, **values: Any) -> JointDeployment:
    joint: JointDeployment = JointDeploymentFactory.create(
        people=[person], missions=[mission], **values
    )
    return joint


def who(**chosen: Any) -> list[Person]:
    """The people whom the list shows to everybody if these values are chosen."""
    values = {name: str(getattr(value, "pk", value)) for name, value in chosen.items()}
    return [Person.objects.get(pk=pk) for pk in Selection("person", Audience.PUBLIC, values)]


def test_who_is_named_with_others_has_not_been_said_to_have_served(aru: Person) -> None:
    mission = MissionFactory.create(slug="lebanon")
    jointly_for(aru, mission)

    assert who(mission=mission) == []
    assert who(jointly=mission) == [aru]
    assert who(mission=NOT_STATED) == [aru]


def test_who_is_named_alone_as_well_is_not_among_those_named_only_with_others(aru: Person) -> None:
    mission = MissionFactory.create(slug="lebanon")
    jointly_for(aru, mission)
    DeploymentFactory.create(person=aru, mission=mission)

    assert who(mission=mission) == [aru]
    assert who(jointly=mission) == []
    assert who(mission=NOT_STATED) == []


def test_who_served_twice_in_a_mission_is_listed_once(aru: Person) -> None:
    mission = MissionFactory.create(slug="lebanon")
    for period in ("2018", "2020"):
        DeploymentFactory.create(person=aru, mission=mission, period=period)

    assert who(mission=mission) == [aru]


def test_a_draft_does_not_say_where_somebody_served(aru: Person) -> None:
    mission = MissionFactory.create(slug="lebanon")
    rank = RankFactory.create()
    DeploymentFactory.create(person=aru, mission=mission, role=RoleFactory.create(), draft=True)
    RankHoldingFactory.create(person=aru, rank=rank, draft=True)
    jointly_for(aru, mission, draft=True)

    assert who(mission=mission) == []
    assert who(jointly=mission) == []
    assert who(rank=rank) == []
    assert who(mission=NOT_STATED) == [aru]
    assert who(role=NOT_STATED) == [aru]
    assert who(rank=NOT_STATED) == [aru]


def test_a_role_stated_of_several_people_is_nobodys_own(aru: Person) -> None:
    role = RoleFactory.create(slug="observer")
    jointly_for(aru, MissionFactory.create(), roles=[role])

    assert who(role=role) == []
    assert who(role=NOT_STATED) == [aru]


def test_ranks_and_deployments_stand_on_the_page_of_their_person(aru: Person) -> None:
    rank: RankHolding = RankHoldingFactory.create(person=aru)
    deployment: Deployment = DeploymentFactory.create(person=aru)

    assert rank.get_absolute_url() == f"{aru.get_absolute_url()}#ranks"
    assert deployment.get_absolute_url() == f"{aru.get_absolute_url()}#service"
