"""What the desk tells its editors to look at again."""

import pytest
from django.test import Client

from missions.models import Claim, Mission
from personnel.models import Person
from tests.accounts import NO_ROLE, account, client_of
from tests.editing import Form, admin_address, messages_at
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    SourceFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


def test_one_page_leads_to_every_warning_and_draft(editor_client: Client) -> None:
    cite(FigureFactory.create(value=538), "value", quotation="founded by a resolution in 2000")
    source = SourceFactory.create(url="")
    MissionFactory.create(draft=True)

    index = read(editor_client, "/admin/")
    way = index.select_one("a[href$='/warnings/']")
    assert way
    page = read(editor_client, str(way["href"]))

    found = {words(one.select_one("h2")): one for one in page.select("section.module")}  # type: ignore[arg-type] # each has one
    assert [words(a) for a in found["The cited words do not hold it"].select("a")] == ["Claims: 1"]
    assert [words(a) for a in found["Drafts"].select("a")] == ["Missions: 1"]
    [link] = found["A source without an address"].select("a")
    listed = read(editor_client, str(link["href"])).select("#result_list tbody tr")
    assert words(link) == f"Sources: {len(listed)}"
    assert source.title in [words(row.select_one("th")) for row in listed]  # type: ignore[arg-type] # each has one


def test_two_people_of_one_name_are_noticed_in_any_script(editor_client: Client) -> None:
    other = PersonFactory.create(display_name="Айша Бекова", slug="the-first")
    PersonFactory.create(display_name="Aisha Omarova")
    person = PersonFactory.create(display_name="A. Bekova", slug="the-second")
    cite(person, "display_name", quotation="A. Bekova")
    PersonNameFactory.create(person=person, name="Bekova Aisha")

    page = read(editor_client, admin_address(Person, "change", person.pk))

    links = page.select(".doubts a")
    assert [words(link) for link in links] == ["Айша Бекова (the-first)"]
    assert str(links[0]["href"]).endswith(f"/person/{other.pk}/change/")


def test_a_draft_mission_does_not_hide_a_claim_unseen(editor_client: Client) -> None:
    claim = ClaimFactory.create()
    claim.missions.add(MissionFactory.create())
    cite(claim)
    write_editions(claim)
    draft = MissionFactory.create(name="Sudan", draft=True)
    form = Form.at(editor_client, admin_address(Claim, "change", claim.pk))
    missions = [*form.values["missions"], str(draft.pk)]

    page = form.refused(missions=missions)

    assert "Sudan is not public: with it nobody would see this claim" in messages_at(
        page, "missions"
    )
    assert claim.missions.count() == 1
    form.saved(missions=missions, hidden_by=f"missions-{draft.pk}")
    told = words(read(editor_client, admin_address(Claim, "changelist")))
    assert "It is published, and nobody sees it: mission “Sudan” is not public." in told
    assert Mission.objects.count() == len(missions)


def test_nor_does_a_draft_unit(editor_client: Client) -> None:
    claim = ClaimFactory.create()
    cite(claim)
    write_editions(claim)
    unit = UnitFactory.create(name="Second company", draft=True)

    page = Form.at(editor_client, admin_address(Claim, "change", claim.pk)).refused(
        unit=str(unit.pk)
    )

    assert "Second company is not public" in messages_at(page, "unit")


def test_who_may_see_no_drafts_is_told_of_none(db: None) -> None:
    SourceFactory.create(url="")
    MissionFactory.create(draft=True)

    page = read(client_of(account(NO_ROLE)), "/admin/sources/source/warnings/")

    assert page.select("section.module") == []
