from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.constraints import Check, one_of
from records.quantities import Comparator, Quantity

MOST_COUNTED = 10**15
"""Well below the largest number of the database, so that bounds can be computed there."""


class Quantified(models.Model):
    """Something with a number whose bounds are kept: "more than 270" is never 270."""

    comparator = models.CharField(
        _("how exact"),
        max_length=1,
        choices=Comparator,
        blank=True,
        help_text=_('For "more than 270" choose "more than" here and write 270 as the number.'),
    )
    value = models.PositiveBigIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_("In digits without spaces: 4500000. Leave it empty if no source says."),
    )
    counted = models.CharField(
        _("what is counted"),
        max_length=200,
        blank=True,
        help_text=_("The source's own noun: military personnel, officers, different munitions."),
    )

    read_together = (("comparator", "value", "counted"),)
    """Columns that say one thing: two editors who change one each have changed the same."""

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("comparator", ["", *Comparator.values]),
            Check(
                condition=Q(value__isnull=True) | ~Q(comparator=""),
                at="comparator",
                name="%(app_label)s_%(class)s_number_with_bound",
                violation_error_message=_(
                    'Choose how exact the number is: "exactly" if it is bare.'
                ),
            ),
            Check(
                condition=Q(comparator="") | Q(value__isnull=False),
                at="value",
                name="%(app_label)s_%(class)s_bound_with_number",
                violation_error_message=_("Write the number, or clear how exact it is."),
            ),
            Check(
                condition=~Q(comparator=Comparator.FEWER_THAN, value=0),
                at="value",
                name="%(app_label)s_%(class)s_not_below_nothing",
                violation_error_message=_("Nothing can be fewer than none."),
            ),
            Check(
                condition=Q(value__isnull=True) | Q(value__lte=MOST_COUNTED),
                at="value",
                name="%(app_label)s_%(class)s_number_countable",
                violation_error_message=_("Number too large (at most 10^15)."),
            ),
        ]

    @property
    def quantity(self) -> Quantity | None:
        if self.value is None:
            return None
        return Quantity(Comparator(self.comparator), self.value)

    @property
    def quantity_in_words(self) -> str:
        return self.quantity.in_words(self.counted) if self.quantity else ""
