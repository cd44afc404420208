"""Claims beside the numbers of a series: whether both can be true, by the rule for any two figures.

A number of a series is a strength at its month or day (docs/adr/0014).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Exists, OuterRef, Q

from records.answers import Answer, all_of
from records.models import PublicationState
from records.quantities import Comparator, Quantity
from records.statements import KeptStatement

from .comparing import Figure, can_both_be_true, relations
from .conflicts import read_figures, read_wholes
from .models import Claim, Nature, Series, SeriesComparison, SeriesContradiction
from .observations import Observation, some_in_words

Subject = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Met:
    """A number of a series that is of the time of a figure."""

    observation: Observation
    answer: Answer
    """Whether both can be true."""


def met(figure: Figure, series: Series, subject: Subject, wholes: Collection[int]) -> list[Met]:
    """What a series prints of the time of a figure, as far as anything follows from it."""
    if figure.subject != subject or figure.planned:
        return []
    printed = Figure(
        subject=subject,
        measure=series.measure_id,
        nature=Nature.MOMENT,
        quantity=Quantity(Comparator.EXACTLY, 0),
        counted=series.counted_id,
        wholes=frozenset(wholes),
    )
    moments = [moment for moment in figure.moments if moment]
    found = []
    for one in series.observations:
        if all(moment.overlap(one.when) is Answer.NO for moment in moments):
            continue
        number = Quantity(Comparator.EXACTLY, one.number)
        beside = replace(printed, quantity=number, period=one.when)
        if relations(figure, beside):
            found.append(Met(one, can_both_be_true(figure, beside)))
    return found


@dataclass(frozen=True)
class Beside:
    """A claim and a series that speak of the same at the same time."""

    claim: Claim
    series: Series
    met: list[Met]
    reason: str = ""
    """Why they do not contradict each other, if the editors say so."""

    @property
    def answer(self) -> Answer:
        """Whether both can be true, by the numbers alone."""
        return all_of(one.answer for one in self.met)

    @property
    def is_conflict(self) -> bool:
        return self.answer is Answer.NO and not self.reason

    @property
    def deciding(self) -> list[Observation]:
        """The numbers on which the answer rests."""
        return [one.observation for one in self.met if one.answer is self.answer]

    @property
    def deciding_in_words(self) -> str:
        return some_in_words(self.deciding)


Pair = tuple[int, int]
"""A claim and a series."""


# --- Found when claims or series change ---------------------------------------------------------


def find_series_against(claims: Collection[int], using: str) -> None:
    """Makes what series stand against these claims what the database says."""
    figures = dict(read_figures(claims, using))
    contradicting: set[Pair] = set()
    if figures:
        subjects = [figure.subject for figure in figures.values()]
        measures = {one for found in figures.values() for one in (found.measure, found.largest_of)}
        series = _about(Series, subjects, using).filter(measure__in=measures - {None})
        contradicting = _contradicting(figures, _read_series(series), using)
    _store(contradicting, using, claim=[*claims])


def find_claims_against(series: Collection[int], using: str) -> None:
    """Makes what claims stand against these series what the database says."""
    found = _read_series(_rows(Series, using).filter(pk__in=series))
    claims = _about(Claim, [subject for _one, subject in found], using).filter(rotation=None)
    measures = {one.measure_id for one, _subject in found}
    claims = claims.filter(Q(measure__in=measures) | Q(measure__largest_of__in=measures))
    figures = dict(read_figures(claims.values_list("pk", flat=True), using))
    _store(_contradicting(figures, found, using), using, series=[*series])


def numbers_against(pairs: Collection[Pair]) -> Iterator[tuple[int, int, list[Met]]]:
    """What of each series meets each claim, of pairs of a claim and a series."""
    figures = dict(read_figures([claim for claim, _series in pairs], DEFAULT_DB_ALIAS))
    rows = _rows(Series, DEFAULT_DB_ALIAS).filter(pk__in=[series for _claim, series in pairs])
    series = {one.pk: (one, subject) for one, subject in _read_series(rows)}
    wholes = read_wholes(DEFAULT_DB_ALIAS)
    for claim, number in pairs:
        if claim in figures and number in series:
            one, subject = series[number]
            parts = wholes.get(one.counted_id or 0, [])
            yield claim, number, met(figures[claim], one, subject, parts)


def _contradicting(
    figures: dict[int, Figure], series: Collection[tuple[Series, Subject]], using: str
) -> set[Pair]:
    if not (figures and series):
        return set()
    wholes = read_wholes(using)
    return {
        (claim, one.pk)
        for one, subject in series
        for claim, figure in figures.items()
        if any(
            found.answer is Answer.NO
            for found in met(figure, one, subject, wholes.get(one.counted_id or 0, []))
        )
    }


@KeptStatement
def _stored(
    using: str, **either: list[int]
) -> models.QuerySet[SeriesContradiction, SeriesContradiction]:
    about = {f"{name}__in": ids for name, ids in either.items()}
    return SeriesContradiction.objects.using(using).filter(**about)


@KeptStatement
def _excused(using: str, **either: list[int]) -> models.QuerySet[SeriesComparison, Pair]:
    about = {f"{name}__in": ids for name, ids in either.items()}
    rows = SeriesComparison.objects.using(using).filter(**about).order_by()
    return rows.values_list("claim_id", "series_id")


def _store(contradicting: set[Pair], using: str, **either: list[int]) -> None:
    wanted = contradicting - {*_excused(using, **either)} if contradicting else contradicting
    known = {(row.claim_id, row.series_id): row.pk for row in _stored(using, **either)}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    if gone:
        SeriesContradiction.objects.using(using).filter(pk__in=gone).delete()
    SeriesContradiction.objects.using(using).bulk_create(
        SeriesContradiction(claim_id=claim, series_id=series)
        for claim, series in sorted(wanted - known.keys())
    )


def _rows(model: type[Claim | Series], using: str) -> models.QuerySet[Any]:
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: models.QuerySet[Any] = models.QuerySet(model, using=using)
    return rows.exclude(state=PublicationState.WITHDRAWN).order_by()


def _about(
    model: type[Claim | Series], subjects: Iterable[Subject], using: str
) -> models.QuerySet[Any]:
    """Rows about any of what these subjects name; whether it is all the same is asked later."""
    numbers: dict[str, set[int]] = defaultdict(set)
    is_country = False
    for subject in subjects:
        is_country = is_country or not subject
        for kind, number in subject:
            numbers[kind].add(number)
    links: models.QuerySet[Any] = models.QuerySet(model.missions.through, using=using)
    near = str(model._meta.model_name)
    about = Q(pk__in=links.filter(mission__in=numbers["mission"]).values(near))
    about |= Q(unit__in=numbers["unit"])
    if is_country:
        about |= Q(~Exists(links.filter(**{near: OuterRef("pk")})), unit=None)
    return _rows(model, using).filter(about)


def _read_series(rows: models.QuerySet[Any]) -> list[tuple[Series, Subject]]:
    """With what each is about, drafts too."""
    found = list(rows)
    links: models.QuerySet[Any] = models.QuerySet(Series.missions.through, using=rows.db)
    missions: dict[int, list[int]] = defaultdict(list)
    for series, mission in links.filter(series__in=[one.pk for one in found]).values_list(
        "series_id", "mission_id"
    ):
        missions[series].append(mission)
    return [
        (one, frozenset([("unit", one.unit_id)] if one.unit_id else
                        [("mission", pk) for pk in missions[one.pk]]))
        for one in found
    ]  # fmt: skip
