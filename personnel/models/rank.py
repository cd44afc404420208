from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import Searchable
from records.models import NaturalKeyQuerySet, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable


class RankQuerySet(NaturalKeyQuerySet["Rank"]):
    pass


class Rank(Searchable, Vocabulary):
    """A military rank; what a source prints stands with each person's rank."""

    seniority = models.PositiveSmallIntegerField(
        _("seniority"),
        default=0,
        help_text=_(
            "The higher the number, the higher the rank. It sorts them, and tells a promotion from "
            "two ranks that contradict each other."
        ),
    )

    objects = RankQuerySet.as_manager()

    class Meta(Vocabulary.Meta):
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        ordering = ("-seniority", "name")

    is_public = False

    def search_title(self) -> str:
        return self.name

    def search_text(self) -> str:
        return ""

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        from .person import Person

        return (Person.objects.filter(rank_holdings__rank=self),)
