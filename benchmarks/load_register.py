#!/usr/bin/env python3
"""Loads the benchmark's register through the bulk door: published, cited, recorded, indexed.

    DATABASE_URL=sqlite:////path/db.sqlite3 python benchmarks/load_register.py DATA_FOLDER

The database is migrated and empty. DATA_FOLDER holds missions, units, rotations, persons and
deployments as CSV. What becomes of them:

  missions, units, rotations   as they are, each with its citations; units tied to missions
  sources                      one a rotation; each person stands in one passage of one of them
  persons                      "Last First", so that they sort as the peers' do; slug person-ID; the
                               Cyrillic spelling as a further name; affiliation = country
  ranks                        one rank a person
  deployments                  the period in EDTF, each cited with the person's passage

Prints a line a step: rows, seconds, CPU seconds.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kazbat.settings")

Row = dict[str, str]

GENDER = {"M": "male", "F": "female"}
POINTS = {"Africa": (9, 20), "Asia": (35, 75), "Middle East": (33, 43)}
RANKS = (
    "private", "corporal", "sergeant", "senior sergeant", "lieutenant", "captain", "major",
    "colonel",
)  # fmt: skip
ROLES = ("infantry", "observer", "engineer", "driver", "medic", "staff", "signals", "cimic")


@cache
def today() -> str:
    return localdate().isoformat()


def past(date: str) -> str:
    """The data goes on beyond today, which nothing may that is not planned: then years earlier."""
    while date > today()[: len(date)]:
        # Four, so that the 29th of February stays a day.
        date = f"{int(date[:4]) - 4}{date[4:]}"
    return date


def period(start: str, end: str) -> str:
    start, end = past(start), past(end)
    if not start and not end:
        return ""
    if start and end and end < start[: len(end)]:
        return start
    return f"{start}/{end}"


def slug(words: str) -> str:
    return words.replace(" ", "-")


class Data:
    """The benchmark's tables, and the register's rows made of them, one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.missions = {row["id"]: row for row in self.read("missions")}
        self.units = list(self.read("units"))
        self.rotations = {row["id"]: row for row in self.read("rotations")}
        self.persons = sum(1 for _row in self.read("persons"))

    def read(self, table: str) -> Iterator[Row]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def roll(self, number: int) -> tuple[str, int]:
        """The passage of a source that speaks of no person: its source, and its order there."""
        return f"roll-{number}", self.persons // len(self.rotations) + 2

    def passage_of(self, person: str) -> tuple[str, int]:
        place = int(person) - 1
        return f"roll-{place % len(self.rotations) + 1}", place // len(self.rotations) + 1

    def sources(self) -> Iterator[Sequence[Any]]:
        for row in self.rotations.values():
            title = f"Roll of rotation {row['number']}, {self.missions[row['mission_id']]['name']}"
            url = f"https://example.org/roll/{row['id']}"
            yield f"roll-{row['id']}", title, "Benchmark Gazette", url, past(row["start"][:7])

    def passages(self) -> Iterator[Sequence[Any]]:
        # The first deployments are one a person, in their order.
        for person, service in zip(self.read("persons"), self.read("deployments"), strict=False):
            words = (
                f"{person['id']}. {person['rank'].capitalize()} "
                f"{person['first_name']} {person['last_name']} "
                f"({person['last_name_cyr']}) served as {service['role']} in "
                f"{self.missions[service['mission_id']]['name']}."
            )
            source, order = self.passage_of(person["id"])
            yield source, order, words, "paragraph", order
        for number in range(1, len(self.rotations) + 1):
            words = f"Roll number {number} of the rotation."
            yield *self.roll(number), words, "headline", None

    def source_citations(self) -> Iterator[Sequence[Any]]:
        for number in range(1, len(self.rotations) + 1):
            yield f"roll-{number}", *self.roll(number), "title"

    def unit_rows(self) -> Iterator[Sequence[Any]]:
        for row in self.units:
            yield f"unit-{row['id']}", row["name"]

    def unit_citations(self) -> Iterator[Sequence[Any]]:
        for row in self.units:
            roll = self.roll(int(row["id"]) % len(self.rotations) + 1)
            yield f"unit-{row['id']}", *roll, "name"

    def mission_rows(self) -> Iterator[Sequence[Any]]:
        for row in self.missions.values():
            number, (latitude, longitude) = int(row["id"]), POINTS[row["region"]]
            units = [
                f"unit-{unit['id']}"
                for unit in self.units
                if int(unit["id"]) % len(self.missions) == number % len(self.missions)
            ]
            yield (
                f"mission-{number}", row["name"], row["name_cyr"], row["code"], row["region"], "un",
                latitude + number % 5, longitude + number % 7, period(row["start"], row["end"]),
                ";".join(units),
            )  # fmt: skip

    def mission_citations(self) -> Iterator[Sequence[Any]]:
        for number in self.missions:
            for field in ("name", "place", "period", "mandated_by"):
                yield f"mission-{number}", *self.roll(int(number)), field

    def rotation_rows(self) -> Iterator[Sequence[Any]]:
        for row in self.rotations.values():
            yield f"mission-{row['mission_id']}", row["number"], period(row["start"], row["end"])

    def rotation_citations(self) -> Iterator[Sequence[Any]]:
        for row in self.rotations.values():
            roll = self.roll(int(row["id"]))
            yield f"mission-{row['mission_id']}", row["number"], *roll, "period"

    def people(self) -> Iterator[Sequence[Any]]:
        for row in self.read("persons"):
            name = f"{row['last_name']} {row['first_name']}"
            yield f"person-{row['id']}", name, GENDER[row["gender"]], row["country"]

    def names(self) -> Iterator[Sequence[Any]]:
        for row in self.read("persons"):
            yield f"person-{row['id']}", f"{row['last_name_cyr']} {row['first_name_cyr']}", "ru"

    def person_citations(self) -> Iterator[Sequence[Any]]:
        for row in self.read("persons"):
            yield f"person-{row['id']}", *self.passage_of(row["id"]), "display_name"

    def rank_holdings(self) -> Iterator[Sequence[Any]]:
        for row in self.read("persons"):
            yield f"person-{row['id']}", slug(row["rank"]), row["rank"].capitalize()

    def rank_holding_citations(self) -> Iterator[Sequence[Any]]:
        for row in self.read("persons"):
            yield f"person-{row['id']}", slug(row["rank"]), *self.passage_of(row["id"]), "rank"

    def _deployments(self) -> Iterator[tuple[str, Sequence[Any]]]:
        """Each once; two that say the same are one."""
        seen = set()
        for row in self.read("deployments"):
            key = (
                f"person-{row['person_id']}", f"mission-{row['mission_id']}",
                self.rotations[row["rotation_id"]]["number"], row["role"],
                period(row["start"], row["end"]),
            )  # fmt: skip
            # A number instead of five words, since there may be millions.
            if hash(key) not in seen:
                seen.add(hash(key))
                yield row["person_id"], key

    def deployments(self) -> Iterator[Sequence[Any]]:
        for _person, (person, mission, number, role, when) in self._deployments():
            yield person, mission, mission, number, role, when

    def deployment_citations(self) -> Iterator[Sequence[Any]]:
        for person, key in self._deployments():
            yield *key, *self.passage_of(person), "mission"


PASSAGE = ("passage__source", "passage__order", "field")


def tables(data: Data) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]:
    """The kinds in their order, with their columns and rows."""
    ranks = ((slug(name), name.capitalize(), 10 * n) for n, name in enumerate(RANKS, start=1))
    yield "rank", ("slug", "name_en", "seniority"), ranks
    yield "role", ("slug", "name_en"), ((name, name.capitalize()) for name in ROLES)
    un = ("un", "United Nations", "UN")
    yield "organisation", ("slug", "name_en", "acronym"), [un]
    yield "source", ("slug", "title", "publisher", "url", "published"), data.sources()
    columns: tuple[str, ...] = ("source", "order", "quotation", "locator", "locator_number")
    yield "passage", columns, data.passages()
    yield "sourcecitation", ("source", *PASSAGE), data.source_citations()
    yield "unit", ("slug", "name_en"), data.unit_rows()
    yield "unitcitation", ("unit", *PASSAGE), data.unit_citations()
    columns = (
        "slug", "name_en", "name_ru", "acronym", "place_en", "mandated_by", "latitude",
        "longitude", "period", "units",
    )  # fmt: skip
    yield "mission", columns, data.mission_rows()
    yield "missioncitation", ("mission", *PASSAGE), data.mission_citations()
    yield "rotation", ("mission", "number", "period"), data.rotation_rows()
    rotation = ("rotation__mission", "rotation__number")
    yield "rotationcitation", (*rotation, *PASSAGE), data.rotation_citations()
    yield "person", ("slug", "display_name_en", "gender", "affiliation_en"), data.people()
    yield "personname", ("person", "name", "language"), data.names()
    yield "personcitation", ("person", *PASSAGE), data.person_citations()
    yield "rankholding", ("person", "rank", "as_printed"), data.rank_holdings()
    holding = ("rank_holding__person", "rank_holding__rank")
    yield "rankholdingcitation", (*holding, *PASSAGE), data.rank_holding_citations()
    columns = ("person", "mission", *rotation, "role", "period")
    yield "deployment", columns, data.deployments()
    service = (
        "deployment__person", "deployment__mission", "deployment__rotation__number",
        "deployment__role", "deployment__period",
    )  # fmt: skip
    yield "deploymentcitation", (*service, *PASSAGE), data.deployment_citations()


class Steps:
    """Prints what each step took; it is told of rows when they are done."""

    def __init__(self) -> None:
        self.step, self.rows = "", 0
        self.began = self.ended = self._now()

    def __call__(self, step: str, rows: int) -> None:
        if step != self.step:
            self.close()
            self.step, self.rows, self.began = step, 0, self.ended
        self.rows += rows
        self.ended = self._now()

    def close(self) -> None:
        if self.step:
            wall, cpu = (end - start for start, end in zip(self.began, self.ended, strict=True))
            took = f"{wall:8.1f} s {cpu:8.1f} CPU s"
            print(f"{self.step:22} {self.rows:9} rows {took}", flush=True)

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.time(), time.process_time()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder

    import django

    django.setup()
    from django.db import connection

    from editions.bulk import bulk_load
    from editions.bulk.files import kinds

    data, steps = Data(folder), Steps()
    with bulk_load(origin="benchmark", publish=True, progress=steps) as load:
        for kind, columns, rows in tables(data):
            load.add(kinds()[kind], columns, rows)
    steps.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"CPU in all {time.process_time():.1f} s, at most {peak:.0f} MiB of memory")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = Path(connection.settings_dict["NAME"]).stat().st_size
        print(f"database {size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
