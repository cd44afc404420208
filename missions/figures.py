"""Figures of one measure, side by side; none is picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.contrib.humanize.templatetags.humanize import apnumber

from records.answers import Answer
from records.prefetching import linked
from sources.evidence import Evidence
from sources.models import Stance

from .bounds import ROOM_AT_THE_END, SHAPES, THINNEST, Shape
from .comparing import Figure, can_all_be_true
from .models import Claim, Measure

MOST_COMPARED = 40
"""Of more figures than these of one measure, a page only says which are contested."""


@dataclass(frozen=True)
class Drawn:
    """A figure with its bar; beside others of its measure, on one scale."""

    claim: Claim
    shape: Shape
    length: float
    """Percent of the line."""


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one measure."""

    measure: Measure
    claims: list[Claim]
    evidence: Evidence

    @cached_property
    def answer(self) -> Answer | None:
        """Whether the figures can all be true; None where there are too many to tell."""
        if self.contradicting:
            return Answer.NO
        if len(self.claims) > MOST_COMPARED:
            return None
        return can_all_be_true(figure_of(claim, self.evidence) for claim in self.claims)

    @property
    def contradicting(self) -> list[Claim]:
        """Those that are in conflict with another claim, among them or not."""
        return [claim for claim in self.claims if getattr(claim, "is_contested", False)]

    @property
    def is_contested(self) -> bool:
        return bool(self.contradicting)

    @property
    def tells_of_conflict(self) -> bool:
        """Whether the sentence above the figures says so, and each of them no more than a word."""
        return self.is_contested and len(self.claims) > 1

    @cached_property
    def drawn(self) -> list[Drawn]:
        greatest = max((claim.upper or claim.value or 0 for claim in self.claims), default=0)
        scale = (100 - ROOM_AT_THE_END) / (greatest or 1)
        return [
            Drawn(
                claim,
                SHAPES[claim.quantity.comparator],
                max(THINNEST, round((claim.upper or claim.quantity.value) * scale, 1)),
            )
            for claim in self.claims
            if claim.quantity
        ]

    @property
    def count_in_words(self) -> str:
        return str(apnumber(len(self.claims)))

    @property
    def contradicting_in_words(self) -> str:
        return str(apnumber(len(self.contradicting)))


def figure_of(claim: Claim, evidence: Evidence) -> Figure:
    """What the rule of comparing asks of a claim; its links and measure must be loaded."""
    notes = [note for note in evidence.of(claim) if note.stance != Stance.DIFFERS]
    return Figure.of(
        claim,
        missions=[mission.pk for mission in linked(claim, "missions")],
        wholes=[whole.pk for whole in claim.counted.wholes()] if claim.counted else [],
        published=filter(None, {note.passage.source.published for note in notes}),
    )


def statements_of(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that are no figures."""
    return [claim for claim in claims if not claim.measure_id]


def by_measure(claims: Iterable[Claim], evidence: Evidence) -> list[FigureGroup]:
    """The claims that are figures, those of one measure together; `measure` must be loaded."""
    figures = sorted((claim for claim in claims if claim.measure_id), key=_measure_id)
    groups = [list(group) for _measure, group in groupby(figures, key=_measure_id)]
    return [FigureGroup(group[0].measure, group, evidence) for group in groups if group[0].measure]


def _measure_id(claim: Claim) -> int:
    return claim.measure_id or 0
