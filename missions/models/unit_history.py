from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import IndexedWith
from records.audience import Audience
from records.constraints import Check, UniqueTogether, one_of
from records.models import Dated, Noted, Record, RecordQuerySet
from records.periods import may_overlap
from sources.models import Citation, Cited, citation_key, citations_of

from .unit import Unit


class HistoryKind(models.TextChoices):
    FORMER_NAME = "former-name", _("formerly called")
    PART_OF = "part-of", _("part of")
    SUCCEEDED_BY = "succeeded-by", _("succeeded by")


class UnitHistoryQuerySet(RecordQuerySet["UnitHistory"]):
    def naming_visible_units(self, audience: Audience) -> Self:
        """What names no unit that the audience does not see: editors none that was withdrawn."""
        other = Unit.visible_condition(audience, "other__") | Q(other__isnull=True)
        return self.visible_to(audience).filter(Unit.visible_condition(audience, "unit__"), other)

    def perhaps_of_two_parents(self, audience: Audience) -> Self:
        """Dated parents of a unit, beside which another one is stated for what may be that time."""
        parents = self.visible_to(audience).filter(kind=HistoryKind.PART_OF).exclude(period="")
        others = UnitHistory.objects.visible_to(audience).exclude(period="").filter(
            may_overlap("period"), kind=HistoryKind.PART_OF, unit=OuterRef("unit")
        )  # fmt: skip
        return parents.filter(Exists(others.exclude(other=OuterRef("other"))))

    def in_reading_order(self) -> Self:
        return self.order_by("kind", F("period_earliest").asc(nulls_last=True), "pk")


class UnitHistory(Cited, IndexedWith, Record, Dated, Noted):
    """What a unit was called, belonged to or became, each with its time."""

    kind_order = 35
    natural_key_fields = ("unit__slug", "kind", "name", "other__slug", "period")
    search_owners = ("unit",)
    visible_only_with = ("unit", "other")
    shown_with = "unit"
    told_apart_by = "kind"
    citable_fields = ("name", "other", "period")
    printed_fields = ("name",)

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="history"
    )
    kind = models.CharField(_("what it was"), max_length=12, choices=HistoryKind)
    name = models.CharField(
        _("former name"),
        max_length=200,
        blank=True,
        help_text=_("As a source prints it. The unit is found by it."),
    )
    other = models.ForeignKey(
        Unit,
        verbose_name=_("other unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="history_of_others",
        help_text=_("The unit directly above it, or the one that it became."),
    )

    objects = UnitHistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history of a unit")
        verbose_name_plural = _("history of units")
        ordering = ("unit", "kind", "period_earliest", "id")
        constraints = [
            *Record.Meta.constraints,
            *Dated.Meta.constraints,
            one_of("kind", HistoryKind.values),
            Check(
                condition=(Q(kind=HistoryKind.FORMER_NAME) & ~Q(name=""))
                | (~Q(kind=HistoryKind.FORMER_NAME) & Q(name="")),
                at="name",
                name="missions_unithistory_name_of_former",
                violation_error_message=_("A former name stands here, and nothing else."),
            ),
            Check(
                condition=Q(kind=HistoryKind.FORMER_NAME, other__isnull=True)
                | (~Q(kind=HistoryKind.FORMER_NAME) & Q(other__isnull=False)),
                at="other",
                name="missions_unithistory_other_unit",
                violation_error_message=_(
                    "Choose the larger unit or the one it became; for a former name, none."
                ),
            ),
            Check(
                condition=Q(other__isnull=True) | ~Q(other=F("unit")),
                at="other",
                name="missions_unithistory_not_of_itself",
                violation_error_message=_("Choose another unit than this one."),
            ),
            UniqueTogether(
                "unit",
                "kind",
                "name",
                # NULLs count as different in a plain unique constraint.
                Coalesce("other", 0),
                "period",
                at="kind",
                name="missions_unithistory_unique",
                violation_error_message=_("This is stated already: add a citation to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_kind_display()} {self.other or self.name}"

    def get_absolute_url(self) -> str:
        return f"{self.unit.get_absolute_url()}#history"


class UnitHistoryCitation(Citation):
    record_name = "unit_history"
    natural_key_fields = citation_key("unit_history", UnitHistory)

    unit_history = models.ForeignKey(
        UnitHistory, on_delete=models.CASCADE, related_name="citations"
    )

    class Meta(Citation.Meta):
        constraints = citations_of("unit_history", UnitHistory)
