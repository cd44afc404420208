import gzip

import pytest
from django.test import Client

from tests.bench_pages import ASSETS, compressed
from tests.browser.pages import LISTS, PAGES, STATUS
from tests.reading import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in STATUS])
def test_page_asks_at_most_ten_queries(client: Client, name: str) -> None:
    assert queries_of(client, PAGES[name]) <= 10


@pytest.mark.parametrize("name", LISTS)
def test_list_page_is_at_most_20_kilobytes_compressed(client: Client, name: str) -> None:
    response = client.get(PAGES[name])

    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= 20_000


@pytest.mark.parametrize("name", STATUS)
def test_page_refuses_what_it_should(client: Client, name: str) -> None:
    assert client.get(PAGES[name]).status_code == STATUS[name]


def test_style_and_scripts_are_at_most_40_kilobytes_compressed() -> None:
    assert sum(compressed(path.read_bytes()) for path in ASSETS) <= 40_000
