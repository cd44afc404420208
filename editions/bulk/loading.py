"""One load: all its tables in one transaction, or nothing of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from editions.publishing import Changes, change_set
from records.models import NaturalKeyed

from .faults import Fault, Faults, RefusedError
from .keys import Finders, Key
from .recording import Recorder
from .tables import Table
from .writing import much_is_written, tell_planner

BATCHES_BETWEEN_COLLECTIONS = 10
MANY_ROWS = 1_000
"""Of a table; PostgreSQL is not told of fewer, which it reads quickly however it plans."""

Progress = Callable[[str, int], None]
"""Told what is being done, and how many rows more of it are."""


class BulkLoad:
    """What is loaded at once. Add what others name before what names it."""

    def __init__(
        self,
        changes: Changes,
        *,
        publish: bool,
        progress: Progress | None,
        collect: Callable[[], None],
    ) -> None:
        self.changes = changes
        self.faults = Faults()
        self.tables: list[Table] = []
        self._publish = publish
        self._progress = progress
        self._collect = collect
        self._finders = Finders(changes.using)

    def add(
        self,
        model: type[NaturalKeyed],
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        name: str = "",
    ) -> Table:
        """Checks and writes rows of one model; faults are collected, and raised at the end."""
        numbered = ((place, row) for place, row in enumerate(rows, start=2))
        return self.add_numbered(model, columns, numbered, name=name)

    def add_numbered(
        self,
        model: type[NaturalKeyed],
        columns: Sequence[str],
        rows: Iterable[tuple[int, Sequence[Any]]],
        *,
        name: str = "",
    ) -> Table:
        """The same, of rows that know their place in the file."""
        name = name or str(model._meta.model_name)
        table = Table(
            model, columns, name=name, finders=self._finders, faults=self.faults,
            publish=self._publish,
        )  # fmt: skip
        self.tables.append(table)
        if table.is_readable:
            for done in table.load(rows):
                self.done(name, done)
        else:
            self.refuse_all(model)
        return table

    def refuse_all(self, model: type[NaturalKeyed]) -> None:
        """What names rows of this model need not be told that they are not there."""
        self._finders[model].is_refused = True

    def refuse(self, model: type[NaturalKeyed], key: Key) -> None:
        """Nor need what names this one: it is faulty, and told of."""
        self._finders[model].refused.add(key)

    def done(self, step: str, rows: int) -> None:
        self._collect()
        if self._progress:
            self._progress(step, rows)

    def fault(self, file: str, row: int, column: str, message: str) -> None:
        self.faults.add(Fault(file, row, column, message))

    def finish(self) -> None:
        if not self.faults.count:
            large = (table.model for table in self.tables if table.written >= MANY_ROWS)
            tell_planner(large, self.changes.using)
            for step, done in Recorder(self.changes, self.tables, self.faults).run():
                self.done(step, done)
        if self.faults.count:
            raise RefusedError(self.faults)
        if self.changes.change_set.pk:
            self.changes.change_set.save(using=self.changes.using)


@contextmanager
def garbage_is_left() -> Iterator[Callable[[], None]]:
    """Python looks for garbage rarely: among so many rows it spends nearly half of the time on it.

    Gives what is to be called now and then, so that memory stays.
    """
    was_enabled = gc.isenabled()
    # Not after a look for garbage: it takes longer than a small load, and what is left is little.
    gc.freeze()
    gc.disable()
    done = 0

    def collect() -> None:
        nonlocal done
        done += 1
        if done % BATCHES_BETWEEN_COLLECTIONS == 0:
            gc.collect()

    try:
        yield collect
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


@contextmanager
def bulk_load(
    *,
    by: Any = None,
    why: str = "",
    origin: str = "",
    publish: bool = False,
    using: str = DEFAULT_DB_ALIAS,
    progress: Progress | None = None,
) -> Iterator[BulkLoad]:
    """One transaction, one set of changes. Raises RefusedError with all that is wrong."""
    with (
        garbage_is_left() as collect,
        much_is_written(using),
        change_set(by=by, why=why, origin=origin, using=using) as changes,
    ):
        load = BulkLoad(changes, publish=publish, progress=progress, collect=collect)
        yield load
        load.finish()
