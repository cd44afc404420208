#!/usr/bin/env python3
"""Reads and edits a register of its own, all at once, and looks whether anything was lost.

    python benchmarks/traffic.py [--seconds 60] [--readers 16] [--editors 4]
    DATABASE_URL=postgres://postgres@127.0.0.1:5432/empty python benchmarks/traffic.py

Without DATABASE_URL on SQLite, in a folder that is removed afterwards; PostgreSQL needs a database
without tables. The server is gunicorn with two processes, on this machine; so are those who ask it.

Readers ask one page after the other. Editors add a word of their own to the note of the same few
missions, with a form that is opened anew whenever it is refused as older than what another has
saved. In the end each word that was acknowledged must stand there once.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ADDRESSES = (
    "/", "/missions/", "/missions/iraq/", "/missions/unifil/", "/personnel/",
    "/personnel/dilya-akhmetova/", "/claims/", "/sources/", "/timeline/", "/figures/",
    "/conflicts/", "/gaps/", "/changes/", "/missions.csv", "/missions/iraq.json",
)  # fmt: skip
EDITED = ("iraq", "unifil")
PROCESSES = 2


class Tally:
    """What was answered, and how long it took."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.seconds: dict[str, list[float]] = {"read": [], "save": []}
        self.errors: Counter[str] = Counter()
        self.words: dict[str, list[str]] = {slug: [] for slug in EDITED}

    def note(self, what: str, status: int, seconds: float) -> None:
        with self.lock:
            self.answers[f"{what} {status}"] += 1
            self.seconds[what].append(seconds)
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self.errors[f"{what} {status}"] += 1

    def fail(self, what: str, error: Exception) -> None:
        with self.lock:
            self.errors[f"{what}: {type(error).__name__} {error}"] += 1


class Visitor:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookie} if cookie else {}

    def ask(self, address: str, values: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        body, headers = None, dict(self.headers)
        if values is not None:
            body = urlencode(values)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("GET" if body is None else "POST", address, body, headers)
        response = self.connection.getresponse()
        return response.status, response.read().decode()


def read_pages(port: int, tally: Tally, end: float, number: int) -> None:
    visitor, chosen = Visitor(port), random.Random(number)  # noqa: S311 - a choice of pages
    while time.monotonic() < end:
        address = chosen.choice(ADDRESSES)
        began = time.monotonic()
        try:
            status, _page = visitor.ask(address)
            tally.note("read", status, time.monotonic() - began)
        except (OSError, HTTPException) as error:
            tally.fail("read", error)
            visitor = Visitor(port)


def edit(port: int, tally: Tally, end: float, number: int, account: dict[str, Any]) -> None:
    editor, chosen, saved = Visitor(port, account["cookie"]), random.Random(number), 0  # noqa: S311 - as above
    while time.monotonic() < end:
        slug = chosen.choice(EDITED)
        address, word = account["addresses"][slug], f"w{number}x{saved}."
        try:
            values = form_at(editor, address)
            values["note_en"] = f"{values['note_en']} {word}".strip()
            began = time.monotonic()
            status, _page = editor.ask(address, sent(values))
            tally.note("save", status, time.monotonic() - began)
        except (OSError, HTTPException, KeyError, AssertionError) as error:
            tally.fail("save", error)
            editor = Visitor(port, account["cookie"])
            continue
        if status == HTTPStatus.FOUND:
            tally.words[slug].append(word)
            saved += 1


def form_at(editor: Visitor, address: str) -> dict[str, Any]:
    from bs4 import BeautifulSoup

    from tests.editing import values_of

    status, page = editor.ask(address)
    assert status == HTTPStatus.OK, f"the form answers {status}"
    return values_of(BeautifulSoup(page, "html.parser"))


def sent(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]


# --- The register that is asked ---------------------------------------------------------------


def prepare() -> dict[str, Any]:
    """The article, and an account for editors, who are signed in."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from missions.models import Mission

    call_command("migrate", verbosity=0)
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    client.get(reverse("admin:index"))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    missions = {slug: Mission.objects.get(slug=slug).pk for slug in EDITED}
    addresses = {
        slug: reverse("admin:missions_mission_change", args=[pk]) for slug, pk in missions.items()
    }
    return {"cookie": cookie, "addresses": addresses}


def what_is_lost(tally: Tally) -> list[str]:
    """Acknowledged words that do not stand there exactly once."""
    from missions.models import Mission

    lost = []
    for slug, words in tally.words.items():
        counts = Counter(str(Mission.objects.get(slug=slug).note).split())
        lost += [word for word in words if counts[word] != 1]
    return lost


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--readers", type=int, default=16)
    parser.add_argument("--editors", type=int, default=4)
    args = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings_for_servers"
    from tests.servers import gunicorn

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        account = prepare()
        with gunicorn(Path(folder), **(os.environ | {"WEB_CONCURRENCY": str(PROCESSES)})) as port:
            tally = ask(args, port, account)
        report(tally, args)
        is_whole = subprocess.run([sys.executable, "manage.py", "check_register"], cwd=ROOT)  # noqa: PLW1510
        lost = what_is_lost(tally)
        print(f"acknowledged saves that are lost: {len(lost)} {lost[:5] or ''}")
        from django.db import connections

        connections.close_all()
    sys.exit(bool(lost or tally.errors or is_whole.returncode))


def ask(args: argparse.Namespace, port: int, account: dict[str, Any]) -> Tally:
    tally, end = Tally(), time.monotonic() + args.seconds
    threads = [
        threading.Thread(target=read_pages, args=(port, tally, end, number))
        for number in range(args.readers)
    ] + [
        threading.Thread(target=edit, args=(port, tally, end, number, account))
        for number in range(args.editors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def report(tally: Tally, args: argparse.Namespace) -> None:
    print(f"{args.readers} readers, {args.editors} editors, {args.seconds} s")
    for what, seconds in tally.seconds.items():
        if len(seconds) > 1:
            cuts = statistics.quantiles(seconds, n=100)
            p50, p99 = round(1000 * cuts[49]), round(1000 * cuts[98])
            print(f"{what}: {len(seconds)}, p50 {p50} ms, p99 {p99} ms")
    print("answers:", dict(sorted(tally.answers.items())))
    print("errors:", dict(tally.errors) or "none")


if __name__ == "__main__":
    main()
