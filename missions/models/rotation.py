from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Column, Stated
from catalogue.ordering import name_key, number_key, period_key
from catalogue.searchable import Searchable
from records.addresses import page_address
from records.constraints import UniqueTogether
from records.models import Dated, Quantified, Record, RecordQuerySet
from sources.models import Citation, Cited, citation_key, citations_of

from .mission import Mission

if TYPE_CHECKING:
    from collections.abc import Iterable


class RotationQuerySet(RecordQuerySet["Rotation"]):
    pass


class Rotation(Cited, Searchable, Record, Dated, Quantified):
    """One numbered turn of personnel in a mission; the quantity is its strength."""

    kind_order = 70
    natural_key_fields = ("mission__slug", "number")
    visible_only_with = ("mission",)
    owner_field = "mission"
    search_prefetch = ("mission",)
    label_field = "number"
    citable_fields = ("number", "period", "value")
    gap_fields = ("period", "value")
    facets = (Column("mission"), Stated("period", "period"))

    mission = models.ForeignKey(
        Mission, verbose_name=_("mission"), on_delete=models.PROTECT, related_name="rotations"
    )
    number = models.PositiveSmallIntegerField(_("rotation"), validators=[MinValueValidator(1)])

    objects = RotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rotation")
        verbose_name_plural = _("rotations")
        ordering = ("mission__name", "number", "id")
        constraints = [
            *Record.Meta.constraints,
            *Dated.Meta.constraints,
            *Quantified.Meta.constraints,
            UniqueTogether(
                fields=("mission", "number"),
                at="number",
                name="missions_rotation_number_unique",
                violation_error_message=_("This mission has a rotation with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="missions_rotation_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Rotation %(number)s, %(mission)s")) % {
            "number": self.number,
            "mission": self.mission,
        }

    def get_absolute_url(self) -> str:
        return page_address("missions:rotation-detail", self.mission.slug, self.number)

    def list_places(self) -> dict[str, bytes]:
        mission, number = name_key(self.mission.name), number_key(self.number)
        return {
            "mission": mission + number,
            "number": number + mission,
            "start": period_key(self.period) + mission,
            "-start": period_key(self.period, newest_first=True) + mission,
        }

    def search_title(self) -> str:
        return str(self)

    def search_text(self) -> str:
        return ""

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return (self.claims.all(),)


class RotationCitation(Citation):
    record_name = "rotation"
    natural_key_fields = citation_key("rotation", Rotation)

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("rotation", Rotation)
