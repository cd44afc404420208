from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.paginator import Page as NumberedPage
from django.db.models import QuerySet

from catalogue.bits import sets_of
from catalogue.selection import Selection, ids_of
from missions.conflicts import mark_contested
from missions.models import Claim, Measure
from records.audience import Audience
from records.pagination import NumberedPages
from records.prefetching import Link, attach_links
from records.statements import KeptStatement
from sources.evidence import Evidence
from sources.models import Source
from sources.pages import Page

from .drawing import Chart, draw_figures

FIGURES_A_PAGE = 40
FIGURES_OF_EACH = 12
"""So many of one measure stand beside those of others; more are drawn on pages of their own."""


@dataclass(frozen=True)
class Drawn:
    """Some figures of one measure, drawn together."""

    figures: Selection
    start: int
    stop: int


class ChartPages(NumberedPages):
    """Which figures are drawn on which page: the first of each measure, or all of one."""

    def __init__(self, of_each: Sequence[Selection], *, whole: bool) -> None:
        super().__init__(list(_whole(of_each) if whole else _in_short(of_each)), 1)


def _whole(of_each: Sequence[Selection]) -> Iterator[list[Drawn]]:
    for one in of_each:
        for start in range(0, one.count, FIGURES_A_PAGE):
            yield [Drawn(one, start, min(one.count, start + FIGURES_A_PAGE))]


def _in_short(of_each: Sequence[Selection]) -> Iterator[list[Drawn]]:
    page: list[Drawn] = []
    for one in of_each:
        drawn = Drawn(one, 0, min(one.count, FIGURES_OF_EACH))
        if page and sum(other.stop for other in page) + drawn.stop > FIGURES_A_PAGE:
            yield page
            page = []
        page.append(drawn)
    yield page


@dataclass(frozen=True)
class ChartsPage(Page):
    charts: list[tuple[Chart, list[Source]]]
    """Each with the sources of its numbers."""
    measure: Measure | None
    """The one whose figures are asked for."""
    page_obj: NumberedPage[Any]
    query_without_page: str

    @classmethod
    def read(cls, measure: Measure | None, number: Any, audience: Audience) -> Self:
        """The figures of one measure, or the first of each; raises InvalidPage."""
        sets = sets_of("claim")["claim"]
        measures = [measure] if measure else list(Measure.objects.all())
        of_each = [
            Selection("claim", audience, {"measure": str(one.pk)}, read=sets) for one in measures
        ]
        stated = [one for one in of_each if one.count]
        page = ChartPages(stated, whole=bool(measure)).page(number)
        drawn: list[Drawn] = page.object_list[0] if page.object_list else []
        ids = ids_of([(one.figures, one.start, one.stop) for one in drawn]) if drawn else []
        figures = _figures(audience, ids=[pk for of_one in ids for pk in of_one])
        if figures:
            attach_links(Link(Claim.missions, figures, also=("acronym",)), audience=audience)
        counts = {int(one.chosen["measure"]): one.count for one in of_each}
        charts = draw_figures(figures, counts)
        evidence = Evidence([claim for chart in charts for claim in chart.claims], audience)
        return cls(
            charts=[(chart, _sources(chart, evidence)) for chart in charts],
            measure=measure,
            page_obj=page,
            query_without_page=f"measure={measure.slug}" if measure else "",
            evidence=evidence,
        )


@KeptStatement
def _figures(audience: Audience, *, ids: Sequence[int]) -> QuerySet[Claim]:
    figures = mark_contested(Claim.objects.visible_to(audience), audience).filter(pk__in=ids)
    joined = ("measure", "counted__part_of", "unit", "rotation__mission")
    return figures.select_related(*joined).in_reading_order()


def _sources(chart: Chart, evidence: Evidence) -> list[Source]:
    notes = (note for claim in chart.claims for note in evidence.of(claim))
    return list({note.passage.source.pk: note.passage.source for note in notes}.values())
