"""A contested claim says so wherever it stands."""

from typing import Any

import pytest
from django.test import Client

from missions.conflicts import mark_contested
from missions.models import Claim, Contradiction, Mission, Verdict
from records.audience import Audience
from tests.factories import (
    ClaimFactory,
    ComparisonFactory,
    CountedFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    RotationFactory,
    UnitFactory,
    cite,
    set_against,
)
from tests.reading import conflict_marks, main_part, read, words

pytestmark = pytest.mark.django_db


def contested(audience: Audience = Audience.PUBLIC) -> list[str]:
    """The claims that are marked as contested, by their slugs, each as often as it is found."""
    claims = mark_contested(Claim.objects.all(), audience)
    return sorted(claim.slug for claim in claims if claim.is_contested)  # type: ignore[attr-defined]


# --- Which claims are contested ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        (("=", 290), ("=", 300), ["one", "other"]),
        (("=", 300), ("=", 290), ["one", "other"]),
        ((">", 270), ("≤", 270), ["one", "other"]),
        ((">", 270), ("=", 290), []),
        (("≈", 300), ("=", 290), []),
    ],
)
def test_figures_that_cannot_both_be_true_are_both_marked(
    one: tuple[str, int], other: tuple[str, int], marked: list[str]
) -> None:
    mission = MissionFactory.create()
    for slug, (comparator, value) in (("one", one), ("other", other)):
        FigureFactory.create(slug=slug, mission=mission, comparator=comparator, value=value)

    assert contested() == marked


@pytest.mark.parametrize("subject", ["mission", "rotation", "unit", "country"])
def test_figures_of_any_subject_are_marked(subject: str) -> None:
    factory = {"mission": MissionFactory, "rotation": RotationFactory, "unit": UnitFactory}
    about = {subject: factory[subject].create()} if subject in factory else {}
    FigureFactory.create(slug="one", value=1, **about)
    FigureFactory.create(slug="other", value=2, **about)

    assert contested() == ["one", "other"]


@pytest.mark.parametrize("what", ["mission", "measure", "period"])
def test_figures_of_two_missions_or_measures_or_times_are_not_marked(what: str) -> None:
    mission = MissionFactory.create()
    apart: dict[str, tuple[Any, Any]] = {
        "mission": (mission, MissionFactory.create()),
        "measure": (MeasureFactory.create(), MeasureFactory.create(slug="strength")),
        "period": ("2003", "2004"),
    }
    for value, of_one in enumerate(apart[what]):
        FigureFactory.create(value=value, **{"mission": mission, what: of_one})

    assert contested() == []


def test_what_editors_link_is_marked_and_nothing_beside_it() -> None:
    one = ClaimFactory.create(slug="one")
    set_against(one, FigureFactory.create(slug="other"))
    ClaimFactory.create(slug="third")

    assert contested() == ["one", "other"]


def test_a_joint_figure_is_marked_only_where_the_editors_link_it_and_once() -> None:
    mission = MissionFactory.create()
    joint = FigureFactory.create(slug="joint", mission=mission, value=900)
    joint.missions.add(*MissionFactory.create_batch(2))
    FigureFactory.create(slug="own", mission=mission, value=500)
    assert contested() == []

    set_against(joint, ClaimFactory.create(slug="linked"))

    assert contested() == ["joint", "linked"]


def test_what_is_part_of_what_decides_by_way_of_others_too() -> None:
    everybody, personnel, women = (CountedFactory.create() for _number in range(3))
    women.part_of = personnel
    women.save()
    mission = MissionFactory.create()
    FigureFactory.create(slug="whole", mission=mission, value=200, counted=everybody)
    FigureFactory.create(slug="part", mission=mission, value=300, counted=women)
    assert contested() == []

    personnel.part_of = everybody
    personnel.save()
    assert contested() == ["part", "whole"]
    personnel.part_of = None
    personnel.save()
    assert contested() == []


def test_what_a_measure_is_the_largest_of_decides_although_both_are_called_the_same() -> None:
    one, other = (
        MeasureFactory.create(slug=slug, name="Strength", nature="moment") for slug in ("a", "b")
    )
    largest = MeasureFactory.create(slug="largest", nature="largest", largest_of=one)
    mission = MissionFactory.create()
    about: dict[str, Any] = {"mission": mission, "period": "2010-05-03"}
    FigureFactory.create(slug="most", measure=largest, value=200, **about)
    FigureFactory.create(slug="then", measure=other, value=300, **about)
    assert contested() == []

    largest.largest_of = other
    largest.save()
    assert contested() == ["most", "then"]


def test_a_claim_that_is_deleted_leaves_nothing_that_stands_against_others() -> None:
    """Its sentences go before it, and what it says is worked out anew after each."""
    unit = UnitFactory.create()
    one, other = (FigureFactory.create(unit=unit, value=value, draft=True) for value in (1, 2))
    cite(one)
    assert Contradiction.objects.filter(claim=one, other=other).exists()

    one.delete()

    assert not Contradiction.objects.exists()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("how", ["bounds", "link"])
def test_a_hidden_claim_contests_nothing(how: str, state: str) -> None:
    shown = FigureFactory.create(slug="shown", value=500)
    hidden = FigureFactory.create(
        slug="hidden", value=900 if how == "bounds" else 500, **{state: True}
    )
    if how == "link":
        set_against(shown, hidden)

    assert "shown" not in contested()
    assert ("shown" in contested(Audience.EDITORS)) is (state == "draft")


# --- Where it is said -------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "/missions/", "/figures/", "/"])
def test_mark_stands_by_each_claim_and_leads_to_the_conflicts(client: Client, address: str) -> None:
    mission = MissionFactory.create()
    FigureFactory.create(mission=mission, value=270)
    FigureFactory.create(mission=mission, value=290)
    FigureFactory.create(mission=MissionFactory.create(), value=300)

    found = conflict_marks(read(client, address or mission.get_absolute_url()))

    assert len(found) == 2
    for mark in found:
        link = mark if mark.name == "a" else mark.select_one("a")
        assert link
        conflict = read(client, str(link["href"]))
        assert "1 dispute about" in words(main_part(conflict))
        assert "290 people" in words(main_part(conflict))
        beside = mark.find_parent(["li", "td"])
        assert beside
        assert "300 people" not in words(beside)


@pytest.mark.parametrize("subject", ["rotation", "unit"])
def test_mark_stands_on_the_page_of_a_rotation_and_of_a_unit(client: Client, subject: str) -> None:
    record = RotationFactory.create() if subject == "rotation" else UnitFactory.create()
    FigureFactory.create(value=270, **{subject: record})
    assert not conflict_marks(read(client, record.get_absolute_url()))

    FigureFactory.create(value=290, **{subject: record})

    assert len(conflict_marks(read(client, record.get_absolute_url()))) == 2


def test_mark_stands_by_what_is_shown_beside_a_claim(client: Client) -> None:
    claim, against = FigureFactory.create(value=270), FigureFactory.create(value=290)
    FigureFactory.create(comparator="≈", value=280)

    # The claim itself; the one in conflict with it stands under a heading that says so, and about
    # 280 is in conflict with neither.
    page = read(client, claim.get_absolute_url())
    assert len(conflict_marks(page)) == 1
    assert against.text in words(page.select("section[aria-labelledby=against-heading]")[0])


def test_a_page_says_of_several_figures_whether_they_can_all_be_true(client: Client) -> None:
    mission = MissionFactory.create()
    low = FigureFactory.create(mission=mission, comparator=">", value=280)
    high = FigureFactory.create(mission=mission, value=290)
    assert "Two figures are stated, which can all be true." in shown(client, mission)

    FigureFactory.create(mission=mission, comparator="≈", value=400)
    assert "Three figures are stated. Whether they can all be true, the sources leave open." in (
        shown(client, mission)
    )

    FigureFactory.create(mission=mission, value=270)
    assert "Four figures are stated, of which three are contested." in (shown(client, mission))
    set_against(low, high)
    assert "Four figures are stated, of which three are contested" in shown(client, mission)


def test_of_figures_that_editors_reconciled_none_is_counted_as_contested(client: Client) -> None:
    mission = MissionFactory.create()
    one = FigureFactory.create(mission=mission, value=270)
    other = FigureFactory.create(mission=mission, value=290)
    ComparisonFactory.create(claim=one, other=other, verdict=Verdict.NO_CONFLICT)

    said = shown(client, mission)

    assert "Two figures are stated. They stand side by side; none is chosen." in said
    assert "contested" not in said


def test_figures_that_agree_do_not_look_as_if_they_differed(client: Client) -> None:
    mission = MissionFactory.create()
    FigureFactory.create(mission=mission, comparator=">", value=270)
    FigureFactory.create(mission=mission, value=290)
    assert not read(client, mission.get_absolute_url()).select(".notice, .differs")

    FigureFactory.create(mission=mission, value=100)
    assert read(client, mission.get_absolute_url()).select(".notice")


def test_figures_stand_in_the_order_of_their_numbers(client: Client) -> None:
    mission = MissionFactory.create()
    for slug, value in (("a", 300), ("b", 270), ("c", 290)):
        FigureFactory.create(slug=slug, mission=mission, value=value, noun="people")

    page = read(client, mission.get_absolute_url())
    figures = [words(figure) for figure in page.select(".claims .figure > a:first-child")]
    assert figures == ["270 people", "290 people", "300 people"]


def shown(client: Client, mission: Mission) -> str:
    return words(main_part(read(client, mission.get_absolute_url())))
