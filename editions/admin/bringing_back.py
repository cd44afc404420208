"""What was withdrawn together is brought back together."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editions.content import kind_of
from editions.models import Edition, Event
from editions.publishing import Changes
from records.kinds import kinds
from records.models import PublicationState, Record

from .chosen import MOST_CHOSEN, ChosenRecordsAdmin, Line, Shown, lines_of, mark_of, named

RecordType = TypeVar("RecordType", bound=Record)

MOST_TOGETHER = 2 * MOST_CHOSEN
"""With each of the chosen records one may leave: a person's portrait."""

CHANGED_SINCE = _("Something of this was saved since you opened this page. Look at it again.")


def withdrawn_together(row: Record) -> list[Any]:
    """The record and what was withdrawn at once with it and is withdrawn still.

    What was withdrawn last comes first: children go before their parents, and what rests on a
    source before that. Nothing if the record is not withdrawn.
    """
    newest = Edition.objects.of(kind_of(type(row)), row.pk).order_by("-number").first()
    if newest is None or newest.event != Event.WITHDRAWN:
        return []
    # Not what has an edition since.
    same = Edition.objects.filter(change_set=newest.change_set_id, event=Event.WITHDRAWN).newest()
    pairs = list(same.order_by("-pk").values_list("kind", "record_id")[:MOST_TOGETHER])
    found: dict[tuple[str, int], Any] = {}
    for kind in {kind for kind, _number in pairs}:
        rows = kinds()[kind]._base_manager.filter(state=PublicationState.WITHDRAWN)
        numbers = [number for its_kind, number in pairs if its_kind == kind]
        found |= {(kind, number): one for number, one in rows.in_bulk(numbers).items()}
    return [found[pair] for pair in pairs if pair in found]


def has_lost_a_file(row: Record) -> bool:
    """Whether a file of it was deleted when it was withdrawn: it does not come back by itself."""
    if not row.gone_when_withdrawn:
        return False
    own = Edition.objects.of(kind_of(type(row)), row.pk).exclude(event=Event.WITHDRAWN)
    before = own.order_by("-number").first()
    said = before.content.get("columns", {}) if before else {}
    return any(name in said for name in row.gone_when_withdrawn)


def publish(changes: Changes, line: Line) -> None:
    changes.publish(line.row)


class BringingBackAdmin(ChosenRecordsAdmin[RecordType]):
    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.bring_back_view)
        name = self.named("bring_back")
        return [path("<path:object_id>/bring-back/", view, name=name), *super().get_urls()]

    def bring_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        with transaction.atomic(using=router.db_for_write(self.model)):
            if request.method == "POST":
                self._locked(request, object_id)
            rows = withdrawn_together(row)
            if not rows:
                raise Http404
            if not all(map(partial(self._may_publish, request), rows)):
                raise PermissionDenied
            without_files = list(filter(has_lost_a_file, rows))
            lines = lines_of(one for one in rows if one not in without_files)
            mark = mark_of(lines)
            if self._is_brought_back(request, lines, mark):
                return HttpResponseRedirect(reverse(f"admin:{self.named('change')}", args=[row.pk]))
        context = self.admin_site.each_context(request) | {
            "title": _("Bring back %s") % row,
            "opts": self.opts,
            "original": row,
            "shown": Shown.of(lines),
            "without_files": list(map(named, without_files)),
            "mark": mark,
        }
        return TemplateResponse(request, "admin/editions/bring_back.html", context)

    def _may_publish(self, request: HttpRequest, row: Any) -> bool:
        its_admin: Any = self.admin_site.get_model_admin(type(row))
        return bool(its_admin.has_publish_permission(request, row))

    def _is_brought_back(self, request: HttpRequest, lines: list[Line], mark: str) -> bool:
        if request.method != "POST":
            return False
        if request.POST.get("looked_at") != mark:
            self.message_user(request, CHANGED_SINCE, messages.ERROR)
            return False
        if not self.done_to_all(request, lines, publish):
            return False
        told = ngettext(
            "%(number)s record is public again.", "%(number)s records are public again.", len(lines)
        )
        self.message_user(request, told % {"number": len(lines)}, messages.SUCCESS)
        return True
