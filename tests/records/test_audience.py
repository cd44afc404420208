from collections.abc import Callable
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client, RequestFactory

from records.audience import Audience
from records.views import audience_of
from tests.accounts import READER, account
from tests.factories import (
    ClaimFactory,
    JointDeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    SourceFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
    set_against,
)
from tests.reading import main_part, read, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("user", "audience"),
    [
        (AnonymousUser, Audience.PUBLIC),
        (lambda: User(username="elsewhere", is_superuser=True), Audience.PUBLIC),
        (account, Audience.PUBLIC),
        (lambda: account(READER), Audience.EDITORS),
        (lambda: User(username="boss", is_staff=True, is_superuser=True), Audience.EDITORS),
    ],
    ids=["visitor", "not of the staff", "staff without a role", "reader of drafts", "everything"],
)
def test_only_who_may_read_drafts_sees_more_than_the_public(
    user: Callable[[], Any], audience: Audience
) -> None:
    request = RequestFactory().get("/missions/")
    request.user = user()

    assert audience_of(request) is audience


# --- What was withdrawn stands on no page but its own, not even for editors -------------------


def page(client: Client, address: str) -> Tag:
    return main_part(read(client, address))


def test_a_withdrawn_mission_leaves_the_claims_that_name_it_with_others(
    editor_client: Client,
) -> None:
    claim = ClaimFactory.create(
        missions=[
            MissionFactory.create(name="Iraq"),
            MissionFactory.create(name="Abyei", draft=True),
            MissionFactory.create(name="Lebanon", withdrawn=True),
        ]
    )

    shown = words(page(editor_client, claim.get_absolute_url()))

    assert "About jointly Abyei and Iraq Period" in shown
    assert "Lebanon" not in shown
    assert "Lebanon" not in words(page(editor_client, "/missions/"))


def test_a_withdrawn_person_leaves_joint_statements(editor_client: Client) -> None:
    joint = JointDeploymentFactory.create(
        people=[
            PersonFactory.create(display_name="Aigerim"),
            PersonFactory.create(display_name="Berik", withdrawn=True),
        ],
        missions=[MissionFactory.create()],
    )

    shown = words(page(editor_client, joint.get_absolute_url()))

    assert "Aigerim" in shown
    assert "Berik" not in shown


def test_a_withdrawn_source_is_no_evidence(editor_client: Client) -> None:
    mission = MissionFactory.create(place="Somewhere")
    for state in ("draft", "withdrawn"):
        source = SourceFactory.create(**{state: True})
        quotation = f"A sentence of a {state} source."
        cite(mission, "place", passage=PassageFactory.create(source=source, quotation=quotation))

    shown = words(page(editor_client, mission.get_absolute_url()))

    assert "A sentence of a draft source." in shown
    assert "A sentence of a withdrawn source." not in shown


def test_a_withdrawn_record_rests_on_no_passage(editor_client: Client) -> None:
    passage = PassageFactory.create()
    for state in ("draft", "withdrawn"):
        cite(MissionFactory.create(name=f"A {state} mission", **{state: True}), passage=passage)

    shown = words(page(editor_client, passage.source.get_absolute_url()))

    assert "A draft mission" in shown
    assert "A withdrawn mission" not in shown


def test_a_withdrawn_unit_is_no_larger_unit(editor_client: Client) -> None:
    brigade = UnitFactory.create(name="The brigade", withdrawn=True)
    history = UnitHistoryFactory.create(kind="part-of", other=brigade)

    assert "The brigade" not in words(page(editor_client, history.unit.get_absolute_url()))


def test_a_withdrawn_claim_stands_against_nothing(editor_client: Client) -> None:
    claim = ClaimFactory.create(text="It was so.")
    set_against(claim, ClaimFactory.create(text="It was not so.", withdrawn=True))

    shown = words(page(editor_client, "/conflicts/"))

    assert "(0)" in shown
    assert "It was" not in shown
