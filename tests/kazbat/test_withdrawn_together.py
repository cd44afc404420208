"""What leaves the public together, from a list of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from editions.models import ChangeSet, Edition, Event
from editions.withholding.acting import withhold
from missions.models import Claim, Mission
from personnel.models import Person
from records.models import Record
from sources.models import Photo, Source
from tests.accounts import CONTRIBUTOR, EDITOR, NO_ROLE, PUBLISHER, READER, account, client_of
from tests.editing import admin_address
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RotationFactory,
    SourceFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db

REASON = "They belong to another mission."


def recorded(*rows: Record) -> None:
    for row in rows:
        if not isinstance(row, Source):
            cite(row)
        write_editions(row)


def choose(client: Client, *rows: Any, everything: bool = False) -> Tag:
    """The page that asks for the reason, once rows are chosen in their list."""
    sent = {"action": "withdraw_chosen", "_selected_action": [row.pk for row in rows]}
    if everything:
        sent["select_across"] = "1"
    response = client.post(admin_address(type(rows[0]), "changelist"), sent, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def boxes(page: Tag) -> list[str]:
    return [str(box["value"]) for box in page.select("[name=rows]")]


def confirm(client: Client, page: Tag, model: type[Record], reason: str = REASON) -> Tag:
    """What comes back once the page is sent with a reason."""
    sent = {"rows": boxes(page), "reason": reason}
    address = admin_address(model, "withdraw_chosen")
    form = page.select_one("#content form[method=post]")
    assert form
    assert form["action"] == address
    response = client.post(address, sent, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def test_records_are_withdrawn_together_with_one_reason(
    editor_client: Client, client: Client
) -> None:
    claims = ClaimFactory.create_batch(3)
    recorded(*claims)
    sets = ChangeSet.objects.count()

    page = choose(editor_client, *claims)
    assert all(claim.text in words(page) for claim in claims)
    assert not Claim.objects.exclude(state="published").exists()
    told = confirm(editor_client, page, Claim)

    assert "3 records were withdrawn." in words(told)
    assert set(Claim.objects.values_list("state", "withdrawn_reason")) == {("withdrawn", REASON)}
    assert ChangeSet.objects.count() == sets + 1
    assert Edition.objects.filter(event=Event.WITHDRAWN).count() == len(claims)
    for claim in claims:
        response = client.get(claim.get_absolute_url())
        assert (response.status_code, REASON in response.content.decode()) == (410, True)


def test_without_a_reason_nothing_is_withdrawn(editor_client: Client) -> None:
    claim = ClaimFactory.create()
    recorded(claim)
    page = confirm(editor_client, choose(editor_client, claim), Claim, reason=" ")

    assert "This field is required." in words(page)
    assert len(page.select("[autofocus]")) == 1
    assert Claim.objects.get().is_published


def test_the_page_counts_what_disappears_with_them(editor_client: Client) -> None:
    mission, other = MissionFactory.create_batch(2)
    rotation, _another = RotationFactory.create_batch(2, mission=mission)
    RotationFactory.create(mission=other)
    RotationFactory.create(mission=mission, draft=True)
    ClaimFactory.create(missions=[mission, other])
    ClaimFactory.create(missions=[], rotation=rotation)
    ClaimFactory.create(missions=[])
    DeploymentFactory.create(mission=mission)
    DeploymentFactory.create(mission=other)
    recorded(mission)

    page = choose(editor_client, mission)

    assert [words(item) for item in page.select("#content ul:not(.chosen) li")] == [
        "Claims: 2", "Rotations: 2", "Deployments: 1",
    ]  # fmt: skip


def test_one_that_may_not_be_withdrawn_says_why_and_all_stay(editor_client: Client) -> None:
    needed, free = SourceFactory.create(title="The needed one"), SourceFactory.create()
    write_editions(needed, free)
    cite(MissionFactory.create(), passage=PassageFactory.create(source=needed))

    page = confirm(editor_client, choose(editor_client, needed, free), Source)

    (error,) = page.select("#content .errornote")
    assert "rest on this source alone" in words(error)
    item = error.find_parent("li")
    assert item
    assert "The needed one" in words(item)
    assert Source.objects.filter(state="published").count() == len([needed, free])
    assert not Edition.objects.filter(event=Event.WITHDRAWN).exists()


def test_one_that_was_changed_meanwhile_is_told_and_nothing_is_done(editor_client: Client) -> None:
    one, other = ClaimFactory.create_batch(2)
    recorded(one, other)
    page = choose(editor_client, one, other)
    one.note = "Somebody wrote this."
    one.save()
    write_editions(one)

    page = confirm(editor_client, page, Claim)
    assert [words(error) for error in page.select("#content .errornote")] == [
        "Somebody saved it since you opened this page. Look at it again."
    ]
    assert Claim.objects.filter(state="published").count() == len([one, other])

    # The page that tells it has seen the newest edition.
    confirm(editor_client, page, Claim)
    assert Claim.objects.filter(state="withdrawn").count() == len([one, other])
    one.refresh_from_db()
    assert one.note == "Somebody wrote this."


def test_drafts_among_them_stay(editor_client: Client) -> None:
    public, draft = ClaimFactory.create(), ClaimFactory.create(draft=True)
    recorded(public, draft)

    page = choose(editor_client, public, draft)
    assert "1 chosen record is not public, and stays as it is." in words(page)
    confirm(editor_client, page, Claim)

    draft.refresh_from_db()
    assert draft.is_draft()


def test_a_portrait_leaves_with_its_person_and_the_page_says_so(editor_client: Client) -> None:
    photo = PhotoFactory.create(credit="Ministry")
    person = PersonFactory.create(photo=photo)
    recorded(photo, person)

    page = choose(editor_client, person)
    assert "Leaves the public with it" in words(page)
    confirm(editor_client, page, Person)

    assert Photo.objects.get().state == "withdrawn"


def test_too_many_are_told_and_not_read(editor_client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("editions.admin.chosen.MOST_CHOSEN", 2)
    missions = MissionFactory.create_batch(3)

    page = choose(editor_client, *missions, everything=True)

    assert "More than 2 records are chosen, which is more than can be done at once" in words(page)
    sent = {"rows": [f"{one.pk}:0" for one in missions], "reason": REASON}
    assert editor_client.post(admin_address(Mission, "withdraw_chosen"), sent).status_code == 400
    assert Mission.objects.published().count() == len(missions)


def test_of_many_the_page_names_the_first_and_all_are_withdrawn_at_once(
    editor_client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("editions.admin.chosen.MOST_SHOWN", 2)
    monkeypatch.setattr("editions.admin.chosen.WRITTEN_AT_ONCE", 2)
    claims = ClaimFactory.create_batch(5)
    recorded(*claims)
    before = ChangeSet.objects.count()

    page = choose(editor_client, claims[0], everything=True)
    assert "5 records" in words(page)
    assert len(page.select(".chosen li")) == len(claims[:2])
    assert "And 3 more, which this page does not name." in words(page)
    confirm(editor_client, page, Claim)

    withdrawn = Edition.objects.filter(event=Event.WITHDRAWN)
    assert {edition.record_id for edition in withdrawn} == {claim.pk for claim in claims}
    assert all(edition.is_visible for edition in withdrawn)
    assert ChangeSet.objects.count() == before + 1
    assert set(Claim.objects.values_list("state", "withdrawn_reason")) == {("withdrawn", REASON)}


def test_one_of_many_that_may_not_be_withdrawn_is_named_first(
    editor_client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("editions.admin.chosen.MOST_SHOWN", 1)
    monkeypatch.setattr("editions.admin.chosen.WRITTEN_AT_ONCE", 2)
    sources = SourceFactory.create_batch(4)
    write_editions(*sources)
    needed = sources[2]
    cite(MissionFactory.create(), passage=PassageFactory.create(source=needed))

    page = confirm(editor_client, choose(editor_client, *sources), Source)

    (line,) = page.select(".chosen li")
    assert needed.title in words(line)
    assert "rest on this source alone" in words(line)
    assert Source.objects.filter(state="published").count() == len(sources)
    assert not Edition.objects.filter(event=Event.WITHDRAWN).exists()


def test_a_withheld_name_is_told_at_its_own_line(editor_client: Client) -> None:
    """What is found only when editions are written is told of one line too."""
    claims = [ClaimFactory.create(text=text, draft=True) for text in ("A", "B")]
    recorded(*claims)
    withhold(["Akhmetova"], "She asked.")
    Claim.objects.filter(pk=claims[1].pk).update(text="Akhmetova served.")
    sent = {"action": "publish_chosen", "_selected_action": [claim.pk for claim in claims]}
    page = editor_client.post(admin_address(Claim, "changelist"), sent, follow=True)

    told = BeautifulSoup(page.content.decode(), "html.parser").select(".messagelist .error")
    assert "name" in words(told[0]).casefold()
    assert words(told[-1]) == "Nothing was published."
    assert Claim.objects.filter(state="draft").count() == len(claims)


@pytest.mark.parametrize("junk", ["x", "1", "1:x", ":", "9999999999999999999:1", "1:1\x00"])
def test_junk_among_the_rows_is_refused(editor_client: Client, junk: str) -> None:
    sent = {"rows": [junk], "reason": REASON}

    assert editor_client.post(admin_address(Claim, "withdraw_chosen"), sent).status_code == 400


def test_with_no_row_ticked_nothing_is_done(editor_client: Client) -> None:
    claim = ClaimFactory.create()
    recorded(claim)
    sent = {"reason": REASON}
    response = editor_client.post(admin_address(Claim, "withdraw_chosen"), sent, follow=True)

    assert "No record was chosen" in words(BeautifulSoup(response.content, "html.parser"))
    assert Claim.objects.get().is_published


@pytest.mark.parametrize("who", [NO_ROLE, READER, CONTRIBUTOR, EDITOR, PUBLISHER])
def test_publishers_alone_withdraw_together(who: str) -> None:
    claim = ClaimFactory.create()
    recorded(claim)
    user_client = client_of(account(who))
    may = who == PUBLISHER
    if who != NO_ROLE:
        offered = read(user_client, admin_address(Claim, "changelist"))
        assert bool(offered.select("option[value=withdraw_chosen]")) is may

    chosen = {"action": "withdraw_chosen", "_selected_action": [claim.pk]}
    asked = user_client.post(admin_address(Claim, "changelist"), chosen)
    assert ("Withdraw together" in asked.content.decode()) is may
    sent = {"rows": [f"{claim.pk}:1"], "reason": REASON}
    status = user_client.post(admin_address(Claim, "withdraw_chosen"), sent).status_code

    claim.refresh_from_db()
    assert (claim.state == "withdrawn") is may
    assert may or status == 403
