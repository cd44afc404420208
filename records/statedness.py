"""What no source states of many rows: said once above them, and never left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import ManyToManyField

from .models import Record
from .prefetching import linked


class Statedness(StrEnum):
    """What is known of a column of a record."""

    STATED = "stated"
    CONTESTED = "contested"
    """It has no value of its own, but sources say something of it."""
    NOT_STATED = "not-stated"


def is_stated(row: Record, column: str) -> bool:
    if isinstance(row._meta.get_field(column), ManyToManyField):
        return bool(linked(row, column))
    return getattr(row, column) not in (None, "")


@dataclass(frozen=True)
class Absence:
    """The names of columns that no row, or not every row, states."""

    of_all: list[str]
    of_some: list[str]


def absence(
    rows: Sequence[Record], *columns: str, says: Callable[[Record, str], bool] = is_stated
) -> Absence:
    """How far the rows are silent on these columns; without rows there is nothing to say.

    `says` tells whether anything is said of a column of a row.
    """
    of_all, of_some = [], []
    for column in columns if rows else ():
        name = str(rows[0]._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
        stated = [says(row, column) for row in rows]
        if not any(stated):
            of_all.append(name)
        elif not all(stated):
            of_some.append(name)
    return Absence(of_all, of_some)
