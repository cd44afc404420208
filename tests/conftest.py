from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Playwright

from tests import chromium


def pytest_report_header() -> str:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    if engine == "sqlite3":
        return "database: SQLite (on PostgreSQL: make test-postgres)"
    return f"database: {engine}"


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("editor")


@pytest.fixture
def editor_client(editor: User) -> Client:
    """A client signed in as an editor; `client` is a visitor."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    own: dict[str, Any] = {"args": chromium.LAUNCH_ARGS}
    if path := chromium.find_on_path():
        own["executable_path"] = path
    return browser_type_launch_args | own


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    # Playwright keeps an event loop running in this thread until the session ends, and Django
    # would take every query beside it for one that blocks the loop.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright
