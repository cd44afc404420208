"""Rows that are made once for a whole module, and the pages that a visitor gets to from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.core.management import call_command
from django.db import transaction
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


@contextmanager
def article_loaded(blocker: DjangoDbBlocker) -> Iterator[None]:
    with rows_of_a_module(blocker):
        call_command("loaddata", *FIXTURES, verbosity=0)
        yield


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
