from __future__ import annotations

from typing import ClassVar

from django.db import models

from .claim import Claim
from .series import Series


class Contradiction(models.Model):
    """That two claims cannot both be true; found anew whenever either changes, never edited.

    Each pair stands here twice, once from either side, so that one index finds all of a claim.
    """

    is_derived: ClassVar[bool] = True

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="contradictions")
    other = models.ForeignKey(Claim, models.CASCADE, related_name="+", db_index=False)
    said_by_editors = models.BooleanField()
    """Because the editors say so; else by their figures."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["claim", "other"], name="missions_contradiction_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} – {self.other_id}"


class SeriesContradiction(models.Model):
    """That a claim and a number of a series cannot both be true; found anew like the other."""

    is_derived: ClassVar[bool] = True

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="series_against")
    series = models.ForeignKey(Series, models.CASCADE, related_name="contradictions")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["claim", "series"], name="missions_seriescontradiction_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim_id} – {self.series_id}"
