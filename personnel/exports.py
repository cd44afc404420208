"""What the files of the list of people say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.models import Record
from records.prefetching import Link, attach_links, linked
from sources.evidence import Evidence
from sources.exports.columns import (
    Cell,
    Columns,
    called,
    in_one_cell,
    of_part,
    slug_of,
    value,
)
from sources.exports.listing import Listing

from .models import Command, Deployment, JointDeployment, Person, RankHolding
from .pages import further_names, names_as_json, spellings_of


def _ranks(holdings: Sequence[RankHolding]) -> list[Cell]:
    slugs = dict.fromkeys(holding.rank.slug for holding in holdings)
    return [in_one_cell(dict.fromkeys(one.as_printed for one in holdings)), in_one_cell(slugs)]


def _commands(commands: Sequence[Command]) -> list[Cell]:
    return called(command.unit for command in commands)


def _service(deployments: Sequence[Deployment]) -> list[Cell]:
    roles = [deployment.role for deployment in deployments if deployment.role]
    return [*called(deployment.mission for deployment in deployments), *called(roles)]


def _jointly(statements: Sequence[JointDeployment]) -> list[Cell]:
    missions = [mission for one in statements for mission in linked(one, "missions")]
    return [
        in_one_cell(one.text for one in statements),
        in_one_cell(map(slug_of, statements)),
        *called(missions),
    ]


@dataclass(frozen=True)
class PersonListing(Listing):
    joined = ("photo__source",)

    columns = (
        value("display_name"),
        Columns(
            ("names",),
            lambda row: [in_one_cell(one.name for one in further_names(row.record))],
            "names",
        ),
        value("gender"),
        value("affiliation"),
        of_part(("ranks", "rank_slugs"), "rank_holdings", _ranks),
        of_part(("units_led", "unit_led_slugs"), "commands", _commands),
        of_part(("missions", "mission_slugs", "roles", "role_slugs"), "deployments", _service),
        of_part(
            ("joint_statements", "joint_statement_slugs", "joint_missions", "joint_mission_slugs"),
            "joint_deployments",
            _jointly,
        ),
        value("note"),
    )

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> QuerySet[Person]:
        ranks: QuerySet[RankHolding] = RankHolding.objects.visible_to(audience)
        commands = Command.objects.visible_to(audience).in_reading_order()
        deployments: QuerySet[Deployment] = Deployment.objects.visible_to(audience)
        joint: QuerySet[JointDeployment] = JointDeployment.objects.visible_to(audience)
        people: QuerySet[Person] = super().prepared(rows.mark_contested_ranks(), audience)
        return people.prefetch_related(
            "names",
            Prefetch("rank_holdings", ranks.select_related("rank")),
            Prefetch("commands", commands.select_related("unit")),
            Prefetch(
                "deployments", deployments.select_related("mission", "role", "rotation__mission")
            ),
            Prefetch("joint_deployments", joint),
        )

    @classmethod
    def read(cls, rows: Sequence[Person], audience: Audience) -> Self:
        ranks = [one for person in rows for one in person.rank_holdings.all()]
        deployments = [one for person in rows for one in person.deployments.all()]
        joint = [one for person in rows for one in person.joint_deployments.all()]
        attach_links(
            Link(JointDeployment.missions, joint),
            Link(JointDeployment.roles, joint),
            audience=audience,
        )
        commands = [one for person in rows for one in person.commands.all()]
        cited = [*rows, *ranks, *commands, *deployments, *{one.pk: one for one in joint}.values()]
        return cls(records=rows, evidence=Evidence(cited, audience))

    def parts_of(self, record: Any) -> Mapping[str, Sequence[Record]]:
        return {
            "rank_holdings": record.rank_holdings.all(),
            "commands": record.commands.all(),
            "deployments": record.deployments.all(),
            "joint_deployments": record.joint_deployments.all(),
        }

    def missing_parts_of(self, record: Any) -> dict[str, Any]:
        labels = {"rank_holdings": _("Ranks"), "deployments": _("Missions, individually")}
        parts = self.parts_of(record)
        return {name: label for name, label in labels.items() if not parts[name]}

    def is_contested(self, record: Record) -> bool:
        return bool(getattr(record, "has_contested_ranks", False))

    def tells(self, record: Record, column: str) -> bool:
        """Not whom a joint statement names: each of thousands would be told with all the others."""
        return not (isinstance(record, JointDeployment) and column == "people")

    def more_of(self, record: Any) -> dict[str, Any]:
        if not isinstance(record, Person):
            return {}
        parts = (record.rank_holdings, record.commands, record.deployments)
        cited = [one for part in parts for one in part.all()]
        return names_as_json(spellings_of(record, record.names.all(), cited, self.evidence))
