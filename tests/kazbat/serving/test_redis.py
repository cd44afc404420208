"""Pages kept in Redis, and what becomes of them while it does not answer."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
import redis
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kazbat.serving.redis import PageRedis

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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


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
def redis_server(tmp_path_factory: pytest.TempPathFactory, closed_port: int) -> Iterator[int]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine")
    server = subprocess.Popen(  # noqa: S603 - what this machine calls Redis
        [program, "--port", str(closed_port), "--bind", "127.0.0.1", "--save", ""],
        cwd=tmp_path_factory.mktemp("redis"),
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(closed_port)
        yield closed_port
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int) -> None:
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Redis did not start")


def test_pages_are_kept_in_redis_as_bytes_alone(
    settings: Settings, redis_server: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_in_redis(settings, redis_server)
    written = Client().get("/missions/iraq/")

    with django_assert_num_queries(1):
        kept = Client().get("/missions/iraq/")

    assert kept.content == written.content
    pool = caches["pages"]._cache._get_connection_pool(write=False)  # type: ignore[attr-defined]
    stored = redis.Redis(connection_pool=pool)
    (key,) = stored.keys()
    assert bytes(stored.get(key)).startswith(b"[200, {")  # type: ignore[arg-type]
    assert 0 < stored.ttl(key) <= 24 * 60 * 60
    pool.disconnect()
