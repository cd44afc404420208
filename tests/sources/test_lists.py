"""Lists to take away: the rows and the order of the pages, whole, as CSV and JSON; and feeds."""

from __future__ import annotations

import csv
import gc
import re
import tracemalloc
from io import StringIO
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.indexing import refresh_documents
from catalogue.lists import RecordList
from missions.models import Mission
from personnel.models import Person
from records.models import PublicationState
from sources.exports import listing as reading
from sources.exports.as_atom import MOST_ENTRIES
from sources.exports.as_csv import BYTE_ORDER_MARK, names_of_columns
from sources.models import Stance
from tests.factories import (
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MissionFactory,
    PersonFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
    together,
    write_editions,
)
from tests.lists import (
    LISTINGS,
    child,
    entries_of,
    json_of,
    links,
    rows_of,
    text_of,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", LISTINGS)
def test_the_columns_are_those_of_the_documentation(client: Client, name: str) -> None:
    text = (settings.BASE_DIR / "docs" / "lists.md").read_text()
    (line,) = re.findall(rf"^\| `/{name}\.csv` \| (.*) \|$", text, re.MULTILINE)

    header = text_of(client, f"/{name}.csv").removeprefix(BYTE_ORDER_MARK).split("\r\n")[0]

    names = LISTINGS[name].columns
    assert re.findall(r"`(\w+)`", line) == [one for column in names for one in column.names]
    assert header.split(",") == names_of_columns(LISTINGS[name])


# --- What stands in the cells ---------------------------------------------------------------


def test_a_figure_and_a_date_keep_their_bounds(client: Client) -> None:
    FigureFactory.create(comparator=">", value=270, noun="military personnel", period="2003/")

    (row,) = rows_of(client, "/claims.csv")

    assert (row["quantity"], row["comparator"], row["quantity_number"], row["noun"]) == (
        "more than 270 military personnel", "more_than", "270", "military personnel",
    )  # fmt: skip
    assert (row["at_least"], row["at_most"]) == ("271", "")
    assert (row["period"], row["period_earliest"], row["period_latest"]) == (
        "2003/", "2003-01-01", "",
    )  # fmt: skip


def test_numbers_stay_numbers(client: Client) -> None:
    MissionFactory.create(latitude="-12.9", longitude="24.2")

    (row,) = rows_of(client, "/missions.csv")

    assert (float(row["latitude"]), float(row["longitude"])) == (-12.9, 24.2)


def test_related_rows_are_named_with_their_slugs(client: Client) -> None:
    person = PersonFactory.create(gender="")
    for slug in ("first", "second"):
        DeploymentFactory.create(person=person, mission__slug=slug, mission__name=slug.title())
    joint = JointDeploymentFactory.create(
        people=[person], missions=[Mission.objects.get(slug="first")]
    )

    (row,) = rows_of(client, "/personnel.csv")

    assert (row["missions"], row["mission_slugs"]) == ("First; Second", "first; second")
    assert (row["joint_statements"], row["joint_mission_slugs"]) == (joint.text, "first")
    assert row["not_stated"] == "gender; affiliation; ranks"


def test_a_quotation_says_if_it_says_something_else(client: Client) -> None:
    mission = MissionFactory.create(country="Iraq")
    cite(mission, "name", quotation="They served in Iraq.")
    citation = cite(
        mission, "country", quotation="It was Atlantis.", stance=Stance.DIFFERS, says="Atlantis"
    )

    (row,) = rows_of(client, "/missions.csv")

    assert "“They served in Iraq.”" in row["quotations"].split("\n")
    assert "“It was Atlantis.” (says something else: Atlantis)" in row["quotations"]
    assert f"http://testserver{citation.passage.get_absolute_url()}" in row[
        "quotation_addresses"
    ].split("; ")
    assert (row["contested"], row["contested_columns"]) == ("yes", "country")


def test_claims_and_ranks_in_conflict_are_contested(client: Client) -> None:
    mission = MissionFactory.create()
    for number in (1, 2):
        FigureFactory.create(mission=mission, comparator="=", value=number)
    person = PersonFactory.create()
    for _rank in range(2):
        RankHoldingFactory.create(person=person)

    claims, people = rows_of(client, "/claims.csv"), rows_of(client, "/personnel.csv")
    (row,) = rows_of(client, "/missions.csv")

    assert [row["contested"] for row in (*claims, *people)] == ["yes"] * 3
    assert row["contested_figure_slugs"] == row["figure_slugs"] != ""


def test_whether_so_many_took_part_is_told(client: Client) -> None:
    for slug, number in (("large", 500), ("unknown", None)):
        mission = MissionFactory.create(slug=slug)
        if number:
            FigureFactory.create(
                mission=mission, measure__slug="participants", comparator="=", value=number
            )

    rows = rows_of(client, "/missions.csv?people=300")
    records = json_of(client, "/missions.json?people=300")["records"]

    assert {row["slug"]: row["answer"] for row in rows} == {
        "large": "yes",
        "unknown": "cannot_tell",
    }
    assert [record["answer"]["value"] for record in records] == ["yes", "cannot_tell"]


def test_spreadsheets_are_told_the_encoding_and_the_name(client: Client) -> None:
    MissionFactory.create(name="Ирактағы бітімгершілік")

    response = client.get("/missions.csv")
    content = response.getvalue()

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Ирактағы бітімгершілік" in content.decode("utf-8-sig")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="kazbat-missions.csv"'


def test_no_cell_of_a_list_is_calculated(client: Client) -> None:
    MissionFactory.create(slug="one", name="=HYPERLINK(1)", place="a; b;=1+1", country="'quoted'")

    (row,) = rows_of(client, "/missions.csv")

    assert (row["name"], row["place"], row["country"]) == (
        "'=HYPERLINK(1)", "a; b;'=1+1", "''quoted'",
    )  # fmt: skip


# --- What is hidden -------------------------------------------------------------------------


@pytest.mark.parametrize("form", [".csv", ".json", ".atom"])
@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_hidden_is_in_no_file_for_visitors(client: Client, state: str, form: str) -> None:
    mission = MissionFactory.create(slug="hidden", name="Zanzibarium", **{state: True})
    person = PersonFactory.create(slug="hidden", display_name="Zanzibarium Aru", **{state: True})
    seen = PersonFactory.create(slug="seen")
    DeploymentFactory.create(person=seen, mission=mission)
    RotationFactory.create(mission=mission)
    FigureFactory.create(mission=mission, slug="hidden-figure", text="Zanzibarium it is.")
    JointDeploymentFactory.create(
        text="They served.", people=[seen, person], missions=[MissionFactory.create(slug="other")]
    )
    write_editions(mission, person, seen)

    texts = [text_of(client, f"/{name}{form}") for name in LISTINGS]

    assert "seen" in "".join(texts)
    assert not re.search("zanzibarium|hidden", "".join(texts), re.IGNORECASE)


def test_editors_find_drafts_marked_and_nothing_is_kept(editor_client: Client) -> None:
    MissionFactory.create(slug="seen")
    write_editions(MissionFactory.create(slug="draft", draft=True))

    rows = rows_of(editor_client, "/missions.csv")
    records = json_of(editor_client, "/missions.json")["records"]

    assert {row["slug"]: row["state"] for row in rows} == {"seen": "published", "draft": "draft"}
    assert {record["state"] for record in records} == {"published", "draft"}
    for address in ("/missions.csv", "/missions.json", "/missions.json?sort=nonsense"):
        assert {"private", "no-store"} <= {*editor_client.get(address)["Cache-Control"].split(", ")}
    assert entries_of(editor_client, "/missions.atom") == []


def test_what_visitors_take_may_be_kept_but_not_shown_without_asking(client: Client) -> None:
    assert client.get("/missions.csv")["Cache-Control"] == "public, no-cache"


# --- What is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "name", "message"),
    [
        ("personnel?mission=nowhere", "mission", "There is no such choice: nowhere."),
        (
            "missions?people=many",
            "people",
            "“many” is not a whole number, such as 270 or 4,500,000.",
        ),
        ("claims?sort=name", "sort", "There is no such filter."),
        ("rotations?sort=nonsense", "sort", "There is no such choice: nonsense."),
        ("units?missoin=iraq", "missoin", "There is no such filter."),
    ],
)
def test_what_is_not_understood_is_refused_in_each_form(
    client: Client, asked: str, name: str, message: str
) -> None:
    MissionFactory.create(slug="somewhere")
    path, _mark, query = asked.partition("?")

    errors = json_of(client, f"/{path}.json?{query}", status=400)
    texts = [text_of(client, f"/{path}{form}?{query}", status=400) for form in (".csv", ".atom")]

    assert errors == {"errors": {name: [message]}}
    assert texts == [f"{name}: {message}\n"] * 2
    assert client.get(f"/{path}.csv?{query}")["Content-Type"] == "text/plain; charset=utf-8"


def test_a_page_number_changes_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecordList, "rows_a_page", 1)
    for _mission in range(3):
        MissionFactory.create()

    assert len(rows_of(client, "/missions.csv?page=2")) == 3


def test_there_is_no_list_of_nothing(client: Client) -> None:
    for address in ("/nothing.csv", "/nothing.json", "/joint-deployments.csv", "/changes.csv"):
        assert client.get(address).status_code == 404


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/missions.csv").status_code == 405


@pytest.mark.parametrize("form", [".csv", ".json", ".atom"])
def test_the_head_alone_is_like_that_of_the_file(client: Client, form: str) -> None:
    MissionFactory.create()

    head, whole = client.head(f"/missions{form}"), client.get(f"/missions{form}")

    assert head.status_code == 200
    assert head["Content-Type"] == whole["Content-Type"]
    assert head.get("Content-Disposition") == whole.get("Content-Disposition")
    assert head.getvalue() == b""
    whole.getvalue()


# --- Many rows ------------------------------------------------------------------------------


def many_people(number: int) -> None:
    people = Person.objects.bulk_create(
        Person(
            slug=f"person-{one}", display_name=f"Person {one:05}", state=PublicationState.PUBLISHED
        )
        for one in range(number)
    )
    mission = MissionFactory.create(slug="mission")
    DeploymentFactory._meta.model.objects.bulk_create(
        DeploymentFactory.build(person=person, mission=mission, rotation=None, role=None)
        for person in people
    )
    refresh_documents(Person, [person.pk for person in people], using="default")


@pytest.mark.parametrize("form", [".csv", ".json"])
def test_rows_are_read_while_they_are_written(
    client: Client, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 10)
    many_people(40)

    with CaptureQueriesContext(connection) as before:
        pieces = iter(client.get(f"/personnel{form}"))
        assert next(pieces)
    steps = []
    while True:
        with CaptureQueriesContext(connection) as asked:
            piece = next(pieces, None)
        if piece is None or not asked:
            break
        steps.append(len(asked))

    assert len(before) <= 4
    assert len(steps) == 4
    assert len(set(steps)) == 1
    assert steps[0] <= 8


@pytest.mark.parametrize("form", [".csv", ".json"])
def test_memory_does_not_grow_with_the_list(client: Client, form: str) -> None:
    many_people(2_000)
    # What the tests before left behind is not looked through after each piece.
    gc.freeze()

    def held(most: int) -> int:
        """What is kept at most while so many pieces are taken, beside what nobody uses."""
        response: Any = client.get(f"/personnel{form}")
        highest = 0
        tracemalloc.start()
        for _piece in islice(response, most):
            gc.collect()
            highest = max(highest, tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        # Else it would be ended by whichever request is answered next. The response's own `close`
        # takes the connection with it, which here is in the middle of a transaction.
        response._iterator.close()
        return highest

    held(2)
    few, many = held(4), held(100)
    gc.unfreeze()
    assert many < 1.2 * few


@pytest.mark.django_db(transaction=True)
def test_a_list_is_that_of_one_moment_without_what_was_withdrawn_since(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 1)
    first, second, _third = (
        MissionFactory.create(slug=slug, name=slug) for slug in ("a", "b", "d")
    )
    pieces = iter(client.get("/missions.csv"))
    head = next(pieces) + next(pieces)
    second.state, second.withdrawn_reason = PublicationState.WITHDRAWN, "It was a mistake."
    second.save()
    MissionFactory.create(slug="c", name="c")

    text = (head + b"".join(pieces)).decode("utf-8-sig")

    assert [row["slug"] for row in csv.DictReader(StringIO(text))] == [first.slug, "d"]


# --- Feeds ----------------------------------------------------------------------------------


def test_a_feed_begins_with_what_changed_last(client: Client) -> None:
    old, new, other = (MissionFactory.create(slug=slug) for slug in ("old", "new", "other"))
    for mission in (old, other, new):
        write_editions(mission)
    old.place = "Elsewhere"
    old.save()
    write_editions(old)

    entries = entries_of(client, "/missions.atom")

    assert [links(entry)["alternate"] for entry in entries] == [
        f"http://testserver/missions/{slug}/" for slug in ("old", "new", "other")
    ]
    assert "Elsewhere" in child(entries[0], "summary")


def test_a_person_changes_with_their_ranks(client: Client) -> None:
    one, other = PersonFactory.create(slug="one"), PersonFactory.create(slug="other")
    write_editions(one)
    write_editions(other)
    write_editions(RankHoldingFactory.create(person=one))

    entries = entries_of(client, "/personnel.atom")

    assert [str(links(entry)["alternate"]).split("/")[-2] for entry in entries] == ["one", "other"]


def test_a_person_does_not_change_with_what_nobody_sees(client: Client) -> None:
    one, other = PersonFactory.create(slug="one"), PersonFactory.create(slug="other")
    write_editions(one)
    write_editions(other)
    rank = RankHoldingFactory.create(person=one, draft=True)
    write_editions(rank)
    rank.state, rank.withdrawn_reason = PublicationState.WITHDRAWN, "It was a mistake."
    rank.save()
    write_editions(rank)

    entries = entries_of(client, "/personnel.atom")

    assert [str(links(entry)["alternate"]).split("/")[-2] for entry in entries] == ["other", "one"]


def test_a_feed_tells_of_what_became_public_with_its_parent(client: Client) -> None:
    mission = MissionFactory.create(draft=True)
    rotation = RotationFactory.create(mission=mission)
    write_editions(mission, rotation)
    mission.state = PublicationState.PUBLISHED
    mission.save()
    write_editions(mission)

    (entry,) = entries_of(client, "/rotations.atom")

    assert child(entry, "title") == str(rotation)


def test_a_feed_knows_a_record_by_the_same_name_at_another_address(client: Client) -> None:
    mission = MissionFactory.create(slug="before")
    write_editions(mission)
    (before,) = entries_of(client, "/missions.atom")
    mission.slug = "after"
    mission.save()
    write_editions(mission)

    (after,) = entries_of(client, "/missions.atom")

    assert child(before, "id") == child(after, "id")
    assert links(before) != links(after)


def test_a_feed_is_filtered_and_has_an_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 30)
    rotations = [RotationFactory.create(mission__slug="far", number=1)]
    mission = MissionFactory.create(slug="near")
    with together():
        rotations += [
            RotationFactory.create(mission=mission, number=number)
            for number in range(1, MOST_ENTRIES + 6)
        ]
    write_editions(*rotations)

    newest = entries_of(client, "/rotations.atom")
    (far,) = entries_of(client, "/rotations.atom?mission=far")

    assert len(newest) == MOST_ENTRIES
    assert links(newest[0])["alternate"] == "http://testserver/missions/near/rotations/105/"
    assert links(far)["alternate"] == "http://testserver/missions/far/rotations/1/"


def test_a_feed_takes_no_sign_that_xml_has_not(client: Client) -> None:
    source = SourceFactory.create(title="A\x0bB <i>C</i>")
    write_editions(source)

    (entry,) = entries_of(client, "/sources.atom")

    assert child(entry, "title").endswith("AB <i>C</i>")
    assert "&lt;i&gt;" in child(entry, "summary")


# --- The ways there -------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_leads_to_its_files_with_what_is_asked(client: Client, name: str) -> None:
    asked = {"page": "1", "utm": "x"} | ({"period": "not-stated"} if name in (
        "rotations", "claims") else {})  # fmt: skip
    kept = f"?{urlencode({'period': 'not-stated'})}" if "period" in asked else ""

    page = read(client, f"/{name}/?{urlencode(asked)}")

    hrefs = [str(link["href"]) for link in page.select("main .take-away a")]
    assert hrefs == [f"/{name}{form}{kept}" for form in (".csv", ".json", ".atom")]
    assert "Take this list away: CSV JSON Atom feed" in words(page)
    (alternate,) = page.select('head link[rel="alternate"][type="application/atom+xml"]')
    assert alternate["href"] == hrefs[2]
    assert alternate["title"]
    for href in hrefs:
        text_of(client, href)


def test_a_refused_list_leads_to_no_file(client: Client) -> None:
    page = read(client, "/missions/?people=many", status=400)

    assert not page.select(".take-away, link[type='application/atom+xml']")


def test_units_of_larger_units_ask_no_more_queries(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            text_of(client, "/units.json")
        return len(asked)

    UnitHistoryFactory.create(kind="part-of", other=UnitFactory.create())
    few = queries()
    for _unit in range(4):
        UnitHistoryFactory.create(kind="part-of", other=UnitFactory.create())

    assert queries() == few
