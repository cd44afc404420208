from collections.abc import Iterator
from typing import Any

import pytest
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from missions.models import Unit
from records import counting, pagination
from records.pagination import CappedPaginator
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def units() -> QuerySet[Unit]:
    return Unit.objects.order_by("-slug")


def all_pages(paginator: CappedPaginator) -> Iterator[list[Any]]:
    """From the first page on, as long as one says that another follows."""
    page = paginator.page(1)
    yield list(page)
    while page.has_next():
        page = paginator.page(page.next_page_number())
        yield list(page)


@pytest.fixture
def limit_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (counting, pagination):
        monkeypatch.setattr(module, "COUNT_LIMIT", 5)


@pytest.mark.parametrize(
    ("rows", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])]
)
def test_every_row_stands_on_one_page_in_the_list_s_order(rows: int, sizes: list[int]) -> None:
    UnitFactory.create_batch(rows)

    pages = list(all_pages(CappedPaginator(units(), 3)))

    assert [len(page) for page in pages] == sizes
    assert [unit for page in pages for unit in page] == list(units())


@pytest.mark.usefixtures("limit_of_five")
def test_pages_go_on_beyond_the_count_to_the_last_row() -> None:
    UnitFactory.create_batch(20)
    paginator = CappedPaginator(units(), 3)

    pages = list(all_pages(paginator))

    assert [unit for page in pages for unit in page] == list(units())
    assert len(pages) == 7
    assert paginator.is_capped
    assert not paginator.page(7).has_next()


@pytest.mark.usefixtures("limit_of_five")
@pytest.mark.parametrize("number", [8, 10**6, 10**7, 10**17, 10**30])
def test_there_is_no_page_after_the_last_row_of_an_uncounted_list(number: int) -> None:
    UnitFactory.create_batch(20)

    with pytest.raises(EmptyPage):
        CappedPaginator(units(), 3).page(number)


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_there_is_no_page_outside_a_counted_list(number: int) -> None:
    UnitFactory.create_batch(4)

    with pytest.raises(EmptyPage):
        CappedPaginator(units(), 3).page(number)


@pytest.mark.parametrize("number", ["junk", "", None, "1e9", "\x00", "9" * 5_000])
def test_a_page_number_that_is_none_is_refused(number: Any) -> None:
    with pytest.raises(PageNotAnInteger):
        CappedPaginator(units(), 3).page(number)


def test_a_page_takes_one_query_if_the_rows_are_counted(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    UnitFactory.create_batch(7)
    paginator = CappedPaginator(units(), 3)
    with django_assert_num_queries(2):
        paginator.page(2)

    paginator = CappedPaginator(units(), 3)
    paginator.known_count = 7
    with django_assert_num_queries(1):
        page = paginator.page(2)

    assert page.has_next()
    assert page.has_previous()


@pytest.mark.usefixtures("limit_of_five")
def test_a_count_that_was_stopped_says_more_than() -> None:
    UnitFactory.create_batch(5)
    assert CappedPaginator(units(), 3).count_in_words == "5"

    UnitFactory.create()
    assert CappedPaginator(units(), 3).count_in_words == "5+"
