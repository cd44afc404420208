"""A register that grows tenfold, and what its pages cost before and after."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editions.bulk import bulk_load
from editions.bulk.files import kinds

LISTS = (
    "/personnel/", "/missions/", "/rotations/", "/claims/", "/claims/?mission=mission-3",
    "/sources/", "/units/", "/series/", "/gaps/", "/search/?q=surname",
    "/search/?q=served", "/conflicts/", "/timeline/",
)  # fmt: skip
PAGES = (
    *LISTS, "/", "/figures/", "/figures/?measure=people", "/conflicts/?claim=disputed-1",
    "/missions/mission-3/", "/missions/mission-3/rotations/1/", "/units/unit-1/",
    "/sources/source-3/", "/claims/disputed-1/", "/series/series-1/",
    "/personnel/person-7/",
)  # fmt: skip
"""One of each kind; each shows already of the small register as much as it ever shows."""

PEOPLE, MISSIONS, ROTATIONS, SERIES = 1_200, 260, 1_010, 260
OF_ONE_SUBJECT, OF_ONE_DISPUTE = 510, 130
SMALL = 10
"""Of everything, the small register has one in so many."""

SOURCE = ("passage__source", "passage__order")
Rows = Iterator[tuple[Any, ...]]


@dataclass(frozen=True)
class Cost:
    queries: int
    size: int
    compressed: int


Growth = dict[str, tuple[Cost, Cost]]
"""What each page costs before and after."""


def grown_register() -> Growth:
    """Loads it, small and then large; asks every page in between and at the end."""
    load(0, 1)
    before = {address: cost(address) for address in PAGES}
    load(1, SMALL)
    return {address: (before[address], cost(address)) for address in PAGES}


def load(first: int, last: int) -> None:
    """The tenths of the register from one to another."""
    with bulk_load(publish=True) as bulk:
        for kind, columns, rows in tables(first, last):
            bulk.add(kinds()[kind], columns, rows)


def cost(address: str) -> Cost:
    client = Client()
    # What is kept in the process is no cost of a page.
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    return Cost(len(queries), len(response.content), len(gzip.compress(response.content, 6)))


def tables(first: int, last: int) -> Iterator[tuple[str, Sequence[str], Rows]]:
    def some(count: int) -> range:
        """The numbers of the tenths that are asked for."""
        tenth = count // SMALL
        return range(first * tenth + 1, last * tenth + 1)

    people, missions = some(PEOPLE), some(MISSIONS)

    def served_on(number: int) -> str:
        return f"mission-{3 if number % 2 else number % (MISSIONS // SMALL) + 1}"

    if first == 0:
        yield "rank", ("slug", "name_en"), ((f"rank-{n}", f"Rank {n}") for n in range(5))
        yield "role", ("slug", "name_en"), ((f"role-{n}", f"Role {n}") for n in range(5))
        measures = (("people", "People", "moment"), ("turns", "Turns", "period"))
        yield "measure", ("slug", "name_en", "nature"), iter(measures)
    titles = ((f"source-{n}", f"Roll {n}") for n in missions)
    yield "source", ("slug", "title"), titles
    said = ((*quoted(n), f"Person {n} served.") for n in people)
    yield "passage", ("source", "order", "quotation"), said
    yield "unit", ("slug", "name_en"), ((f"unit-{n}", f"Unit {n}") for n in missions)
    yield "unitcitation", ("unit", *SOURCE), ((f"unit-{n}", *spread(n, MISSIONS)) for n in missions)
    dated = ((f"mission-{n}", f"Mission {n:04}", f"{1900 + n % 90}") for n in missions)
    yield "mission", ("slug", "name_en", "period"), dated
    yield (
        "missioncitation",
        ("mission", *SOURCE),
        ((f"mission-{n}", *spread(n, MISSIONS)) for n in missions),
    )
    rotations = some(ROTATIONS)
    when = (("mission-3", n, f"{1900 + n % 90}") for n in rotations)
    yield "rotation", ("mission", "number", "period"), when
    rests = (("mission-3", n, *spread(n, ROTATIONS)) for n in rotations)
    yield "rotationcitation", ("rotation__mission", "rotation__number", *SOURCE), rests

    gender = ("", "female", "male")
    named = ((f"person-{n}", f"Name {n % 90} Surname {n % 70}", gender[n % 3]) for n in people)
    yield "person", ("slug", "display_name_en", "gender"), named
    yield "personcitation", ("person", *SOURCE), ((f"person-{n}", *quoted(n)) for n in people)
    held = ((f"person-{n}", f"rank-{n % 5}", "Rank") for n in people if n % 4)
    yield "rankholding", ("person", "rank", "as_printed"), held
    cited = ((f"person-{n}", f"rank-{n % 5}", *quoted(n)) for n in people if n % 4)
    yield "rankholdingcitation", ("rank_holding__person", "rank_holding__rank", *SOURCE), cited
    served = [
        (f"person-{n}", served_on(n), "mission-3" if n % 4 == 1 else "", 1 if n % 4 == 1 else "",
         f"role-{n % 5}")
        for n in people
    ]  # fmt: skip
    of = ("person", "mission", "rotation__mission", "rotation__number", "role")
    yield "deployment", of, iter(served)
    names = ("person", "mission", "rotation__number", "role")
    proven = (
        (person, mission, number, role, *quoted(n))
        for n, (person, mission, _mission, number, role) in zip(people, served, strict=True)
    )
    yield "deploymentcitation", (*(f"deployment__{name}" for name in names), *SOURCE), proven
    yield from claims(some, people)


def claims(some: Any, passages: range) -> Iterator[tuple[str, Sequence[str], Rows]]:
    """Strengths of days of their own, which agree, and numbers of one year, which do not."""
    about: list[tuple[str, dict[str, str]]] = [
        *((f"of-mission-{n}-{m}", {"missions": f"mission-{n}"}) for n in some(MISSIONS)
          for m in range(4)),
        *((f"of-one-mission-{n}", {"missions": "mission-3"}) for n in some(OF_ONE_SUBJECT)),
        *((f"of-unit-{n}", {"unit": "unit-1"}) for n in some(OF_ONE_SUBJECT)),
        *((f"of-rotation-{n}", {"rotation__mission": "mission-3", "rotation__number": "1"})
          for n in some(OF_ONE_SUBJECT)),
        *((f"disputed-{n}", {"missions": "mission-4"}) for n in some(OF_ONE_DISPUTE)),
        *((f"pair-{n}-{m}", {"missions": f"mission-{n}"}) for n in some(MISSIONS) for m in (1, 2)),
    ]  # fmt: skip
    columns = ("missions", "unit", "rotation__mission", "rotation__number")
    rows, cited = [], []
    for number, (slug, subject) in enumerate(about, start=1):
        differs = slug.startswith(("disputed", "pair"))
        day = f"19{number % 90 + 10}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        rows.append(
            (
                slug, "figure", f"It was reported: {slug}.", "turns" if differs else "people", "=",
                100 + number, "2003" if differs else day,
                *(subject.get(name, "") for name in columns),
            )
        )  # fmt: skip
        cited.append((slug, *quoted(passages[number % len(passages)])))
    yield (
        "claim",
        ("slug", "kind", "text_en", "measure", "comparator", "value", "period", *columns),
        iter(rows),
    )
    yield "claimcitation", ("claim", *SOURCE), iter(cited)
    months = "\n".join(f"{1990 + n // 12}-{n % 12 + 1:02},{n}" for n in range(120))
    series = some(SERIES)
    told = ((f"series-{n}", f"Numbers {n}", "people", months, f"mission-{n}") for n in series)
    yield "series", ("slug", "title_en", "measure", "observations", "missions"), told
    yield (
        "seriescitation",
        ("series", *SOURCE),
        ((f"series-{n}", *spread(n, SERIES)) for n in series),
    )


def quoted(number: int) -> tuple[str, int]:
    """The passage of a number; most are of one source."""
    return f"source-{3 if number % 8 else number % (MISSIONS // SMALL) + 1}", number


def spread(number: int, count: int) -> tuple[str, int]:
    """The passages in turn, so that on each there rests as much however many there are."""
    return quoted(number * PEOPLE // count)
