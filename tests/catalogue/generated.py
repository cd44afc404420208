"""A register of some hundred people, made by a seed: all states, absences and joint statements."""

from __future__ import annotations

from random import Random

from missions.models import Mission
from personnel.models import Person
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    JointDeploymentFactory,
    MissionFactory,
    OrganisationFactory,
    PersonFactory,
    RankFactory,
    RankHoldingFactory,
    RoleFactory,
    RotationFactory,
    UnitFactory,
)

NAMES = ("Aru", "Beket", "Әсел", "Ахметова", "Қайрат", "Казбек", "Zarina", "Élise", "1st Company")
STATES: tuple[dict[str, bool], ...] = ({}, {}, {}, {"draft": True}, {"withdrawn": True})
PERIODS = ("", "2003", "2014/", "/2012", "XXXX-05-29", "2018-03/2019")


def generate(people: int = 60, *, seed: int = 1) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is secret
    organisations = OrganisationFactory.create_batch(2)
    units = [UnitFactory.create(**state) for state in STATES]
    missions = [
        MissionFactory.create(
            name=f"{chance.choice(NAMES)} {number}",
            period=chance.choice(PERIODS),
            mandated_by=chance.choice([None, *organisations]),
            **chance.choice(STATES),
        )
        for number in range(8)
    ]
    for mission in missions:
        mission.units.set(chance.sample(units, chance.randrange(3)))
        for number in range(1, 4):
            RotationFactory.create(
                mission=mission, number=number, period=chance.choice(PERIODS),
                **chance.choice(STATES),
            )  # fmt: skip
        others = chance.sample([m for m in missions if m != mission], chance.randrange(2))
        ClaimFactory.create(
            missions=[mission, *others],
            period=chance.choice(PERIODS),
            **chance.choice(STATES),
        )
    ranks, roles = RankFactory.create_batch(3), RoleFactory.create_batch(3)
    for number in range(people):
        person = PersonFactory.create(
            display_name=f"{chance.choice(NAMES)} {number % 7}",
            gender=chance.choice(["", "male", "female"]),
            **chance.choice(STATES),
        )
        for rank in chance.sample(ranks, chance.randrange(3)):
            RankHoldingFactory.create(person=person, rank=rank, **chance.choice(STATES))
        for mission in chance.sample(missions, chance.randrange(3)):
            DeploymentFactory.create(
                person=person,
                mission=mission,
                role=chance.choice([None, *roles]),
                rotation=chance.choice([None, *mission.rotations.all()]),
                **chance.choice(STATES),
            )
    everybody, everywhere = list(Person.objects.all()), list(Mission.objects.all())
    for _ in range(6):
        JointDeploymentFactory.create(
            people=chance.sample(everybody, 4),
            missions=chance.sample(everywhere, 2),
            **chance.choice(STATES),
        )
