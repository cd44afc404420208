from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import Searchable
from records.models import NaturalKeyQuerySet, Vocabulary


class OrganisationQuerySet(NaturalKeyQuerySet["Organisation"]):
    pass


class Organisation(Searchable, Vocabulary):
    """A body that can mandate a mission."""

    acronym = models.CharField(_("acronym"), max_length=30, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Vocabulary.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    is_public = False

    def search_title(self) -> str:
        return self.name

    def search_text(self) -> str:
        return self.acronym
