"""Of which records no source states something, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from records.audience import Audience
from records.kinds import kinds, name_of_many
from records.models import Record
from search.bits import Sets
from search.facets import ANY_GAP, GAP

KINDS = {kind: model for kind, model in kinds().items() if model.gap_fields}

LABELS = {
    "value": _("strength"),
    "published": _("date"),
    "period_end": _("end of the period"),
    "rank_holdings": _("rank"),
    "deployments": _("mission, individually"),
}
"""Where the column's own name would not say it."""

EVERY = ""
"""Any kind of record, or any of its gaps."""


def label(model: type[Record], gap: str) -> str:
    return str(LABELS.get(gap) or model._meta.get_field(gap).verbose_name)  # type: ignore[union-attr]


Counts = dict[tuple[str, str], int]
"""Of records, by their kind and by their gap."""


def count_gaps(audience: Audience, sets: dict[str, Sets]) -> Counts:
    """All counts of the page."""
    return {
        (kind, gap): sets[kind].of(GAP, gap or ANY_GAP, audience).bit_count()
        for kind, model in KINDS.items()
        for gap in (EVERY, *model.gap_conditions())
    }


@dataclass(frozen=True)
class KindOfGap:
    """One row of the table of counts."""

    kind: str
    name: str
    count: str
    gaps: list[tuple[str, str, str]]
    """Each with its label and its count."""


def table_of(counts: Counts) -> list[KindOfGap]:
    """The most frequent gap comes first."""
    table = []
    for kind, model in KINDS.items():
        gaps = {gap: counts[kind, gap] for gap in model.gap_conditions() if counts[kind, gap]}
        ordered = sorted(gaps, key=lambda gap: -gaps[gap])
        if gaps:
            table.append(
                KindOfGap(
                    kind=kind,
                    name=name_of_many(model),
                    count=f"{counts[kind, EVERY]:,}",
                    gaps=[(gap, label(model, gap), f"{gaps[gap]:,}") for gap in ordered],
                )
            )
    return table
