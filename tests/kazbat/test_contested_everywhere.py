"""That sources differ is said wherever the value stands."""

from __future__ import annotations

import pytest
from django.test import Client

from missions.models import ClaimKind, Nature
from sources.models import Stance
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    RoleFactory,
    cite,
    set_against,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [True, False])
def test_details_of_a_deployment_say_what_another_source_says(client: Client, role: bool) -> None:
    deployment = DeploymentFactory.create(role=RoleFactory.create() if role else None)
    cite(deployment, "role", stance=Stance.DIFFERS, says="military observer")

    for page in (deployment.mission, deployment.person):
        assert "Role, contested: military observer" in words(read(client, page.get_absolute_url()))


@pytest.mark.parametrize(("latitude", "longitude"), [(10, 20), (None, None)])
def test_the_map_and_the_timeline_say_that_an_end_is_contested(
    client: Client, latitude: int | None, longitude: int | None
) -> None:
    mission = MissionFactory.create(
        period="2003/2008", place="A place", latitude=latitude, longitude=longitude
    )
    cite(mission, "period", stance=Stance.DIFFERS, says="2003 to 2009")
    FigureFactory.create(mission=mission)

    assert "Contested: 2003 to 2009" in words(read(client, "/"))
    assert "Contested: 2003 to 2009" in words(read(client, "/timeline/"))


def test_the_timeline_marks_contested_claims(client: Client) -> None:
    one, other = ClaimFactory.create_batch(2, period="2004")
    assert not read(client, "/timeline/").select("a.contested")

    set_against(one, other)

    assert len(read(client, "/timeline/").select("a.contested")) == 2


def test_losses_and_awards_need_no_name(client: Client) -> None:
    mission = MissionFactory.create(slug="mission")
    killed = MeasureFactory.create(slug="killed", name="People killed", nature=Nature.RUNNING)
    FigureFactory.create(
        mission=mission, kind=ClaimKind.LOSS, measure=killed, value=1, noun="officer"
    )
    ClaimFactory.create(mission=mission, kind=ClaimKind.LOSS, text="Some of them were wounded.")
    ClaimFactory.create(mission=mission, kind=ClaimKind.AWARD, text="The unit was given medals.")

    page = words(read(client, mission.get_absolute_url()))
    losses = words(read(client, "/claims/?kind=loss"))

    assert "People killed" in page
    assert "1 officer" in page
    assert "loss Some of them were wounded." in page
    assert "award The unit was given medals." in page
    assert "2 found" in losses


def test_a_figure_of_each_rotation_says_so(client: Client) -> None:
    mission = MissionFactory.create()
    measure = MeasureFactory.create(slug="each", name="Size", nature=Nature.PER_ROTATION)
    claim = FigureFactory.create(mission=mission, measure=measure, value=27, noun="soldiers")

    for address in ("/", mission.get_absolute_url(), "/missions/"):
        assert "27 soldiers in each rotation" in words(read(client, address))
    assert "the number of each rotation" in words(read(client, claim.get_absolute_url()))
