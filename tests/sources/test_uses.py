from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from catalogue.models import Document
from records.audience import Audience
from sources.models import Citation, Passage, Stance
from sources.uses import (
    citation_tables,
    passages_in_public_use,
    resting_on,
)
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RankHoldingFactory,
    RotationFactory,
    cite,
)


@pytest.fixture
def passage(db: None) -> Passage:
    row: Passage = PassageFactory.create()
    return row


def said_to_rest_on(passage: Passage, audience: Audience = Audience.PUBLIC) -> list[str]:
    found = resting_on(audience, passage__source=passage.source_id).get(passage.pk, [])
    return [f"{item.kind}: {item.document.title}" for item in found]


def test_records_of_every_kind_rest_on_a_passage(passage: Passage) -> None:
    mission = MissionFactory.create(name="A mission")
    for record in (mission, RotationFactory.create(mission=mission, number=4)):
        cite(record, passage=passage)

    assert said_to_rest_on(passage) == [
        "Mission: A mission",
        "Rotation: Rotation 4, A mission",
    ]


def test_what_has_no_page_of_its_own_leads_to_the_page_it_stands_on(passage: Passage) -> None:
    person = PersonFactory.create(display_name="Aru")
    photo = PhotoFactory.create(source=passage.source)
    for record in (
        RankHoldingFactory.create(person=person),
        DeploymentFactory.create(person=person),
        photo,
    ):
        cite(record, passage=passage)

    found = resting_on(Audience.PUBLIC, passage__source=passage.source_id)[passage.pk]

    assert {(item.kind, item.document.get_absolute_url()) for item in found} == {
        ("Rank of a person", person.get_absolute_url()),
        ("Deployment", person.get_absolute_url()),
        ("Photo", passage.source.get_absolute_url()),
    }


def test_the_field_and_the_stance_are_told(passage: Passage) -> None:
    cite(
        MissionFactory.create(), "mandated_by", passage=passage, stance=Stance.DIFFERS, says="CSTO"
    )

    (item,) = resting_on(Audience.PUBLIC, passage__source=passage.source_id)[passage.pk]

    assert (item.about, item.stance, item.says) == (["mandated by"], Stance.DIFFERS, "CSTO")


def test_fields_of_one_record_stand_in_one_line(passage: Passage) -> None:
    mission = MissionFactory.create()
    cite(mission, "period", passage=passage)
    cite(mission, "name", passage=passage)
    cite(mission, "country", passage=passage, stance=Stance.INFERRED, note="Read so.")

    read_so, said = resting_on(Audience.PUBLIC, passage__source=passage.source_id)[passage.pk]

    assert (read_so.about, said.about) == (["country"], ["name", "period"])


def test_claims_that_differ_in_a_number_alone_stand_apart(passage: Passage) -> None:
    for year in (2003, 2004):
        cite(ClaimFactory.create(text=f"It was in {year}."), passage=passage)

    assert said_to_rest_on(passage) == ["Claim: It was in 2003.", "Claim: It was in 2004."]


def test_rotations_of_one_mission_stand_in_one_line_by_number(passage: Passage) -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    for mission, number in ((iraq, 10), (iraq, 2), (lebanon, 3), (iraq, 1)):
        cite(RotationFactory.create(mission=mission, number=number), "number", passage=passage)

    lines = resting_on(Audience.PUBLIC, passage__source=passage.source_id)[passage.pk]

    assert {
        line.document.title: [(number, other.title) for number, other in line.others]
        for line in lines
    } == {
        "Rotation 1, Iraq": [("2", "Rotation 2, Iraq"), ("10", "Rotation 10, Iraq")],
        "Rotation 3, Lebanon": [],
    }
    assert [line.about for line in lines] == [[], []]


def test_rotations_that_rest_on_a_passage_in_other_ways_stand_apart(passage: Passage) -> None:
    mission = MissionFactory.create(name="Iraq")
    first, second, third = (
        RotationFactory.create(mission=mission, number=number) for number in (1, 2, 3)
    )
    cite(first, passage=passage)
    cite(first, "number", passage=passage)
    cite(first, "period", passage=passage)
    cite(second, "period", passage=passage)
    cite(third, "period", passage=passage, stance=Stance.INFERRED, note="Read so.")

    lines = resting_on(Audience.PUBLIC, passage__source=passage.source_id)[passage.pk]

    assert [
        (line.about, line.stance, [document.title for document in line.documents]) for line in lines
    ] == [
        ([], Stance.SUPPORTS, ["Rotation 1, Iraq"]),
        (["period"], Stance.SUPPORTS, ["Rotation 1, Iraq", "Rotation 2, Iraq"]),
        (["period"], Stance.INFERRED, ["Rotation 3, Iraq"]),
    ]


def test_of_a_record_as_a_whole_no_field_is_told(passage: Passage) -> None:
    cite(MissionFactory.create(), passage=passage)

    (item,) = resting_on(Audience.PUBLIC, passage__source=passage.source_id)[passage.pk]

    assert item.about == []


def test_what_rests_on_another_source_is_left_out(passage: Passage) -> None:
    cite(MissionFactory.create())

    assert said_to_rest_on(passage) == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_hidden_rests_on_nothing_for_visitors(passage: Passage, state: str) -> None:
    mission = MissionFactory.create(name="A mission", **{state: True})
    cite(mission, passage=passage)
    cite(RankHoldingFactory.create(person__display_name="Aru", **{state: True}), passage=passage)
    cite(RotationFactory.create(mission=mission), passage=passage)

    assert said_to_rest_on(passage) == []
    assert passages_in_public_use([passage.pk]) == set()
    assert len(said_to_rest_on(passage, Audience.EDITORS)) == (3 if state == "draft" else 1)


def test_a_passage_is_in_public_use_while_anything_public_rests_on_it(passage: Passage) -> None:
    other = PassageFactory.create(source=passage.source)
    cite(PersonFactory.create(withdrawn=True), passage=passage)
    cite(RankHoldingFactory.create(), passage=passage)
    cite(PersonFactory.create(draft=True), passage=other)

    assert passages_in_public_use([passage.pk, other.pk]) == {passage.pk}
    assert passages_in_public_use([other.pk]) == set()


def is_found(passage: Passage) -> bool:
    return Document.objects.public().filter(kind="passage", object_id=passage.pk).exists()


def test_a_passage_is_found_by_everybody_while_it_is_in_public_use(passage: Passage) -> None:
    deployment = DeploymentFactory.create()
    person, mission = deployment.person, deployment.mission
    assert not is_found(passage)

    citation = cite(deployment, passage=passage)
    assert is_found(passage)
    for record in (deployment, person, mission, passage.source):
        record.state, record.withdrawn_reason = "withdrawn", "It was a mistake."
        record.save()
        assert not is_found(passage), record
        record.state = "published"
        record.save()
        assert is_found(passage), record
    citation.passage = PassageFactory.create()
    citation.save()
    assert not is_found(passage)
    assert is_found(citation.passage)
    citation.delete()
    assert not is_found(citation.passage)


def test_so_it_is_while_all_missions_of_what_rests_on_it_are_public(passage: Passage) -> None:
    mission, draft = MissionFactory.create(), MissionFactory.create(draft=True)
    claim = ClaimFactory.create(missions=[mission])
    cite(claim, passage=passage)

    claim.missions.add(draft)
    assert not is_found(passage)
    claim.missions.remove(draft)
    assert is_found(passage)
    claim.missions.set([mission, draft])
    assert not is_found(passage)
    claim.missions.clear()
    assert is_found(passage)
    claim.missions.set([mission])
    mission.state, mission.withdrawn_reason = "withdrawn", "It was a mistake."
    mission.save()
    assert not is_found(passage)


def test_so_it_is_while_what_rests_on_it_is_about_something_public(passage: Passage) -> None:
    deployment = DeploymentFactory.create()
    mission, draft = deployment.mission, MissionFactory.create(draft=True)
    cite(deployment, passage=passage)

    deployment.mission = draft
    deployment.save()
    assert not is_found(passage)
    deployment.mission = mission
    deployment.save()
    assert is_found(passage)


def test_all_that_rests_on_a_source_comes_in_two_queries(
    passage: Passage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for record in (MissionFactory.create(), PersonFactory.create(), RotationFactory.create()):
        cite(record, passage=passage)
        cite(record, passage=PassageFactory.create(source=passage.source))

    with django_assert_num_queries(2):
        found = resting_on(Audience.PUBLIC, passage__source=passage.source_id)
        assert all(item.document.title for items in found.values() for item in items)
    assert sum(len(items) for items in found.values()) == 6


def test_every_table_of_citations_is_asked() -> None:
    asked: list[Any] = citation_tables()

    assert set(asked) == set(Citation.__subclasses__())
    assert len(asked) == 13
