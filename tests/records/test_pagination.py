from typing import Any

import pytest
from django.core.paginator import EmptyPage, PageNotAnInteger

from records.pagination import NumberedPages


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_there_is_no_page_outside_a_list(number: int) -> None:
    with pytest.raises(EmptyPage):
        NumberedPages([1, 2, 3, 4], 3).page(number)


@pytest.mark.parametrize("number", ["junk", "", None, "1e9", "\x00", "9" * 5_000])
def test_a_page_number_that_is_none_is_refused(number: Any) -> None:
    with pytest.raises(PageNotAnInteger):
        NumberedPages([1, 2, 3, 4], 3).page(number)


def test_a_count_is_written_as_people_read_it() -> None:
    assert NumberedPages(range(1234), 3).count_in_words == "1,234"
