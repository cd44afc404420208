"""`python -m tests.audit` looks the pinned packages up in the public list of known faults.

Fails if one of them has a fault. Where the list cannot be asked it says so and does not fail:
whoever works without a network checks all else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

FILES = ("requirements/run.txt", "requirements/dev.txt", "requirements/uv.txt")
SECONDS = "10"


def main() -> None:
    faults: list[str] = []
    for file in FILES:
        said = audited(file)
        if said is None:
            print(f"{file} was NOT looked up for known faults: their list cannot be reached here.")
            continue
        unknown = [one["name"] for one in said if "skip_reason" in one]
        if unknown:
            print(
                f"{file}: {len(unknown)} of {len(said)} packages were NOT looked up for known "
                "faults: their list does not answer for them here."
            )
        faults += list(faults_of(said))
    if faults:
        sys.exit("Packages with known faults:\n" + "\n".join(sorted(set(faults))))


def audited(file: str) -> list[dict[str, Any]] | None:
    """What is known of each package; nothing if nobody could be asked."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", file, "--disable-pip",
        "--format=json", "--progress-spinner=off", "--timeout", SECONDS,
    ]  # fmt: skip
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - as above
    try:
        return list(json.loads(asked.stdout)["dependencies"])
    except (ValueError, KeyError):
        return None


def faults_of(packages: list[dict[str, Any]]) -> list[str]:
    return [
        f"  {one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no release yet'}"
        for one in packages
        for fault in one.get("vulns", [])
    ]


if __name__ == "__main__":
    main()
