from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from records.constraints import Check, one_of
from records.quantities import Comparator, Quantity

MOST_COUNTED = 10**15
"""Well below the largest number of the database, so that bounds can be computed there."""


QUANTITY = ("comparator", "value", "upper", "rounded_to", "noun")
"""Columns that say one thing: "more than 270 military personnel"."""

ROUNDED_TO = (
    (1, _("the last digit")),
    (10, _("tens")),
    (100, _("hundreds")),
    (1_000, _("thousands")),
    (10_000, _("ten thousands")),
    (100_000, _("hundred thousands")),
    (10**6, _("millions")),
    (10**7, _("ten millions")),
    (10**8, _("hundred millions")),
    (10**9, _("billions")),
)


class Quantified(models.Model):
    """Something with a number whose bounds are kept: "more than 270" is never 270."""

    comparator = models.CharField(
        _("how exact"),
        max_length=1,
        choices=Comparator,
        blank=True,
        help_text=_(
            'Chosen for you: typed with the number ("more than 270", "270+"), or as the words '
            "cited have it, or else exactly."
        ),
    )
    value = models.PositiveBigIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_(
            "As the source has it: 270, 4.5 million, 270+, 27–29, двести. Leave it empty if no "
            "source says."
        ),
    )
    upper = models.PositiveBigIntegerField(
        _("up to"),
        null=True,
        blank=True,
        help_text=_('The second number of "from 27 to 29".'),
    )
    rounded_to = models.PositiveBigIntegerField(
        _("rounded to"),
        choices=ROUNDED_TO,
        default=1,
        help_text=_('The last digit that is printed: of "4.5 million", hundred thousands.'),
    )
    noun = models.CharField(
        _("noun as printed"),
        max_length=200,
        blank=True,
        help_text=_("What the source says is counted: military personnel, different munitions."),
    )

    read_together = (QUANTITY,)
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
            Check(
                condition=~Q(comparator=Comparator.BETWEEN) | Q(upper__isnull=False),
                at="upper",
                name="%(app_label)s_%(class)s_span_has_end",
                violation_error_message=_('Write the second number of "from … to …".'),
            ),
            Check(
                condition=Q(upper__isnull=True) | Q(comparator=Comparator.BETWEEN),
                at="upper",
                name="%(app_label)s_%(class)s_end_of_span",
                violation_error_message=_('Choose "from … to …", or clear the second number.'),
            ),
            Check(
                condition=Q(upper__isnull=True) | Q(upper__gt=F("value"), upper__lte=MOST_COUNTED),
                at="upper",
                name="%(app_label)s_%(class)s_span_rises",
                violation_error_message=_("The second number must be the larger one."),
            ),
            Check(
                condition=Q(rounded_to__in=[unit for unit, _name in ROUNDED_TO]),
                at="rounded_to",
                name="%(app_label)s_%(class)s_rounded_to_known",
                violation_error_message=_("There is no such choice."),
            ),
            Check(
                condition=Q(value__isnull=True) | Exact(F("value") % F("rounded_to"), 0),
                at="rounded_to",
                name="%(app_label)s_%(class)s_number_so_rounded",
                violation_error_message=_(
                    "The number has digits below that: choose the last one that is printed."
                ),
            ),
        ]

    @property
    def quantity(self) -> Quantity | None:
        if self.value is None:
            return None
        return Quantity(Comparator(self.comparator), self.value, self.upper, self.rounded_to)

    @property
    def quantity_in_words(self) -> str:
        return self.quantity.in_words(self.noun) if self.quantity else ""
