"""Lists that are narrowed to what cites a source, for readers and at the desk."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from missions.models import Claim
from personnel.models import Person
from records.models import Record
from sources.models import Source, Stance
from tests.accounts import NO_ROLE, READER, account, client_of
from tests.editing import admin_address
from tests.factories import (
    ClaimFactory,
    CommandFactory,
    DeploymentFactory,
    JointDeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RankHoldingFactory,
    RotationFactory,
    SeriesFactory,
    SourceFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


OF_SOURCES = "#changelist-filter [data-filter-title=source]"


@pytest.fixture
def source() -> Source:
    source: Source = SourceFactory.create(title="The Day", slug="the-day")
    return source


def resting_on(source: Source, row: Record, **values: Any) -> Any:
    cite(row, passage=PassageFactory.create(source=source), **values)
    return row


def addresses(client: Client, listed: str) -> set[str]:
    found = json.loads(client.get(listed).getvalue())["records"]
    return {record["address"].removeprefix("http://testserver") for record in found}


@pytest.mark.parametrize(
    ("listed", "factory"),
    [
        ("missions", MissionFactory),
        ("rotations", RotationFactory),
        ("claims", ClaimFactory),
        ("series", SeriesFactory),
        ("units", UnitFactory),
        ("personnel", PersonFactory),
    ],
)
def test_a_list_holds_what_cites_the_source(
    client: Client, source: Source, listed: str, factory: Any
) -> None:
    hit = resting_on(source, factory.create())
    miss = resting_on(SourceFactory.create(), factory.create())
    page = read(client, f"/{listed}/?source=the-day")

    assert page.select(f'main a[href="{hit.get_absolute_url()}"]')
    assert not page.select(f'main a[href="{miss.get_absolute_url()}"]')
    (chosen,) = page.select("#id_source option[selected]")
    assert words(chosen) == "The Day (1)"
    assert addresses(client, f"/{listed}.json?source=the-day") == {hit.get_absolute_url()}
    assert client.get(f"/{listed}.json?source=no-such").status_code == 400


def test_whatever_a_source_says_of_a_record_counts(client: Client, source: Source) -> None:
    one = resting_on(source, ClaimFactory.create(), stance=Stance.DIFFERS, says="no")
    other = resting_on(source, ClaimFactory.create(period="2003"), field="period")

    found = addresses(client, "/claims.json?source=the-day")
    assert found == {one.get_absolute_url(), other.get_absolute_url()}


def test_what_ceases_to_cite_it_leaves_the_list(client: Client, source: Source) -> None:
    claim = resting_on(source, ClaimFactory.create())
    assert addresses(client, "/claims.json?source=the-day")
    claim.citations.get().delete()

    assert not addresses(client, "/claims.json?source=the-day")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_source_that_is_not_public_is_no_choice(client: Client, state: str) -> None:
    hidden = SourceFactory.create(title="Secret paper", slug="secret", **{state: True})
    claim = resting_on(hidden, ClaimFactory.create())
    cite(claim)

    assert "Secret paper" not in words(read(client, "/claims/"))
    assert client.get("/claims.json?source=secret").status_code == 400


def test_a_draft_that_cites_it_is_found_by_editors_alone(
    client: Client, editor_client: Client, source: Source
) -> None:
    draft = resting_on(source, ClaimFactory.create(draft=True, text="Nobody sees this."))

    assert draft.text not in words(read(client, "/claims/?source=the-day"))
    assert draft.text in words(read(editor_client, "/claims/?source=the-day"))


def test_a_long_title_is_cut_where_it_is_chosen(client: Client) -> None:
    source = SourceFactory.create(title="Word " * 50, slug="long")
    resting_on(source, ClaimFactory.create())
    (choice,) = read(client, "/claims/").select('#id_source option[value="long"]')

    assert len(words(choice)) < 100


# --- At the desk --------------------------------------------------------------------------------


def test_a_person_is_found_by_what_carries_a_citation_of_theirs(
    editor_client: Client, source: Source
) -> None:
    holding, deployment, command = (
        resting_on(source, factory.create())
        for factory in (RankHoldingFactory, DeploymentFactory, CommandFactory)
    )
    joint = resting_on(source, JointDeploymentFactory.create())
    joint.people.add(PersonFactory.create())
    PersonFactory.create()
    page = read(editor_client, f"{admin_address(Person, 'changelist')}?source={source.pk}")

    found = {int(str(box["value"])) for box in page.select("[name=_selected_action]")}
    people = {one.person_id for one in (holding, deployment, command)}
    people |= {one.pk for one in joint.people.all()}
    assert found == people
    form = read(editor_client, admin_address(Source, "change", source.pk))
    (way,) = form.select(f'a[href$="/person/?source={source.pk}"]')
    assert words(way) == f"People: {len(people)}"


@pytest.mark.parametrize(
    "factory",
    [MissionFactory, RotationFactory, ClaimFactory, DeploymentFactory, PhotoFactory, PersonFactory],
)
def test_a_list_of_the_desk_holds_what_cites_the_source(
    editor_client: Client, source: Source, factory: Any
) -> None:
    rows = [
        resting_on(source, factory.create()),
        resting_on(source, factory.create(draft=True)),
        resting_on(source, factory.create(withdrawn=True)),
    ]
    miss = factory.create()
    address = admin_address(type(miss), "changelist")
    page = read(editor_client, f"{address}?source={source.pk}")

    listed = {str(box["value"]) for box in page.select("input.action-select")}
    assert listed == {str(row.pk) for row in rows}
    (chosen,) = page.select(f"{OF_SOURCES} .selected")
    assert words(chosen) == "The Day"
    nothing = read(editor_client, f"{address}?source=99999")
    assert not nothing.select("input.action-select")


@pytest.mark.parametrize("junk", ["x", "1 OR 1=1", "9" * 30, "-1"])
def test_junk_for_a_source_is_no_failure(editor_client: Client, source: Source, junk: str) -> None:
    response = editor_client.get(admin_address(Claim, "changelist"), {"source": junk})

    assert (response.status_code, response.headers["Location"][-4:]) == (302, "?e=1")


def test_the_form_of_a_source_leads_to_what_cites_it(editor_client: Client, source: Source) -> None:
    for _number in range(2):
        resting_on(source, ClaimFactory.create())
    resting_on(source, MissionFactory.create(draft=True))
    write_editions(source)
    page = read(editor_client, admin_address(Source, "change", source.pk))

    row = page.select_one(".field-resting")
    assert row
    told = [words(link) for link in row.select("a") if words(link) != "add"]
    assert [one for one in told if not one.endswith(": 0")] == ["Claims: 2", "Missions: 1"]
    (claims,) = row.select('a[href*="/claim/?source="]')
    listed = read(editor_client, str(claims["href"]))
    assert len(listed.select("input.action-select")) == 2


def test_an_older_source_that_is_chosen_is_offered_too(
    editor_client: Client, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.admin.citing.SOURCES_OFFERED", 2)
    SourceFactory.create_batch(3)
    page = read(editor_client, f"{admin_address(Claim, 'changelist')}?source={source.pk}")

    offered = [words(one) for one in page.select(f"{OF_SOURCES} li")]
    # With "All", and the two that were entered last.
    assert (len(offered), offered[-1]) == (4, "The Day")


@pytest.mark.parametrize("who", [NO_ROLE, READER])
def test_who_reads_no_drafts_narrows_no_list_of_the_desk(who: str, source: Source) -> None:
    address = f"{admin_address(Claim, 'changelist')}?source={source.pk}"

    assert client_of(account(who)).get(address).status_code == (200 if who == READER else 403)
