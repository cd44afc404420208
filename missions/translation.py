"""What of the missions app people read in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    Claim,
    ClaimCitation,
    Comparison,
    Counted,
    Measure,
    Mission,
    MissionCitation,
    Organisation,
    RotationCitation,
    Series,
    SeriesCitation,
    SeriesComparison,
    Unit,
    UnitCitation,
    UnitHistory,
    UnitHistoryCitation,
)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name",)


@register(Counted)
class CountedTranslation(TranslationOptions):
    fields = ("name",)


@register(Comparison)
class ComparisonTranslation(TranslationOptions):
    fields = ("reason",)


@register(SeriesComparison)
class SeriesComparisonTranslation(TranslationOptions):
    fields = ("reason",)


@register(Measure)
class MeasureTranslation(TranslationOptions):
    fields = ("name", "definition")


@register(Unit)
class UnitTranslation(TranslationOptions):
    fields = ("name", "also_known_as", "founding_instrument", "note")


@register(UnitHistory)
class UnitHistoryTranslation(TranslationOptions):
    fields = ("note",)


@register(Mission)
class MissionTranslation(TranslationOptions):
    fields = ("name", "official_name", "place", "country", "identified_as", "note")


@register(Claim)
class ClaimTranslation(TranslationOptions):
    fields = ("text", "noun_translation", "host", "attributed_to", "note")


@register(Series)
class SeriesTranslation(TranslationOptions):
    fields = ("title", "note")


@register(
    [
        UnitCitation,
        UnitHistoryCitation,
        MissionCitation,
        RotationCitation,
        ClaimCitation,
        SeriesCitation,
    ]
)
class CitationTranslation(TranslationOptions):
    fields = ("note",)
