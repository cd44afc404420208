"""A record's own page, which it keeps for ever."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from records.audience import Audience
from records.days import day_in_words
from records.models import PublicationState, Record
from records.statements import KeptStatement
from records.views import AudienceMixin

from .addresses import formerly_at, was_public, was_seen
from .content import kind_of
from .models import Edition
from .protection import HiddenNames
from .reading import EditionPage


class RecordDetail(AudienceMixin, DetailView[Any]):
    """A record's own page. It has one address for ever.

    An address that a record has left leads to its present one (301); a withdrawn record says why
    it is gone (410); to visitors, a draft is as absent as what never was (404).
    """

    edition: Edition | None = None
    """The one that a public page shows, without its content."""

    @classmethod
    def shown_to(cls, audience: Audience) -> QuerySet[Any]:
        """The records as they are read here; editors see them whatever their state."""
        rows: Any = cls.model._default_manager
        found: QuerySet[Any] = rows.all() if audience.sees_drafts else rows.published()
        return found

    def get_queryset(self) -> QuerySet[Any]:
        return self.shown_to(self.audience)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path != request.path.lower():
            # Read off paper or typed on a phone; no address has a capital letter.
            return moved_to(request, request.path.lower())
        try:
            self.object = self.get_object()
        except Http404:
            if withdrawn := self.withdrawn(Q(**self.address_lookup())):
                return gone(request, withdrawn)
            moved = self.get_queryset().filter(self.formerly_here()).first()
            if moved and (address := moved.get_absolute_url()):
                return moved_to(request, address)
            if withdrawn := self.withdrawn(self.formerly_here()):
                return gone(request, withdrawn)
            raise
        if "edition" in request.GET:
            page = EditionPage.read(self.object, edition_number(request.GET.getlist("edition")))
            if page is None:
                raise Http404
            return self.answer_with(page)
        newest, last_seen = newest_and_last_seen(self.object)
        # What a visitor found is public.
        is_public = self.audience is Audience.PUBLIC or self.object.is_public
        self.edition = newest if is_public else None
        self.object.owner.last_changed = day_in_words(last_seen.at) if last_seen else ""
        return self.shown()

    def shown(self) -> HttpResponse:
        """The page of the record that was found."""
        return self.render_to_response(self.get_context_data(object=self.object))

    def answer_with(self, page: EditionPage) -> HttpResponse:
        """What the register said then, for good; the same for editors, who have the history."""
        return render(self.request, "editions/edition.html", {"page": page})

    def get_object(self, queryset: Any = None) -> Any:
        if found := _records_at(type(self), self.audience, **self.address_lookup()):
            return found[0]
        raise Http404

    def withdrawn(self, here: Q) -> Record | None:
        """A withdrawn record that is or was here, if readers ever saw it.

        It says why whatever became of its parents. What was withdrawn without ever having been
        public is as absent as a draft.
        """
        rows: QuerySet[Any] = self.model._default_manager.all()
        row: Record | None = rows.filter(here, state=PublicationState.WITHDRAWN).first()
        if row is None:
            return None
        is_told = row.parents_are_public and was_public(row)
        return row if is_told or was_seen(row) else None

    def address_lookup(self) -> dict[str, Any]:
        return {"slug": self.kwargs["slug"]}

    def formerly_here(self) -> Q:
        """The records that once had this address in public."""
        return Q(pk__in=formerly_at(self.model, self.request.path))


def edition_number(values: list[str]) -> int:
    """A number that can be that of an edition; 0 for anything else."""
    if len(values) == 1 and re.fullmatch(r"[1-9][0-9]{0,8}", values[0]):
        return int(values[0])
    return 0


@KeptStatement
def _records_at(
    view: type[RecordDetail], audience: Audience, **address: str | int
) -> QuerySet[Any]:
    return view.shown_to(audience).filter(**address)


def newest_and_last_seen(record: Record) -> tuple[Edition | None, Edition | None]:
    """Without their contents, in one query: the newest edition of a record, and the last one that
    readers saw of it or of what belongs to it."""
    owner = record.owner
    editions = _newest_and_last_seen(
        kind=kind_of(record), number=record.pk, owner_kind=kind_of(owner), owner_number=owner.pk
    )
    mine = (edition for edition in editions if edition.kind == kind_of(record))
    newest = next((one for one in mine if one.record_id == record.pk), None)
    last_seen = next((one for one in reversed(editions) if one.is_visible), None)
    return newest, last_seen


@KeptStatement
def _newest_and_last_seen(
    *, kind: str, number: int, owner_kind: str, owner_number: int
) -> QuerySet[Edition]:
    own = Edition.objects.of(kind, number).order_by("-number")
    seen = Edition.objects.of_owner(owner_kind, owner_number).filter(is_visible=True)
    wanted = [rows.values("pk")[:1] for rows in (own, seen.order_by("-pk"))]
    found = Edition.objects.filter(Q(pk=Subquery(wanted[0])) | Q(pk=Subquery(wanted[1])))
    return found.select_related("change_set").defer("content").order_by("pk")


def moved_to(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return unkept(redirect(f"{address}?{query}" if query else address, permanent=True))


def gone(request: HttpRequest, record: Record) -> HttpResponse:
    return unkept(render(request, "410.html", {"reason": reason_told(record)}, status=410))


def reason_told(record: Record) -> str:
    """Why a record was withdrawn, unless that names somebody who is not public."""
    reason = record.withdrawn_reason
    return _("not shown") if HiddenNames.read().are_surely_in(reason) else reason


def unkept(response: HttpResponse) -> HttpResponse:
    """Browsers keep such answers for ever, but a record can come back, and a slug too."""
    patch_cache_control(response, no_cache=True)
    return response
