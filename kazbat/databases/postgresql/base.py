"""PostgreSQL for which nobody waits longer than a reader would."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from psycopg.errors import OperationalError, _WaitTimeout

from kazbat.databases.schema import RecordedAtOnce

SECONDS_TO_CONNECT = 3
"""Also for a sign of life from a connection that is open."""
SECONDS_OF_PEACE = 2.0


class SchemaEditor(RecordedAtOnce, DatabaseSchemaEditor):
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    not_before: ClassVar[float] = 0.0
    """Until then nobody in this process asks a server that did not answer."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self.seconds = params.pop("seconds", None)
        return {"connect_timeout": SECONDS_TO_CONNECT} | params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        now = time.monotonic()
        if now < DatabaseWrapper.not_before:
            raise OperationalError("PostgreSQL did not answer a moment ago.")
        if DatabaseWrapper.not_before:
            # One asks whether it is there again; the others do not wait for that.
            DatabaseWrapper.not_before = now + SECONDS_TO_CONNECT + SECONDS_OF_PEACE
        try:
            connection = BoundedConnection.connect(**conn_params)
        except OperationalError:
            self._leave_in_peace()
            raise
        DatabaseWrapper.not_before = 0.0
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        connection.seconds = self.seconds
        return connection

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        with self.connection.within(SECONDS_TO_CONNECT):
            is_usable: bool = super().is_usable()
        if not is_usable and self.connection.gave_up:
            self._leave_in_peace()
        return is_usable

    def _leave_in_peace(self) -> None:
        DatabaseWrapper.not_before = time.monotonic() + SECONDS_OF_PEACE


class BoundedConnection(psycopg.Connection[Any]):
    """Gives up a server that says nothing: one that is frozen ends no statement either."""

    seconds: float | None = None
    gave_up = False

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.seconds)
        except _WaitTimeout as error:
            self.gave_up = True
            # In the middle of an answer: nothing else can be asked of it.
            self.pgconn.finish()
            raise OperationalError("PostgreSQL does not answer.") from error

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        before, self.seconds = self.seconds, seconds
        try:
            yield
        finally:
            self.seconds = before
