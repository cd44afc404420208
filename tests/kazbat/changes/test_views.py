"""/changes/: what changed in public, and what stood there before."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editions.models import ChangeSet, Edition
from editions.publishing import change_set
from kazbat.changes import views
from kazbat.changes.words import COUNTED
from missions.models import Mission
from personnel.models import JointDeployment
from records.models import PublicationState, Record
from tests.factories import (
    ClaimFactory,
    ComparisonFactory,
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
    SeriesComparisonFactory,
    SeriesFactory,
    SourceFactory,
    UnitFactory,
    cite,
)
from tests.reading import address_of_link, complaint_at, heading, main_part, read, words

pytestmark = pytest.mark.django_db


def recorded(*records: Any, **about: Any) -> Any:
    """Writes the editions of what the database holds, in one change set; returns the first."""
    with change_set(**about) as changes:
        changes.record(records)
    return records[0]


def change(record: Any, **values: Any) -> None:
    """Saves and records, as an editor would."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    recorded(record)


def publish(record: Any) -> None:
    change(record, state=PublicationState.PUBLISHED, withdrawn_reason="")


def draft(record: Any) -> None:
    change(record, state=PublicationState.DRAFT)


def withdraw(record: Any, reason: str = "It was entered twice.") -> None:
    change(record, state=PublicationState.WITHDRAWN, withdrawn_reason=reason)


def cited(record: Any, *args: Any, **values: Any) -> Any:
    """Adds a citation to a record, and records that."""
    citation = cite(record, *args, **values)
    recorded(record)
    return citation


def entries(client: Client, query: str = "") -> list[str]:
    """What each entry says, without its time."""
    page = read(client, f"/changes/{query}")
    for moment in page.select("time"):
        moment.decompose()
    return [words(entry) for entry in page.select("main .change")]


def newest_entry(client: Client) -> str:
    return entries(client)[0]


# --- Records ----------------------------------------------------------------------------------


def test_new_record_is_added_by_name(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Mission to Atlantis"))
    assert entries(client) == ["Mission Added: Mission to Atlantis"]
    page = read(client, "/changes/")
    assert address_of_link(page, "Mission to Atlantis") == mission.get_absolute_url()


def test_part_of_a_page_is_told_apart_from_its_neighbours(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Aru"))
    recorded(RankHoldingFactory.create(person=person, as_printed="Major of the Army"))
    assert "Added: Aru : Major of the Army" in newest_entry(client)

    recorded(DeploymentFactory.create(person=person, mission__name="Lebanon"))
    assert "Added: Aru : Lebanon" in newest_entry(client)


def test_what_is_saved_at_once_is_one_entry(client: Client) -> None:
    person = PersonFactory.create(display_name="Aru")
    recorded(person, RankHoldingFactory.create(person=person, as_printed="Major"))
    (entry,) = entries(client)
    assert entry == "Person Added: Aru Rank of a person Added: Aru : Major"


def test_changed_date_says_in_words_what_it_was_and_is(client: Client) -> None:
    change(recorded(MissionFactory.create(name="Atlantis", period="2014/..")), period="2014~")
    assert newest_entry(client) == "Mission Atlantis Period: was “ since 2014 ”, now “ about 2014 ”"


def test_what_was_empty_was_not_stated(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis", acronym=""))
    change(mission, acronym="MIA")
    assert newest_entry(client) == "Mission Atlantis Acronym: was not stated , now “ MIA ”"
    change(mission, acronym="")
    assert newest_entry(client) == "Mission Atlantis Acronym: was “ MIA ”, now not stated"


def test_figure_changes_as_one_with_bound_and_noun(client: Client) -> None:
    figure = FigureFactory.create(text="People went.", comparator=">", value=270, noun="people")
    change(recorded(figure), comparator="≈", value=1290, noun="officers")
    assert newest_entry(client) == (
        "Claim People went. Figure: was “ more than 270 people ”, now “ about 1,290 officers ”"
    )


def test_strength_of_a_rotation_is_called_so(client: Client) -> None:
    rotation = recorded(RotationFactory.create(comparator="=", value=5, noun="people"))
    change(rotation, value=6)
    assert "Strength: was “ 5 people ”, now “ 6 people ”" in newest_entry(client)


def test_choices_and_truths_are_told_as_readers_see_them(client: Client) -> None:
    claim = recorded(ClaimFactory.create(kind="activity", open_ended=False))
    change(claim, kind="event", open_ended=True)
    assert "Kind: was “ activity ”, now “ event ”" in newest_entry(client)
    assert "The list is open-ended: was “ no ”, now “ yes ”" in newest_entry(client)


def test_point_on_the_map_keeps_its_digits(client: Client) -> None:
    mission = recorded(MissionFactory.create(latitude="33.2001", longitude="44.5"))
    change(mission, latitude="-1.25")
    assert "Latitude: was “ 33.2001 ”, now “ -1.25 ”" in newest_entry(client)


def test_day_of_reading_a_source_is_told_in_words(client: Client) -> None:
    change(recorded(SourceFactory.create()), accessed_on="2024-05-03")
    assert "Accessed on: was not stated , now “ 3 May 2024 ”" in newest_entry(client)


def test_linked_record_is_told_by_its_name_of_today(client: Client) -> None:
    league = OrganisationFactory.create(name="Old League")
    mission = recorded(MissionFactory.create(mandated_by=league))
    change(mission, mandated_by=OrganisationFactory.create(name="New League"))
    assert "Mandated by: was “ Old League ”, now “ New League ”" in newest_entry(client)
    change(league, name="Oldest League")
    assert "was “ Oldest League ”" in newest_entry(client)


def test_linked_record_that_is_not_public_is_not_named(client: Client) -> None:
    larger = UnitFactory.create(name="Hidden regiment")
    mission = MissionFactory.create()
    mission.units.add(larger)
    recorded(mission)
    mission.units.clear()
    recorded(mission)
    withdraw(larger)
    page = words(main_part(read(client, "/changes/")))
    assert "Units: was “ a record that is not public ”, now not stated" in page
    assert "Hidden" not in page


def test_links_to_many_records_are_told_by_their_names(client: Client) -> None:
    mission = MissionFactory.create()
    mission.units.set([UnitFactory.create(name="Unit A"), UnitFactory.create(name="Unit B")])
    recorded(mission)
    mission.units.remove(mission.units.get(name="Unit A"))
    recorded(mission)
    assert "Units: was “ Unit A and Unit B ”, now “ Unit B ”" in newest_entry(client)


def test_further_name_that_comes_or_goes_is_told(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Aru"))
    PersonNameFactory.create(person=person, name="Ару")
    recorded(person)
    assert newest_entry(client) == "Person Aru Name added: “Ару”"
    person.names.all().delete()
    recorded(person)
    assert newest_entry(client) == "Person Aru Name removed: “Ару”"


def test_text_of_another_language_is_named_with_its_language(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis", name_ru="Атлантида"))
    change(mission, name_en="Mu", name_ru="Му")
    entry = newest_entry(client)
    assert "Name: was “ Atlantis ”, now “ Mu ”" in entry
    assert "Name (Russian): was “ Атлантида ”, now “ Му ”" in entry
    value = read(client, "/changes/").find("span", string="Му")
    assert isinstance(value, Tag)
    assert value["lang"] == "ru"


def test_value_in_no_particular_language_has_no_empty_language(client: Client) -> None:
    change(recorded(MissionFactory.create(acronym="")), acronym="MIA")
    assert not read(client, "/changes/").select('main [lang=""]')


def test_address_photograph_and_file_change_without_their_values(client: Client) -> None:
    mission = recorded(MissionFactory.create(slug="old-address"))
    photo = recorded(PhotoFactory.create(slug="a", file="photos/first.jpg"))
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
    source = recorded(SourceFactory.create())
    source.archived_text, source.title = "The whole text of somebody", "Another title"
    source.save()
    recorded(source, by=editor, why="A secret reason")
    page = str(read(client, "/changes/"))
    assert "Another title" in page
    for hidden in ("whole text", editor.username, "secret reason", "rchived"):
        assert hidden not in page


def test_change_of_the_archived_text_alone_is_no_entry(client: Client) -> None:
    source = SourceFactory.create(archived_text="The whole text")
    change(recorded(source), archived_text="The whole tale")
    assert Edition.objects.count() == 2
    assert entries(client) == [f"Source Added: {source.title}"]


def test_save_without_a_difference_is_no_entry(client: Client) -> None:
    change(recorded(MissionFactory.create()))
    assert len(entries(client)) == 1


def test_time_is_told_in_the_register_s_zone(client: Client) -> None:
    recorded(MissionFactory.create())
    ChangeSet.objects.update(at=datetime(2024, 5, 2, 21, 30, tzinfo=UTC))
    page = read(client, "/changes/")
    (moment,) = page.select("main time")
    assert words(moment) == "02:30"
    assert moment["datetime"] == "2024-05-03T02:30:00+0500"
    assert [words(day) for day in page.select("main h2")] == ["3 May 2024"]


# --- Much at once -----------------------------------------------------------------------------


def test_import_is_one_entry_in_whole_sentences(client: Client) -> None:
    missions = MissionFactory.create_batch(4)
    rotations = [RotationFactory.create(mission=missions[0]) for _number in range(6)]
    recorded(*missions, *rotations, PersonFactory.create())
    (entry,) = entries(client)
    assert entry.startswith("Added 4 missions, 6 rotations, and 1 person. Some of them")


def test_import_names_some_of_what_it_brought_and_leads_to_all(client: Client) -> None:
    recorded(*(MissionFactory.create(name=f"Mission {number}") for number in range(12)))
    page = read(client, "/changes/")
    named = [words(link) for link in page.select("main .change details a")]
    assert named == [f"Mission {number}" for number in range(5)]
    address = address_of_link(page, "All of them, one by one")
    every = read(client, address)
    assert len(every.select("main .change .together > li")) == 12


def test_import_tells_additions_from_changes(client: Client) -> None:
    missions = MissionFactory.create_batch(9)
    recorded(*missions)
    for mission in missions:
        mission.acronym = "MIA"
        mission.save()
    recorded(*missions, *UnitFactory.create_batch(2))
    assert newest_entry(client).startswith("Added 2 units. Changed 9 missions.")


def test_import_tells_only_of_the_kind_that_is_asked_for(client: Client) -> None:
    recorded(*MissionFactory.create_batch(12), *(PersonFactory.create_batch(2)))
    assert entries(client, "?kind=mission")[0].startswith("Added 12 missions.")
    assert len(read(client, "/changes/?kind=person").select(".change .together > li")) == 2


def test_import_does_not_name_what_is_hidden_since(client: Client) -> None:
    missions = [MissionFactory.create(name=f"Mission {number}") for number in range(12)]
    recorded(*missions)
    withdraw(missions[2])
    _withdrawn, imported = read(client, "/changes/").select("main .change")
    assert "Mission 2" not in words(imported)
    assert "Added 12 missions." in words(imported)


def test_few_that_come_at_once_are_named(client: Client) -> None:
    recorded(*(MissionFactory.create(name=f"Mission {number}") for number in range(4)))
    (entry,) = entries(client)
    assert all(f"Added: Mission {number}" in entry for number in range(4))


def test_every_kind_of_record_can_be_counted_in_words() -> None:
    kinds = {model._meta.model_name for model in all_records(Record)}
    assert kinds <= set(COUNTED)


def all_records(model: type[Any]) -> set[type[Any]]:
    below = {one for sub in model.__subclasses__() for one in all_records(sub)}
    return below | ({model} if not model._meta.abstract else set())


def test_all_of_a_set_is_paged(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 5)
    recorded(*(MissionFactory.create(name=f"Mission {number:02}") for number in range(12)))
    number = ChangeSet.objects.get().pk
    assert set(names_on_all_pages(client, f"/changes/?set={number}")) == {
        f"Mission {number:02}" for number in range(12)
    }


def names_on_all_pages(client: Client, address: str) -> list[str]:
    names = []
    while address:
        page = read(client, address)
        names += [words(link) for link in page.select("main .change a")]
        following = page.select('main a[rel="next"]')
        address = f"/changes/{following[0]['href']}" if following else ""
    return names


# --- What is not public -----------------------------------------------------------------------


def test_draft_is_not_told_of_and_its_words_never_come_out(
    client: Client, editor_client: Client
) -> None:
    claim = recorded(ClaimFactory.create(draft=True, text="Words that were never checked."))
    change(claim, text="Still not checked.")
    assert entries(client) == entries(editor_client) == []
    change(claim, text="Checked at last.", state=PublicationState.PUBLISHED)
    assert entries(client) == ["Claim Published: Checked at last."]


def test_record_published_again_keeps_a_line_for_each_change_of_state(client: Client) -> None:
    claim = recorded(ClaimFactory.create(text="First."))
    change(claim, text="Draft.", state=PublicationState.DRAFT)
    assert entries(client) == ["Claim Taken back to draft.", "Claim Added."]
    change(claim, text="Draft of a draft.")
    change(claim, text="Second.", state=PublicationState.PUBLISHED)
    assert entries(client) == [
        "Claim Published again: Second.",
        "Claim Taken back to draft, and published again later: Second.",
        "Claim Added: Second.",
    ]


def test_withdrawn_record_leaves_its_lines_without_any_words(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Aigul Once", slug="aigul-once"))
    change(person, display_name="Aigul Twice")
    withdraw(person, "The family asked for it.")
    assert entries(client) == [
        "Person Withdrawn. Why: The family asked for it.",
        "Person Changed.",
        "Person Added.",
    ]
    assert "aigul" not in str(main_part(read(client, "/changes/"))).lower()


def test_reason_of_a_withdrawal_is_told_as_it_reads_today(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Aigul"))
    withdraw(person, "Aigul asked for it.")
    change(person, withdrawn_reason="The person asked for it.")
    assert entries(client) == [
        "Person Withdrawn. Why: The person asked for it.",
        "Person Added.",
    ]


def test_each_withdrawal_keeps_its_own_reason(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis"))
    withdraw(mission, "It was doubtful.")
    publish(mission)
    withdraw(mission, "It was wrong.")
    told = entries(client)
    assert told[0] == "Mission Withdrawn. Why: It was wrong."
    assert told[2] == "Mission Withdrawn. Why: It was doubtful."


def test_reason_that_names_somebody_hidden_is_not_shown(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Secretova"))
    withdraw(person, "Secretova asked for it.")
    assert newest_entry(client) == "Person Withdrawn. Why: not shown"


def test_draft_that_is_withdrawn_was_never_public_and_is_not_told_of(client: Client) -> None:
    withdraw(recorded(PersonFactory.create(draft=True)))
    assert entries(client) == []


def test_what_was_said_before_a_withdrawal_stays_gone(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="A wrong name"))
    cited(person, "display_name", quotation="A wrong sentence")
    change(person, display_name="Another wrong name")
    withdraw(person)
    change(person, display_name="Right name", state=PublicationState.PUBLISHED)
    assert entries(client, "?kind=person") == [
        "Person Published again: Right name",
        "Person Withdrawn, and published again later: Right name Why: It was entered twice.",
        "Person Right name An earlier wording is not shown",
        "Person Right name An earlier wording is not shown",
        "Person Added: Right name",
    ]


def test_record_that_hangs_on_a_withdrawn_one_is_not_named(client: Client) -> None:
    person = recorded(PersonFactory.create())
    rank = recorded(RankHoldingFactory.create(person=person, as_printed="Major"))
    change(rank, as_printed="Colonel")
    assert "Colonel" in newest_entry(client)
    withdraw(person)
    assert entries(client) == [
        "Person Withdrawn. Why: It was entered twice.",
        "Rank of a person Changed.",
        "Rank of a person Added.",
        "Person Added.",
    ]


def test_service_in_a_mission_that_was_withdrawn_is_not_named(client: Client) -> None:
    deployment = DeploymentFactory.create(person__display_name="Aru", mission__name="Atlantis")
    recorded(deployment.person)
    recorded(deployment.mission)
    recorded(deployment)
    assert newest_entry(client) == "Deployment Added: Aru : Atlantis"
    withdraw(deployment.mission)
    assert entries(client, "?kind=person")[0] == "Deployment Added."


def test_parts_of_a_record_that_was_withdrawn_say_nothing_from_before(client: Client) -> None:
    deployment = DeploymentFactory.create(activity="Something wrong")
    recorded(deployment.person, deployment)
    cited(deployment, "activity", quotation="A wrong sentence", note_en="A wrong note")
    citation = deployment.citations.get()
    citation.note_en = "Another wrong note"
    citation.save()
    change(deployment, activity="Something else that is wrong")
    withdraw(deployment.person)
    publish(deployment.person)
    change(deployment, activity="Something right")
    page = words(main_part(read(client, "/changes/?kind=person")))
    for gone in ("Something wrong", "Something else", "wrong note", "wrong sentence"):
        assert gone not in page
    change(deployment, activity="Something better")
    assert "was “ Something right ”, now “ Something better ”" in newest_entry(client)


def test_part_of_a_mission_says_nothing_of_the_time_when_that_was_a_draft(client: Client) -> None:
    rotation = RotationFactory.create(comparator="=", value=1, noun="at first")
    recorded(rotation.mission, rotation)
    draft(rotation.mission)
    change(rotation, noun="not checked")
    change(rotation, noun="checked")
    publish(rotation.mission)
    change(rotation, noun="corrected")
    page = words(main_part(read(client, "/changes/")))
    assert "Strength: was “ 1 checked ”, now “ 1 corrected ”" in page
    assert "not checked" not in page
    assert "at first" not in page


def test_part_that_comes_from_a_draft_mission_is_published_without_its_former_words(
    client: Client,
) -> None:
    deployment = DeploymentFactory.create(mission__draft=True, activity="Not checked.")
    recorded(deployment.mission, deployment.person, deployment)
    change(deployment, mission=MissionFactory.create(), activity="Checked.")
    (told,) = (entry for entry in entries(client) if entry.startswith("Deployment"))
    assert told.startswith("Deployment Published:")
    assert "hecked" not in told


def test_part_that_left_what_is_a_draft_now_says_nothing_of_its_time_there(client: Client) -> None:
    deployment = DeploymentFactory.create(activity="In a mission that is doubtful.")
    former = deployment.mission
    recorded(deployment.person, former, deployment)
    change(deployment, mission=MissionFactory.create(), activity="In a mission that is known.")
    change(deployment, activity="In a mission that is well known.")
    draft(former)
    newer, older = (e for e in entries(client) if e.startswith("Deployment"))
    assert "well known" in newer
    assert "An earlier wording is not shown" in older
    assert "doubtful" not in str(read(client, "/changes/"))


def test_part_that_moved_under_a_record_that_was_withdrawn_says_nothing_of_before(
    client: Client,
) -> None:
    deployment = DeploymentFactory.create(activity="First.")
    recorded(deployment.person, deployment.mission, deployment)
    change(deployment, activity="Second.")
    other = recorded(MissionFactory.create())
    change(deployment, mission=other)
    withdraw(other)
    publish(other)
    page = words(main_part(read(client, "/changes/?kind=person")))
    assert "First" not in page
    assert "Second" not in page


def test_part_published_with_its_mission_says_nothing_of_the_draft(client: Client) -> None:
    rotation = RotationFactory.create(
        mission__draft=True, comparator="=", value=1, noun="not checked"
    )
    mission = rotation.mission
    recorded(mission, rotation)
    for record, values in ((mission, {"state": "published"}), (rotation, {"noun": "checked"})):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    recorded(mission, rotation)
    (told,) = entries(client)
    assert "Rotation Published:" in told
    assert "checked" not in told


def test_deleted_record_is_not_named(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis"))
    draft(mission)
    with change_set() as changes:
        changes.delete(mission)
    assert entries(client) == ["Mission Taken back to draft.", "Mission Added."]


# --- Names of people who are not public -------------------------------------------------------


def text_without_a_name(client: Client, *, before: str, after: str) -> str:
    """What is told of a joint statement whose text changed in English."""
    joint = recorded(JointDeploymentFactory.create(text_en=before))
    change(joint, text_en=after)
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
@pytest.mark.parametrize("hide", [withdraw, draft])
def test_former_text_that_names_a_hidden_person_is_not_shown(
    client: Client, text: str, hide: Any
) -> None:
    person = recorded(PersonFactory.create(display_name="Aigul Secretova"))
    for name in ("Секретова Айгуль", "A. Smith-Jones"):
        PersonNameFactory.create(person=person, name=name)
    hide(person)
    told = text_without_a_name(client, before=text, after="Publicova served.")
    assert told == ": an earlier wording is not shown"
    assert text not in words(read(client, "/changes/"))


def test_former_text_that_names_a_draft_that_was_never_public_is_not_shown(
    client: Client,
) -> None:
    recorded(PersonFactory.create(display_name="Secretova", draft=True))
    told = text_without_a_name(client, before="Secretova served.", after="Publicova served.")
    assert told == ": an earlier wording is not shown"


def test_name_replaced_in_the_save_that_withdraws_stays_hidden(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Secretova"))
    change(
        person, display_name="Removed", state=PublicationState.WITHDRAWN, withdrawn_reason="Asked."
    )
    told = text_without_a_name(client, before="Secretova served.", after="Somebody served.")
    assert told == ": an earlier wording is not shown"


def test_later_text_that_named_a_withdrawn_person_is_not_shown_either(client: Client) -> None:
    told = text_without_a_name(client, before="Publicova served.", after="Secretova served.")
    assert "now “ Secretova served. ”" in told
    joint = JointDeployment.objects.get()
    change(joint, text_en="Publicova served.")
    withdraw(recorded(PersonFactory.create(display_name="Secretova")))
    assert "Secretova" not in words(read(client, "/changes/"))


def test_former_text_that_names_nobody_hidden_is_shown(client: Client) -> None:
    recorded(PersonFactory.create(display_name="Secretova"))
    withdraw(recorded(PersonFactory.create(display_name="A. B. Otherova")))
    told = text_without_a_name(client, before="Secretova, a medic.", after="Publicova served.")
    assert "was “ Secretova, a medic. ”" in told


def test_former_note_on_a_quotation_keeps_a_withdrawn_name_too(client: Client) -> None:
    withdraw(recorded(PersonFactory.create(display_name="Secretova")))
    mission = MissionFactory.create()
    citation: Any = cited(mission, "period", note_en="Secretova says so.")
    citation.note_en = "Somebody says so."
    citation.save()
    recorded(mission)
    assert "Citation for Period, Note: an earlier wording is not shown" in newest_entry(client)


def test_further_name_that_somebody_hidden_bears_is_not_shown(client: Client) -> None:
    withdraw(recorded(PersonFactory.create(display_name="Secretova")))
    person = recorded(PersonFactory.create(display_name="Aru"))
    PersonNameFactory.create(person=person, name="Aru Secretova")
    recorded(person)
    assert newest_entry(client) == "Person Aru Name: an earlier wording is not shown"


def test_title_that_names_somebody_hidden_is_not_shown(client: Client) -> None:
    recorded(ClaimFactory.create(text="Secretova commanded.", slug="a-claim"))
    withdraw(recorded(PersonFactory.create(display_name="Secretova")))
    page = main_part(read(client, "/changes/"))
    assert "Claim Added." in words(page)
    assert "Secretova" not in words(page)
    assert "a-claim" not in str(page)


def test_quotation_that_names_somebody_hidden_is_not_shown(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    cited(mission, quotation="Secretova commanded.")
    assert "Secretova" in newest_entry(client)
    withdraw(recorded(PersonFactory.create(display_name="Secretova")))
    page = words(main_part(read(client, "/changes/")))
    assert "A quotation was added" in page
    assert "Secretova" not in page


def test_no_former_text_is_shown_where_too_many_people_are_hidden(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editions.protection.MOST_HIDDEN", 1)
    withdraw(recorded(PersonFactory.create(display_name="Secretova")))
    change(recorded(MissionFactory.create()), acronym="MIA")
    assert "now “ MIA ”" in newest_entry(client)
    withdraw(recorded(PersonFactory.create(display_name="Otherova")))
    page = words(main_part(read(client, "/changes/")))
    assert "Acronym: an earlier wording is not shown" in page


# --- Citations --------------------------------------------------------------------------------


def test_quotation_added_later_is_told_with_its_words(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis"))
    cited(mission, "period", quotation="It began in 2003.")
    assert newest_entry(client) == (
        "Mission Atlantis A quotation was added for Period: It began in 2003."
    )
    cited(mission, quotation="There was a mission.")
    assert newest_entry(client) == ("Mission Atlantis A quotation was added: There was a mission.")


def test_quotations_that_come_with_a_publication_are_part_of_it(client: Client) -> None:
    claim = recorded(ClaimFactory.create(draft=True, text="So it was."))
    cited(claim, quotation="Cited while it was a draft.")
    publish(claim)
    assert entries(client) == ["Claim Published: So it was."]


def test_removed_quotation_is_told_with_its_words_while_something_public_rests_on_it(
    client: Client,
) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, "period", quotation="It began in 2003.")
    claim = recorded(ClaimFactory.create(mission=mission))
    other: Any = cited(claim, passage=citation.passage)
    citation.delete()
    recorded(mission)
    assert newest_entry(client).endswith("A quotation was removed for Period: It began in 2003.")
    other.delete()
    recorded(claim)
    assert "A quotation was removed for Period" in entries(client)[1]
    assert "It began" not in str(read(client, "/changes/"))


def test_quotation_of_a_source_that_is_not_public_is_not_shown(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    passage = PassageFactory.create(quotation="It began in 2003.")
    recorded(passage.source)
    cited(mission, passage=passage)
    assert "It began" in newest_entry(client)
    withdraw(passage.source)
    assert "It began" not in str(read(client, "/changes/"))


def test_citation_of_a_source_that_is_a_draft_again_is_not_told_of(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, "period", stance="differs", says="2003")
    source = recorded(citation.passage.source)
    citation.says = "2004"
    citation.save()
    recorded(mission)
    assert "was “ 2003 ”, now “ 2004 ”" in newest_entry(client)
    draft(source)
    assert entries(client, "?kind=mission") == [f"Mission Added: {mission}"]


def test_what_was_cited_before_its_source_was_withdrawn_stays_gone(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, "period", note_en="A wrong note.")
    source = recorded(citation.passage.source)
    citation.note_en = "Another wrong note."
    citation.save()
    recorded(mission)
    withdraw(source)
    publish(source)
    assert "wrong note" not in str(read(client, "/changes/"))


def test_citation_changed_after_its_source_came_back_is_no_new_one(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, "period", note_en="A wrong note.")
    source = recorded(citation.passage.source)
    withdraw(source)
    publish(source)
    citation.note_en = "A right note."
    citation.save()
    recorded(mission)
    assert entries(client, "?kind=mission") == [f"Mission Added: {mission}"]


def test_replaced_quotation_shows_only_the_present_one(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, quotation="The old sentence.")
    citation.passage = PassageFactory.create(quotation="The new sentence.")
    citation.save()
    recorded(mission)
    assert "A quotation was replaced: The new sentence." in newest_entry(client)
    assert "The old sentence." not in str(read(client, "/changes/"))


def test_changed_note_on_a_quotation_is_told(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, "period", note_en="Read so.")
    citation.note_en = "Read otherwise."
    citation.save()
    recorded(mission)
    assert "Citation for Period, Note: was “ Read so. ”, now “ Read otherwise. ”" in newest_entry(
        client
    )


def test_quotation_of_a_draft_is_not_told_of(client: Client) -> None:
    cited(recorded(ClaimFactory.create(draft=True)), quotation="Of a draft.")
    assert entries(client, "?kind=claim") == []


def test_citation_of_a_source_that_is_not_public_is_not_told_of(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    passage = PassageFactory.create(source__draft=True)
    recorded(passage.source)
    citation: Any = cited(mission, "period", passage=passage, stance="differs", says="SECRET-ONE")
    citation.says = "SECRET-TWO"
    citation.save()
    recorded(mission)
    citation.delete()
    recorded(mission)
    assert entries(client, "?kind=mission") == [f"Mission Added: {mission}"]


def test_what_a_citation_said_while_its_source_was_a_draft_is_not_told(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    passage = PassageFactory.create(source__draft=True)
    recorded(passage.source)
    citation: Any = cited(mission, passage=passage, note_en="SECRET-ONE")
    citation.note_en = "SECRET-TWO"
    citation.save()
    recorded(mission)
    publish(passage.source)
    citation.note_en = "Said in public."
    citation.save()
    recorded(mission)
    assert "was “ SECRET-TWO ”, now “ Said in public. ”" in newest_entry(client)
    assert "SECRET-ONE" not in words(read(client, "/changes/"))


def test_quotation_that_replaces_a_hidden_one_is_added(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    hidden = PassageFactory.create(source__draft=True)
    recorded(hidden.source)
    citation: Any = cited(mission, passage=hidden, note_en="SECRET")
    citation.passage = PassageFactory.create(quotation="It is so.")
    citation.note_en = "Known."
    citation.save()
    recorded(mission)
    assert "A quotation was added: It is so." in newest_entry(client)
    assert "SECRET" not in words(read(client, "/changes/"))


def test_note_of_a_draft_is_not_told_when_it_is_published_again(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    citation: Any = cited(mission, note_en="First.")
    for note, state in (("DRAFTSECRET", "draft"), ("Clean.", "published"), ("Better.", None)):
        citation.note_en = note
        citation.save()
        change(mission, **({"state": state} if state else {}))
    page = words(main_part(read(client, "/changes/")))
    assert "was “ Clean. ”, now “ Better. ”" in page
    assert "DRAFTSECRET" not in page
    assert "First." not in page


# --- Passages ---------------------------------------------------------------------------------


def a_quoted_passage(quotation: str) -> Any:
    passage = PassageFactory.create(quotation=quotation)
    recorded(passage.source, passage)
    cited(MissionFactory.create(), passage=passage)
    return passage


def test_corrected_passage_is_told(client: Client) -> None:
    passage = a_quoted_passage("It begun in 2003.")
    change(passage, quotation="It began in 2003.")
    assert newest_entry(client) == (
        "Passage It began in 2003. Quotation: was “ It begun in 2003. ”, now “ It began in 2003. ”"
    )


def test_passage_that_nothing_public_rests_on_is_not_told_of(client: Client) -> None:
    passage = PassageFactory.create(quotation="It begun.")
    recorded(passage.source, passage)
    change(passage, quotation="It began.")
    assert not [entry for entry in entries(client) if "Passage" in entry]


def test_corrected_passage_is_told_without_words_once_nothing_rests_on_it(client: Client) -> None:
    passage = a_quoted_passage("It begun in 2003.")
    change(passage, quotation="It began in 2003.")
    draft(Mission.objects.get())
    assert "Passage Changed." in entries(client)
    assert "in 2003" not in words(main_part(read(client, "/changes/")))


def test_passage_corrected_with_the_first_publication_keeps_its_former_words(
    client: Client,
) -> None:
    passage = PassageFactory.create(quotation="It begun.")
    mission = MissionFactory.create(draft=True)
    cite(mission, passage=passage)
    recorded(passage.source, passage, mission)
    passage.quotation = "It began."
    passage.save()
    mission.state = PublicationState.PUBLISHED
    mission.save()
    recorded(mission, passage)
    assert "begun" not in words(main_part(read(client, "/changes/")))


def test_passage_corrected_when_it_is_first_cited_keeps_its_former_words(client: Client) -> None:
    passage = PassageFactory.create(quotation="It begun.")
    mission = MissionFactory.create()
    recorded(passage.source, passage, mission)
    passage.quotation = "It began."
    passage.save()
    cite(mission, passage=passage)
    recorded(mission, passage)
    page = words(main_part(read(client, "/changes/")))
    assert "Passage It began. An earlier wording is not shown" in page
    assert "begun" not in page


def test_passage_says_nothing_from_before_what_rests_on_it_was_published(client: Client) -> None:
    passage = a_quoted_passage("It begun.")
    former = Mission.objects.get()
    recorded(former)
    change(passage, quotation="It began.")
    assert "begun" in newest_entry(client)
    withdraw(former)
    later = MissionFactory.create()
    cite(later, passage=passage)
    recorded(later)
    page = words(main_part(read(client, "/changes/")))
    assert "Passage It began. An earlier wording is not shown" in page
    assert "begun" not in page


def test_passage_says_nothing_from_before_its_source_was_withdrawn(client: Client) -> None:
    passage = a_quoted_passage("It begun.")
    change(passage, quotation="It began.")
    withdraw(passage.source)
    publish(passage.source)
    assert "begun" not in words(main_part(read(client, "/changes/")))


# --- Filters and pages ------------------------------------------------------------------------


def test_kind_narrows_the_list(client: Client) -> None:
    recorded(MissionFactory.create(name="Atlantis"))
    recorded(PersonFactory.create(display_name="Aigul"))
    assert entries(client, "?kind=person") == ["Person Added: Aigul"]
    assert entries(client, "?kind=unit") == []


def test_history_of_one_record_holds_its_parts_and_nothing_else(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis", slug="atlantis"))
    recorded(RotationFactory.create(mission=mission, number=3))
    recorded(RotationFactory.create())
    cited(mission, quotation="There was one.")
    history = entries(client, "?kind=mission&record=atlantis")
    assert len(history) == 3
    assert all("Atlantis" in entry for entry in history)


def test_history_of_one_record_leaves_out_what_came_with_it(client: Client) -> None:
    recorded(
        MissionFactory.create(name="Atlantis", slug="atlantis"),
        *(MissionFactory.create(name=f"Other {number}") for number in range(20)),
    )
    assert entries(client, "?kind=mission&record=atlantis") == ["Mission Added: Atlantis"]


def test_ranks_and_service_stand_in_the_history_of_their_person(client: Client) -> None:
    person = recorded(PersonFactory.create(slug="aigul", display_name="Aigul"))
    recorded(RankHoldingFactory.create(person=person))
    recorded(DeploymentFactory.create(person=person))
    recorded(RankHoldingFactory.create())
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
        ("before=yesterday", "This is no place in the list."),
        ("before=0", "This is no place in the list."),
        ("before=-1", "This is no place in the list."),
        ("before=1.5", "This is no place in the list."),
        (f"before={10**30}", "This is no place in the list."),
        ("before=1%00", "This is no place in the list."),
        ("set=nothing", "There is no such set of changes."),
        (f"set={10**30}", "There is no such set of changes."),
        ("set=9999", "There is no such set of changes."),
    ],
)
def test_value_that_means_nothing_gives_a_message_and_no_rows(
    client: Client, query: str, message: str
) -> None:
    recorded(
        MissionFactory.create(slug="atlantis"), MissionFactory.create(slug="hidden", draft=True)
    )
    page = read(client, f"/changes/?{query}", status=400)
    (complaint,) = page.select("main .error-summary")
    assert message in words(complaint)
    assert not page.select("main .change")


def test_set_in_which_readers_could_see_nothing_is_no_set(client: Client) -> None:
    recorded(MissionFactory.create(draft=True))
    read(client, f"/changes/?set={ChangeSet.objects.get().pk}", status=400)


def test_unknown_kind_is_told_once_at_the_field(client: Client) -> None:
    recorded(MissionFactory.create())
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
    person = recorded(PersonFactory.create(slug="aigul-old", display_name="Aigul"))
    change(person, slug="aigul-new")
    query = "?kind=person&record="
    assert entries(client, f"{query}aigul-old") == entries(client, f"{query}aigul-new")
    assert len(entries(client, f"{query}aigul-old")) == 2


def test_history_is_not_found_by_an_address_of_a_draft(client: Client) -> None:
    person = recorded(PersonFactory.create(slug="aigul-draft", draft=True))
    change(person, slug="aigul", state=PublicationState.PUBLISHED)
    read(client, "/changes/?kind=person&record=aigul-draft", status=400)


def test_former_address_that_another_record_has_now_leads_to_that(client: Client) -> None:
    change(
        recorded(PersonFactory.create(slug="aigul", display_name="First")), slug="aigul-the-first"
    )
    recorded(PersonFactory.create(slug="aigul", display_name="Second"))
    assert entries(client, "?kind=person&record=aigul") == ["Person Added: Second"]


def test_page_says_what_is_not_told(client: Client) -> None:
    page = words(main_part(read(client, "/changes/")))
    assert "without its words" in page
    assert "not public is not shown" in page


@pytest.mark.parametrize("query", ["", "?kind=mission"])
def test_pages_show_everything_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 3)
    for number in range(8):
        recorded(MissionFactory.create(name=f"Mission {number}"))
    names = names_on_all_pages(client, f"/changes/{query}")
    assert names == [f"Mission {number}" for number in reversed(range(8))]


def test_what_was_done_at_once_is_not_torn_apart(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 3)
    for number in range(3):
        mission = MissionFactory.create(name=f"Mission {number}")
        recorded(mission, UnitFactory.create(name=f"Unit {number}"))
    first = read(client, "/changes/")
    assert len(first.select("main .change")) == 1
    names = names_on_all_pages(client, "/changes/")
    assert len(names) == len(set(names)) == 6


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
    record = recorded(factory.create())
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
    before = entries(client)
    load_article()
    assert len(before) == 1
    assert entries(client) == before


def test_first_load_only_adds(client: Client) -> None:
    load_article()
    (entry,) = entries(client)
    assert entry.startswith("Added 1 source, 3 photos, 4 missions, 16 rotations, 1 unit, ")
    assert "Changed" not in entry


def test_fixture_that_changes_a_column_does_not_unlink_anything(
    client: Client, tmp_path: Any
) -> None:
    mission = MissionFactory.create(slug="atlantis", name="Atlantis")
    mission.units.add(UnitFactory.create(slug="a", name="Unit A"))
    cite(mission)
    recorded(mission)
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
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def all_kinds_of_changes() -> None:
        for number in range(5):
            change(mission, acronym=f"A{number}", mandated_by=OrganisationFactory.create())
        rotation = recorded(RotationFactory.create(mission=mission))
        change(rotation, period="2003")
        claim = recorded(ClaimFactory.create(rotation=rotation))
        passage = cited(claim).passage
        recorded(passage.source, passage)
        change(passage, quotation="It began.")
        joint = JointDeploymentFactory.create(people=[PersonFactory.create()], missions=[mission])
        recorded(joint)
        joint.people.add(PersonFactory.create())
        recorded(joint)
        deployment = recorded(DeploymentFactory.create(mission=mission))
        change(deployment, activity="It served.")
        withdraw(recorded(PersonFactory.create()))

    addresses = ("/changes/", "/changes/?kind=mission&record=atlantis")
    mission = recorded(MissionFactory.create(slug="atlantis"))
    all_kinds_of_changes()
    few = [queries(address) for address in addresses]
    for _time in range(3):
        all_kinds_of_changes()
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 12


def test_page_of_an_import_reads_few_rows(client: Client) -> None:
    recorded(*MissionFactory.create_batch(40))
    listed = Edition.objects.filter(is_listed=True)
    assert listed.count() == 1
    with CaptureQueriesContext(connection) as captured:
        page = read(client, "/changes/")
    assert len(page.select("main .change details a")) == 5
    assert len(captured) <= 6


def test_what_editors_say_of_a_claim_beside_a_hidden_one_is_not_told(client: Client) -> None:
    claim, other = ClaimFactory.create(slug="seen"), ClaimFactory.create(draft=True)
    series = SeriesFactory.create(draft=True)
    recorded(claim, other, series)
    ComparisonFactory.create(claim=claim, other=other, reason="They count other things.")
    SeriesComparisonFactory.create(claim=claim, series=series, reason="Observers are in it.")
    recorded(claim)

    for address in ("/changes/", "/changes.json", "/", "/claims/seen/?edition=2"):
        told = client.get(address).content.decode()
        assert "They count" not in told, address
        assert "Observers are" not in told, address

    publish(other)
    publish(series)
    told = client.get("/changes/").content.decode()
    assert "They count other things." in told
    assert "Observers are in it." in told
