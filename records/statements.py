"""Queries that are put together once and then kept as SQL.

Django puts a query together and writes it as SQL each time it is asked: for most statements of a
page that takes longer than the database takes to answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from itertools import count, islice
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from .languages import active_language

Build = Callable[..., QuerySet[Any, Any]]

FIRST_SMALL_STAND_IN = 31_000
"""For a single value: it must fit the smallest column, or nothing would be asked at all."""
FIRST_STAND_IN = 7_000_000_000_000_000_000
"""Of numbers that no statement has of its own."""


class KeptStatement:
    """A function that makes a queryset; called, it answers with the queryset's rows.

        @KeptStatement
        def ranks_of(audience: Audience, *, people: Sequence[int]) -> QuerySet[RankHolding]:
            return RankHolding.objects.visible_to(audience).filter(person__in=people)

        ranks = ranks_of(Audience.PUBLIC, people=[4, 7])

    What is given by position decides which statement is asked; there is one for each language too.
    What is given by name, a value or a list of numbers, only travels with it. The function is
    called with stand-ins for these: it may pass them to lookups, and do nothing else with them.
    Nothing is asked if a list is empty.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        update_wrapper(self, build)

    def __call__(self, *which: Any, **given: Any) -> list[Any]:
        if any(isinstance(value, list) and not value for value in given.values()):
            return []
        shapes = tuple((name, _shape(value)) for name, value in given.items())
        written = _write(self.build, active_language(), which, shapes)
        return list(written.asked(given))


@dataclass(frozen=True)
class _Written:
    queryset: QuerySet[Any, Any]
    """Made of stand-ins, and never asked itself."""
    compiler: SQLCompiler
    using: str
    sql: str
    parameters: tuple[Any, ...]
    places: Mapping[int, tuple[str, int | None]]
    """Which parameters are stand-ins: for a value, or for which number of a list."""

    def asked(self, given: Mapping[str, Any]) -> QuerySet[Any, Any]:
        """The same queryset with what is given, which need not be written as SQL any more."""
        parameters = list(self.parameters)
        for place, (name, number) in self.places.items():
            value = given[name]
            # The last number fills the room that is left.
            parameters[place] = value if number is None else value[min(number, len(value) - 1)]
        compiler = copy(self.compiler)
        compiler.connection = connections[self.using]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, tuple(parameters))  # type: ignore[method-assign]
        query = copy(self.queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        # Not by a method of the queryset's own, each of which copies the whole query.
        asked: QuerySet[Any, Any] = object.__new__(type(self.queryset))
        vars(asked).update(vars(self.queryset) | {"_query": query})
        return asked


def _shape(value: Any) -> int | type:
    """Of a list the room for its numbers, so that lists of like lengths share a statement."""
    return 1 << (len(value) - 1).bit_length() if isinstance(value, list) else type(value)


@lru_cache(maxsize=1024)
def _write(
    build: Build,
    _language: str,
    which: tuple[Hashable, ...],
    shapes: tuple[tuple[str, int | type], ...],
) -> _Written:
    given: dict[str, Any] = {}
    stand_ins: dict[int | str, tuple[str, int | None]] = {}
    numbers, values = count(FIRST_STAND_IN), count(FIRST_SMALL_STAND_IN)
    for name, shape in shapes:
        if isinstance(shape, int):
            given[name] = list(islice(numbers, shape))
            stand_ins |= {one: (name, place) for place, one in enumerate(given[name])}
        else:
            given[name] = f"stand-in for {name}" if shape is str else next(values)
            stand_ins[given[name]] = name, None
    queryset = build(*which, **given)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    places = {
        place: stand_ins[value]
        for place, value in enumerate(parameters)
        if isinstance(value, int | str) and value in stand_ins
    }
    return _Written(queryset, compiler, queryset.db, sql, tuple(parameters), places)
