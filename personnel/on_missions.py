"""The people of a mission or a rotation, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from missions.models import Mission, Rotation
from missions.people import People
from records.audience import Audience
from records.models import Record
from records.pagination import first_rows
from records.prefetching import Link, linked
from records.statedness import Absence, absence

from .models import Deployment, JointDeployment

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


def people_on(owner: Mission | Rotation, audience: Audience) -> PeopleOnMission:
    deployments, there_are_more = first_rows(
        owner.deployments.visible_to(audience).select_related(
            "person", "role", "rotation__mission"
        ),
        PEOPLE_ON_A_PAGE,
    )
    columns, joint = ["role", "period"], []
    if isinstance(owner, Mission):
        # A source that names people together does not say in which rotation each of them served.
        columns, joint = (
            ["role", "rotation", "period"],
            list(owner.joint_deployments.visible_to(audience)),
        )
    relations = (JointDeployment.people, JointDeployment.roles, JointDeployment.missions)
    return PeopleOnMission(
        records=(*deployments, *joint),
        links=tuple(Link(relation, joint) for relation in relations if joint),
        there_are_more=there_are_more,
        deployments=deployments,
        absence=absence(deployments, *columns),
        joint_deployments=joint,
    )
