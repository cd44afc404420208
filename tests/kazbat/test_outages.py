"""What readers are shown while the database is lost or silent, or its disk is full."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection

from editions.publishing import change_set
from missions.models import Mission
from tests.editing import values_of
from tests.servers import Wire, get, gunicorn, redis_server, run, variables_for

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="of PostgreSQL alone")

MOST_SECONDS = 6


# --- PostgreSQL -------------------------------------------------------------------------------


@dataclass
class Site:
    port: int
    wire: Wire
    redis: str


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """A server on PostgreSQL and Redis, that has shown the page of one mission."""
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
    place = connection.settings_dict
    wire = Wire(place["HOST"], int(place["PORT"] or 5432))
    who = f"{place['USER']}:{place['PASSWORD']}@" if place["PASSWORD"] else f"{place['USER']}@"
    url = f"postgres://{who}127.0.0.1:{wire.port}/{place['NAME']}"
    with redis_server(tmp_path) as redis:
        cache = f"redis://127.0.0.1:{redis}/0"
        variables = variables_for(url) | {"REDIS_URL": cache}
        with gunicorn(tmp_path, **variables, DATABASE_TIMEOUT="2") as port:
            for address in ("/missions/iraq/", "/missions/unifil/"):
                assert get(port, address)[0].status == 200
            yield Site(port, wire, cache)
            wire.mend()
    wire.close()


@on_postgresql
@pytest.mark.parametrize("failure", ["cut", "frozen"])
def test_without_its_database_the_site_shows_what_it_has_and_comes_back(
    site: Site, failure: str
) -> None:
    if failure == "cut":
        site.wire.cut()
    else:
        site.wire.is_frozen = True

    began = time.monotonic()
    kept, page = get(site.port, "/missions/iraq/")
    other, excuse = get(site.port, "/personnel/")
    ready, parts = get(site.port, "/readyz")
    assert time.monotonic() - began < 2 * MOST_SECONDS

    assert kept.status == 200
    assert "Iraq" in page
    assert (other.status, other.headers["Retry-After"]) == (503, "30")
    assert other.headers["Cache-Control"] == "no-store"
    assert "try again in a minute" in excuse
    assert "psycopg" not in excuse
    assert get(site.port, "/healthz")[0].status == 200
    assert ready.status == 503
    assert json.loads(parts)["database"] is False

    site.wire.mend()
    time.sleep(MOST_SECONDS)
    assert get(site.port, "/personnel/")[0].status == 200
    assert get(site.port, "/readyz")[0].status == 200


@on_postgresql
def test_what_was_withdrawn_just_before_the_outage_is_not_shown(site: Site) -> None:
    with change_set() as changes:
        changes.withdraw(Mission.objects.get(slug="iraq"), "It was another one.")
    # Whoever asks for any page learns the newest number; so does whoever watches over the site.
    assert get(site.port, "/readyz")[0].status == 200
    site.wire.cut()

    assert get(site.port, "/missions/iraq/")[0].status == 503


@on_postgresql
def test_a_statement_that_takes_too_long_is_ended(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE personnel_person")
        began = time.monotonic()
        response, _body = get(site.port, "/personnel/dilya-akhmetova/")
        cursor.execute("ROLLBACK")

    assert response.status == 503
    assert time.monotonic() - began < MOST_SECONDS


# --- SQLite -----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or _mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)):
        pytest.skip("a disk of its own needs the right to mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


def _mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode  # noqa: S603, S607


def fill(folder: Path) -> None:
    with (folder / "rest").open("wb", 0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


@on_sqlite
def test_a_full_disk_is_read_and_a_server_starts_on_it(
    small_disk: Path, tmp_path: Path, article_file: Path
) -> None:
    variables = variables_for(f"sqlite:///{shutil.copy(article_file, small_disk)}")
    with gunicorn(tmp_path, **variables) as port:
        assert get(port, "/missions/iraq/")[0].status == 200
        fill(small_disk)
        for address in ("/missions/", "/missions/iraq/", "/changes/", "/missions.csv"):
            assert get(port, address)[0].status == 200, address
    with gunicorn(tmp_path, **variables) as port:
        assert get(port, "/missions/unifil/")[0].status == 200
        (small_disk / "rest").unlink()
        rename("iraq", variables)
        assert "Renamed mission" in get(port, "/missions/")[1]


def rename(slug: str, variables: dict[str, str]) -> None:
    words = f"""
from editions.publishing import change_set
from missions.models import Mission
with change_set() as changes:
    mission = Mission.objects.get(slug="{slug}")
    mission.name = "Renamed mission"
    mission.save()
    changes.save(mission)
"""
    run("manage.py", "shell", "-v0", "-c", words, **variables)


@on_sqlite
def test_a_disk_that_can_only_be_read_is_read(
    small_disk: Path, tmp_path: Path, article_file: Path
) -> None:
    variables = variables_for(f"sqlite:///{shutil.copy(article_file, small_disk)}")
    assert _mount("-o", "remount,ro", str(small_disk)) == 0

    with gunicorn(tmp_path, **variables) as port:
        for address in ("/missions/iraq/", "/missions/"):
            assert get(port, address)[0].status == 200
        assert _mount("-o", "remount,rw", str(small_disk)) == 0
        rename("iraq", variables)
        assert "Renamed mission" in get(port, "/missions/")[1]


SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from access.sessions import BEGAN, SEEN
from missions.models import Mission
import time
user = User.objects.create_superuser("editor")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session[BEGAN] = session[SEEN] = time.time()
session.save()
print(session.session_key, Mission.objects.get(slug="iraq").pk)
"""


@on_sqlite
def test_editors_are_told_that_nothing_can_be_saved(
    small_disk: Path, tmp_path: Path, article_file: Path
) -> None:
    variables = variables_for(f"sqlite:///{shutil.copy(article_file, small_disk)}")
    said = run("manage.py", "shell", "-v0", "-c", SIGN_IN, **variables).stdout
    session, number = said.split()
    address, cookie = f"/admin/missions/mission/{number}/change/", f"sessionid={session}"

    def is_refused(port: int) -> bool:
        status, page = post(port, address, sent, headers)
        assert "Changed." not in get(port, "/missions/iraq/")[1]
        return (status, "send it again in a minute" in page) == (503, True)

    with gunicorn(tmp_path, **variables) as port:
        page, body = get(port, address, Cookie=cookie)
        values = values_of(BeautifulSoup(body, "html.parser")) | {"note_en": "Changed."}
        filled = {name: value for name, value in values.items() if value is not None}
        sent = urlencode(filled, doseq=True)
        headers = {"Cookie": f"{cookie}; {page.headers['Set-Cookie'].partition(';')[0]}",
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        fill(small_disk)
        assert is_refused(port)
        (small_disk / "rest").unlink()

    # Not while a server has its files open.
    assert _mount("-o", "remount,ro", str(small_disk)) == 0
    with gunicorn(tmp_path, **variables) as port:
        assert is_refused(port)
        assert _mount("-o", "remount,rw", str(small_disk)) == 0
        assert post(port, address, sent, headers)[0] == 302
        assert "Changed." in get(port, "/missions/iraq/")[1]


def post(port: int, address: str, sent: str, headers: dict[str, str]) -> tuple[int, str]:
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=30)) as asked:
        asked.request("POST", address, sent, headers)
        response = asked.getresponse()
        return response.status, response.read().decode()


@on_sqlite
def test_a_database_that_is_gone_is_missed_and_not_made_anew(
    tmp_path: Path, article_file: Path
) -> None:
    file = tmp_path / "db.sqlite3"
    shutil.copy(article_file, file)
    with gunicorn(tmp_path, **variables_for(f"sqlite:///{file}")) as port:
        assert get(port, "/missions/iraq/")[0].status == 200
        moved = file.rename(tmp_path / "elsewhere")

        response, body = get(port, "/missions/")
        ready, parts = get(port, "/readyz")
        assert response.status == ready.status == 503
        assert str(tmp_path) not in body + parts
        assert get(port, "/healthz")[0].status == 200
        assert not file.exists()

        moved.rename(file)
        assert get(port, "/missions/")[0].status == 200
        assert get(port, "/readyz")[0].status == 200


@on_sqlite
@pytest.mark.parametrize("command", ["loaddata sources", "rebuild_catalogue", "check_register"])
def test_no_command_but_migrate_makes_a_database(tmp_path: Path, command: str) -> None:
    file = tmp_path / "db.sqlite3"

    with pytest.raises(subprocess.CalledProcessError) as refused:
        run("manage.py", *command.split(), **variables_for(f"sqlite:///{file}"))

    assert "There is no database at" in refused.value.stderr
    assert not file.exists()
