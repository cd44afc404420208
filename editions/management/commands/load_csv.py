"""Loads CSV files through the bulk door."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS
from tqdm import tqdm

from editions.bulk import BulkLoad, RefusedError, bulk_load
from editions.bulk.files import kinds, load_file
from editions.bulk.tables import Table


class Command(BaseCommand):
    help = (
        "Loads CSV files, each named after the kind of its rows: person.csv, deployment.csv. All "
        "that they hold must keep the rules of the register; if one row does not, nothing is "
        "loaded, and each fault is named by file, row and column. See docs/loading.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER|FILE")
        parser.add_argument(
            "--publish", action="store_true",
            help="New records are public; without it they are drafts, unless a column says so.",
        )  # fmt: skip
        parser.add_argument("--why", default="", help="Why it is loaded; for editors only.")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *args: Any, **options: Any) -> None:
        files = self.files(options["paths"])
        bars = Bars(is_quiet=options["verbosity"] == 0)
        try:
            with bulk_load(
                why=options["why"],
                origin=" ".join(path.name for path in files.values()),
                publish=options["publish"],
                using=options["database"],
                progress=bars,
            ) as load:
                for kind, path in files.items():
                    bars.expect(path.name, path)
                    self.load(load, kind, path)
        except RefusedError as refused:
            lines = "\n  ".join(refused.faults.lines())
            raise CommandError(f"Nothing was loaded. What is wrong:\n  {lines}") from None
        finally:
            bars.close()
        if options["verbosity"]:
            for line in self.told(load):
                self.stdout.write(line)

    def told(self, load: BulkLoad) -> Iterator[str]:
        yield from map(self.line_of, load.tables)

    def line_of(self, table: Table) -> str:
        there = f", {table.skipped} there already" if table.skipped else ""
        return f"{table.name}: {table.written} rows{there}"

    def load(self, load: BulkLoad, kind: str, path: Path) -> None:
        load_file(load, kinds()[kind], path)

    def files(self, paths: list[Path]) -> dict[str, Path]:
        """The files by kind, in the order in which they are loaded."""
        found: dict[str, Path] = {}
        for path in paths:
            for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
                kind = self.kind_of(file)
                if kind in found:
                    raise CommandError(f"{found[kind]} and {file} are of one kind.")
                found[kind] = file
        if not found:
            raise CommandError("There is no file that ends in .csv.")
        return {kind: found[kind] for kind in kinds() if kind in found}

    def kind_of(self, file: Path) -> str:
        kind = file.stem.lower()
        if kind not in kinds():
            names = ", ".join(f"{name}.csv" for name in kinds())
            raise CommandError(f"{file.name} is named after no kind. There are: {names}.")
        return kind


class Bars:
    """A bar for each step; none where nobody watches a terminal."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._off = True if is_quiet else None
        self._totals: dict[str, int] = {}
        self._step = ""
        self._bar: Any = None

    def expect(self, step: str, path: Path) -> None:
        if path.is_file():
            with path.open("rb") as file:
                chunks = iter(lambda: file.read(1 << 20), b"")
                self._totals[step] = sum(chunk.count(b"\n") for chunk in chunks)

    def __call__(self, step: str, rows: int) -> None:
        if self._step != step:
            self.close()
            self._step = step
            self._bar = tqdm(
                desc=step, total=self._totals.get(step), unit=" rows", disable=self._off
            )
        self._bar.update(rows)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
