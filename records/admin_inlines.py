"""Rows below a form: found by typing, and not without end."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.forms.models import BaseInlineFormSet, _get_foreign_key
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .admin_forms import RegisterForm, RowSelect

MOST_NEW_ROWS = 100
"""Each row of a form takes some 20 ms to be checked and shown."""


class RegisterFormSet(BaseInlineFormSet[Any, Any, Any]):
    default_error_messages = BaseInlineFormSet.default_error_messages | {
        "too_many_forms": _("Here are more rows than can be saved at once: at most %(num)d.")
    }

    def initial_form_count(self) -> int:
        """No more rows are there already than there are, whatever the form claims."""
        return min(super().initial_form_count(), len(self.get_queryset()))


class RegisterInline(InlineModelAdmin[Any, Any]):
    """Takes all rows that are there, and so many more; what is beyond is not even looked at."""

    form = RegisterForm
    formset = RegisterFormSet

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        if obj is None:
            return MOST_NEW_ROWS
        owner = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name).name
        return self.get_queryset(request).filter(**{owner: obj}).count() + MOST_NEW_ROWS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        most = self.get_max_num(request, obj)
        return super().get_formset(request, obj, **kwargs | {"max_num": most, "absolute_max": most})

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
