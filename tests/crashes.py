"""Kills what changes the register at one step after the other, and looks at what is left.

    DATABASE_URL=sqlite:////tmp/x/db.sqlite3 python -m tests.crashes [publish load …] [--points N]

Each run begins with a copy of the same register, in a process of its own that dies by SIGKILL
before a statement, or before or after a commit. Afterwards the register must be what it was, or
what it was to become, and in order; what can be repeated must then come to its end. Makes and drops
databases beside the one that is named.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import CommandError, call_command
from django.db import connection, connections

from catalogue.models import Document, Listed
from editions.publishing import change_set
from editions.withholding.acting import withhold
from missions.models import Mission
from personnel.models import Person

POINTS = 3
"""At how many of its steps each act is killed, in equal distances; and after one of its commits.

A test has time for few; `--points 10000` tries them all.
"""


class Steps:
    """Counts what a process does to the database, and ends it at one of them."""

    def __init__(self, last: int) -> None:
        self.number, self.last = 0, last
        self.commits: list[int] = []

    def __call__(self) -> None:
        self.number += 1
        if self.number == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def before_statement(self, execute: Any, *args: Any) -> Any:
        self()
        return execute(*args)

    @contextmanager
    def watched(self) -> Iterator[None]:
        commit = connection._commit  # type: ignore[attr-defined]

        def watched_commit() -> None:
            self()
            commit()
            self.commits.append(self.number + 1)
            self()

        connection._commit = watched_commit  # type: ignore[attr-defined]
        with connection.execute_wrapper(self.before_statement):
            yield


@dataclass
class Act:
    run: Callable[[], object]
    begins_with: str = "article"
    """The register it changes: with the article, of empty tables, or nothing at all."""
    is_one: bool = True
    """Whether it happens at once; else it has parts, can be repeated, and is then complete."""


def publish() -> None:
    mission = Mission.objects.get(slug="iraq")
    with change_set() as changes:
        mission.name = "Renamed mission"
        mission.save()
        changes.publish(mission)
        changes.withdraw(Mission.objects.get(slug="unifil"), "It was another one.")


def withhold_somebody() -> None:
    person = Person.objects.get(slug="dilya-akhmetova")
    withhold(["Dilya", "Akhmetova"], "She asked.", record=person)


def load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = "slug,display_name_en,gender\nsomebody-new,Somebody New,female\n"
        (Path(folder) / "person.csv").write_text(words)
        call_command("load_csv", folder, verbosity=0)


def command(*words: str) -> Callable[[], object]:
    def call() -> None:
        call_command(*words, verbosity=0)

    return call


def rebuild() -> None:
    Document.objects.filter(kind="mission").delete()
    Listed.objects.filter(kind="person").delete()
    call_command("rebuild_catalogue", stdout=StringIO())


ACTS = {
    "publish": Act(publish),
    "withhold": Act(withhold_somebody),
    "load": Act(load),
    "loaddata": Act(command("loaddata", "sources", "missions", "personnel"), "tables"),
    "rebuild": Act(rebuild, is_one=False),
    "migrate": Act(command("migrate"), "nothing", is_one=False),
}


def main(names: list[str], parts: int) -> None:
    place = place_of_database()
    for begins_with, make in (("tables", command("migrate")), ("article", load_article)):
        place.copy("nothing" if begins_with == "tables" else "tables", begins_with)
        place.use(begins_with)
        in_child(make)
    for name in names or ACTS:
        act = ACTS[name]
        place.copy(act.begins_with, "trial")
        place.use("trial")
        before = {} if act.begins_with == "nothing" else state()
        steps, commit = in_child(act.run)
        after = state()
        check(name, place, 0)
        points = {math.ceil(steps * part / parts) for part in range(1, parts + 1)} | {commit}
        for last in sorted(points):
            place.copy(act.begins_with, "trial")
            in_child(act.run, last)
            place.settle()
            if act.is_one:
                assert state() in (before, after), f"{name}: half done at step {last} of {steps}"
            else:
                in_child(act.run)
            check(name, place, last)
        print(f"{name}: killed at {len(points)} of {steps} steps", flush=True)  # noqa: T201
    place.forget()


def load_article() -> None:
    command("loaddata", "sources", "missions", "personnel")()


def in_child(run: Callable[[], object], last: int = 0) -> list[int]:
    """How many steps it took and after which of them a commit was done, about in the middle.

    Nothing if it was killed, as was wished.
    """
    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        steps = Steps(last)
        with steps.watched():
            run()
        # What was complete already commits nothing.
        middle = steps.commits[len(steps.commits) // 2] if steps.commits else 0
        os.write(write, f"{steps.number} {middle}".encode())
        connections.close_all()
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        numbers = [int(number) for number in told.read().split()]
    _child, status = os.waitpid(child, 0)
    died_of = signal.SIGKILL if last else 0
    assert os.WTERMSIG(status) == died_of, "it did not die of what it should"
    assert not os.WEXITSTATUS(status), "it failed by itself"
    return numbers


def state() -> dict[str, int]:
    """How many rows each table has; what changes a row of the register adds one of its editions."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names of tables
            counts[table] = cursor.fetchone()[0]
    connection.close()
    return counts


def check(name: str, place: Place, last: int) -> None:
    said = StringIO()
    try:
        call_command("check_register", stdout=said)
    except CommandError:
        sys.exit(f"{name}, killed at step {last}:\n{said.getvalue()}")


# --- Databases --------------------------------------------------------------------------------


class Place:
    """Where the databases of the trials lie."""

    def use(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.named(name)

    def named(self, name: str) -> str:
        raise NotImplementedError

    def copy(self, source: str, target: str) -> None:
        raise NotImplementedError

    def settle(self) -> None:
        """Waits until the database has noticed who died."""

    def forget(self) -> None:
        raise NotImplementedError


class Files(Place):
    def __init__(self, file: Path) -> None:
        self.file = file

    def named(self, name: str) -> str:
        return str(self.file.with_name(f"{name}.sqlite3"))

    def copy(self, source: str, target: str) -> None:
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(self.named(target) + ending).unlink(missing_ok=True)
        if source != "nothing":
            shutil.copy(self.named(source), self.named(target))

    def forget(self) -> None:
        for file in self.file.parent.glob("*.sqlite3*"):
            file.unlink()


class Server(Place):
    def __init__(self, settings: dict[str, Any]) -> None:
        self.prefix = settings["NAME"]
        self.how = {"host": settings["HOST"], "port": settings["PORT"] or 5432,
                    "user": settings["USER"], "password": settings["PASSWORD"]}  # fmt: skip

    def named(self, name: str) -> str:
        return f"{self.prefix}_{name}"

    def copy(self, source: str, target: str) -> None:
        connections.close_all()
        template = "template0" if source == "nothing" else self.named(source)
        self.say(f'DROP DATABASE IF EXISTS "{self.named(target)}" WITH (FORCE)')
        self.say(f'CREATE DATABASE "{self.named(target)}" TEMPLATE "{template}"')

    def settle(self) -> None:
        for _attempt in range(100):
            if not self.say(
                "SELECT 1 FROM pg_stat_activity WHERE datname = %s", self.named("trial")
            ):
                return
            time.sleep(0.05)

    def say(self, words: Any, *values: str) -> list[Any]:
        with psycopg.connect(dbname="postgres", autocommit=True, **self.how) as server:
            cursor = server.execute(words, values)
            return cursor.fetchall() if cursor.description else []

    def forget(self) -> None:
        connections.close_all()
        for name in ("trial", "article", "tables"):
            self.say(f'DROP DATABASE IF EXISTS "{self.named(name)}" WITH (FORCE)')


def place_of_database() -> Place:
    settings = connection.settings_dict
    return Files(Path(settings["NAME"])) if connection.vendor == "sqlite" else Server(settings)


if __name__ == "__main__":
    asked = ArgumentParser()
    asked.add_argument("acts", nargs="*")
    asked.add_argument("--points", type=int, default=POINTS)
    said = asked.parse_args()
    main(said.acts, said.points)
