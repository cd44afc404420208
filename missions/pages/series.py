from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from missions.models import Series
from missions.observations import Observation
from missions.series_beside import Beside
from missions.series_drawing import StepChart, draw_steps, months_missing
from records.audience import Audience
from records.models import Record
from records.prefetching import Link, attach_links
from sources.evidence import Evidence
from sources.fields import Fields, fields_of
from sources.linked_data import Data, quotations, thing
from sources.pages import ListPage, RecordPage
from sources.record_json import LICENCE, link_to

from .beside import beside, claims_about
from .claim import COUNTRY

SERIES_FIELDS = {"measure": _("Measure"), "counted": _("What is counted")}

JOINED = ("measure", "counted__part_of__part_of", "unit")


def about_series(series: Series) -> dict[str, Any]:
    """What a series is about, for its JSON: the country too."""
    subjects = list(map(link_to, series.subjects))
    return {"about": subjects or [{"label": str(COUNTRY), "address": None}]}


@dataclass(frozen=True)
class SeriesListPage(ListPage):
    joined = JOINED

    @classmethod
    def read(cls, rows: Sequence[Series], audience: Audience) -> Self:
        attach_links(Link(Series.missions, rows), audience=audience)
        return cls(evidence=Evidence(rows, audience))


@dataclass(frozen=True)
class SeriesPage(RecordPage):
    series: Series
    newest: Observation
    chart: StepChart
    years: list[tuple[int, list[Observation]]]
    """The newest first."""
    prints_women: bool
    months_missing: int
    beside: list[Beside]
    """Claims about the same, of a time of which it prints a number."""
    fields: Fields

    joined = JOINED

    @property
    def record(self) -> Series:
        return self.series

    @property
    def title(self) -> str:
        return self.series.finding

    def more_of(self, record: Record) -> dict[str, Any]:
        return about_series(record) if isinstance(record, Series) else {}

    def linked_data(self, site: str) -> Data:
        series = self.series
        address = series.get_absolute_url()
        first, newest = series.observations.first, series.observations.newest
        return {
            "@type": "Dataset",
            "name": series.title,
            "description": series.finding,
            "url": site + address,
            "license": LICENCE["address"],
            "isAccessibleForFree": True,
            "temporalCoverage": f"{first.when.earliest}/{newest.when.latest}",
            "variableMeasured": str(series.counted or series.measure),
            "about": [thing("Thing", subject, site) for subject in series.subjects]
            or {"@type": "Country", "name": COUNTRY},
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": f"{site}{address.rstrip('/')}.csv",
            },
            "subjectOf": quotations(self.evidence.of(series), site),
        }

    @classmethod
    def read(cls, record: Series, audience: Audience) -> Self:
        attach_links(Link(Series.missions, [record]), audience=audience)
        claims = claims_about(record, audience)
        evidence = Evidence([record, *claims], audience)
        observations = record.observations
        return cls(
            series=record,
            newest=observations.newest,
            chart=draw_steps(observations),
            years=observations.by_year,
            prints_women=any(one.women is not None for one in observations),
            months_missing=months_missing(observations),
            beside=beside(claims, [record], evidence, audience),
            fields=fields_of(record, SERIES_FIELDS, evidence),
            evidence=evidence,
        )
