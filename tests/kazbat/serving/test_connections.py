"""What each request does not have to do again."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from kazbat.settings import DATABASES

on_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    reason="of SQLite alone",
)


def test_connections_outlive_a_request_and_are_looked_at_before_the_next() -> None:
    assert DATABASES["default"]["CONN_MAX_AGE"] > 0
    assert DATABASES["default"]["CONN_HEALTH_CHECKS"] is True


@on_sqlite
@pytest.mark.django_db
def test_what_is_read_often_stays_in_memory() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        assert cursor.fetchone() == (-16384,)


@on_sqlite
@pytest.mark.django_db
def test_after_fixtures_are_loaded_the_database_knows_how_large_its_tables_are() -> None:
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        tables = {table for (table,) in cursor.fetchall()}
    assert {"sources_passage", "missions_claim", "editions_edition"} <= tables
