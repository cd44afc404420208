"""A source is taken down with all that rests on it alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editions.admin.bringing_back import CHANGED_SINCE
from editions.admin.chosen import (
    MOST_CHOSEN,
    MOST_SHOWN,
    MOST_TOLD,
    Line,
    Shown,
    counted,
    disappearing,
    gone_with,
    lines_of,
    loses_files,
    mark_of,
    named,
    too_many,
)
from editions.publishing import Changes
from records.admin_forms import ReasonField
from records.cursor import show_first_wrong
from records.hiding import depth_of
from records.kinds import name_of_many
from records.models import PublicationState
from sources.models import Source
from sources.uses import also_resting_on, resting_only_on

from .citing import TranslatedRecordAdmin


class TakeDownForm(forms.Form):
    reason = ReasonField(
        label=_("Why it is taken down"),
        help_text=_(
            "Everybody reads this at the address of the source and of each record that leaves "
            "with it. Name no person here."
        ),
    )


def taken_down_with(source: Source) -> list[Any]:
    """What rests on the source alone, children before their parents, and the source last.

    One more than is withdrawn at once, if there are more.
    """
    found: list[Any] = []
    alone = sorted(resting_only_on(source).items(), key=lambda one: -depth_of(one[0]))
    for _model, rows in alone:
        found += rows.order_by("pk")[: MOST_CHOSEN + 1 - len(found)]
    return [*found, source]


class TakenDownAdmin(TranslatedRecordAdmin[Source]):
    change_form_template = "admin/sources/source_form.html"

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.take_down_view)
        name = self.named("take_down")
        return [path("<path:object_id>/take-down/", view, name=name), *super().get_urls()]

    def take_down_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        source = self.get_object(request, object_id)
        if source is None or not source.is_published:
            raise Http404
        form = TakeDownForm(request.POST or None)
        its_form = reverse(f"admin:{self.named('change')}", args=[source.pk])
        with transaction.atomic(using=router.db_for_write(self.model)):
            if request.method == "POST":
                self._locked(request, object_id)
            rows = taken_down_with(source)
            for row in rows:
                its_admin: Any = self.admin_site.get_model_admin(type(row))
                if not its_admin.has_withdraw_permission(request, row):
                    raise PermissionDenied
            if len(rows) > MOST_CHOSEN:
                self.message_user(request, too_many(), messages.ERROR)
                return HttpResponseRedirect(its_form)
            lines = lines_of(rows)
            mark = mark_of(lines)
            if request.method == "POST" and request.POST.get("looked_at") != mark:
                self.message_user(request, CHANGED_SINCE, messages.ERROR)
            elif form.is_valid() and self._taken_down(request, lines, form.cleaned_data["reason"]):
                return HttpResponseRedirect(its_form)
        return self._take_down_page(request, source, lines, mark, form)

    def _taken_down(self, request: HttpRequest, lines: list[Line], reason: str) -> bool:
        def withdraw(changes: Changes, line: Line) -> None:
            changes.withdraw(line.row, reason)

        if not self.done_to_all(request, lines, withdraw, reason):
            return False
        number = len(lines) - 1
        told = ngettext(
            "The source was taken down, and %(number)s record with it.",
            "The source was taken down, and %(number)s records with it.",
            number,
        )
        self.message_user(request, told % {"number": number}, messages.SUCCESS)
        for line in lines[:MOST_TOLD]:
            its_admin: Any = self.admin_site.get_model_admin(type(line.row))
            its_admin.after_retreat(request, line.row)
        return True

    def _take_down_page(
        self, request: HttpRequest, source: Source, lines: list[Line], mark: str, form: TakeDownForm
    ) -> HttpResponse:
        show_first_wrong(form)
        rows = [line.row for line in lines]
        gone, along = gone_with(rows)
        staying = {
            model: rows.exclude(pk__in=gone.get(model, ()))
            for model, rows in also_resting_on(source, PublicationState.PUBLISHED).items()
        }
        context = self.admin_site.each_context(request) | {
            "title": _("Take down %s") % source,
            "opts": self.opts,
            "original": source,
            "shown": Shown.of(lines),
            "alone": Counter(name_of_many(type(row)) for row in rows[:-1]).items(),
            "along": [named(one) for one in along[:MOST_SHOWN]],
            "along_too": len(along[MOST_SHOWN:]),
            "staying": counted(staying),
            "drafts": counted(also_resting_on(source, PublicationState.DRAFT)),
            "disappearing": disappearing(gone),
            "loses_files": loses_files([*rows, *along]),
            "is_refused": any(line.errors for line in lines),
            "mark": mark,
            "form": form,
        }
        return TemplateResponse(request, "admin/sources/take_down.html", context)
