from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Related, Stated
from catalogue.ordering import name_key, period_key
from catalogue.searchable import Searchable
from records.addresses import page_address
from records.fields import PartialDateField
from records.models import (
    DATE_HELP,
    Noted,
    Record,
    RecordQuerySet,
    SluggedRecord,
    period_in_order,
    with_a_year,
)
from sources.models import Citation, Cited, citation_key, citations_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnitQuerySet(RecordQuerySet["Unit"]):
    pass


class Unit(Cited, Searchable, SluggedRecord, Noted):
    """A military unit, such as the peacekeeping battalion."""

    kind_order = 30
    citable_fields = ("name", "also_known_as", "established", "founding_instrument")
    gap_fields = ("established", "founding_instrument")
    search_prefetch = ("history",)
    facets = (
        Stated("period", "established"),
        Related(
            "mission", rows="missions.Mission:units", owner="unit", value="mission",
            visible=("mission",), absent=True,
        ),
    )  # fmt: skip

    name = models.CharField(_("name"), max_length=200)
    also_known_as = models.CharField(
        _("also known as"), max_length=200, blank=True, help_text=_("Short names and aliases.")
    )
    established = PartialDateField(
        _("established"),
        earliest_field="established_earliest",
        latest_field="established_latest",
        help_text=DATE_HELP,
    )
    established_earliest = models.DateField(null=True, editable=False, db_index=True)
    established_latest = models.DateField(null=True, editable=False, db_index=True)
    founding_instrument = models.CharField(
        _("founded by"),
        max_length=200,
        blank=True,
        help_text=_("The act that founded it, as the source names it. Name no person."),
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("name", "id")
        constraints = [
            *Record.Meta.constraints,
            period_in_order("established"),
            with_a_year("established"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("missions:unit-detail", self.slug)

    def list_places(self) -> dict[str, bytes]:
        name = name_key(self.name)
        return {
            "name": name,
            "start": period_key(self.established) + name,
            "-start": period_key(self.established, newest_first=True) + name,
        }

    def search_title(self) -> str:
        return self.name

    def search_titles(self) -> Iterable[str]:
        return filter(None, [self.also_known_as])

    def search_text(self) -> str:
        """Also what it was called before; drafts find nothing."""
        history = self.history.all() if self.pk else ()
        former = [one.name for one in history if one.is_published]
        return " · ".join(filter(None, [self.also_known_as, *former, self.founding_instrument]))

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return self.claims.all(), self.series.all()


class UnitCitation(Citation):
    record_name = "unit"
    natural_key_fields = citation_key("unit", Unit)

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("unit", Unit)
