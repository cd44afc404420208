"""Many rows at hand, read without what makes an instance dear: its signals and its constructor.

    reader = RowReader("default")
    people = reader.read(Person, [4, 7], "names", "rank_holdings__rank")

Such rows are asked for what they say, and not saved. Relations that are named with them are lists;
what another foreign key leads to is read when it is asked for, and remembered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from django.db import models

from .languages import translated_names
from .statements import KeptStatement

MOST_REMEMBERED = 20_000
"""Rows of one model that others name. Beyond it they are forgotten and read again."""


_READ = "_prefetched_objects_cache"
"""Where Django keeps rows that were read with their owner, and its managers look for them."""


class LinkedRows(dict[str, Any]):
    """What a row leads to, in the place where Django keeps what it has read of it.

    It knows numbers and not the row, which so is gone as soon as nobody has it any more.
    """

    def __init__(
        self, columns: Mapping[str, Any], linked: Mapping[str, tuple[str, Callable[[int], Any]]]
    ) -> None:
        super().__init__()
        self._numbers = {name: columns.get(attname) for name, (attname, _row) in linked.items()}
        self._linked = linked

    def __missing__(self, name: str) -> Any:
        number = self._numbers[name]
        return None if number is None else self._linked[name][1](number)


class RowReader:
    """Reads rows of one moment, with those that they lead to."""

    def __init__(self, using: str) -> None:
        self.using = using
        self._linked: dict[type[models.Model], dict[int, Any]] = defaultdict(dict)

    def read(
        self, model: type[models.Model], ids: Collection[int], *paths: str, locked: bool = False
    ) -> list[Any]:
        """Rows in the order of their numbers, without what readers may never see."""
        if not ids:
            return []
        names = columns_to_read(model)
        found = self.rows_of(model, names, _values(model, names, self.using, locked, ids=[*ids]))
        self.read_along(model, found, paths)
        return found

    def read_along(
        self, model: type[models.Model], rows: Sequence[Any], paths: Iterable[str]
    ) -> None:
        """What some rows lead to, by paths as those of `prefetch_related`."""
        further: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            name, _underscores, rest = path.partition("__")
            further[name] += [rest] if rest else []
        for name, rests in further.items():
            field: Any = model._meta.get_field(name)
            target = field.related_model
            if field.many_to_one:
                numbers = {row.__dict__[field.attname] for row in rows} - {None}
                along = [*self.fetch(target, numbers).values()]
            else:
                along = self._read_many(field, rows)
            if along and rests:
                self.read_along(target, along, rests)

    def fetch(self, model: type[models.Model], numbers: set[int]) -> dict[int, Any]:
        """Rows that others name."""
        known = self._linked[model]
        missing = numbers - known.keys()
        if missing:
            if len(known) + len(missing) > MOST_REMEMBERED:
                known = self._linked[model] = {n: known[n] for n in numbers if n in known}
            known |= {row.pk: row for row in self.read_linked(model, missing)}
        return {n: known[n] for n in numbers if n in known}

    def read_linked(self, model: type[models.Model], numbers: Collection[int]) -> list[Any]:
        return self.read(model, numbers)

    def one(self, model: type[models.Model], number: int) -> Any:
        known = self._linked[model]
        return known[number] if number in known else self.fetch(model, {number})[number]

    def _read_many(self, field: Any, rows: Sequence[Any]) -> list[Any]:
        """The rows of a relation to many, in its own order."""
        kept: dict[int, list[Any]] = {row.pk: [] for row in rows}
        for row in rows:
            row.__dict__.setdefault(_READ, {})[field.name] = kept[row.pk]
        target = field.related_model
        names = columns_to_read(target)
        owners, values = [], []
        if kept:
            for owner, *columns in _values_of_many(field, names, self.using, ids=[*kept]):
                owners.append(owner)
                values.append(columns)
        found = self.rows_of(target, names, values)
        for owner, row in zip(owners, found, strict=True):
            kept[owner].append(row)
        return found

    def rows_of(
        self, model: type[models.Model], names: Sequence[str], values: Iterable[Sequence[Any]]
    ) -> list[Any]:
        """Rows of these columns, by their values."""
        links = {
            name: (attname, partial(self.one, target))
            for name, attname, target in _foreign_keys(model)
        }
        found = []
        for one in values:
            row = model.__new__(model)
            own = row.__dict__
            own.update(zip(names, one, strict=True))
            state = own["_state"] = models.base.ModelState()
            state.adding, state.db = False, self.using
            state.fields_cache = LinkedRows(own, links)
            found.append(row)
        return found


def at_hand(row: models.Model, name: str) -> Iterable[Any]:
    """The rows of a relation to many; of those that were read with the row, quicker than by its
    manager."""
    read: dict[str, Any] = row.__dict__.get(_READ, {})
    found: Iterable[Any] = read[name] if name in read else getattr(row, name).all()
    return found


@cache
def columns_to_read(model: type[models.Model], *, whole: bool = False) -> tuple[str, ...]:
    """Without those that readers may never see, unless the whole row is asked for.

    A translated text itself follows those of its languages.
    """
    private = () if whole else getattr(model, "private_fields", ())
    left_out = translated_names(model).union(private)
    fields: Any = model._meta.concrete_fields
    return tuple(field.attname for field in fields if field.name not in left_out)


@cache
def _foreign_keys(model: type[models.Model]) -> tuple[tuple[str, str, Any], ...]:
    fields: Any = model._meta.concrete_fields
    return tuple((f.name, f.attname, f.related_model) for f in fields if f.is_relation)


@KeptStatement
def _values(
    model: type[models.Model], names: tuple[str, ...], using: str, locked: bool, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    # Not by the model's manager: columns that name their language need no translation.
    rows: models.QuerySet[Any] = models.QuerySet(model, using=using)
    rows = rows.filter(pk__in=ids).order_by("pk")
    if locked:
        rows = rows.select_for_update(no_key=True)
    return rows.values_list(*names)


@KeptStatement
def _values_of_many(
    field: Any, names: tuple[str, ...], using: str, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    """The owner's number and then the columns of each row, in the order of the rows' model."""
    back = field.related_query_name() if field.concrete else field.field.name
    manager: Any = field.related_model._default_manager
    # The manager knows in which language they are sorted; its rows are read column by column.
    query = manager.using(using).filter(**{f"{back}__in": ids}).query
    rows: models.QuerySet[Any] = models.QuerySet(field.related_model, query=query, using=using)
    return rows.values_list(models.F(f"{back}__pk"), *names)
