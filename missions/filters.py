from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalogue.filters import (
    AnswerFilter,
    Facet,
    RecordFilterSet,
    SortFilter,
    Stated,
    WordsFilter,
)
from sources.models import Source

from .models import ClaimKind, Counted, Measure, Mission, Organisation, Unit


class MissionFilter(RecordFilterSet):
    mandate = Facet(label=_("Mandated by"), rows=Organisation.objects.all, not_stated=True)
    unit = Facet(label=_("Unit"), rows=Unit.objects.published, not_stated=True)
    people = AnswerFilter(
        label=_("At least this many people took part"), by="people_at_least", min_value=1,
        max_value=10**12,
    )  # fmt: skip
    source = Facet(label=_("Source"), rows=Source.objects.published)
    sort = SortFilter(orders={"name": _("name"), "start": _("start")})


class SeriesFilter(RecordFilterSet):
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, not_stated=True,
        not_stated_label=_("about no mission"),
    )  # fmt: skip
    measure = Facet(label=_("Figure"), rows=Measure.objects.all)
    counted = Facet(label=_("What is counted"), rows=Counted.objects.all)
    source = Facet(label=_("Source"), rows=Source.objects.published)
    sort = SortFilter(orders={"title": _("title"), "newest": _("newest number")})


class UnitFilter(RecordFilterSet):
    mission = Facet(label=_("Mission"), rows=Mission.objects.published, not_stated=True)
    source = Facet(label=_("Source"), rows=Source.objects.published)
    sort = SortFilter(orders={"name": _("name"), "start": _("established")})


class RotationFilter(RecordFilterSet):
    mission = Facet(label=_("Mission"), rows=Mission.objects.published)
    period = Stated(label=_("Period"))
    source = Facet(label=_("Source"), rows=Source.objects.published)
    sort = SortFilter(orders={"mission": _("mission"), "number": _("number"), "start": _("start")})


class ClaimFilter(RecordFilterSet):
    q = WordsFilter(label=_("Words"))
    kind = Facet(label=_("Kind"), choices=ClaimKind.choices)
    mission = Facet(
        label=_("Mission"), rows=Mission.objects.published, not_stated=True,
        not_stated_label=_("about no mission"),
    )  # fmt: skip
    unit = Facet(label=_("Unit"), rows=Unit.objects.published)
    measure = Facet(label=_("Figure"), rows=Measure.objects.all)
    period = Stated(label=_("Period"))
    source = Facet(label=_("Source"), rows=Source.objects.published)
