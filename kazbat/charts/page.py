from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from missions.conflicts import mark_contested
from missions.models import Claim
from records.audience import Audience
from records.pagination import first_rows
from records.prefetching import Link, attach_links
from sources.evidence import Evidence
from sources.pages import Page

from .drawing import draw_figures

FIGURES_SHOWN = 200


@dataclass(frozen=True)
class ChartsPage(Page):
    charts: list[Any]
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
        return cls(
            charts=charts,
            figures_shown=FIGURES_SHOWN,
            there_are_more=there_are_more,
            evidence=Evidence([claim for chart in charts for claim in chart.claims], audience),
        )
