from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import Searchable
from records.models import NaturalKeyQuerySet, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable


class CountedQuerySet(NaturalKeyQuerySet["Counted"]):
    pass


class Counted(Searchable, Vocabulary):
    """What figures count: troops, staff officers, women, mines.

    Figures of different things are never held against each other; of a part and its whole, the
    part is at most the whole.
    """

    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("What they are counted among as well: staff officers are part of personnel."),
    )

    objects = CountedQuerySet.as_manager()

    class Meta(Vocabulary.Meta):
        verbose_name = _("what is counted")
        verbose_name_plural = _("what is counted")
        constraints = (
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="missions_counted_not_part_of_itself",
            ),
        )

    is_public = False

    def clean(self) -> None:
        super().clean()
        if self.pk and self in self.wholes():
            raise ValidationError(
                {"part_of": _("Nothing can be part of itself, not even by way of others.")}
            )

    def wholes(self) -> list[Counted]:
        """All that it is part of, the nearest first."""
        found: list[Counted] = []
        larger = self.part_of
        while larger is not None and larger not in found:
            found.append(larger)
            larger = larger.part_of
        return found

    def search_title(self) -> str:
        return self.name

    def search_text(self) -> str:
        """All that it is part of, also by slugs: once any of it is another, so are the answers to
        which figures contradict one another."""
        return " · ".join(f"{one} · {one.slug}" for one in self.wholes())

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return self.claims.all(), self.series.all(), self.parts.all()
