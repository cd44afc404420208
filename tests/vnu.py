"""The Nu HTML checker of the tests: `python -m tests.vnu` sees to it that it is there."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.installing import install_with_apt, see_to_it, succeeds

VERSION = "26.9.27"
INTEGRITY = (
    "sha512-TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxB"
    "exLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
)
"""Of the package, as a lock file of npm gives it."""
JAR = Path(__file__).parent.parent / ".venv" / f"vnu-{VERSION}.jar"
JAR_IN_PACKAGE = "package/build/dist/vnu.jar"

# The checker asks for a deep stack. It ends before Java's better compiler would pay off.
JAVA = ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(JAR)]

HOW_TO_INSTALL = (
    f"The tests check pages with the Nu HTML checker, and it could not be installed here: install "
    f"Java 17 or newer and npm, so that `java -version` and `npm pack vnu-jar@{VERSION}` answer, "
    f"and try again."
)


def findings(folder: Path) -> Iterator[tuple[str, str]]:
    """What the checker finds in a folder's pages: the name of the page, and what is wrong where."""
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    run = subprocess.run(  # noqa: S603 - the checker over what a test wrote
        [*JAVA, *options, str(folder)], capture_output=True, text=True, check=True
    )
    for found in json.loads(run.stdout)["messages"]:
        place = f"line {found['lastLine']}: " if "lastLine" in found else ""
        extract = " ".join(found.get("extract", "").split())
        yield Path(found["url"]).stem, f"{place}{found['message']} Near: {extract}"


def is_there() -> bool:
    return JAR.exists() and succeeds([*JAVA, "--version"])


def install() -> None:
    for program, its_package in (("java", "default-jre-headless"), ("npm", "npm")):
        if shutil.which(program) is None:
            install_with_apt(its_package)
    with tempfile.TemporaryDirectory() as folder:
        # Scripts of the package would fetch a Java of their own.
        if not succeeds(
            [
                "npm",
                "pack",
                f"vnu-jar@{VERSION}",
                "--ignore-scripts",
                f"--pack-destination={folder}",
            ]
        ):
            return
        (package,) = Path(folder).iterdir()
        unpack(package)


def unpack(package: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        sys.exit(f"vnu-jar {VERSION} is not the package that tests/vnu.py names: sha512-{digest}")
    with tarfile.open(package) as archive:
        jar = archive.extractfile(JAR_IN_PACKAGE)
        assert jar
        # Under its name only when it is whole.
        part = JAR.with_suffix(".part")
        part.write_bytes(jar.read())
        part.rename(JAR)


if __name__ == "__main__":
    see_to_it(is_there, install, "the Nu HTML checker", HOW_TO_INSTALL)
