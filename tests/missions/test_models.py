"""What an editor is told, and what the database refuses whoever writes."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from catalogue.facets import NOT_STATED
from catalogue.selection import Selection
from editions.rules import errors_of
from missions.models import (
    Claim,
    ClaimKind,
    Comparison,
    Mission,
    Nature,
    Rotation,
    Unit,
    Verdict,
)
from records.audience import Audience
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    RotationFactory,
    UnitFactory,
    UnitHistoryFactory,
    set_against,
)

pytestmark = pytest.mark.django_db


def complaints(row: models.Model) -> dict[str, list[str]]:
    """What an editor would be told at the fields of a form; empty if all is well."""
    try:
        row.full_clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


def is_refused_by_the_database(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return True
    return False


# --- Missions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("point", "field"), [({"latitude": "33.2"}, "longitude"), ({"longitude": "43.7"}, "latitude")]
)
def test_half_a_point_is_refused_at_the_missing_half(point: dict[str, str], field: str) -> None:
    mission = MissionFactory.build(**point)

    assert complaints(mission) == {field: ["A point needs a latitude and a longitude."]}
    assert is_refused_by_the_database(mission)


@pytest.mark.parametrize(
    ("latitude", "longitude", "field"),
    [(91, 0, "latitude"), (-91, 0, "latitude"), (0, 181, "longitude"), (0, -181, "longitude")],
)
def test_a_point_that_is_not_on_earth_is_refused(latitude: int, longitude: int, field: str) -> None:
    mission = MissionFactory.build(latitude=latitude, longitude=longitude)

    assert field in complaints(mission)
    assert is_refused_by_the_database(mission)


@pytest.mark.parametrize("point", [(0, 0), (90, 180), (-90, -180)])
def test_a_point_on_the_equator_or_at_the_edge_is_a_point(point: tuple[int, int]) -> None:
    mission = MissionFactory.build(latitude=point[0], longitude=point[1])

    assert complaints(mission) == {}
    assert not is_refused_by_the_database(mission)


# --- Rotations --------------------------------------------------------------------------------


def test_a_second_rotation_with_the_same_number_is_refused() -> None:
    rotation = RotationFactory.create(number=4)
    again = RotationFactory.build(mission=rotation.mission, number=4)

    assert complaints(again) == {
        "number": ["This mission has a rotation with this number already."]
    }
    assert is_refused_by_the_database(again)


def test_rotations_of_two_missions_may_have_the_same_number() -> None:
    RotationFactory.create(number=4)
    other = RotationFactory.build(mission=MissionFactory.create(), number=4)

    assert complaints(other) == {}


@pytest.mark.parametrize("number", [0, -1])
def test_rotations_are_numbered_from_one(number: int) -> None:
    rotation = RotationFactory.build(mission=MissionFactory.create(), number=number)

    assert complaints(rotation)["number"] == ["Ensure this value is greater than or equal to 1."]
    assert is_refused_by_the_database(rotation)


def test_a_rotation_that_claims_speak_of_cannot_be_deleted() -> None:
    rotation = RotationFactory.create()
    ClaimFactory.create(rotation=rotation)

    with pytest.raises(models.ProtectedError):
        rotation.delete()


def test_a_rotation_is_named_by_number_and_mission() -> None:
    assert str(RotationFactory.create(number=4, mission__name="Iraq")) == "Rotation 4, Iraq"


# --- Claims ------------------------------------------------------------------------------------


def subjects() -> dict[str, Any]:
    mission = MissionFactory.create()
    return {
        "missions": [mission, MissionFactory.create()],
        "rotation": RotationFactory.create(mission=mission),
        "unit": UnitFactory.create(),
    }


@pytest.mark.parametrize("one", ["missions", "rotation", "unit"])
def test_a_claim_is_about_missions_as_equals_or_one_other_thing(one: str) -> None:
    subject = subjects()[one]
    claim = ClaimFactory.create(draft=True, **{one: subject})

    assert errors_of(claim) == {}
    assert set(claim.subjects) == (set(subject) if one == "missions" else {subject})


@pytest.mark.parametrize(
    "several",
    [
        ("missions", "rotation"),
        ("missions", "unit"),
    ],
)
def test_a_claim_about_missions_and_another_thing_is_refused(several: tuple[str, ...]) -> None:
    all_of_them = subjects()
    claim = ClaimFactory.create(draft=True, **{name: all_of_them[name] for name in several})

    assert list(errors_of(claim)) == ["missions"]


def test_a_claim_about_a_rotation_and_a_unit_is_refused() -> None:
    all_of_them = subjects()
    claim = ClaimFactory.build(rotation=all_of_them["rotation"], unit=all_of_them["unit"])

    assert complaints(claim)["rotation"] == ["Choose a rotation or a unit, and clear the other."]
    assert is_refused_by_the_database(claim)


def test_a_claim_about_nothing_in_particular_is_about_the_country() -> None:
    claim = ClaimFactory.create()

    assert complaints(claim) == {}
    assert claim.subjects == []
    assert claim.about == "Kazakhstan"


def test_a_claim_without_words_is_refused() -> None:
    claim = ClaimFactory.build(text="")

    assert complaints(claim)["text"] == ["This field cannot be blank."]
    assert is_refused_by_the_database(claim)


@pytest.mark.parametrize(
    ("missing", "field", "message"),
    [
        ({"value": None, "comparator": ""}, "value", "A figure needs its number."),
        ({"measure": None}, "measure", "Say what the figure measures."),
    ],
)
def test_a_figure_without_number_or_measure_is_refused(
    missing: dict[str, Any], field: str, message: str
) -> None:
    figure = FigureFactory.build(**{"measure": MeasureFactory.create(), **missing})

    assert complaints(figure)[field] == [message]
    assert is_refused_by_the_database(figure)


@pytest.mark.parametrize(
    ("number", "field", "message"),
    [
        (
            {"comparator": ">", "value": None},
            "value",
            "Write the number, or clear how exact it is.",
        ),
        (
            {"comparator": "", "value": 270},
            "comparator",
            'Choose how exact the number is: "exactly" if it is bare.',
        ),
    ],
)  # fmt: skip
def test_a_bound_and_its_number_need_each_other(
    number: dict[str, Any], field: str, message: str
) -> None:
    claim = ClaimFactory.build(**number)

    assert complaints(claim)[field] == [message]
    assert is_refused_by_the_database(claim)


@pytest.mark.parametrize("kind", [kind for kind in ClaimKind.values if kind != ClaimKind.FIGURE])
def test_a_measure_without_a_number_is_refused_at_the_number(kind: str) -> None:
    claim = ClaimFactory.build(kind=kind, measure=MeasureFactory.create())

    assert complaints(claim)["value"] == ["Write the number, or clear what it measures."]
    assert is_refused_by_the_database(claim)


def test_another_kind_of_claim_may_have_a_measured_number() -> None:
    claim = ClaimFactory.build(measure=MeasureFactory.create(), comparator="=", value=0)

    assert complaints(claim) == {}
    assert not is_refused_by_the_database(claim)


def test_another_kind_of_claim_may_have_a_number_or_none() -> None:
    assert complaints(ClaimFactory.build(comparator=">", value=3, noun="schools")) == {}
    assert complaints(ClaimFactory.build()) == {}


def test_editors_compare_two_claims_once_and_say_why_they_do_not_conflict() -> None:
    first, second = ClaimFactory.create_batch(2)
    set_against(first, second)

    again = Comparison(claim=second, other=first, verdict=Verdict.NO_CONFLICT)

    assert set(complaints(again)) == {"other", "reason_en"}


# --- Units ------------------------------------------------------------------------------------


def test_a_unit_cannot_be_part_of_itself() -> None:
    history = UnitHistoryFactory.create(kind="part-of", other=UnitFactory.create())
    history.other = history.unit

    assert "other" in complaints(history)
    assert is_refused_by_the_database(history)


# --- Natural keys -----------------------------------------------------------------------------


def test_rows_are_named_by_words_and_numbers_that_people_use() -> None:
    rotation = RotationFactory.create(mission__slug="iraq", number=4)

    assert rotation.mission.natural_key() == ("iraq",)
    assert rotation.natural_key() == ("iraq", 4)
    assert Rotation.objects.get_by_natural_key("iraq", 4) == rotation
    assert Mission.objects.get_by_natural_key("iraq") == rotation.mission


def test_the_key_of_one_mission_s_rotation_is_not_that_of_another_s() -> None:
    RotationFactory.create(mission__slug="iraq", number=4)

    with pytest.raises(Rotation.DoesNotExist):
        Rotation.objects.get_by_natural_key("lebanon", 4)


# --- Querysets --------------------------------------------------------------------------------


def answers(number: int) -> dict[str, str]:
    rows = Mission.objects.people_at_least(number)
    return {row.name: row.answer for row in rows}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        ([("=", 300)], "yes"),
        ([("=", 299)], "left out"),
        ([(">", 299)], "yes"),
        ([(">", 270)], "cannot_tell"),
        ([("≥", 300)], "yes"),
        ([("≥", 299)], "cannot_tell"),
        ([("<", 300)], "left out"),
        ([("<", 301)], "cannot_tell"),
        ([("≤", 299)], "left out"),
        ([("≤", 300)], "cannot_tell"),
        ([("≈", 1_000)], "yes"),
        ([("≈", 500)], "cannot_tell"),
        ([], "cannot_tell"),
        ([(">", 300), ("=", 400)], "yes"),
        ([("=", 290), ("=", 310)], "cannot_tell"),
        ([("=", 290), (">", 270)], "cannot_tell"),
        ([("=", 290), ("<", 200)], "left out"),
        ([("=", 310), ("≈", 300)], "cannot_tell"),
    ],
)
def test_at_least_three_hundred_people_is_yes_no_or_cannot_tell(
    figures: list[tuple[str, int]], answer: str
) -> None:
    mission = MissionFactory.create(name="Iraq")
    for comparator, value in figures:
        FigureFactory.create(mission=mission, comparator=comparator, value=value)

    assert answers(300).get("Iraq", "left out") == answer


@pytest.mark.parametrize(
    ("joint", "own", "answer"),
    [
        (("=", 900), [], "cannot_tell"),
        ((">", 900), [], "cannot_tell"),
        (("≈", 500), [], "cannot_tell"),
        (("<", 900), [], "cannot_tell"),
        (("=", 299), [], "left out"),
        (("<", 300), [], "left out"),
        (("=", 900), [("=", 310)], "yes"),
        (("=", 900), [("=", 290)], "left out"),
        (("=", 900), [(">", 270)], "cannot_tell"),
        (("=", 299), [("=", 310)], "cannot_tell"),
        (("=", 299), [("=", 290)], "left out"),
        (("=", 299), [(">", 270)], "cannot_tell"),
    ],
)
def test_a_joint_figure_can_say_no_of_each_of_its_missions_and_never_yes(
    joint: tuple[str, int], own: list[tuple[str, int]], answer: str
) -> None:
    one, other = MissionFactory.create(name="One"), MissionFactory.create(name="Other")
    figure = FigureFactory.create(mission=one, comparator=joint[0], value=joint[1])
    figure.missions.add(other)
    for mission in (one, other):
        for comparator, value in own:
            FigureFactory.create(mission=mission, comparator=comparator, value=value)

    assert answers(300).get("One", "left out") == answer
    assert answers(300).get("Other", "left out") == answer


def test_only_public_figures_of_people_of_the_mission_itself_tell() -> None:
    mission = MissionFactory.create(name="Iraq")
    FigureFactory.create(mission=mission, value=500, draft=True)
    FigureFactory.create(mission=mission, value=500, measure__slug="munitions")
    FigureFactory.create(mission=MissionFactory.create(name="Lebanon"), value=500)
    FigureFactory.create(rotation=RotationFactory.create(mission=mission), value=500)

    assert answers(300) == {"Lebanon": "yes", "Iraq": "cannot_tell"}


def test_what_is_stated_comes_before_what_nobody_can_tell_each_in_its_order() -> None:
    for name in ("D", "B"):
        FigureFactory.create(mission=MissionFactory.create(name=name))
    for name in ("C", "A"):
        MissionFactory.create(name=name)

    assert list(answers(100)) == ["B", "D", "A", "C"]
    sorted_before = Mission.objects.order_by("-name").people_at_least(100)
    assert [mission.name for mission in sorted_before] == ["D", "B", "C", "A"]


def test_missions_of_a_unit_are_those_that_a_source_ties_to_it() -> None:
    unit = UnitFactory.create(slug="kazbat")
    tied = MissionFactory.create()
    tied.units.add(unit, UnitFactory.create())
    MissionFactory.create().units.add(UnitFactory.create())
    untied = MissionFactory.create()

    assert list(Selection("mission", Audience.PUBLIC, {"unit": str(unit.pk)})) == [tied.pk]
    assert list(Selection("mission", Audience.PUBLIC, {"unit": NOT_STATED})) == [untied.pk]


def test_a_draft_unit_leads_to_no_mission() -> None:
    secret = UnitFactory.create(draft=True)
    MissionFactory.create().units.add(secret)

    assert list(Selection("mission", Audience.PUBLIC, {"unit": str(secret.pk)})) == []


def test_a_claim_stated_jointly_is_about_each_of_its_missions() -> None:
    iraq, lebanon = MissionFactory.create(slug="iraq"), MissionFactory.create(slug="lebanon")
    joint = ClaimFactory.create(mission=iraq, slug="a")
    joint.missions.add(lebanon)
    own = ClaimFactory.create(mission=lebanon, slug="b")
    ClaimFactory.create()

    assert list(Claim.objects.about(iraq)) == list(Claim.objects.of_mission("iraq")) == [joint]
    assert list(Claim.objects.about(lebanon)) == [joint, own]
    assert list(Claim.objects.of_mission("lebanon")) == [joint, own]


def test_a_claim_of_several_joint_missions_is_listed_once() -> None:
    claim = ClaimFactory.create(mission=MissionFactory.create(slug="iraq"))
    claim.missions.add(*MissionFactory.create_batch(3))

    assert Claim.objects.of_mission("iraq").count() == 1


def test_claims_about_no_mission_are_about_the_country_or_a_unit() -> None:
    country, unit = (
        ClaimFactory.create(slug="a"),
        ClaimFactory.create(slug="b", unit=UnitFactory.create()),
    )
    ClaimFactory.create(mission=MissionFactory.create())
    ClaimFactory.create(rotation=RotationFactory.create())

    assert list(Claim.objects.about_no_mission()) == [country, unit]


def test_claims_are_read_by_measure_then_in_time_and_undated_ones_last() -> None:
    munitions = MeasureFactory.create(slug="munitions", name="Munitions")
    people = MeasureFactory.create()
    claims: dict[str, dict[str, Any]] = {
        "no-measure-undated": {},
        "no-measure": {"period": "1999"},
        "people-undated": {"measure": people},
        "people-2014": {"measure": people, "period": "2014/.."},
        "people-2003": {"measure": people, "period": "2003"},
        "munitions": {"measure": munitions, "period": "2008"},
    }
    for slug, values in claims.items():
        ClaimFactory.create(slug=slug, comparator="=", value=1, **values)

    assert [claim.slug for claim in Claim.objects.in_reading_order()] == [
        "munitions",
        "people-2003",
        "people-2014",
        "people-undated",
        "no-measure",
        "no-measure-undated",
    ]


def test_a_unit_founded_in_a_year_is_dated_by_its_first_and_last_day() -> None:
    unit = UnitFactory.create(established="2000")

    found = Unit.objects.filter(
        established_earliest__year=2000, established_latest__month=12, established_latest__day=31
    )
    assert list(found) == [unit]


def test_a_place_that_is_the_country_is_found_with_one_word_and_not_two() -> None:
    mission = MissionFactory.build(place="Iraq", country="Iraq", period="2003/")

    assert mission.search_text() == "Iraq · from 2003, end not stated"


# --- Measures ---------------------------------------------------------------------------------


def test_what_another_measure_is_the_largest_of_stays_a_strength_at_a_moment() -> None:
    strength = MeasureFactory.create(slug="strength", nature=Nature.MOMENT)
    largest = MeasureFactory.create(slug="most", nature=Nature.LARGEST, largest_of=strength)
    assert complaints(largest) == {}

    strength.nature = Nature.PERIOD

    assert list(complaints(strength)) == ["nature"]
