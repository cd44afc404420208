"""Rows that are made once for a whole module, and the pages that a visitor gets to from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

FIXTURES = ("sources", "missions", "personnel")
NOT_FOR_VISITORS = ("/admin/", "/static/")


@contextmanager
def rows_of_a_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written inside lasts until the end; each test's own rows go back by themselves."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


Rows = dict[str, tuple[str, list[tuple[Any, ...]]]]
"""By table, its columns and all its rows."""

_article: Rows = {}
"""What the article's fixtures change in an empty register: to load them takes seconds, and to put
these rows back a tenth of it."""


@contextmanager
def article_loaded(blocker: DjangoDbBlocker) -> Iterator[None]:
    with rows_of_a_module(blocker):
        if _article:
            put_back(_article)
        else:
            before = rows_of_all_tables()
            call_command("loaddata", *FIXTURES, verbosity=0)
            loaded = rows_of_all_tables()
            _article.update(
                {table: loaded[table] for table in loaded if loaded[table] != before[table]}
            )
        yield


def rows_of_all_tables() -> Rows:
    """Full-text indexes are no tables of a model: triggers keep them in step."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            cursor.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - names of our tables
            found[table] = columns, cursor.fetchall()
    return found


def put_back(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            places = ", ".join(["%s"] * len(values[0]))
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our tables
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - as above
                values,
            )


@dataclass
class Walk:
    """Everything that links lead to from one address on, and what was met on the way."""

    pages: dict[str, Tag] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """What is no page, such as a record's JSON."""
    failures: dict[str, int] = field(default_factory=dict)
    """The status of each address that did not answer 200."""
    linked_from: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Which places on each page are linked to."""


def walk(start: str = "/") -> Walk:
    """Follows every internal link, as a visitor, and opens what every form leads to, unfilled."""
    client = Client(raise_request_exception=False)
    walked, waiting = Walk(linked_from={start: start}), [start]
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code != 200:
            walked.failures[address] = response.status_code
            continue
        if not response["Content-Type"].startswith("text/html"):
            walked.files[address] = response.getvalue().decode()
            continue
        page = walked.pages[address] = BeautifulSoup(response.content, "html.parser")
        for target, fragment in internal_links(page, address):
            if fragment:
                walked.fragments[target].add(fragment)
            if target not in walked.linked_from:
                walked.linked_from[target] = address
                waiting.append(target)
    return walked


def internal_links(page: Tag, address: str) -> Iterator[tuple[str, str]]:
    forms = [form["action"] for form in page.select('form[method="get"][action]')]
    for link in [*(link["href"] for link in page.select("a[href]")), *forms]:
        target, fragment = urldefrag(urljoin(address, str(link)))
        parts = urlsplit(target)
        if not parts.netloc and not parts.scheme and not target.startswith(NOT_FOR_VISITORS):
            yield target, fragment
