from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from missions.conflicts import mark_contested
from missions.models import Claim
from records.audience import Audience
from records.pagination import first_rows
from records.prefetching import Link, attach_links
from sources.evidence import Evidence
from sources.models import Source
from sources.pages import Page

from .drawing import Chart, draw_figures

FIGURES_SHOWN = 200


@dataclass(frozen=True)
class ChartsPage(Page):
    charts: list[tuple[Chart, list[Source]]]
    """Each with the sources of its numbers."""
    figures_shown: int
    there_are_more: bool

    @classmethod
    def read(cls, audience: Audience) -> Self:
        figures, there_are_more = first_rows(
            mark_contested(Claim.objects.visible_to(audience), audience)
            .filter(measure__isnull=False, value__isnull=False)
            .select_related("measure", "counted__part_of", "unit", "rotation__mission")
            .in_reading_order(),
            FIGURES_SHOWN,
        )
        if figures:
            attach_links(Link(Claim.missions, figures, also=("acronym",)), audience=audience)
        charts = draw_figures(figures)
        evidence = Evidence([claim for chart in charts for claim in chart.claims], audience)
        return cls(
            charts=[(chart, _sources(chart, evidence)) for chart in charts],
            figures_shown=FIGURES_SHOWN,
            there_are_more=there_are_more,
            evidence=evidence,
        )


def _sources(chart: Chart, evidence: Evidence) -> list[Source]:
    notes = (note for claim in chart.claims for note in evidence.of(claim))
    return list({note.passage.source.pk: note.passage.source for note in notes}.values())
