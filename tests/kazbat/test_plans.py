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
from personnel.models import DeploymentCitation, Person
from tests.grown import LISTS, PAGES, SMALL, Growth, grown_register, load

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

READ_IN_ORDER = r"editions_listed|sqlite_autoindex_missions_contradiction_\d|\w+_differ"
"""Indexes that are read from one end, and no further than is shown: the editions that are told from
the newest, the contradictions up to the first that home tells of, and the citations that differ."""


PASSED_OVER = {
    # What it reads until it has found a thousand. What its statement calls by one name in several
    # of its parts cannot be told apart.
    "/conflicts/": r"missions_contradiction|missions_claim_missions|missions_claimcitation",
    # Most passages of this register are of this source, and so are most citations.
    "/sources/source-3/": r"\w+citation" if connection.vendor == "postgresql" else "",
}


AS_IF_LARGE = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_material": "off",
    # Each row that is read costs as much as the steps to find it.
    "cpu_tuple_cost": "1",
    "cpu_index_tuple_cost": "1",
    # What a subquery finds is not kept whole.
    "work_mem": "'64kB'",
    "hash_mem_multiplier": "1",
}
"""Settings under which PostgreSQL plans for these tables as for a hundred times as many rows: it
walks what it cannot find in an index."""
READ_WHOLE = {"Sort", "Aggregate", "Hash", "Hash Join", "WindowAgg", "SetOp", "CTE Scan"}
"""Steps of PostgreSQL that need all rows before they give the first."""


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[Growth]:
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        if connection.vendor == "postgresql":
            # What its planner knows of the tables it finds out by itself, but in no transaction.
            for first, last in ((0, 1), (1, SMALL)):
                load(first, last)
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            yield {}
        else:
            yield grown_register()
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def walked(sql: str) -> set[str]:
    """The tables that a statement reads from one end to the other."""
    if connection.vendor == "postgresql":
        return walked_by_postgresql(sql)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    walks = re.sub(rf"SCAN \w+ USING (?:COVERING )?INDEX ({READ_IN_ORDER})\b", "", plan)
    names = set(re.findall(r"SCAN (\w+)(?! VIRTUAL)\b", walks))
    # In a union one alias may stand for several tables: any of them may be the one that is read.
    meant = {table for table, alias in re.findall(r'"(\w+)" (\w+)', sql) if alias in names}
    return (names | meant) & tables_of_site()


def walked_by_postgresql(sql: str) -> set[str]:
    """Those that it must walk: the rows of the tests are so few that it might, and rightly."""
    with connection.cursor() as cursor:
        for name, value in AS_IF_LARGE.items():
            cursor.execute(f"SET LOCAL {name} = {value}")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()[0]
        for name in AS_IF_LARGE:
            cursor.execute(f"SET LOCAL {name} TO DEFAULT")
    return set(walks_of(plan["Plan"], is_stopped=False))


def walks_of(node: dict[str, Any], *, is_stopped: bool) -> Iterator[str]:
    """`is_stopped` says whether what stands above takes some rows, in the order of an index."""
    kind = node["Node Type"]
    is_few = re.fullmatch(READ_IN_ORDER, node.get("Index Name", ""))
    is_of_table = "Relation Name" in node and "Scan" in kind and not is_few
    if is_of_table and not (is_stopped or {"Index Cond", "Recheck Cond"} & node.keys()):
        yield node["Relation Name"]
    is_stopped = kind == "Limit" or (is_stopped and kind not in READ_WHOLE)
    for child in node.get("Plans", ()):
        # Of what is joined, the inner side is read for each of the outer.
        is_first = child["Parent Relationship"] in ("Outer", "Member")
        yield from walks_of(child, is_stopped=is_stopped and is_first)


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
            for beginning, tables in PASSED_OVER.items():
                if address.startswith(beginning):
                    found = {table for table in found if not re.fullmatch(tables, table)}
            assert not found, query["sql"]


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_citations_that_differ_are_found_in_their_index() -> None:
    differing = DeploymentCitation.objects.conflicting().order_by("pk").values("pk")[:1000]

    assert large({"personnel_deploymentcitation"})
    assert not walked(str(differing.query))


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_statement_that_walks_a_table_would_be_found() -> None:
    rows = Person.objects.filter(note="x").values("pk")
    for queryset in (rows, Mission.objects.filter(deployments__person__in=rows)):
        assert large(walked(str(queryset.query).replace("= x", "= 'x'")))


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="What a page holds and asks does not depend on the database.",
)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_stays_as_it_is_while_the_register_grows_tenfold(
    register: Growth, address: str
) -> None:
    before, after = register[address]

    assert after.size <= 1.2 * before.size
    assert after.compressed <= 1.3 * before.compressed
    assert after.queries <= before.queries
    assert after.compressed <= (20_000 if address in LISTS else 30_000)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles none.")
def test_postgresql_compiles_no_statement() -> None:
    """It takes more than ten times as long as what is compiled."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
