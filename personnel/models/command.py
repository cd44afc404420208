from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import IndexedWith
from missions.models import Unit
from records.audience import Audience
from records.constraints import UniqueTogether
from records.models import Dated, Noted, Record, RecordQuerySet
from records.periods import may_overlap
from sources.models import Citation, Cited, citation_key, citations_of

from .person import Person


class CommandQuerySet(RecordQuerySet["Command"]):
    def perhaps_of_two_leaders(self, audience: Audience) -> Self:
        """Dated ones, beside which another leader is stated for what may be that time."""
        commands = self.visible_to(audience).exclude(period="")
        others = Command.objects.visible_to(audience).exclude(period="").filter(
            may_overlap("period"), unit=OuterRef("unit")
        )  # fmt: skip
        return commands.filter(Exists(others.exclude(person=OuterRef("person"))))

    def in_reading_order(self) -> Self:
        return self.order_by(F("period_earliest").asc(nulls_last=True), "pk")


class Command(Cited, IndexedWith, Record, Dated, Noted):
    """That a source says of one person, by name, that they led a unit."""

    kind_order = 95
    natural_key_fields = ("person__slug", "unit__slug", "as_printed", "period")
    visible_only_with = ("person", "unit")
    shown_with = "person"
    told_apart_by = "unit"
    citable_fields = ("unit", "as_printed", "period")
    printed_fields = ("as_printed",)

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="commands"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="leaders"
    )
    as_printed = models.CharField(
        _("as printed"),
        max_length=100,
        blank=True,
        help_text=_("The source's own words: commander, acting head."),
    )

    objects = CommandQuerySet.as_manager()

    class Meta:
        verbose_name = _("command of a unit")
        verbose_name_plural = _("commands of units")
        ordering = ("person__display_name", "period_earliest", "id")
        constraints = [
            *Record.Meta.constraints,
            *Dated.Meta.constraints,
            UniqueTogether(
                fields=("person", "unit", "as_printed", "period"),
                at="unit",
                name="personnel_command_unique",
                violation_error_message=_("This command is there already: add a citation to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.unit}"

    def get_absolute_url(self) -> str:
        return f"{self.person.get_absolute_url()}#commands"


class CommandCitation(Citation):
    record_name = "command"
    natural_key_fields = citation_key("command", Command)

    command = models.ForeignKey(Command, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("command", Command)
