"""Deletion of what its editor saw, and of nothing that somebody saved since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin import actions
from django.contrib.admin.utils import unquote
from django.db import router, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from editions.publishing import newest_number
from records.models import Versioned
from records.turns import take_turn

VersionedType = TypeVar("VersionedType", bound=Versioned)

CHANGED_MEANWHILE = _(
    "Somebody else saved this since you opened the page, so that nothing was deleted. "
    "Look at it again."
)


class CheckedDeletion(admin.ModelAdmin[VersionedType]):
    """The pages that ask before they delete carry the editions that their reader saw."""

    delete_confirmation_template = "admin/editions/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/editions/delete_selected_confirmation.html"
    actions: Sequence[Any] | None = ("delete_selected",)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        context = extra_context or {}
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return super().delete_view(request, object_id, context)
        if request.method != "POST":
            seen = {"editions_seen": numbers_of([row])}
            return super().delete_view(request, object_id, context | seen)
        with transaction.atomic(using=router.db_for_write(self.model)):
            seen = {"editions_seen": self._checked(request, [row])}
            return super().delete_view(request, object_id, context | seen)

    @admin.action(permissions=["delete"], description=_("Delete selected %(verbose_name_plural)s"))
    def delete_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        if "post" not in request.POST:
            seen = numbers_of(queryset)
            response: Any = actions.delete_selected(self, request, queryset)
        else:
            with transaction.atomic(using=router.db_for_write(self.model)):
                seen = self._checked(request, queryset)
                response = actions.delete_selected(self, request, queryset)
        if response is not None:
            response.context_data["editions_seen"] = seen
        return response  # type: ignore[no-any-return]

    def _checked(self, request: HttpRequest, rows: Any) -> str:
        """The numbers of the newest editions; if others were seen, it is asked once more."""
        table = self.model._base_manager.using(router.db_for_write(self.model))
        keys = [row.pk for row in rows]
        # Nobody else saves them until the transaction ends.
        take_turn(table.db)
        list(table.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
        newest = numbers_of(rows)
        if request.POST.get("editions_seen") != newest:
            self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
            # Without an answer, Django asks for it.
            request.POST = QueryDict()
        return newest


def numbers_of(rows: Any) -> str:
    """Which rows, and the number of the newest edition of each."""
    return " ".join(sorted(f"{row.pk}:{newest_number(row)}" for row in rows))
