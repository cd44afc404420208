"""A sentence about another mission is not cited without a word."""

from __future__ import annotations

import pytest

from missions.models import Claim, Mission
from sources.doubts import DoubtKind, doubts_of
from tests.factories import ClaimFactory, MissionFactory, PassageFactory, RotationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def missions() -> tuple[Mission, Mission]:
    iraq = MissionFactory.create(name="Mission in Iraq", place="Iraq", place_ru="Ирак")
    lebanon = MissionFactory.create(
        name="Interim Force", name_ru="Временные силы", acronym="UNIFIL", place="Lebanon"
    )
    return iraq, lebanon


def about(*missions: Mission, quoting: str, **citation: object) -> Claim:
    claim: Claim = ClaimFactory.create(text="Six rotations have served.")
    claim.missions.set(missions)
    passage = PassageFactory.create(quotation=quoting)
    claim.citations.create(passage=passage, **citation)
    return claim


def questions(claim: Claim) -> list[str]:
    return [
        doubt.message
        for doubt in doubts_of(claim)
        if doubt.kind == DoubtKind.WORDS and "nothing that this is about" in doubt.message
    ]


@pytest.mark.parametrize(
    "words",
    [
        "six rotations have served in Lebanon",
        "Six rotations went to UNIFIL",
        "Временные силы: шесть",
    ],
)
def test_words_that_name_another_mission_alone_are_asked_about(
    missions: tuple[Mission, Mission], words: str
) -> None:
    iraq, lebanon = missions

    (asked,) = questions(about(iraq, quoting=words))

    assert asked.startswith("The words cited name Interim Force, ")
    assert words in asked
    assert questions(about(lebanon, quoting=words)) == []
    assert questions(about(iraq, lebanon, quoting=words)) == []


@pytest.mark.parametrize(
    "words",
    [
        "six rotations have served there",
        "six rotations have served in Iraq, and none in Lebanon",
        "Шесть ротаций служили в Ираке, а в Ливане ни одной",
    ],
)
def test_words_that_name_no_mission_or_its_own_too_are_not(
    missions: tuple[Mission, Mission], words: str
) -> None:
    assert questions(about(missions[0], quoting=words)) == []


def test_a_rotation_is_of_its_mission_and_the_country_of_none(
    missions: tuple[Mission, Mission],
) -> None:
    iraq, lebanon = missions
    words = "six rotations have served in Lebanon"
    claim = about(quoting=words)

    assert questions(claim) == []
    for mission, number in ((iraq, 1), (lebanon, 0)):
        claim.rotation = RotationFactory.create(mission=mission)
        claim.save()
        assert len(questions(claim)) == number


def test_what_an_editor_has_checked_is_not_asked_again(
    missions: tuple[Mission, Mission],
) -> None:
    words = "six rotations have served in Lebanon"

    assert questions(about(missions[0], quoting=words, confirmed=True)) == []
