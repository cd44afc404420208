"""What stands under the wrong mission, moved from a list of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from editions.models import ChangeSet, Edition
from missions.models import Claim, Mission, Rotation, Series
from personnel.models import Deployment, JointDeployment
from records.models import Record
from tests.accounts import CONTRIBUTOR, EDITOR, NO_ROLE, PUBLISHER, READER, account, client_of
from tests.editing import admin_address
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MissionFactory,
    PersonFactory,
    RotationFactory,
    SeriesFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def iraq() -> Mission:
    mission: Mission = MissionFactory.create(name="Iraq", slug="iraq")
    return mission


@pytest.fixture
def lebanon() -> Mission:
    mission: Mission = MissionFactory.create(name="Lebanon", slug="lebanon")
    return mission


def recorded(*rows: Record) -> None:
    for row in rows:
        cite(row)
        write_editions(row)


def answered(client: Client, address: str, sent: dict[str, Any]) -> Tag:
    response = client.post(address, sent, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def choose(client: Client, *rows: Any) -> Tag:
    sent = {"action": "move_chosen", "_selected_action": [row.pk for row in rows]}
    return answered(client, admin_address(type(rows[0]), "changelist"), sent)


def send(client: Client, page: Tag, model: Any, leave: Mission, to: Mission, **more: str) -> Tag:
    """The page once its form is sent; with `_move` if that is among the values."""
    rows = [str(box["value"]) for box in page.select("[name=rows]")]
    looked_at = page.select_one("[name=looked_at]")
    sent: dict[str, Any] = {"rows": rows, "leave": leave.pk, "to": to.pk} | more
    if looked_at:
        sent["looked_at"] = looked_at["value"]
    return answered(client, admin_address(model, "move_chosen"), sent)


def shown(page: Tag) -> list[tuple[str, str]]:
    """What each record belongs to now, and then."""
    found = []
    for item in page.select(".chosen > li"):
        now, *then = [words(told) for told in item.select("dd")]
        found.append((now, *then) if then else (now, ""))
    return found  # type: ignore[return-value]


def errors(page: Tag) -> list[str]:
    return [words(one) for one in page.select(".chosen .errornote")]


def moved(client: Client, *rows: Any, leave: Mission, to: Mission) -> Tag:
    """Looked at, then done."""
    model = type(rows[0])
    looked_at = send(client, choose(client, *rows), model, leave, to)
    return send(client, looked_at, model, leave, to, _move="1")


def test_claims_move_after_they_were_looked_at(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    claims = FigureFactory.create_batch(3, missions=[iraq])
    recorded(*claims)
    sets = ChangeSet.objects.count()

    page = choose(editor_client, *claims)
    assert shown(page) == [("Iraq", "")] * 3
    assert page.select_one(f'[name=leave] option[selected][value="{iraq.pk}"]')
    page = send(editor_client, page, Claim, iraq, lebanon)
    assert shown(page) == [("Iraq", "Lebanon")] * 3
    assert ChangeSet.objects.count() == sets
    assert Claim.objects.filter(missions=iraq).count() == len(claims)
    page = send(editor_client, page, Claim, iraq, lebanon, _move="1", why="A wrong mission.")

    assert "3 records were moved to Lebanon." in words(page)
    assert not Claim.objects.filter(missions=iraq).exists()
    assert Claim.objects.filter(missions=lebanon).count() == len(claims)
    made = ChangeSet.objects.latest("pk")
    assert ChangeSet.objects.count() == sets + 1
    assert (made.why, made.editions.count()) == ("A wrong mission.", len(claims))
    listed = words(read(editor_client, "/claims/?mission=lebanon"))
    assert all(claim.text in listed for claim in claims)


def test_nothing_moves_that_was_not_looked_at(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    claim = ClaimFactory.create(missions=[iraq])
    recorded(claim)
    other = MissionFactory.create()
    page = send(editor_client, choose(editor_client, claim), Claim, iraq, lebanon)

    # The mission was changed since.
    page = send(editor_client, page, Claim, iraq, other, _move="1")

    assert "Nothing is moved yet." in words(page)
    assert list(claim.missions.all()) == [iraq]


def test_of_what_is_about_several_missions_one_is_replaced(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    chad = MissionFactory.create(name="Chad")
    joint = ClaimFactory.create(missions=[iraq, chad])
    both = ClaimFactory.create(missions=[iraq, lebanon])
    elsewhere = ClaimFactory.create(missions=[chad])
    recorded(joint, both, elsewhere)
    page = send(editor_client, choose(editor_client, joint, both, elsewhere), Claim, iraq, lebanon)

    assert errors(page) == ["It is about Lebanon already. Take out Iraq in its form."]
    assert not page.select("[name=_move]")

    moved(editor_client, joint, elsewhere, leave=iraq, to=lebanon)
    assert set(joint.missions.all()) == {lebanon, chad}
    assert list(elsewhere.missions.all()) == [chad]


def test_what_is_about_a_rotation_moves_to_that_of_its_number(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    fourth = RotationFactory.create(mission=iraq, number=4)
    claim = ClaimFactory.create(missions=[], rotation=fourth)
    deployment = DeploymentFactory.create(mission=iraq, rotation=fourth)
    recorded(claim, deployment)

    for row in (claim, deployment):
        page = send(editor_client, choose(editor_client, row), type(row), iraq, lebanon)
        assert errors(page) == [
            "Lebanon has no rotation 4: add it there first, or move the rotation."
        ]
    there = RotationFactory.create(mission=lebanon, number=4)
    for row in (claim, deployment):
        moved(editor_client, row, leave=iraq, to=lebanon)
        row.refresh_from_db()
        assert row.rotation == there
    assert deployment.mission == lebanon


def test_a_rotation_moves_with_who_served_in_it(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    rotation = RotationFactory.create(mission=iraq, number=4)
    deployment = DeploymentFactory.create(mission=iraq, rotation=rotation)
    recorded(rotation, deployment)
    page = send(editor_client, choose(editor_client, rotation), Rotation, iraq, lebanon)

    assert shown(page) == [("Rotation 4, Iraq", "Rotation 4, Lebanon")]
    assert "With it: deployment" in words(page)
    send(editor_client, page, Rotation, iraq, lebanon, _move="1")

    deployment.refresh_from_db()
    assert (deployment.mission, deployment.rotation.mission) == (lebanon, lebanon)
    assert Edition.objects.filter(kind="deployment", record_id=deployment.pk).count() == 2


def test_a_row_that_would_break_a_rule_says_so_and_none_moves(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    taken = RotationFactory.create(mission=iraq, number=1)
    free = RotationFactory.create(mission=iraq, number=2)
    RotationFactory.create(mission=lebanon, number=1)
    recorded(taken, free)
    page = send(editor_client, choose(editor_client, taken, free), Rotation, iraq, lebanon)

    item, *_others = page.select(".chosen > li")
    assert "This mission has a rotation with this number already." in words(item)
    assert len(errors(page)) == 1
    crafted = {"_move": "1", "looked_at": f"{iraq.pk}-{lebanon.pk}"}
    page = send(editor_client, page, Rotation, iraq, lebanon, **crafted)
    assert len(errors(page)) == 1
    assert Rotation.objects.filter(mission=iraq).count() == len([taken, free])
    assert "Nothing is moved." in words(page)


def test_series_and_joint_statements_move_too(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    series = SeriesFactory.create(missions=[iraq])
    joint = JointDeploymentFactory.create(people=[PersonFactory.create()], missions=[iraq])
    recorded(series, joint)
    for row in (series, joint):
        moved(editor_client, row, leave=iraq, to=lebanon)

    assert Series.objects.get(missions=lebanon) == series
    assert JointDeployment.objects.get(missions=lebanon) == joint


def test_one_that_was_changed_meanwhile_is_told(
    editor_client: Client, iraq: Mission, lebanon: Mission
) -> None:
    claim = ClaimFactory.create(missions=[iraq])
    recorded(claim)
    page = send(editor_client, choose(editor_client, claim), Claim, iraq, lebanon)
    claim.note = "Somebody wrote this."
    claim.save()
    write_editions(claim)
    page = send(editor_client, page, Claim, iraq, lebanon, _move="1")

    assert errors(page) == ["Somebody saved it since you opened this page. Look at it again."]
    claim.refresh_from_db()
    assert (list(claim.missions.all()), claim.note) == ([iraq], "Somebody wrote this.")


def test_the_page_says_what_nobody_sees_any_more(editor_client: Client, iraq: Mission) -> None:
    draft = MissionFactory.create(draft=True)
    claim = ClaimFactory.create(missions=[iraq])
    recorded(claim)
    page = send(editor_client, choose(editor_client, claim), Claim, iraq, draft)

    assert "Nobody sees it then" in words(page)


@pytest.mark.parametrize("values", [{"leave": ""}, {"to": ""}, {"to": "x"}, {"to": "999999"}])
def test_junk_for_a_mission_is_told_at_its_field(
    editor_client: Client, iraq: Mission, lebanon: Mission, values: dict[str, str]
) -> None:
    claim = ClaimFactory.create(missions=[iraq])
    recorded(claim)
    sent = {"rows": [f"{claim.pk}:1"], "leave": iraq.pk, "to": lebanon.pk, "_move": "1"} | values
    page = answered(editor_client, admin_address(Claim, "move_chosen"), sent)

    assert page.select(".form-row .errorlist")
    assert list(claim.missions.all()) == [iraq]


@pytest.mark.parametrize("who", [NO_ROLE, READER, CONTRIBUTOR, EDITOR, PUBLISHER])
@pytest.mark.parametrize("state", ["draft", "published"])
def test_who_may_change_a_record_moves_it_and_nobody_else(
    who: str, state: str, iraq: Mission, lebanon: Mission
) -> None:
    deployment = DeploymentFactory.create(mission=iraq, draft=state == "draft")
    recorded(deployment)
    client = client_of(account(who))
    may = who in (EDITOR, PUBLISHER) or (who == CONTRIBUTOR and state == "draft")

    asked = client.post(
        admin_address(Deployment, "changelist"),
        {"action": "move_chosen", "_selected_action": [deployment.pk]},
    )
    assert ("The mission that they leave" in asked.content.decode()) is may
    sent = {"rows": [f"{deployment.pk}:1"], "leave": iraq.pk, "to": lebanon.pk, "_move": "1",
            "looked_at": f"{iraq.pk}-{lebanon.pk}"}  # fmt: skip
    status = client.post(admin_address(Deployment, "move_chosen"), sent).status_code

    assert status == (302 if may else 403)
    deployment.refresh_from_db()
    assert deployment.mission == (lebanon if may else iraq)


def test_who_may_not_change_people_moves_no_rotation_with_them(
    iraq: Mission, lebanon: Mission
) -> None:
    rotation = RotationFactory.create(mission=iraq, draft=True)
    deployment = DeploymentFactory.create(mission=iraq, rotation=rotation)
    recorded(rotation, deployment)
    page = send(
        client := client_of(account(CONTRIBUTOR)), choose(client, rotation), Rotation, iraq, lebanon
    )

    assert "You may not change what would move with it" in " ".join(errors(page))
