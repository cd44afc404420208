"""Rows with partial dates held against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from django.db import models
from django.db.models import DateField, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

Row = TypeVar("Row", bound=models.Model)

_FIRST_DAY = Value(date.min, output_field=DateField())
_LAST_DAY = Value(date.max, output_field=DateField())


def may_overlap(name: str) -> Q:
    """In a subquery: a row and the outer row may be of the same time, by the date of this name.

    It fails only where the overlap is a plain NO; what is not dated may be of any time.
    """
    starts, ends = f"{name}_earliest", f"{name}_latest"
    return Q(
        LessThanOrEqual(Coalesce(F(starts), _FIRST_DAY), Coalesce(OuterRef(ends), _LAST_DAY)),
        GreaterThanOrEqual(Coalesce(F(ends), _LAST_DAY), Coalesce(OuterRef(starts), _FIRST_DAY)),
    )


def surely_at_one_time(rows: Iterable[Row], named: str) -> dict[Any, list[Row]]:
    """By its number, the rows that name another than a row does, surely for the same time."""
    found: dict[Any, list[Row]] = defaultdict(list)
    dated = [row for row in rows if row.period]  # type: ignore[attr-defined] # rows that are dated
    for one, other in combinations(dated, 2):
        if getattr(one, named) != getattr(other, named) and one.period.surely_meets(other.period):  # type: ignore[attr-defined] # as above
            found[one.pk].append(other)
            found[other.pk].append(one)
    return found
