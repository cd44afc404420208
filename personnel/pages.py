from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.models import Record
from records.prefetching import Link, attach_links, linked
from records.statedness import absence
from sources.evidence import Evidence, Note
from sources.fields import Fields, fields_of
from sources.linked_data import Data, exact, quotations, thing
from sources.models import Photo
from sources.pages import ListPage, RecordPage, visible

from .models import Deployment, JointDeployment, NameKind, Person, PersonName, RankHolding

PERSON_FIELDS = {
    "display_name": _("Name"), "gender": _("Gender"), "affiliation": _("Described as"),
}  # fmt: skip


@dataclass(frozen=True)
class PersonListPage(ListPage):
    @classmethod
    def prepared(cls, rows: QuerySet[Person], audience: Audience) -> QuerySet[Person]:
        joint: QuerySet[JointDeployment] = JointDeployment.objects.visible_to(audience)
        ranks: QuerySet[RankHolding] = RankHolding.objects.visible_to(audience)
        deployments: QuerySet[Deployment] = Deployment.objects.visible_to(audience)
        return rows.prefetch_related(
            Prefetch("rank_holdings", ranks),
            Prefetch("deployments", deployments.select_related("mission")),
            Prefetch("joint_deployments", joint),
        )

    @classmethod
    def read(cls, rows: Sequence[Person], audience: Audience) -> Self:
        joint = [joint for person in rows for joint in person.joint_deployments.all()]
        attach_links(Link(JointDeployment.missions, joint), audience=audience)
        cited = [
            *(row for person in rows for row in person.rank_holdings.all()),
            *(row for person in rows for row in person.deployments.all()),
            *{row.pk: row for row in joint}.values(),
        ]
        return cls(evidence=Evidence(cited, audience))


def further_names(person: Person) -> list[PersonName]:
    return [name for name in person.names.all() if name.name != person.display_name]


def names_as_json(names: Iterable[PersonName]) -> dict[str, Any]:
    """A person's further names."""
    found = [
        {
            "name": name.name,
            "language": name.language,
            "kind": name.kind,
            "kind_in_words": name.get_kind_display(),
        }
        for name in names
    ]
    return {"names": found}


@dataclass(frozen=True)
class Service:
    """One deployment, and what no source states of it."""

    deployment: Deployment
    not_stated: list[str]


@dataclass(frozen=True)
class Spelling:
    """A further name, and the quotations on the page that print it."""

    name: PersonName
    notes: list[Note]

    @property
    def kind(self) -> str:
        if self.name.kind == NameKind.PRINTED and not self.notes:
            return str(_("no passage that can be read here prints it so"))
        return str(self.name.get_kind_display())


@dataclass(frozen=True)
class PersonPage(RecordPage):
    person: Person
    fields: Fields
    spellings: list[Spelling]
    ranks: list[RankHolding]
    number_of_ranks: str
    service: list[Service]
    joint_deployments: list[JointDeployment]
    photo: Photo | None

    joined = ("photo__source",)

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> QuerySet[Person]:
        people: QuerySet[Person] = super().prepared(rows.mark_contested_ranks(), audience)
        return people

    @property
    def record(self) -> Person:
        return self.person

    def linked_data(self, site: str) -> Data:
        return {
            "@type": "Person",
            "name": self.person.display_name,
            "alternateName": [spelling.name.name for spelling in self.spellings],
            "gender": self.person.gender,
            "url": site + self.person.get_absolute_url(),
            "subjectOf": quotations(self.evidence.of(self.person), site),
        }

    @property
    def parts(self) -> dict[str, Sequence[Any]]:
        return {
            "rank_holdings": self.ranks,
            "deployments": [one.deployment for one in self.service],
            "joint_deployments": self.joint_deployments,
            "photos": [self.photo] if self.photo else [],
        }

    @property
    def missing_parts(self) -> dict[str, Any]:
        labels = {"rank_holdings": _("Ranks"), "deployments": _("Missions, individually")}
        return {name: label for name, label in labels.items() if not self.parts[name]}

    def is_contested(self, record: Record) -> bool:
        return record is self.person and bool(getattr(record, "has_contested_ranks", False))

    def conflicts_of(self, record: Record) -> list[RankHolding]:
        return self.ranks if self.is_contested(record) else []

    def more_of(self, record: Record) -> dict[str, Any]:
        if record is not self.person:
            return {}
        return names_as_json(spelling.name for spelling in self.spellings)

    @classmethod
    def read(cls, record: Person, audience: Audience) -> Self:
        ranks = list(record.rank_holdings.visible_to(audience).select_related("rank"))
        deployments = list(
            record.deployments.visible_to(audience).select_related(
                "mission", "role", "rotation__mission"
            )
        )
        joint = list(record.joint_deployments.visible_to(audience))
        attach_links(*_links(joint), audience=audience)
        photo = visible(record.photo, audience)
        photos = [photo] if photo else []
        evidence = Evidence([record, *ranks, *deployments, *joint, *photos], audience)
        return cls(
            person=record,
            fields=fields_of(record, PERSON_FIELDS, evidence),
            spellings=[
                Spelling(name, evidence.holding(name.name, [record, *ranks, *deployments]))
                for name in further_names(record)
            ],
            ranks=ranks,
            number_of_ranks=str(apnumber(len({holding.rank_id for holding in ranks}))),
            service=[
                Service(deployment, _unsaid(deployment, evidence)) for deployment in deployments
            ],
            joint_deployments=joint,
            photo=photo,
            evidence=evidence,
        )


@dataclass(frozen=True)
class JointDeploymentPage(RecordPage):
    jointdeployment: JointDeployment

    @property
    def record(self) -> JointDeployment:
        return self.jointdeployment

    def linked_data(self, site: str) -> Data:
        joint = self.jointdeployment
        return {
            "@type": "Claim",
            "text": joint.text,
            "url": site + joint.get_absolute_url(),
            "about": [
                *(thing("Person", person, site) for person in linked(joint, "people")),
                *(thing("Event", mission, site) for mission in linked(joint, "missions")),
            ],
            "temporalCoverage": exact(joint.period),
            "appearance": quotations(self.evidence.of(joint), site),
        }

    @classmethod
    def read(cls, record: JointDeployment, audience: Audience) -> Self:
        attach_links(*_links([record]), audience=audience)
        return cls(jointdeployment=record, evidence=Evidence([record], audience))


def _unsaid(deployment: Deployment, evidence: Evidence) -> list[str]:
    return absence([deployment], "role", "rotation", "period", says=evidence.says).of_all


def _links(joint: Sequence[JointDeployment]) -> list[Link]:
    relations = (JointDeployment.people, JointDeployment.missions, JointDeployment.roles)
    return [Link(relation, joint) for relation in relations]
