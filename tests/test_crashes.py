"""Whatever is killed at whatever step: the register is what it was, or what it was to become."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

ACTS = ["publish", "withhold", "load", "loaddata", "rebuild", "migrate"]


def test_what_is_killed_leaves_the_register_in_order(tmp_path: Path) -> None:
    url = os.environ["DATABASE_URL"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    else:
        url = f"{url}_{os.getpid()}"

    killed = subprocess.run(
        [sys.executable, "-m", "tests.crashes"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert killed.returncode == 0, killed.stdout + killed.stderr
    assert [line.split(":")[0] for line in killed.stdout.splitlines()] == ACTS
