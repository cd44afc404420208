from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from catalogue.admin_search import IndexedSearchAdmin
from editions.admin import VersionedAdmin
from records.admin import PeriodColumn, in_every_language
from sources.admin import TranslatedRecordAdmin

from .claim_admin import ClaimAdmin
from .models import (
    Claim,
    Counted,
    Measure,
    Mission,
    Organisation,
    Rotation,
    Series,
    Unit,
    UnitHistory,
)
from .moving import MovableAdmin
from .series_admin import SeriesAdmin

STATED_OR_NOT = admin.EmptyFieldListFilter
OF_MISSION = ("mission", admin.RelatedOnlyFieldListFilter)


@admin.register(Organisation)
class OrganisationAdmin(
    IndexedSearchAdmin[Organisation], VersionedAdmin[Organisation], TranslationAdmin[Organisation]
):
    list_display = ("name", "acronym", "slug")
    prepopulated_fields = {"slug": ("name",)}
    related_lists = ("missions",)
    fieldsets = ((None, {"fields": [in_every_language("name"), "acronym", "slug", "related"]}),)


@admin.register(Measure)
class MeasureAdmin(IndexedSearchAdmin[Measure], VersionedAdmin[Measure], TranslationAdmin[Measure]):
    list_display = ("name", "nature", "definition", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("largest_of",)
    related_lists = ("claims",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    in_every_language("name"),
                    in_every_language("definition"),
                    "nature",
                    "largest_of",
                    "slug",
                    "related",
                ]
            },
        ),
    )


@admin.register(Counted)
class CountedAdmin(IndexedSearchAdmin[Counted], VersionedAdmin[Counted], TranslationAdmin[Counted]):
    list_display = ("name", "part_of", "slug")
    list_select_related = ("part_of",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("part_of",)
    related_lists = ("claims",)
    fieldsets = ((None, {"fields": [in_every_language("name"), "part_of", "slug", "related"]}),)


@admin.register(Unit)
class UnitAdmin(TranslatedRecordAdmin[Unit]):
    list_display = ("name", "also_known_as", "established_in_words", "public_page")
    list_filter = ("state", ("established", STATED_OR_NOT))
    prepopulated_fields = {"slug": ("name",)}
    related_lists: ClassVar[tuple[str, ...]] = ("missions", "claims", "history")
    cited_through = ("history",)
    fieldsets = (
        (None, {"fields": [in_every_language("name"), in_every_language("also_known_as"), "slug"]}),
        (_("Its founding"), {"fields": ["established", in_every_language("founding_instrument")]}),
        (_("What is known of it"), {"fields": ["related"]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
    )

    @admin.display(description=_("established"), ordering="established_earliest")
    def established_in_words(self, unit: Unit) -> str:
        return unit.established.in_words() if unit.established else ""


@admin.register(UnitHistory)
class UnitHistoryAdmin(PeriodColumn, TranslatedRecordAdmin[UnitHistory]):
    list_display = ("unit", "kind", "name", "other", "period_in_words", "public_page")
    list_filter = ("state", "kind", ("period", STATED_OR_NOT))
    list_select_related = ("unit", "other")
    search_through = ("unit", "other")
    autocomplete_fields = ("unit", "other")
    fieldsets = (
        (None, {"fields": ["unit", "kind", "name", "other"]}),
        (_("When"), {"fields": ["period"]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
    )


@admin.register(Mission)
class MissionAdmin(PeriodColumn, TranslatedRecordAdmin[Mission]):
    list_display = (
        "name",
        "acronym",
        "place",
        "mandated_by",
        "period_in_words",
        "public_page",
    )
    list_filter = ("state", ("period", STATED_OR_NOT), ("mandated_by", STATED_OR_NOT))
    list_select_related = ("mandated_by",)
    autocomplete_fields = ("mandated_by", "units", "photo")
    prepopulated_fields = {"slug": ("name",)}
    related_lists: ClassVar[tuple[str, ...]] = ("rotations", "claims")
    fieldsets = (
        (None, {"fields": [in_every_language("name"), "slug"]}),
        (
            _("As a source names it"),
            {"fields": [in_every_language("official_name"), "acronym", "mandated_by"]},
        ),
        (
            _("Where and when"),
            {
                "fields": [
                    in_every_language("place"),
                    in_every_language("country"),
                    ("latitude", "longitude"),
                    "period",
                ]
            },
        ),
        (_("Who"), {"fields": ["units", "related"]}),
        (
            _("For readers"),
            {"fields": [in_every_language("identified_as"), in_every_language("note"), "photo"]},
        ),
    )


@admin.register(Rotation)
class RotationAdmin(PeriodColumn, MovableAdmin[Rotation]):
    list_display = ("__str__", "public_page", "period_in_words", "quantity_in_words")
    list_filter = ("state", OF_MISSION, ("period", STATED_OR_NOT), ("value", STATED_OR_NOT))
    autocomplete_fields = ("mission",)
    related_lists: ClassVar[tuple[str, ...]] = ("claims",)
    fieldsets = (
        (None, {"fields": ["mission", "number", "period"]}),
        (_("Its strength"), {"fields": [("comparator", "value", "upper"), ("rounded_to", "noun")]}),
        (_("What is known of it"), {"fields": ["related"]}),
    )

    @admin.display(description=_("strength"), ordering="value")
    def quantity_in_words(self, rotation: Rotation) -> str:
        return rotation.quantity_in_words

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rotation]:
        """A rotation is named with its mission, also where it is offered to choose from."""
        return super().get_queryset(request).select_related("mission")


admin.site.register(Claim, ClaimAdmin)
admin.site.register(Series, SeriesAdmin)
