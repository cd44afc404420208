"""Figures of one measure, side by side; none is picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.contrib.humanize.templatetags.humanize import apnumber

from .conflicts import has_conflict
from .models import Claim, Measure


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one measure."""

    measure: Measure
    claims: list[Claim]

    @cached_property
    def has_conflict(self) -> bool:
        """Whether the figures cannot all be true."""
        return has_conflict(self.claims)

    @property
    def is_contested(self) -> bool:
        """Also where one of them is in conflict with a claim that is not among them."""
        marked = any(getattr(claim, "is_contested", False) for claim in self.claims)
        return marked or self.has_conflict

    @property
    def count_in_words(self) -> str:
        return str(apnumber(len(self.claims)))


def statements_of(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that are no figures."""
    return [claim for claim in claims if not claim.measure_id]


def by_measure(claims: Iterable[Claim]) -> list[FigureGroup]:
    """The claims that are figures, those of one measure together; `measure` must be loaded."""
    figures = sorted((claim for claim in claims if claim.measure_id), key=_measure_id)
    groups = [list(group) for _measure, group in groupby(figures, key=_measure_id)]
    return [FigureGroup(group[0].measure, group) for group in groups if group[0].measure]


def _measure_id(claim: Claim) -> int:
    return claim.measure_id or 0
