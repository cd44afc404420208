"""Forms that lose no edit, and the history of every row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, router, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from catalogue.indexing import deferred
from editions.publishing import Changes, change_set, newest_number
from editions.rights import Right
from records.admin import RegisterAdmin
from records.admin_input import is_number
from records.files import kept_in_step
from records.models import Versioned
from records.turns import take_turn

from .deleting import CheckedDeletion
from .form_data import refuse_rows_not_sent
from .forms import OWN_FIELDS, VersionedForm
from .histories import HistoryPages
from .resuming import fill_resumed, forget
from .stale import merge_if_stale

VersionedType = TypeVar("VersionedType", bound=Versioned)

TAKEN_MEANWHILE = _(
    "Somebody else saved the same at this moment, so that nothing of this was saved. "
    "Look at it again and save it once more."
)


class VersionedAdmin(
    HistoryPages[VersionedType], CheckedDeletion[VersionedType], RegisterAdmin[VersionedType]
):
    """A row whose every version is kept, compared and restored."""

    form = VersionedForm
    change_form_template = "admin/editions/change_form.html"

    def has_change_permission(self, request: HttpRequest, obj: VersionedType | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: VersionedType | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and _is_within_reach(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        own = {name: getattr(request, name, None) for name in ("refusal", "opened")}
        return type(form.__name__, (form,), own)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a row that is there already, the form asks why it is changed."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and self.has_change_permission(request, obj):
            fieldsets.append((_("This change"), {"fields": list(OWN_FIELDS)}))
        return fieldsets

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Nothing is saved over what somebody else saved since the form was opened."""
        context = extra_context or {}
        if request.method == "GET" and fill_resumed(self, request, object_id):
            with transaction.atomic(using=router.db_for_write(self.model)):
                response = super().changeform_view(request, object_id, form_url, context)
                # The form is refused in any case; whatever else it did, nothing of it stays.
                transaction.set_rollback(True, using=router.db_for_write(self.model))
                return response
        if request.method != "POST":
            # Asked before the row is read. What somebody saves between the two is then noticed;
            # the other way round, the form would show the old text under the new number.
            request.opened = self._newest_number(object_id)  # type: ignore[attr-defined] # for get_form
            return super().changeform_view(request, object_id, form_url, context)
        refuse_rows_not_sent(request.POST)
        try:
            using = router.db_for_write(self.model)
            with kept_in_step(using), deferred(using):
                if row := self._locked(request, object_id):
                    context = context | merge_if_stale(self, request, row)
                response = super().changeform_view(request, object_id, form_url, context)
                if isinstance(response, HttpResponseRedirect):
                    forget(request)
                return response
        except ValidationError as error:
            refusal = error
        except IntegrityError:
            refusal = ValidationError(str(TAKEN_MEANWHILE))
        # The transaction is undone; the form is shown again with what was typed.
        request.refusal = refusal  # type: ignore[attr-defined] # read by get_form
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if stale := context.get("stale"):
            stale.mark(context)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        with self.changes(request, form.cleaned_data.get("why", "")) as changes:
            self.record(request, changes, form.instance)
            for formset in formsets:
                for row in self.saved_along(formset):
                    changes.save(row)

    def saved_along(self, formset: Any) -> list[Versioned]:
        """The rows with editions of their own that were saved with the rows below the form."""
        if not issubclass(formset.model, Versioned):
            return []
        return [*formset.new_objects, *(row for row, _names in formset.changed_objects)]

    def record(self, request: HttpRequest, changes: Changes, row: Any) -> None:
        """Writes the edition of a saved row."""
        changes.save(row)

    def delete_model(self, request: HttpRequest, obj: VersionedType) -> None:
        with self.changes(request) as changes:
            changes.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with self.changes(request) as changes:
            for row in queryset:
                changes.delete(row)

    @contextmanager
    def changes(self, request: HttpRequest, why: str = "") -> Iterator[Changes]:
        with change_set(by=request.user, why=why, using=router.db_for_write(self.model)) as changes:
            yield changes

    def _newest_number(self, object_id: str | None) -> int | None:
        number = unquote(object_id or "")
        return newest_number(self.model(pk=int(number))) if is_number(number) else None

    def _locked(self, request: HttpRequest, object_id: str | None) -> Any:
        """The row, which nobody else can save until the transaction ends."""
        take_turn(router.db_for_write(self.model))
        if object_id is None:
            return None
        rows = self.model._base_manager.using(router.db_for_write(self.model))
        row = self.get_object(request, object_id)
        return row and rows.select_for_update(no_key=True).filter(pk=row.pk).first()


def _is_within_reach(request: HttpRequest, row: Versioned | None) -> bool:
    """Drafts are changed by many, what is public by few."""
    return row is None or Right.AMEND.is_held_by(request.user) or row.is_draft()
