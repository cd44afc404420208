"""Series from a file with a row for each month of each, through the bulk door.

A new series is described by its first row. To one that is there, the months that are new are added;
a month that is there and says the same is passed over, and refused if it says something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editions.bulk import BulkLoad
from editions.bulk.columns import required
from editions.bulk.files import read
from editions.rules import errors_of

from .models import Series
from .observations import Observations
from .observations.reading import NUMBER, WHEN, WOMEN, Reading, Row, column_named

SLUG = "slug"
NEEDED = (SLUG, WHEN, NUMBER)
ROWS_BETWEEN_SIGNS = 2_000
AT_ONCE = 500


@dataclass
class Gathered:
    """What the rows of one series say."""

    place: int
    """Its first row."""
    said: list[str]
    """What that row says of the series itself."""
    reading: Reading = field(default_factory=Reading)


class SeriesFile:
    def __init__(self, path: Path, load: BulkLoad) -> None:
        self.name = path.name
        self.rows = self.without_number = self.new = self.extended = self.same = 0
        self._path, self._load, self._using = path, load, load.changes.using
        self._header: dict[str, str] = {}
        """What the file calls the columns that are read here."""
        self._places: dict[str, int] = {}
        self._described: list[tuple[str, int]] = []
        """The columns that say what a series is, with their places."""
        self._gathered: dict[str, Gathered] = {}

    def load(self) -> None:
        """Reads the whole file, and writes its series; faults are told to the load."""
        rows = read(self._path, self._complain)
        header = next(rows, None)
        if header is None or not self._read_header(header[1]):
            self._load.refuse_all(Series)
            return
        self._gather(rows)
        self._tell_faults()
        names = [SLUG, *(name for name, _place in self._described), "observations"]
        if written := list(self._written()):
            table = self._load.add_numbered(Series, names, written, name=self.name)
            self.new = table.written

    def _complain(self, row: int, column: str, message: str) -> None:
        self._load.fault(self.name, row, self._header.get(column, column), message)

    def _read_header(self, names: Sequence[str]) -> bool:
        is_good = True
        for place, name in enumerate(names):
            column = column_named(name)
            if column not in (SLUG, WHEN, NUMBER, WOMEN):
                self._described.append((name, place))
            elif column in self._places:
                self._complain(1, name, _("This column is there twice."))
                is_good = False
            else:
                self._places[column], self._header[column] = place, name
        for column in NEEDED:
            if column not in self._places:
                named = {WHEN: "month"}.get(column, column)
                self._complain(1, named, _("This column is missing."))
                is_good = False
        return is_good

    def _gather(self, rows: Iterator[tuple[int, Sequence[str]]]) -> None:
        done = 0
        for place, cells in rows:
            self.rows += 1
            row = {column: cells[at].strip() for column, at in self._places.items()}
            said = [cells[at].strip() for _name, at in self._described]
            slug = row[SLUG]
            if not slug:
                self._complain(place, SLUG, required())
            elif slug in self._gathered:
                self._compare(self._gathered[slug], said, place)
                # The first row of a series is done when that is written.
                done += 1
            else:
                self._gathered[slug] = Gathered(place, said)
            if slug:
                self._gathered[slug].reading.add(Row(place, row))
            if done == ROWS_BETWEEN_SIGNS:
                self._load.done(self.name, done)
                done = 0
        self._load.done(self.name, done)

    def _compare(self, series: Gathered, said: list[str], place: int) -> None:
        for (name, _at), first, here in zip(self._described, series.said, said, strict=True):
            if here and here != first:
                message = _("Row %(row)s says something else of this series: “%(said)s”.")
                self._complain(place, name, message % {"row": series.place, "said": first})

    def _tell_faults(self) -> None:
        faults = [fault for one in self._gathered.values() for fault in one.reading.faults]
        for fault in sorted(faults, key=lambda fault: fault.row):
            self._complain(fault.row, fault.column, fault.message)

    def _written(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows of the table: of new series, and of those there that the file describes."""
        there = self._those_there()
        for slug, one in self._gathered.items():
            self.without_number += len(one.reading.without_number)
            observations = one.reading.observations
            if not (observations or one.reading.faults):
                self._complain(one.place, NUMBER, _("No number of this series is in the file."))
            if one.reading.faults or not observations:
                self._load.refuse(Series, (slug,))
                continue
            if slug in there:
                observations = self._extend(there[slug], one)
            if slug not in there or any(one.said):
                yield one.place, [slug, *one.said, observations]

    def _those_there(self) -> dict[str, Series]:
        slugs, rows = list(self._gathered), Series._base_manager.using(self._using)
        return {
            series.slug: series
            for start in range(0, len(slugs), AT_ONCE)
            for series in rows.filter(slug__in=slugs[start : start + AT_ONCE])
        }

    def _extend(self, series: Series, gathered: Gathered) -> Observations:
        """Adds the months that are new to a series that is there."""
        known = {one.when: one for one in series.observations}
        for place, one in gathered.reading.found.values():
            there = known.setdefault(one.when, one)
            if there != one:
                message = _(
                    "The register has other numbers for it: %s. Only new months are loaded; change "
                    "this one in the admin."
                )
                self._complain(place, WHEN, message % there)
        observations = Observations.of(known.values())
        if observations == series.observations:
            self.same += 1
            return observations
        self.extended += 1
        series.observations = observations
        series.save()
        for name, messages in errors_of(series).items():
            for message in ValidationError(messages).messages:
                self._complain(gathered.place, name, message)
        self._load.changes.record([series])
        return observations

    @property
    def told(self) -> str:
        return (
            f"{self.name}: {self.new} new series, {self.extended} with new months, {self.same} "
            f"there already; {self.rows} rows, of which {self.without_number} print no number"
        )
