from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .natural_keys import validate_slug
from .publication import PublicationState, Record
from .versioned import Versioned


class Vocabulary(Versioned):
    """A word that editors choose from, such as a rank or a role."""

    natural_key_fields = ("slug",)
    label_field = "name"

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text=_("Its name in addresses and files: small Latin letters, digits and hyphens."),
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("name",)

    def __str__(self) -> str:
        return self.name

    def is_draft(self) -> bool:
        """A word is as public as what is said with it; others may also rest on it."""
        for relation in self._meta.related_objects:
            model: Any = relation.related_model
            rows = model._base_manager.filter(**{relation.field.name: self.pk})
            if issubclass(model, Record):
                rows = rows.exclude(state=PublicationState.DRAFT)
            if rows.exists():
                return False
        return True
