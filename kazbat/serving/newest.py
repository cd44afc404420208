"""The number of the newest edition, also for a while after the database stopped to answer.

Pages are kept under that number. While nobody can ask for it, the last number that anybody read
is as good, as nothing can be changed either; but it must be the last of *all* processes, or a page
that was withdrawn through another one would come back. So it is noted where all of them see it, if
the pages are kept there too: from each process's own memory nothing is shown during an outage.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches

from editions.models import newest_number_of_all
from kazbat.outages import LOST

NOTED = "newest"
SECONDS_NOTED = 60
SECONDS_OF_AN_OUTAGE = 60 * 60
SECONDS_BETWEEN_NOTES = 1.0
IN_ONE_PROCESS = ("LocMemCache", "DummyCache")


@dataclass
class Note:
    number: int = 0
    at: float = 0.0


_mine = Note()


def newest_number() -> int:
    try:
        number = newest_number_of_all()
    except LOST:
        found = caches["pages"].get(NOTED) if is_shared() else None
        if found is None:
            raise
        caches["pages"].set(NOTED, found, SECONDS_OF_AN_OUTAGE)
        return int(found)
    if number != _mine.number or time.monotonic() > _mine.at + SECONDS_BETWEEN_NOTES:
        note(number)
    return number


def note(number: int) -> None:
    if is_shared():
        _mine.number, _mine.at = number, time.monotonic()
        caches["pages"].set(NOTED, b"%d" % number, SECONDS_NOTED)


def follow_writer() -> None:
    """Whoever may have changed something leaves no older number behind."""
    if is_shared():
        try:
            note(newest_number_of_all())
        except LOST:
            caches["pages"].delete(NOTED)


def is_shared() -> bool:
    return not settings.CACHES["pages"]["BACKEND"].endswith(IN_ONE_PROCESS)
