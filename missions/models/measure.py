from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import Searchable
from records.constraints import Check, one_of
from records.models import NaturalKeyQuerySet, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable


NOW = "now today currently сейчас сегодня теперь қазір бүгін"
"""Words of questions that a strength of the present answers, in every language of the site."""


class MeasureQuerySet(NaturalKeyQuerySet["Measure"]):
    pass


class Nature(models.TextChoices):
    """Which number a measure means, and so what may differ without contradiction."""

    MOMENT = "moment", _("a strength at a moment")
    PERIOD = "period", _("a total over a period")
    RUNNING = "running", _("a running total up to a date, which only grows")
    LARGEST = "largest", _("the largest of a period")
    AVERAGE = "average", _("the average of a period")
    PER_ROTATION = "per-rotation", _("the number of each rotation")


class Measure(Searchable, Vocabulary):
    """What a figure measures. Figures of one subject and measure are held against each other."""

    PARTICIPANTS = "participants"
    """The measure by which missions are compared in lists and charts."""

    definition = models.CharField(
        _("definition"),
        max_length=300,
        blank=True,
        help_text=_("What is counted and what is not, so that only like is compared with like."),
    )

    nature = models.CharField(
        _("which number it is"),
        max_length=12,
        choices=Nature,
        help_text=_(
            "It decides what is a contradiction: strengths of two days are none, nor is a "
            "running total that has grown."
        ),
    )
    largest_of = models.ForeignKey(
        "self",
        verbose_name=_("the largest of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="largest",
        help_text=_("The measure of which it is the largest: no strength of its period is more."),
    )

    objects = MeasureQuerySet.as_manager()

    class Meta(Vocabulary.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = (
            one_of("nature", Nature.values),
            Check(
                condition=Q(largest_of__isnull=True) | Q(nature=Nature.LARGEST),
                at="largest_of",
                name="missions_measure_largest_of_moments",
                violation_error_message=_(
                    "Only the largest of a period is the largest of another measure."
                ),
            ),
        )

    is_public = False

    def search_title(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.largest_of and self.largest_of.nature != Nature.MOMENT:
            raise ValidationError(
                {"largest_of": _("Choose a measure that is a strength at a moment.")}
            )
        if self.nature == Nature.MOMENT or not self.pk:
            return
        if self.series.exists():
            raise ValidationError(
                {"nature": _("There are series of it: it must stay a strength at a moment.")}
            )
        if self.largest.exists():
            raise ValidationError(
                {"nature": _("Another measure is the largest of it: it must stay a strength.")}
            )

    def search_text(self) -> str:
        """Also what claims of it are compared by, so that they follow when it is changed."""
        largest_of = (self.largest_of, self.largest_of.slug) if self.largest_of else ()
        words = (self.definition, self.get_nature_display(), *largest_of)
        return " · ".join(str(word) for word in words if word)

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return self.claims.all(), self.series.all(), self.largest.all()
