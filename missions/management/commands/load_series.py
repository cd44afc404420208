"""Loads series from a CSV file with a row for each month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from editions.bulk import BulkLoad
from editions.bulk.files import kinds
from editions.management.commands import load_csv
from missions.models import Series
from missions.series_loading import SeriesFile


class Command(load_csv.Command):
    help = (
        "Loads series from a CSV file with a row for each month: slug, month, number, women; and, "
        "of a new series, title_en, measure, missions and its other columns. New months are added "
        "to a series that is there. Files that load_csv takes, such as passage.csv and "
        "seriescitation.csv, can be loaded with it. All is loaded, or nothing. See docs/series.md."
    )

    series: SeriesFile | None = None

    def kind_of(self, file: Path) -> str:
        kind = file.stem.lower()
        return kind if kind in kinds() else "series"

    def load(self, load: BulkLoad, kind: str, path: Path) -> None:
        if kind != "series":
            super().load(load, kind, path)
            return
        self.series = SeriesFile(path, load)
        self.series.load()

    def told(self, load: BulkLoad) -> Iterator[str]:
        if self.series:
            yield self.series.told
        yield from (self.line_of(table) for table in load.tables if table.model is not Series)
