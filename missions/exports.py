"""What the files of the lists of missions, rotations, claims and units say."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Self

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from records.answers import Answer
from records.audience import Audience
from records.prefetching import Link, attach_links, linked
from sources.evidence import Evidence, Note
from sources.exports.as_csv import BYTE_ORDER_MARK
from sources.exports.columns import (
    Cell,
    Columns,
    called,
    in_one_cell,
    linked_rows,
    of_part,
    partial_date,
    quantity,
    value,
)
from sources.exports.listing import Listing
from sources.record_json import link_to

from .conflicts import opponents
from .models import Claim, HistoryKind, Mission, Series, Unit, UnitHistory
from .models.claim import ClaimQuerySet
from .observations import Observations
from .pages import SeriesPage
from .pages.claim import about, links_of, with_subjects
from .pages.series import JOINED, about_series

OBSERVATION_COLUMNS = (
    "when", "earliest", "latest", "number", "women", "series", "sources", "quotation_addresses",
)  # fmt: skip


@dataclass(frozen=True)
class ClaimListing(Listing):
    columns = (
        value("kind"),
        value("text"),
        linked_rows("missions", "mission_slugs"),
        linked_rows("rotation", "rotation_slug"),
        linked_rows("unit", "unit_slug"),
        linked_rows("measure", "measure_slug"),
        linked_rows("counted", "counted_slug"),
        quantity(),
        value("noun_translation"),
        value("host"),
        value("planned"),
        value("as_of_source"),
        partial_date("period"),
        value("period_words"),
        value("attributed_to"),
        value("open_ended"),
        of_part(("contradicted_by_slugs",), "contradicted_by", lambda claims: called(claims)[1:]),
        value("note"),
    )

    opponents: Mapping[int, Sequence[Claim | Series]]

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> ClaimQuerySet:
        return with_subjects(rows, audience)

    @classmethod
    def read(cls, rows: Sequence[Claim], audience: Audience) -> Self:
        attach_links(*links_of(rows), audience=audience)
        return cls(
            records=rows, opponents=opponents(rows, audience), evidence=Evidence(rows, audience)
        )

    def conflicts_of(self, record: Any) -> list[Claim | Series]:
        return list(self.opponents.get(record.pk, []))

    def more_of(self, record: Any) -> dict[str, Any]:
        return about(record)


def figure_in_words(claim: Claim) -> str:
    """With the moment of which it is true, and with whom it is shared."""
    words = claim.figure_in_words
    return f"{words}, {claim.about}" if claim.is_joint else words


def _figures(claims: Sequence[Claim]) -> list[Cell]:
    figures = [claim for claim in claims if claim.quantity]
    contested = [claim for claim in figures if claim.is_contested]  # type: ignore[attr-defined] # marked
    return [
        in_one_cell(map(figure_in_words, figures)),
        called(figures)[1],
        called(contested)[1],
    ]


@dataclass(frozen=True)
class MissionListing(Listing):
    """Each mission with all its figures."""

    figures: Mapping[int, Sequence[Claim]]

    joined = ("mandated_by", "photo__source")

    columns = (
        value("name"),
        value("official_name"),
        value("acronym"),
        linked_rows("mandated_by", "mandated_by_slug"),
        value("place"),
        value("country"),
        partial_date("period"),
        linked_rows("units", "unit_slugs"),
        of_part(("figures", "figure_slugs", "contested_figure_slugs"), "claims", _figures),
        Columns(("answer",), lambda row: [getattr(row.record, "answer", None)], "answer"),
        value("identified_as"),
        value("latitude"),
        value("longitude"),
        value("note"),
    )

    @classmethod
    def read(cls, rows: Sequence[Mission], audience: Audience) -> Self:
        claims = Claim.objects.visible_to(audience).about(*rows).filter(value__isnull=False)
        figures = list(with_subjects(claims, audience).in_reading_order())
        attach_links(Link(Mission.units, rows), *links_of(figures), audience=audience)
        by_mission: dict[int, list[Claim]] = defaultdict(list)
        for figure in figures:
            for mission in linked(figure, "missions"):
                by_mission[mission.pk].append(figure)
        return cls(records=rows, figures=by_mission, evidence=Evidence([*rows, *figures], audience))

    def parts_of(self, record: Any) -> Mapping[str, Sequence[Claim]]:
        return {"claims": self.figures.get(record.pk, [])} if record.pk in self.figures else {}

    def missing_parts_of(self, record: Any) -> dict[str, Any]:
        return {} if self.figures.get(record.pk) else {"claims": _("Figures")}

    def more_of(self, record: Any) -> dict[str, Any]:
        if isinstance(record, Claim):
            return about(record)
        answer = getattr(record, "answer", "")
        return {"answer": {"words": str(Answer(answer).label), "value": answer}} if answer else {}


@dataclass(frozen=True)
class RotationListing(Listing):
    joined = ("mission",)

    columns = (
        linked_rows("mission", "mission_slug"),
        value("number"),
        partial_date("period"),
        quantity(),
    )


@dataclass(frozen=True)
class SeriesListing(Listing):
    joined = JOINED

    columns = (
        value("title"),
        linked_rows("missions", "mission_slugs"),
        linked_rows("unit", "unit_slug"),
        linked_rows("measure", "measure_slug"),
        linked_rows("counted", "counted_slug"),
        Columns(
            ("count", "first", "newest", "newest_number", "newest_women"),
            lambda row: _ends(row.record.observations),
            "observations",
        ),
        value("note"),
    )

    @classmethod
    def read(cls, rows: Sequence[Series], audience: Audience) -> Self:
        attach_links(Link(Series.missions, rows), audience=audience)
        return cls(records=rows, evidence=Evidence(rows, audience))

    def more_of(self, record: Any) -> dict[str, Any]:
        return about_series(record)


def _ends(observations: Observations) -> list[Cell]:
    newest = observations.newest
    return [
        len(observations),
        str(observations.first.when),
        str(newest.when),
        newest.number,
        newest.women,
    ]


def observations_as_csv(page: SeriesPage, site: str) -> str:
    """The numbers of one series, a row for each, and what they rest on."""
    passages = {note.passage.pk: note.passage for note in page.evidence.of(page.series)}
    same = (
        page.series.slug,
        in_one_cell(dict.fromkeys(passage.source.slug for passage in passages.values())),
        in_one_cell(site + passage.get_absolute_url() for passage in passages.values()),
    )
    lines = StringIO()
    rows = csv.writer(lines)
    rows.writerow(OBSERVATION_COLUMNS)
    rows.writerows(
        (one.when, one.when.earliest, one.when.latest, one.number, one.women, *same)
        for one in page.series.observations
    )
    return BYTE_ORDER_MARK + lines.getvalue()


def _history(history: Sequence[UnitHistory]) -> list[Cell]:
    others = {kind: [one.other for one in history if one.kind == kind] for kind in HistoryKind}
    return [
        in_one_cell(one.name for one in history if one.name),
        *called(others[HistoryKind.PART_OF]),
        *called(others[HistoryKind.SUCCEEDED_BY]),
    ]


@dataclass(frozen=True)
class UnitListing(Listing):
    columns = (
        value("name"),
        value("also_known_as"),
        partial_date("established"),
        value("founding_instrument"),
        Columns(
            ("missions", "mission_slugs"),
            lambda row: called(row.record.missions.all()),
            "missions",
        ),
        of_part(
            (
                "former_names", "larger_units", "larger_unit_slugs", "successors",
                "successor_slugs",
            ),
            "history",
            _history,
        ),
        value("note"),
    )  # fmt: skip

    @classmethod
    def prepared(cls, rows: Any, audience: Audience) -> QuerySet[Unit]:
        history = UnitHistory.objects.naming_visible_units(audience).select_related("unit", "other")
        missions: QuerySet[Mission] = Mission.objects.visible_to(audience)
        units: QuerySet[Unit] = super().prepared(rows, audience)
        return units.prefetch_related(
            Prefetch("missions", missions), Prefetch("history", history.in_reading_order())
        )

    @classmethod
    def read(cls, rows: Sequence[Unit], audience: Audience) -> Self:
        missions = {mission for unit in rows for mission in unit.missions.all()}
        history = [one for unit in rows for one in unit.history.all()]
        return cls(records=rows, evidence=Evidence([*rows, *missions, *history], audience))

    def parts_of(self, record: Any) -> Mapping[str, Sequence[UnitHistory]]:
        return {"history": list(record.history.all())} if isinstance(record, Unit) else {}

    def missing_parts_of(self, record: Any) -> dict[str, Any]:
        labels = {"missions": _("Missions"), "history": _("Its history")}
        return {name: label for name, label in labels.items() if not getattr(record, name).all()}

    def more_of(self, record: Any) -> dict[str, Any]:
        if not isinstance(record, Unit):
            return {}
        return {"missions": list(map(link_to, record.missions.all()))}

    def notes_of(self, record: Any) -> list[Note]:
        missions = record.missions.all()
        tied = [note for one in missions for note in self.evidence.of(one, "units")]
        return [*super().notes_of(record), *tied]
