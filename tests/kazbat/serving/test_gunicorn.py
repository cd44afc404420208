"""The server as it is started, over a database that another process changes."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from redis import Redis

from tests.article import FIXTURES
from tests.servers import get, gunicorn, redis_server, run, url_of_the_test

CHANGE = """
import sys
from editions.publishing import change_set
from missions.models import Mission
with change_set() as changes:
    mission = Mission.objects.get(slug="iraq")
    mission.name = "Renamed mission"
    mission.save()
    changes.save(mission)
    print("written", flush=True)
    sys.stdin.readline()
"""


def environment(database_url: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        # No static files need to be collected, and no HTTPS.
        "DEBUG": "true",
        "CACHE_URL": "locmemcache://",
        # One process, so that the second request meets what the first one left.
        "WEB_CONCURRENCY": "1",
    }


def test_the_settings_of_the_server_are_understood() -> None:
    run("-m", "gunicorn", "--check-config", "kazbat.wsgi", **environment("sqlite://:memory:"))
    printed = run("-m", "gunicorn", "--print-config", "kazbat.wsgi", **environment("sqlite://"))

    used = dict(re.findall(r"^(\w+) += (.*)$", printed.stdout, re.MULTILINE))
    assert (used["worker_class"], used["workers"]) == ("gthread", "1")
    assert int(used["threads"]) > 1


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path
) -> Iterator[str]:
    """A database with the article, which other processes see."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('article_file'), tmp_path)}"
    else:
        call_command("loaddata", *FIXTURES, verbosity=0)
        yield url_of_the_test()


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[int]:
    with gunicorn(tmp_path, **environment(database_url)) as port:
        yield port


def test_a_change_by_another_process_shows_with_its_commit(server: int, database_url: str) -> None:
    address = "/missions/iraq/"
    before = get(server, address)[1]
    assert "Renamed mission" not in before
    assert get(server, address)[1] == before

    with subprocess.Popen(  # noqa: S603 - this project's own commands
        [sys.executable, "manage.py", "shell", "-v0", "-c", CHANGE],
        cwd=settings.BASE_DIR,
        env=environment(database_url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as editor:
        assert editor.stdin
        assert editor.stdout
        assert editor.stdout.readline() == "written\n"
        # Not committed: what was kept is shown, and what is written now is kept as it was.
        assert get(server, address)[1] == before
        assert "Renamed mission" not in get(server, "/missions/")[1]
        editor.stdin.write("\n")

    assert editor.returncode == 0
    for changed in (address, "/missions/"):
        assert "Renamed mission" in get(server, changed)[1]


WITHHOLD = """
from editions.withholding.acting import withhold
withhold(["Akhmetova"], "She asked.")
"""


@pytest.mark.parametrize("where", ["in each process", "in Redis"])
def test_what_is_withheld_is_in_no_page_that_another_process_keeps(
    database_url: str, tmp_path: Path, where: str
) -> None:
    address = "/personnel/"
    with ExitStack() as servers:
        variables = environment(database_url) | {"WEB_CONCURRENCY": "2"}
        if where == "in Redis":
            redis = servers.enter_context(redis_server(tmp_path))
            variables["CACHE_URL"] = f"redis://127.0.0.1:{redis}/0"
        port = servers.enter_context(gunicorn(tmp_path, **variables))
        # So often that each of the two keeps it.
        assert all("Akhmetova" in get(port, address)[1] for _again in range(30))
        if where == "in Redis":
            with Redis(port=redis) as kept:
                assert kept.dbsize(), "nothing is kept there"

        run("manage.py", "shell", "-v0", "-c", WITHHOLD, **variables)

        pages = [get(port, address) for _again in range(30)]
        assert {response.status for response, _body in pages} == {200}
        assert not any("khmetov" in body for _response, body in pages)


def test_a_page_goes_to_several_readers_at_once_and_none_gets_the_body_of_a_head(
    server: int,
) -> None:
    whole = get(server, "/missions/")[1]

    response, body = get(server, "/missions/", "HEAD")

    assert body == ""
    assert response.status == 200
    assert int(response.headers["Content-Length"]) == len(whole.encode())


def test_three_unfinished_requests_delay_nobody(server: int) -> None:
    with ExitStack() as slow:
        for _number in range(3):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", server)))
            one.sendall(b"GET /missions/ HTTP/1.1\r\nHost: local")
        began = time.monotonic()
        assert get(server, "/missions/")[0].status == 200
        assert time.monotonic() - began < 3


def test_nobody_says_where_the_site_begins(server: int) -> None:
    response, body = get(server, "/missions/", Script_Name="/x")

    assert response.status == 200
    assert "/x/missions" not in body
