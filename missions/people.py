"""The people on the page of a mission, a rotation or a unit.

They are records of the layer above, which says here, as it starts, how they are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from records.audience import Audience
from records.models import Record
from records.prefetching import Link

from .models import Mission, Rotation, Unit


@dataclass(frozen=True)
class People:
    """What such a page must know of its people; without a layer above, of nobody."""

    records: tuple[Record, ...] = ()
    """What names them, to be shown with its evidence."""
    links: tuple[Link, ...] = ()
    """Relations of these records that the page must fill before it shows or counts them."""
    there_are_more: bool = False

    @property
    def parts(self) -> dict[str, Sequence[Record]]:
        """The records, by what they are to the page."""
        return {}

    @property
    def cut_parts(self) -> list[str]:
        """The parts of which the page shows only the first."""
        return []

    @property
    def missing_parts(self) -> dict[str, Any]:
        """The labels of the parts of which no source names anybody."""
        return {}

    def conflicts_of(self, record: Record) -> list[Any]:
        """With which of them one is in conflict."""
        return []

    @property
    def count(self) -> int:
        """Each counts once, named alone or with others."""
        return 0


Reader = Callable[[Mission | Rotation | Unit, Audience], People]

_reader: list[Reader] = []


def people_are_read_by(reader: Reader) -> None:
    _reader[:] = [reader]


def people_of(owner: Mission | Rotation | Unit, audience: Audience) -> People:
    return _reader[0](owner, audience) if _reader else People()
