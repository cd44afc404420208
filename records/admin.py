"""What the admin of every record shares."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .addresses import address_of
from .admin_forms import (
    DAYS_AND_NUMBERS,
    RegisterForm,
    RowSelect,
    RowSelectMultiple,
    only_asks,
)
from .admin_input import is_number
from .counting import capped_counts, in_words
from .languages import columns_of
from .models import Dated, Quantified, validate_slug
from .number_fields import QuantityField

ModelType = TypeVar("ModelType", bound=Model)

USERS_NAMED = 10
"""Of the records that keep a row from being deleted."""


def in_every_language(name: str) -> tuple[str, ...]:
    """One row of a form: the columns of a text that people read in several languages."""
    return tuple(columns_of(name).values())


def without_deleting(field: Any) -> Any:
    """The red cross beside a relation deletes the related row, not the relation."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False
    return field


class RegisterAdmin(admin.ModelAdmin[ModelType]):
    """Forms that refuse politely, and lists that count no more than needed."""

    form = RegisterForm
    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget({"rows": 3})},
        # Django's own message allows what the slugs of the register do not.
        models.SlugField: {
            "widget": AdminTextInputWidget,
            "error_messages": {"invalid": validate_slug.message},
        },
        **DAYS_AND_NUMBERS,
    }

    related_lists: ClassVar[tuple[str, ...]] = ()
    """Reverse relations to rows with a form of their own: their numbers and links stand in the
    field `related`."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Related rows are found by typing; nobody deletes one from the form of another."""
        if db_field.name in self.get_autocomplete_fields(request):
            select = RowSelectMultiple if db_field.many_to_many else RowSelect
            kwargs.setdefault("widget", select(db_field, self.admin_site))
        if issubclass(db_field.model, Quantified) and db_field.name == "value":
            kwargs.setdefault("form_class", QuantityField)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_deleting(field)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        proposed_from = self.get_prepopulated_fields(request, obj)
        return type(form.__name__, (form,), {"proposed_from": proposed_from})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if request.FILES and context["errors"]:
            message = _("Please choose the file again; it was not uploaded.")
            self.message_user(request, message, messages.WARNING)
        if context["errors"] and only_asks(context["errors"]):
            context = context | {"errors": [], "asks": True}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: ModelType | None = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, "related") if self.related_lists else readonly

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address proposes for a relation must be the number of a row."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        relations = {field.name for field in self.model._meta.get_fields() if field.is_relation}
        for name in relations & initial.keys():
            values = initial[name] if isinstance(initial[name], list) else [initial[name]]
            if not all(is_number(value) for value in values):
                del initial[name]
        return initial

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What records use is kept, whatever the database would let go of silently."""
        names, counts, permissions, protected = super().get_deleted_objects(objs, request)
        for row in objs:
            for name in self.related_lists:
                some = getattr(row, name).all()[:USERS_NAMED]
                protected += [str(user) for user in some if str(user) not in protected]
        # Django asks whether one may delete also what it is not going to delete.
        return names, counts, set() if protected else permissions, protected

    @admin.display(description=_("what belongs to it"))
    def related(self, row: ModelType) -> str:
        """How many rows refer to this one, with links to them and to a new one."""
        if row.pk is None:
            return str(_("Save this record first, then add related records here."))
        counts = capped_counts({name: getattr(row, name).all() for name in self.related_lists})
        links = (self._ways_to(row, name, counts[name]) for name in self.related_lists)
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((s,) for s in links))
        )

    def get_view_on_site_url(self, obj: ModelType | None = None) -> str | None:
        """The page itself, not Django's detour by way of a table of sites."""
        return address_of(obj) or None if obj and obj.pk else None

    @admin.display(description=_("public page"))
    def public_page(self, row: Any) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', self.get_view_on_site_url(row), self.publication_of(row)
        )

    def publication_of(self, row: Any) -> str:
        return str(_("see it") if row.is_public else _("see the draft"))

    def _ways_to(self, row: ModelType, name: str, count: int) -> SafeString:
        relation: Any = row._meta.get_field(name)
        meta, link = relation.related_model._meta, relation.field.name
        address = f"admin:{meta.app_label}_{meta.model_name}"
        return format_html(
            '{}: <a href="{}?{}__id__exact={}">{}</a> · <a href="{}?{}={}">{}</a>',
            capfirst(str(meta.verbose_name_plural)),
            *(reverse(f"{address}_changelist"), link, row.pk, in_words(count)),
            *(reverse(f"{address}_add"), link, row.pk, _("add")),
        )


class PeriodColumn:
    """For the lists of what has a period."""

    @admin.display(description=_("period"), ordering="period_earliest")
    def period_in_words(self, row: Dated) -> str:
        return row.period.in_words() if row.period else ""
