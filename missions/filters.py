from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from records.filters import (
    Facet,
    RecordFilterSet,
    SortFilter,
    Stated,
    WholeNumberFilter,
    WordsFilter,
)

from .models import ClaimKind, Measure, Mission, Organisation, Unit


class MissionFilter(RecordFilterSet):
    mandate = Facet(
        label=_("Mandated by"), rows=Organisation.objects.all, field_name="mandated_by__slug",
        not_stated=True,
    )  # fmt: skip
    unit = Facet(
        label=_("Unit"), rows=Unit.objects.published, by="of_unit", not_stated="unit_not_stated"
    )
    people = WholeNumberFilter(
        label=_("At least this many people took part"), by="people_at_least", min_value=1,
        max_value=10**12,
    )  # fmt: skip
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"name": "name", "period_earliest": "start"},
        field_labels={"name": _("name"), "period_earliest": _("start")},
    )  # fmt: skip


class UnitFilter(RecordFilterSet):
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, by="of_mission",
        not_stated="mission_not_stated",
    )  # fmt: skip
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"name": "name", "established_earliest": "established"},
        field_labels={"name": _("name"), "established_earliest": _("established")},
    )  # fmt: skip


class RotationFilter(RecordFilterSet):
    mission = Facet(label=_("Mission"), rows=Mission.objects.published, field_name="mission__slug")
    period = Stated(label=_("Period"))
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"mission__name": "mission", "number": "number", "period_earliest": "start"},
        field_labels={
            "mission__name": _("mission"), "number": _("number"), "period_earliest": _("start"),
        },
    )  # fmt: skip


class ClaimFilter(RecordFilterSet):
    q = WordsFilter(label=_("Words"), by="found_by")
    kind = Facet(label=_("Kind"), choices=ClaimKind.choices)
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, by="of_mission",
        not_stated="about_no_mission", not_stated_label=_("about no mission"),
    )  # fmt: skip
    measure = Facet(label=_("Figure"), rows=Measure.objects.all, field_name="measure__slug")
    period = Stated(label=_("Period"))
