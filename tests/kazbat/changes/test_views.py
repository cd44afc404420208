"""/changes/: what changed in public, and what stood there before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kazbat.changes import views
from kazbat.changes.versions import tables
from missions.models import Mission
from personnel.models import JointDeployment
from records.models import PublicationState
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MissionFactory,
    OrganisationFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    PhotoFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    cite,
)
from tests.reading import address_of_link, complaint_at, heading, main_part, read, words

pytestmark = pytest.mark.django_db


def minutes_pass(minutes: int) -> None:
    """Whatever is done next is done so much later."""
    every_table: list[Any] = tables()
    for table in every_table:
        table.history.update(history_date=F("history_date") - timedelta(minutes=minutes))


def an_hour_passes() -> None:
    minutes_pass(60)


def entries(client: Client, query: str = "") -> list[str]:
    """What each entry says, without its time."""
    page = read(client, f"/changes/{query}")
    for time in page.select("time"):
        time.decompose()
    return [words(entry) for entry in page.select("main .change")]


def newest_entry(client: Client) -> str:
    return entries(client)[0]


def publish(record: Any) -> None:
    record.state = PublicationState.PUBLISHED
    record.save()


def draft(record: Any) -> None:
    record.state = PublicationState.DRAFT
    record.save()


def withdraw(record: Any, reason: str = "It was entered twice.") -> None:
    record.state, record.withdrawn_reason = PublicationState.WITHDRAWN, reason
    record.save()


def change(record: Any, **values: Any) -> None:
    an_hour_passes()
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


# --- Records ----------------------------------------------------------------------------------


def test_new_record_is_added_by_name(client: Client) -> None:
    mission = MissionFactory.create(name="Mission to Atlantis")
    assert entries(client) == ["Mission Added: Mission to Atlantis"]
    page = read(client, "/changes/")
    assert address_of_link(page, "Mission to Atlantis") == mission.get_absolute_url()


def test_part_of_a_page_is_told_apart_from_its_neighbours(client: Client) -> None:
    person = PersonFactory.create(display_name="Aru")
    RankHoldingFactory.create(person=person, as_printed="Major of the Army")
    assert "Added: Aru : Major of the Army" in newest_entry(client)

    DeploymentFactory.create(person=person, mission__name="Lebanon")
    assert "Added: Aru : Lebanon" in " ".join(entries(client))


def test_many_that_come_at_once_share_a_line(client: Client) -> None:
    for number in range(5):
        MissionFactory.create(name=f"Mission {number}")
    assert len(entries(client)) == 1
    assert "and 4 more of this kind" in newest_entry(client)
    assert all(f"Mission {number}" in newest_entry(client) for number in range(5))

    an_hour_passes()
    MissionFactory.create(name="Later")
    assert len(entries(client)) == 2


def test_few_that_come_at_once_have_a_line_each(client: Client) -> None:
    MissionFactory.create_batch(4)
    assert len(entries(client)) == 4


def test_changed_date_says_in_words_what_it_was_and_is(client: Client) -> None:
    change(MissionFactory.create(name="Atlantis", period="2014/.."), period="2014~")
    assert newest_entry(client) == "Mission Atlantis Period: was “ since 2014 ”, now “ about 2014 ”"


def test_what_was_empty_was_not_stated(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis", acronym="")
    change(mission, acronym="MIA")
    assert newest_entry(client) == "Mission Atlantis Acronym: was not stated , now “ MIA ”"
    change(mission, acronym="")
    assert newest_entry(client) == "Mission Atlantis Acronym: was “ MIA ”, now not stated"


def test_figure_changes_as_one_with_bound_and_noun(client: Client) -> None:
    figure = FigureFactory.create(text="People went.", comparator=">", value=270, counted="people")
    change(figure, comparator="≈", value=1290, counted="officers")
    assert newest_entry(client) == (
        "Claim People went. Figure: was “ more than 270 people ”, now “ about 1,290 officers ”"
    )


def test_strength_of_a_rotation_is_called_so(client: Client) -> None:
    rotation = RotationFactory.create(comparator="=", value=5, counted="people")
    change(rotation, value=6)
    assert "Strength: was “ 5 people ”, now “ 6 people ”" in newest_entry(client)


def test_choices_and_truths_are_told_as_readers_see_them(client: Client) -> None:
    claim = ClaimFactory.create(kind="activity", open_ended=False)
    change(claim, kind="event", open_ended=True)
    assert "Kind: was “ activity ”, now “ event ”" in newest_entry(client)
    assert "The list is open-ended: was “ no ”, now “ yes ”" in newest_entry(client)


def test_point_on_the_map_keeps_its_digits(client: Client) -> None:
    mission = MissionFactory.create(latitude="33.2001", longitude="44.5")
    change(mission, latitude="-1.25")
    assert "Latitude: was “ 33.2001 ”, now “ -1.25 ”" in newest_entry(client)


def test_day_of_reading_a_source_is_told_in_words(client: Client) -> None:
    change(SourceFactory.create(), accessed_on="2024-05-03")
    assert "Accessed on: was not stated , now “ 3 May 2024 ”" in newest_entry(client)


def test_linked_record_is_told_by_its_name(client: Client) -> None:
    mission = MissionFactory.create(mandated_by=OrganisationFactory.create(name="Old League"))
    change(mission, mandated_by=OrganisationFactory.create(name="New League"))
    assert "Mandated by: was “ Old League ”, now “ New League ”" in newest_entry(client)


def test_linked_record_that_is_not_public_is_not_named(client: Client) -> None:
    larger = UnitFactory.create(name="Hidden regiment")
    change(UnitFactory.create(part_of=larger), part_of=None)
    withdraw(larger)
    page = words(main_part(read(client, "/changes/")))
    assert "Part of: was “ a record that is not public ”, now not stated" in page
    assert "Hidden" not in page


def test_links_to_many_records_are_told_by_their_names(client: Client) -> None:
    mission = MissionFactory.create()
    mission.units.set([UnitFactory.create(name="Unit A"), UnitFactory.create(name="Unit B")])
    an_hour_passes()
    mission.units.remove(mission.units.get(name="Unit A"))
    assert "Units: was “ Unit A, Unit B ”, now “ Unit B ”" in newest_entry(client)


def test_text_of_another_language_is_named_with_its_language(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis", name_ru="Атлантида")
    change(mission, name_en="Mu", name_ru="Му")
    entry = newest_entry(client)
    assert "Name: was “ Atlantis ”, now “ Mu ”" in entry
    assert "Name (Russian): was “ Атлантида ”, now “ Му ”" in entry
    value = read(client, "/changes/").find("span", string="Му")
    assert isinstance(value, Tag)
    assert value["lang"] == "ru"


def test_address_photograph_and_file_change_without_their_values(client: Client) -> None:
    mission = MissionFactory.create(slug="old-address")
    photo = PhotoFactory.create(slug="a", file="photos/first.jpg")
    change(mission, slug="new-address", photo=photo)
    change(photo, file="photos/second.jpg")
    page = main_part(read(client, "/changes/"))
    assert "Its address changed" in words(page)
    assert "The photograph itself was replaced" in words(page)
    assert "Another photograph, or none, stands with it" in words(page)
    for hidden in ("old-address", "first.jpg", "second.jpg"):
        assert hidden not in str(page)


def test_archived_text_editor_and_change_reason_are_never_told(
    client: Client, editor: User
) -> None:
    source = SourceFactory.create()
    source._history_user, source._change_reason = editor, "A secret reason"
    change(source, archived_text="The whole text of somebody", title="Another title")
    page = str(read(client, "/changes/"))
    assert "Another title" in page
    for hidden in ("whole text", editor.username, "secret reason"):
        assert hidden not in page


def test_saves_within_a_minute_are_one_entry(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis", period="2003")
    an_hour_passes()
    for year in ("2004", "2005"):
        mission.period = year
        mission.save()
    # A minute may have ended in between: then two entries tell the same.
    told = [entry for entry in entries(client) if "Period" in entry]
    assert told in (
        ["Mission Atlantis Period: was “ 2003 ”, now “ 2005 ”"],
        [
            "Mission Atlantis Period: was “ 2004 ”, now “ 2005 ”",
            "Mission Atlantis Period: was “ 2003 ”, now “ 2004 ”",
        ],
    )


def test_save_without_a_difference_is_no_entry(client: Client) -> None:
    change(MissionFactory.create())
    assert len(entries(client)) == 1


def test_time_is_told_in_the_register_s_zone(client: Client) -> None:
    MissionFactory.create()
    Mission.history.update(history_date=datetime(2024, 5, 2, 21, 30, tzinfo=UTC))
    page = read(client, "/changes/")
    (time,) = page.select("main time")
    assert words(time) == "02:30"
    assert time["datetime"] == "2024-05-03T02:30:00+05:00"
    assert [words(day) for day in page.select("main h2")] == ["3 May 2024"]


# --- What is not public -----------------------------------------------------------------------


def test_draft_is_not_told_of_and_its_words_never_come_out(
    client: Client, editor_client: Client
) -> None:
    claim = ClaimFactory.create(draft=True, text="Words that were never checked.")
    change(claim, text="Still not checked.")
    assert entries(client) == entries(editor_client) == []
    change(claim, text="Checked at last.", state=PublicationState.PUBLISHED)
    assert entries(client) == ["Claim Published: Checked at last."]


def test_record_published_again_tells_nothing_of_the_draft_between(client: Client) -> None:
    claim = ClaimFactory.create(text="First.")
    change(claim, text="Draft.", state=PublicationState.DRAFT)
    assert entries(client) == []
    change(claim, text="Second.", state=PublicationState.PUBLISHED)
    assert entries(client) == ["Claim Published: Second.", "Claim Added: Second."]


def test_withdrawn_record_leaves_nothing_but_its_reason(client: Client) -> None:
    person = PersonFactory.create(display_name="Aigul Once", gender="female", slug="aigul-once")
    change(person, display_name="Aigul Twice")
    an_hour_passes()
    withdraw(person, "The family asked for it.")
    assert entries(client) == ["A person was withdrawn. Why: The family asked for it."]
    assert "aigul" not in str(main_part(read(client, "/changes/"))).lower()


def test_reason_of_a_withdrawal_is_told_as_it_reads_today(client: Client) -> None:
    person = PersonFactory.create()
    an_hour_passes()
    withdraw(person, "Aigul asked for it.")
    change(person, withdrawn_reason="The person asked for it.")
    assert entries(client) == ["A person was withdrawn. Why: The person asked for it."]


def test_draft_that_is_withdrawn_was_never_public_and_is_not_told_of(client: Client) -> None:
    an_hour_passes()
    withdraw(PersonFactory.create(draft=True))
    assert entries(client) == []


def test_what_was_said_before_a_withdrawal_stays_gone(client: Client) -> None:
    person = PersonFactory.create(display_name="A wrong name")
    cite(person, "display_name", quotation="A wrong sentence")
    change(person, display_name="Another wrong name")
    an_hour_passes()
    withdraw(person)
    change(person, display_name="Right name", state=PublicationState.PUBLISHED)
    assert entries(client, "?kind=person") == ["Person Published: Right name"]


def test_record_that_hangs_on_a_withdrawn_one_is_gone_with_it(client: Client) -> None:
    rank = RankHoldingFactory.create(as_printed="Major")
    change(rank, as_printed="Colonel")
    assert "Colonel" in newest_entry(client)
    withdraw(rank.person)
    assert entries(client) == ["A person was withdrawn. Why: It was entered twice."]


def test_parts_of_a_record_that_was_withdrawn_say_nothing_from_before(client: Client) -> None:
    deployment = DeploymentFactory.create(activity="Something wrong")
    cite(deployment, "activity", quotation="A wrong sentence", note_en="A wrong note")
    change(deployment.citations.get(), note_en="Another wrong note")
    change(deployment, activity="Something else that is wrong")
    an_hour_passes()
    withdraw(deployment.person)
    an_hour_passes()
    publish(deployment.person)
    change(deployment, activity="Something right")
    page = words(main_part(read(client, "/changes/?kind=person")))
    assert "Something right" in page
    for gone in ("was “ Something wrong", "wrong note", "Added"):
        assert gone not in page


def test_part_of_a_mission_says_nothing_of_the_time_when_that_was_a_draft(client: Client) -> None:
    rotation = RotationFactory.create(comparator="=", value=1, counted="at first")
    an_hour_passes()
    draft(rotation.mission)
    change(rotation, counted="not checked")
    change(rotation, counted="checked")
    an_hour_passes()
    publish(rotation.mission)
    change(rotation, counted="corrected")
    page = words(main_part(read(client, "/changes/")))
    assert "Strength: was “ 1 checked ”, now “ 1 corrected ”" in page
    assert "not checked" not in page
    assert len([entry for entry in entries(client) if entry.startswith("Rotation")]) == 2


def test_part_that_comes_from_a_draft_mission_is_published_without_its_former_words(
    client: Client,
) -> None:
    deployment = DeploymentFactory.create(mission__draft=True, activity="Not checked.")
    change(deployment, mission=MissionFactory.create(), activity="Checked.")
    (told,) = (entry for entry in entries(client) if entry.startswith("Deployment"))
    assert told.startswith("Deployment Published:")


def test_part_that_left_what_is_a_draft_now_says_nothing_of_its_time_there(client: Client) -> None:
    deployment = DeploymentFactory.create(activity="In a mission that is doubtful.")
    former = deployment.mission
    change(deployment, mission=MissionFactory.create(), activity="In a mission that is known.")
    change(deployment, activity="In a mission that is well known.")
    draft(former)
    newer, older = (entry for entry in entries(client) if entry.startswith("Deployment"))
    assert "well known" in newer
    assert older.startswith("Deployment Published:")


def test_part_changed_in_the_minute_of_its_mission_s_publication_keeps_its_draft_words(
    client: Client,
) -> None:
    rotation = RotationFactory.create(
        mission__draft=True, comparator="=", value=1, counted="not checked"
    )
    publish(rotation.mission)
    rotation.counted = "checked"
    rotation.save()
    moment = datetime(2024, 5, 3, tzinfo=UTC)
    Mission.history.filter(state=PublicationState.PUBLISHED).update(
        history_date=moment + timedelta(seconds=10)
    )
    rotation.history.filter(counted="checked").update(history_date=moment + timedelta(seconds=20))
    Mission.history.exclude(state=PublicationState.PUBLISHED).update(
        history_date=moment - timedelta(hours=1)
    )
    rotation.history.exclude(counted="checked").update(history_date=moment - timedelta(hours=1))
    told = entries(client)
    assert any(entry.startswith("Rotation Published:") for entry in told)
    assert not any("not checked" in entry for entry in told)


def test_deleted_record_is_gone(client: Client) -> None:
    mission = MissionFactory.create()
    an_hour_passes()
    mission.delete()
    assert entries(client) == []


# --- Names of people who are withdrawn --------------------------------------------------------


def text_without_a_name(client: Client, *, before: str, after: str) -> str:
    """What is told of a joint statement whose text changed in English."""
    change(JointDeploymentFactory.create(text_en=before), text_en=after)
    (told,) = (entry for entry in entries(client) if "Statement" in entry)
    return told.partition("Statement")[2]


@pytest.mark.parametrize(
    "text",
    [
        "Aigul Secretova and Rimma Publicova served.",
        "Captain SECRETOVA and Publicova served.",
        "Секретова и Публикова служили.",
        "Публикова служила с Секретовой.",
        "Smith-Jones and Publicova served.",
        "Smith’s friend Publicova served.",
    ],
)
def test_former_text_that_names_a_withdrawn_person_is_not_shown(client: Client, text: str) -> None:
    person = PersonFactory.create(display_name="Aigul Secretova")
    for name in ("Секретова Айгуль", "A. Smith-Jones"):
        PersonNameFactory.create(person=person, name=name)
    withdraw(person)
    told = text_without_a_name(client, before=text, after="Publicova served.")
    assert told == ": an earlier wording is not shown"
    assert text not in words(read(client, "/changes/"))


def test_later_text_that_named_a_withdrawn_person_is_not_shown_either(client: Client) -> None:
    told = text_without_a_name(client, before="Publicova served.", after="Secretova served.")
    assert "now “ Secretova served. ”" in told
    change(JointDeployment.objects.get(), text_en="Publicova served.")
    withdraw(PersonFactory.create(display_name="Secretova"))
    assert "Secretova" not in words(read(client, "/changes/"))


@pytest.mark.parametrize("state", ["published", "draft"])
def test_former_text_that_names_nobody_withdrawn_is_shown(client: Client, state: str) -> None:
    PersonFactory.create(display_name="Secretova", state=state)
    withdraw(PersonFactory.create(display_name="A. B. Otherova"))
    told = text_without_a_name(client, before="Secretova, a medic.", after="Publicova served.")
    assert "was “ Secretova, a medic. ”" in told


def test_former_note_on_a_quotation_keeps_a_withdrawn_name_too(client: Client) -> None:
    withdraw(PersonFactory.create(display_name="Secretova"))
    citation = cite(MissionFactory.create(), "period", note_en="Secretova says so.")
    change(citation, note_en="Somebody says so.")
    assert "Quotation for Period, note: an earlier wording is not shown" in newest_entry(client)


def test_no_former_text_is_shown_where_too_many_people_are_withdrawn(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kazbat.changes.reading.MOST_WITHDRAWN", 1)
    withdraw(PersonFactory.create(display_name="Secretova"))
    change(MissionFactory.create(), acronym="MIA")
    assert "now “ MIA ”" in newest_entry(client)
    withdraw(PersonFactory.create(display_name="Otherova"))
    page = words(main_part(read(client, "/changes/")))
    assert "Acronym: an earlier wording is not shown" in page


# --- Citations --------------------------------------------------------------------------------


def test_quotation_added_later_is_told_with_its_words(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis")
    an_hour_passes()
    cite(mission, "period", quotation="It began in 2003.")
    cite(mission, quotation="There was a mission.")
    told = entries(client)
    assert any("Mission Atlantis" in entry for entry in told)
    assert any("A quotation was added for Period: It began in 2003." in entry for entry in told)
    assert any("A quotation was added: There was a mission." in entry for entry in told)


def test_quotations_that_come_with_a_publication_are_part_of_it(client: Client) -> None:
    claim = ClaimFactory.create(draft=True, text="So it was.")
    an_hour_passes()
    cite(claim, quotation="Cited while it was a draft.")
    an_hour_passes()
    publish(claim)
    minutes_pass(5)
    cite(claim, "period", quotation="Cited a moment later.")
    assert "Claim Published: So it was." in entries(client)
    assert "quotation" not in words(main_part(read(client, "/changes/")))


def test_removed_quotation_is_told_without_its_words(client: Client) -> None:
    mission = MissionFactory.create()
    citation = cite(mission, "period", quotation="It began in 2003.")
    an_hour_passes()
    citation.delete()
    assert "A quotation was removed for Period" in newest_entry(client)
    assert "It began" not in str(read(client, "/changes/"))


def test_quotation_of_a_source_that_is_not_public_is_not_shown(client: Client) -> None:
    mission = MissionFactory.create()
    passage = PassageFactory.create(quotation="It began in 2003.")
    an_hour_passes()
    cite(mission, passage=passage)
    assert "It began" in newest_entry(client)
    withdraw(passage.source)
    assert "It began" not in str(read(client, "/changes/"))


def test_citation_of_a_source_that_is_a_draft_again_is_not_told_of(client: Client) -> None:
    mission = MissionFactory.create()
    citation = cite(mission, "period", stance="differs", says="2003")
    change(citation, says="2004")
    assert "was “ 2003 ”, now “ 2004 ”" in newest_entry(client)
    draft(citation.passage.source)
    assert entries(client, "?kind=mission") == [f"Mission Added: {mission}"]


def test_quotation_that_is_no_longer_cited_is_not_shown(client: Client) -> None:
    mission = MissionFactory.create()
    an_hour_passes()
    citation = cite(mission, quotation="A sentence about somebody.")
    an_hour_passes()
    citation.delete()
    assert "A sentence about somebody" not in str(read(client, "/changes/"))


def test_replaced_quotation_shows_only_the_present_one(client: Client) -> None:
    citation = cite(MissionFactory.create(), quotation="The old sentence.")
    change(citation, passage=PassageFactory.create(quotation="The new sentence."))
    assert "A quotation was replaced" in newest_entry(client)
    assert "The new sentence." in newest_entry(client)
    assert "The old sentence." not in str(read(client, "/changes/"))


def test_changed_note_on_a_quotation_is_told(client: Client) -> None:
    citation = cite(MissionFactory.create(), "period", note_en="Read so.")
    change(citation, note_en="Read otherwise.")
    assert "Quotation for Period, note: was “ Read so. ”, now “ Read otherwise. ”" in newest_entry(
        client
    )


def test_quotation_of_a_draft_is_not_told_of(client: Client) -> None:
    claim = ClaimFactory.create(draft=True)
    an_hour_passes()
    cite(claim, quotation="Of a draft.")
    assert entries(client, "?kind=claim") == []


def test_citation_of_a_source_that_is_not_public_is_not_told_of(client: Client) -> None:
    mission = MissionFactory.create()
    passage = PassageFactory.create(source__draft=True)
    an_hour_passes()
    citation: Any = cite(mission, "period", passage=passage, stance="differs", says="SECRET-ONE")
    minutes_pass(20)
    citation.says = "SECRET-TWO"
    citation.save()
    minutes_pass(20)
    citation.delete()
    assert entries(client, "?kind=mission") == [f"Mission Added: {mission}"]


def test_what_a_citation_said_while_its_source_was_a_draft_is_not_told(client: Client) -> None:
    mission = MissionFactory.create()
    passage = PassageFactory.create(source__draft=True)
    an_hour_passes()
    citation: Any = cite(mission, passage=passage, note_en="SECRET-ONE")
    change(citation, note_en="SECRET-TWO")
    an_hour_passes()
    publish(passage.source)
    change(citation, note_en="Said in public.")
    assert "was “ SECRET-TWO ”, now “ Said in public. ”" in newest_entry(client)
    assert "SECRET-ONE" not in words(read(client, "/changes/"))


def test_quotation_that_replaces_a_hidden_one_is_added(client: Client) -> None:
    mission = MissionFactory.create()
    an_hour_passes()
    citation: Any = cite(
        mission, passage=PassageFactory.create(source__draft=True), note_en="SECRET"
    )
    change(citation, passage=PassageFactory.create(quotation="It is so."), note_en="Known.")
    assert "A quotation was added: It is so." in newest_entry(client)
    assert "SECRET" not in words(read(client, "/changes/"))


def test_note_of_a_draft_is_not_told_when_it_is_published_again(client: Client) -> None:
    mission = MissionFactory.create()
    citation: Any = cite(mission, note_en="First.")
    an_hour_passes()
    draft(mission)
    citation.note_en = "DRAFTSECRET"
    citation.save()
    minutes_pass(30)
    citation.note_en = "Clean."
    citation.save()
    publish(mission)
    change(citation, note_en="Better.")
    page = words(main_part(read(client, "/changes/")))
    assert "was “ Clean. ”, now “ Better. ”" in page
    assert "DRAFTSECRET" not in page


def test_note_of_a_draft_of_a_few_minutes_is_not_told(client: Client) -> None:
    mission = MissionFactory.create()
    citation: Any = cite(mission, note_en="First.")
    an_hour_passes()
    draft(mission)
    citation.note_en = "DRAFTSECRET"
    citation.save()
    minutes_pass(2)
    publish(mission)
    citation.note_en = "Clean."
    citation.save()
    assert "DRAFTSECRET" not in words(read(client, "/changes/"))


# --- Filters and pages ------------------------------------------------------------------------


def test_kind_narrows_the_list(client: Client) -> None:
    MissionFactory.create(name="Atlantis")
    PersonFactory.create(display_name="Aigul")
    assert entries(client, "?kind=person") == ["Person Added: Aigul"]
    assert entries(client, "?kind=unit") == []


def test_history_of_one_record_holds_its_parts_and_nothing_else(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis", slug="atlantis")
    RotationFactory.create(mission=mission, number=3)
    RotationFactory.create()
    an_hour_passes()
    cite(mission, quotation="There was one.")
    history = entries(client, "?kind=mission&record=atlantis")
    assert len(history) == 3
    assert all("Atlantis" in entry for entry in history)


def test_ranks_and_service_stand_in_the_history_of_their_person(client: Client) -> None:
    person = PersonFactory.create(slug="aigul", display_name="Aigul")
    RankHoldingFactory.create(person=person)
    DeploymentFactory.create(person=person)
    RankHoldingFactory.create()
    kinds = {entry.split(" Added")[0] for entry in entries(client, "?kind=person&record=aigul")}
    assert kinds == {"Person", "Rank of a person", "Deployment"}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("kind=mission&record=nowhere", "There is no such record of this kind."),
        ("record=atlantis", "There is no such record of this kind."),
        ("kind=person&record=atlantis", "There is no such record of this kind."),
        ("kind=mission&record=a%20draft", "valid"),
        ("kind=mission&record=hidden", "There is no such record of this kind."),
        ("before=yesterday", "This is not a valid time."),
        ("before=2024-13-01T00:00:00.000000Z", "This is not a valid time."),
        ("before=2024-01-01T00:00:00.000000Z%00", "This is not a valid time."),
    ],
)
def test_value_that_means_nothing_gives_a_message_and_no_rows(
    client: Client, query: str, message: str
) -> None:
    MissionFactory.create(slug="atlantis")
    MissionFactory.create(slug="hidden", draft=True)
    page = read(client, f"/changes/?{query}", status=400)
    (complaint,) = page.select("main .error-summary")
    assert message in words(complaint)
    assert not page.select("main .change")


def test_unknown_kind_is_told_once_at_the_field(client: Client) -> None:
    MissionFactory.create()
    page = read(client, "/changes/?kind=nothing", status=400)
    assert "not one of the available choices" in complaint_at(page, "kind")
    assert words(main_part(page)).count("not one of the available choices") == 1
    field, complaint = page.select_one("main [name=kind]"), page.select_one("main .filter .error")
    assert field
    assert complaint
    assert field["aria-describedby"] == complaint["id"]
    assert not page.select("main .change")


def test_history_of_one_record_is_headed_by_its_name(client: Client) -> None:
    PersonFactory.create(slug="aigul", display_name="Aigul Publicova")
    assert heading(read(client, "/changes/?kind=person&record=aigul")) == "Changes: Aigul Publicova"
    assert heading(read(client, "/changes/?kind=person")) == "Changes"


def test_history_is_found_by_a_former_address(client: Client) -> None:
    person = PersonFactory.create(slug="aigul-old", display_name="Aigul")
    change(person, slug="aigul-new")
    query = "?kind=person&record="
    assert entries(client, f"{query}aigul-old") == entries(client, f"{query}aigul-new")
    assert len(entries(client, f"{query}aigul-old")) == 2


def test_history_is_not_found_by_an_address_of_a_draft(client: Client) -> None:
    person = PersonFactory.create(slug="aigul-draft", draft=True)
    change(person, slug="aigul", state=PublicationState.PUBLISHED)
    read(client, "/changes/?kind=person&record=aigul-draft", status=400)


def test_former_address_that_another_record_has_now_leads_to_that(client: Client) -> None:
    change(PersonFactory.create(slug="aigul", display_name="First"), slug="aigul-the-first")
    PersonFactory.create(slug="aigul", display_name="Second")
    assert entries(client, "?kind=person&record=aigul") == ["Person Added: Second"]


def test_page_says_what_is_not_told(client: Client) -> None:
    page = words(main_part(read(client, "/changes/")))
    assert "passages" in page
    assert "further names" in page


def test_pages_by_time_show_everything_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "VERSIONS_A_PAGE", 3)
    for number in range(8):
        MissionFactory.create(name=f"Mission {number}")
    seen, address = [], "/changes/?kind=mission"
    for _page in range(3):
        page = read(client, address)
        seen += [words(link) for link in page.select("main .change a")]
        following = page.select('main a[rel="next"]')
        address = f"/changes/{following[0]['href']}" if following else ""
    assert seen == [f"Mission {number}" for number in reversed(range(8))]
    assert address == ""


def test_versions_of_one_moment_are_not_torn_apart(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "VERSIONS_A_PAGE", 3)
    for number in range(5):
        MissionFactory.create(name=f"Mission {number}")
    moment = datetime(2024, 5, 3, tzinfo=UTC)
    for number, seconds in enumerate((0, 10, 10, 20, 20)):
        Mission.history.filter(name=f"Mission {number}").update(
            history_date=moment + timedelta(seconds=seconds)
        )
    first = read(client, "/changes/")
    assert len(first.select("main .change")) == 2
    second = read(client, f"/changes/{first.select('main a[rel=next]')[0]['href']}")
    assert len(second.select("main .change")) == 3


@pytest.mark.parametrize(
    ("kind", "factory"),
    [
        ("mission", MissionFactory),
        ("unit", UnitFactory),
        ("claim", ClaimFactory),
        ("person", PersonFactory),
        ("jointdeployment", JointDeploymentFactory),
        ("source", SourceFactory),
    ],
)
def test_record_s_page_leads_to_its_history(client: Client, kind: str, factory: Any) -> None:
    record = factory.create()
    page = read(client, record.get_absolute_url())
    address = address_of_link(page, "History of this record")
    assert len(entries(client, address.removeprefix("/changes/"))) == 1
    assert f"kind={kind}" in address


def test_rotation_s_page_leads_to_its_mission_s_history(client: Client) -> None:
    rotation = RotationFactory.create(mission__slug="atlantis")
    page = read(client, rotation.get_absolute_url())
    address = address_of_link(page, "History of this mission and its rotations")
    assert address == "/changes/?kind=mission&record=atlantis"


# --- Fixtures and cost ------------------------------------------------------------------------


def load_article() -> None:
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)


def test_fixtures_loaded_again_add_nothing(client: Client) -> None:
    load_article()
    an_hour_passes()
    before = entries(client)
    load_article()
    assert before
    assert entries(client) == before


def test_first_load_only_adds(client: Client) -> None:
    load_article()
    assert all(" Added: " in entry for entry in entries(client))


def test_fixture_that_changes_a_column_does_not_unlink_anything(
    client: Client, tmp_path: Any
) -> None:
    mission = MissionFactory.create(slug="atlantis", name="Atlantis")
    mission.units.add(UnitFactory.create(slug="a", name="Unit A"))
    an_hour_passes()
    fixture = tmp_path / "changed.json"
    call_command(
        "dumpdata", "missions.mission", natural_foreign=True, natural_primary=True,
        output=str(fixture), verbosity=0,
    )  # fmt: skip
    text = fixture.read_text().replace('"acronym": ""', '"acronym": "MIA"')
    fixture.write_text(text)
    call_command("loaddata", str(fixture), verbosity=0)
    assert newest_entry(client) == "Mission Atlantis Acronym: was not stated , now “ MIA ”"


def test_page_costs_the_same_however_much_changed(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/changes/?kind=mission&record=atlantis")
            client.get("/changes/")
        return len(captured)

    mission = MissionFactory.create(slug="atlantis")
    few = queries()
    for number in range(5):
        change(mission, acronym=f"A{number}", mandated_by=OrganisationFactory.create())
        cite(ClaimFactory.create(mission=mission))
    joint = JointDeploymentFactory.create(people=[PersonFactory.create()], missions=[mission])
    an_hour_passes()
    joint.people.add(PersonFactory.create())
    assert JointDeployment.history.count() > 1
    assert queries() == few <= 8
