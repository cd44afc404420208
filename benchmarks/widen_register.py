#!/usr/bin/env python3
"""Widens the benchmark's register: many missions, and sources that agree and differ about each.

    DATABASE_URL=sqlite:////path/db.sqlite3 python benchmarks/widen_register.py

The database holds what load_register.py loads. Added, through the bulk door:

  missions   188 more, so that there are 200
  sources    ten yearbooks, a sentence of each for each mission and measure: 600 in each book
  claims     one for each number that yearbooks state of a mission and a measure, cited with all
             that state it: some stand alone, most contradict one another
  one unit, one rotation and one mission with hundreds of claims of their own, many of them in one
             conflict

Prints a line a step: rows, seconds, CPU seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kazbat.settings")

from load_register import PASSAGE, Steps

MISSIONS, MISSIONS_BEFORE = 200, 12
SOURCES = 10
MEASURES = {"took-part": "period", "officers": "largest", "patients": "running"}
OF_ONE_SUBJECT = 300

Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
Cited = tuple[str, str, int]
"""A claim, and the source and the order of a passage that states it."""


class Wide:
    def __init__(self) -> None:
        chance = Random(7)  # noqa: S311 - nothing is secret
        self.claims: list[Sequence[Any]] = []
        self.cited: list[Cited] = []
        self.passages: list[Sequence[Any]] = []
        self.quoted = [0] * (SOURCES + 1)
        for number in range(1, MISSIONS + 1):
            for measure in MEASURES:
                self.state(f"mission-{number}", measure, chance)
        subjects = ({"unit": "unit-1"}, {"rotation": 1}, {"missions": "mission-1"})
        for subject in subjects:
            for number in range(1, OF_ONE_SUBJECT + 1):
                slug = f"{next(iter(subject))}-claim-{number}"
                text = f"It was reported for the {number}th time that {number + 9} of them served."
                self.add(slug, text, "took-part", number + 9, **subject)
                self.cite(slug, number % SOURCES + 1, text)

    def state(self, mission: str, measure: str, chance: Random) -> None:
        """Of ten yearbooks some print the same number."""
        common = chance.randint(10, 900)
        for source in range(1, SOURCES + 1):
            value = common + chance.choice([0, 1]) * chance.randint(1, 400)
            slug = f"{mission}-{measure}-{value}"
            words = f"In {mission.replace('-', ' ')}, {value} {measure.replace('-', ' ')} in all"
            if slug not in {row[0] for row in self.claims[-SOURCES:]}:
                self.add(slug, f"{words}, a yearbook says.", measure, value, missions=mission)
            self.cite(slug, source, f"{words}, as far as the yearbook’s editors know.")

    def add(self, slug: str, text: str, measure: str, value: int, **about: Any) -> None:
        rotation = about.get("rotation", "")
        self.claims.append(
            (
                slug, "figure", text, about.get("missions", ""), about.get("unit", ""),
                "mission-1" if rotation else "", rotation, measure, "=", value, "people", "2010",
            )
        )  # fmt: skip

    def cite(self, claim: str, source: int, words: str) -> None:
        self.quoted[source] += 1
        order = self.quoted[source]
        self.passages.append((f"yearbook-{source}", order, f"{order}. {words}", "page", order))
        self.cited.append((claim, f"yearbook-{source}", order))

    def tables(self) -> Iterator[Table]:
        books = range(1, SOURCES + 1)
        missions = range(MISSIONS_BEFORE + 1, MISSIONS + 1)
        titles = (
            (f"yearbook-{n}", f"Yearbook {n}", "Press", f"https://example.org/y/{n}", 2010 + n)
            for n in books
        )
        yield "source", ("slug", "title", "publisher", "url", "published"), titles
        columns: Sequence[str] = ("source", "order", "quotation", "locator", "locator_number")
        yield "passage", columns, self.passages
        book = ((f"yearbook-{n}", f"yearbook-{n}", 1, "title") for n in books)
        yield "sourcecitation", ("source", *PASSAGE), book
        measures = ((name, name.capitalize(), nature) for name, nature in MEASURES.items())
        yield "measure", ("slug", "name_en", "nature"), measures
        columns = ("slug", "name_en", "place_en", "mandated_by", "latitude", "longitude", "period")
        named = (
            (
                f"mission-{n}", f"Observer Mission {n}", f"Place {n}", "un",
                n % 50, n % 170, f"{1990 + n % 20}/{2011 + n % 9}",
            )
            for n in missions
        )  # fmt: skip
        yield "mission", columns, named
        cited = ((f"mission-{n}", "yearbook-1", n, "name") for n in missions)
        yield "missioncitation", ("mission", *PASSAGE), cited
        columns = (
            "slug", "kind", "text_en", "missions", "unit", "rotation__mission",
            "rotation__number", "measure", "comparator", "value", "noun", "period",
        )  # fmt: skip
        yield "claim", columns, self.claims
        yield "claimcitation", ("claim", *PASSAGE), ((*row, "value") for row in self.cited)


def main() -> None:
    import django

    django.setup()
    from editions.bulk import bulk_load
    from editions.bulk.files import kinds

    steps = Steps()
    with bulk_load(origin="benchmark", publish=True, progress=steps) as load:
        for kind, columns, rows in Wide().tables():
            load.add(kinds()[kind], columns, rows)
    steps.close()


if __name__ == "__main__":
    main()
