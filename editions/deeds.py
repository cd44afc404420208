"""What is done to the sight of readers, told to the log in the transaction that does it."""

from __future__ import annotations

from enum import StrEnum

from django.dispatch import Signal

from .models import Edition, Event


class Deed(StrEnum):
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"
    PUBLISHED_AGAIN = "published again"
    RESTORED = "restored"
    WITHHELD = "withheld"
    LIFTED = "lifted"


done = Signal()
"""With `deed`, `by`, the `kind` and `number` of a row, and nothing that it says; and `using`.

What hears it lies above: `access.log`.
"""


def deed_of(event: Event, before: Edition | None) -> Deed | None:
    """What a record's new edition does to it, by its event and the edition before."""
    was_withdrawn = before is not None and before.event == Event.WITHDRAWN
    match event:
        case Event.WITHDRAWN:
            # What is written into it later withdraws nothing.
            return None if was_withdrawn else Deed.WITHDRAWN
        case Event.UNPUBLISHED:
            return Deed.UNPUBLISHED
        case Event.SAVED if was_withdrawn:
            return Deed.UNPUBLISHED
        case Event.PUBLISHED if was_withdrawn:
            return Deed.PUBLISHED_AGAIN
    return None
