"""Files that rows name: each stays on the disk as long as a row names it, and no longer.

A file is written before its row is saved, so that a full disk is told in time. What a row named
before is removed once that row is changed for good. A transaction that is undone takes away what it
wrote itself, and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, connections, transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Named:
    """What a column of files names, or has named: one file, or several of one picture."""

    column: Any
    name: str


_noted: ContextVar[set[Named] | None] = ContextVar("noted_files", default=None)


def note(named: Named, using: str) -> None:
    """Has a name looked at once all is done: it came, or a row may have left it."""
    noted = _noted.get()
    if noted is None:
        transaction.on_commit(partial(_remove_unnamed, {named}, using), using)
    else:
        noted.add(named)


@contextmanager
def kept_in_step(using: str) -> Iterator[None]:
    """Files that came or were left inside are on the disk in the end if a row names them.

    Stands around the transaction, so that it sees what became of it.
    """
    if _noted.get() is not None:
        yield
        return
    noted: set[Named] = set()
    token = _noted.set(noted)
    try:
        yield
    finally:
        _noted.reset(token)
        if connections[using].in_atomic_block:
            # That of somebody further out, who may still undo it.
            transaction.on_commit(partial(_remove_unnamed, noted, using), using)
        else:
            _remove_unnamed(noted, using)


def _remove_unnamed(noted: set[Named], using: str) -> None:
    for named in noted:
        try:
            remove_if_unnamed(named, using)
        except (OSError, DatabaseError):
            # What was asked for is done; manage.py check_photos finds what stayed.
            logger.exception("A file that no row names could not be removed.")


def remove_if_unnamed(named: Named, using: str) -> None:
    column = named.column
    rows = column.model._base_manager.using(using).filter(**{column.attname: named.name})
    if not rows.exists():
        for name in column.files_of(named.name):
            column.storage.delete(name)
