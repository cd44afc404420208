"""No page's statements walk a table: their plans are read over some thousand generated rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editions.bulk import bulk_load
from editions.bulk.files import kinds
from missions.models import Mission
from personnel.models import Person

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="Of tables this small PostgreSQL reads all rows, and rightly: it is the cheapest way.",
)

PEOPLE, MISSIONS, SOURCES = 3_000, 20, 60
LARGE = 1_000
"""Of a table with more rows than this, no page may read them all."""

ADDRESSES = (
    "/personnel/", "/personnel/?page=100", "/personnel/?mission=mission-3&role=role-1",
    "/personnel/?mission=mission-3&role=role-1&gender=female", "/personnel/?rank=not-stated",
    "/personnel/?sort=-last-word", "/personnel/?q=name+7", "/personnel/?jointly=mission-3",
    "/personnel/person-7/", "/missions/", "/missions/?people=10", "/rotations/", "/claims/",
    "/sources/", "/units/", "/gaps/", "/gaps/?kind=person&field=gender", "/timeline/",
    "/", "/changes/", "/changes/?kind=person", "/search/?q=name+7", "/search/?q=served",
    "/missions/mission-3/", "/sources/source-3/", "/figures/",
)  # fmt: skip

READ_BACKWARDS = "editions_listed"
"""An index of the editions that are told, read from the newest and no further than is shown."""

SOURCE = ("passage__source", "passage__order")


def tables() -> Iterator[tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]]:
    people, missions = range(1, PEOPLE + 1), range(1, MISSIONS + 1)

    def quoted(person: int) -> tuple[str, int]:
        return f"source-{person % SOURCES}", person // SOURCES + 1

    yield "rank", ("slug", "name_en"), ((f"rank-{n}", f"Rank {n}") for n in range(5))
    yield "role", ("slug", "name_en"), ((f"role-{n}", f"Role {n}") for n in range(5))
    titles = ((f"source-{n}", f"Roll {n}") for n in range(SOURCES))
    yield "source", ("slug", "title"), titles
    said = ((*quoted(n), f"Person {n} served.") for n in range(PEOPLE + 1))
    yield "passage", ("source", "order", "quotation"), said
    yield "mission", ("slug", "name_en"), ((f"mission-{n}", f"Mission {n}") for n in missions)
    yield "missioncitation", ("mission", *SOURCE), ((f"mission-{n}", *quoted(n)) for n in missions)
    gender = ("", "female", "male")
    named = ((f"person-{n}", f"Name {n % 90} Surname {n % 70}", gender[n % 3]) for n in people)
    yield "person", ("slug", "display_name_en", "gender"), named
    yield "personcitation", ("person", *SOURCE), ((f"person-{n}", *quoted(n)) for n in people)
    held = ((f"person-{n}", f"rank-{n % 5}", "Rank") for n in people if n % 4)
    yield "rankholding", ("person", "rank", "as_printed"), held
    cited = ((f"person-{n}", f"rank-{n % 5}", *quoted(n)) for n in people if n % 4)
    yield "rankholdingcitation", ("rank_holding__person", "rank_holding__rank", *SOURCE), cited
    served = [(f"person-{n}", f"mission-{n % MISSIONS + 1}", f"role-{n % 5}") for n in people]
    yield "deployment", ("person", "mission", "role"), iter(served)
    proven = ((*row, *quoted(n)) for n, row in enumerate(served, start=1))
    columns = ("deployment__person", "deployment__mission", "deployment__role", *SOURCE)
    yield "deploymentcitation", columns, proven


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with bulk_load(publish=True) as load:
            for kind, columns, rows in tables():
                load.add(kinds()[kind], columns, rows)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def walked(sql: str) -> set[str]:
    """The tables that a statement reads from one end to the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    walks = re.sub(rf"SCAN \w+ USING INDEX {READ_BACKWARDS}\b", "", plan)
    names = set(re.findall(r"SCAN (\w+)(?! VIRTUAL)\b", walks))
    aliases = {alias: table for table, alias in re.findall(r'"(\w+)" (\w+)', sql)}
    return {aliases.get(name, name) for name in names} & tables_of_site()


def tables_of_site() -> set[str]:
    return set(connection.introspection.table_names())


def large(tables: set[str]) -> set[str]:
    with connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - names of our tables
            counts[table] = cursor.fetchone()[0]
    return {table for table, count in counts.items() if count > LARGE}


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_statement_of_a_page_walks_a_large_table(client: Client, address: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200

    for query in queries:
        if query["sql"].startswith(("SELECT", "(SELECT")):
            assert not large(walked(query["sql"].replace("%", "%%"))), query["sql"]


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_statement_that_walks_a_table_would_be_found() -> None:
    rows = Person.objects.filter(note="x").values("pk")
    for queryset in (rows, Mission.objects.filter(deployments__person__in=rows)):
        assert large(walked(str(queryset.query).replace("= x", "= 'x'")))
