"""A column without a value of its own, of which sources say something, is contested everywhere."""

import pytest
from django.test import Client

from missions.models import Mission
from records.audience import Audience
from records.statedness import Statedness
from sources.evidence import Evidence
from sources.models import Stance
from tests.factories import MissionFactory, PassageFactory, SourceFactory, cite
from tests.reading import main_part, read, statement, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    """Led by two, as two sources have it; the editors choose neither."""
    mission: Mission = MissionFactory.create(
        slug="m", name="Mission M", place="Somewhere", period="2003/"
    )
    cite(mission, quotation="Mission M")
    for leader in ("X", "Y"):
        cite(mission, "mandated_by", stance=Stance.DIFFERS, says=f"led by {leader}")
    return mission


def test_every_page_says_what_each_source_says(client: Client, mission: Mission) -> None:
    said = words(statement(read(client, mission.get_absolute_url()), "Mandated by"))
    row = words(main_part(read(client, "/missions/")).select("tbody tr")[0])

    for told in (said, row):
        assert "Contested" in told
        assert "led by X" in told
        assert "led by Y" in told
    assert "not stated" not in said


def test_conflicts_do_not_say_that_the_register_states_it(client: Client, mission: Mission) -> None:
    page = words(main_part(read(client, "/conflicts/")))

    assert "it states nothing of its own" in page
    assert "The register states one thing" not in page


def test_it_is_no_gap_and_a_choice_of_its_own(client: Client, mission: Mission) -> None:
    gaps = main_part(read(client, "/gaps/?kind=mission&field=mandated_by"))
    assert "Mission M" not in words(gaps)
    assert "Mission M" in words(main_part(read(client, "/missions/?mandate=contested")))
    assert "Mission M" not in words(main_part(read(client, "/missions/?mandate=not-stated")))


def test_it_is_so_no_more_once_nothing_public_says_so(client: Client, mission: Mission) -> None:
    for citation in mission.citations.filter(field="mandated_by"):
        source = citation.passage.source
        source.state = "draft"
        source.save()

    assert "Mission M" in words(main_part(read(client, "/missions/?mandate=not-stated")))


def test_data_say_so_too(client: Client, mission: Mission) -> None:
    told = client.get("/missions/m.json").json()["record"]

    assert told["fields"]["mandated_by"]["contested"] is True
    assert "mandated_by" not in told["not_stated"]


def test_an_end_that_a_source_gives_is_no_gap(client: Client, mission: Mission) -> None:
    address = "/gaps/?kind=mission&field=period_end"
    assert "Mission M" in words(main_part(read(client, address)))

    cite(mission, "period", stance=Stance.DIFFERS, says="until 2008")

    assert "Mission M" not in words(main_part(read(client, address)))


def test_what_is_said_more_exactly_is_shown_as_such_and_no_conflict(client: Client) -> None:
    mission = MissionFactory.create(period="2011")
    source = SourceFactory.create()
    passage = PassageFactory.create(source=source, quotation="from May 2011 to November 2014")
    cite(mission, "period", quotation="in 2011")
    cite(mission, "period", passage=passage, stance=Stance.REFINES, says="May 2011–November 2014")

    said = words(statement(read(client, mission.get_absolute_url()), "Kazakhstan took part"))

    assert "More exactly: May 2011–November 2014" in said
    assert "Another source" not in said
    assert "No claims in the register contradict" in words(read(client, "/conflicts/"))
    evidence = Evidence([mission], Audience.PUBLIC)
    assert evidence.statedness(mission, "period") == Statedness.STATED
    assert not evidence.conflicting(mission, "period")


def test_what_is_cited_for_the_whole_stands_beside_each_field_its_words_hold(
    client: Client,
) -> None:
    mission = MissionFactory.create(place="Iraq", country="Kuwait", period="2003/")
    cite(mission, quotation="Kazbat began a peacekeeping mission in Iraq in 2003.")

    page = read(client, mission.get_absolute_url())

    assert "[1]" in words(statement(page, "Place"))
    assert "[1]" in words(statement(page, "Kazakhstan took part"))
    assert "[1]" not in words(statement(page, "Country"))
