from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models import NaturalKeyQuerySet, Vocabulary
from search.searchable import Searchable

if TYPE_CHECKING:
    from collections.abc import Iterable


class MeasureQuerySet(NaturalKeyQuerySet["Measure"]):
    pass


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

    objects = MeasureQuerySet.as_manager()

    class Meta(Vocabulary.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    is_public = False

    def search_title(self) -> str:
        return self.name

    def search_text(self) -> str:
        return self.definition

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return (self.claims.all(),)
