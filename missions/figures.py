"""Figures held against each other: side by side, none picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber

from .conflicts import can_all_be_true
from .models import Fact, Measure


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one measure."""

    measure: Measure
    facts: list[Fact]

    @cached_property
    def can_all_be_true(self) -> bool:
        return can_all_be_true(self.facts)

    @property
    def are_at_odds(self) -> bool:
        return self.is_doubted or not self.can_all_be_true

    @property
    def is_doubted(self) -> bool:
        """Whether the editors, or another figure, stand against one of them."""
        return any(getattr(fact, "is_contested", False) for fact in self.facts)

    @property
    def count_in_words(self) -> str:
        return str(apnumber(len(self.facts)))


def as_told(facts: Iterable[Fact]) -> dict[str, Any]:
    """A page's facts in its two parts: figures by their measure, and statements in words."""
    facts = list(facts)
    return {
        "figures": by_measure(facts),
        "statements": [fact for fact in facts if not fact.measure_id],
    }


def by_measure(facts: Iterable[Fact]) -> list[FigureGroup]:
    """The facts that are figures, those of one measure together; `measure` must be loaded."""
    figures = sorted((fact for fact in facts if fact.measure_id), key=_measure_id)
    groups = [list(group) for _measure, group in groupby(figures, key=_measure_id)]
    return [FigureGroup(group[0].measure, group) for group in groups if group[0].measure]


def _measure_id(fact: Fact) -> int:
    return fact.measure_id or 0
