"""Passages that say something else than the record they are cited for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import QuerySet

from records.models import PublishedWith, Record

from .models import Citation, Stance


def differing(table: type[Citation], user: User | AnonymousUser) -> QuerySet[Any]:
    """The citations of one table whose passage says something else."""
    rows: QuerySet[Any] = table._default_manager.visible_to(user)
    return rows.filter(stance=Stance.DIFFERS)


def read_whole(model: type[Record], ids: Collection[int], user: User | AnonymousUser) -> list[Any]:
    """Records of one kind, in one query, with all it takes to name and address what they state."""
    cited = (model._meta.get_field(name) for name in model.citable_fields)
    links = [field.name for field in cited if isinstance(field, models.ForeignKey)]
    records: Any = model._default_manager
    rows = records.visible_to(user).select_related(*_parents(model), *links)
    found: list[Any] = list(rows.filter(pk__in=ids))
    if not user.is_staff:
        for row in found:
            _leave_out_drafts(row, links)
    return found


def _parents(model: type[PublishedWith]) -> list[str]:
    """The records that a record hangs on, and those that they hang on, as lookups."""
    lookups = []
    for name in model.published_with:
        parent: Any = model._meta.get_field(name).related_model
        lookups += [name, *(f"{name}__{further}" for further in _parents(parent))]
    return lookups


def _leave_out_drafts(row: Record, links: list[str]) -> None:
    """A public record may name one that is not: the larger unit that a unit is part of."""
    for name in links:
        linked = getattr(row, name)
        if isinstance(linked, PublishedWith) and not linked.is_public:
            setattr(row, name, None)
