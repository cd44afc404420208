"""Bars that are no more exact than their figures."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation

from kazbat.charts.drawing import Bar, Chart, draw_figures, round_numbers
from kazbat.drawing import Row
from missions.bounds import Shape
from missions.models import Claim
from missions.pages.claim import with_subjects
from records.audience import Audience
from records.quantities import Comparator
from tests.factories import (
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    RotationFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def bars(*figures: tuple[str, int], **values: Any) -> list[Bar]:
    mission = MissionFactory.create()
    claims = [
        FigureFactory.create(mission=mission, comparator=comparator, value=value, **values)
        for comparator, value in figures
    ]
    (chart,) = draw(*claims)
    (subject,) = chart.subjects
    return subject.bars


def drawn(claims: Iterable[Claim]) -> list[Chart]:
    """All figures that there are of their measures."""
    claims = list(claims)
    return draw_figures(claims, Counter(claim.measure_id or 0 for claim in claims))


def draw(*figures: Any) -> list[Chart]:
    """As the page reads them."""
    claims = Claim.objects.filter(pk__in=[figure.pk for figure in figures])
    return drawn(with_subjects(claims, Audience.PUBLIC))


def disputed(chart: Chart) -> list[str]:
    return [subject.name for subject in chart.subjects if subject.contested]


def in_letters(label: list[tuple[int, str]]) -> list[str]:
    return [line for _y, line in label]


def percent(text: str) -> float:
    return float(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("comparator", "shape"),
    [
        (Comparator.EXACTLY, Shape.EXACT),
        (Comparator.MORE_THAN, Shape.ONWARDS),
        (Comparator.AT_LEAST, Shape.ONWARDS),
        (Comparator.FEWER_THAN, Shape.DOWNWARDS),
        (Comparator.AT_MOST, Shape.DOWNWARDS),
        (Comparator.ABOUT, Shape.ABOUT),
    ],
)
def test_shape_says_how_exact_the_number_is(comparator: str, shape: Shape) -> None:
    (bar,) = bars((comparator, 270))
    assert bar.shape is shape


def test_lengths_are_as_the_numbers() -> None:
    half, whole = bars(("=", 250), ("=", 500))
    assert percent(half.width) * 2 == pytest.approx(percent(whole.width), abs=0.02)


def test_greatest_number_leaves_room_for_a_bar_that_goes_on() -> None:
    (bar,) = bars((">", 500))
    assert percent(bar.width) + percent(bar.fade_width) == pytest.approx(100, abs=0.02)
    assert percent(bar.arrow_x) <= 100


def test_nought_can_still_be_seen() -> None:
    none, some = bars(("=", 0), ("=", 10))
    assert 0 < percent(none.width) < percent(some.width)


def test_chart_of_nothing_but_nought_can_be_drawn() -> None:
    (bar,) = bars(("=", 0))
    assert percent(bar.width) < 5


def test_each_measure_has_its_own_chart() -> None:
    people = FigureFactory.create()
    shells = FigureFactory.create(measure=MeasureFactory.create(slug="shells", name="Shells"))
    charts = draw(people, shells)
    assert [chart.claims for chart in charts] == [[people], [shells]]


def test_figures_of_one_subject_stand_side_by_side() -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    order = [lebanon, iraq, lebanon, iraq]
    (chart,) = draw(*[FigureFactory.create(mission=mission) for mission in order])
    assert [(subject.name, len(subject.bars)) for subject in chart.subjects] == [
        ("Iraq", 2), ("Lebanon", 2),
    ]  # fmt: skip
    assert chart.claims == [bar.claim for subject in chart.subjects for bar in subject.bars]


def test_rows_of_a_chart_stand_below_one_another() -> None:
    missions = [*MissionFactory.create_batch(2), MissionFactory.create(name="Very long " * 9)]
    (chart,) = drawn(
        [FigureFactory.create(mission=mission) for mission in missions for _twice in range(2)]
    )
    rows: list[Row] = []
    for subject in chart.subjects:
        rows += [subject, *subject.bars]
    assert [one.bottom for one in rows[:-1]] == [other.top for other in rows[1:]]
    assert rows[-1].bottom < chart.axis < chart.tick_baseline < chart.height


def test_figure_of_no_subject_is_the_country_s() -> None:
    (chart,) = draw(FigureFactory.create())
    assert [subject.name for subject in chart.subjects] == ["Kazakhstan"]


def test_subject_whose_figures_cannot_all_be_true_is_named() -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    (chart,) = draw(
        FigureFactory.create(mission=iraq, value=270),
        FigureFactory.create(mission=iraq, value=290),
        FigureFactory.create(mission=lebanon, comparator=">", value=270),
        FigureFactory.create(mission=lebanon, value=290),
    )
    assert disputed(chart) == ["Iraq"]


def test_figures_of_different_times_are_no_dispute() -> None:
    iraq = MissionFactory.create(name="Iraq")
    (chart,) = draw(
        FigureFactory.create(mission=iraq, value=270, period="2003"),
        FigureFactory.create(mission=iraq, value=290, period="2004"),
    )
    assert disputed(chart) == []


def test_joint_figure_disputes_none_of_one_mission_alone() -> None:
    iraq = MissionFactory.create(name="Iraq")
    joint = FigureFactory.create(mission=iraq, value=900)
    joint.missions.add(MissionFactory.create())
    (chart,) = draw(joint, FigureFactory.create(mission=iraq, value=290))
    assert disputed(chart) == []


def test_two_subjects_of_one_name_are_not_held_against_each_other() -> None:
    (chart,) = draw(
        FigureFactory.create(mission=MissionFactory.create(name="Same"), value=270),
        FigureFactory.create(mission=MissionFactory.create(name="Same"), value=290),
        FigureFactory.create(unit=UnitFactory.create(name="Same"), value=300),
    )
    assert disputed(chart) == []


def test_mission_is_called_by_its_acronym_where_there_is_one() -> None:
    unifil = MissionFactory.create(name="UN Interim Force in Lebanon", acronym="UNIFIL")
    rotation = RotationFactory.create(mission=unifil, number=4)
    (chart,) = drawn(
        [FigureFactory.create(mission=unifil), FigureFactory.create(rotation=rotation)]
    )
    assert [in_letters(one.short_label) for one in chart.subjects] == [
        ["UNIFIL"], ["Rotation 4, UNIFIL"],
    ]  # fmt: skip


def test_name_that_is_long_for_a_phone_takes_two_lines_there_and_is_not_cut() -> None:
    name = "The peacekeeping battalion of the Armed Forces of the Republic"
    figure = FigureFactory.create(unit=UnitFactory.create(name=name))
    (chart,) = drawn([figure])
    (subject,) = chart.subjects
    assert len(subject.short_label) == 2
    assert " ".join(in_letters(subject.short_label)) == name
    assert in_letters(subject.long_label) == [name]
    assert subject.long_label[-1][0] == subject.short_label[-1][0]


def test_name_too_long_for_two_lines_of_a_phone_is_cut() -> None:
    figure = FigureFactory.create(unit=UnitFactory.create(name="A " + "very " * 30 + "long name"))
    (chart,) = drawn([figure])
    (subject,) = chart.subjects
    assert all(len(line) < 280 / 7.6 for line in in_letters(subject.short_label))
    assert in_letters(subject.short_label)[-1].endswith("…")
    assert " ".join(in_letters(subject.long_label)) == subject.name


@pytest.mark.parametrize("greatest", [0, 1, 3, 7, 10, 99, 270, 500, 4_500_000, 10**18])
def test_axis_has_few_round_numbers_from_nought_to_the_greatest(greatest: int) -> None:
    numbers = round_numbers(greatest)
    assert numbers[0] == 0
    assert numbers[-1] <= greatest
    assert all(re.fullmatch("[125]0*", str(b - a)) for a, b in pairwise(numbers))
    assert len(numbers) <= 12
    assert greatest == 0 or len(numbers) > 1


def test_numbers_of_the_axis_are_written_as_the_language_does() -> None:
    figure = FigureFactory.create(value=4_500_000)
    with translation.override("ru"):
        (chart,) = drawn([figure])
    assert chart.ticks[-1].label == "4\xa0000\xa0000"
    (chart,) = drawn([figure])
    assert chart.ticks[-1].label == "4,000,000"
