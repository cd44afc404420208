from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from missions.models import Mission
from records.filters import Facet, RecordFilterSet, SortFilter, WordsFilter

from .models import Gender, Rank, Role


class PersonFilter(RecordFilterSet):
    q = WordsFilter(label=_("Name"), by="found_by")
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, by="served_in",
        not_stated="mission_not_stated",
        not_stated_label=_("mission not stated individually"),
    )  # fmt: skip
    jointly = Facet(
        label=_("Named jointly with others for"), rows=Mission.objects.published,
        by="named_jointly_for",
    )  # fmt: skip
    role = Facet(
        label=_("Role"), rows=Role.objects.all, by="in_role", not_stated="role_not_stated",
        not_stated_label=_("role not stated individually"),
    )  # fmt: skip
    rank = Facet(
        label=_("Rank"), rows=Rank.objects.all, by="holding_rank", not_stated="rank_not_stated"
    )
    gender = Facet(label=_("Gender"), choices=Gender.choices, not_stated=True)
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"display_name": "name"}, field_labels={"display_name": _("name")},
    )  # fmt: skip
