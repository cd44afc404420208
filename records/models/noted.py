from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Noted(models.Model):
    """Something about which the editors say, in public, what no source does."""

    editors_words: ClassVar[tuple[str, ...]] = ("note",)
    """Columns that the editors word themselves; they may speak of the date of a source."""

    note = models.TextField(_("editors’ note"), blank=True, help_text=_("Public."))

    class Meta:
        abstract = True
