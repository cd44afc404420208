"""The many-to-many links of a page's records, fetched in one query however many kinds there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Value

from .audience import Audience
from .languages import columns_of
from .models import Record, VisibleWith
from .partial_rows import row_of

LINKED = "linked_rows"
"""Under this name a row keeps what was fetched for it, by relation."""


@dataclass(frozen=True)
class Link:
    """One relation of some records, such as what each of them is linked to."""

    field: Any
    """The many-to-many descriptor, such as `Mission.units`."""
    owners: Sequence[models.Model]
    also: tuple[str, ...] = ()
    """Further columns of a related row that the page shows."""

    @property
    def target(self) -> type[models.Model]:
        target: type[models.Model] = self.field.field.related_model
        return target

    @property
    def columns(self) -> list[str]:
        """What it takes to name and address a related row; all else is fetched when asked for."""
        label: str = self.target.label_field  # type: ignore[attr-defined] # whatever is linked has one
        state = ["state"] if issubclass(self.target, Record) else []
        return ["id", "slug", *columns_of(label).values(), *state, *self.also]


def linked(row: models.Model, name: str) -> list[Any]:
    """The rows that a relation leads to: what `attach_links` fetched, or else what is public."""
    fetched: dict[str, list[Any]] = getattr(row, LINKED, {})
    if name in fetched:
        return fetched[name]
    related = getattr(row, name).all()
    if issubclass(related.model, VisibleWith):
        related = related.visible_to(Audience.PUBLIC)
    return list(related)


def attach_links(*links: Link, audience: Audience) -> None:
    """Fetches each relation so that `linked(owner, "relation")` costs no further query.

    Not by prefetching, which asks a query for each relation: a mission's page has five.
    """
    if not links:
        return
    width = max(len(link.columns) for link in links)
    first, *others = [_query(number, link, width, audience) for number, link in enumerate(links)]
    found: dict[tuple[int, int], list[models.Model]] = defaultdict(list)
    for number, owner, *values in first.union(*others, all=True):
        target, columns = links[number].target, links[number].columns
        row = row_of(target, first.db, dict(zip(columns, values, strict=False)))
        found[number, owner].append(row)
    for number, link in enumerate(links):
        for owner in link.owners:
            fetched = {link.field.field.name: sorted(found[number, owner.pk], key=str)}
            setattr(owner, LINKED, getattr(owner, LINKED, {}) | fetched)


def _query(
    number: int, link: Link, width: int, audience: Audience
) -> models.QuerySet[Any, tuple[Any, ...]]:
    field = link.field.field
    owner, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = link.field.through._default_manager.filter(
        **{f"{owner}__in": [row.pk for row in link.owners]}
    )
    if issubclass(link.target, VisibleWith):
        rows = rows.filter(link.target.visible_condition(audience, f"{target}__"))
    nothing = Value("", output_field=models.CharField())
    named: models.QuerySet[Any, tuple[Any, ...]] = rows.order_by().values_list(
        Value(number, output_field=models.IntegerField()),
        F(f"{owner}_id"),
        *(F(f"{target}__{column}") for column in link.columns),
        *[nothing] * (width - len(link.columns)),
    )
    return named
