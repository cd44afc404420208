from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.template import Template
from django.test import Client
from playwright.sync_api import Playwright
from pytest_django.plugin import DjangoDbBlocker

from tests import chromium
from tests.article import FIXTURES, article_loaded
from tests.servers import run, variables_for

RENDERING: Any = vars(Template)["_render"]
"""As a server renders; what tests run in replaces it."""


def pytest_report_header() -> str:
    if connection.vendor == "sqlite":
        return "database: SQLite (on PostgreSQL: make test-postgres)"
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session", autouse=True)
def templates_are_rendered_as_on_a_server(django_test_environment: None) -> None:
    """Django keeps the context of every template for tests to look at, of a form more than 300.

    None does: they read the page.
    """
    Template._render = RENDERING  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def article(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The article's fixtures, loaded once for all tests of a module."""
    with article_loaded(django_db_blocker):
        yield


@pytest.fixture(scope="session")
def article_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article in a SQLite file, made once; each server is started on a copy of it."""
    file: Path = tmp_path_factory.mktemp("article") / "db.sqlite3"
    for words in (("migrate",), ("loaddata", *FIXTURES)):
        run("manage.py", *words, "-v0", **variables_for(f"sqlite:///{file}"))
    return file


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
def playwright(django_db_setup: None, playwright: Playwright) -> Iterator[Playwright]:
    """Playwright keeps an event loop running in this thread until the session ends.

    Django would take every query beside it for one that blocks the loop, and keeps a database
    connection of its own for it, which nobody else closes.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright
        connections.close_all()
