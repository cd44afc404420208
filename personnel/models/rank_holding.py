from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import IndexedWith
from records.constraints import UniqueTogether
from records.fields import PartialDateField
from records.models import (
    DATE_HELP,
    Noted,
    Record,
    RecordQuerySet,
    period_in_order,
    with_a_year,
)
from sources.models import Citation, Cited, citation_key, citations_of

from .person import Person
from .rank import Rank

if TYPE_CHECKING:
    pass


class RankHoldingQuerySet(RecordQuerySet["RankHolding"]):
    pass


class RankHolding(Cited, IndexedWith, Record, Noted):
    """A rank that a source gives a person. Undated ranks make no "current rank"."""

    kind_order = 90
    natural_key_fields = ("person__slug", "rank__slug", "as_of")
    search_owners = ("person",)
    visible_only_with = ("person",)
    shown_with = "person"
    told_apart_by = "as_printed"
    citable_fields = ("rank", "as_printed", "as_of")
    printed_fields = ("as_printed",)
    gap_fields = ("as_of",)
    editors_words = ("as_of_words", "note")

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="rank_holdings"
    )
    rank = models.ForeignKey(
        Rank, verbose_name=_("rank"), on_delete=models.PROTECT, related_name="holdings"
    )
    as_printed = models.CharField(
        _("as printed"),
        max_length=100,
        help_text=_("The source's own words: Major of the Army."),
    )
    as_of = PartialDateField(
        _("as of"),
        earliest_field="as_of_earliest",
        latest_field="as_of_latest",
        help_text=DATE_HELP,
    )
    as_of_earliest = models.DateField(null=True, editable=False, db_index=True)
    as_of_latest = models.DateField(null=True, editable=False, db_index=True)
    as_of_words = models.CharField(
        _("as of, in words"),
        max_length=200,
        blank=True,
        help_text=_("If no date can be given, say it in words: when the photo was taken."),
    )

    objects = RankHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rank of a person")
        verbose_name_plural = _("ranks of people")
        ordering = ("person__display_name", "as_of_earliest", "id")
        constraints = [
            *Record.Meta.constraints,
            period_in_order("as_of"),
            with_a_year("as_of"),
            UniqueTogether(
                fields=("person", "rank", "as_of"),
                at="rank",
                name="personnel_rankholding_unique",
                violation_error_message=_(
                    "This person has this rank at this time already: add a citation there."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_printed} {self.person}"

    def get_absolute_url(self) -> str:
        return f"{self.person.get_absolute_url()}#ranks"


class RankHoldingCitation(Citation):
    record_name = "rank_holding"
    natural_key_fields = citation_key("rank_holding", RankHolding)

    rank_holding = models.ForeignKey(
        RankHolding, on_delete=models.CASCADE, related_name="citations"
    )

    class Meta(Citation.Meta):
        constraints = citations_of("rank_holding", RankHolding)
