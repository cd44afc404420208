from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.bits import sets_of
from catalogue.selection import Selection
from kazbat.changes.reading import newest_changes
from kazbat.conflicts.questions import question_about
from missions.conflicts import contradictions
from missions.models import Claim, Contradiction, Mission, Series
from missions.newest import NewestNumber, newest_numbers, newest_records
from records.audience import Audience
from records.pagination import first_rows
from records.prefetching import Link, attach_links
from records.statements import KeptStatement
from sources.evidence import Evidence
from sources.linked_data import Data
from sources.pages import Page
from sources.record_json import LICENCE

from .excerpts import Excerpt, by_subject, first_figures
from .table import Table, missions_by_measure
from .world_map import WorldMap, world_map

MISSIONS_ON_THE_MAP = 100
FIGURES_READ = 24
NUMBERS_SHOWN = 3
CHANGES_READ = 50
CHANGES_SHOWN = 5


@dataclass(frozen=True)
class HomePage(Page):
    answer: Claim | None
    """A figure of one mission against which nothing stands."""
    dispute: list[Claim]
    """The two sides of one, or nothing."""
    question: str
    """Which the dispute leaves open."""
    now: list[NewestNumber]
    """How many serve, as far as sources say: the newest numbers that any states."""
    map: WorldMap
    table: Table
    there_are_more_figures: bool
    changes: Any
    counts: dict[str, int]
    """How many records of each kind there are."""

    def linked_data(self, site: str) -> Data:
        """The whole register, in the terms of schema.org."""
        name = str(_("Kazbat, the register of Kazakhstan’s peacekeeping"))
        return {
            "@graph": [
                {
                    "@type": "WebSite",
                    "name": name,
                    "url": f"{site}/",
                    "potentialAction": {
                        "@type": "SearchAction",
                        "target": f"{site}{reverse('search')}?q={{words}}",
                        "query-input": "required name=words",
                    },
                },
                {
                    "@type": "Dataset",
                    "name": name,
                    "description": str(
                        _(
                            "Missions, rotations, people and claims of Kazakhstan’s peacekeeping, "
                            "each statement tied to the sentence it came from."
                        )
                    ),
                    "url": f"{site}/",
                    "license": LICENCE["address"],
                    "isAccessibleForFree": True,
                    "creator": {"@type": "Organization", "name": "Kazbat", "url": f"{site}/"},
                },
            ]
        }

    @classmethod
    def read(cls, audience: Audience) -> Self:
        figures, there_are_more_figures = first_rows(_figures(audience), FIGURES_READ)
        dispute = _sides_of_first_dispute(audience)
        kinds = {"missions": "mission", "people": "person", "claims": "claim", "sources": "source"}
        sets = sets_of(*kinds.values(), "series")
        series, strengths = newest_records(audience, sets["series"])
        attach_links(
            Link(Claim.missions, [*figures, *dispute, *strengths], also=("period",)),
            Link(Series.missions, series, also=("period",)),
            audience=audience,
        )
        missions = _missions(audience)

        def count(one: Excerpt) -> int:
            return one.count_of_all(audience, sets["claim"])

        excerpts = by_subject(figures)
        table = missions_by_measure(missions, excerpts, count, all_read=not there_are_more_figures)
        certain = [claim for claim in figures if not claim.is_contested]
        cited = [
            *(line.mission for line in table.lines if line.mission),
            *table.claims,
            *dispute,
            *series,
            *strengths,
        ]
        evidence = Evidence(cited, audience)
        return cls(
            answer=next((claim for claim in certain if _is_of_a_mission(claim)), None),
            dispute=dispute,
            question=question_about(dispute) if dispute else "",
            now=newest_numbers(series, strengths, evidence)[:NUMBERS_SHOWN],
            map=world_map(missions),
            table=table,
            there_are_more_figures=there_are_more_figures,
            changes=newest_changes(
                CHANGES_READ, most=2 * CHANGES_SHOWN, with_examples=False
            ).entries[:CHANGES_SHOWN],
            counts={
                name: Selection(kind, audience, read=sets[kind]).count
                for name, kind in kinds.items()
            },
            evidence=evidence,
        )


def _is_of_a_mission(claim: Claim) -> bool:
    match claim.subjects:
        case [Mission()]:
            return not claim.is_of_a_moment
    return False


@KeptStatement
def _figures(audience: Audience) -> QuerySet[Claim]:
    return first_figures(audience)[: FIGURES_READ + 1]


def _sides_of_first_dispute(audience: Audience) -> list[Claim]:
    """Read apart from the pair: to plan one statement of so many tables takes PostgreSQL 26 ms."""
    numbers = [number for pair in _first_dispute(audience) for number in pair]
    claims = {claim.pk: claim for claim in _claims(audience, numbers=numbers)}
    # One may have been withdrawn between the two.
    return [claims[number] for number in numbers] if len(claims) == len(numbers) else []


@KeptStatement
def _first_dispute(audience: Audience) -> QuerySet[Contradiction, tuple[int, int]]:
    # By their numbers: in the order of an index, and no further than the first.
    pairs = contradictions(audience).order_by("claim_id", "other_id")
    return pairs.values_list("claim_id", "other_id")[:1]


@KeptStatement
def _claims(audience: Audience, *, numbers: list[int]) -> QuerySet[Claim]:
    related = ("measure", "counted", "unit", "rotation__mission")
    return Claim.objects.visible_to(audience).filter(pk__in=numbers).select_related(*related)


@KeptStatement
def _missions(audience: Audience) -> QuerySet[Mission]:
    return Mission.objects.visible_to(audience)[:MISSIONS_ON_THE_MAP]
