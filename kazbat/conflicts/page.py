from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Page as NumberedPage
from django.core.paginator import Paginator

from missions.models import Claim
from records.audience import Audience
from records.counting import in_words
from sources.evidence import Evidence
from sources.pages import Page

from .finding import ConflictForm, find_conflicts, find_conflicts_of
from .reading import Conflict, read_conflicts


@dataclass(frozen=True)
class ConflictsPage(Page):
    chosen: str
    """The kind of conflict that is asked for; empty for all."""
    claim: Claim | None
    """The claim whose conflicts are asked for."""
    query_without_page: str
    count: int
    count_in_words: str
    there_are_more: bool
    page_obj: NumberedPage[Any]
    conflicts: list[Conflict]

    @classmethod
    def read(cls, form: ConflictForm, number: Any, audience: Audience) -> Self:
        """What a valid form asks for; raises InvalidPage for a number that there is not."""
        chosen, claim = form.cleaned_data["kind"], form.cleaned_data["claim"]
        found = find_conflicts_of(claim, audience) if claim else find_conflicts(audience)
        form.show_counts(found)
        page = Paginator(found.pages(chosen), 1).page(number)
        conflicts = read_conflicts(page.object_list[0], audience)
        asked = {"kind": chosen, "claim": claim.slug if claim else ""}
        count = found.count(chosen)
        sides = [record for conflict in conflicts for record in conflict.sides]
        evidence = Evidence(sides, audience)
        return cls(
            chosen=chosen,
            claim=claim,
            query_without_page=urlencode({name: one for name, one in asked.items() if one}),
            count=count,
            count_in_words=in_words(count),
            there_are_more=found.there_are_more,
            page_obj=page,
            conflicts=[
                replace(one, is_of_one_source=_is_of_one_source(one, evidence)) for one in conflicts
            ],
            evidence=evidence,
        )


def _is_of_one_source(conflict: Conflict, evidence: Evidence) -> bool:
    notes = [note for side in conflict.sides for note in evidence.of(side)]
    return len({note.passage.source.pk for note in notes}) == 1
