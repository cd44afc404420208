from __future__ import annotations

from typing import Any, TypeVar

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from .languages import in_digits

Row = TypeVar("Row", bound=Model)


def first_rows(rows: QuerySet[Row] | list[Row], limit: int) -> tuple[list[Row], bool]:
    """So many rows, and whether there are others; for what is not paged."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


class NumberedPages(Paginator[Any]):
    """Pages whose numbers come from an address, in words a reader understands."""

    @property
    def count_in_words(self) -> str:
        return in_digits(self.count)

    def validate_number(self, number: Any) -> int:
        try:
            whole = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(_("That page number is not a number.")) from None
        if not 1 <= whole <= self.num_pages:
            raise EmptyPage(_("There is no such page."))
        return whole
