"""The history of a row: each edition in words, any two compared, any one restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, models, router, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from editions.content import (
    Content,
    content_of,
    kind_of,
    model_of_kind,
    part_relations,
    versioned_models,
)
from editions.differences import Difference, differences
from editions.models import Edition, Event
from editions.restoring import as_restored
from editions.rights import Right
from editions.words import Stated, names_in, stated_columns
from records.admin_input import is_number
from records.models import Versioned

VersionedType = TypeVar("VersionedType", bound=Versioned)

EDITIONS_A_PAGE = 20
NOTHING: Content = {"columns": {}, "parts": {}}


@dataclass(frozen=True)
class Entry:
    """One edition in a history, and what it changed."""

    edition: Edition
    name: str
    """What the record is called, if it is not the one whose history it is."""
    changes: list[Difference]
    is_newest: bool
    address: str = ""
    """Of the history of another record."""
    others: list[Entry] = field(default_factory=list)
    """More that happened to records of one kind in the same set of changes."""

    def is_like(self, other: Entry) -> bool:
        """Whether one line can speak of both: other records, of which no change is told."""
        mine, its = self.edition, other.edition
        return bool(self.name and other.name and not self.changes and not other.changes) and (
            (mine.kind, mine.event, mine.change_set_id) == (its.kind, its.event, its.change_set_id)
        )


class ReturnForm(forms.Form):
    """The newest edition that an editor saw before an older one is restored."""

    newest = forms.IntegerField(widget=forms.HiddenInput)


class HistoryPages(admin.ModelAdmin[VersionedType]):
    """Adds the pages of a row's editions to its admin."""

    object_history_template = "admin/editions/history.html"
    change_list_template = "admin/editions/change_list.html"

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("deleted/", wrap(self.deleted_view), name=f"{name}_deleted"),
            path(
                "<path:object_id>/history/compare/",
                wrap(self.comparison_view),
                name=f"{name}_compare",
            ),
            path(
                "<path:object_id>/history/<int:number>/",
                wrap(self.edition_view),
                name=f"{name}_edition",
            ),
            path(
                "<path:object_id>/history/<int:number>/restore/",
                wrap(self.restoring_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        drafts = _("Deleted drafts") if hasattr(self.model, "state") else _("Deleted rows")
        return super().changelist_view(request, (extra_context or {}) | {"deleted_label": drafts})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The editions of a row and of the records that belong to it, the newest first."""
        row = self._row(request, object_id)
        rows = Edition.objects.of_owner(kind_of(row), row.pk) | Edition.objects.of(
            kind_of(row), row.pk
        )
        rows = rows.filter(kind__in=self._kinds_to_view(request))
        pages = Paginator(rows.select_related("change_set__by").order_by("-pk"), EDITIONS_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context = self._context(request, row, _("History of %s") % row) | {
            "page": page,
            "entries": entries(list(page), row),
            "can_restore": self.may_restore(request, row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/editions/history.html", context)

    def edition_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """One edition as it was."""
        row, edition = self._edition(request, object_id, number)
        context = self._context(request, row, _("Edition %s") % number) | {
            "edition": edition,
            "columns": in_full(self.model, edition.content),
            "can_restore": self.may_restore(request, row, edition),
        }
        return TemplateResponse(request, "admin/editions/edition.html", context)

    def comparison_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What differs between two editions, whichever is named first."""
        numbers = sorted(_number(request.GET.get(name)) for name in ("one", "other"))
        row, one = self._edition(request, object_id, numbers[0])
        _row, other = self._edition(request, object_id, numbers[1])
        context = self._context(
            request,
            row,
            _("Editions %(one)s and %(other)s") % {"one": one.number, "other": other.number},
        ) | {
            "one": one,
            "other": other,
            "changes": differences(self.model, one.content, other.content),
        }
        return TemplateResponse(request, "admin/editions/comparison.html", context)

    def restoring_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Asks, and then makes a row say again what it said; the records that belong to it too."""
        row, edition = self._edition(request, object_id, number)
        if not self.may_restore(request, row, edition):
            raise PermissionDenied
        form = ReturnForm(request.POST or None, initial={"newest": newest_number_of(edition)})
        belonging = self._belonging(request, edition)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic(using=router.db_for_write(self.model)):
                    self._locked(request, object_id)  # type: ignore[attr-defined] # of the admin
                    self._restore(request, form.cleaned_data["newest"], edition, belonging)
                return HttpResponseRedirect(self._address("change", edition.record_id))
            except ValidationError as error:
                form.add_error(None, error.messages)
            except IntegrityError:
                form.add_error(None, _("Another row has taken the place of one of these since."))
        now = content_of(row) if row.pk else NOTHING
        context = self._context(request, row, _("Restore edition %s") % number) | {
            "edition": edition,
            "form": form,
            "changes": differences(self.model, now, as_restored(self.model, edition.content, now)),
            "belonging": [name_of(model_of_kind(one.kind), one.content) for one in belonging],
            "is_public": getattr(row, "is_published", False),
        }
        return TemplateResponse(request, "admin/editions/restoring.html", context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """Drafts that were deleted, and can be brought back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Edition.objects.filter(kind=kind_of(self.model), event=Event.DELETED)
        rows = rows.newest().select_related("change_set__by").order_by("-pk")
        page = Paginator(rows, EDITIONS_A_PAGE).get_page(request.GET.get("page"))
        context = self.admin_site.each_context(request) | {
            "title": _("Deleted drafts"),
            "opts": self.opts,
            "page": page,
            "entries": [(edition, name_of(self.model, edition.content)) for edition in page],
            "can_restore": self.may_restore(request, self.model()),
        }
        return TemplateResponse(request, "admin/editions/deleted.html", context)

    def _restore(
        self, request: HttpRequest, newest: int, edition: Edition, belonging: Sequence[Edition]
    ) -> None:
        if newest != newest_number_of(edition):
            raise ValidationError(
                _("Somebody saved this record since you opened this page. Look at it first.")
            )
        why = _("restored edition %s") % edition.number
        with self.changes(request, str(why)) as changes:  # type: ignore[attr-defined] # of the admin
            changes.restore(edition, self.model)
            for other in belonging:
                changes.restore(other, model_of_kind(other.kind))
        self.message_user(request, _("Restored, with all that belongs to it."), messages.SUCCESS)

    def _belonging(self, request: HttpRequest, edition: Edition) -> list[Edition]:
        """What the ranks, the service and the like of a record said at the edition's time.

        Only what stands on its page, says something else now and may be changed; what is withdrawn
        stays so.
        """
        if not edition.owner_id or (edition.kind, edition.record_id) != (
            edition.owner_kind, edition.owner_id,
        ):  # fmt: skip
            return []
        of_owner = Edition.objects.of_owner(edition.kind, edition.record_id)
        others = of_owner.exclude(kind=edition.kind)
        then = others.filter(change_set__at__lte=edition.at)
        found = []
        for other in then.as_of(edition.at).select_related("change_set"):
            model = model_of_kind(other.kind)
            if other.event in (Event.DELETED, Event.WITHDRAWN) or not model.shown_with:
                continue
            now = model._base_manager.filter(pk=other.record_id).first()
            is_to_return = now is None or (
                getattr(now, "state", "") != "withdrawn" and differs(now, other.content)
            )
            desk: Any = self.admin_site.get_model_admin(model)
            if is_to_return and desk.may_restore(request, now or model(), other):
                found.append(other)
        return found

    def _kinds_to_view(self, request: HttpRequest) -> list[str]:
        return [
            kind
            for kind, model in versioned_models().items()
            if self.admin_site.get_model_admin(model).has_view_permission(request)
        ]

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def _edition(self, request: HttpRequest, object_id: str, number: int) -> tuple[Any, Edition]:
        """An edition and its row; of a deleted row, one without a number."""
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        key = row.pk if row else _number(object_id)
        editions = Edition.objects.of(kind_of(self.model), key).select_related("change_set__by")
        edition = editions.filter(number=number).first()
        if edition is None:
            raise Http404
        return row or self.model(), edition

    def may_restore(self, request: HttpRequest, row: Any, edition: Edition | None = None) -> bool:
        """Whether a row may be made to say what it said once; or what it said in one edition."""
        may = Right.RESTORE.is_held_by(request.user) and (
            self.has_add_permission(request)
            if row.pk is None
            else self.has_change_permission(request, row)
        )
        if edition is None:
            return may
        # Parts that were others then are added, changed and removed: names, citations.
        now, then = (content_of(row) if row.pk else NOTHING)["parts"], edition.content["parts"]
        return may and all(
            request.user.has_perm(f"{part.app_label}.{get_permission_codename(action, part)}")
            for name, relation in part_relations(self.model).items()
            if now.get(name, []) != then.get(name, [])
            for part in [relation.related_model._meta]
            for action in ("add", "change", "delete")
        )

    def _address(self, page: str, *arguments: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)

    def _context(self, request: HttpRequest, row: Any, title: Any) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "original": row if row.pk else None,
            "object": row if row.pk else None,
        }


def entries(editions: Sequence[Edition], row: Versioned) -> list[Entry]:
    """Each edition with what it changed; read in two queries."""
    before = editions_before(editions)
    newest = {
        (e.kind, e.record_id): e.number
        for e in Edition.objects.newest_of({(e.kind, e.record_id) for e in editions})
    }
    found = []
    for edition in editions:
        model = model_of_kind(edition.kind)
        earlier = before.get(edition.pk)
        is_own = (edition.kind, edition.record_id) == (kind_of(row), row.pk)
        found.append(
            Entry(
                edition,
                "" if is_own else name_of(model, edition.content),
                differences(model, earlier.content, edition.content) if earlier else [],
                newest[edition.kind, edition.record_id] == edition.number,
                "" if is_own else history_address(edition),
            )
        )
    return folded(found)


def folded(found: Sequence[Entry]) -> list[Entry]:
    """Neighbours that are alike stand behind the first."""
    groups: list[list[Entry]] = []
    for entry in found:
        if groups and groups[-1][0].is_like(entry):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [replace(first, others=others) for first, *others in groups]


def history_address(edition: Edition) -> str:
    app = model_of_kind(edition.kind)._meta.app_label
    return reverse(f"admin:{app}_{edition.kind}_history", args=[edition.record_id])


def editions_before(editions: Sequence[Edition]) -> dict[int, Edition]:
    """For each edition the one before it of the same record, by the later one's key."""
    wanted = models.Q(pk__in=[])
    for edition in editions:
        wanted |= models.Q(
            kind=edition.kind, record_id=edition.record_id, number=edition.number - 1
        )
    found = {(e.kind, e.record_id, e.number + 1): e for e in Edition.objects.filter(wanted)}
    return {
        edition.pk: found[key]
        for edition in editions
        if (key := (edition.kind, edition.record_id, edition.number)) in found
    }


def in_full(model: type[Versioned], content: Content) -> list[Stated | Difference]:
    """All that a content says: its columns, then its parts."""
    naming = names_in(content)
    columns: list[Stated | Difference] = list(stated_columns(model, content["columns"], naming))
    parts = [one for one in differences(model, NOTHING, content) if "." in one.name]
    return columns + parts


def name_of(model: type[Versioned], content: Content) -> str:
    """The kind of a record, and the words that name it."""
    naming = names_in(content)
    stated = {one.name: one.words for one in stated_columns(model, content["columns"], naming)}
    label = getattr(model, "label_field", "") or getattr(model, "told_apart_by", "")
    words = stated.get(label) or stated.get(f"{label}_en") or next(iter(stated.values()), "")
    return f"{model._meta.verbose_name}: {words}"


def differs(row: Versioned, content: Content) -> bool:
    now = content_of(row)
    return bool(differences(type(row), now, as_restored(type(row), content, now)))


def newest_number_of(edition: Edition) -> int:
    newest = Edition.objects.of(edition.kind, edition.record_id).order_by("-number")
    return newest.values_list("number", flat=True)[0]


def _number(text: Any) -> int:
    """A whole number that the database can hold, or no page."""
    if not is_number(str(text)):
        raise Http404
    return int(text)
