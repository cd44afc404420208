"""Rows on their way into a table, column by column, and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .keys import Key

MOST_LINKED = 500
"""Rows of one column that are kept from batch to batch; a source may hold its whole text."""


@dataclass
class Batch:
    """Rows that are worked upon together, column by column; faulty ones leave it on the way."""

    places: list[int]
    """The row of the file that each is."""
    values: dict[str, list[Any]] = field(default_factory=dict)
    """By the attribute of the model."""
    keys: list[Key] = field(default_factory=list)
    links: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.places)

    def without(self, gone: set[int]) -> Batch:
        if not gone:
            return self

        def kept(column: list[Any]) -> list[Any]:
            return [value for n, value in enumerate(column) if n not in gone]

        return Batch(
            kept(self.places),
            {name: kept(column) for name, column in self.values.items()},
            kept(self.keys),
            {name: kept(column) for name, column in self.links.items()},
        )


class Linked:
    """The rows that a column of a batch leads to, read when the first of them is asked for."""

    def __init__(self, model: type[models.Model], using: str) -> None:
        self._rows: dict[int, Any] = {}
        self._numbers: set[int] = set()
        self._query = model._base_manager.using(using)

    def among(self, batch: Batch, attname: str) -> Linked:
        self._numbers = {number for number in batch.values[attname] if number}
        return self

    def row(self, number: int) -> Any:
        if number not in self._rows:
            if len(self._rows) > MOST_LINKED:
                self._rows = {}
            self._rows |= self._query.in_bulk(self._numbers - set(self._rows))
        return self._rows[number]
