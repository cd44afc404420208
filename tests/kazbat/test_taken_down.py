"""A source is taken down with all that rests on it alone, and brought back with it."""

from __future__ import annotations

import pytest
from bs4 import Tag
from django.test import Client

from editions.models import ChangeSet, Edition
from editions.publishing import change_set
from missions.models import Claim, Mission, Rotation
from records.models import Record
from sources.models import Passage, Photo, Source, Stance
from tests.accounts import CONTRIBUTOR, EDITOR, NO_ROLE, PUBLISHER, READER, account, client_of
from tests.editing import Form, admin_address
from tests.factories import (
    ClaimFactory,
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

REASON = "The paper took it back."


@pytest.fixture
def source() -> Source:
    source: Source = SourceFactory.create(title="The retracted article", slug="retracted")
    write_editions(source)
    return source


@pytest.fixture
def passage(source: Source) -> Passage:
    passage: Passage = PassageFactory.create(source=source, quotation="It served in Iraq.")
    return passage


def resting(row: Record, *passages: Passage, **values: str) -> None:
    for one in passages:
        cite(row, passage=one, **values)
    write_editions(row)


def with_file(photo: Photo) -> Photo:
    Photo.objects.filter(pk=photo.pk).update(file="at-work.jpg")
    photo.refresh_from_db()
    return photo


def to_take_down(client: Client, source: Source) -> Form:
    return Form.at(client, admin_address(Source, "take_down", source.pk))


def counts(page: Tag, heading: str) -> list[str]:
    """The counts below a heading of the page."""
    found = page.find("h2", string=lambda text: bool(text and heading in text))
    assert isinstance(found, Tag)
    listed = found.find_next_sibling("ul")
    assert isinstance(listed, Tag)
    return [words(item) for item in listed.select("li")]


def test_the_page_counts_what_goes_and_what_stays(
    editor_client: Client, source: Source, passage: Passage
) -> None:
    resting(mission := MissionFactory.create(), passage)
    resting(ClaimFactory.create(missions=[]), passage)
    resting(ClaimFactory.create(missions=[]), passage, PassageFactory.create())
    resting(ClaimFactory.create(missions=[], draft=True), passage)
    resting(differing := ClaimFactory.create(missions=[]), PassageFactory.create())
    cite(differing, passage=passage, stance=Stance.DIFFERS, says="in Chad")
    resting(RotationFactory.create(mission=mission), PassageFactory.create())
    page = to_take_down(editor_client, source).page

    assert counts(page, "What rests on it alone") == ["Claims: 1", "Missions: 1"]
    assert counts(page, "What has other evidence") == ["Claims: 2"]
    assert counts(page, "Drafts that cite it") == ["Claims: 1"]
    assert "is out of sight too" in words(page)
    assert "Rotations: 1" in words(page)


def test_what_rests_on_it_alone_leaves_with_it_and_all_comes_back(
    editor_client: Client, client: Client, source: Source, passage: Passage
) -> None:
    mission = MissionFactory.create(name="Iraq")
    rotation = RotationFactory.create(mission=mission, number=4)
    supported = ClaimFactory.create(text="It has two sources.", missions=[])
    claim = ClaimFactory.create(rotation=rotation, missions=[])
    resting(mission, passage)
    resting(rotation, passage)
    resting(claim, passage)
    resting(supported, passage, PassageFactory.create(quotation="Another paper says so."))
    sets = ChangeSet.objects.count()
    shown = words(read(client, supported.get_absolute_url()))
    assert "It served in Iraq." in shown

    to_take_down(editor_client, source).saved(reason=REASON)

    assert ChangeSet.objects.count() == sets + 1
    for row in (source, mission, rotation, claim):
        response = client.get(row.get_absolute_url())
        assert (response.status_code, REASON in response.content.decode()) == (410, True)
    shown = words(read(client, supported.get_absolute_url()))
    assert "It served in Iraq." not in shown
    assert "Another paper says so." in shown

    form = read(editor_client, admin_address(Source, "change", source.pk))
    assert "Bring back with what was withdrawn with it" in words(form)
    page = Form.at(editor_client, admin_address(Source, "bring_back", source.pk))
    assert "Iraq" in words(page.page)
    page.saved()

    for row in (source, mission, rotation, claim):
        assert client.get(row.get_absolute_url()).status_code == 200
    assert "It served in Iraq." in words(read(client, supported.get_absolute_url()))
    assert ChangeSet.objects.count() == sets + 2


def test_what_left_by_itself_says_why_only_if_readers_ever_saw_it(client: Client) -> None:
    mission, draft = MissionFactory.create(), MissionFactory.create(draft=True)
    seen, unseen = (RotationFactory.create(mission=one) for one in (mission, draft))
    followed = RotationFactory.create(mission=mission)
    for row in (mission, draft, seen, unseen, followed):
        resting(row, PassageFactory.create())
    with change_set() as changes:
        changes.withdraw(mission, REASON)
        changes.withdraw(seen, "It was another one.")
        changes.withdraw(unseen, "It was another one.")

    response = client.get(seen.get_absolute_url())
    assert response.status_code == 410
    assert "It was another one." in response.content.decode()
    for row in (unseen, followed):
        assert client.get(row.get_absolute_url()).status_code == 404


def test_what_was_touched_since_is_not_brought_back(
    editor_client: Client, source: Source, passage: Passage
) -> None:
    resting(kept := ClaimFactory.create(missions=[]), passage)
    resting(other := ClaimFactory.create(missions=[]), passage)
    to_take_down(editor_client, source).saved(reason=REASON)
    Form.at(editor_client, admin_address(Claim, "withdraw", other.pk)).saved(reason="Quite untrue.")
    Form.at(editor_client, admin_address(Source, "bring_back", source.pk)).saved()

    for row in (source, kept, other):
        row.refresh_from_db()
    assert (source.state, kept.state, other.state) == ("published", "published", "withdrawn")


def test_what_came_to_rest_on_it_meanwhile_is_looked_at_first(
    editor_client: Client, source: Source, passage: Passage
) -> None:
    form = to_take_down(editor_client, source)
    resting(claim := ClaimFactory.create(missions=[]), passage)
    page = form.refused(reason=REASON)

    assert "Something of this was saved since you opened this page." in words(page)
    assert counts(page, "What rests on it alone") == ["Claims: 1"]
    assert Claim.objects.get(pk=claim.pk).is_published
    form = to_take_down(editor_client, source)
    claim.note = "Changed."
    claim.save()
    write_editions(claim)
    form.refused(reason=REASON)
    assert Source.objects.get(pk=source.pk).is_published


def test_it_needs_a_reason(editor_client: Client, source: Source) -> None:
    page = to_take_down(editor_client, source).refused(reason="")

    assert "This field is required." in words(page)
    assert Source.objects.get(pk=source.pk).is_published


def test_its_photographs_are_hidden_and_keep_their_files(
    editor_client: Client, source: Source, passage: Passage
) -> None:
    photo = with_file(PhotoFactory.create(source=source))
    resting(photo, passage)
    page = to_take_down(editor_client, source)
    assert "Photos: 1" in words(page.page)
    page.saved(reason=REASON)

    photo.refresh_from_db()
    assert (photo.state, photo.file.name, photo.is_public) == ("published", "at-work.jpg", False)


def test_a_portrait_that_leaves_with_a_person_does_not_come_back(
    editor_client: Client, source: Source, passage: Passage
) -> None:
    photo = with_file(PhotoFactory.create())
    resting(photo, PassageFactory.create())
    resting(person := PersonFactory.create(photo=photo), passage)
    page = to_take_down(editor_client, source)
    assert "The photograph itself is deleted" in words(page.page)
    page.saved(reason=REASON)
    page = Form.at(editor_client, admin_address(Source, "bring_back", source.pk))
    assert "This one stays withdrawn, since its photograph was deleted" in words(page.page)
    page.saved()

    person.refresh_from_db()
    assert person.is_published
    assert Photo.objects.get().state == "withdrawn"


def test_a_portrait_that_had_no_file_comes_back_with_its_person(
    editor_client: Client, source: Source, passage: Passage
) -> None:
    resting(photo := PhotoFactory.create(), PassageFactory.create())
    resting(person := PersonFactory.create(photo=photo), passage)
    page = to_take_down(editor_client, source)
    assert "The photograph itself is deleted" not in words(page.page)
    page.saved(reason=REASON)
    photo.refresh_from_db()
    assert photo.state == "withdrawn"
    page = Form.at(editor_client, admin_address(Source, "bring_back", source.pk))
    assert "stays withdrawn" not in words(page.page)
    page.saved()

    for row in (person, photo):
        row.refresh_from_db()
        assert row.is_public


def test_too_much_resting_on_it_is_told(
    editor_client: Client, source: Source, passage: Passage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.admin.taking_down.MOST_CHOSEN", 2)
    for mission in MissionFactory.create_batch(3):
        resting(mission, passage)
    response = editor_client.get(admin_address(Source, "take_down", source.pk), follow=True)

    assert "which is more than can be done at once" in response.content.decode()
    assert Mission.objects.published().count() == 3


def test_what_was_withdrawn_from_a_list_comes_back_together(editor_client: Client) -> None:
    rows = RotationFactory.create_batch(2)
    for row in rows:
        cite(row)
        write_editions(row)
    sent = {"rows": [f"{row.pk}:1" for row in rows], "reason": REASON}
    editor_client.post(admin_address(Rotation, "withdraw_chosen"), sent)
    Form.at(editor_client, admin_address(Rotation, "bring_back", rows[0].pk)).saved()

    assert Rotation.objects.published().count() == len(rows)


def test_there_is_nothing_to_bring_back_of_what_is_public(
    editor_client: Client, source: Source
) -> None:
    address = admin_address(Source, "bring_back", source.pk)

    assert editor_client.get(address).status_code == 404
    assert editor_client.post(address, {"looked_at": "x"}).status_code == 404
    assert editor_client.get(admin_address(Source, "take_down", 99)).status_code == 404


@pytest.mark.parametrize("who", [NO_ROLE, READER, CONTRIBUTOR, EDITOR, PUBLISHER])
def test_publishers_alone_take_down_and_bring_back(
    who: str, editor_client: Client, source: Source, passage: Passage
) -> None:
    resting(claim := ClaimFactory.create(missions=[]), passage)
    client = client_of(account(who, name="somebody"))
    may = who == PUBLISHER
    sent = to_take_down(editor_client, source).values | {"reason": REASON}
    address = admin_address(Source, "take_down", source.pk)
    statuses = {client.get(address).status_code, client.post(address, sent).status_code}

    claim.refresh_from_db()
    assert (claim.state == "withdrawn") is may
    assert statuses == ({200, 302} if may else {403})
    if not may:
        editor_client.post(address, sent)
    address = admin_address(Source, "bring_back", source.pk)
    sent = Form.at(editor_client, address).values
    statuses = {client.get(address).status_code, client.post(address, sent).status_code}

    assert statuses == ({200, 302} if may else {403})
    claim.refresh_from_db()
    assert claim.is_published is may
    assert Edition.objects.filter(kind="claim", event="withdrawn").count() == 1
