from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalogue.searchable import Searchable
from records.models import NaturalKeyQuerySet, Vocabulary


class RoleQuerySet(NaturalKeyQuerySet["Role"]):
    pass


class Role(Searchable, Vocabulary):
    """What somebody did in a mission, such as staff officer."""

    objects = RoleQuerySet.as_manager()

    class Meta(Vocabulary.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    is_public = False

    def search_title(self) -> str:
        return self.name

    def search_text(self) -> str:
        return ""
