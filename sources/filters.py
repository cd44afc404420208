from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from records.filters import Facet, RecordFilterSet, SortFilter, Stated, WordsFilter

from .models import Source
from .models.source import language_choices


class SourceFilter(RecordFilterSet):
    q = WordsFilter(label=_("Words"), by="found_by")
    language = Facet(label=_("Language"))
    published = Stated(label=_("Date"))
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"title": "title", "published_earliest": "date"},
        field_labels={"title": _("title"), "published_earliest": _("date")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offers the languages that there are sources in, since each costs a count."""
        super().__init__(*args, **kwargs)
        facet = self.filters["language"]
        assert isinstance(facet, Facet)
        languages: QuerySet[Any] = Source.objects.published().order_by()
        offered = {*languages.values_list("language", flat=True).distinct()}
        offered.add((self.data or {}).get("language", ""))
        facet.known_choices = [one for one in language_choices() if one[0] in offered]
        facet.extra["choices"] = facet.all_choices()
