"""What the pages of all records share: one address for ever, lists read from their address."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from missions.models import Mission
from records.models import Record
from tests.factories import (
    ClaimFactory,
    MissionFactory,
    PersonFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    write_editions,
)
from tests.reading import address_of_link, heading, main_part, names_listed, queries_of, read, words

pytestmark = pytest.mark.django_db

WITH_ADDRESSES = [SourceFactory, MissionFactory, RotationFactory, ClaimFactory, UnitFactory,
                  PersonFactory]  # fmt: skip


# --- One record -------------------------------------------------------------------------------


@pytest.mark.parametrize("factory", WITH_ADDRESSES)
def test_a_published_record_is_there_for_everybody(client: Client, factory: Any) -> None:
    record = factory.create()

    assert heading(read(client, record.get_absolute_url()))


def test_an_address_in_capitals_leads_to_the_record(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq")

    response = client.get("/missions/IRAQ/?Seen=1")

    assert response.status_code == 301
    assert response["Location"] == f"{mission.get_absolute_url()}?Seen=1"


@pytest.mark.parametrize("factory", WITH_ADDRESSES)
def test_a_draft_is_as_absent_as_what_never_was(client: Client, factory: Any) -> None:
    record = factory.create(draft=True)
    address = record.get_absolute_url()

    page = read(client, address, status=404)
    record.delete()

    assert words(main_part(page)) == words(main_part(read(client, address, status=404)))


@pytest.mark.parametrize("factory", WITH_ADDRESSES)
def test_a_withdrawn_record_says_why_it_is_gone_and_nothing_else(
    client: Client, factory: Any
) -> None:
    record = factory.create(withdrawn=True, withdrawn_reason="The source took it back.")

    page = read(client, record.get_absolute_url(), status=410)

    assert words(main_part(page)).startswith(
        "This record was withdrawn Why: The source took it back. The missions"
    )
    assert str(record) not in words(page)


@pytest.mark.parametrize("factory", WITH_ADDRESSES)
def test_editors_see_drafts_and_their_state(editor_client: Client, factory: Any) -> None:
    record = factory.create(draft=True)

    page = read(editor_client, record.get_absolute_url())

    assert "Draft: only editors see it." in words(page)
    assert "Edit this record" in words(page)


def test_editors_see_withdrawn_records(editor_client: Client) -> None:
    mission = MissionFactory.create(withdrawn=True)

    page = read(editor_client, mission.get_absolute_url())

    assert "Withdrawn: no longer public; its page shows the reason." in words(page)


def test_a_signed_in_reader_sees_no_drafts(client: Client) -> None:
    client.force_login(User.objects.create_user("reader"))

    read(client, MissionFactory.create(draft=True).get_absolute_url(), status=404)


def test_visitors_are_offered_no_editing(client: Client) -> None:
    page = read(client, MissionFactory.create().get_absolute_url())

    assert "Edit this record" not in words(page)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("own_state", ["published", "draft", "withdrawn"])
def test_what_hangs_on_an_absent_record_is_absent_whatever_its_own_state(
    client: Client, state: str, own_state: str
) -> None:
    mission = MissionFactory.create(**{state: True})
    own = {} if own_state == "published" else {own_state: True}
    rotation = RotationFactory.create(mission=mission, **own)
    claim = ClaimFactory.create(rotation=rotation, **own)

    for record in (rotation, claim):
        read(client, record.get_absolute_url(), status=404)


# --- Former addresses -------------------------------------------------------------------------


def rename(record: Record, slug: str) -> None:
    write_editions(record)
    record.slug = slug  # type: ignore[attr-defined]
    record.save()


@pytest.mark.parametrize(
    ("factory", "folder"),
    [
        (MissionFactory, "missions"),
        (ClaimFactory, "claims"),
        (UnitFactory, "units"),
        (PersonFactory, "personnel"),
        (SourceFactory, "sources"),
    ],
)
def test_a_former_address_leads_to_the_present_one_for_ever(
    client: Client, factory: Any, folder: str
) -> None:
    record = factory.create(slug="first")
    rename(record, "second")
    rename(record, "third")

    for former in ("first", "second"):
        response = client.get(f"/{folder}/{former}/")
        assert (response.status_code, response["Location"]) == (301, f"/{folder}/third/")
    assert client.get(f"/{folder}/third/").status_code == 200


def test_a_former_address_passes_on_what_was_asked(client: Client) -> None:
    rename(MissionFactory.create(slug="first"), "second")

    response = client.get("/missions/first/?from=a%20b&from=%D1%8F")

    assert response["Location"] == "/missions/second/?from=a%20b&from=%D1%8F"


def test_rotations_move_with_their_mission(client: Client) -> None:
    mission = MissionFactory.create(slug="first")
    RotationFactory.create(mission=mission, number=4)
    rename(mission, "second")

    response = client.get("/missions/first/rotations/4/?a=1")

    assert response.status_code == 301
    assert response["Location"] == "/missions/second/rotations/4/?a=1"
    assert client.get("/missions/first/rotations/5/").status_code == 404


def test_a_former_address_of_a_draft_leads_nowhere(client: Client) -> None:
    mission = MissionFactory.create(slug="first", draft=True)
    rename(mission, "second")

    assert client.get("/missions/first/").status_code == 404


def test_a_former_address_taken_by_another_record_is_that_record_s(client: Client) -> None:
    rename(MissionFactory.create(slug="iraq"), "iraq-2003")
    MissionFactory.create(slug="iraq", name="The later one")

    assert heading(read(client, "/missions/iraq/")) == "The later one"


@pytest.mark.parametrize(
    "address",
    [
        "/missions/nowhere/",
        f"/missions/{'a' * 5_000}/",
        "/missions/a%00b/",
        "/missions/%D0%B8%D1%80%D0%B0%D0%BA/",
        "/missions/iraq/rotations/0/",
        f"/missions/iraq/rotations/{10**30}/",
        "/missions/iraq/rotations/-1/",
        "/missions/iraq/rotations/four/",
        "/claims/-/",
    ],
)
def test_an_address_that_never_was_is_not_found(client: Client, address: str) -> None:
    RotationFactory.create(mission__slug="iraq")

    read(client, address, status=404)


# --- Lists ------------------------------------------------------------------------------------


def test_lists_show_published_records_alone_to_visitors(client: Client) -> None:
    MissionFactory.create(name="Public")
    MissionFactory.create(name="Draft", draft=True)
    MissionFactory.create(name="Withdrawn", withdrawn=True)

    page = read(client, "/missions/")

    assert names_listed(page) == ["Public"]
    assert "1 found" in words(page)


def test_lists_show_drafts_as_such_to_editors(editor_client: Client) -> None:
    MissionFactory.create(name="Draft", draft=True)

    (row,) = read(editor_client, "/missions/").select("main tbody tr")

    assert words(row).startswith("Draft draft")


def test_a_list_is_read_page_by_page_along_its_links(client: Client) -> None:
    MissionFactory.create_batch(60)

    first = read(client, "/missions/")
    second = read(client, "/missions/" + address_of_link(first, "Next"))
    third = read(client, "/missions/" + address_of_link(second, "Next"))

    assert "60 found" in words(first)
    assert ["Page 1 of 3" in words(first), "Page 3 of 3" in words(third)] == [True, True]
    assert "Next" not in words(third.select_one("nav.pages") or third)
    listed = [*names_listed(first), *names_listed(second), *names_listed(third)]
    assert listed == [mission.name for mission in Mission.objects.all()]
    back = read(client, "/missions/" + address_of_link(second, "Previous"))
    assert names_listed(back) == names_listed(first)


def test_what_was_chosen_stays_from_page_to_page(client: Client) -> None:
    MissionFactory.create_batch(60)
    RotationFactory.create(mission=MissionFactory.create(slug="other"))

    first = read(client, "/missions/?mandate=not-stated&sort=-name&page=1")
    second = read(client, "/missions/" + address_of_link(first, "Next"))

    names = [mission.name for mission in Mission.objects.order_by("-name")]
    assert names_listed(second) == names[25:50]
    assert second.select_one('select[name="mandate"] option[value="not-stated"][selected]')
    assert second.select_one('select[name="sort"] option[value="-name"][selected]')
    assert address_of_link(second, "Next").count("page=") == 1


@pytest.mark.parametrize("number", [10**7, 10**18, 10**30])
def test_no_page_number_is_too_large_to_be_refused(client: Client, number: int) -> None:
    MissionFactory.create_batch(31)

    read(client, f"/missions/?page={number}", status=404)


@pytest.mark.parametrize("number", ["junk", "0", "-1", "2", "1e9", "%00", "1.0", "9" * 5_000])
def test_a_page_that_is_none_is_not_found(client: Client, number: str) -> None:
    MissionFactory.create()

    page = read(client, f"/missions/?mandate=not-stated&page={number}", status=404)

    assert heading(page) == "The list has no such page"
    assert address_of_link(page, "Its first page") == "/missions/?mandate=not-stated"


def test_an_empty_list_says_so_and_offers_the_whole_one(client: Client) -> None:
    MissionFactory.create()

    page = read(client, "/missions/?people=10&unit=not-stated&mandate=not-stated")
    assert "1 found" in words(page)

    Mission.objects.all().delete()
    page = read(client, "/missions/")
    assert "0 found" in words(page)
    assert address_of_link(page, "Show the whole list") == "?"


@pytest.mark.parametrize(
    ("factory", "address"),
    [
        (MissionFactory, "/missions/"),
        (MissionFactory, "/missions/?people=10&sort=start"),
        (RotationFactory, "/rotations/"),
        (ClaimFactory, "/claims/"),
        (ClaimFactory, "/claims/?q=statement"),
        (PersonFactory, "/personnel/"),
        (SourceFactory, "/sources/"),
    ],
)
def test_a_list_asks_no_more_queries_for_more_rows(
    client: Client, factory: Any, address: str
) -> None:
    factory.create_batch(3)
    few = queries_of(client, address)

    factory.create_batch(57)

    assert queries_of(client, address) == few <= 10


def test_browsers_do_not_keep_for_ever_what_may_change(client: Client) -> None:
    moved = MissionFactory.create(slug="first")
    rename(moved, "second")
    gone = MissionFactory.create(withdrawn=True)

    for address, status in (("/missions/first/", 301), (gone.get_absolute_url(), 410)):
        response = client.get(address)
        assert response.status_code == status
        assert "no-cache" in response["Cache-Control"]


def test_a_rotation_that_gets_another_number_is_found_at_its_former_one(client: Client) -> None:
    rotation = RotationFactory.create(number=11)
    former = rotation.get_absolute_url()
    write_editions(rotation)
    rotation.number = 12
    rotation.save()

    response = client.get(former)

    assert response.status_code == 301
    assert response["Location"] == rotation.get_absolute_url()


def test_a_slug_that_was_only_a_draft_s_leads_nowhere(client: Client) -> None:
    mission = MissionFactory.create(slug="a-draft-s-slug", draft=True)
    mission.slug, mission.state = "another", "published"
    mission.save()

    read(client, "/missions/a-draft-s-slug/", status=404)
