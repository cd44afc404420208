from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(comparator="", value__isnull=True)
                | Q(comparator__in=Comparator.values, value__isnull=False),
                name="%(app_label)s_%(class)s_number_with_bound",
                violation_error_message=_("A number needs to say how exact it is."),
            ),
            models.CheckConstraint(
                condition=~Q(comparator=Comparator.FEWER_THAN, value=0),
                name="%(app_label)s_%(class)s_not_below_nothing",
                violation_error_message=_("Nothing can be fewer than none."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__lte=MOST_COUNTED),
                name="%(app_label)s_%(class)s_number_countable",
                violation_error_message=_("This is more than anybody can have counted."),
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

    def clean(self) -> None:
        super().clean()
        if self.value is not None and self.value > MOST_COUNTED:
            raise ValidationError({"value": _("This is more than anybody can have counted.")})
        if self.value == 0 and self.comparator == Comparator.FEWER_THAN:
            raise ValidationError({"value": _("Nothing can be fewer than none.")})
        if self.value is not None and not self.comparator:
            raise ValidationError(
                {"comparator": _('Choose how exact the number is: "exactly" if it is bare.')}
            )
        if self.comparator and self.value is None:
            raise ValidationError({"value": _("Write the number, or clear how exact it is.")})
