"""Partial dates held against each other in SQL, as `PartialDate.overlap` does in Python."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

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
