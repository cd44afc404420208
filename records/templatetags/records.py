"""What the public pages of all records show the same way."""

from __future__ import annotations

from django import template
from django.db import models
from django.urls import reverse

from records.prefetching import linked

register = template.Library()


register.filter("linked", linked)


@register.filter
def admin_url(record: models.Model) -> str:
    """Where an editor edits the record."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
