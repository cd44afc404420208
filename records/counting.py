"""Counts that stop, so that no list costs more as the register grows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, Value

from .languages import in_digits

COUNT_LIMIT = 1_000

Key = TypeVar("Key")


def capped_counts(querysets: Mapping[Key, QuerySet[Any, Any]]) -> dict[Key, int]:
    """How many rows each query has, all in one statement; more than the limit is limit + 1."""
    counts = dict.fromkeys(querysets, 0)
    parts: list[str] = []
    parameters: list[Any] = []
    counted: list[Key] = []
    for key, queryset in querysets.items():
        some = queryset.order_by().values_list(Value(1))[: COUNT_LIMIT + 1]
        try:
            sql, values = some.query.get_compiler(queryset.db).as_sql()
        except EmptyResultSet:
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 - Django's own SQL; every value stays a parameter
        parameters += values
        counted.append(key)
    if counted:
        database = next(iter(querysets.values())).db
        with connections[database].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", parameters)
            row = cursor.fetchone()
        counts |= dict(zip(counted, row, strict=True))
    return counts


def in_words(count: int) -> str:
    return f"{in_digits(COUNT_LIMIT)}+" if count > COUNT_LIMIT else in_digits(count)
