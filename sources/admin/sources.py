"""Sources, passages and photos in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from catalogue.admin_search import FOUND_ELSEWHERE, IndexedSearchAdmin
from editions.admin import VersionedAdmin
from editions.admin.forms import VersionedForm
from records.admin import in_every_language
from records.admin_forms import DAYS_AND_NUMBERS, RegisterForm
from records.admin_inlines import RegisterInline
from records.counting import capped_counts, in_words
from records.kinds import name_of_many
from records.models import Record
from sources.cited_from import SOURCE
from sources.models import Passage, Photo, Source, SourceAddress, sources_at
from sources.uses import citation_tables, worded_about

from .citing import LAST_SOURCE, PrintedTextField, TranslatedRecordAdmin, form_of
from .taking_down import TakenDownAdmin
from .warnings import warnings_view

WORDINGS_TOLD = 50
"""Of the texts that a changed date may have made untrue; how many there are is told anyway."""


QUOTATION_FIELD: Any = {
    models.TextField: {
        "form_class": PrintedTextField,
        "widget": AdminTextareaWidget({"rows": 4}),
    },
    **DAYS_AND_NUMBERS,
}


class AsksOfAddress(RegisterForm):
    """Asks before an address is said of a second source: it may be one source already."""

    there_already = forms.CharField(required=False, widget=forms.HiddenInput)
    """The sources of which the form has said that they stand at the address."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if "url" not in self.changed_data or "url" in self.errors:
            return
        others = [one for one in sources_at(self.instance.url) if one.pk != self._own_source()]
        told = ",".join(str(one.pk) for one in others)
        if told and self.cleaned_data.get("there_already") != told:
            sent: Any = self.data
            self.data = sent.copy()
            self.data[self.add_prefix("there_already")] = told  # type: ignore[index] # a copy can be written
            message = _(
                "Nothing is saved yet. At this address stands already: {}. Cite that, or save once "
                "more to have another source."
            )
            links = format_html_join(
                ", ", '<a href="{}">{}</a>', ((form_of(one), one) for one in others)
            )
            self.ask("url", format_html(str(message), links))

    def _own_source(self) -> int | None:
        raise NotImplementedError


class SourceForm(AsksOfAddress, VersionedForm):
    def _own_source(self) -> int | None:
        pk: int | None = self.instance.pk
        return pk


class SourceAddressForm(AsksOfAddress):
    def _own_source(self) -> int | None:
        pk: int | None = self.instance.source_id
        return pk


class NewPassageInline(RegisterInline, admin.StackedInline[Passage, Source]):
    """Adds passages; those that are there have a list and forms of their own."""

    model = Passage
    fields = ("quotation", ("locator", "locator_number"), ("offset", "order"))
    extra = 0
    view_on_site = False
    verbose_name_plural = _("new passages")
    formfield_overrides = QUOTATION_FIELD

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        return super().get_queryset(request).none()


class SourceAddressInline(RegisterInline, admin.TabularInline[SourceAddress, Source]):
    model = SourceAddress
    form = SourceAddressForm
    fields = ("url", "note", "there_already")
    extra = 0

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Source)
class SourceAdmin(TakenDownAdmin):
    form = SourceForm
    list_display = ("title", "publisher", "published_in_words", "language", "public_page")
    list_filter = (
        "state",
        "kind",
        ("language", admin.AllValuesFieldListFilter),
        ("published", admin.EmptyFieldListFilter),
    )
    related_lists = ("passages", "photos")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ["title", ("publisher", "author"), ("kind", "language"), "dateline"]}),
        (
            _("When it was published"),
            {"fields": ["published", in_every_language("published_known_from")]},
        ),
        (
            _("Where to find it"),
            {
                "fields": [
                    "url",
                    "accessed_on",
                    ("archived_url", "archived_on"),
                    "slug",
                    "there_already",
                ]
            },
        ),
        (_("For readers"), {"fields": [in_every_language("note")]}),
        (_("Its text"), {"fields": ["archived_text", "text_length", "related"]}),
        (_("What it states"), {"fields": ["resting"]}),
    )
    inlines = (SourceAddressInline, NewPassageInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "resting")

    @admin.display(description=_("what cites it"))
    def resting(self, source: Source) -> str:
        """How many records of each kind do, with the ways to their list and to a new one."""
        if not source.pk:
            return str(_("Save this source first, then add here what it states."))
        tables = [table.record_model() for table in citation_tables()]
        admins: dict[type[Record], Any] = {
            model: self.admin_site.get_model_admin(model) for model in tables if model is not Source
        }
        rows = {model: its_admin.resting_on(source.pk) for model, its_admin in admins.items()}
        items = (
            (self._ways_to_citing(model, source, number),)
            for model, number in capped_counts(rows).items()
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))

    def _ways_to_citing(self, model: type[Record], source: Source, number: int) -> SafeString:
        address = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        asked = f"{SOURCE}={source.pk}"
        return format_html(
            '<a href="{}?{}">{}: {}</a> · <a href="{}?{}" aria-label="{}">{}</a>',
            *(reverse(f"{address}_changelist"), asked, name_of_many(model), in_words(number)),
            *(reverse(f"{address}_add"), asked),
            _("add to %s, citing this source") % name_of_many(model),
            _("add"),
        )

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(warnings_view)
        return [path("warnings/", view, name="sources_warnings"), *super().get_urls()]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Leads to what was written while the source had another date, or none.

        A new source is about to be cited.
        """
        super().save_related(request, form, formsets, change)
        if not change:
            request.session[LAST_SOURCE] = form.instance.pk
        if change and "published" in form.changed_data:
            self._tell_what_may_speak_of_its_date(request, form.instance)

    def _tell_what_may_speak_of_its_date(self, request: HttpRequest, source: Source) -> None:
        found = worded_about(source)
        if not found:
            return
        items = format_html_join(
            "",
            '<li><a href="{}">{}</a>: {}</li>',
            ((form_of(one.record), one.record, one.words) for one in found[:WORDINGS_TOLD]),
        )
        message = ngettext(
            "The date of this source was changed. Look whether these words beside what rests on it "
            "still hold: {}",
            "The date of this source was changed. Look whether these %(number)s texts beside what "
            "rests on it still hold: {}",
            len(found),
        ) % {"number": len(found)}
        told = format_html(message, format_html("<ul>{}</ul>", items))
        self.message_user(request, told, messages.WARNING)

    @admin.display(description=_("date"), ordering="published_earliest")
    def published_in_words(self, source: Source) -> str:
        return source.published.in_words() if source.published else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        # The archived text is long; only the form reads it.
        return super().get_queryset(request).defer("archived_text")

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if db_field.name == "archived_text":
            kwargs |= {
                "form_class": PrintedTextField,
                "strip": False,
                "widget": AdminTextareaWidget({"rows": 12}),
            }
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Passage)
class PassageAdmin(IndexedSearchAdmin[Passage], VersionedAdmin[Passage], TranslationAdmin[Passage]):
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
            {"fields": [("locator", "locator_number"), "offset", "order", "words_before"]},
        ),
        (
            _("In other languages"),
            {"fields": [in_every_language("translation"), in_every_language("translated_by")]},
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

    def choice_label(self, row: Passage) -> str:
        if getattr(row, "found", None) == FOUND_ELSEWHERE:
            return str(_("%s — by words of its source, not its own") % row)
        return str(row)

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
