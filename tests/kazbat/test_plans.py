"""No page walks a table, and none grows with the register: over some thousand generated rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from missions.models import Mission
from personnel.models import Person
from tests.grown import LISTS, PAGES, Growth, grown_register

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="Of tables this small PostgreSQL reads all rows, and rightly: it is the cheapest way.",
)

LARGE = 1_000
"""Of a table with more rows than this, no page may read them all."""

ADDRESSES = (
    "/changes/", "/search/?q=name+7", "/personnel/?page=40",
    "/personnel/?mission=mission-3&role=role-1",
    "/personnel/?mission=mission-3&role=role-1&gender=female", "/personnel/?rank=not-stated",
    "/personnel/?sort=-last-word", "/personnel/?q=name+7", "/personnel/?jointly=mission-3",
    "/missions/?people=10", "/claims/?unit=unit-1", "/gaps/?kind=person&field=gender",
    "/changes/?kind=person", "/sources/source-3/?page=9",
    "/figures/?measure=people&page=3", "/conflicts/?page=3",
    *PAGES,
)  # fmt: skip

READ_IN_ORDER = r"editions_listed|sqlite_autoindex_missions_contradiction_\d"
"""Indexes that are read from one end, and no further than is shown: the editions that are told from
the newest, and the contradictions up to the first that home tells of."""


PASSED_OVER = r"missions_contradiction|missions_claim_missions|\w+citation"
"""What /conflicts/ reads until it has found a thousand: no index tells which citations differ. What
its statement calls by one name in several of its parts cannot be told apart."""


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[Growth]:
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        yield grown_register()
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def walked(sql: str) -> set[str]:
    """The tables that a statement reads from one end to the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    walks = re.sub(rf"SCAN \w+ USING INDEX ({READ_IN_ORDER})\b", "", plan)
    names = set(re.findall(r"SCAN (\w+)(?! VIRTUAL)\b", walks))
    # In a union one alias may stand for several tables: any of them may be the one that is read.
    meant = {table for table, alias in re.findall(r'"(\w+)" (\w+)', sql) if alias in names}
    return (names | meant) & tables_of_site()


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
            found = large(walked(query["sql"].replace("%", "%%")))
            if address.startswith("/conflicts/"):
                found = {table for table in found if not re.fullmatch(PASSED_OVER, table)}
            assert not found, query["sql"]


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_statement_that_walks_a_table_would_be_found() -> None:
    rows = Person.objects.filter(note="x").values("pk")
    for queryset in (rows, Mission.objects.filter(deployments__person__in=rows)):
        assert large(walked(str(queryset.query).replace("= x", "= 'x'")))


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_page_stays_as_it_is_while_the_register_grows_tenfold(
    register: Growth, address: str
) -> None:
    before, after = register[address]

    assert after.size <= 1.2 * before.size
    assert after.compressed <= 1.3 * before.compressed
    assert after.queries <= before.queries
    assert after.compressed <= (20_000 if address in LISTS else 30_000)
