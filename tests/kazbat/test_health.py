"""`/readyz` says which part is gone; what is lost while a server runs: test_outages.py."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from catalogue.models import Document
from tests.factories import MissionFactory, cite, write_editions
from tests.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mission() -> None:
    mission = MissionFactory.create()
    cite(mission)
    write_editions(mission)


def gone(client: Client) -> set[str]:
    response = client.get("/readyz")
    parts: dict[str, bool] = response.json()
    assert response.status_code == (200 if parts.pop("ready") else 503)
    return {name for name, answers in parts.items() if not answers}


def test_everything_is_there(client: Client) -> None:
    assert gone(client) == set()


def test_a_catalogue_that_is_empty(client: Client) -> None:
    Document.objects.all().delete()

    assert gone(client) == {"catalogue"}


def test_a_catalogue_whose_table_is_gone(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalogue_document RENAME TO elsewhere")

    assert "catalogue" in gone(client)


def test_tables_of_an_older_release(client: Client) -> None:
    last = MigrationRecorder.Migration.objects.filter(app="catalogue").order_by("-name")[0]
    last.delete()

    assert gone(client) == {"migrations"}


def test_a_cache_that_does_not_answer(client: Client, settings: Settings) -> None:
    redis = {
        "BACKEND": "kazbat.serving.redis.PageRedis",
        "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
    }
    settings.CACHES = settings.CACHES | {"pages": redis}

    assert gone(client) == {"cache"}
