"""What no source states, asked in SQL."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .languages import columns_of


def not_stated(field: Any) -> Q:
    """A column is empty in every language, or no public row is related."""
    if field.one_to_many or field.many_to_many:
        stated = field.related_model._default_manager.published()
        return Q(~Exists(stated.filter(**{field.remote_field.name: OuterRef("pk")})))
    if field.is_relation or not isinstance(field, models.CharField | models.TextField):
        return Q(**{f"{field.name}__isnull": True})
    columns = {column.name: column for column in field.model._meta.concrete_fields}
    languages = columns_of(field.name).values()
    condition = Q()
    for name in [name for name in languages if name in columns] or [field.name]:
        empty = Q(**{name: ""})
        condition &= empty | Q(**{f"{name}__isnull": True}) if columns[name].null else empty
    return condition
