"""Records in the admin: published, withdrawn and taken back by acts of their own."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from editions.addresses import was_public
from editions.publishing import Changes, newest_number
from editions.rights import Right
from editions.rules import withdrawn_along
from records.admin_forms import ReasonField
from records.cursor import show_first_wrong
from records.models import PublicationState, Record

from .bringing_back import BringingBackAdmin, withdrawn_together
from .chosen import disappearing, gone_with, loses_files, named
from .resuming import forget, resumed

RecordType = TypeVar("RecordType", bound=Record)

PUBLISH = "_publish"
"""The button that saves and makes public."""


class RetreatForm(forms.Form):
    """Why a record is taken out of the public, and the edition that its editor saw."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField(
        label=_("Why it is withdrawn"),
        help_text=_("Everybody reads this at the record's address. Name no person here."),
    )

    def __init__(self, row: Record, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.initial["edition"] = newest_number(row)
        if not needs_reason:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("Why it is taken back")
            self.fields["reason"].help_text = _("For the history; only editors see it.")

    def clean_edition(self) -> int:
        number: int = self.cleaned_data["edition"]
        if number != newest_number(self.row):
            raise ValidationError(
                _("Somebody saved this record since you opened this page. Look at it first.")
            )
        return number


class RecordAdmin(BringingBackAdmin[RecordType]):
    """A record in one of its states of publication, with a page of its own or a place on one."""

    @admin.display(description=_("state, and its page"), ordering="state")
    def public_page(self, row: Any) -> Any:
        return super().public_page(row)

    def publication_of(self, row: Any) -> str:
        """One word, and whether the record is out of sight because a parent of it is."""
        state = str(PublicationState(row.state).label).partition(":")[0]
        hidden = row.state == PublicationState.PUBLISHED and not row.is_public
        return (
            str(_("%s, but hidden with a parent that is not public") % state) if hidden else state
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = kwargs.get("obj")
        is_public = obj is not None and obj.is_published
        may_publish = not is_public and self.has_publish_permission(request, obj)
        may = {
            "can_publish": may_publish,
            "can_withdraw": is_public and self.has_withdraw_permission(request, obj),
            "can_bring_back": may_publish and obj is not None and len(withdrawn_together(obj)) > 1,
            "can_withhold": obj is not None and Right.WITHHOLD.is_held_by(request.user),
        }
        return super().render_change_form(request, context | may, *args, **kwargs)

    save_as = True

    def has_delete_permission(self, request: HttpRequest, obj: RecordType | None = None) -> bool:
        """What was ever public keeps its address: it is withdrawn instead, and says why."""
        if obj and was_public(obj):
            return False
        return super().has_delete_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Says so if what is published cannot be seen, because something it stands with cannot."""
        super().save_related(request, form, formsets, change)
        row = self.model._base_manager.get(pk=form.instance.pk)
        if row.is_published and (hiding := row.hidden_parents()):
            names = ", ".join(map(named, hiding))
            message = _("It is published, and nobody sees it: %s is not public.") % names
            self.message_user(request, message, messages.WARNING)

    def record(self, request: HttpRequest, changes: Changes, row: Any) -> None:
        # Whoever may not publish makes drafts.
        if PUBLISH in request.POST and self.has_publish_permission(request, row):
            changes.publish(row)
        else:
            changes.save(row)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.retreat_view)
        return [
            path("<path:object_id>/withdraw/", view, {"verb": "withdraw"}, self.named("withdraw")),
            path(
                "<path:object_id>/unpublish/", view, {"verb": "unpublish"}, self.named("unpublish")
            ),
            *super().get_urls(),
        ]

    def retreat_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Withdraws a record for good, or makes it a draft again; asks for the reason."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not self.has_withdraw_permission(request, row):
            raise PermissionDenied
        withdraws = verb == "withdraw"
        gone, along = gone_with([row])
        typed = request.POST or resumed(request)
        form = RetreatForm(row, typed, needs_reason=withdraws)
        if request.method == "POST":
            try:
                with transaction.atomic(using=router.db_for_write(self.model)):
                    form.row = row = self._locked(request, object_id)
                    if form.is_valid():
                        self._retreat(request, row, form.cleaned_data["reason"], withdraws)
                        forget(request)
                        return HttpResponseRedirect(
                            reverse(f"admin:{self.named('change')}", args=[row.pk])
                        )
            except ValidationError as error:
                form.add_error(None, error.messages)
        show_first_wrong(form)
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw %s") % row if withdraws else _("Take %s back to draft") % row,
            "opts": self.opts,
            "original": row,
            "form": form,
            "withdraws": withdraws,
            "along": [named(one) for one in along],
            "disappearing": disappearing(gone),
            "loses_files": withdraws and loses_files([row, *along]),
        }
        return TemplateResponse(request, "admin/editions/retreat.html", context)

    def _retreat(self, request: HttpRequest, row: Any, reason: str, withdraws: bool) -> None:
        along = list(withdrawn_along(row))
        with self.changes(request, reason) as changes:
            if withdraws:
                changes.withdraw(row, reason)
                message = _("Withdrawn: it is no longer public, and its page shows the reason.")
            else:
                changes.unpublish(row)
                message = _("It is a draft again, and no longer public.")
        self.message_user(request, message, messages.SUCCESS)
        for other in along:
            went = _("Left the public with it: %s.") % named(other)
            self.message_user(request, went, messages.SUCCESS)
        self.after_retreat(request, row)
