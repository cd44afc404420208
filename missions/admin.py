from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from editions.admin import VersionedAdmin
from records.admin import PeriodColumn, in_every_language
from search.admin_search import IndexedSearchAdmin
from sources.admin import CitedRecordAdmin, TranslatedRecordAdmin

from .models import Claim, Measure, Mission, Organisation, Rotation, Unit

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
    list_display = ("name", "definition", "slug")
    prepopulated_fields = {"slug": ("name",)}
    related_lists = ("claims",)
    fieldsets = (
        (
            None,
            {
                "fields": [
                    in_every_language("name"),
                    in_every_language("definition"),
                    "slug",
                    "related",
                ]
            },
        ),
    )


@admin.register(Unit)
class UnitAdmin(TranslatedRecordAdmin[Unit]):
    list_display = ("name", "also_known_as", "established_in_words", "public_page")
    list_filter = ("state", ("established", STATED_OR_NOT))
    autocomplete_fields = ("part_of",)
    prepopulated_fields = {"slug": ("name",)}
    related_lists = ("missions", "claims")
    fieldsets = (
        (None, {"fields": [in_every_language("name"), in_every_language("also_known_as"), "slug"]}),
        (_("Its founding"), {"fields": ["established", in_every_language("founding_instrument")]}),
        (_("Where it belongs"), {"fields": ["part_of", "related"]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
    )

    @admin.display(description=_("established"), ordering="established_earliest")
    def established_in_words(self, unit: Unit) -> str:
        return unit.established.in_words() if unit.established else ""


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
class RotationAdmin(PeriodColumn, CitedRecordAdmin[Rotation]):
    list_display = ("__str__", "public_page", "period_in_words", "quantity_in_words")
    list_filter = ("state", OF_MISSION, ("period", STATED_OR_NOT), ("value", STATED_OR_NOT))
    autocomplete_fields = ("mission",)
    related_lists: ClassVar[tuple[str, ...]] = ("claims",)
    fieldsets = (
        (None, {"fields": ["mission", "number", "period"]}),
        (_("Its strength"), {"fields": [("comparator", "value", "counted")]}),
        (_("What is known of it"), {"fields": ["related"]}),
    )

    @admin.display(description=_("strength"), ordering="value")
    def quantity_in_words(self, rotation: Rotation) -> str:
        return rotation.quantity_in_words

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rotation]:
        """A rotation is named with its mission, also where it is offered to choose from."""
        return super().get_queryset(request).select_related("mission")


@admin.register(Claim)
class ClaimAdmin(PeriodColumn, TranslatedRecordAdmin[Claim]):
    list_display = (
        "statement",
        "public_page",
        "kind",
        "about",
        "quantity_in_words",
        "period_in_words",
    )
    list_filter = (
        "state",
        "kind",
        OF_MISSION,
        ("measure", admin.RelatedOnlyFieldListFilter),
        ("period", STATED_OR_NOT),
    )
    list_select_related = ("mission", "rotation__mission", "unit")
    search_through = ("mission", "rotation", "unit", "measure")
    autocomplete_fields = (
        "mission", "rotation", "unit", "stated_jointly_with", "measure", "conflicts_with",
    )  # fmt: skip
    prepopulated_fields = {"slug": ("text",)}
    fieldsets = (
        (None, {"fields": ["kind", in_every_language("text"), "slug"]}),
        (
            _("What it is about"),
            {"fields": ["mission", "stated_jointly_with", "rotation", "unit"]},
        ),
        (
            _("The figure, if it is one"),
            {"fields": ["measure", ("comparator", "value", "counted")]},
        ),
        (_("When"), {"fields": ["period", "period_words"]}),
        (
            _("How the source says it"),
            {
                "fields": [
                    in_every_language("attributed_to"),
                    "open_ended",
                    "conflicts_with",
                    in_every_language("note"),
                ]
            },
        ),
    )

    @admin.display(description=_("statement"), ordering="text")
    def statement(self, claim: Claim) -> str:
        return Truncator(claim.text).chars(110)

    @admin.display(description=_("about"))
    def about(self, claim: Claim) -> str:
        return str(claim.subject or _("Kazakhstan"))

    @admin.display(description=_("figure"), ordering="value")
    def quantity_in_words(self, claim: Claim) -> str:
        return claim.quantity_in_words
