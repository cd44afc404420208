import gzip

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench_pages import ASSETS, compressed
from tests.browser.pages import LISTS, PAGES


@pytest.fixture
def article(db: None) -> None:
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("name", PAGES)
def test_page_asks_at_most_eight_queries(client: Client, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGES[name])
    assert len(queries) <= 8


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("name", LISTS)
def test_list_page_is_at_most_20_kilobytes_compressed(client: Client, name: str) -> None:
    assert len(gzip.compress(client.get(PAGES[name]).content)) <= 20_000


def test_style_and_scripts_are_at_most_40_kilobytes_compressed() -> None:
    assert sum(compressed(path.read_bytes()) for path in ASSETS) <= 40_000
