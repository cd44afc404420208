"""What nobody sees any more once some records are out of the public."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from .kinds import kinds
from .models import Record, VisibleWith

Gone = Mapping[type[Record], Collection[int]]
"""The numbers of records, by their kind."""


def hidden_with(gone: Gone) -> dict[type[Record], QuerySet[Any]]:
    """The public records of each kind that are seen only together with some of these."""
    found: dict[type[Record], QuerySet[Any]] = {}
    for model in kinds().values():
        condition = Q(pk__in=[])
        for path, parent in _ways_up(model):
            if numbers := gone.get(parent):
                rows = model._base_manager.filter(**{f"{path}__in": numbers})
                condition |= Q(pk__in=rows.values("pk"))
        if condition != Q(pk__in=[]):
            rows = model._default_manager.filter(model.published_condition(), condition)
            found[model] = rows.exclude(pk__in=gone.get(model, ()))
    return found


def _ways_up(model: type[VisibleWith], before: str = "") -> Iterator[tuple[str, Any]]:
    """Each path from a row to one that it is seen only with, and the model there."""
    for name in model.visible_only_with:
        parent: Any = model._meta.get_field(name).related_model
        yield f"{before}{name}", parent
        yield from _ways_up(parent, f"{before}{name}__")


def depth_of(model: type[VisibleWith]) -> int:
    """How many parents stand one above the other, so that rows can be taken parents first."""
    parents: list[Any] = [
        model._meta.get_field(name).related_model for name in model.visible_only_with
    ]
    return max((1 + depth_of(parent) for parent in parents), default=0)
