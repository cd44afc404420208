"""CSV files as they come: what cannot be read is said in plain words, by row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.models import NaturalKeyed

from .loading import BulkLoad

LONGEST_CELL = 20 * 1024 * 1024
"""In characters: a source's archived text stands in one cell."""
OTHER_DELIMITERS = {";": "“;”", "\t": gettext_lazy("tabs"), "|": "“|”"}

Complain = Callable[[int, str, str], None]
"""Told the row, the column and what is wrong there."""


@cache
def kinds() -> dict[str, type[NaturalKeyed]]:
    """The models that can be loaded, by the name of their file, after those that they name."""
    waiting = [
        model
        for model in apps.get_models()
        if issubclass(model, NaturalKeyed) and not model._meta.proxy
    ]
    ordered: dict[str, type[NaturalKeyed]] = {}
    while waiting:
        ready = next(m for m in waiting if not (_named_by(m) & set(waiting) - {m}))
        waiting.remove(ready)
        ordered[str(ready._meta.model_name)] = ready
    return ordered


def _named_by(model: type[NaturalKeyed]) -> set[Any]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.related_model for field in fields if field.is_relation}


def load_file(load: BulkLoad, model: type[NaturalKeyed], path: Path) -> None:
    def complain(row: int, column: str, message: str) -> None:
        load.fault(path.name, row, column, message)

    rows = read(path, complain)
    header = next(rows, None)
    if header is None:
        load.refuse_all(model)
    else:
        load.add_numbered(model, header[1], rows, name=path.name)


def read(path: Path, complain: Complain) -> Iterator[tuple[int, Sequence[str]]]:
    """The header, and then each row, with their places as a spreadsheet counts them."""
    csv.field_size_limit(LONGEST_CELL)
    place = 0
    try:
        # -sig: Excel writes a mark of three bytes before the first letter.
        with path.open(encoding="utf-8-sig", newline="") as file:
            for place, cells in _good_rows(csv.reader(file, strict=True), complain):
                yield place, cells
    except UnicodeDecodeError:
        complain(_first_unreadable(path), "", _("This is not UTF-8. Save it as “CSV UTF-8”."))
    except csv.Error as error:
        complain(place + 1, "", _reason(str(error)))
    except OSError as error:
        complain(0, "", _("The file cannot be read: %s.") % (error.strerror or error))


def _good_rows(
    rows: Iterator[list[str]], complain: Complain
) -> Iterator[tuple[int, Sequence[str]]]:
    header = [name.strip() for name in next(rows, [])]
    if header and _is_header(header, complain):
        yield 1, header
        for place, cells in enumerate(rows, start=2):
            if cells and _is_whole(cells, header, place, complain):
                yield place, cells
    elif not header:
        complain(1, "", _("The first row names the columns, and is empty."))


def _is_header(header: Sequence[str], complain: Complain) -> bool:
    if len(header) == 1:
        for delimiter, name in OTHER_DELIMITERS.items():
            if delimiter in header[0]:
                message = _("The columns are separated by %s: save the file with commas.")
                complain(1, "", message % name)
                return False
    if not any(header):
        complain(1, "", _("The first row names the columns, and is empty."))
        return False
    return True


def _is_whole(cells: Sequence[str], header: Sequence[str], place: int, complain: Complain) -> bool:
    if len(cells) != len(header):
        message = ngettext(
            "This row has %(cells)s cell, the header %(columns)s. Is a comma in a text that no "
            "quotation marks enclose?",
            "This row has %(cells)s cells, the header %(columns)s. Is a comma in a text that no "
            "quotation marks enclose?",
            len(cells),
        )
        complain(place, "", message % {"cells": len(cells), "columns": len(header)})
        return False
    for name, cell in zip(header, cells, strict=True):
        if "\x00" in cell:
            complain(place, name, _("Null characters are not allowed."))
            return False
    return True


def _first_unreadable(path: Path) -> int:
    """The line with the first letters that are not UTF-8; the file is read in blocks of lines."""
    with path.open("rb") as file:
        for place, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return place
    return 0


def _reason(said: str) -> str:
    if "unexpected end of data" in said:
        return _("A quotation mark opens here, or further up, and none closes it.")
    if "field larger" in said:
        return _("A cell is longer than any text: a quotation mark opens it, and none closes it.")
    if "expected after" in said:
        return _(
            "After a closing quotation mark there is more text. Inside a text, write each "
            "quotation mark twice."
        )
    return _("This row cannot be read: %s.") % said
