"""Readers and editors all at once, for some seconds; docs/performance.md has the figures."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def variables() -> Iterator[dict[str, str]]:
    """Of a database without tables; on SQLite the command makes one."""
    path = {"PATH": os.environ["PATH"]}
    if connection.vendor == "sqlite":
        yield path
        return
    url = os.environ["DATABASE_URL"]
    name = f"traffic_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield path | {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_no_request_fails_and_no_save_is_lost(variables: dict[str, str]) -> None:
    command: Path = settings.BASE_DIR / "benchmarks" / "traffic.py"
    asked = subprocess.run(  # noqa: S603 - this project's own command
        [sys.executable, str(command), "--seconds=6", "--readers=4", "--editors=4"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 0, asked.stdout + asked.stderr
    for answer in ("read 200", "save 302"):
        assert int(re.findall(rf"'{answer}': (\d+)", asked.stdout)[0]) > 0
