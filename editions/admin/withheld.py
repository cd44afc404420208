"""What is withheld, in the admin: shown beforehand, done, told of and lifted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from catalogue.folding import fold
from editions.content import versioned_models
from editions.models import Withholding
from editions.rights import Right
from editions.withholding.acting import LookAgainError, lift, plan, withhold
from editions.withholding.previewing import Preview
from editions.withholding.proposing import proposed_words
from records.admin_forms import ReasonField
from records.admin_input import is_number
from records.cursor import show_first_wrong
from records.models import Record

WITHHOLD = "_withhold"
"""The button that does it; the other one shows what it would do."""

REASON_HELP = _("For those who may withhold; nobody else reads it.")
MOST_LINES = 100


class WithholdForm(forms.Form):
    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 6, "class": "vLargeTextField"}),
        help_text=_(
            "On each line one word, or several that stand side by side, in one script: other "
            "scripts, spellings and endings are found too. A word that others are called as well "
            "belongs on a line with the rest of the name."
        ),
    )
    reason = ReasonField(
        label=_("Why it is withheld"),
        help_text=REASON_HELP,
    )

    def __init__(self, *args: Any, record: Record | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        if record:
            self.initial["words"] = "\n".join(proposed_words(record))

    def clean_words(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["words"].splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %s lines.") % MOST_LINES)
        for line in lines:
            if not any(letter.isalpha() for letter in fold(line)):
                raise ValidationError(_("There are no letters in this line: %s") % line)
        if not (lines or self.record):
            raise ValidationError(_("Write the words to be withheld."))
        return lines


class LiftForm(forms.Form):
    reason = ReasonField(
        label=_("Why it is lifted"),
        help_text=REASON_HELP,
    )


class WithholdingAdmin(admin.ModelAdmin[Withholding]):
    """The log of what was withheld and lifted; no form changes an entry."""

    # Not that of rows with editions, which Django would find under the name of this app.
    change_list_template = "admin/change_list.html"
    list_display = ("__str__", "reason", "at", "by", "lifted_at")
    list_select_related = ("by",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return Right.WITHHOLD.is_held_by(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Right.WITHHOLD.is_held_by(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return Right.WITHHOLD.is_held_by(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("rows", "slugs")

    def get_urls(self) -> Any:
        # One entry is changed by nothing, and has no history but its own two days.
        kept = ("changelist", "add", "change")
        names = [f"editions_withholding_{page}" for page in kept]
        found = [one for one in super().get_urls() if one.name in names]
        view = self.admin_site.admin_view(self.lift_view)
        return [path("<path:object_id>/lift/", view, name="editions_withholding_lift"), *found]

    # --- Withholding ----------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        record = record_meant(request)
        form = WithholdForm(request.POST or None, record=record)
        preview = None
        if request.method == "POST" and form.is_valid():
            lines, reason = form.cleaned_data["words"], form.cleaned_data["reason"]
            if WITHHOLD in request.POST:
                mark = request.POST.get("looked_at", "")
                try:
                    act = withhold(lines, reason, record=record, by=request.user, looked_at=mark)
                except LookAgainError as error:
                    form.add_error(None, str(error))
                    preview = Preview.of(error.plan)
                except ValidationError as error:
                    form.add_error(None, error.messages)
                else:
                    self.message_user(request, _("Withheld: it is nowhere now."), messages.SUCCESS)
                    return HttpResponseRedirect(
                        reverse("admin:editions_withholding_change", args=[act.pk])
                    )
            preview = preview or Preview.of(plan(lines, record))
        show_first_wrong(form)
        title = _("Withhold %s") % record if record else _("Withhold")
        shown = {"form": form, "record": record, "preview": preview}
        context = self._context(request, title) | shown
        return TemplateResponse(request, "admin/editions/withhold.html", context)

    # --- The log --------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One entry; Django calls the page so, whatever it lets one do."""
        act = self._act(request, object_id)
        return self._entry(request, act, LiftForm())

    def lift_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        act = self._act(request, object_id)
        form = LiftForm(request.POST or None)
        if request.method == "POST" and not act.lifted_at and form.is_valid():
            try:
                lift(act, form.cleaned_data["reason"], by=request.user)
            except ValidationError as error:
                form.add_error(None, error.messages)
                act = self._act(request, object_id)
            else:
                self.message_user(request, _("Lifted: it is there again."), messages.SUCCESS)
                return HttpResponseRedirect(
                    reverse("admin:editions_withholding_change", args=[act.pk])
                )
        return self._entry(request, act, form)

    def _entry(self, request: HttpRequest, act: Withholding, form: LiftForm) -> HttpResponse:
        show_first_wrong(form)
        context = self._context(request, str(act)) | {"act": act, "form": form}
        return TemplateResponse(request, "admin/editions/withheld.html", context)

    def _act(self, request: HttpRequest, object_id: str) -> Withholding:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Withholding.objects.filter(pk=object_id).first() if is_number(object_id) else None
        if found is None:
            raise Http404
        return found

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {"title": title, "opts": self.opts}


def record_meant(request: HttpRequest) -> Record | None:
    """The record that the address names, if its reader may change it."""
    kind, number = request.GET.get("kind", ""), request.GET.get("record", "")
    if not kind:
        return None
    model = versioned_models().get(kind)
    if model is None or not issubclass(model, Record) or not is_number(number):
        raise Http404
    record: Record | None = model._base_manager.filter(pk=number).first()
    if record is None:
        raise Http404
    if not admin.site.get_model_admin(model).has_change_permission(request, record):
        raise PermissionDenied
    return record
