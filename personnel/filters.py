from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalogue.filters import Facet, RecordFilterSet, SortFilter, WordsFilter
from missions.models import Mission
from sources.models import Source

from .models import Gender, Rank, Role


class PersonFilter(RecordFilterSet):
    q = WordsFilter(label=_("Name"))
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, not_stated=True,
        not_stated_label=_("mission not stated individually"),
    )  # fmt: skip
    jointly = Facet(label=_("Named jointly with others for"), rows=Mission.objects.published)
    role = Facet(
        label=_("Role"), rows=Role.objects.all, not_stated=True,
        not_stated_label=_("role not stated individually"),
    )  # fmt: skip
    rank = Facet(label=_("Rank"), rows=Rank.objects.all, not_stated=True)
    gender = Facet(label=_("Gender"), choices=Gender.choices, not_stated=True)
    source = Facet(label=_("Source"), rows=Source.objects.published)
    sort = SortFilter(orders={"name": _("name"), "last-word": _("last word of the name")})
