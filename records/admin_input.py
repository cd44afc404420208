"""What the addresses of the admin may ask: only what its own pages offer.

Django hands whatever stands in an address to the database, which answers some of it with a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import (
    FieldDoesNotExist,
    PermissionDenied,
    SuspiciousOperation,
    ValidationError,
)
from django.http import HttpRequest

from .cursor import show_first_wrong_of

LONGEST_NUMBER = 18
"""In digits: no database counts further."""


def is_number(text: str) -> bool:
    """Whether it can be the number of a row, or of its edition."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


class OfferedList(ChangeList):
    """A list that is narrowed by its own filters, or to what belongs to one row."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            found = super().get_filters(request)
        except DisallowedModelAdminLookup as error:
            raise IncorrectLookupParameters from error
        by_hand: Any = found[2]
        if not by_hand.keys() <= set(self._of_one_row()) or not all(
            len(values) == 1 and _can_be_meant(name, values[0])
            for name, values in self.get_filters_params().items()
        ):
            raise IncorrectLookupParameters
        return found

    def _of_one_row(self) -> Iterator[str]:
        """As the form of a row links to the list of what belongs to it."""
        for field in self.opts.get_fields():
            if field.concrete and field.is_relation:
                yield f"{field.name}__id__exact"


def _can_be_meant(name: str, value: str) -> bool:
    return "\x00" not in value and (not name.endswith("__id__exact") or is_number(value))


class OfferedRows(AutocompleteJsonView):
    """What is typed to find a row, for a column of a form."""

    def process_request(self, request: HttpRequest) -> Any:
        term, model_admin, field, to_field = super().process_request(request)
        if not field.concrete:
            raise PermissionDenied
        return term.replace("\x00", ""), model_admin, field, to_field


class RowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows; SQLite cannot be asked for a number that it does not hold."""

    def _check_values(self, value: Any) -> Any:
        for one in value:
            if not is_number(str(one)):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, "invalid_pk_value", {"pk": one})
        return super()._check_values(value)  # type: ignore[misc] # Django's types leave it out


class Guarded(admin.ModelAdmin[Any]):
    """Stands before each admin of the desk, those of other packages too."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return OfferedList

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """A form that was refused has the cursor in its first field that is wrong."""
        response: Any = super().render_change_form(request, context, *args, **kwargs)
        shown = response.context_data
        show_first_wrong_of(shown["adminform"], shown["inline_admin_formsets"])
        return response

    def response_action(self, request: HttpRequest, queryset: Any) -> Any:  # type: ignore[override] # the types are those of Django 6
        if not all(map(is_number, request.POST.getlist(helpers.ACTION_CHECKBOX_NAME))):
            raise SuspiciousOperation("What was chosen is no row of the list.")
        return super().response_action(request, queryset)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("form_class", RowsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        if "\x00" in object_id:
            return None
        try:
            return super().get_object(request, object_id, from_field or None)
        except FieldDoesNotExist:
            return None
