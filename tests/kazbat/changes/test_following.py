"""/changes/ of one mission, with all that is about it: claims, series and people."""

import pytest
from django.test import Client

from editions.publishing import change_set
from missions.models import Mission
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    MissionFactory,
    PersonFactory,
    RotationFactory,
    SeriesFactory,
    UnitFactory,
    cite,
)
from tests.kazbat.changes.test_views import recorded
from tests.reading import main_part, read, words

pytestmark = pytest.mark.django_db


def followed(client: Client, mission: Mission) -> str:
    return words(main_part(read(client, f"/changes/?kind=mission&record={mission.slug}&about=on")))


def test_who_follows_a_mission_reads_of_all_that_is_about_it(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq")
    rotation = RotationFactory.create(mission=mission)
    deployment = DeploymentFactory.create(
        mission=mission, person=PersonFactory.create(display_name="Serving There")
    )
    recorded(
        mission,
        ClaimFactory.create(mission=mission, text="A claim about Iraq."),
        ClaimFactory.create(rotation=rotation, mission=None, text="A claim about a rotation."),
        ClaimFactory.create(text="A claim about something else."),
        SeriesFactory.create(missions=[mission], title="Strength month by month"),
        deployment.person,
        deployment,
        PersonFactory.create(display_name="Serving Elsewhere"),
    )

    said = followed(client, mission)

    for expected in (
        "A claim about Iraq.", "A claim about a rotation.", "Strength month by month",
        "Serving There",
    ):  # fmt: skip
        assert expected in said
    assert "something else" not in said
    assert "Serving Elsewhere" not in said


def test_who_follows_a_mission_reads_that_a_claim_was_withdrawn(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq")
    claim = ClaimFactory.create(mission=mission, text="A claim.")
    cite(claim)
    recorded(mission, claim)
    with change_set() as changes:
        changes.withdraw(claim, reason="It was a misprint.")

    assert "It was a misprint." in followed(client, mission)


def test_a_draft_names_nobody_to_who_follows_a_mission(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq")
    person = PersonFactory.create(display_name="Known From Elsewhere")
    DeploymentFactory.create(mission=mission, person=person, draft=True)
    claim = ClaimFactory.create(text="Of another mission.")
    recorded(mission, person, claim)
    ClaimFactory.create(mission=mission, text="Not yet said.", draft=True)

    said = followed(client, mission)

    assert "Known From Elsewhere" not in said
    assert "Not yet said." not in said


def test_a_mission_leads_to_the_feed_of_all_that_is_about_it(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq")
    recorded(mission, ClaimFactory.create(mission=mission, text="A claim about Iraq."))
    page = read(client, mission.get_absolute_url())

    feed = page.select_one('.follow a[type="application/atom+xml"]')

    assert feed
    assert "A claim about Iraq." in client.get(str(feed["href"])).content.decode()


def test_only_missions_are_followed_with_what_is_about_them(client: Client) -> None:
    unit = UnitFactory.create(slug="kazbat")

    page = read(client, f"/changes/?kind=unit&record={unit.slug}&about=on", status=400)

    assert "Only a mission can be followed with what is about it." in words(page)
