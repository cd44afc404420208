from __future__ import annotations

from django.conf import global_settings
from django.utils.translation import gettext_lazy as _

from records.filters import Facet, RecordFilterSet, SortFilter, WordsFilter

from .models import Source

# Choices without rows are not shown, but each costs a count: the languages the register expects.
LANGUAGES = [
    (code, name)
    for code, name in global_settings.LANGUAGES
    if code in {"ar", "de", "en", "fr", "kk", "ru", "tr"}
]


class SourceFilter(RecordFilterSet):
    q = WordsFilter(label=_("Words"), by="found_by")
    language = Facet(label=_("Language"), choices=LANGUAGES, by="in_language")
    published = Facet(
        label=_("Date"), choices=[("stated", _("stated"))], by="dated", not_stated="undated"
    )
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"title": "title", "published_earliest": "date"},
        field_labels={"title": _("title"), "published_earliest": _("date")},
    )  # fmt: skip

    class Meta:
        model = Source
        fields: tuple[str, ...] = ()
