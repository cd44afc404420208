from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from records.filters import Facet, RecordFilterSet, SortFilter, WholeNumberFilter, WordsFilter

from .models import Claim, ClaimKind, Measure, Mission, Organisation, Rotation, Unit

STATED = [("stated", _("stated"))]


class MissionFilter(RecordFilterSet):
    mandate = Facet(
        label=_("Mandated by"), rows=Organisation.objects.all, by="mandated_by",
        not_stated="mandate_not_stated",
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

    class Meta:
        model = Mission
        fields: tuple[str, ...] = ()


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

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()


class RotationFilter(RecordFilterSet):
    mission = Facet(label=_("Mission"), rows=Mission.objects.published, by="of_mission")
    period = Facet(label=_("Period"), choices=STATED, by="dated", not_stated="period_not_stated")
    sort = SortFilter(
        label=_("Sort by"), empty_label=None,
        fields={"mission__name": "mission", "number": "number", "period_earliest": "start"},
        field_labels={
            "mission__name": _("mission"), "number": _("number"), "period_earliest": _("start"),
        },
    )  # fmt: skip

    class Meta:
        model = Rotation
        fields: tuple[str, ...] = ()


class ClaimFilter(RecordFilterSet):
    q = WordsFilter(label=_("Words"), by="found_by")
    kind = Facet(label=_("Kind"), choices=ClaimKind.choices, by="of_kind")
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, by="of_mission",
        not_stated="about_no_mission", not_stated_label=_("about no mission"),
    )  # fmt: skip
    measure = Facet(label=_("Figure"), rows=Measure.objects.all, by="with_measure")
    period = Facet(label=_("Period"), choices=STATED, by="dated", not_stated="period_not_stated")

    class Meta:
        model = Claim
        fields: tuple[str, ...] = ()
