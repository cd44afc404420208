"""Finds rows by the words that name them, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db import connections, models

from records.models import NaturalKeyed

Key = tuple[Any, ...]

MOST_REMEMBERED = 50_000
AT_ONCE = 2_000


class Finder:
    """The numbers of one model's rows by their natural keys."""

    def __init__(self, model: type[NaturalKeyed], finders: Finders) -> None:
        self.model = model
        self.lookups = model.natural_key_fields
        self.using = finders.using
        self._finders = finders
        self._numbers: dict[Key, int] = {}
        self.refused: set[Key] = set()
        """Keys of rows of this load that are faulty: what names them needs no second message."""
        self.is_refused = False
        """So are they all: the file cannot be read."""

    def find(self, keys: Iterable[Key]) -> dict[Key, int]:
        """The number of each of the keys that names a row."""
        known, wanted = self._numbers, set(keys)
        missing = [key for key in wanted if key not in known]
        if missing:
            if len(known) + len(missing) > MOST_REMEMBERED:
                self._numbers = known = {key: known[key] for key in wanted if key in known}
            for start in range(0, len(missing), AT_ONCE):
                self._ask(missing[start : start + AT_ONCE])
        return known

    def refuses(self, key: Key) -> bool:
        """Whether a row of this key was there, and was faulty."""
        return self.is_refused or key in self.refused

    def remember(self, keys: Iterable[Key], numbers: Iterable[int]) -> None:
        if len(self._numbers) > MOST_REMEMBERED:
            self._numbers = {}
        self._numbers.update(zip(keys, numbers, strict=True))

    @cached_property
    def _parts(self) -> list[tuple[str, list[int], bool]]:
        """The foreign keys and columns that the key leads through, with the places in it.

        True: those places are the whole key of the row that the foreign key leads to.
        """
        parts = []
        places = [(lookup.partition("__")[0], n) for n, lookup in enumerate(self.lookups)]
        for head, group in groupby(sorted(places, key=lambda place: place[1]), lambda p: p[0]):
            own = [n for _head, n in group]
            rest = tuple(self.lookups[n].partition("__")[2] for n in own)
            target = self.model._meta.get_field(head).related_model
            whole = target is not None and rest == getattr(target, "natural_key_fields", ())
            parts.append((head, own, whole or rest == ("",)))
        return parts

    def _ask(self, keys: Sequence[Key]) -> None:
        """Whatever a key says by whole rows or own columns is compared in the database."""
        meta: Any = self.model._meta
        compared: list[Any] = []
        wanted: list[list[Any]] = []
        for head, places, is_whole in self._parts:
            field = meta.get_field(head)
            if not is_whole or field.null:
                continue
            own: list[Any] = [tuple(key[n] for n in places) for key in keys]
            if field.is_relation:
                numbers = self._finders[field.related_model].find(own)
                wanted.append([numbers.get(key) for key in own])
            else:
                wanted.append([value for (value,) in own])
            compared.append(field)
        asked = {row for row in zip(*wanted, strict=True) if None not in row}
        if asked:
            self._numbers.update(self._rows(compared, list(asked)))

    def _rows(self, compared: list[Any], asked: list[Key]) -> Iterator[tuple[Key, int]]:
        """The keys and numbers of rows whose columns together hold what is asked.

        In SQL of its own: Django takes longer over two thousand parameters than the database.
        """
        connection = connections[self.using]
        quote = connection.ops.quote_name
        meta: Any = self.model._meta
        table, number = quote(meta.db_table), quote(meta.pk.column)
        place = f"({', '.join(['%s'] * len(compared))})"
        names = [f"c{n}" for n in range(len(compared))]
        same = " AND ".join(
            f"t.{quote(field.column)} = w.{name}"
            for field, name in zip(compared, names, strict=True)
        )
        # CROSS keeps SQLite from walking the table and asking about each of its rows.
        statement = (
            f"WITH w ({', '.join(names)}) AS (VALUES {', '.join([place] * len(asked))}) "  # noqa: S608 - names of columns
            f"{self._select} WHERE {table}.{number} IN "
            f"(SELECT t.{number} FROM w CROSS JOIN {table} t WHERE {same})"
        )
        texts = self._texts
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in asked for value in row])
            for found, *key in cursor.fetchall():
                for n in texts:
                    key[n] = "" if key[n] is None else str(key[n])
                yield tuple(key), found

    @cached_property
    def _select(self) -> str:
        # The model's own manager would bring the columns in another order.
        rows: Any = models.QuerySet(self.model, using=self.using).order_by()
        query = rows.values_list("pk", *self.lookups).query
        return str(query.get_compiler(self.using).as_sql()[0])

    @cached_property
    def _texts(self) -> list[int]:
        """The places of texts in a key; partial dates too, since a file names rows by words."""
        return [
            n
            for n, lookup in enumerate(self.lookups)
            if not isinstance(end_of(self.model, lookup), models.IntegerField)
        ]


def may_be_absent(model: type[Any], lookup: str) -> bool:
    """Whether a row may have nothing where the lookup leads."""
    *links, name = lookup.split("__")
    for link in links:
        field = model._meta.get_field(link)
        if field.null:
            return True
        model = field.related_model
    field = model._meta.get_field(name)
    return bool(field.null or (field.blank and field.get_default() is not None))


class Finders(dict[type[Any], Finder]):
    def __init__(self, using: str) -> None:
        super().__init__()
        self.using = using

    def __missing__(self, model: type[Any]) -> Finder:
        finder = self[model] = Finder(model, self)
        return finder


def end_of(model: type[Any], lookup: str) -> Any:
    """The column to which a lookup leads."""
    *links, name = lookup.split("__")
    for link in links:
        model = model._meta.get_field(link).related_model
    return model._meta.get_field(name)
