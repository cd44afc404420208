from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Noted(models.Model):
    """Something about which the editors say, in public, what no source does."""

    note = models.TextField(_("editors’ note"), blank=True, help_text=_("Public."))

    class Meta:
        abstract = True
