from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from records.filters import NOT_STATED
from records.links import Link, attach_links
from records.views import RecordDetail, RecordList
from sources.views import EvidenceMixin

from .filters import PersonFilter
from .models import Deployment, JointDeployment, Person, RankHolding


class PersonList(EvidenceMixin, RecordList):
    model = Person
    filterset_class = PersonFilter

    def get_queryset(self) -> QuerySet[Person]:
        user = self.request.user
        ranks: QuerySet[RankHolding] = RankHolding.objects.visible_to(user)
        deployments: QuerySet[Deployment] = Deployment.objects.visible_to(user)
        deployments = deployments.select_related("mission")
        return (
            super()
            .get_queryset()
            .prefetch_related(
                Prefetch("rank_holdings", ranks),
                Prefetch("deployments", deployments),
            )
        )

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        people = context["object_list"]
        chosen = self.request.GET.get("mission", "")
        if chosen and chosen != NOT_STATED and not self.is_refused:
            context["chosen_mission"] = chosen
        return [
            row
            for person in people
            for row in (*person.rank_holdings.all(), *person.deployments.all())
        ]


class PersonDetail(EvidenceMixin, RecordDetail):
    model = Person

    def get_queryset(self) -> QuerySet[Person]:
        people: Any = super().get_queryset()
        marked: QuerySet[Person] = people.mark_competing_ranks()
        return marked.select_related("photo__source")

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        person, user = self.object, self.request.user
        ranks = list(person.rank_holdings.visible_to(user).select_related("rank"))
        deployments = list(
            person.deployments.visible_to(user).select_related("mission", "role", "rotation")
        )
        joint = list(person.joint_deployments.visible_to(user))
        attach_links(
            Link(JointDeployment.people, joint),
            Link(JointDeployment.missions, joint),
            Link(JointDeployment.roles, joint),
            published_only=not user.is_staff,
        )
        photo = person.photo if person.photo and person.photo.is_public else None
        context |= {
            "names": person.names.all(),
            "ranks": ranks,
            "deployments": deployments,
            "joint_deployments": joint,
            "photo": photo,
        }
        return [person, *ranks, *deployments, *joint, *([photo] if photo else [])]


class JointDeploymentDetail(EvidenceMixin, RecordDetail):
    model = JointDeployment

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        joint = self.object
        attach_links(
            Link(JointDeployment.people, [joint]),
            Link(JointDeployment.missions, [joint]),
            Link(JointDeployment.roles, [joint]),
            published_only=not self.request.user.is_staff,
        )
        return [joint]
