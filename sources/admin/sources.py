"""Sources, passages and photos in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from editions.admin import VersionedAdmin
from records.admin import in_every_language
from records.admin_forms import NUMBERS
from search.admin_search import IndexedSearchAdmin
from sources.models import Passage, Photo, Source

from .citing import CitedRecordAdmin, TranslatedRecordAdmin


class PrintedTextField(forms.CharField):
    """A text kept letter by letter, but for the line ends that a browser writes its own way."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


QUOTATION_FIELD: Any = {
    models.TextField: {
        "form_class": PrintedTextField,
        "widget": AdminTextareaWidget({"rows": 4}),
    },
    **NUMBERS,
}


class NewPassageInline(admin.StackedInline[Passage, Source]):
    """Adds passages; those that are there have a list and forms of their own."""

    model = Passage
    fields = ("quotation", ("locator", "locator_number"), ("offset", "order"))
    extra = 0
    verbose_name_plural = _("new passages")
    formfield_overrides = QUOTATION_FIELD

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        return super().get_queryset(request).none()


@admin.register(Source)
class SourceAdmin(CitedRecordAdmin[Source]):
    list_display = ("title", "publisher", "published_in_words", "language", "public_page")
    list_filter = (
        "state",
        ("language", admin.AllValuesFieldListFilter),
        ("published", admin.EmptyFieldListFilter),
    )
    related_lists = ("passages", "photos")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ["title", ("publisher", "author"), "dateline", "published", "language"]}),
        (_("Where to find it"), {"fields": ["url", "accessed_on", "slug"]}),
        (_("Its text"), {"fields": ["archived_text", "text_length", "related"]}),
    )
    inlines = (NewPassageInline,)

    @admin.display(description=_("date"), ordering="published_earliest")
    def published_in_words(self, source: Source) -> str:
        return source.published.in_words() if source.published else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        # The archived text is long; only the form reads it.
        return super().get_queryset(request).defer("archived_text")

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        if db_field.name == "archived_text":
            kwargs |= {
                "form_class": PrintedTextField,
                "strip": False,
                "widget": AdminTextareaWidget({"rows": 12}),
            }
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Passage)
class PassageAdmin(IndexedSearchAdmin[Passage], VersionedAdmin[Passage]):
    list_display = ("beginning", "source", "order", "place", "offset", "public_page")
    list_filter = ("locator",)
    list_select_related = ("source",)
    search_through = ("source",)
    autocomplete_fields = ("source",)
    formfield_overrides = QUOTATION_FIELD
    fieldsets = (
        (None, {"fields": ["source", "quotation"]}),
        (
            _("Its place in the source"),
            {"fields": [("locator", "locator_number"), "offset", "order"]},
        ),
    )

    @admin.display(description=_("quotation"), ordering="quotation")
    def beginning(self, passage: Passage) -> str:
        return Truncator(passage.quotation).chars(90)

    @admin.display(description=_("where it stands"), ordering="locator")
    def place(self, passage: Passage) -> str:
        return passage.place

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        """A passage is named with its source, also where it is offered for citing."""
        return super().get_queryset(request).select_related("source")

    def get_readonly_fields(self, request: HttpRequest, obj: Passage | None = None) -> Any:
        """A quotation stays with its source: what rests on it rests on that source."""
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, "source") if obj else readonly


@admin.register(Photo)
class PhotoAdmin(TranslatedRecordAdmin[Photo]):
    list_display = ("slug", "credit", "source", "shows", "public_page")
    list_filter = ("state",)
    list_select_related = ("source",)
    search_through = ("source",)
    autocomplete_fields = ("source",)
    fieldsets = (
        (None, {"fields": ["source", "credit", "caption", in_every_language("shows"), "slug"]}),
        (
            _("The photograph itself"),
            {
                "fields": [
                    "file",
                    in_every_language("alternative_text"),
                    in_every_language("rights"),
                ]
            },
        ),
    )
