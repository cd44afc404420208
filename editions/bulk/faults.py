"""What is wrong with a load: each faulty cell by its file, row and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_NAMED = 100


@dataclass(frozen=True)
class Fault:
    file: str
    row: int
    """As a spreadsheet counts them, the header being row 1; 0 if it is the file as a whole."""
    column: str
    """Empty if it is the row as a whole."""
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row:
            place.append(_("row %s") % self.row)
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.message}"


@dataclass
class Faults:
    """All that is found; the first of them are kept in words, the others counted."""

    named: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(fault)

    def lines(self) -> Iterator[str]:
        yield from map(str, self.named)
        others = self.count - len(self.named)
        if others:
            yield ngettext("and %s other fault.", "and %s other faults.", others) % others


class RefusedError(Exception):
    """Nothing was loaded."""

    def __init__(self, faults: Faults) -> None:
        super().__init__("\n".join(faults.lines()))
        self.faults = faults
