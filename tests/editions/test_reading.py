"""?edition=N on a record's own address: what the register said then."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editions.models import ChangeSet, Edition
from editions.publishing import change_set
from editions.reading import as_public
from editions.sight import Sight
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
from tests.reading import address_of_link, heading, main_part, read, words

pytestmark = pytest.mark.django_db


def recorded(*records: Any) -> Any:
    with change_set() as changes:
        changes.record(records)
    return records[0]


def change(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    recorded(record)


def publish(record: Any) -> None:
    change(record, state=PublicationState.PUBLISHED, withdrawn_reason="")


def draft(record: Any) -> None:
    change(record, state=PublicationState.DRAFT)


def withdraw(record: Any) -> None:
    change(record, state=PublicationState.WITHDRAWN, withdrawn_reason="It was entered twice.")


def page_of(client: Client, record: Any, number: int, *, status: int = 200) -> Tag:
    return read(client, f"{record.get_absolute_url()}?edition={number}", status=status)


def text_of(client: Client, record: Any, number: int) -> str:
    return words(main_part(page_of(client, record, number)))


def public_form(record: Any, number: int = 1) -> dict[str, Any]:
    edition = Edition.objects.get(kind=record._meta.model_name, record_id=record.pk, number=number)
    return as_public(edition, Sight([edition], speaking=[edition]))


# --- What it says -----------------------------------------------------------------------------


def test_older_edition_says_what_was_said_from_when_to_when(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis", period="2014/.."))
    ChangeSet.objects.update(at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    change(mission, name_en="Mu", period="2014~")
    ChangeSet.objects.filter(at__gt=datetime(2026, 5, 4, tzinfo=UTC)).update(
        at=datetime(2026, 6, 5, 12, tzinfo=UTC)
    )
    page = page_of(client, mission, 1)
    assert heading(page) == "Atlantis"
    text = words(main_part(page))
    assert (
        "What the register said from 3 May 2026 to 5 June 2026. Edition 1 of 2. "
        "See what it says now ." in text
    )
    assert "since 2014" in text
    assert "Mu" not in text
    assert address_of_link(page, "See what it says now") == mission.get_absolute_url()


def test_newest_edition_says_that_it_is_the_newest(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis"))
    change(mission, acronym="MIA")
    ChangeSet.objects.update(at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    page = page_of(client, mission, 2)
    assert "says since 3 May 2026. Edition 2, the newest one." in words(main_part(page))
    (canonical,) = page.select('link[rel="canonical"]')
    assert str(canonical["href"]).endswith(mission.get_absolute_url())
    assert not page.select('meta[name="robots"]')
    (robots,) = page_of(client, mission, 1).select('meta[name="robots"]')
    assert robots["content"] == "noindex"


def test_editions_lead_to_those_before_and_after(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    change(mission, acronym="A")
    change(mission, acronym="B")
    page = page_of(client, mission, 2)
    assert address_of_link(page, "The edition before") == "?edition=1"
    assert address_of_link(page, "The edition after") == "?edition=3"
    assert "The edition before" not in words(page_of(client, mission, 1))
    assert "The edition after" not in words(page_of(client, mission, 3))


def test_quotations_stand_at_what_they_were_cited_for(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis", period="2003/")
    passage = PassageFactory.create(
        quotation="It began in 2003.", locator="paragraph", locator_number=9,
        source__title="An article", source__url="https://example.org/article",
    )  # fmt: skip
    recorded(passage.source)
    cite(mission, "period", passage=passage)
    cite(mission, "country", stance="differs", says="Mu", passage=passage, note_en="Doubtful.")
    cite(mission, quotation="There was a mission.")
    recorded(mission)
    change(mission, acronym="MIA")
    page = page_of(client, mission, 1)
    term = next(term for term in page.select("main dt") if words(term) == "Period")
    answer = term.find_next("dd")
    assert isinstance(answer, Tag)
    assert words(answer) == (
        "from 2003, end not stated “It began in 2003.” paragraph 9, An article The original"
    )
    assert address_of_link(page, "The original") == "https://example.org/article"
    assert address_of_link(page, "An article") == passage.source.get_absolute_url()
    text = words(main_part(page))
    assert "Country no value of its own" in text
    assert "It says something else: Mu" in text
    assert "Doubtful." in text
    assert "“There was a mission.”" in text


def test_further_names_and_links_are_shown(client: Client) -> None:
    person = PersonFactory.create(display_name="Aru")
    PersonNameFactory.create(person=person, name="Ару", language="kk")
    mission, unit = MissionFactory.create(), recorded(UnitFactory.create(name="Unit A"))
    mission.units.add(unit)
    recorded(person, mission)
    page = page_of(client, person, 1)
    assert "Ару" in words(main_part(page))
    link = address_of_link(page_of(client, mission, 1), "Unit A")
    assert link == unit.get_absolute_url()


def test_what_belonged_to_it_is_told_as_it_was_then(client: Client) -> None:
    person = PersonFactory.create(display_name="Aru")
    rank = RankHoldingFactory.create(person=person, as_printed="Major")
    deployment = DeploymentFactory.create(person=person, mission__name="Atlantis")
    recorded(deployment.mission, person, rank, deployment)
    change(rank, as_printed="Colonel")
    change(person, display_name="Aru B.")
    later = recorded(RankHoldingFactory.create(person=person, as_printed="General"))
    assert later.pk
    first, second = text_of(client, person, 1), text_of(client, person, 2)
    assert "Rank of a person: Major" in first
    assert "Deployment: Atlantis" in first
    assert "Colonel" not in first
    assert "Rank of a person: Colonel" in second
    assert "General" not in second


def test_what_is_not_said_and_whom_it_belongs_to_is_left_out(client: Client) -> None:
    deployment = DeploymentFactory.create(person__display_name="Aru")
    recorded(deployment.mission, deployment.person, deployment)
    labels = [words(term) for term in page_of(client, deployment.person, 1).select("main dt")]
    assert "Mission" in labels
    assert "Person" not in labels
    assert "Serving as of the source" not in labels


def test_edition_of_a_part_of_a_day_says_so(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    change(mission, acronym="MIA")
    ChangeSet.objects.update(at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    assert "said for some time on 3 May 2026. Edition 1 of 2." in text_of(client, mission, 1)


def test_photo_and_rotation_belong_to_their_record(client: Client) -> None:
    rotation = RotationFactory.create(comparator="=", value=5, noun="people")
    photo = PhotoFactory.create(credit="Somebody")
    recorded(rotation.mission, rotation, photo.source, photo)
    assert "5 people" in text_of(client, rotation.mission, 1)
    assert "Photo: Somebody" in text_of(client, photo.source, 1)


@pytest.mark.parametrize(
    "factory",
    [ClaimFactory, FigureFactory, JointDeploymentFactory, RotationFactory, SourceFactory,
     UnitFactory],
)  # fmt: skip
def test_every_kind_of_page_has_editions(client: Client, factory: Any) -> None:
    record = factory.create()
    cite(record)
    recorded(record)
    assert heading(page_of(client, record, 1))


# --- What is no edition -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["edition=abc", "edition=0", "edition=-1", f"edition={10**30}", "edition=1&edition=1",
     "edition=1.0", "edition=%D9%A1", "edition=2", "edition=1%00"],
)  # fmt: skip
def test_what_is_no_edition_is_not_found_and_leads_back(client: Client, query: str) -> None:
    mission = recorded(MissionFactory.create())
    page = read(client, f"{mission.get_absolute_url()}?{query}", status=404)
    assert "good places to start" in words(page)


def test_edition_is_found_by_a_former_address(client: Client) -> None:
    mission = recorded(MissionFactory.create(slug="before"))
    change(mission, slug="after")
    response = client.get("/missions/before/?edition=1")
    assert response.status_code == 301
    assert response["Location"] == "/missions/after/?edition=1"


def test_edition_of_a_withdrawn_record_says_why_it_is_gone(client: Client) -> None:
    mission = recorded(MissionFactory.create(name="Atlantis"))
    withdraw(mission)
    page = page_of(client, mission, 1, status=410)
    assert "It was entered twice." in words(page)
    assert "Atlantis" not in words(page)


def test_reason_that_names_somebody_hidden_is_not_shown(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Secretova", slug="somebody"))
    change(person, state=PublicationState.WITHDRAWN, withdrawn_reason="Secretova asked for it.")
    page = words(main_part(read(client, "/personnel/somebody/", status=410)))
    assert "Why: not shown" in page
    assert "Secretova" not in page


def test_draft_has_no_edition_for_anybody(client: Client, editor_client: Client) -> None:
    mission = recorded(MissionFactory.create(draft=True))
    page_of(client, mission, 1, status=404)
    page_of(editor_client, mission, 1, status=404)


def test_editions_of_a_draft_stay_hidden_when_it_is_published(client: Client) -> None:
    mission = recorded(MissionFactory.create(draft=True, name="Unchecked"))
    change(mission, name_en="Checked", state=PublicationState.PUBLISHED)
    page_of(client, mission, 1, status=404)
    page = page_of(client, mission, 2)
    assert "The edition before" not in words(page)


@pytest.mark.parametrize("hide", [withdraw, draft])
def test_nothing_from_before_it_was_hidden_comes_back(client: Client, hide: Any) -> None:
    mission = recorded(MissionFactory.create())
    change(mission, acronym="MIA")
    hide(mission)
    publish(mission)
    for number in (1, 2, 3):
        page_of(client, mission, number, status=404)
    page_of(client, mission, 4)


@pytest.mark.parametrize("hide", [withdraw, draft])
def test_nothing_from_before_a_parent_was_hidden_comes_back(client: Client, hide: Any) -> None:
    rotation = recorded(RotationFactory.create())
    recorded(rotation.mission)
    claim = recorded(ClaimFactory.create(rotation=rotation, text="First."))
    change(claim, text="Second.")
    hide(rotation.mission)
    page_of(client, claim, 1, status=404)
    publish(rotation.mission)
    page_of(client, claim, 1, status=404)
    assert "Second." in text_of(client, claim, 2)
    change(claim, text="Third.")
    page_of(client, claim, 2, status=404)
    assert "Third." in text_of(client, claim, 3)


def test_edition_made_in_a_draft_mission_counts_from_its_publication(client: Client) -> None:
    rotation = RotationFactory.create(mission__draft=True)
    mission = rotation.mission
    recorded(mission, rotation)
    change(rotation, period="2003")
    publish(mission)
    ChangeSet.objects.update(at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    newest = ChangeSet.objects.order_by("pk").last()
    assert newest
    ChangeSet.objects.filter(pk=newest.pk).update(at=datetime(2026, 6, 5, 12, tzinfo=UTC))
    page_of(client, rotation, 1, status=404)
    assert "says since 5 June 2026" in text_of(client, rotation, 2)


# --- What is not shown ------------------------------------------------------------------------


def test_archived_text_is_in_no_edition(client: Client) -> None:
    source = recorded(SourceFactory.create(archived_text="The whole text of somebody"))
    assert "whole text" not in str(page_of(client, source, 1))
    assert "whole text" not in json.dumps(public_form(source))


@pytest.mark.parametrize("hide", [withdraw, draft])
def test_citation_of_a_source_that_was_hidden_is_gone(client: Client, hide: Any) -> None:
    mission = MissionFactory.create(period="2003/")
    source = cite(mission, "period", quotation="SECRET", note_en="SECRET").passage.source
    recorded(source, mission)
    change(mission, acronym="MIA")
    assert "SECRET" in text_of(client, mission, 1)
    hide(source)
    assert "SECRET" not in text_of(client, mission, 1)
    assert "SECRET" not in text_of(client, mission, 2)
    publish(source)
    assert "SECRET" not in text_of(client, mission, 1)
    assert "SECRET" in text_of(client, mission, 2)


def test_citation_that_went_before_its_source_was_public_is_not_shown(client: Client) -> None:
    mission = MissionFactory.create(period="2003/")
    passage = PassageFactory.create(source__draft=True, quotation="SECRET")
    citation = cite(mission, "period", passage=passage)
    recorded(passage.source, mission)
    citation.delete()
    recorded(mission)
    publish(passage.source)
    assert "SECRET" not in text_of(client, mission, 1)


def test_linked_record_that_is_not_public_is_not_named(client: Client) -> None:
    unit = recorded(UnitFactory.create(name="Hidden regiment", slug="hidden-regiment"))
    mission = MissionFactory.create()
    mission.units.add(unit)
    recorded(mission)
    withdraw(unit)
    page = page_of(client, mission, 1)
    assert "a record that is not public" in words(page)
    assert "idden" not in str(main_part(page))
    assert "idden" not in json.dumps(public_form(mission))


def test_person_who_is_hidden_is_nowhere_in_an_older_edition(client: Client) -> None:
    person = recorded(PersonFactory.create(display_name="Li", slug="li"))
    joint = JointDeploymentFactory.create(
        text_en="Li served.", note_en="Li asked.", people=[person, PersonFactory.create()]
    )
    source = cite(joint, quotation="Corporal Li went.", note_en="Of Li.").passage.source
    recorded(source, joint)
    change(joint, text_en="Two served.", note_en="")
    assert "Li" in text_of(client, joint, 1)
    draft(person)
    page = page_of(client, joint, 1)
    assert "Li" not in words(main_part(page)).split()
    assert heading(page) == "An earlier wording is not shown"
    assert "A quotation that is not shown." in words(page)
    assert "Li " not in json.dumps(public_form(joint))


def test_linked_word_that_names_somebody_hidden_is_not_shown(client: Client) -> None:
    mission = MissionFactory.create(mandated_by=OrganisationFactory.create(name="Secretova Fund"))
    recorded(mission)
    recorded(PersonFactory.create(display_name="Secretova", draft=True))
    assert "Secretova" not in text_of(client, mission, 1)
    assert "Secretova" not in json.dumps(public_form(mission))


def test_belonging_record_that_is_hidden_is_gone(client: Client) -> None:
    person = PersonFactory.create()
    rank = RankHoldingFactory.create(person=person, as_printed="Major")
    recorded(person, rank)
    change(person, gender="female")
    assert "Major" in text_of(client, person, 1)
    withdraw(rank)
    assert "Major" not in text_of(client, person, 1)
    publish(rank)
    assert "Major" not in text_of(client, person, 1)


# --- As JSON ----------------------------------------------------------------------------------


def test_public_form_keeps_dates_bounds_and_citations() -> None:
    mission = recorded(MissionFactory.create(name="Atlantis", slug="atlantis"))
    figure = FigureFactory.create(
        mission=mission, comparator=">", value=270, noun="people", period="2003/",
        open_ended=True,
    )  # fmt: skip
    passage = PassageFactory.create(
        quotation="More than 270.", locator="paragraph", locator_number=9,
        source__title="An article", source__url="https://example.org/a", source__slug="a",
    )  # fmt: skip
    cite(figure, "value", passage=passage, stance="differs", says="290", note_en="So.")
    recorded(passage.source, figure)
    found = public_form(figure)
    assert json.loads(json.dumps(found)) == found
    assert found["kind"] == "claim"
    assert found["address"] == figure.get_absolute_url()
    assert (found["edition"], found["event"]) == (1, "published")
    fields = found["fields"]
    assert fields["value"] == {
        "label": "Figure",
        "words": "more than 270 people",
        "value": {
            "comparator": ">",
            "value": 270,
            "upper": None,
            "rounded_to": 1,
            "noun": "people",
        },
    }
    assert fields["period"] == {
        "label": "Period",
        "words": "from 2003, end not stated",
        "value": "2003/",
    }
    assert fields["open_ended"]["value"] is True
    assert fields["missions"]["links"] == [{"label": "Atlantis", "address": "/missions/atlantis/"}]
    assert "value" not in fields["missions"]
    assert found["citations"] == [
        {
            "field": "value",
            "stance": "differs",
            "place": "paragraph 9",
            "says": "290",
            "note": "So.",
            "quotation": "More than 270.",
            "language": "en",
            "source": {
                "title": "An article",
                "address": "/sources/a/",
                "url": "https://example.org/a",
            },
        }
    ]


def test_public_form_holds_further_names_and_no_numbers_of_rows() -> None:
    person = PersonFactory.create(display_name="Aru", gender="female")
    PersonNameFactory.create(person=person, name="Ару", language="kk")
    recorded(person)
    found = public_form(person)
    (name,) = found["parts"]["names"]
    assert name["value"]["name"] == "Ару"
    assert "id" not in name["value"]
    assert found["fields"]["display_name_en"]["value"] == "Aru"
    assert found["fields"]["gender"] == {
        "label": "Gender", "words": "female", "value": "female",
    }  # fmt: skip


def test_public_form_asks_the_database_nothing() -> None:
    mission = MissionFactory.create(mandated_by=OrganisationFactory.create())
    cite(mission)
    recorded(mission)
    edition = Edition.objects.select_related("change_set").get()
    sight = Sight([edition], speaking=[edition])
    sight.hidden.are_in("Anybody")
    with CaptureQueriesContext(connection) as captured:
        as_public(edition, sight)
    assert len(captured) == 0


# --- The record's own page --------------------------------------------------------------------


def test_record_s_page_says_when_it_was_last_changed(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    assert mission.pk
    ChangeSet.objects.update(at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    rotation = recorded(RotationFactory.create(mission=mission))
    ChangeSet.objects.filter(editions__kind="rotation").update(
        at=datetime(2026, 6, 5, 12, tzinfo=UTC)
    )
    for record in (mission, rotation):
        assert "last changed on 5 June 2026" in words(read(client, record.get_absolute_url()))


def test_change_that_readers_could_not_see_is_not_the_last_one(client: Client) -> None:
    mission = recorded(MissionFactory.create())
    ChangeSet.objects.update(at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    recorded(RotationFactory.create(mission=mission, draft=True))
    page = read(client, mission.get_absolute_url())
    assert "last changed on 3 May 2026" in words(page)


def test_page_costs_the_same_however_much_belongs_to_it(client: Client) -> None:
    def queries_after_more(number: int) -> int:
        for _time in range(3):
            rotation = RotationFactory.create(mission=mission)
            recorded(cite(rotation).passage.source, rotation)
            mission.units.add(recorded(UnitFactory.create()))
        change(mission, acronym=f"M{number}")
        with CaptureQueriesContext(connection) as captured:
            page_of(client, mission, number)
        return len(captured)

    mission = recorded(MissionFactory.create(slug="atlantis"))
    few = queries_after_more(2)
    assert queries_after_more(3) == few <= 12
    assert len(page_of(client, mission, 3).select("main h3")) == 6


# --- Neighbours -------------------------------------------------------------------------------


def test_rotations_that_differ_only_by_number_share_a_line(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis")
    passage = PassageFactory.create(quotation="three rotations")
    rotations = [RotationFactory.create(mission=mission, number=n) for n in (1, 2, 3)]
    for rotation in rotations:
        cite(rotation, "number", passage=passage)
    rotations[2].period = "2005"
    rotations[2].save()
    recorded(mission, *rotations)

    text = text_of(client, mission, 1)
    assert "Rotation 1 and 2" in text
    assert text.count("three rotations") == 2
