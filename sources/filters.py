from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalogue.filters import Facet, RecordFilterSet, SortFilter, Stated, WordsFilter

from .models import SourceKind
from .models.source import language_choices


class SourceFilter(RecordFilterSet):
    q = WordsFilter(label=_("Words"))
    kind = Facet(label=_("Kind"), choices=SourceKind.choices)
    language = Facet(label=_("Language"), choices=language_choices())
    published = Stated(label=_("Date"))
    sort = SortFilter(orders={"title": _("title"), "date": _("date")})
