"""From which sources a record is cited, in the catalogue, so that lists can be narrowed by them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from catalogue.facets import Following, Values
from records.many_rows import RowReader

SOURCE = "source"


@dataclass(frozen=True)
class CitedFrom:
    """The sources of the passages that a record, or one field of it, rests on."""

    name: str = SOURCE
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        citations: Any = model._meta.get_field("citations")
        owner = citations.field.name
        rows: models.QuerySet[Any] = models.QuerySet(citations.related_model, using=reader.using)
        found = rows.filter(**{f"{owner}__in": ids}).order_by()
        yield from found.values_list(owner, "passage__source").distinct()

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        # A passage stays with its source.
        citations: Any = model._meta.get_field("citations")
        yield Following(citations.related_model, citations.field.name)
