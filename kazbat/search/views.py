from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.highlighting import highlight, snippet
from catalogue.indexing import kind_of
from catalogue.models import Document
from catalogue.queries import are_common, find
from catalogue.questions import Understood, understand
from catalogue.searchable import Searchable
from missions.models import Claim, Mission, Series, Unit
from personnel.models import Person
from records.counting import in_words
from records.kinds import kinds, name_of_many
from records.languages import any_of
from sources.models import Passage, Source

HITS_A_PAGE = 20
SUGGESTIONS = 8
LONGEST_QUERY = 300
MISSIONS_NAMED = 12
"""So many, where nothing was found."""

KINDS: dict[str, type[Searchable]] = {
    **{kind: model for kind, model in kinds().items() if issubclass(model, Searchable)},
    kind_of(Passage): Passage,
}
"""In the order in which hits are read that match alike."""
LAST = [kind_of(Passage)]
"""Behind the records that rest on them."""
NAMED = [kind_of(model) for model in (Mission, Person, Unit)]
"""What a question is about if it says their names, whatever else it says."""


@dataclass(frozen=True)
class Hit:
    document: Document
    kind: str
    title: SafeString
    text: SafeString


def search(request: HttpRequest) -> HttpResponse:
    """What comes nearest to a question among all that is public, whatever is typed."""
    typed = legible(request.GET.get("q", ""))
    query, kind = typed[:LONGEST_QUERY], request.GET.get("kind", "")
    number = request.GET.get("page", "1")
    page = int(number) if re.fullmatch("[0-9]{1,3}", number) else 0
    is_refused = page < 1 or bool(kind and kind not in KINDS)
    counts: Mapping[str, int] = {}
    hits: list[Hit] = []
    has_next = False
    understood = Understood(())
    if not is_refused:
        understood = understand(query, list(KINDS), NAMED)
        counts = understood.counts
        hits, has_next = hits_for(understood, [kind] if kind else list(KINDS), HITS_A_PAGE, page)
    if page > 1 and not hits:
        raise Http404(_("There is no such page."))
    context = {
        "query": query,
        "was_cut": len(typed) > LONGEST_QUERY,
        "is_refused": is_refused,
        "kind": kind,
        "kinds": [
            {"code": code, "name": name_of_many(model), "count": in_words(counts[code])}
            for code, model in KINDS.items()
            if code in counts
        ],
        "total": in_words(counts.get(kind, 0) if kind else sum(counts.values())),
        "hits": hits,
        "missing": understood.missing if hits else (),
        "looked_for": any_of(f"“{word}”" for word in understood.missing or [query]),
        "known": None if hits or not query or is_refused else what_is_known(),
        "page": page,
        "has_next": has_next,
    }
    return render(request, "kazbat/search/search.html", context, status=400 if is_refused else 200)


def legible(typed: str) -> str:
    """What was typed, without characters that cannot be seen."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", typed).strip()


def suggestions(request: HttpRequest) -> HttpResponse:
    """A few hits for what has been typed so far; a piece of a page, for htmx."""
    query = legible(request.GET.get("q", ""))[:LONGEST_QUERY]
    hits, _more = hits_for(understand(query, list(KINDS), NAMED), list(KINDS), SUGGESTIONS, 1)
    return render(request, "kazbat/search/_suggestions.html", {"hits": hits, "query": query})


def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser asks the search from its own field."""
    context = {"site": f"{request.scheme}://{request.get_host()}"}
    kind = "application/opensearchdescription+xml"
    return render(request, "kazbat/search/opensearch.xml", context, content_type=kind)


@dataclass(frozen=True)
class Known:
    """What the register can answer about, for whoever found nothing."""

    sources: int
    missions: list[Mission]


def what_is_known() -> Known:
    missions = Mission.objects.published().only("slug", "name").order_by("name")
    return Known(Source.objects.published().count(), list(missions[:MISSIONS_NAMED]))


def hits_for(
    understood: Understood, kinds: list[str], limit: int, page: int
) -> tuple[list[Hit], bool]:
    """So many hits, and whether more follow."""
    found = find(
        understood.terms,
        kinds=kinds,
        last=LAST,
        limit=limit + 1,
        offset=(page - 1) * limit,
        is_common=are_common(understood.counts),
    )
    shown = found[:limit]
    if understood.asks_how_many:
        shown = numbers_first(shown)
    hits = [
        Hit(
            document=document,
            kind=capfirst(str(KINDS[document.kind]._meta.verbose_name)),
            title=highlight(document.title, understood.words),
            text=snippet(document.text, understood.words),
        )
        for document in shown
    ]
    return hits, len(found) > limit


def numbers_first(found: list[Document]) -> list[Document]:
    """Claims with a number before other claims, series that reach further before others.

    Each changes places among its own kind; all else stays where it is.
    """
    ids = {
        model: [document.object_id for document in found if document.kind == kind_of(model)]
        for model in (Claim, Series)
    }
    places: dict[tuple[str, int], Any] = {}
    for pk, value in Claim.objects.filter(pk__in=ids[Claim]).values_list("pk", "value"):
        places[kind_of(Claim), pk] = value is None
    for series in Series.objects.filter(pk__in=ids[Series]).only("title", "observations"):
        places[kind_of(Series), series.pk] = series.list_places()["newest"]

    def place(document: Document) -> tuple[bool, Any]:
        """Last of all what is gone since it was found."""
        found_again = (document.kind, document.object_id) in places
        return not found_again, places.get((document.kind, document.object_id), 0)

    in_order = {
        kind: iter(sorted((one for one in found if one.kind == kind), key=place))
        for kind in map(kind_of, ids)
    }
    return [next(in_order[one.kind]) if one.kind in in_order else one for one in found]
