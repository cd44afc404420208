"""Full-text search in the database at hand, behind one small interface."""

from django.db import NotSupportedError, connections

from .interface import Backend, Match, Terms
from .postgresql import PostgreSQL
from .sqlite import SQLite

__all__ = ["Backend", "Match", "Terms", "backend_for"]

_BACKENDS: dict[str, Backend] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def backend_for(using: str) -> Backend:
    vendor = connections[using].vendor
    if vendor not in _BACKENDS:
        raise NotSupportedError(f"Search works on SQLite and PostgreSQL, not on {vendor}.")
    return _BACKENDS[vendor]
