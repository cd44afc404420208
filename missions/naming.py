"""Claims whose cited words speak of another mission, and not of theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from catalogue.folding import SHORTEST_NAME, folded_words
from records.languages import columns_of, in_active_language
from records.statements import KeptStatement

from .models import Claim, Mission

if TYPE_CHECKING:
    from sources.carrying import Words

NAMES = ("name", "official_name", "place", "country")
"""A sentence mostly calls a mission by its place."""


@dataclass(frozen=True)
class Named:
    label: str
    names: tuple[str, ...]

    def is_named_in(self, words: Words) -> bool:
        """In whatever case a name stands."""
        return any(words.have_name(name) for name in self.names)

    def is_spelt_in(self, words: Words) -> bool:
        """Letter by letter: of other missions none is guessed."""
        return any(self._folded(name) <= words.folded for name in self.names)

    @staticmethod
    def _folded(name: str) -> frozenset[str]:
        return frozenset(folded_words(name))


def naming_others(
    spoken: Mapping[int, Sequence[Words]],
) -> Iterator[tuple[int, list[str]]]:
    """Claims, by number, with the other missions that their words name, if none of their own."""
    own: dict[int, set[int]] = defaultdict(set)
    for pk, mission in _own_missions(claims=[*spoken], same=[*spoken]):
        own[pk].add(mission)
    missions = _all_missions() if own else {}
    for pk, its in own.items():
        words = spoken[pk]
        if any(missions[one].is_named_in(each) for one in its for each in words):
            continue
        others = [
            mission.label
            for number, mission in missions.items()
            if number not in its and any(mission.is_spelt_in(each) for each in words)
        ]
        if others:
            yield pk, others


@KeptStatement
def _own_missions(*, claims: Sequence[int], same: Sequence[int]) -> QuerySet[Any, tuple[int, int]]:
    """Of each claim those it is about, or that of its rotation."""
    of_rotations: QuerySet[Any] = QuerySet(Claim)
    links: QuerySet[Any] = QuerySet(Claim.missions.through)
    return (
        links.filter(claim__in=claims)
        .values_list(F("claim_id"), F("mission_id"))
        .union(
            of_rotations.filter(pk__in=same, rotation__isnull=False)
            .order_by()
            .values_list(F("pk"), F("rotation__mission_id")),
            all=True,
        )
    )


def _all_missions() -> dict[int, Named]:
    found = {}
    for pk, *values in _names_of_missions():
        texts = dict(zip(_columns(), values, strict=True))
        labels = {code: texts[column] for code, column in columns_of("name").items()}
        names = {name for name in values if name and len(name) >= SHORTEST_NAME}
        found[pk] = Named(in_active_language(labels), tuple(sorted(names)))
    return found


def _columns() -> list[str]:
    return [column for name in NAMES for column in columns_of(name).values()] + ["acronym"]


@KeptStatement
def _names_of_missions() -> QuerySet[Any, tuple[Any, ...]]:
    missions: QuerySet[Any] = QuerySet(Mission)
    return missions.order_by("pk").values_list("pk", *_columns())
