"""What of the sources app people read in three languages, and what keeps its history."""

from modeltranslation.translator import TranslationOptions, register

from records.history import track

from .models import Passage, Photo, PhotoCitation, Source, SourceCitation


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("shows", "alternative_text", "rights")


@register([SourceCitation, PhotoCitation])
class CitationTranslation(TranslationOptions):
    fields = ("note",)


for model in (Source, Passage, Photo, SourceCitation, PhotoCitation):
    track(model)
