from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Page as NumberedPage
from django.urls import reverse
from django.utils import timezone

from catalogue.facets import NOT_STATED
from missions.models import ClaimKind
from records.audience import Audience
from records.pagination import NumberedPages
from sources.evidence import EVERY_FIELD, Evidence
from sources.pages import Page

from .drawing import Drawing, draw_every_year, draw_years
from .reading import ROWS_SHOWN, Entry, Timeline, count_dated, read_timeline


@dataclass(frozen=True)
class TimelinePage(Page):
    timeline: Timeline
    asks_for_years: bool
    page_obj: NumberedPage[Any]
    query_without_page: str
    years: Drawing | None
    every_year: Drawing | None
    undated_lists: dict[str, str]

    @classmethod
    def read(cls, filters: Any, number: Any, query_without_page: str, audience: Audience) -> Self:
        """What a valid filter set asks for; raises InvalidPage for a number that there is not."""
        filters.count_choices()
        pages = NumberedPages(range(count_dated(filters.selection)), ROWS_SHOWN)
        page = pages.page(number)
        timeline = read_timeline(filters.selection, page.number)
        evidence = Evidence(timeline.records, audience)
        timeline = replace(
            timeline,
            dated=[replace(entry, reach=_reach(entry, evidence)) for entry in timeline.dated],
        )
        return cls(
            timeline=timeline,
            asks_for_years=bool(filters.selection.outside),
            page_obj=page,
            query_without_page=query_without_page,
            years=draw_years(timeline.dated, timezone.localdate()),
            every_year=draw_every_year(timeline.dated),
            undated_lists=_undated_lists(filters.form.cleaned_data, timeline.kinds_cut),
            evidence=evidence,
        )


def _reach(entry: Entry, evidence: Evidence) -> date | None:
    """When the newest source of its date was published."""
    notes = evidence.of(entry.record, entry.period_field or EVERY_FIELD)
    published = (note.passage.source.published for note in notes)
    days = [one.latest for one in published if one and one.latest]
    return max(days, default=None)


def _undated_lists(chosen: dict[str, Any], kinds_cut: frozenset[str]) -> dict[str, str]:
    """Addresses of the whole lists of undated claims and rotations, narrowed as this page is."""
    mission = {"mission": chosen["mission"]} if chosen["mission"] else {}
    lists = {}
    if "claim" in kinds_cut:
        kind = {"kind": chosen["kind"]} if chosen["kind"] in ClaimKind.values else {}
        query = urlencode(mission | kind | {"period": NOT_STATED})
        lists["claims"] = f"{reverse('missions:claim-list')}?{query}"
    if "rotation" in kinds_cut:
        query = urlencode(mission | {"period": NOT_STATED})
        lists["rotations"] = f"{reverse('missions:rotation-list')}?{query}"
    return lists
