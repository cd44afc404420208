"""What claims and series have in common: about what they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from records.languages import in_a_row
from records.models import Record, RecordQuerySet

from .mission import Mission

Row = TypeVar("Row", bound=Record)


class AboutQuerySet(RecordQuerySet[Row]):
    def about(self, *missions: Mission) -> Self:
        """What is about any of the missions, alone or together with others."""
        model: Any = self.model
        links = model.missions.through._default_manager.filter(mission__in=missions)
        return self.filter(pk__in=links.values(str(model._meta.model_name)))

    def about_just(self, missions: Collection[Mission]) -> Self:
        """What is about all of the missions, and about no other."""
        model: Any = self.model
        name = str(model._meta.model_name)
        links = model.missions.through._default_manager
        others = links.filter(**{name: OuterRef("pk")}).exclude(mission__in=missions)
        rows = self.filter(~Exists(others)) if missions else self.filter(missions=None)
        for mission in missions:
            rows = rows.about(mission)
        return rows


class About(models.Model):
    """A record about missions as equals, about one thing else, or (with none) the country."""

    class Meta:
        abstract = True

    @property
    def subjects(self) -> list[Any]:
        """What it is about, all of it as equals; nothing is the country."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """What it is about, in words: "Iraq", or "jointly Iraq and Western Sahara"."""
        return in_words(self.subjects)

    @property
    def is_joint(self) -> bool:
        """Whether it is about several missions that its source does not tell apart."""
        return len(self.subjects) > 1

    @property
    def subjects_in_a_row(self) -> str:
        return in_a_row(map(str, self.subjects))


def in_words(subjects: Iterable[Record]) -> str:
    """What is stated of: "Iraq", or "jointly Iraq and Western Sahara"."""
    match list(map(str, subjects)):
        case []:
            return _("Kazakhstan")
        case [one]:
            return one
        case names:
            return _("jointly %(missions)s") % {"missions": in_a_row(names)}
