"""The Chromium of the browser tests: `python -m tests.chromium` sees to it that there is one."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.installing import install_with_apt, see_to_it, succeeds

NAMES = ("chromium", "chromium-browser", "google-chrome")

# It runs as root in containers, and nothing but the tested page may use the network.
LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

HOW_TO_INSTALL = (
    "The browser tests need Chromium, and it could not be installed here: install the package "
    "chromium (or Google Chrome), so that `chromium --version` answers, and try again."
)


def find_on_path() -> str | None:
    """The first Chromium that answers; some systems put a stand-in there that does not."""
    for name in NAMES:
        path = shutil.which(name)
        if path and succeeds([path, "--version"]):
            return path
    return None


def is_there() -> bool:
    if find_on_path():
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def install() -> None:
    if not succeeds([sys.executable, "-m", "playwright", "install", "chromium"]):
        install_with_apt("chromium")


if __name__ == "__main__":
    see_to_it(is_there, install, "Chromium", HOW_TO_INSTALL)
