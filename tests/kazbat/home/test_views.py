"""The home page, and the navigation that stands on every page."""

from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from pytest_django import Settings

from editions.publishing import change_set
from kazbat.home import page as home_page
from missions.models import Nature
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    PersonFactory,
    RotationFactory,
    SeriesFactory,
    UnitFactory,
    cite,
    set_against,
)
from tests.reading import address_of_link, queries_of, read, words

pytestmark = pytest.mark.django_db


def section(page: Tag, name: str) -> Tag:
    for found in page.select("main h2"):
        if words(found) == name:
            parent = found.find_parent("section")
            assert parent
            return parent
    raise AssertionError(f"the page has no section {name!r}")


def recorded(*records: Any) -> None:
    with change_set() as changes:
        changes.record(records)


def test_five_newest_changes_are_shown_newest_first(client: Client) -> None:
    for number in (0, 2, 4, 6):
        recorded(PersonFactory.create(display_name=f"Aru {number}"))
        recorded(MissionFactory.create(name=f"Aru {number + 1}"))
    recorded(PersonFactory.create(display_name="Hidden", draft=True))
    names = section(read(client, "/"), "Newest changes").select(".change a")
    assert [words(name) for name in names] == [f"Aru {number}" for number in (7, 6, 5, 4, 3)]


def test_import_is_one_line_among_the_newest_changes(client: Client) -> None:
    recorded(*MissionFactory.create_batch(4), *PersonFactory.create_batch(16))
    recorded(MissionFactory.create(name="Alone"))
    newest, imported = section(read(client, "/"), "Newest changes").select(".change")
    assert "Alone" in words(newest)
    assert "Added 4 missions and 16 people. All of them, one by one" in words(imported)
    assert not imported.select("details")


def test_answer_is_a_figure_nothing_stands_against_with_its_sentence(client: Client) -> None:
    iraq, lebanon = (MissionFactory.create(name=name) for name in ("Iraq", "Lebanon"))
    disputed = FigureFactory.create(mission=lebanon, value=500)
    set_against(disputed, ClaimFactory.create())
    certain = FigureFactory.create(mission=iraq, value=270, measure=disputed.measure, noun="troops")
    cite(certain, quotation="They were 270.")

    page = read(client, "/")
    answer = page.select_one(".answer")
    assert answer

    assert words(answer).startswith("Iraq 270 troops [1]")
    assert "They were 270." in words(answer)
    dispute = page.select_one(".disputed")
    assert dispute
    assert disputed.text in words(dispute)


def test_of_many_sentences_the_first_stands_beside_a_claim_and_a_way_to_all(
    client: Client,
) -> None:
    disputed, other = FigureFactory.create(value=500), ClaimFactory.create()
    set_against(disputed, other)
    for number in range(9):
        cite(disputed, quotation=f"Sentence {number} says 500.")
    cite(other, quotation="It says less.")

    page = read(client, "/")

    for part in (page.select_one(".disputed"), section(page, "Missions in numbers")):
        assert part
        quoted = [words(one) for one in part.select("blockquote")]
        assert len([one for one in quoted if "says 500" in one]) <= 1
        assert address_of_link(part, "and 8 more sentences") == disputed.get_absolute_url()
    assert "It says less." in words(page.select_one(".disputed") or page)


def test_home_of_an_empty_register_claims_nothing(client: Client) -> None:
    page = read(client, "/")

    assert not page.select(".disputed, .figure, .numbers-table tbody tr")
    assert "No source in this register gives a number with a date" in words(page)


def test_strength_at_a_moment_says_how_many_serve_now(client: Client) -> None:
    strength = MeasureFactory.create(name="Strength", nature=Nature.MOMENT)
    FigureFactory.create(measure=strength, value=139, noun="troops", period="2024-03")

    assert "How many serve now? 139 troops (March 2024)" in words(read(client, "/"))


def test_the_newest_number_may_stand_in_a_series(client: Client) -> None:
    strength = MeasureFactory.create(name="Strength", nature=Nature.MOMENT)
    FigureFactory.create(measure=strength, value=139, noun="troops", period="2018")
    series = SeriesFactory.create(measure=strength, observations="2024-03,121")
    cite(series, quotation="121 in March")

    answer = read(client, "/").select_one("section[aria-labelledby=now-heading]")
    assert answer

    assert words(answer).startswith("How many serve now? 121 (March 2024) [1]")
    assert "121 in March" in words(answer)


def test_missions_that_are_not_on_the_map_cost_no_query_each(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_page, "MISSIONS_ON_THE_MAP", 1)
    measure = MeasureFactory.create()

    def queries_with(missions: int) -> int:
        for mission in MissionFactory.create_batch(missions, period="2003"):
            FigureFactory.create(mission=mission, measure=measure)
        return queries_of(client, "/")

    assert queries_with(3) == queries_with(3)


def numbers(page: Tag) -> list[list[str]]:
    rows = page.select(".numbers-table tr")
    return [[words(cell) for cell in row.select("th, td")] for row in rows]


def test_table_has_missions_by_measure_in_order_of_time(client: Client) -> None:
    people, rotations = (
        MeasureFactory.create(slug=name.lower(), name=name) for name in ("People", "Rotations")
    )
    late = MissionFactory.create(name="Late", period="2018/2020")
    early = MissionFactory.create(name="Early", period="2003/2008")
    MissionFactory.create(name="Undated")
    unit = UnitFactory.create(name="Kazbat")
    FigureFactory.create(mission=late, measure=people, value=500)
    FigureFactory.create(mission=early, measure=people, value=270)
    FigureFactory.create(mission=early, measure=rotations, value=10, noun="turns")
    FigureFactory.create(unit=unit, measure=people, value=90)

    head, *lines = numbers(read(client, "/"))

    assert head[2:] == ["People", "Rotations"]
    assert [line[0] for line in lines] == ["Early", "Late", "Undated", "Kazbat"]
    assert lines[0][2:] == ["270 people", "10 turns"]
    assert lines[1][2:] == ["500 people", "not stated in any source"]


def test_figures_are_bounded_and_lead_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_page, "FIGURES_READ", 2)
    for _number in range(2):
        FigureFactory.create(mission=MissionFactory.create())
    assert "not all of them" not in words(section(read(client, "/"), "Missions in numbers"))
    FigureFactory.create(mission=MissionFactory.create())
    figures = section(read(client, "/"), "Missions in numbers")
    assert len(figures.select("a .number")) == 2
    assert "A selection. These have all:" in words(figures)
    assert address_of_link(figures, "Figures compared") == "/figures/"


def test_a_figure_that_was_not_read_is_not_said_to_be_unstated(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_page, "FIGURES_READ", 1)
    first = FigureFactory.create(mission=MissionFactory.create(name="Iraq"), period="2003")
    MissionFactory.create(name="Lebanon")
    other = MissionFactory.create(name="Syria")
    FigureFactory.create(mission=other, measure=first.measure, period="2010")

    _head, *lines = numbers(read(client, "/"))

    assert {line[0]: line[2] for line in lines} == {
        "Iraq": "100 people",
        "Lebanon": "not stated in any source",
        "Syria": "1 claim",
    }


def test_many_claims_of_one_thing_are_two_and_a_way_to_all(client: Client) -> None:
    iraq, lebanon = (MissionFactory.create(name=name) for name in ("Iraq", "Lebanon"))
    four = [FigureFactory.create(mission=iraq, value=value) for value in (270, 280, 290, 300)]
    FigureFactory.create(mission=lebanon, value=500, text="So many served in Lebanon.")
    assert len(section(read(client, "/"), "Missions in numbers").select("a .number")) == 5

    for claim in (*four, FigureFactory.create(mission=iraq, measure=four[0].measure, value=310)):
        cite(claim, quotation=f"So many: {claim.value}.")
    FigureFactory.create(mission=iraq, measure=four[0].measure, draft=True)
    page = read(client, "/")

    figures = section(page, "Missions in numbers")
    assert [words(figure) for figure in figures.select("a .number")] == ["270", "280", "500"]
    assert "So many: 290." not in words(page)
    everything = read(client, address_of_link(figures, "5 claims, all of them"))
    assert "5 found" in words(everything)
    assert "So many served in Lebanon." not in words(everything)


def test_figures_of_the_country_lead_to_those_of_no_mission(client: Client) -> None:
    figures = FigureFactory.create_batch(5)
    FigureFactory.create(mission=MissionFactory.create(), measure=figures[0].measure)
    shown = section(read(client, "/"), "Missions in numbers")
    assert "5 found" in words(read(client, address_of_link(shown, "5 claims, all of them")))


def test_ways_lead_on_to_conflicts_and_gaps(client: Client) -> None:
    set_against(ClaimFactory.create(), ClaimFactory.create())
    page = read(client, "/")
    assert address_of_link(page, "All disputes") == "/conflicts/"
    assert address_of_link(page, "What else is not known") == "/gaps/"


def test_map_names_kazakhstan_and_missions_and_leads_to_them(client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis", place="", latitude="10", longitude="20")
    MissionFactory.create(name="Nowhere")
    MissionFactory.create(name="Secret", latitude=1, longitude=1, draft=True)
    page = read(client, "/")
    drawn = page.select_one(".map")
    assert drawn

    assert [words(label) for label in drawn.select("text")] == ["Kazakhstan", "Atlantis"]
    assert [link["href"] for link in drawn.select("a")] == [mission.get_absolute_url()]
    assert "Not every mission has a place on the map." in words(drawn)
    assert "Nowhere" in words(section(page, "Missions in numbers"))
    assert "Secret" not in words(page)


def test_search_box_works_without_scripts(client: Client) -> None:
    PersonFactory.create(display_name="Sholpan Tausheva")
    form = read(client, "/").select_one("main form")
    assert form
    field = form.select_one("input[name=q]")
    assert field
    assert form.select_one(f'label[for="{field["id"]}"]')
    assert "Sholpan Tausheva" in words(read(client, f"{form['action']}?q=таушева"))


# --- Navigation -------------------------------------------------------------------------------


def current(page: Tag) -> dict[str, str]:
    return {
        words(link): str(link["aria-current"])
        for link in page.select('nav[aria-label="Main"] a[aria-current]')
    }


def test_menu_has_five_items_that_answer_and_are_marked(client: Client) -> None:
    links = read(client, "/about/").select('nav[aria-label="Main"] a')
    assert [words(link) for link in links] == [
        "Missions", "People", "Disputed", "Unknown", "Sources",
    ]  # fmt: skip
    for link in links:
        assert current(read(client, str(link["href"]))) == {words(link): "page"}


def test_every_list_is_a_link_away_on_every_page(client: Client) -> None:
    parts = read(client, "/about/").select('nav[aria-label="All parts of the register"] a')
    addresses = {str(link["href"]) for link in parts}
    assert addresses >= {
        "/rotations/", "/units/", "/claims/", "/series/", "/timeline/", "/figures/", "/changes/",
    }  # fmt: skip


def test_page_below_a_section_marks_the_section(client: Client) -> None:
    rotation = RotationFactory.create()
    for address in (rotation.get_absolute_url(), "/rotations/", "/units/", "/claims/"):
        assert current(read(client, address)) == {"Missions": "true"}


def test_home_is_in_no_section(client: Client) -> None:
    assert current(read(client, "/")) == {}


def test_description_for_readers_is_that_for_shared_links(client: Client) -> None:
    (description,) = read(client, "/changes/").select('meta[property="og:description"]')
    assert description["name"] == "description"
    assert "newest first" in str(description["content"])


@pytest.mark.parametrize("address", ["/figures/", "/timeline/"])
def test_page_with_a_drawing_links_its_style(client: Client, address: str) -> None:
    styles = [str(link["href"]) for link in read(client, address).select("link[rel=stylesheet]")]
    assert [style.rpartition("/")[2] for style in styles] == ["kazbat.css", "drawings.css"]


def test_every_page_leads_to_where_errors_are_reported(client: Client) -> None:
    address, _hash, anchor = address_of_link(read(client, "/"), "Report an error").partition("#")
    reached = read(client, address).select_one(f"#{anchor}")
    assert reached
    assert "Something is wrong" in words(reached)


def test_readers_learn_whom_to_write_to(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "register@example.org"
    assert address_of_link(read(client, "/about/"), "register@example.org") == (
        "mailto:register@example.org"
    )

    settings.CONTACT_EMAIL = ""
    assert not read(client, "/about/").select('a[href^="mailto:"]')
