"""Figures of one measure on a page: what the sentence above them says."""

import pytest

from missions.figures import FigureGroup, by_measure
from missions.models import Claim, Measure, Mission, Nature
from missions.pages.claim import links_of, with_subjects
from records.answers import Answer
from records.audience import Audience
from records.prefetching import attach_links
from sources.evidence import Evidence
from tests.factories import (
    CountedFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    PassageFactory,
    cite,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    created: Mission = MissionFactory.create()
    return created


def figure(mission: Mission, text: str, period: str = "", **values: object) -> Claim:
    """Such as "> 270"."""
    comparator, number = text.split()
    claim: Claim = FigureFactory.create(
        mission=mission, comparator=comparator, value=int(number), period=period, **values
    )
    return claim


def group() -> FigureGroup:
    claims = list(with_subjects(Claim.objects.all(), Audience.PUBLIC).in_reading_order())
    attach_links(*links_of(claims), audience=Audience.PUBLIC)
    (found,) = by_measure(claims, Evidence(claims, Audience.PUBLIC))
    return found


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["> 270", "= 290", "≈ 300"], Answer.YES),
        (["= 290", "≈ 200"], Answer.CANNOT_TELL),
        (["> 270", "= 290", "= 270"], Answer.NO),
    ],
)
def test_the_sentence_gives_one_of_three_answers(
    mission: Mission, texts: list[str], answer: Answer
) -> None:
    for text in texts:
        figure(mission, text)
    assert group().answer is answer


def test_only_those_that_contradict_are_counted(mission: Mission) -> None:
    for text in ("= 290", "> 300", "> 200"):
        figure(mission, text)
    assert [claim.value for claim in group().contradicting] == [290, 300]


def test_the_page_and_the_database_compare_by_the_same_things(mission: Mission) -> None:
    """Sources' dates and what things are part of are read in two ways."""
    strength = MeasureFactory.create(slug="strength", name="Strength", nature=Nature.MOMENT)
    troops = CountedFactory.create()
    women = CountedFactory.create(part_of=troops)
    for value, counted, day in ((5, troops, "2021-03-31"), (9, women, "2021-03-31"),
                                (7, women, "2022-03-31")):  # fmt: skip
        claim = figure(mission, f"= {value}", measure=strength, counted=counted, as_of_source=True)
        cite(claim, passage=PassageFactory.create(source__published=day))
    found = group()

    assert found.answer is Answer.NO
    assert sorted(claim.value or 0 for claim in found.contradicting) == [5, 9]
    for claim in found.contradicting:
        claim.is_contested = False  # type: ignore[attr-defined] # as marked
    assert found.__class__(found.measure, found.claims, found.evidence).answer is Answer.NO


def test_of_very_many_figures_no_answer_is_given(mission: Mission) -> None:
    FigureFactory.create_batch(41, mission=mission)
    assert group().answer is None
    assert group().measure == Measure.objects.get()
