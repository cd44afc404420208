"""The people of a mission, a rotation or a unit, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.listing import first_listed, places_of
from missions.models import Mission, Rotation, Unit
from missions.people import People
from records.audience import Audience
from records.models import Record
from records.pagination import first_rows
from records.periods import surely_at_one_time
from records.prefetching import Link, linked
from records.statedness import Absence, absence
from records.statements import KeptStatement

from .models import Command, Deployment, JointDeployment

PEOPLE_ON_A_PAGE = 25
"""A page shows the first so many, and leads to the list of all."""


@dataclass(frozen=True, kw_only=True)
class PeopleOnMission(People):
    deployments: list[Deployment]
    """Of those named individually."""
    absence: Absence
    """What is stated of none, or not of all, of them."""
    joint_deployments: list[JointDeployment]

    @property
    def parts(self) -> dict[str, Sequence[Record]]:
        return {"deployments": self.deployments, "joint_deployments": self.joint_deployments}

    @property
    def cut_parts(self) -> list[str]:
        return ["deployments"] if self.there_are_more else []

    @property
    def missing_parts(self) -> dict[str, Any]:
        return {} if self.deployments else {"deployments": _("People named individually")}

    @property
    def count(self) -> int:
        named = {deployment.person_id for deployment in self.deployments}
        for joint in self.joint_deployments:
            named |= {person.pk for person in linked(joint, "people")}
        return len(named)


@dataclass(frozen=True)
class Leader:
    command: Command
    at_one_time: list[Command]
    """Commands of others that are stated for the same time."""


@dataclass(frozen=True, kw_only=True)
class LeadersOfUnit(People):
    leaders: list[Leader]

    @property
    def parts(self) -> dict[str, Sequence[Record]]:
        return {"commands": self.records}

    @property
    def missing_parts(self) -> dict[str, Any]:
        return {} if self.leaders else {"commands": _("Led by")}

    def conflicts_of(self, record: Record) -> list[Any]:
        return [two for one in self.leaders if one.command is record for two in one.at_one_time]


def people_on(owner: Mission | Rotation | Unit, audience: Audience) -> People:
    return _leaders_of(owner, audience) if isinstance(owner, Unit) else _serving_on(owner, audience)


def _leaders_of(unit: Unit, audience: Audience) -> LeadersOfUnit:
    rows = Command.objects.visible_to(audience).filter(unit=unit).select_related("person", "unit")
    commands = list(rows.in_reading_order())
    at_one_time = surely_at_one_time(commands, "person_id")
    leaders = [Leader(command, at_one_time.get(command.pk, [])) for command in commands]
    return LeadersOfUnit(records=tuple(commands), leaders=leaders)


def _serving_on(owner: Mission | Rotation, audience: Audience) -> PeopleOnMission:
    joint: list[JointDeployment] = []
    if isinstance(owner, Mission):
        deployments = _individually_on(owner, audience)
        # A source that names people together does not say in which rotation each of them served.
        columns, joint = ["role", "rotation", "period"], _jointly_on(audience, mission=owner.pk)
    else:
        deployments, columns = _in_rotation(audience, rotation=owner.pk), ["role", "period"]
    deployments, there_are_more = first_rows(deployments, PEOPLE_ON_A_PAGE)
    relations = (JointDeployment.people, JointDeployment.roles, JointDeployment.missions)
    return PeopleOnMission(
        records=(*deployments, *joint),
        links=tuple(Link(relation, joint) for relation in relations if joint),
        there_are_more=there_are_more,
        deployments=deployments,
        absence=absence(deployments, *columns),
        joint_deployments=joint,
    )


def _individually_on(mission: Mission, audience: Audience) -> list[Deployment]:
    """Of the first people, in the order of their list; of a large mission no others are read."""
    found = [
        deployment
        for deployment in _first_on(audience, mission=str(mission.pk))
        if deployment.mission_id == mission.pk
    ]
    for deployment in found:
        deployment.mission = mission
    return sorted(found, key=lambda one: (places_of(one.person)["name"], one.person_id, one.pk))


@KeptStatement
def _first_on(audience: Audience, *, mission: str) -> QuerySet[Deployment]:
    """All that the first people did, found by the person: by the mission, all would be read."""
    first = first_listed("person", "mission", mission, audience, PEOPLE_ON_A_PAGE + 1)
    served = Deployment.objects.visible_to(audience).filter(person__in=first)
    return served.select_related("person", "role", "rotation__mission").order_by()


@KeptStatement
def _in_rotation(audience: Audience, *, rotation: int) -> QuerySet[Deployment]:
    served = Deployment.objects.visible_to(audience).filter(rotation=rotation)
    return served.select_related("person", "mission", "role", "rotation__mission")[
        : PEOPLE_ON_A_PAGE + 1
    ]


@KeptStatement
def _jointly_on(audience: Audience, *, mission: int) -> QuerySet[JointDeployment]:
    return JointDeployment.objects.visible_to(audience).filter(missions=mission)
