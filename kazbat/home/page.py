from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kazbat.changes.reading import newest_changes
from kazbat.timeline.drawing import draw_years
from kazbat.timeline.reading import milestones
from missions.models import Claim, Mission
from records.audience import Audience
from records.counting import capped_counts, in_words
from records.pagination import first_rows
from records.prefetching import Link, attach_links
from records.statements import KeptStatement
from search.bits import sets_of
from search.selection import Selection
from sources.evidence import Evidence
from sources.linked_data import Data
from sources.pages import Page
from sources.record_json import LICENCE

from .excerpts import Excerpt, by_subject, first_figures
from .world_map import WorldMap, world_map

MISSIONS_ON_THE_MAP = 100
FIGURES_READ = 24
CHANGES_READ = 50
CHANGES_SHOWN = 5


@dataclass(frozen=True)
class HomePage(Page):
    map: WorldMap
    excerpts: list[tuple[Excerpt, str]]
    """Each with how many claims there are of its measure and subject."""
    there_are_more_figures: bool
    changes: Any
    counts: dict[str, str]
    """How many records of each kind there are."""
    strip: Any

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
        attach_links(Link(Claim.missions, figures), audience=audience)
        excerpts = by_subject(figures)
        kinds = {"missions": "mission", "people": "person", "claims": "claim", "sources": "source"}
        sets = sets_of(*kinds.values())
        cut_short = [one for one in excerpts if one.there_are_more]
        counts = capped_counts({one.address_of_all: one.all_of_them(audience) for one in cut_short})
        missions = _missions(audience)
        cited = [*missions, *(claim for one in excerpts for claim in one.claims)]
        return cls(
            map=world_map(missions),
            excerpts=[(one, in_words(counts.get(one.address_of_all, 0))) for one in excerpts],
            there_are_more_figures=there_are_more_figures,
            changes=newest_changes(
                CHANGES_READ, most=2 * CHANGES_SHOWN, with_examples=False
            ).entries[:CHANGES_SHOWN],
            counts={
                name: f"{Selection(kind, audience, read=sets[kind]).count:,}"
                for name, kind in kinds.items()
            },
            strip=draw_years(milestones(audience)),
            evidence=Evidence(cited, audience),
        )


@KeptStatement
def _figures(audience: Audience) -> QuerySet[Claim]:
    return first_figures(audience)[: FIGURES_READ + 1]


@KeptStatement
def _missions(audience: Audience) -> QuerySet[Mission]:
    return Mission.objects.visible_to(audience)[:MISSIONS_ON_THE_MAP]
