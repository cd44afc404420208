"""What `make check` says of packages with known faults, and where nobody can be asked."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from django.conf import settings

from tests import audit

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
FAULTY = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}],
}
UNKNOWN = {"name": "anyascii", "skip_reason": "not found"}


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def run(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, text, "")

    monkeypatch.setattr(subprocess, "run", run)


def test_a_known_fault_fails_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, json.dumps({"dependencies": [SOUND, FAULTY]}))

    with pytest.raises(SystemExit, match=r"pillow 1\.0: CVE-1, mended in 1\.1"):
        audit.main()


def test_nothing_known_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, json.dumps({"dependencies": [SOUND]}))

    audit.main()

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "requirements/run.txt was NOT looked up"),
        (json.dumps({"dependencies": [SOUND, UNKNOWN]}), "1 of 2 packages were NOT looked up"),
    ],
)
def test_what_was_not_looked_up_is_said_and_does_not_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    answer(monkeypatch, text)

    audit.main()

    assert says in capsys.readouterr().out


def test_it_is_a_step_of_make_check_for_every_list_of_packages() -> None:
    steps = subprocess.run(
        ["make", "--dry-run", "check"],  # noqa: S607 - the one of this machine
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    lists = {f"requirements/{file.name}" for file in (settings.BASE_DIR / "requirements").iterdir()}

    assert "-m tests.audit" in steps
    assert lists == set(audit.FILES)
