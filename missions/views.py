from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.links import Link, attach_links, linked
from records.models import PublicationState
from records.pagination import first_rows
from records.views import RecordDetail, RecordList
from sources.fields import fields_of
from sources.views import EvidenceMixin

from .conflicts import mark_contested
from .figures import figures_and_statements
from .filters import ClaimFilter, MissionFilter, RotationFilter, UnitFilter
from .models import Claim, Mission, Rotation, Unit
from .people import people_of
from .summary import on_this_page, rotations_by_number, summary

FIGURES_IN_A_ROW = 6
CLAIMS_ON_A_PAGE = 200
ROTATIONS_ON_A_PAGE = 100
"""A page shows the first so many, and leads to the list of all."""

MISSION_FIELDS = {
    "name": _("Name"), "official_name": _("Official name"), "acronym": _("Acronym"),
    "mandated_by": _("Mandated by"), "place": _("Place"), "country": _("Country"),
    "period": _("Kazakhstan’s part in it"), "units": _("Units"),
}  # fmt: skip


class MissionList(EvidenceMixin, RecordList):
    model = Mission
    filterset_class = MissionFilter

    def get_queryset(self) -> QuerySet[Mission]:
        return super().get_queryset().select_related("mandated_by")

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        missions, audience = context["object_list"], self.audience
        figures = list(
            mark_contested(Claim.objects.visible_to(audience), audience)
            .about(*missions)
            .filter(value__isnull=False)
            .select_related("measure", "mission", "rotation__mission", "unit")
            .in_reading_order()
        )
        attach_links(Link(Claim.stated_jointly_with, figures), audience=audience)
        for mission in missions:
            its_own = [
                figure
                for figure in figures
                if mission in (figure.mission, *linked(figure, "stated_jointly_with"))
            ]
            mission.figures = its_own[:FIGURES_IN_A_ROW]
            mission.has_more_figures = len(its_own) > FIGURES_IN_A_ROW
        return [*missions, *(figure for mission in missions for figure in mission.figures)]


class MissionDetail(EvidenceMixin, RecordDetail):
    model = Mission

    def get_queryset(self) -> QuerySet[Mission]:
        return super().get_queryset().select_related("mandated_by", "photo__source")

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        mission, audience = self.object, self.audience
        claims, there_are_more_claims = first_rows(
            claims_about(mission, audience), CLAIMS_ON_A_PAGE
        )
        rotations, there_are_more_rotations = first_rows(
            mission.rotations.visible_to(audience).order_by("number"), ROTATIONS_ON_A_PAGE
        )
        for rotation in rotations:
            rotation.mission = mission
        people = people_of(mission, audience)
        attach_links(
            Link(Mission.units, [mission]),
            Link(Claim.stated_jointly_with, claims),
            *people.links,
            audience=audience,
        )
        photo = mission.photo if mission.photo and mission.photo.is_visible_to(audience) else None
        context |= figures_and_statements(claims) | {
            "there_are_more_claims": there_are_more_claims,
            "rotations": rotations,
            "there_are_more_rotations": there_are_more_rotations,
            "people": people,
            "photo": photo,
        }
        return [
            mission, *claims, *rotations, *people.records, *([photo] if photo else []),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        evidence = context["evidence"]
        return context | {
            "fields": fields_of(self.object, MISSION_FIELDS, evidence),
            "summary": summary(
                self.object,
                context["figures"],
                evidence,
                are_all_figures=not context["there_are_more_claims"],
            ),
            "on_this_page": on_this_page(context),
            "rotations_by_number": rotations_by_number(context["rotations"], evidence),
        }


def claims_about(mission: Mission, audience: Audience) -> QuerySet[Claim]:
    return (
        mark_contested(Claim.objects.visible_to(audience), audience)
        .about(mission)
        .select_related("measure", "mission", "rotation__mission", "unit")
        .in_reading_order()
    )


class RotationList(EvidenceMixin, RecordList):
    model = Rotation
    filterset_class = RotationFilter

    def get_queryset(self) -> QuerySet[Rotation]:
        return super().get_queryset().select_related("mission")


class RotationDetail(EvidenceMixin, RecordDetail):
    model = Rotation

    def get_queryset(self) -> QuerySet[Rotation]:
        return super().get_queryset().select_related("mission")

    def address_lookup(self) -> dict[str, Any]:
        return {"mission__slug": self.kwargs["slug"], "number": self.kwargs["number"]}

    def formerly_here(self) -> Q:
        slug, number = self.kwargs["slug"], self.kwargs["number"]
        missions = Mission.history.filter(slug=slug, state=PublicationState.PUBLISHED).values("id")
        former = Rotation.history.filter(
            mission__in=missions, number=number, state=PublicationState.PUBLISHED
        )
        return Q(pk__in=former.values("id"))

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        rotation, audience = self.object, self.audience
        claims = list(
            mark_contested(rotation.claims.visible_to(audience), audience)
            .select_related("measure")
            .in_reading_order()
        )
        attach_links(Link(Claim.stated_jointly_with, claims), audience=audience)
        near = rotation.mission.rotations.visible_to(audience).filter(
            number__in=[rotation.number - 1, rotation.number + 1]
        )
        for neighbour in near:
            neighbour.mission = rotation.mission
            context["previous" if neighbour.number < rotation.number else "next"] = neighbour
        people = people_of(rotation, audience)
        context |= figures_and_statements(claims) | {"mission": rotation.mission, "people": people}
        return [rotation, *claims, *people.records]


class ClaimList(EvidenceMixin, RecordList):
    model = Claim
    filterset_class = ClaimFilter

    def get_queryset(self) -> QuerySet[Claim]:
        claims: Any = super().get_queryset()
        marked: QuerySet[Claim] = mark_contested(claims, self.audience)
        return marked.select_related("mission", "rotation__mission", "unit", "measure")


class ClaimDetail(EvidenceMixin, RecordDetail):
    model = Claim

    def get_queryset(self) -> QuerySet[Claim]:
        claims: Any = super().get_queryset()
        marked: QuerySet[Claim] = mark_contested(claims, self.audience)
        return marked.select_related("mission", "rotation__mission", "unit", "measure")

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        claim, audience = self.object, self.audience
        other_figures: list[Claim] = []
        if claim.measure:
            other_figures += (
                mark_contested(Claim.objects.visible_to(audience), audience)
                .filter(
                    mission=claim.mission, rotation=claim.rotation, unit=claim.unit,
                    measure=claim.measure,
                )
                .exclude(pk=claim.pk)
                .select_related("mission", "rotation__mission", "unit")
            )  # fmt: skip
        attach_links(
            Link(Claim.stated_jointly_with, [claim, *other_figures]),
            Link(Claim.conflicts_with, [claim]),
            audience=audience,
        )
        context["other_figures"] = other_figures
        return [claim, *other_figures]


class UnitList(EvidenceMixin, RecordList):
    model = Unit
    filterset_class = UnitFilter

    def get_queryset(self) -> QuerySet[Unit]:
        missions: QuerySet[Mission] = Mission.objects.visible_to(self.audience)
        return super().get_queryset().prefetch_related(Prefetch("missions", missions))

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        units = list(context["object_list"])
        return [*units, *(mission for unit in units for mission in unit.missions.all())]


class UnitDetail(EvidenceMixin, RecordDetail):
    model = Unit

    def get_queryset(self) -> QuerySet[Unit]:
        return super().get_queryset().select_related("part_of")

    def cited_records(self, context: dict[str, Any]) -> list[Any]:
        unit, audience = self.object, self.audience
        claims = list(
            mark_contested(unit.claims.visible_to(audience), audience)
            .select_related("measure")
            .in_reading_order()
        )
        attach_links(Link(Claim.stated_jointly_with, claims), audience=audience)
        larger, missions = unit.part_of, list(unit.missions.visible_to(audience))
        context |= figures_and_statements(claims) | {
            "larger": larger if larger and larger.is_visible_to(audience) else None,
            "missions": missions,
            "parts": unit.parts.visible_to(audience),
        }
        return [unit, *claims, *missions]
