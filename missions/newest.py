"""How many serve now: the newest numbers that sources state, each with its date and never a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from catalogue.bits import Sets
from catalogue.selection import Selection
from records.audience import Audience
from records.partial_dates import PartialDate
from records.statements import KeptStatement
from sources.evidence import Evidence

from .conflicts import mark_contested
from .figures import figure_of
from .models import Claim, Nature, Series

READ_OF_EACH = 12


@dataclass(frozen=True)
class NewestNumber:
    """What a series or a claim states of the newest moment of which it speaks."""

    record: Series | Claim
    figure: str
    when: PartialDate

    @property
    def words(self) -> str:
        """Always with its date: "Staff officers: 9 (March 2019)"."""
        words = {
            "counted": self.record.counted, "figure": self.figure, "when": self.when.in_words(),
        }  # fmt: skip
        if self.record.counted:
            return _("%(counted)s: %(figure)s (%(when)s)") % words
        return _("%(figure)s (%(when)s)") % words

    @property
    def last_day(self) -> date:
        return self.when.latest or date.min


def newest_numbers(
    series: Iterable[Series], claims: Iterable[Claim], evidence: Evidence
) -> list[NewestNumber]:
    """Of each subject and of each thing counted the newest number, the newest of all first.

    Where several are of one day, all of them: the register chooses none. Plans, and claims that
    nothing dates, say nothing of now. Empty if no source states how many serve.
    """
    found: dict[Any, list[NewestNumber]] = defaultdict(list)
    for one in series:
        newest = one.observations.newest
        subject = frozenset((str(about._meta.model_name), about.pk) for about in one.subjects)
        number = NewestNumber(one, newest.figure_in_words, newest.when)
        found[subject, one.counted_id].append(number)
    for claim in claims:
        if claim.planned or not (claim.quantity and claim.is_of_a_moment):
            continue
        figure = figure_of(claim, evidence)
        dated = [moment for moment in figure.moments if moment and moment.latest]
        if dated:
            when = max(dated, key=lambda moment: moment.latest or date.min)
            number = NewestNumber(claim, claim.quantity_in_words, when)
            found[figure.subject, claim.counted_id].append(number)
    numbers = []
    for of_one in found.values():
        last_day = max(one.last_day for one in of_one)
        numbers += [one for one in of_one if one.last_day == last_day]
    return sorted(numbers, key=lambda one: one.last_day, reverse=True)


def newest_records(
    audience: Audience, read: Sets | None = None
) -> tuple[list[Series], list[Claim]]:
    """The series and claims of the whole register that may state the newest numbers.

    Their missions are not loaded. `read` holds the sets of the series, if they have been read.
    """
    ids = Selection("series", audience, order="newest", read=read).ids(0, READ_OF_EACH)
    series = Series.objects.select_related("counted", "unit").in_bulk(ids) if ids else {}
    shown = [series[pk] for pk in ids if pk in series]
    return shown, [*_newest_dated(audience), *_newest_said_of_now(audience)]


@KeptStatement
def _newest_dated(audience: Audience) -> QuerySet[Claim]:
    return _strengths(audience).order_by("-period_latest", "slug")[:READ_OF_EACH]


@KeptStatement
def _newest_said_of_now(audience: Audience) -> QuerySet[Claim]:
    undated = _strengths(audience, period_latest__isnull=True, as_of_source=True)
    said = undated.annotate(said_on=Max("citations__passage__source__published_latest"))
    return said.order_by(F("said_on").desc(nulls_last=True), "slug")[:READ_OF_EACH]


def _strengths(audience: Audience, **dated: bool) -> QuerySet[Claim]:
    """Of a moment; by the day that they state, if nothing else is said."""
    wanted = dated or {"period_latest__isnull": False}
    strengths = Claim.objects.visible_to(audience).filter(
        measure__nature=Nature.MOMENT, planned=False, **wanted
    )
    marked = mark_contested(strengths, audience)
    return marked.select_related(
        "measure", "counted__part_of__part_of", "rotation__mission", "unit"
    )
