from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, ClassVar

from django.core.paginator import InvalidPage
from django.db.models import Q
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from catalogue.lists import RecordList
from editions.addresses import formerly_at
from editions.models import Edition
from editions.reading import EditionPage
from editions.views import RecordDetail, reason_told, unkept
from records.admin_input import is_number
from records.audience import Audience
from records.models import Record
from records.views import audience_of

from .addresses import ATOM, BIBTEX, EMBED, JSON, PNG, RIS, in_form, site_of
from .answers import (
    JSON_TYPE,
    about_page,
    feed_answer,
    json_answer,
    other_forms,
    refusal,
    streamed,
    unknown_parameters,
)
from .card import draw_card
from .citing import CitedPage
from .exports.as_atom import feed, list_entries, newest
from .exports.as_csv import list_as_csv
from .exports.as_json import list_as_json
from .exports.listing import Listing, batches
from .exports.source import SourceListing
from .filters import SourceFilter
from .linked_data import collection, script_text
from .models import SAYS_MORE, Photo, Source
from .models.picture import FOLDER, sizes_of
from .pages import ListPage, RecordPage, SourceListPage, SourcePage
from .parts import Parts, quoted_of
from .record_json import page_as_json


class RecordListView(RecordList):
    """A list that shows its rows with the quotations they rest on; also as CSV, JSON and a feed."""

    page_class: ClassVar[type[ListPage]] = ListPage
    listing_class: ClassVar[type[Listing]]
    """What its other forms say."""

    suffix: str = ""
    """Of the address, instead of the last slash; it names the form that the list is given in."""

    @cached_property
    def audience(self) -> Audience:
        # Programs that read feeds are signed in nowhere; nor does a feed tell of drafts.
        return Audience.PUBLIC if self.suffix == ATOM else audience_of(self.request)

    def read(self, ids: Sequence[int]) -> Iterable[Any]:
        kind = self.listing_class if self.suffix else self.page_class
        return kind.rows_of(self.model, list(ids), self.audience)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.suffix:
            return super().get(request, *args, **kwargs)
        self.filterset = self.asked_filters()
        self.filterset.is_answered()
        errors = {
            **self.filterset.errors,
            **unknown_parameters(request, {*self.filterset.filters, "page"}),
        }
        if errors:
            return refusal(self.suffix, errors, self.audience)
        return self.in_other_form()

    def in_other_form(self) -> HttpResponseBase:
        about = about_page(self.request, self.name(), self.suffix, self.asked())
        if self.suffix == ATOM:
            changed = newest(self.model, batches(self.ids()))
            listing = self.listing(list(changed))
            return feed_answer(feed(about, list_entries(listing, changed)))
        # All at once, so that the list is that of one moment and nothing is held open while the
        # rows go out. Who asks for the head alone shall not wait for rows that nobody reads.
        ids = array("q", self.ids() if self.request.method == "GET" else ())
        listings = map(self.listing, batches(ids))
        if self.suffix == JSON:
            return streamed(list_as_json(about, listings), JSON_TYPE, self.audience)
        lines = list_as_csv(about, self.listing_class, listings)
        response = streamed(lines, "text/csv; charset=utf-8", self.audience)
        name = self.request.path.strip("/").replace("/", "-")
        response["Content-Disposition"] = f'attachment; filename="kazbat-{name}"'
        return response

    def listing(self, ids: Sequence[int]) -> Listing:
        """The records as they are now; what was withdrawn since the ids were read is left out."""
        return self.listing_class.read(self.rows(ids), self.audience)

    def name(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    def asked(self) -> dict[str, str]:
        """The filters and the order that the address names, without what it leaves empty."""
        names = self.filterset.filters
        return {name: value for name in names if (value := self.request.GET.get(name))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.is_refused:
            return context
        rows, numbered = list(context["object_list"]), context["page_obj"]
        page = self.page_class.read(rows, self.audience)
        about = collection(
            name=self.name(),
            address=self.request.build_absolute_uri(),
            rows=rows,
            site=site_of(self.request),
            first=(numbered.number - 1) * numbered.paginator.per_page + 1,
        )
        return (
            context
            | page.context()
            | {
                "linked_data": script_text(about),
                "other_forms": other_forms(self.request.path, self.asked()),
            }
        )


class RecordDetailView(RecordDetail):
    """A record's own page, with the quotations that it rests on; also as JSON."""

    page_class: ClassVar[type[RecordPage]]

    suffix: str = ""
    """Of the address, instead of the last slash; it names the form that the page is given in."""

    embed_height: ClassVar[int] = 0
    """Pixels of a frame that shows it in somebody else's page; 0 where it has none."""

    gone_record: Record | None = None

    @classmethod
    def shown_to(cls, audience: Audience) -> Any:
        return cls.page_class.prepared(super().shown_to(audience), audience)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.suffix:
            return super().get(request, *args, **kwargs)
        # Whether a record is here, or was, is asked of its page's own address.
        self.request = copy(request)
        self.request.path = f"{request.path.removesuffix(self.suffix)}/"
        try:
            response = super().get(self.request, *args, **kwargs)
        except Http404:
            return self.refusal(404, {"error": _("No such record is public.")})
        if "Location" in response:
            response["Location"] = in_form(response["Location"], self.suffix)
        if self.gone_record:
            why = reason_told(self.gone_record)
            gone = {"error": _("The record was withdrawn."), "why": why}
            return unkept(self.refusal(410, gone))
        return response

    def withdrawn(self, here: Q) -> Record | None:
        self.gone_record = super().withdrawn(here)
        return self.gone_record

    def answer_with(self, page: EditionPage) -> HttpResponse:
        if not self.suffix:
            return super().answer_with(page)
        if self.suffix == JSON:
            return json_answer(page.as_json())
        if self.suffix == PNG:
            return HttpResponse(draw_card(page.said.title, "", ""), "image/png")
        return self.citation(self.cited_page(page.said.title, page.edition))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.read_page()
        own = {
            "page": page,
            "json_address": in_form(self.request.path, JSON),
            "card_address": site_of(self.request) + in_form(self.request.path, PNG),
            "cited_page": self.cited_page(page.title, self.edition),
            "linked_data": script_text(page.linked_data(site_of(self.request))),
        }
        if self.embed_height:
            own |= self.embed(page.title)
        return super().get_context_data(**kwargs) | page.context() | own

    def embed(self, title: str) -> dict[str, str]:
        """What somebody puts into a page of their own, to show this in it."""
        address = site_of(self.request) + self.request.path + EMBED
        return {
            "embed_address": address,
            "embed_code": frame_code(address, title, self.embed_height),
        }

    def read_page(self) -> RecordPage:
        return self.page_class.read(self.object, self.audience)

    def cited_page(self, title: str, edition: Edition | None) -> CitedPage:
        return CitedPage(
            title=title,
            site=site_of(self.request),
            path=self.request.path,
            edition=edition.number if edition else None,
            day=localdate(edition.at) if edition else None,
            read_on=localdate(),
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        if not self.suffix:
            return super().render_to_response(context, **kwargs)
        if self.suffix == JSON:
            page = page_as_json(context["page"], site_of(self.request))
            return json_answer(page | self.stamp())
        if self.suffix == PNG:
            return HttpResponse(card_of(context["page"]), "image/png")
        return self.citation(context["cited_page"])

    def stamp(self) -> dict[str, Any]:
        """Which edition it is, and since when readers can see it."""
        if self.edition is None:
            return {"edition": None, "changed_at": None}
        return {"edition": self.edition.number, "changed_at": self.edition.at.isoformat()}

    def citation(self, cited: CitedPage) -> HttpResponse:
        text, kind = {
            BIBTEX: (cited.bibtex(), "application/x-bibtex"),
            RIS: (cited.ris(), "application/x-research-info-systems"),
        }[self.suffix]
        response = HttpResponse(text, f"{kind}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{cited.name}{self.suffix}"'
        return response

    def refusal(self, status: int, reasons: dict[str, str]) -> HttpResponse:
        if self.suffix == JSON:
            return json_answer(reasons, status)
        return HttpResponse(" ".join(reasons.values()), "text/plain; charset=utf-8", status)


def frame_code(address: str, title: str, height: int) -> str:
    """What shows an embed in a page of somebody else."""
    code = '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>'
    return format_html(code, address, title, height)


class EmbedView(TemplateView):
    """A public record by itself, for a frame in a page of somebody else.

    It is the same for editors: what is not public is not there. `kazbat.middleware` lets it be
    framed, and nothing else.
    """

    detail_class: ClassVar[type[RecordDetailView]]
    """Of the record's own page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = self.detail_class.shown_to(Audience.PUBLIC)
        record = shown.filter(slug=kwargs["slug"]).first()
        if record is None:
            here = request.path.removesuffix(EMBED)
            moved = shown.filter(pk__in=formerly_at(self.detail_class.model, here)).first()
            if moved is None:
                raise Http404
            return HttpResponsePermanentRedirect(moved.get_absolute_url() + EMBED)
        page = self.detail_class.page_class.read(record, Audience.PUBLIC)
        by_passage = {note.passage.pk: note for note in page.evidence.of(record)}
        own = {
            "page": page,
            "title": page.title,
            "address": record.get_absolute_url(),
            "notes": list(by_passage.values()),
        }
        return self.render_to_response(self.get_context_data(**page.context(), **own))


def card_of(page: RecordPage) -> bytes:
    """With the first words that the record rests on."""
    notes = [note for note in page.evidence.of(page.record) if note.stance not in SAYS_MORE]
    if not notes:
        return draw_card(page.title, "", "")
    passage = notes[0].passage
    source = passage.source
    where = source.publisher or source.title
    if source.published:
        said = {"where": where, "when": source.published.in_words()}
        where = _("%(where)s, %(when)s") % said
    return draw_card(page.title, passage.quotation, where)


class SourceList(RecordListView):
    model = Source
    filterset_class = SourceFilter
    page_class = SourceListPage
    listing_class = SourceListing


class SourceDetail(RecordDetailView):
    """Its text in parts; its JSON is the whole of it."""

    model = Source
    page_class = SourcePage

    def shown(self) -> HttpResponse:
        try:
            if not self.suffix and (asked := self.request.GET.get("passage")):
                return self.at_passage(asked)
            return super().shown()
        except InvalidPage:
            return render(self.request, "records/no_such_page.html", status=404)

    def at_passage(self, asked: str) -> HttpResponse:
        """The part that holds a passage; which one that is may change."""
        parts = Parts(quoted_of(self.object, self.audience))
        order = int(asked) if is_number(asked) else 0
        part = parts.holding(order)
        page = f"?page={part}" if part > 1 else ""
        return unkept(redirect(f"{self.request.path}{page}#passage-{order}"))

    def read_page(self) -> SourcePage:
        number = None if self.suffix == JSON else self.request.GET.get("page") or 1
        return SourcePage.read_part(self.object, self.audience, number)


def photo_file(request: HttpRequest, name: str, side: int = 0) -> FileResponse:
    """The photograph itself, in one of its sizes, for whoever may see its record."""
    whole = f"{FOLDER}/{name}"
    asked = f"{FOLDER}/{side}/{name}" if side else whole
    photos: Any = Photo.objects.visible_to(audience_of(request))
    is_size = any(size.name == asked for size in sizes_of(whole))
    photo = photos.filter(file=whole).first() if is_size else None
    if photo is None:
        raise Http404
    try:
        response = FileResponse(photo.file.storage.open(asked))
    except FileNotFoundError:
        raise Http404 from None
    # What has this name is never written again.
    response["ETag"] = f'"{side}-{name}"'
    return response
