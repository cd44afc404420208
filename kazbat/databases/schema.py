"""Migrations that are applied and recorded at once."""

from __future__ import annotations

from typing import Any


class Deferred(list[Any]):
    """Statements that wait for the end of a migration, and do not keep it from being recorded.

    Django records a migration only after its transaction if any wait. One that is killed between
    the two is applied and not recorded, and can never be run again.
    """

    def __bool__(self) -> bool:
        return False


class RecordedAtOnce:
    """For a schema editor."""

    atomic_migration: bool

    @property
    def deferred_sql(self) -> list[Any]:
        return self._deferred

    @deferred_sql.setter
    def deferred_sql(self, statements: list[Any]) -> None:
        self._deferred = Deferred(statements) if self.atomic_migration else statements
