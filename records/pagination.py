from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from .counting import COUNT_LIMIT, capped_counts, in_words

LAST_PAGE = 1_000_000
"""Beyond it, no database could pass over the rows before."""


Row = TypeVar("Row", bound=Model)


def first_rows(rows: QuerySet[Row], limit: int) -> tuple[list[Row], bool]:
    """So many rows, and whether there are others; for what is not paged."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


class CappedPaginator(Paginator[Any]):
    """Numbered pages whose cost does not grow with the register.

    The count stops at a limit; beyond it one still goes from page to page. The rows before a page
    are passed over as bare ids, and only the page's own rows are read whole.
    """

    known_count: int | None = None
    """Optional precomputed count, to skip a query."""

    @cached_property
    def count(self) -> int:
        if self.known_count is not None:
            return self.known_count
        return capped_counts({"all": self.queryset})["all"]

    @property
    def queryset(self) -> QuerySet[Any]:
        assert isinstance(self.object_list, QuerySet)
        return self.object_list

    @property
    def count_in_words(self) -> str:
        return in_words(self.count)

    @property
    def is_capped(self) -> bool:
        return self.count > COUNT_LIMIT

    def validate_number(self, number: Any) -> int:
        try:
            whole = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(_("That page number is not a number.")) from None
        if not 1 <= whole <= (LAST_PAGE if self.is_capped else self.num_pages):
            raise EmptyPage(_("There is no such page."))
        return whole

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = self.queryset.values("pk")[start : start + self.per_page + 1]
        rows = list(self.queryset.filter(pk__in=ids))
        if not rows and number > 1:
            raise EmptyPage(_("There is no such page."))
        return CappedPage(rows, number, self)


class CappedPage(Page[Any]):
    """A page that knows from one row too many whether another follows."""

    def __init__(self, rows: list[Any], number: int, paginator: CappedPaginator) -> None:
        self.another_follows = len(rows) > paginator.per_page
        super().__init__(rows[: paginator.per_page], number, paginator)

    def has_next(self) -> bool:
        return self.another_follows
