"""Pages kept in Redis, and what becomes of them while it does not answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kazbat.serving.redis import PageRedis
from tests.servers import free_port, redis_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


@pytest.fixture(autouse=True)
def asked_again() -> Iterator[None]:
    PageRedis.not_before = 0.0
    yield
    PageRedis.not_before = 0.0


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    return free_port()


def keep_in_redis(settings: Settings, port: int) -> None:
    server = {
        "BACKEND": "kazbat.serving.redis.PageRedis",
        "LOCATION": f"redis://127.0.0.1:{port}/0",
    }
    settings.CACHES = settings.CACHES | {"pages": server}


def test_without_redis_pages_are_written_as_ever(settings: Settings, closed_port: int) -> None:
    keep_in_redis(settings, closed_port)

    for _attempt in range(2):
        assert b"Iraq" in Client().get("/missions/iraq/").content


def test_a_redis_that_says_nothing_delays_one_page_a_little(
    settings: Settings, silent_server: int, caplog: pytest.LogCaptureFixture
) -> None:
    keep_in_redis(settings, silent_server)

    began = time.monotonic()
    for _attempt in range(5):
        assert caches["pages"].get("page") is None
        caches["pages"].set("page", b"words")

    assert time.monotonic() - began < 2 * PageRedis.SECONDS_TO_ANSWER
    assert len(caplog.messages) == 1
    caches["pages"]._cache._get_connection_pool(write=False).disconnect()  # type: ignore[attr-defined]


@pytest.fixture
def redis_port(tmp_path: Path) -> Iterator[int]:
    with redis_server(tmp_path) as port:
        yield port


def test_pages_are_kept_in_redis_as_bytes_alone(
    settings: Settings, redis_port: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_in_redis(settings, redis_port)
    written = Client().get("/missions/iraq/")

    with django_assert_num_queries(1):
        kept = Client().get("/missions/iraq/")

    assert kept.content == written.content
    pool = caches["pages"]._cache._get_connection_pool(write=False)  # type: ignore[attr-defined]
    stored = redis.Redis(connection_pool=pool)
    (key,) = (bytes(key) for key in stored.scan_iter() if not key.endswith(b":newest"))
    assert bytes(stored.get(key)).startswith(b"[200, {")  # type: ignore[arg-type]
    assert 0 < stored.ttl(key) <= 24 * 60 * 60
    pool.disconnect()
