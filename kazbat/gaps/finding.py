"""Of which records no source states something, and how many there are."""

from __future__ import annotations

from functools import cache

from django.utils.translation import gettext_lazy as _

from catalogue.bits import Sets
from catalogue.facets import ANY_GAP, GAP
from records.audience import Audience
from records.kinds import kinds
from records.models import Record

KINDS = {kind: model for kind, model in kinds().items() if model.gap_fields}

LABELS = {
    "value": _("strength"),
    "published": _("date"),
    "period_end": _("end of the period"),
    "rank_holdings": _("rank"),
    "deployments": _("mission, individually"),
}
"""Where the column's own name would not say it."""

QUESTIONS = {
    ("mission", "period_end"): _("When did Kazakhstan’s part in these missions end?"),
    ("mission", "period"): _("When did Kazakhstan take part in these missions?"),
    ("person", "deployments"): _("Where did each of these people serve?"),
    ("deployment", "period"): _("When did these people serve there?"),
    ("deployment", "period_end"): _("Until when did these people serve there?"),
    ("deployment", "role"): _("As what did these people serve?"),
    ("deployment", "rotation"): _("With which rotation did these people serve?"),
    ("jointdeployment", "period"): _("When did the people named together serve?"),
    ("jointdeployment", "period_end"): _("Until when did the people named together serve?"),
    ("rotation", "value"): _("How many people were in these rotations?"),
    ("rotation", "period"): _("When did these rotations take place?"),
    ("rotation", "period_end"): _("When did these rotations end?"),
    ("rankholding", "as_of"): _("When were these ranks held?"),
    ("person", "rank_holdings"): _("Which rank did these people hold?"),
    ("mission", "mandated_by"): _("Who gave these missions their mandate?"),
    ("mission", "units"): _("Which units took part in these missions?"),
    ("mission", "place"): _("Where were these missions?"),
    ("mission", "country"): _("In which country were these missions?"),
    ("claim", "period"): _("When was what is claimed here?"),
    ("claim", "period_end"): _("Until when was what is claimed here?"),
    ("unit", "established"): _("When were these units founded?"),
    ("unit", "founding_instrument"): _("By what were these units founded?"),
    ("mission", "official_name"): _("What are these missions’ official names?"),
    ("mission", "acronym"): _("What are these missions’ acronyms?"),
    ("person", "gender"): _("Are these people women or men?"),
    ("source", "published"): _("When were these sources published?"),
    ("source", "publisher"): _("Who published these sources?"),
    ("photo", "shows"): _("Whom do these photos show?"),
    ("photo", "caption"): _("What are these photos’ captions?"),
    ("photo", "rights"): _("Who holds the rights in these photos?"),
}
"""What is asked where something is not stated, by kind and gap; what readers want most is first."""

EVERY = ""
"""Any kind of record, or any of its gaps."""


def label(model: type[Record], gap: str) -> str:
    return str(LABELS.get(gap) or model._meta.get_field(gap).verbose_name)  # type: ignore[union-attr]


@cache
def gaps_of(model: type[Record]) -> tuple[str, ...]:
    """The names of a kind's gaps. Their conditions are costly to put together."""
    return tuple(model.gap_conditions())


Counts = dict[tuple[str, str], int]
"""Of records, by their kind and by their gap."""


def count_gaps(audience: Audience, sets: dict[str, Sets]) -> Counts:
    """All counts of the page."""
    return {
        (kind, gap): sets[kind].of(GAP, gap or ANY_GAP, audience).bit_count()
        for kind, model in KINDS.items()
        for gap in (EVERY, *gaps_of(model))
    }


def questions(counts: Counts) -> list[tuple[str, str, str, int]]:
    """The open ones, each with its kind, its gap and how many records leave it open."""
    return [
        (kind, gap, str(question), counts[kind, gap])
        for (kind, gap), question in QUESTIONS.items()
        if counts.get((kind, gap))
    ]
