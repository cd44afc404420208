from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from missions.models import Mission
from records.audience import Audience
from records.languages import shown_text
from records.models import Record
from records.partial_rows import row_of
from records.prefetching import Link, attach_links, linked
from records.statedness import absence
from records.statements import KeptStatement
from sources.evidence import Evidence, Note
from sources.fields import Fields, fields_of
from sources.linked_data import Data, exact, quotations, thing
from sources.models import Photo
from sources.pages import ListPage, RecordPage, visible

from .models import Command, Deployment, JointDeployment, NameKind, Person, PersonName, RankHolding

PERSON_FIELDS = {
    "display_name": _("Name"), "gender": _("Gender"), "affiliation": _("Described as"),
}  # fmt: skip


@dataclass(frozen=True)
class ListedMission:
    """A mission as rows of the list show it, of which many name the same."""

    name: str
    address: str


@dataclass(frozen=True)
class ListedPerson:
    """What one row of the list shows."""

    person: Person
    ranks: list[RankHolding]
    service: list[tuple[Deployment, ListedMission]]
    joint_deployments: list[JointDeployment]


@dataclass(frozen=True)
class NamedTogether:
    """Neighbours whom the same statements name jointly; or those whom none does."""

    joint_deployments: list[JointDeployment]
    people: list[ListedPerson]


@dataclass(frozen=True)
class PersonListPage(ListPage):
    groups: list[NamedTogether]

    @classmethod
    def prepared(cls, rows: QuerySet[Person], audience: Audience) -> QuerySet[Person]:
        people: QuerySet[Person] = super().prepared(rows, audience)
        return people.only("slug", "display_name", "state")

    @classmethod
    def read(cls, rows: Sequence[Person], audience: Audience) -> Self:
        ids = [person.pk for person in rows]
        ranks: dict[int, list[RankHolding]] = defaultdict(list)
        for pk, person, as_printed in _ranks_in_list(audience, people=ids):
            ranks[person].append(row_of(RankHolding, {"id": pk, "as_printed": as_printed}))
        service = _service_in_list(ids, audience)
        joint = _joint_service_in_list(ids, audience)
        several = {one.pk: one for found in joint.values() for one in found}.values()
        attach_links(Link(JointDeployment.missions, [*several]), audience=audience)
        cited: list[Record] = [
            *(one for found in ranks.values() for one in found),
            *(one for found in service.values() for one, _mission in found),
            *several,
        ]
        people = [
            ListedPerson(person, ranks[person.pk], service[person.pk], joint[person.pk])
            for person in rows
        ]
        return cls(groups=_named_together(people), evidence=Evidence(cited, audience))


def _named_together(people: list[ListedPerson]) -> list[NamedTogether]:
    """In the order in which the first of each group stands."""
    groups: dict[tuple[int, ...], NamedTogether] = {}
    for listed in people:
        joint = listed.joint_deployments
        key = tuple(one.pk for one in joint)
        groups.setdefault(key, NamedTogether(joint, [])).people.append(listed)
    return list(groups.values())


@KeptStatement
def _ranks_in_list(
    audience: Audience, *, people: Sequence[int]
) -> QuerySet[Any, tuple[int, int, str]]:
    ranks = RankHolding.objects.visible_to(audience).filter(person__in=people)
    in_order = ranks.order_by("as_of_earliest", "pk")
    return in_order.values_list("pk", "person_id", "as_printed")


def _service_in_list(
    people: list[int], audience: Audience
) -> dict[int, list[tuple[Deployment, ListedMission]]]:
    deployments = _service_by_person(audience, people=people)
    wanted = sorted({mission for _pk, _person, mission in deployments})
    # Each once: many served in the same few.
    missions = {
        pk: ListedMission(name, row_of(Mission, {"id": pk, "slug": slug}).get_absolute_url())
        for pk, slug, name in _missions(missions=wanted)
    }
    found: dict[int, list[tuple[Deployment, ListedMission]]] = defaultdict(list)
    for pk, person, mission in deployments:
        found[person].append((row_of(Deployment, {"id": pk}), missions[mission]))
    return found


@KeptStatement
def _service_by_person(
    audience: Audience, *, people: Sequence[int]
) -> QuerySet[Any, tuple[int, int, int]]:
    deployments = Deployment.objects.visible_to(audience).filter(person__in=people)
    return deployments.order_by("pk").values_list("pk", "person_id", "mission_id")


@KeptStatement
def _missions(*, missions: Sequence[int]) -> QuerySet[Any, tuple[int, str, str]]:
    rows = Mission.objects.filter(pk__in=missions)
    return rows.order_by().values_list("pk", "slug", shown_text("name"))


def _joint_service_in_list(
    people: list[int], audience: Audience
) -> dict[int, list[JointDeployment]]:
    found: dict[int, list[JointDeployment]] = defaultdict(list)
    rows: dict[int, JointDeployment] = {}
    for person, pk, slug in _joint_service_by_person(audience, people=people):
        if pk not in rows:
            rows[pk] = row_of(JointDeployment, {"id": pk, "slug": slug})
        found[person].append(rows[pk])
    return found


@KeptStatement
def _joint_service_by_person(
    audience: Audience, *, people: Sequence[int]
) -> QuerySet[Any, tuple[int, int, str]]:
    named = JointDeployment.people.through._default_manager.filter(person__in=people)
    visible = JointDeployment.visible_condition(audience, "jointdeployment__")
    return (
        named.filter(visible)
        .order_by("jointdeployment__slug")
        .values_list("person_id", "jointdeployment_id", "jointdeployment__slug")
    )


def further_names(person: Person) -> list[PersonName]:
    return [name for name in person.names.all() if name.name != person.display_name]


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


def spellings_of(
    person: Person, names: Iterable[PersonName], cited: Iterable[Record], evidence: Evidence
) -> list[Spelling]:
    """The further names among these, with what prints them of all that is cited beside."""
    citing = [person, *cited]
    return [
        Spelling(name, evidence.holding(name.name, citing))
        for name in names
        if name.name != person.display_name
    ]


def names_as_json(spellings: Iterable[Spelling]) -> dict[str, Any]:
    """A person's further names, and which of the quotations print each."""
    found = [
        {
            "name": name.name,
            "language": name.language,
            "kind": name.kind,
            "kind_in_words": name.get_kind_display(),
            "printed_in": [note.passage.get_absolute_url() for note in notes],
        }
        for name, notes in ((one.name, one.notes) for one in spellings)
    ]
    return {"names": found}


@KeptStatement
def names_of(*, person: int) -> QuerySet[PersonName]:
    return PersonName.objects.filter(person=person)


@KeptStatement
def ranks_of(audience: Audience, *, person: int) -> QuerySet[RankHolding]:
    return RankHolding.objects.visible_to(audience).filter(person=person).select_related("rank")


@KeptStatement
def commands_of(audience: Audience, *, person: int) -> QuerySet[Command]:
    commands = Command.objects.visible_to(audience).filter(person=person)
    return commands.select_related("unit").in_reading_order()


@KeptStatement
def service_of(audience: Audience, *, person: int) -> QuerySet[Deployment]:
    deployments = Deployment.objects.visible_to(audience).filter(person=person)
    return deployments.select_related("mission", "role", "rotation__mission")


@KeptStatement
def joint_service_of(audience: Audience, *, person: int) -> QuerySet[JointDeployment]:
    return JointDeployment.objects.visible_to(audience).filter(people=person)


@dataclass(frozen=True)
class Service:
    """One deployment, and what no source states of it."""

    deployment: Deployment
    not_stated: list[str]


@dataclass(frozen=True)
class PersonPage(RecordPage):
    person: Person
    fields: Fields
    spellings: list[Spelling]
    ranks: list[RankHolding]
    number_of_ranks: str
    commands: list[Command]
    there_are_undated_ranks: bool
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
            "commands": self.commands,
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
        return names_as_json(self.spellings)

    @classmethod
    def read(cls, record: Person, audience: Audience) -> Self:
        ranks: list[RankHolding] = ranks_of(audience, person=record.pk)
        deployments: list[Deployment] = service_of(audience, person=record.pk)
        commands: list[Command] = commands_of(audience, person=record.pk)
        belonging: list[RankHolding | Command | Deployment] = [*ranks, *commands, *deployments]
        for one in belonging:
            one.person = record
        joint: list[JointDeployment] = joint_service_of(audience, person=record.pk)
        attach_links(*_links(joint), audience=audience)
        photo = visible(record.photo, audience)
        photos = [photo] if photo else []
        evidence = Evidence([record, *belonging, *joint, *photos], audience)
        return cls(
            person=record,
            fields=fields_of(record, PERSON_FIELDS, evidence),
            spellings=spellings_of(record, names_of(person=record.pk), belonging, evidence),
            ranks=ranks,
            number_of_ranks=str(apnumber(len({holding.rank_id for holding in ranks}))),
            commands=commands,
            there_are_undated_ranks=any(not evidence.says(one, "as_of") for one in ranks),
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
