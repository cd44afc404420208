from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import IndexedWith, Searchable
from missions.models import Mission, Rotation
from missions.models.host import HOST, HOST_HELP
from records.addresses import page_address
from records.constraints import UniqueTogether
from records.models import Dated, Noted, Record, RecordQuerySet, SluggedRecord
from records.texts import LONGEST_SENTENCE
from sources.models import Citation, Cited, citation_key, citations_of

from .person import Person
from .role import Role


class DeploymentQuerySet(RecordQuerySet["Deployment"]):
    def outside_their_missions(self) -> Self:
        """Those surely before or after Kazakhstan took part in the mission, or the rotation."""
        outside = Q(pk__in=[])
        for name in ("mission", "rotation"):
            outside |= Q(period_latest__lt=F(f"{name}__period_earliest"))
            outside |= Q(period_earliest__gt=F(f"{name}__period_latest"))
        return self.filter(outside)


class Deployment(Cited, IndexedWith, Record, Dated, Noted):
    """That a source says of one person, by name, that they served in one mission."""

    kind_order = 100
    natural_key_fields = (
        "person__slug", "mission__slug", "rotation__number", "role__slug", "period",
    )  # fmt: skip
    visible_only_with = ("person", "mission", "rotation")
    shown_with = "person"
    told_apart_by = "mission"
    citable_fields = ("mission", "rotation", "role", "host", "period", "activity")
    gap_fields = ("rotation", "role", "period")

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="deployments"
    )
    mission = models.ForeignKey(
        Mission, verbose_name=_("mission"), on_delete=models.PROTECT, related_name="deployments"
    )
    rotation = models.ForeignKey(
        Rotation,
        verbose_name=_("rotation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deployments",
        help_text=_("Only if a source says which one."),
    )
    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deployments",
        help_text=_("Only if a source says so of this person."),
    )
    host = models.CharField(HOST, max_length=100, blank=True, help_text=HOST_HELP)
    serving_as_of_source = models.BooleanField(
        _("serving as of the source"),
        default=False,
        help_text=_("The source says that the person serves there now: its now, not ours."),
    )
    activity = models.CharField(
        _("what they did there"),
        max_length=300,
        blank=True,
        help_text=_("What a source says this person did there: visited a local school."),
    )

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ("person__display_name", "id")
        constraints = [
            *Record.Meta.constraints,
            *Dated.Meta.constraints,
            # NULLs count as different in a plain unique constraint.
            UniqueTogether(
                "person",
                "mission",
                Coalesce("rotation", 0),
                Coalesce("role", 0),
                "period",
                at="mission",
                name="personnel_deployment_unique",
                violation_error_message=_(
                    "This deployment is there already: add a citation to it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.mission}"

    def get_absolute_url(self) -> str:
        return f"{self.person.get_absolute_url()}#service"

    def clean(self) -> None:
        super().clean()
        if self.rotation and self.mission_id and self.rotation.mission_id != self.mission_id:
            raise ValidationError(
                {"rotation": _("This is a rotation of another mission: choose one of this one.")}
            )


class DeploymentCitation(Citation):
    record_name = "deployment"
    natural_key_fields = citation_key("deployment", Deployment)

    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("deployment", Deployment)


class JointDeploymentQuerySet(RecordQuerySet["JointDeployment"]):
    pass


class JointDeployment(Cited, Searchable, SluggedRecord, Dated, Noted):
    """What a source says of several people together, without telling who served where."""

    kind_order = 50
    label_field = "text"
    citable_fields = ("text", "people", "missions", "roles", "period", "open_ended")
    gap_fields = ("period",)

    text = models.TextField(
        _("statement"),
        max_length=LONGEST_SENTENCE,
        help_text=_("One whole sentence that claims no more of anyone than the source does."),
    )
    people = models.ManyToManyField(
        Person, verbose_name=_("people"), related_name="joint_deployments"
    )
    missions = models.ManyToManyField(
        Mission,
        verbose_name=_("missions"),
        related_name="joint_deployments",
        help_text=_("All the missions named; any of the people may have served in any of them."),
    )
    roles = models.ManyToManyField(
        Role, verbose_name=_("roles"), blank=True, related_name="joint_deployments"
    )
    open_ended = models.BooleanField(
        _("the list of people is open-ended"),
        default=False,
        help_text=_("The source names some (“including ...”) and not necessarily all."),
    )

    objects = JointDeploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint statement")
        verbose_name_plural = _("joint statements")
        ordering = ("slug",)
        constraints = [*Record.Meta.constraints, *Dated.Meta.constraints]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return page_address("personnel:joint-deployment-detail", self.slug)

    def search_title(self) -> str:
        return self.text

    def search_text(self) -> str:
        return ""


class JointDeploymentCitation(Citation):
    record_name = "joint_deployment"
    natural_key_fields = citation_key("joint_deployment", JointDeployment)

    joint_deployment = models.ForeignKey(
        JointDeployment, on_delete=models.CASCADE, related_name="citations"
    )

    class Meta(Citation.Meta):
        constraints = citations_of("joint_deployment", JointDeployment)
