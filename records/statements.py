"""Queries that are put together once and then kept as SQL.

Django puts a query together and writes it as SQL each time it is asked: for most statements of a
page that takes longer than the database takes to answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from itertools import count, islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler
from modeltranslation.manager import FallbackValuesListIterable

from .languages import active_language
from .partial_rows import row_as_read

Build = Callable[..., QuerySet[Any, Any]]
Converters = Sequence[Callable[..., Any]]
Thing = TypeVar("Thing")

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
    converters: tuple[tuple[int, Converters, Any], ...]
    """Of columns that are not what the database gives: their place, and what makes them so."""
    order: Callable[[Any], tuple[Any, ...]] | None
    """What puts them into the order in which they were asked for, if it is another."""

    def asked(self, given: Mapping[str, Any]) -> QuerySet[Any, Any]:
        """The same queryset with what is given, which need not be written as SQL any more."""
        parameters = list(self.parameters)
        for place, (name, number) in self.places.items():
            value = given[name]
            # The last number fills the room that is left.
            parameters[place] = value if number is None else value[min(number, len(value) - 1)]
        compiler = _copied(self.compiler)
        compiler.execute_sql = lambda *_args, **_kwargs: ()  # type: ignore[assignment, method-assign]
        compiler.results_iter = lambda *_args, **_kwargs: self._rows(parameters)  # type: ignore[method-assign]
        query = _copied(self.queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        # Not by a method of the queryset's own, each of which copies the whole query.
        asked = _copied(self.queryset)
        asked._query = query  # type: ignore[attr-defined] # noqa: SLF001 - what `query` reads
        return asked

    def _rows(self, parameters: list[Any]) -> Iterator[tuple[Any, ...]]:
        connection = connections[self.using]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = cursor.fetchall()
        if self.compiler.has_extra_select:
            rows = [row[: self.compiler.col_count] for row in rows]
        read = map(self._converted(connection), rows) if self.converters else iter(rows)
        return map(self.order, read) if self.order else read

    def _converted(self, connection: BaseDatabaseWrapper) -> Callable[[Any], tuple[Any, ...]]:
        def converted(row: Any) -> tuple[Any, ...]:
            values = list(row)
            for place, converters, column in self.converters:
                value = values[place]
                for converter in converters:
                    value = converter(value, column, connection)
                values[place] = value
            return tuple(values)

        return converted


def _copied(thing: Thing) -> Thing:
    """As `copy`, which looks first for ways of the thing's own."""
    copied: Thing = object.__new__(type(thing))
    vars(copied).update(vars(thing))
    return copied


class _Rows:
    """Makes instances of a model, as ModelIterable asks the model itself to.

    A model fills each field by a call and tells whoever listens that it was made. What comes from
    the database needs neither.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model, self._meta = model, model._meta

    def from_db(self, db: str, names: Sequence[str], values: Sequence[Any]) -> Model:
        return row_as_read(self.model, zip(names, values, strict=True), db)


def _making_rows(info: Mapping[str, Any]) -> dict[str, Any]:
    """What a compiler knows of a model and of those that are joined to it."""
    joined = [_making_rows(one) for one in info.get("related_klass_infos", ())]
    return {**info, "model": _Rows(info["model"]), "related_klass_infos": joined}


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
    order = _order_of_tuples(queryset)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    places = {
        place: stand_ins[value]
        for place, value in enumerate(parameters)
        if isinstance(value, int | str) and value in stand_ins
    }
    if compiler.klass_info:
        compiler.klass_info = _making_rows(compiler.klass_info)
    columns = [one for one, _sql, _alias in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    return _Written(
        queryset,
        compiler,
        queryset.db,
        sql,
        tuple(parameters),
        places,
        tuple((place, its_own, column) for place, (its_own, column) in converters.items()),
        order,
    )


def _order_of_tuples(queryset: QuerySet[Any, Any]) -> Callable[[Any], tuple[Any, ...]] | None:
    """What puts the columns of tuples into the order in which they were asked for.

    Of translated models they are read in any order, and each tuple goes through a dictionary that
    shows texts in other languages. Without translated texts among them, this is all it does.
    """
    kind: Any = queryset
    if kind._iterable_class is not FallbackValuesListIterable or kind.translation_fields:  # noqa: SLF001
        return None
    query = kind.query
    read = list(query.selected or (*query.values_select, *query.annotation_select))
    asked = [*kind.original_fields]
    asked += [name for name in query.annotation_select if name not in asked]
    if query.extra_select or len(asked) < 2 or sorted(read) != sorted(set(asked)):  # noqa: PLR2004
        return None
    kind._iterable_class = ValuesListIterable  # noqa: SLF001 - as `values_list` sets it
    return itemgetter(*map(read.index, asked))
