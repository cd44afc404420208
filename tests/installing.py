"""Programs of the tests that no Python package brings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def see_to_it(
    is_there: Callable[[], bool], install: Callable[[], None], name: str, how: str
) -> None:
    """Ends the program with how to install it by hand, if that fails."""
    if is_there():
        return
    sys.stdout.write(f"Installing {name} for the tests; this may take minutes.\n")
    sys.stdout.flush()
    install()
    if not is_there():
        sys.exit(how)


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - every caller names its own program


def install_with_apt(package: str) -> None:
    if shutil.which("apt-get") and os.geteuid() == 0:
        succeeds(["apt-get", "update"])
        succeeds(["apt-get", "install", "--yes", "--no-install-recommends", package])
