from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import F, Func, IntegerField, Model, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from .languages import in_digits

Row = TypeVar("Row", bound=Model)


def first_rows(rows: QuerySet[Row] | list[Row], limit: int) -> tuple[list[Row], bool]:
    """So many rows, and whether there are others; for what is not paged."""
    found = list(rows[: limit + 1])
    return found[:limit], len(found) > limit


def with_count(rows: Any) -> Any:
    """Adds to each row how many there are in all, `in_all`: for what shows only the first."""
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    # Annotated first: of a translated model, `values` alone would name all its columns too.
    counted = rows.order_by().annotate(number=number).values("number")
    return rows.annotate(in_all=Subquery(counted))


def not_shown(rows: Sequence[Any]) -> int:
    """How many more there are than the rows, which have their count."""
    return rows[0].in_all - len(rows) if rows else 0


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
