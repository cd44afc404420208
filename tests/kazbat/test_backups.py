"""The drill: a register is saved, lost and brought back, and is then the same."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from kazbat.backups.archive import DATABASE, Contents, NoBackupError, Writer, checked
from tests.article import FIXTURES
from tests.servers import free_port, run, variables_for

USER = """
from django.contrib.auth.models import User
from django.test import Client
user = User.objects.create_superuser("editor", password="a long password")
Client().force_login(user)
"""
PHOTOGRAPH = b"\x89PNG what a camera saw" * 1000


@dataclass
class Place:
    """Where a register lies: its database and its photographs."""

    folder: Path
    name: str

    @property
    def variables(self) -> dict[str, str]:
        return variables_for(self.url) | {"MEDIA_ROOT": str(self.folder / f"{self.name}-media")}

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.folder / self.name}.sqlite3"
        return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/drill_{os.getpid()}_{self.name}"

    def manage(self, *words: str, **more: str) -> str:
        return run("manage.py", *words, **self.variables, **more).stdout

    def refused(self, *words: str, **more: str) -> str:
        with pytest.raises(subprocess.CalledProcessError) as failed:
            self.manage(*words, **more)
        return str(failed.value.stderr)

    def whole(self) -> dict[str, str]:
        told = run("-m", "tests.whole_register", **self.variables).stdout
        return dict(json.loads(told))

    def photographs(self) -> list[Path]:
        return [path for path in Path(self.variables["MEDIA_ROOT"]).rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """With the article, a user who is signed in and a photograph; nothing of it is changed."""
    with made(Place(tmp_path_factory.mktemp("full"), "full")) as place:
        place.manage("migrate", "-v0")
        place.manage("loaddata", *FIXTURES, "-v0")
        place.manage("shell", "-v0", "-c", USER)
        file = Path(place.variables["MEDIA_ROOT"]) / "photos" / "0123.png"
        file.parent.mkdir(parents=True)
        file.write_bytes(PHOTOGRAPH)
        yield place


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Place]:
    """Where nothing is."""
    with made(Place(tmp_path, "empty")) as place:
        yield place


@contextmanager
def made(place: Place) -> Iterator[Place]:
    """On PostgreSQL with a database of its own, for the time being."""
    if connection.vendor == "sqlite":
        yield place
        return
    name = place.url.rpartition("/")[2]
    say(f'CREATE DATABASE "{name}"')
    yield place
    say(f'DROP DATABASE "{name}" WITH (FORCE)')


def say(words: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(words)


def test_a_register_that_was_lost_comes_back_whole(
    full: Place, empty: Place, tmp_path: Path
) -> None:
    file = tmp_path / "kazbat.backup"

    said = full.manage("backup", str(file))
    assert "1 files" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "is there already" in full.refused("backup", str(file))

    said = empty.manage("restore", str(file))
    assert "Restored the register of" in said
    before, after = full.whole(), empty.whole()
    assert after == before
    assert {"missions.csv", "personnel.json", "auth_user", "editions_edition"} <= before.keys()
    assert [path.read_bytes() for path in empty.photographs()] == [PHOTOGRAPH]
    assert "The register is in order." in empty.manage("check_register")
    signed_in = "from django.contrib.sessions.models import Session; print(Session.objects.count())"
    assert full.manage("shell", "-v0", "-c", signed_in) == "1\n"
    assert empty.manage("shell", "-v0", "-c", signed_in) == "0\n"

    # Not over what is there, and nothing of it is touched.
    assert "Not restored." in full.refused("restore", str(file))
    assert full.whole() == before


def test_what_cannot_be_restored_leaves_nothing(full: Place, empty: Place, tmp_path: Path) -> None:
    file = tmp_path / "kazbat.backup"
    full.manage("backup", str(file))
    broken = tmp_path / "broken.backup"
    broken.write_bytes(file.read_bytes()[:-2000])

    assert "is no whole backup" in empty.refused("restore", str(broken))
    media = Path(empty.variables["MEDIA_ROOT"])
    media.mkdir()
    (media / "here.png").write_bytes(b"x")
    assert "There are files already" in empty.refused("restore", str(file))
    (media / "here.png").unlink()
    # Its pages would come back under the numbers of editions that are given out again.
    silent = f"redis://127.0.0.1:{free_port()}/0"
    assert "page cache" in empty.refused("restore", str(file), REDIS_URL=silent)
    assert empty.photographs() == []

    assert "Restored" in empty.manage("restore", str(file))


# --- The file ---------------------------------------------------------------------------------


def contents(**values: object) -> Contents:
    usual: dict[str, object] = {
        "made": "", "database": "sqlite", "migrations": [], "newest_edition": 0, "rows": {},
    }  # fmt: skip
    return Contents(**usual | values)  # type: ignore[arg-type]


def write(file: Path, data: bytes = b"rows", **values: object) -> Path:
    source = file.with_name("source")
    source.write_bytes(data)
    with Writer(file, contents(**values)) as archive, source.open("rb") as opened:
        archive.add(DATABASE, opened, len(data))
    return file


def test_a_file_says_what_it_holds(tmp_path: Path) -> None:
    found = checked(write(tmp_path / "a", b"rows", newest_edition=7))

    assert found.newest_edition == 7
    assert found.entries[DATABASE].bytes == 4
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_file_that_fails_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"), Writer(tmp_path / "a", contents()):
        raise OSError("gone")

    assert list(tmp_path.iterdir()) == []


def test_a_changed_entry_is_noticed(tmp_path: Path) -> None:
    file = write(tmp_path / "a")
    with tarfile.open(file) as tar:
        tar.extractall(tmp_path / "parts", filter="data")
    (tmp_path / "parts" / DATABASE).write_bytes(b"rowz")
    with tarfile.open(tmp_path / "b", "w:gz") as tar:
        for name in (DATABASE, "contents.json"):
            tar.add(tmp_path / "parts" / name, name)

    with pytest.raises(NoBackupError, match="is damaged: database"):
        checked(tmp_path / "b")


def test_an_entry_that_would_leave_its_folder_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("media/../../etc/passwd"))

    with pytest.raises(NoBackupError, match="holds what no backup does"):
        checked(tmp_path / "a")


@pytest.mark.parametrize("data", [b"", b"no archive", b"\x1f\x8b"])
def test_what_is_no_backup_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)

    with pytest.raises(NoBackupError, match="is no whole backup"):
        checked(tmp_path / "a")


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoBackupError, match="of format 2"):
        checked(write(tmp_path / "a", format=2))
