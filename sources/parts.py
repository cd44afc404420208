"""A source's passages in the order of the text, and the parts in which its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import EmptyPage
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from records.audience import Audience
from records.pagination import NumberedPages
from records.statements import KeptStatement

from .models import PASSAGES_IN_A_PART, Passage, Source
from .uses import citation_tables


@dataclass(frozen=True)
class Quoted:
    """A passage that is shown, without its words."""

    pk: int
    order: int
    offset: int | None
    length: int


class Parts(NumberedPages):
    """The parts of a source's text."""

    def __init__(self, quoted: Sequence[Quoted]) -> None:
        super().__init__(quoted, PASSAGES_IN_A_PART)
        self.quoted = quoted

    def holding(self, order: int) -> int:
        """The number of the part in which the passage of a number stands."""
        for place, one in enumerate(self.quoted):
            if one.order == order:
                return place // self.per_page + 1
        raise EmptyPage

    @property
    def elsewhere(self) -> list[int]:
        """The passages whose address leads to the first part, but that stand in others."""
        later = self.quoted[self.per_page :]
        return sorted(one.order for one in later if one.order <= PASSAGES_IN_A_PART)


def quoted_of(source: Source, audience: Audience) -> list[Quoted]:
    """What is quoted of a source; where no offset is known, the passages' own numbers have to do.

    Visitors are not shown passages on which nothing public rests: they may speak of somebody who
    has been withdrawn.
    """
    return [Quoted(*row) for row in _quoted(audience, source=source.pk)]


@KeptStatement
def _quoted(audience: Audience, *, source: int) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Passage.objects.filter(source=source)
    if audience is Audience.PUBLIC:
        rows = rows.filter(_something_public_rests())
    in_order = rows.order_by(F("offset").asc(nulls_last=True), "order")
    return in_order.values_list("pk", "order", "offset", Length("quotation"))


def _something_public_rests() -> Q:
    return reduce(
        or_,
        (
            Q(
                Exists(
                    table._default_manager.filter(
                        table.record_model().published_condition(f"{table.record_name}__"),
                        passage=OuterRef("pk"),
                    )
                )
            )
            for table in citation_tables()
        ),
    )


def quoted_characters(quoted: Iterable[tuple[int | None, int]]) -> int:
    """How many of a text's characters stand in some quotation; overlaps count once.

    Of each quotation its offset and its length.
    """
    spans = sorted((start, start + length) for start, length in quoted if start is not None)
    total = reached = 0
    for start, end in spans:
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
