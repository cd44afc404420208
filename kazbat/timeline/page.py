from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from missions.models import ClaimKind
from records.audience import Audience
from search.facets import NOT_STATED
from sources.evidence import EVERY_FIELD, Evidence
from sources.pages import Page

from .drawing import Drawing, draw_every_year, draw_years
from .reading import ROWS_SHOWN, Entry, Timeline, read_timeline


@dataclass(frozen=True)
class TimelinePage(Page):
    timeline: Timeline
    rows_shown: int
    years: Drawing | None
    every_year: Drawing | None
    undated_lists: dict[str, str]

    @classmethod
    def read(cls, filters: Any, audience: Audience) -> Self:
        """What a valid filter set asks for."""
        filters.count_choices()
        timeline = read_timeline(filters.selection)
        evidence = Evidence(timeline.records, audience)
        timeline = replace(
            timeline,
            dated=[replace(entry, reach=_reach(entry, evidence)) for entry in timeline.dated],
        )
        return cls(
            timeline=timeline,
            rows_shown=ROWS_SHOWN,
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
