"""publish(), withdraw() and what every door asks of a record."""

import pytest
from django.core.exceptions import ValidationError

from editions.checking import faults_of
from editions.models import ChangeSet, Edition, Event
from editions.publishing import change_set, newest_number
from missions.models import Claim, Mission
from records.models import PublicationState
from tests.factories import (
    ClaimFactory,
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    RankFactory,
    RotationFactory,
    SourceFactory,
    cite,
    set_against,
)

pytestmark = pytest.mark.django_db


def events(record: object) -> list[str]:
    editions = Edition.objects.of(record._meta.model_name, record.pk)  # type: ignore[attr-defined]
    return list(editions.order_by("number").values_list("event", flat=True))


def test_a_draft_is_published_changed_withdrawn_and_published_again() -> None:
    mission = MissionFactory.create(draft=True)
    cite(mission)
    with change_set() as changes:
        changes.save(mission)
    with change_set() as changes:
        changes.publish(mission)
    mission.period = "2003/"
    mission.save()
    with change_set() as changes:
        changes.publish(mission)
    with change_set() as changes:
        changes.withdraw(mission, "It was entered twice.")
    assert not mission.is_public
    with change_set() as changes:
        changes.publish(mission)
    with change_set() as changes:
        changes.unpublish(mission)

    assert events(mission) == [
        "saved", "published", "changed", "withdrawn", "published", "unpublished",
    ]  # fmt: skip
    mission.refresh_from_db()
    assert (mission.state, mission.withdrawn_reason) == (PublicationState.DRAFT, "")


def test_nothing_is_public_without_a_sentence_whatever_calls() -> None:
    mission = MissionFactory.create(draft=True)

    with pytest.raises(ValidationError, match="needs the sentence"), change_set() as changes:
        changes.publish(mission)

    mission.refresh_from_db()
    assert not mission.is_public
    assert events(mission) == []


def test_a_source_with_what_rests_on_it_alone_is_not_withdrawn() -> None:
    claim = ClaimFactory.create(text="Nobody else says this.")
    source = cite(claim).passage.source

    with pytest.raises(ValidationError, match="Nobody else says this"), change_set() as changes:
        changes.withdraw(source, "A forgery.")

    source.refresh_from_db()
    assert source.is_public


def test_a_withdrawal_needs_its_reason() -> None:
    mission = MissionFactory.create()

    with pytest.raises(ValidationError, match="why"), change_set() as changes:
        changes.withdraw(mission, "  ")

    mission.refresh_from_db()
    assert mission.is_public


def test_saving_the_same_again_writes_nothing() -> None:
    mission = MissionFactory.create()
    cite(mission)
    for _time in range(2):
        with change_set() as changes:
            changes.publish(mission)

    assert events(mission) == [Event.PUBLISHED]
    assert ChangeSet.objects.count() == 1


def test_a_better_reason_of_a_withdrawal_is_told_and_the_same_one_is_not() -> None:
    mission = MissionFactory.create()
    cite(mission)
    with change_set() as changes:
        changes.publish(mission)
    for reason in ("Twice.", "Twice.", "It was entered twice."):
        with change_set() as changes:
            changes.withdraw(mission, reason)

    assert events(mission) == ["published", "withdrawn", "withdrawn"]


def test_a_further_name_and_a_citation_are_part_of_their_record() -> None:
    person = PersonFactory.create()
    cite(person, "display_name", quotation="Major Aru")
    with change_set() as changes:
        changes.publish(person)
    PersonNameFactory.create(person=person, name="Ару")
    assert len(list(faults_of(type(person), [person.pk]))) == 1
    with change_set() as changes:
        changes.save(person)

    content = Edition.objects.of("person", person.pk).get(number=2).content
    assert [name["name"] for name in content["parts"]["names"]] == ["Ару"]
    (passage,) = content["linked"]["passage"].values()
    assert passage["quotation"] == "Major Aru"
    assert not list(faults_of(type(person), [person.pk]))


def test_state_and_reason_stay_outside_the_content() -> None:
    mission = MissionFactory.create(withdrawn=True)

    for edition in Edition.objects.of("mission", mission.pk):
        assert not {"state", "withdrawn_reason"} & set(edition.content["columns"])


def test_what_editors_say_of_two_claims_stands_in_the_edition_of_the_one() -> None:
    one, other = ClaimFactory.create_batch(2)
    for claim in (one, other):
        cite(claim)
    with change_set() as changes:
        changes.publish(one)
        changes.publish(other)
    set_against(one, other)
    with change_set() as changes:
        changes.save(one)

    assert (newest_number(one), newest_number(other)) == (2, 1)
    assert not list(faults_of(Claim, [one.pk, other.pk]))


def test_what_hangs_on_a_draft_is_not_seen() -> None:
    rotation = RotationFactory.create(mission=MissionFactory.create(draft=True))
    cite(rotation)
    with change_set() as changes:
        changes.publish(rotation)

    assert not Edition.objects.get(kind="rotation").is_visible


def test_a_draft_that_is_withdrawn_leaves_no_trace() -> None:
    mission = MissionFactory.create(draft=True)
    with change_set() as changes:
        changes.save(mission)
        changes.withdraw(mission, "Never mind.")

    assert not Edition.objects.filter(is_visible=True).exists()


def test_of_many_that_come_at_once_the_first_is_listed_and_all_are_counted() -> None:
    with change_set(origin="a file") as changes:
        changes.record([MissionFactory.create() for _number in range(3)])
        changes.record([ClaimFactory.create()])

    assert Edition.objects.filter(is_listed=True).count() == 2
    assert ChangeSet.objects.get().counts == {"mission:published": 3, "claim:published": 1}


def test_nothing_of_a_set_stays_if_one_record_breaks_a_rule() -> None:
    good, bad = MissionFactory.create(draft=True), MissionFactory.create(draft=True)
    cite(good)

    def publish_both() -> None:
        with change_set() as changes:
            changes.publish(good)
            changes.publish(bad)

    with pytest.raises(ValidationError):
        publish_both()

    assert not Mission.objects.published().exists()
    assert not Edition.objects.exists()


def test_a_word_of_a_vocabulary_has_editions_and_is_never_in_public() -> None:
    rank = RankFactory.create()
    with change_set() as changes:
        changes.save(rank)
    rank.name = "Major"
    rank.save()
    with change_set() as changes:
        changes.save(rank)

    assert events(rank) == ["saved", "saved"]
    assert not Edition.objects.filter(is_visible=True).exists()


def test_an_address_that_was_public_is_no_other_record_s() -> None:
    mission = MissionFactory.create(slug="iraq")
    cite(mission)
    with change_set() as changes:
        changes.publish(mission)
    mission.slug = "iraq-2003"
    mission.save()
    with change_set() as changes:
        changes.save(mission)
    another = MissionFactory.create(slug="iraq", draft=True)

    with (
        pytest.raises(ValidationError, match="the address of another record"),
        change_set() as changes,
    ):
        changes.save(another)


def test_a_private_column_is_restored_and_stands_apart() -> None:
    source = SourceFactory.create(archived_text="A whole text.", draft=True)
    with change_set() as changes:
        changes.save(source)

    content = Edition.objects.get(kind="source").content
    assert content["private"] == {"archived_text": "A whole text."}
    assert "archived_text" not in content["columns"]
