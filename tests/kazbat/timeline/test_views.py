"""The timeline's page: a drawing first, and a table of the same rows."""

import re
from typing import Any

import pytest
from bs4 import Tag
from django.test import Client

from kazbat.timeline.reading import ROWS_SHOWN, UNDATED_SHOWN
from tests.factories import (
    ClaimFactory,
    MissionFactory,
    PassageFactory,
    RotationFactory,
    UnitFactory,
    cite,
)
from tests.reading import (
    address_of_link,
    choices,
    complaint_at,
    notes_behind,
    queries_of,
    read,
    words,
)

pytestmark = pytest.mark.django_db


def row(page: Tag, anchor: str) -> Tag:
    found = page.select_one(f'main tr[id="row-{anchor}"]')
    assert found, f"no row {anchor}"
    return found


def mark(page: Tag, anchor: str) -> Tag:
    found = page.select_one(f'main svg a[id="mark-{anchor}"]')
    assert found, f"no mark {anchor}"
    return found


def pieces(page: Tag, anchor: str) -> list[str]:
    """What the mark of a row says by its looks."""
    return [
        name.removeprefix("piece-")
        for piece in mark(page, anchor).select('[class^="piece-"]')
        for name in piece["class"]
    ]


def dated(page: Tag) -> list[str]:
    return [str(found["id"]) for found in page.select('section[aria-labelledby="dated"] tbody tr')]


def undated(page: Tag) -> list[str]:
    rows = page.select('section[aria-labelledby="undated"] tbody tr')
    return [str(found["id"]) for found in rows]


def test_a_row_says_when_what_about_whom_and_by_which_sentence(client: Client) -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    claim = ClaimFactory.create(
        slug="mines", mission=iraq, text="They cleared mines.", period="2003"
    )
    claim.missions.add(lebanon)
    cite(claim, "period", quotation="In 2003 they cleared mines")

    page = read(client, "/timeline/")

    found = row(page, "claim-mines")
    when, what, about, kind, quoted = found.select("th, td")
    assert words(when).startswith("2003")
    assert address_of_link(what, "They cleared mines.") == "/claims/mines/"
    assert notes_behind(page, what) == ["In 2003 they cleared mines"]
    assert words(about) == "jointly Iraq and Lebanon"
    assert words(kind) == "activity"
    assert "In 2003 they cleared mines" in words(quoted)


def test_what_is_about_the_country_says_so(client: Client) -> None:
    ClaimFactory.create(slug="a", period="2003")

    assert words(row(read(client, "/timeline/"), "claim-a").select_one(".about") or Tag()) == (
        "Kazakhstan"
    )


def test_the_date_of_a_mission_s_row_leads_to_its_sentence(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq", name="Iraq", period="2003/")
    cite(mission, "period", quotation="from 2003 on")
    cite(mission, "place", quotation="near Kut")

    page = read(client, "/timeline/")

    when = row(page, "mission-iraq").select_one(".when")
    assert when
    assert words(when).startswith("from 2003, end not stated")
    assert notes_behind(page, when) == ["from 2003 on"]
    assert "near Kut" not in words(page)


def test_every_row_is_drawn_and_every_mark_leads_back_to_its_row(client: Client) -> None:
    mission = MissionFactory.create(period="2003/2008")
    RotationFactory.create(mission=mission, period="2003-08")
    UnitFactory.create(established="2000-01-31")
    ClaimFactory.create(period="2014/..")
    ClaimFactory.create(period="XXXX-05-29")
    ClaimFactory.create()

    page = read(client, "/timeline/")

    anchors = [name.removeprefix("row-") for name in dated(page)]
    marks = page.select("main svg a.mark")
    assert len(anchors) == 5
    assert [str(one["id"]) for one in marks] == [f"mark-{anchor}" for anchor in anchors]
    assert [str(one["href"]) for one in marks] == [f"#row-{anchor}" for anchor in anchors]
    for anchor in anchors:
        link = row(page, anchor).select_one(f'a[href="#mark-{anchor}"]')
        assert link
        assert words(link) == "in the drawing"


def test_rotation_is_drawn_under_its_mission_s_acronym(client: Client) -> None:
    mission = MissionFactory.create(slug="unifil", name="UN Interim Force", acronym="UNIFIL")
    RotationFactory.create(mission=mission, number=4, period="2020")

    label = mark(read(client, "/timeline/"), "rotation-unifil-4")["aria-label"]
    assert label == "2020: Rotation 4, UNIFIL"


def test_no_two_elements_of_the_page_share_an_id(client: Client) -> None:
    for _ in range(2):
        mission = MissionFactory.create(period="2003")
        RotationFactory.create(mission=mission)
        cite(ClaimFactory.create(mission=mission, period="XXXX-05-29"))

    ids = [str(found["id"]) for found in read(client, "/timeline/").select("[id]")]

    assert len(ids) == len(set(ids))


def test_marks_say_how_sure_their_ends_are(client: Client) -> None:
    for slug, period in {
        "about": "2018~", "open": "2014/..", "no-end": "2003/", "day": "2003-05-29",
        "no-start": "/2008", "until": "../2008", "whole": "2003/2008",
    }.items():  # fmt: skip
        ClaimFactory.create(slug=slug, period=period)

    page = read(client, "/timeline/")

    assert pieces(page, "claim-about") == ["about"]
    assert pieces(page, "claim-open") == ["within", "onwards", "end-not-stated"]
    assert not mark(page, "claim-open").select_one(".arrow")
    assert pieces(page, "claim-no-end") == ["within", "end-not-stated"]
    assert "?" in words(mark(page, "claim-no-end").select_one(".piece-end-not-stated") or Tag())
    assert pieces(page, "claim-day") == ["day"]
    assert pieces(page, "claim-no-start") == ["start-not-stated", "within"]
    assert pieces(page, "claim-until") == ["backwards", "within"]
    assert pieces(page, "claim-whole") == ["within", "sure", "within"]


def test_marks_are_named_for_those_who_cannot_see_them(client: Client) -> None:
    ClaimFactory.create(slug="a", text="They left for Iraq.", period="2003~")

    label = mark(read(client, "/timeline/"), "claim-a")["aria-label"]

    assert label == "about 2003: They left for Iraq."


def test_positions_are_numbers_in_any_language(client: Client) -> None:
    ClaimFactory.create(period="2003-05-29/2014")

    drawing = read(client, "/timeline/").select_one("main svg.timeline[role=group]")

    assert drawing
    places = [value for found in drawing.select("[x]") for value in [str(found["x"])]]
    assert places
    assert all(re.fullmatch(r"-?\d+(\.\d+)?%?", place) for place in places)


def test_yearly_days_have_a_drawing_of_their_own(client: Client) -> None:
    ClaimFactory.create(slug="day", period="XXXX-05-29")
    ClaimFactory.create(slug="year", period="2003")

    page = read(client, "/timeline/")

    yearly = page.select_one("svg.timeline-yearly")
    assert yearly
    assert [str(one["id"]) for one in yearly.select("a.mark")] == ["mark-claim-day"]
    assert words(row(page, "claim-day")).startswith("29 May, every year")
    assert mark(page, "claim-year") not in yearly.select("a.mark")


def test_what_no_source_dates_stands_apart_and_is_not_drawn(client: Client) -> None:
    ClaimFactory.create(slug="undated", period_words="During this time")
    ClaimFactory.create(slug="dated", period="2003")

    page = read(client, "/timeline/")

    assert dated(page) == ["row-claim-dated"]
    assert undated(page) == ["row-claim-undated"]
    assert "In the source’s words: “During this time”" in words(row(page, "claim-undated"))
    assert not page.select('[id="mark-claim-undated"]')


def test_an_empty_register_has_an_empty_timeline(client: Client) -> None:
    page = read(client, "/timeline/")

    assert "Nothing in the register fits all of these filters." in words(page)
    assert not page.select("main table")


def test_years_at_both_ends_of_the_calendar_can_be_drawn(client: Client) -> None:
    ClaimFactory.create(slug="first", period="0001")
    ClaimFactory.create(slug="last", period="9999-12-31")
    ClaimFactory.create(slug="open", period="9999/..")

    page = read(client, "/timeline/")

    assert dated(page) == ["row-claim-first", "row-claim-open", "row-claim-last"]
    assert len(page.select("main svg a.mark")) == 3


# --- Narrowed ---------------------------------------------------------------------------------


@pytest.fixture
def narrowed() -> None:
    mission = MissionFactory.create(slug="iraq", name="Iraq", period="2003/")
    RotationFactory.create(mission=mission, number=1, period="2003")
    ClaimFactory.create(slug="country", period="2010")
    ClaimFactory.create(slug="undated", mission=mission)


@pytest.mark.usefixtures("narrowed")
@pytest.mark.parametrize(
    ("query", "on_the_line", "apart"),
    [
        ("mission=iraq", ["row-mission-iraq", "row-rotation-iraq-1"], ["row-claim-undated"]),
        ("mission=not-stated", ["row-claim-country"], []),
        ("kind=rotation", ["row-rotation-iraq-1"], []),
        ("kind=activity", ["row-claim-country"], ["row-claim-undated"]),
        ("kind=unit", [], []),
        ("mission=iraq&kind=mission", ["row-mission-iraq"], []),
    ],
)
def test_the_page_is_narrowed_by_its_address(
    client: Client, query: str, on_the_line: list[str], apart: list[str]
) -> None:
    page = read(client, f"/timeline/?{query}")

    assert set(dated(page)) == set(on_the_line)
    assert undated(page) == apart
    assert len(page.select("main svg a.mark")) == len(on_the_line)


@pytest.mark.usefixtures("narrowed")
@pytest.mark.parametrize(
    "query",
    ["mission=junk", "kind=junk", "kind=%00", "mission=%F0%9F%98%80", "kind=" + "a" * 5_000],
)
def test_a_value_that_means_nothing_gets_a_message_and_no_rows(client: Client, query: str) -> None:
    page = read(client, f"/timeline/?{query}", status=400)

    assert "There is no such choice" in complaint_at(page, query.partition("=")[0])
    assert not page.select("main table, main svg")


@pytest.mark.usefixtures("narrowed")
def test_choices_say_how_many_rows_they_lead_to(client: Client) -> None:
    page = read(client, "/timeline/?kind=rotation")

    assert choices(page, "mission") == {"": "all", "iraq": "Iraq (1)"}
    assert choices(page, "kind") == {
        "": "all",
        "mission": "mission (1)",
        "rotation": "rotation (1)",
        "activity": "activity (2)",
    }


# --- Hidden and too many ----------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2003", "", "XXXX-05-29"])
def test_drafts_are_hidden_from_visitors_and_marked_for_editors(
    client: Client, editor_client: Client, period: str
) -> None:
    ClaimFactory.create(slug="secret", text="A secret.", period=period, draft=True)
    ClaimFactory.create(mission=MissionFactory.create(name="Secret", draft=True), period=period)

    assert "secret" not in words(read(client, "/timeline/")).casefold()
    assert "A secret. draft" in words(row(read(editor_client, "/timeline/"), "claim-secret"))


def test_a_reader_goes_on_to_the_next_rows_of_the_same_years(client: Client) -> None:
    ClaimFactory.create_batch(ROWS_SHOWN, period="2003")
    assert "Dated rows" not in words(read(client, "/timeline/"))
    ClaimFactory.create(slug="last", period="2004")
    ClaimFactory.create(period="1991")

    page = read(client, "/timeline/?since=2003")

    assert f"Dated rows 1 to {ROWS_SHOWN} of {ROWS_SHOWN + 1}" in words(page)
    assert len(dated(page)) == len(page.select("main svg a.mark")) == ROWS_SHOWN
    following = read(client, "/timeline/" + address_of_link(page, "The next rows"))
    assert [row["id"] for row in following.select("#dated ~ .table-wrap tbody tr")] == [
        "row-claim-last"
    ]
    assert "No date in any source" not in words(following)


@pytest.mark.parametrize("number", ["0", "3", "x"])
def test_there_is_no_page_beyond_the_last(client: Client, number: str) -> None:
    ClaimFactory.create(period="2003")

    assert client.get(f"/timeline/?page={number}").status_code == 404


def test_years_that_are_not_understood_are_told_of_at_their_field(client: Client) -> None:
    ClaimFactory.create(period="2003")

    page = read(client, "/timeline/?since=until+2008", status=400)

    told = page.select_one("#id_since_error")
    assert told
    assert "Write a year, such as 2014." in words(told)


def test_a_reader_is_led_to_the_whole_lists_of_what_is_undated(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq", period="2003")
    RotationFactory.create_batch(UNDATED_SHOWN + 1, mission=mission)
    ClaimFactory.create_batch(UNDATED_SHOWN + 2, mission=mission)

    page = read(client, "/timeline/?mission=iraq")

    assert len(undated(page)) == UNDATED_SHOWN
    claims = read(client, address_of_link(page, "All claims without a date"))
    assert f"{UNDATED_SHOWN + 2} found" in words(claims)
    rotations = read(client, address_of_link(page, "All rotations without a date"))
    assert f"{UNDATED_SHOWN + 1} found" in words(rotations)


@pytest.mark.parametrize("factory", [MissionFactory, UnitFactory])
def test_a_reader_is_told_if_undated_missions_or_units_are_left_out(
    client: Client, factory: type[MissionFactory]
) -> None:
    told = "Not all of them are shown here."
    factory.create_batch(UNDATED_SHOWN)
    assert told not in words(read(client, "/timeline/"))

    factory.create()

    assert told in words(read(client, "/timeline/"))


@pytest.mark.parametrize("query", ["", "?mission=iraq"])
def test_more_rows_ask_no_more_queries(client: Client, query: str) -> None:
    mission = MissionFactory.create(slug="iraq", period="2003")

    def make(number: int) -> None:
        for _ in range(number):
            RotationFactory.create(mission=mission, period="2004")
            UnitFactory.create(established="2000")
            claim = ClaimFactory.create(mission=mission, period="2005")
            claim.missions.add(MissionFactory.create())
            cite(claim)

    make(2)
    few = queries_of(client, f"/timeline/{query}")

    make(30)

    assert queries_of(client, f"/timeline/{query}") == few <= 10


def test_no_number_stands_twice_beside_one_entry(client: Client) -> None:
    rotation = RotationFactory.create(period="2003")
    passage = PassageFactory.create()
    for field in ("", "number"):
        cite(rotation, field, passage=passage)

    rows = [words(row) for row in read(client, "/timeline/").select("main tbody tr")]
    assert [row.count("[1]") for row in rows if "Rotation" in row] == [1]


def test_drawing_comes_before_the_table_and_shows_today(client: Client) -> None:
    ClaimFactory.create(period="2003")

    page = read(client, "/timeline/")

    headings = [str(one["id"]) for one in page.select("main h2")]
    assert headings.index("drawn") < headings.index("dated")
    drawing = page.select_one("main svg.timeline[role=group]")
    assert drawing
    assert words(drawing.select_one(".today-label") or Tag()) == "today"


def test_since_is_drawn_as_far_as_its_source_was_published(client: Client) -> None:
    for slug, published in (("early", "2016"), ("late", "2020")):
        claim = ClaimFactory.create(slug=slug, period="2014/..")
        cite(claim, passage=PassageFactory.create(source__published=published))

    page = read(client, "/timeline/")

    early, late = (
        float(str(piece["width"]).rstrip("%"))
        for slug in ("early", "late")
        for piece in mark(page, f"claim-{slug}").select(".piece-onwards")
    )
    assert 2 * early < late


@pytest.mark.parametrize(
    "factory", [MissionFactory, RotationFactory, ClaimFactory], ids=lambda one: one.__name__
)
def test_years_narrow_rows_of_any_number(client: Client, factory: Any) -> None:
    """A translated model's own manager would take the number of a row for that of its kind."""
    factory.create(pk=90_001, period="2001/2002")
    factory.create(pk=90_002, period="2011/2012")

    shown = dated(read(client, "/timeline/?since=2010"))

    assert len(shown) == 1


def test_of_no_mission_two_sources_say_something_else(client: Client) -> None:
    """The filter knows that choice, as all do, though it leads to nothing here."""
    RotationFactory.create(period="2003")

    assert not dated(read(client, "/timeline/?mission=contested"))
