"""One transaction at a time changes records, and what is kept of them."""

from django.db import connections

ORDER_LOCK = 0x6B617A626174
"""The name of the lock that `take_turn` takes."""


def take_turn(using: str, lock: int = ORDER_LOCK) -> None:
    """Waits until no other transaction changes records; call it before any row is locked.

    So editions become visible in the order of their numbers, no two sets of changes wait for each
    other's rows, and a rebuild writes nothing that has changed since it was read. SQLite has one
    writer at a time anyway. Another lock puts in order what has nothing to do with records.
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
