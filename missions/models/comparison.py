from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import IndexedWith
from records.constraints import UniqueTogether, one_of
from records.languages import in_first_language
from records.models import VisibleWith, VisibleWithQuerySet

from .claim import Claim
from .series import Series


class Verdict(models.TextChoices):
    CONFLICT = "conflict", _("they hardly can all be true")
    NO_CONFLICT = "no-conflict", _("they do not contradict each other")


class ComparisonQuerySet(VisibleWithQuerySet["Comparison"]):
    pass


class Comparison(IndexedWith, VisibleWith):
    """What the editors say of two claims: that they conflict, or why they do not.

    It counts for both of them, whatever their figures would say.
    """

    natural_key_fields = ("claim__slug", "other__slug")
    visible_only_with = ("claim", "other")
    search_owners = ("claim", "other")

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comparisons")
    other = models.ForeignKey(
        Claim,
        verbose_name=_("the other claim"),
        on_delete=models.CASCADE,
        related_name="compared_from",
    )
    verdict = models.CharField(_("what the editors say"), max_length=12, choices=Verdict)
    reason = models.CharField(
        _("reason"),
        max_length=500,
        blank=True,
        help_text=_("Public, beside both claims. Needed if they do not contradict each other."),
    )

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons with other claims")
        ordering = ("claim", "other")
        constraints = (
            UniqueTogether(
                fields=("claim", "other"),
                at="other",
                name="missions_comparison_unique",
                violation_error_message=_("These two claims are compared already."),
            ),
            # No form asks this, since none has a field for the claim: `clean` says more.
            models.CheckConstraint(
                condition=~Q(claim=F("other")), name="missions_comparison_of_two"
            ),
            one_of("verdict", Verdict.values),
        )

    def __str__(self) -> str:
        return f"{self.claim} – {self.other}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.verdict == Verdict.NO_CONFLICT and not self.reason:
            # No constraint: in whichever language the reason is written will do.
            errors[in_first_language("reason")] = _("Say why they do not contradict each other.")
        if self.claim_id and self.claim_id == self.other_id:
            errors["other"] = _("A claim cannot conflict with itself.")
        elif self.claim_id and self.other_id:
            reverse = type(self).objects.filter(claim=self.other_id, other=self.claim_id)
            if reverse.exists():
                errors["other"] = _("These two claims are compared already, at the other one.")
        if errors:
            raise ValidationError(errors)

    def across_from(self, claim: Claim) -> Claim:
        """The one of the two that the given one is not."""
        return self.other if self.claim_id == claim.pk else self.claim


class SeriesComparisonQuerySet(VisibleWithQuerySet["SeriesComparison"]):
    pass


class SeriesComparison(IndexedWith, VisibleWith):
    """Why a claim and a series do not contradict each other, as the editors say.

    It counts whatever the numbers of the series would say.
    """

    natural_key_fields = ("claim__slug", "series__slug")
    visible_only_with = ("claim", "series")
    search_owners = ("claim", "series")

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="series_comparisons")
    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="comparisons"
    )
    reason = models.CharField(
        _("why they do not contradict each other"),
        max_length=500,
        blank=True,
        help_text=_("Public, beside the claim and the series."),
    )

    objects = SeriesComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison with a series")
        verbose_name_plural = _("comparisons with series")
        ordering = ("claim", "series")
        constraints = (
            UniqueTogether(
                fields=("claim", "series"),
                at="series",
                name="missions_seriescomparison_unique",
                violation_error_message=_("This claim and this series are compared already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim} – {self.series}"

    def clean(self) -> None:
        super().clean()
        if not self.reason:
            # No constraint: in whichever language the reason is written will do.
            message = _("Say why they do not contradict each other.")
            raise ValidationError({in_first_language("reason"): message})
