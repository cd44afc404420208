"""What of the sources app people read in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import Passage, Photo, PhotoCitation, Source, SourceCitation


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("published_known_from", "note")


@register(Passage)
class PassageTranslation(TranslationOptions):
    fields = ("translation", "translated_by")
    # A translation into another language is none for this reader.
    fallback_languages = {"default": ()}


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("shows", "alternative_text", "rights")


@register([SourceCitation, PhotoCitation])
class CitationTranslation(TranslationOptions):
    fields = ("note",)
