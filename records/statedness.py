"""What no source states of many rows: said once above them, and never left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import ManyToManyField

from .models import Record
from .prefetching import linked


@dataclass(frozen=True)
class Absence:
    """The names of columns that no row, or not every row, states."""

    of_all: list[str]
    of_some: list[str]


def absence(rows: Sequence[Record], *columns: str) -> Absence:
    """How far the rows are silent on these columns; without rows there is nothing to say."""
    of_all, of_some = [], []
    for column in columns if rows else ():
        name = str(rows[0]._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
        stated = [is_stated(row, column) for row in rows]
        if not any(stated):
            of_all.append(name)
        elif not all(stated):
            of_some.append(name)
    return Absence(of_all, of_some)


def unstated(row: Record, *columns: str) -> list[str]:
    """The names of the columns that this row leaves empty."""
    return absence([row], *columns).of_all


def is_stated(row: Record, column: str) -> bool:
    if isinstance(row._meta.get_field(column), ManyToManyField):
        return bool(linked(row, column))
    return getattr(row, column) not in (None, "")
