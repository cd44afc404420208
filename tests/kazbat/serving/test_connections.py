"""What each request does not have to do again."""

import pytest
from django.core.management import call_command
from django.db import connection

from kazbat.settings import DATABASES

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")


def test_connections_outlive_a_request_and_are_looked_at_before_the_next() -> None:
    database = DATABASES["default"]
    assert database["CONN_MAX_AGE"] != 0
    assert database.get("CONN_HEALTH_CHECKS") or connection.vendor == "sqlite"


@on_sqlite
@pytest.mark.django_db
def test_what_is_read_often_stays_in_memory() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        assert cursor.fetchone() == (-16384,)


@on_sqlite
@pytest.mark.django_db
def test_the_database_keeps_no_sizes_of_tables_that_will_grow() -> None:
    """Who plans by six people walks the table when there are a hundred thousand."""
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)

    assert "sqlite_stat1" not in connection.introspection.table_names()
