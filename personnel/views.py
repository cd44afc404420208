from __future__ import annotations

from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from records.absence import unstated
from records.filters import NOT_STATED
from records.links import Link, attach_links
from records.views import RecordDetail, RecordList
from sources.fields import fields_of
from sources.views import EvidenceMixin

from .filters import PersonFilter
from .models import Deployment, JointDeployment, Person, RankHolding

PERSON_FIELDS = {
    "display_name": _("Name"), "gender": _("Gender"), "affiliation": _("Described as"),
}  # fmt: skip


class PersonList(EvidenceMixin, RecordList):
    model = Person
    filterset_class = PersonFilter

    def get_queryset(self) -> QuerySet[Person]:
        audience = self.audience
        joint: QuerySet[JointDeployment] = JointDeployment.objects.visible_to(audience)
        ranks: QuerySet[RankHolding] = RankHolding.objects.visible_to(audience)
        deployments: QuerySet[Deployment] = Deployment.objects.visible_to(audience)
        deployments = deployments.select_related("mission")
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("rank_holdings", ranks),
                Prefetch("deployments", deployments),
                Prefetch("joint_deployments", joint),
            )
        )

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        people = context["object_list"]
        chosen = self.request.GET.get("mission", "")
        if chosen and chosen != NOT_STATED and not self.is_refused:
            context["chosen_mission"] = chosen
        joint = [joint for person in people for joint in person.joint_deployments.all()]
        attach_links(Link(JointDeployment.missions, joint), audience=self.audience)
        return [
            *(row for person in people for row in person.rank_holdings.all()),
            *(row for person in people for row in person.deployments.all()),
            *{row.pk: row for row in joint}.values(),
        ]


class PersonDetail(EvidenceMixin, RecordDetail):
    model = Person

    def get_queryset(self) -> QuerySet[Person]:
        people: Any = super().get_queryset()
        marked: QuerySet[Person] = people.mark_contested_ranks()
        return marked.select_related("photo__source")

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        person, audience = self.object, self.audience
        ranks = list(person.rank_holdings.visible_to(audience).select_related("rank"))
        deployments = list(
            person.deployments.visible_to(audience).select_related("mission", "role", "rotation")
        )
        joint = list(person.joint_deployments.visible_to(audience))
        attach_links(
            Link(JointDeployment.people, joint),
            Link(JointDeployment.missions, joint),
            Link(JointDeployment.roles, joint),
            audience=audience,
        )
        for deployment in deployments:
            deployment.not_stated = unstated(deployment, "role", "rotation", "period")
        photo = person.photo if person.photo and person.photo.is_visible_to(audience) else None
        context |= {
            "names": [name for name in person.names.all() if name.name != person.display_name],
            "ranks": ranks,
            "number_of_ranks": apnumber(len({holding.rank_id for holding in ranks})),
            "deployments": deployments,
            "joint_deployments": joint,
            "photo": photo,
        }
        return [person, *ranks, *deployments, *joint, *([photo] if photo else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"fields": fields_of(self.object, PERSON_FIELDS, context["evidence"])}


class JointDeploymentDetail(EvidenceMixin, RecordDetail):
    model = JointDeployment

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        joint = self.object
        attach_links(
            Link(JointDeployment.people, [joint]),
            Link(JointDeployment.missions, [joint]),
            Link(JointDeployment.roles, [joint]),
            audience=self.audience,
        )
        return [joint]
