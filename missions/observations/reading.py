"""Observations as people paste them: rows of a spreadsheet, or of a CSV file.

Month, number, women; the cells parted by tabs, semicolons or commas. A first row of words may say
in which order they stand. Whatever is wrong is said by row and column, all of it at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from records.number_fields import WholeNumberField
from records.partial_dates import PartialDate
from records.partial_dates.moment import Shape

from .value import Observation, Observations

LONGEST = 500_000
"""Letters; a number for every day of 50 years has fewer."""
LONGEST_ROW = 10_000
LONGEST_NAMED = 30
"""Of a cell that is named to find its row."""
LARGEST = 10**12
FAULTS_SAID = 30

WHEN, NUMBER, WOMEN = "when", "number", "women"
IN_ORDER = (WHEN, NUMBER, WOMEN)
HEADERS = {
    WHEN: "month date when period месяц дата период ай айы күні",
    NUMBER: "number total all strength personnel число численность всего итого саны барлығы",
    WOMEN: "women female females женщины женщин әйел әйелдер",
}
NO_NUMBER = {"-", "–", "—", "−", "…", "...", "n/a", "x"}

_number = WholeNumberField(min_value=0, max_value=LARGEST)
_IN_DIGITS = re.compile(r"[0-9]{4}(-[0-9]{2}){1,2}")
_SHAPES = (Shape.MONTH, Shape.DAY)
_ALL_DIGITS = re.compile(r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})/(0?[1-9]|1[0-2])")

Value = TypeVar("Value")


def read_observations(text: str) -> Observations:
    """Reads what was pasted; raises ValidationError with all that is wrong."""
    reading = read(text)
    reading.raise_faults()
    return reading.observations


def read_date(text: str) -> PartialDate:
    """A month or a day; raises ValidationError that says what to write."""
    text = " ".join(text.split())
    if found := _YEAR_AND_MONTH.fullmatch(text):
        text = f"{found[1]}-{int(found[2]):02}"
    try:
        when = PartialDate.typed(text)
    except ValidationError:
        # What is no date of any kind is told of months and days alone.
        if _IN_DIGITS.fullmatch(text) or _ALL_DIGITS.fullmatch(text):
            raise
        raise _neither(text) from None
    moment = when.start
    if when.is_interval or moment is None or moment.qualifier or moment.shape not in _SHAPES:
        raise _neither(text)
    return when


def _neither(text: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is neither a month nor a day. Write 2019-03 or March 2019.") % {"text": text}
    )


def read_number(text: str) -> int | None:
    """A bare number; None where the cell is empty."""
    text = text.strip()
    if not text:
        return None
    if text.casefold() in NO_NUMBER:
        raise ValidationError(
            _("“%(text)s” may mean none, or not known. Write 0 if the source means none; leave the "
              "cell empty if it prints no number.") % {"text": text}
        )  # fmt: skip
    is_plain = text.isascii() and text.isdigit() and len(text) < len(str(LARGEST))
    return int(text) if is_plain else _number.clean(text)


def label_of(name: str) -> str:
    return {WHEN: _("month"), NUMBER: _("number"), WOMEN: _("women")}[name]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, or (without a column) with a row or the whole."""

    message: str
    row: int = 0
    column: str = ""
    beside: str = ""
    """What stands in the row as its month, so that it is found without counting."""

    def __str__(self) -> str:
        if not self.column:
            return self.message
        words = {"row": self.row, "column": label_of(self.column), "message": self.message}
        if not self.beside:
            return _("Row %(row)s, %(column)s: %(message)s") % words
        words["beside"] = self.beside
        return _("Row %(row)s (%(beside)s), %(column)s: %(message)s") % words


@dataclass(frozen=True)
class Row:
    """One row as it stands in the pasted text."""

    place: int
    """Its number, counted from 1 as a spreadsheet does."""
    cells: dict[str, str]

    def beside(self, column: str) -> str:
        """Its month; what is wrong with that itself says of which."""
        return "" if column == WHEN else Truncator(self.cells.get(WHEN, "")).chars(LONGEST_NAMED)


@dataclass
class Reading:
    """What was read, and what is wrong with the rest."""

    found: dict[PartialDate, tuple[int, Observation]] = field(default_factory=dict)
    """Each with its row."""
    faults: list[Fault] = field(default_factory=list)
    without_number: list[int] = field(default_factory=list)
    """Rows with a date for which no number is printed: these are gaps."""

    @property
    def observations(self) -> Observations:
        return Observations.of(one for _place, one in self.found.values())

    def raise_faults(self) -> None:
        if self.faults:
            rest = len(self.faults) - FAULTS_SAID
            more = [_("And %s more like these.") % rest] if rest > 0 else []
            raise ValidationError([*map(str, self.faults[:FAULTS_SAID]), *more])

    def add(self, row: Row) -> None:
        faults = len(self.faults)
        when = self._read(row, WHEN, read_date)
        number = self._read(row, NUMBER, read_number)
        women = self._read(row, WOMEN, read_number)
        if when is None or len(self.faults) > faults:
            return
        if number is not None:
            self.keep(row, Observation(when, number, women))
        elif women is None:
            self.without_number.append(row.place)
        else:
            self.fault(row, NUMBER, _("Write the number of which the women are part."))

    def keep(self, row: Row, observation: Observation) -> None:
        if observation.women is not None and observation.women > observation.number:
            self.fault(row, WOMEN, _("There cannot be more women than the number of all."))
            return
        place, there = self.found.setdefault(observation.when, (row.place, observation))
        if there != observation:
            self.fault(row, WHEN, _("Row %(row)s has other numbers for it: %(other)s.") % {
                "row": place, "other": there,
            })  # fmt: skip

    def fault(self, row: Row, name: str, message: str) -> None:
        self.faults.append(Fault(message, row.place, name, row.beside(name)))

    def _read(self, row: Row, name: str, read_cell: Callable[[str], Value]) -> Value | None:
        try:
            return read_cell(row.cells.get(name, ""))
        except ValidationError as error:
            for message in error.messages:
                self.fault(row, name, message)
        return None


def read(text: str) -> Reading:
    """Reads all rows, whatever is wrong with some of them."""
    reading = Reading()
    rows = text.splitlines()
    if len(text) > LONGEST or max(map(len, rows), default=0) > LONGEST_ROW or "\x00" in text:
        message = _("This is no table of months and numbers, or far too long a one.")
        reading.faults.append(Fault(message))
        return reading
    columns: Sequence[str] | None = None
    for place, cells in _rows(text):
        if columns is None:
            columns = _header(cells)
            if columns:
                continue
            columns = IN_ORDER
        if len(cells) > len(columns):
            message = _(
                "Row %(row)s (%(first)s) has %(count)s cells: write the month, the number, and how "
                "many of it are women. If a number has a comma, leave that out."
            )
            first = Truncator(cells[0]).chars(LONGEST_NAMED)
            words = {"row": place, "first": first, "count": len(cells)}
            reading.faults.append(Fault(message % words))
            continue
        reading.add(Row(place, dict(zip(columns, cells, strict=False))))
    return reading


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its number."""
    separator = next((one for one in "\t;" if one in text), ",")
    lines = text.removeprefix("\ufeff").splitlines()
    for place, line in enumerate(lines, start=1):
        cells = next(csv.reader([line], delimiter=separator), [])
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield place, [cell.strip() for cell in cells]


def _header(cells: Sequence[str]) -> list[str] | None:
    """What the columns of a first row of words hold; None if it is no such row.

    A row with a digit is never taken for one, so that no faulty number is passed over.
    """
    if any(character.isdigit() for cell in cells for character in cell):
        return None
    named = [column_named(cell) for cell in cells]
    if WHEN in named and NUMBER in named:
        return named
    return [*IN_ORDER]


def column_named(cell: str) -> str:
    """Which column a header names; what is none of ours is passed over."""
    words = cell.casefold().split()
    return next((name for name, known in HEADERS.items() if {*words} & {*known.split()}), cell)
