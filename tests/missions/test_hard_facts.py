"""Facts of kinds that nine further sources state, each in a place of its own; all is invented."""

from __future__ import annotations

import pytest
from django.test import Client

from missions.models import Claim, Nature
from tests.factories import (
    DeploymentFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    cite,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def test_a_printed_noun_stands_with_its_labelled_translation(client: Client) -> None:
    claim = FigureFactory.create(value=27, noun="сапёров", noun_translation="sappers")

    for address in (claim.get_absolute_url(), "/claims/"):
        page = words(read(client, address))
        assert "translated by the editors" in page
        assert "sappers" in page
    assert "27 сапёров" in words(read(client, claim.get_absolute_url()))
    assert "sappers" in b"".join(client.get("/claims.csv")).decode()
    assert claim.slug in client.get("/search/?q=sappers").content.decode()


def test_troops_within_another_contingent_are_not_held_against_the_whole(client: Client) -> None:
    mission = MissionFactory.create()
    strength = MeasureFactory.create(slug="strength", name="Strength", nature=Nature.MOMENT)
    values = {"mission": mission, "measure": strength, "period": "2018-10-31"}
    whole = FigureFactory.create(**values, value=120)
    within = FigureFactory.create(**values, value=27, host="Ruritania")
    for claim in (whole, within):
        cite(claim)
    deployment = DeploymentFactory.create(mission=mission, host="Ruritania")

    assert not read(client, "/conflicts/").select(".conflict")
    for address in (
        mission.get_absolute_url(),
        within.get_absolute_url(),
        deployment.person.get_absolute_url(),
        "/claims/",
    ):
        assert "Ruritania" in words(read(client, address))
    record = client.get(within.get_absolute_url()[:-1] + ".json").json()["record"]
    assert record["fields"]["host"]["value"] == "Ruritania"

    FigureFactory.create(**values, value=28, host="Ruritania")

    assert len(read(client, "/conflicts/").select(".conflict")) == 1
    assert Claim.objects.filter(host="Ruritania").count() == 2


@pytest.mark.parametrize(
    ("nature", "values", "said"),
    [
        (Nature.MOMENT, {"value": 90, "comparator": "≲", "period": "2014"}, "nearly 90"),
        (Nature.MOMENT, {"value": 27, "upper": 29, "comparator": "–"}, "from 27 to 29"),
        (Nature.MOMENT, {"value": 120, "planned": True}, "Stated as a plan"),
        (Nature.MOMENT, {"value": 120, "planned": True, "period": "2025"}, "120, planned (2025)"),
        (
            Nature.RUNNING,
            {"value": 4_500_000, "rounded_to": 100_000, "period": "/2008"},
            "4.5 million",
        ),
        (Nature.LARGEST, {"value": 49, "period": "2003/2008"}, "2003 to 2008"),
        (Nature.PER_ROTATION, {"value": 27}, "in each rotation"),
    ],
)
def test_a_figure_of_any_kind_is_said_as_it_is(
    client: Client, nature: Nature, values: dict[str, object], said: str
) -> None:
    mission = MissionFactory.create()
    measure = MeasureFactory.create(slug="measure", name="A measure", nature=nature)
    FigureFactory.create(mission=mission, measure=measure, noun="", **values)

    assert said in words(read(client, mission.get_absolute_url()))
