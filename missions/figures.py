"""Figures held against each other: side by side, none picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby

from .conflicts import contradict
from .models import Fact, Measure


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one measure."""

    measure: Measure
    facts: list[Fact]

    @property
    def can_all_be_true(self) -> bool:
        """Whether no two of them contradict each other."""
        return not any(contradict(one, other) for one, other in combinations(self.facts, 2))


def by_measure(facts: Iterable[Fact]) -> list[FigureGroup]:
    """The facts that are figures, those of one measure together; `measure` must be loaded."""
    figures = sorted((fact for fact in facts if fact.measure_id), key=_measure_id)
    groups = [list(group) for _measure, group in groupby(figures, key=_measure_id)]
    return [FigureGroup(group[0].measure, group) for group in groups if group[0].measure]


def _measure_id(fact: Fact) -> int:
    return fact.measure_id or 0
