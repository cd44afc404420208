"""Figures held against each other: the same answer from a page's rows and from the database."""

from itertools import combinations

import pytest

from missions.conflicts import conflicting, in_conflict
from missions.figures import by_measure
from missions.models import Claim, Mission
from tests.factories import (
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    RotationFactory,
    UnitFactory,
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


def cannot_both_be_true(one: Claim, other: Claim) -> bool:
    """What both definitions say."""
    in_python = in_conflict(one, other)
    assert in_conflict(other, one) is in_python
    in_sql = conflicting(Claim.objects.filter(pk__in=[one.pk, other.pk])).exists()
    assert in_sql is in_python
    return in_python


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("> 270", "= 290", False),
        ("> 270", "= 271", False),
        ("> 270", "= 270", True),
        ("> 270", "≤ 270", True),
        ("> 270", "< 272", False),
        ("> 270", "> 4000", False),
        ("≥ 270", "= 270", False),
        ("< 270", "= 270", True),
        ("= 290", "= 300", True),
        ("≈ 300", "= 290", False),
        ("< 1", "= 0", False),
    ],
)
def test_figures_are_in_conflict_where_no_number_fits_both(
    mission: Mission, one: str, other: str, conflict: bool
) -> None:
    assert cannot_both_be_true(figure(mission, one), figure(mission, other)) is conflict


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("2003", "2004", False),
        ("2003/2008", "2008", True),
        ("2003", "", True),
        ("2003-05", "2003", True),
        ("../2008", "2009/..", False),
        ("2009/..", "../2009", True),
        ("2003/", "2018", True),
        ("XXXX-05-29", "2003", True),
    ],
)
def test_figures_of_surely_different_times_are_not_in_conflict(
    mission: Mission, one: str, other: str, conflict: bool
) -> None:
    pair = figure(mission, "= 100", one), figure(mission, "= 200", other)

    assert cannot_both_be_true(*pair) is conflict


def test_only_figures_of_one_subject_are_in_conflict(mission: Mission) -> None:
    rotation = RotationFactory.create(mission=mission)
    subjects = [
        {"mission": mission},
        {"mission": MissionFactory.create()},
        {"rotation": rotation},
        {"unit": UnitFactory.create()},
        {},
    ]
    low = [FigureFactory.create(value=100, **subject) for subject in subjects]
    high = [FigureFactory.create(value=200, **subject) for subject in subjects]

    for one, other in combinations([*low, *high], 2):
        of_one_subject = low.index(one) == high.index(other) if one in low and other in high else 0
        assert cannot_both_be_true(one, other) is bool(of_one_subject)


def test_figures_of_two_measures_are_not_in_conflict(mission: Mission) -> None:
    strength = MeasureFactory.create(slug="strength")

    assert not cannot_both_be_true(
        figure(mission, "= 100"), figure(mission, "= 200", measure=strength)
    )


def test_a_joint_figure_is_in_conflict_with_none_of_one_mission_alone(mission: Mission) -> None:
    joint = figure(mission, "> 1000")
    joint.stated_jointly_with.add(MissionFactory.create())

    assert not cannot_both_be_true(joint, figure(mission, "= 270"))


def test_figures_that_fit_two_by_two_can_all_be_true(mission: Mission) -> None:
    claims = [figure(mission, text) for text in ("> 270", "≥ 280", "< 300", "≈ 1000")]
    (group,) = by_measure(claims)

    assert not group.has_conflict
    assert not conflicting(Claim.objects.all()).exists()


def test_one_figure_that_fits_no_other_keeps_the_group_from_being_true(mission: Mission) -> None:
    claims = [figure(mission, text) for text in ("> 270", "= 290", "= 270")]
    (group,) = by_measure(claims)

    assert group.has_conflict
