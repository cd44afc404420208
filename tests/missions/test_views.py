import sys

import pytest
from bs4 import Tag
from django.test import Client

from missions.models import Mission, Nature
from missions.pages import mission as mission_page
from personnel import on_missions
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MeasureFactory,
    MissionFactory,
    OrganisationFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RoleFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
    set_against,
    together,
)
from tests.reading import (
    address_of_link,
    claim_saying,
    heading,
    main_part,
    notes_behind,
    queries_of,
    read,
    statement,
    words,
)

pytestmark = pytest.mark.django_db


def section(page: Tag, title: str) -> Tag:
    """The part of the page below a heading of the second level."""
    for found in page.select("main section > h2"):
        if words(found) == title:
            assert found.parent
            return found.parent
    raise AssertionError(f"the page has no section {title!r}")


def titles(page: Tag, level: str = "h2") -> list[str]:
    return [words(found) for found in page.select(f"main {level}")]


def links(element: Tag) -> list[str]:
    return [words(link) for link in element.select("a[href]")]


def test_a_row_of_the_list_shows_some_figures_and_leads_to_the_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = MissionFactory.create(name="Lebanon")
    for value in (270, 280):
        cite(FigureFactory.create(mission=mission, value=value), quotation=f"{value} people")
    monkeypatch.setattr(mission_page, "FIGURES_IN_A_ROW", 2)
    assert "more figure" not in words(main_part(read(client, "/missions/")))
    monkeypatch.setattr(mission_page, "FIGURES_IN_A_ROW", 1)

    page = read(client, "/missions/")

    assert "270 people" in words(main_part(page))
    assert "280 people" not in words(main_part(page))
    all_of_them = read(client, address_of_link(page, "1 more figure").partition("#")[0])
    assert "280 people" in words(main_part(all_of_them))


# --- A mission's page -------------------------------------------------------------------------


def test_a_mission_shows_what_is_stated_with_the_sentence_and_what_is_not(client: Client) -> None:
    un = OrganisationFactory.create(name="United Nations")
    mission = MissionFactory.create(name="Lebanon", mandated_by=un, period="2018/..")
    cite(mission, "period", quotation="since 2018 in Lebanon")

    page = read(client, mission.get_absolute_url())

    assert heading(page) == "Lebanon"
    since = statement(page, "Kazakhstan took part")
    assert words(since).startswith("since 2018")
    assert notes_behind(page, since) == ["since 2018 in Lebanon"]
    assert words(statement(page, "Mandated by")) == "United Nations"
    for label in ("Official name", "Acronym", "Place", "Country", "Units"):
        assert words(statement(page, label)) == "not stated in any source"


def test_a_large_mission_shows_the_first_of_each_and_leads_to_all(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = MissionFactory.create(slug="lebanon", name="Lebanon")
    for name in ("Aru", "Botagoz", "Chingiz"):
        DeploymentFactory.create(mission=mission, person=PersonFactory.create(display_name=name))
    for number in (1, 2, 3):
        RotationFactory.create(mission=mission, number=number)
        ClaimFactory.create(mission=mission, text=f"Statement {number}", period=f"200{number}")
    monkeypatch.setattr(on_missions, "PEOPLE_ON_A_PAGE", 3)
    monkeypatch.setattr(mission_page, "ROTATIONS_ON_A_PAGE", 3)
    monkeypatch.setattr(mission_page, "CLAIMS_ON_A_PAGE", 3)
    assert "These are not all" not in words(main_part(read(client, mission.get_absolute_url())))
    monkeypatch.setattr(on_missions, "PEOPLE_ON_A_PAGE", 2)
    monkeypatch.setattr(mission_page, "ROTATIONS_ON_A_PAGE", 2)
    monkeypatch.setattr(mission_page, "CLAIMS_ON_A_PAGE", 2)

    page = read(client, mission.get_absolute_url())

    assert "1 more claim is not shown here. All claims about this mission" in words(main_part(page))
    for last in ("Chingiz", "Statement 3"):
        assert last not in words(main_part(page))
    assert links(section(page, "Rotations"))[:-1] == ["1", "2"]
    for way, last in (
        ("All people named individually", "Chingiz"),
        ("All rotations of this mission", "Rotation 3, Lebanon"),
        ("All claims about this mission", "Statement 3"),
    ):
        assert last in words(main_part(read(client, address_of_link(page, way))))


def measures(page: Tag) -> dict[str, list[str]]:
    """What the head of a page says under each measure."""
    return {
        words(measure.select_one("h3") or measure): list(map(words, measure.select(".figure")))
        for measure in page.select("main .measure")
    }


def test_a_mission_begins_with_when_and_where_and_its_figures(client: Client) -> None:
    mission = MissionFactory.create(period="2003/", place="Wasit")
    cite(mission, "period", quotation="began in 2003")
    munitions = MeasureFactory.create(slug="munitions", name="Munitions destroyed")
    cite(FigureFactory.create(mission=mission, measure=munitions), quotation="100 destroyed")
    people = FigureFactory.create(mission=mission, comparator=">", value=270, noun="soldiers")
    cite(people, "value", quotation="over 270 soldiers")

    page = read(client, mission.get_absolute_url())

    assert measures(page) == {
        "People who took part, in all": ["more than 270 soldiers [2]"],
        "Munitions destroyed": ["100 people [3]"],
    }
    labels = [words(term) for term in page.select("main dt, main h3")]
    assert labels[:3] == ["Kazakhstan took part", "Place", "People who took part, in all"]
    (first, *others) = page.select("main .measure .evidence")
    assert first.has_attr("open")
    assert not any(one.has_attr("open") for one in others)


def test_evidence_says_unopened_whose_it_is(client: Client) -> None:
    figure = FigureFactory.create(mission=MissionFactory.create(slug="iraq"))
    source = SourceFactory.create(publisher="The Astana Times", published="2022-05")
    for sentence in ("270 served.", "They were 270."):
        cite(figure, passage=PassageFactory.create(source=source, quotation=sentence))

    def evidence() -> str:
        line = read(client, "/missions/iraq/").select_one("main .measure .evidence summary")
        assert line
        return words(line)

    assert evidence() == "1 source: The Astana Times, May 2022"
    cite(figure, passage=PassageFactory.create(source=SourceFactory.create()))
    assert evidence() == "2 sources"


def test_a_mission_begins_with_what_is_not_stated(client: Client) -> None:
    page = read(client, MissionFactory.create().get_absolute_url())

    (measure,) = page.select("main .measure")
    assert words(measure) == "How many took part not stated in any source"
    for label in ("Kazakhstan took part", "Place"):
        assert words(statement(page, label)) == "not stated in any source"


def test_pieces_of_one_text_stand_together_beside_a_claim_in_the_list(client: Client) -> None:
    claim, source = ClaimFactory.create(), SourceFactory.create(slug="a-first")
    for order, quotation in enumerate(["The President", "proposed it", "in 2022"], start=1):
        cite(claim, passage=PassageFactory.create(source=source, order=order, quotation=quotation))
    cite(claim, quotation="So did others.")

    page = read(client, "/claims/")

    quoted = " ".join(words(one) for one in page.select("blockquote"))
    for piece in ("The President", "proposed it", "in 2022"):
        assert piece in quoted
    assert "So did others." not in quoted
    assert address_of_link(page, "and 1 more sentence") == claim.get_absolute_url()


def test_fields_that_rest_on_the_same_words_are_quoted_once(client: Client) -> None:
    mission = MissionFactory.create(acronym="UNIFIL", country="Lebanon", official_name="Force")
    passage = PassageFactory.create(quotation="UNIFIL, in Lebanon")
    for field in ("acronym", "country"):
        cite(mission, field, passage=passage)
    cite(mission, "official_name", quotation="the Force")

    page = read(client, mission.get_absolute_url())

    groups = page.select("section[aria-labelledby='mission-heading'] .field-group")
    quoted = {
        tuple(words(term) for term in group.select("dt")): [
            words(quotation).partition("“")[2].rstrip("”")
            for quotation in group.select("blockquote")
        ]
        for group in groups
    }
    assert quoted[("Acronym", "Country")] == ["UNIFIL, in Lebanon"]
    assert quoted[("Official name",)] == ["the Force"]


def test_a_quotation_leads_back_to_the_statement_that_names_it_first(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq", place="Wasit", country="Iraq")
    passage = PassageFactory.create(quotation="in Wasit")
    for field in ("place", "country"):
        cite(mission, field, passage=passage)

    page = read(client, "/missions/iraq/")

    (back,) = page.select(".quotation-number")
    target = page.select_one(str(back["href"]))
    assert target
    assert target.find_parent(id="field-place")


def test_a_mission_s_page_says_how_much_stands_in_each_part(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = MissionFactory.create()
    ClaimFactory.create(mission=mission)
    FigureFactory.create_batch(2, mission=mission)
    RotationFactory.create_batch(3, mission=mission)
    named = DeploymentFactory.create(mission=mission).person
    JointDeploymentFactory.create(missions=[mission], people=[named, PersonFactory.create()])
    parts = 'nav[aria-label="On this page"] a'

    (whole, empty) = (
        read(client, one.get_absolute_url()) for one in (mission, MissionFactory.create())
    )

    assert list(map(words, whole.select(parts))) == [
        "Statements (1)", "People (2)", "Rotations (3)",
    ]  # fmt: skip
    assert list(map(words, empty.select(parts))) == ["People (0)", "Rotations (0)"]
    for page in (whole, empty):
        assert all(page.select(str(link["href"])) for link in page.select(parts))
    monkeypatch.setattr(mission_page, "ROTATIONS_ON_A_PAGE", 2)
    page = read(client, mission.get_absolute_url())
    assert "Rotations (more than 2)" in map(words, page.select(parts))


def test_claims_below_a_notice_are_each_marked_in_one_word(client: Client) -> None:
    mission = MissionFactory.create()
    for value in (270, 290):
        FigureFactory.create(mission=mission, value=value)
    alone = FigureFactory.create(mission=mission, measure__slug="munitions", noun="shells")
    set_against(alone, ClaimFactory.create())

    figures = section(read(client, mission.get_absolute_url()), "Figures")

    assert words(figures).count("of which two are contested") == 1
    marked = [words(mark.parent or mark) for mark in figures.select(".contested")]
    assert marked == ["270 people contested", "290 people contested"]
    (box,) = figures.select(".differs")
    assert "shells" in words(box.parent or box)


def test_another_value_that_a_source_gives_stands_beside(client: Client) -> None:
    mission = MissionFactory.create(place="South Lebanon")
    cite(mission, "place", quotation="in the south")
    cite(mission, "place", quotation="near Beirut", stance="differs", says="Beirut")
    cite(mission, "country", quotation="in Syria", stance="differs", says="Syria")

    place = statement(read(client, mission.get_absolute_url()), "Place")

    assert "South Lebanon" in words(place)
    assert "Another source says: Beirut" in words(place)
    country = statement(read(client, mission.get_absolute_url()), "Country")
    told = "Contested: the register states nothing of its own here. A source says: Syria"
    assert words(country).startswith(told)


def test_editors_identification_is_shown_as_theirs(client: Client) -> None:
    mission = MissionFactory.create(identified_as="MINURSO", note="Read with care.")

    text = words(main_part(read(client, mission.get_absolute_url())))

    assert "Editors’ identification, stated in no source: MINURSO" in text
    assert "Editors’ note: Read with care." in text


def test_figures_of_one_measure_stand_side_by_side_each_with_its_sentence(client: Client) -> None:
    mission = MissionFactory.create()
    for comparator, value, sentence in ((">", 270, "over 270 served"), ("=", 290, "290 served")):
        figure = FigureFactory.create(
            mission=mission, comparator=comparator, value=value, noun="military personnel"
        )
        cite(figure, "value", quotation=sentence)

    page = read(client, mission.get_absolute_url())

    more, exactly = (
        claim_saying(page, "more than 270 military personnel"),
        claim_saying(page, "290 military"),
    )
    assert notes_behind(page, more) == ["over 270 served"]
    assert notes_behind(page, exactly) == ["290 served"]
    assert titles(section(page, "Figures"), "h3") == ["People who took part, in all"]
    assert "Two figures are stated, which can all be true." in words(section(page, "Figures"))
    assert "none is chosen" in words(section(page, "Figures"))


def test_figures_of_two_measures_are_not_mixed(client: Client) -> None:
    mission = MissionFactory.create()
    FigureFactory.create(mission=mission)
    munitions = MeasureFactory.create(slug="munitions", name="Munitions destroyed")
    FigureFactory.create(mission=mission, measure=munitions, value=4_500_000, noun="munitions")

    figures = section(read(client, mission.get_absolute_url()), "Figures")

    assert sorted(titles(figures, "h3")) == ["Munitions destroyed", "People who took part, in all"]
    assert "figures are stated" not in words(figures)
    assert "4,500,000 munitions" in words(figures)


@pytest.mark.parametrize("kind", ["statement", "figure"])
def test_what_is_stated_jointly_stands_on_both_missions_pages_as_such(
    client: Client, kind: str
) -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    if kind == "figure":
        claim, text = FigureFactory.create(mission=iraq, value=290), "290 people"
    else:
        claim = ClaimFactory.create(mission=iraq, text="They cleared mines.")
        text = "They cleared mines."
    claim.missions.add(lebanon)

    for mission in (iraq, lebanon):
        said = claim_saying(read(client, mission.get_absolute_url()), text)
        assert "Stated jointly of Iraq and Lebanon, without telling them apart." in words(said)


def test_what_is_stated_of_one_mission_is_not_said_to_be_joint(client: Client) -> None:
    mission = MissionFactory.create()
    ClaimFactory.create(mission=mission)

    assert "jointly" not in words(main_part(read(client, mission.get_absolute_url())))


def test_people_named_individually_and_jointly_are_told_apart(client: Client) -> None:
    mission = MissionFactory.create(name="Lebanon")
    own = DeploymentFactory.create(
        mission=mission,
        person__display_name="Dilya Akhmetova",
        role=RoleFactory.create(name="observer"),
    )
    cite(own, quotation="Akhmetova served in Lebanon")
    JointDeploymentFactory.create(
        people=[PersonFactory.create(display_name="Sholpan Tausheva")],
        missions=[mission, MissionFactory.create(name="Western Sahara")],
        text="Several women served in Western Sahara and Lebanon.",
    )

    page = read(client, mission.get_absolute_url())

    people = section(page, "People")
    assert titles(people, "h3") == [
        "Named individually",
        "Named together, without saying who served where",
    ]
    individually = claim_saying(page, "Dilya Akhmetova")
    assert notes_behind(page, individually) == ["Akhmetova served in Lebanon"]
    assert "Role: observer" in words(individually)
    jointly = claim_saying(page, "Sholpan Tausheva")
    assert "Missions, in no stated order: Lebanon and Western Sahara" in words(jointly)
    assert "Sholpan Tausheva" not in words(individually)


def test_a_mission_without_named_people_says_so(client: Client) -> None:
    page = read(client, MissionFactory.create().get_absolute_url())

    assert (
        words(section(page, "People"))
        == "People Named individually Nobody is recorded by name as having served"
    )


def test_rotations_of_a_mission_stand_in_the_order_of_their_numbers(client: Client) -> None:
    mission = MissionFactory.create()
    for number in (10, 9, 1):
        RotationFactory.create(mission=mission, number=number, period="2005" if number == 9 else "")

    rows = section(read(client, mission.get_absolute_url()), "Rotations").select("tbody tr")

    assert [words(row.select_one("th") or row) for row in rows] == [
        "Rotation 1",
        "Rotation 9",
        "Rotation 10",
    ]
    assert "not stated in any source" in words(rows[0])


def test_rotations_of_which_nothing_is_stated_are_a_line_of_numbers(client: Client) -> None:
    mission = MissionFactory.create()
    passage = cite(RotationFactory.create(mission=mission), quotation="Two rotations.").passage
    cite(RotationFactory.create(mission=mission), passage=passage)
    cite(RotationFactory.create(mission=mission), quotation="A third came.")

    page = read(client, mission.get_absolute_url())

    rotations = section(page, "Rotations")
    assert not rotations.select("table")
    assert words(rotations).count("not stated in any source") == 1
    assert [words(one) for one in rotations.select("li")] == ["1", "2 [1]", "3 [2]"]
    assert notes_behind(page, rotations) == ["Two rotations.", "A third came."]
    (first, *_others) = rotations.select("li a")
    assert heading(read(client, str(first["href"]))).startswith("Rotation 1,")


def test_what_is_stated_of_nobody_is_said_once_above_all(client: Client) -> None:
    mission = MissionFactory.create()
    DeploymentFactory.create(mission=mission, person__display_name="Aru")
    DeploymentFactory.create(
        mission=mission, person__display_name="Botagoz", role=RoleFactory.create(name="Cook")
    )

    people = section(read(client, mission.get_absolute_url()), "People")

    assert "Rotation and period: not stated in any source of anyone listed here." in words(people)
    assert "Role: where nothing is shown, not stated in any source." in words(people)
    assert [words(said) for said in people.select(".said")] == ["Aru", "Botagoz Role: Cook"]


def test_units_are_shown_only_where_a_source_ties_them(client: Client) -> None:
    unit = UnitFactory.create(name="The battalion")
    tied, untied = MissionFactory.create_batch(2)
    tied.units.add(unit)
    tied.units.add(UnitFactory.create(name="Hidden unit", draft=True))

    assert words(statement(read(client, tied.get_absolute_url()), "Units")) == "The battalion"
    assert "The battalion" not in words(main_part(read(client, untied.get_absolute_url())))


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nothing_hidden_shows_on_a_mission_s_page(client: Client, state: str) -> None:
    mission = MissionFactory.create()
    hidden = {state: True}
    ClaimFactory.create(mission=mission, text="Hidden statement.", **hidden)
    FigureFactory.create(mission=mission, noun="hidden people", **hidden)
    RotationFactory.create(mission=mission, number=7777, **hidden)
    DeploymentFactory.create(mission=mission, person__display_name="Hidden A", **hidden)
    person = PersonFactory.create(display_name="Hidden B", **hidden)
    DeploymentFactory.create(mission=mission, person=person)
    JointDeploymentFactory.create(missions=[mission], text="Hidden joint statement.", **hidden)
    other = MissionFactory.create(name="Hidden mission", **hidden)
    JointDeploymentFactory.create(missions=[mission, other], people=[person], text="Shown.")
    ClaimFactory.create(mission=other, text="Hidden too.").missions.add(mission)
    ClaimFactory.create(mission=mission, text="Hidden as well.").missions.add(other)
    mission.units.add(UnitFactory.create(name="Hidden unit", **hidden))
    source = SourceFactory.create(title="Hidden source", **hidden)
    cite(mission, "name", quotation="Shown words.")
    cite(mission, "name", passage=source.passages.create(quotation="Hidden words.", order=1))

    text = words(main_part(read(client, mission.get_absolute_url())))

    assert "hidden" not in text.casefold()
    assert "7777" not in text
    assert all(shown in text for shown in ("Shown.", "Shown words."))


def test_editors_see_what_is_hidden_on_a_mission_s_page(editor_client: Client) -> None:
    mission = MissionFactory.create()
    ClaimFactory.create(mission=mission, text="A draft statement.", draft=True)
    RotationFactory.create(mission=mission, number=77, draft=True)

    page = read(editor_client, mission.get_absolute_url())

    assert "A draft statement." in words(main_part(page))
    assert "77 draft" in words(section(page, "Rotations"))


# --- A rotation's page ------------------------------------------------------------------------


def test_a_rotation_shows_its_own_statements_and_people(client: Client) -> None:
    mission = MissionFactory.create(name="Iraq")
    rotation = RotationFactory.create(
        mission=mission, number=4, comparator=">", value=27, noun="sappers", period="2005"
    )
    cite(rotation, "value", quotation="over 27 sappers")
    ClaimFactory.create(rotation=rotation, text="It built a well.")
    FigureFactory.create(rotation=rotation, noun="wells", value=3)
    DeploymentFactory.create(
        mission=mission, rotation=rotation, person__display_name="Dilya Akhmetova"
    )
    ClaimFactory.create(mission=mission, text="Said of the whole mission.")

    page = read(client, "/missions/" + mission.slug + "/rotations/4/")

    assert heading(page) == "Rotation 4, Iraq"
    assert words(statement(page, "Mission")) == "Iraq"
    assert words(statement(page, "Period")).startswith("2005")
    assert "more than 27 sappers" in words(statement(page, "Strength"))
    assert notes_behind(page, statement(page, "Strength")) == ["over 27 sappers"]
    assert claim_saying(page, "It built a well.")
    assert claim_saying(page, "3 wells")
    assert claim_saying(page, "Dilya Akhmetova")
    assert "Said of the whole mission." not in words(page)


def test_a_rotation_leads_to_its_neighbours(client: Client) -> None:
    mission = MissionFactory.create(slug="iraq")
    for number in (1, 2, 3, 5):
        RotationFactory.create(mission=mission, number=number)
    RotationFactory.create(number=4)

    def neighbours(number: int) -> list[str]:
        page = read(client, f"/missions/iraq/rotations/{number}/")
        nav = page.select_one('nav[aria-label="Neighbouring rotations"]')
        return links(nav) if nav else []

    assert neighbours(1) == ["Rotation 2"]
    assert neighbours(2) == ["Rotation 1", "Rotation 3"]
    assert neighbours(3) == ["Rotation 2"]
    assert neighbours(5) == []


def test_a_draft_is_no_neighbour(client: Client) -> None:
    rotation = RotationFactory.create(number=1)
    RotationFactory.create(mission=rotation.mission, number=2, draft=True)

    assert "Rotation 2" not in words(read(client, rotation.get_absolute_url()))


# --- A claim's page ----------------------------------------------------------------------------


def test_a_claim_shows_all_that_the_source_says_of_it(client: Client) -> None:
    iraq, lebanon = MissionFactory.create(name="Iraq"), MissionFactory.create(name="Lebanon")
    figure = FigureFactory.create(
        mission=iraq, text="The minister spoke of about 300.", comparator="≈", value=300,
        period="2008~", attributed_to="the minister", period_words="In those years",
        open_ended=True, note="Said at a parade.",
    )  # fmt: skip
    figure.missions.add(lebanon)
    cite(figure, "value", quotation="some 300 of them")

    page = read(client, figure.get_absolute_url())

    assert heading(page) == "The minister spoke of about 300. [1]"
    assert notes_behind(page, page.select_one("h1") or page) == ["some 300 of them"]
    assert words(page).count("The minister spoke of about 300. [1]") == 1
    assert words(statement(page, "About")) == "jointly Iraq and Lebanon"
    assert words(statement(page, "Figure")).startswith("about 300 people")
    assert notes_behind(page, statement(page, "Figure")) == ["some 300 of them"]
    assert words(statement(page, "Period")) == "about 2008"
    assert words(statement(page, "Attributed to")) == "the minister"
    text = words(page)
    assert "The source’s list is open-ended" in text
    assert "Editors’ note: Said at a parade." in text


def test_a_claim_about_the_country_says_so(client: Client) -> None:
    page = read(client, ClaimFactory.create().get_absolute_url())

    assert words(statement(page, "About")) == "Kazakhstan"
    assert words(statement(page, "Period")) == "not stated in any source"
    assert titles(page) == []


def test_figures_of_the_same_subject_and_measure_stand_beside_a_claim(client: Client) -> None:
    iraq = MissionFactory.create()
    rotation = RotationFactory.create(mission=iraq)
    figure = FigureFactory.create(mission=iraq, value=270)
    beside = FigureFactory.create(mission=iraq, comparator=">", value=260)
    cite(beside, quotation="more than 260 served")
    FigureFactory.create(mission=MissionFactory.create(), value=111)
    FigureFactory.create(rotation=rotation, value=222)
    FigureFactory.create(value=333)
    FigureFactory.create(mission=iraq, value=444, measure__slug="munitions")
    FigureFactory.create(mission=iraq, value=555, draft=True)

    page = read(client, figure.get_absolute_url())

    comparable = section(page, "Other figures of this measure")
    assert [words(one) for one in comparable.select(".figure > a:first-child")] == [
        "more than 260 people"
    ]
    assert notes_behind(page, comparable) == ["more than 260 served"]


def test_figures_of_the_country_stand_beside_each_other_alone(client: Client) -> None:
    figure = FigureFactory.create(value=500)
    FigureFactory.create(comparator="<", value=600)
    FigureFactory.create(mission=MissionFactory.create(), value=700)
    FigureFactory.create(rotation=RotationFactory.create(), value=800)
    FigureFactory.create(unit=UnitFactory.create(), value=900)

    comparable = section(read(client, figure.get_absolute_url()), "Other figures of this measure")

    assert [words(one) for one in comparable.select(".figure > a:first-child")] == [
        "fewer than 600 people"
    ]


def test_conflicting_claims_stand_beside_each_other_both_ways(client: Client) -> None:
    first = ClaimFactory.create(text="It has 500 officers now.")
    second = ClaimFactory.create(text="In all, 500 served.")
    cite(first, quotation="has 500")
    cite(second, quotation="500 served")
    set_against(first, second, ClaimFactory.create(text="Secret claim.", draft=True))

    for claim, other, quoted in ((first, second, "500 served"), (second, first, "has 500")):
        page = read(client, claim.get_absolute_url())
        against = section(page, "Claims against it")
        assert f"{other.text} [2] The editors say: they hardly can all be true" in words(against)
        assert notes_behind(page, against) == [quoted]
        assert words(main_part(page)).count(other.text) == 1
        assert "Secret claim." not in words(page)


def test_a_figure_that_cannot_be_true_too_is_said_once(client: Client) -> None:
    mission = MissionFactory.create()
    measure = MeasureFactory.create(nature=Nature.PERIOD)
    figure, against, beside = (
        FigureFactory.create(missions=[mission], measure=measure, value=value)
        for value in (270, 280, 270)
    )

    page = read(client, figure.get_absolute_url())

    assert "The figures cannot both be true." in words(section(page, "Claims against it"))
    assert [words(a) for a in page.select("#against-heading + ul p > a")] == [against.text]
    assert [
        words(a) for a in page.select("#other-figures-heading ~ ul .figure > a:first-child")
    ] == ["270 people"]
    assert beside.text not in words(section(page, "Claims against it"))


# --- A unit's page ----------------------------------------------------------------------------


def test_a_unit_shows_when_and_how_it_was_founded_and_what_it_is_tied_to(client: Client) -> None:
    brigade = UnitFactory.create(name="Brigade")
    unit = UnitFactory.create(
        name="Kazbat", also_known_as="the battalion", established="2000-01-31",
        founding_instrument="A presidential decree", note="Renamed later.",
    )  # fmt: skip
    cite(unit, "established", quotation="founded on Jan. 31, 2000")
    UnitHistoryFactory.create(unit=unit, kind="part-of", other=brigade)
    for name, draft in (("First company", False), ("Secret company", True)):
        company = UnitFactory.create(name=name, draft=draft)
        UnitHistoryFactory.create(unit=company, kind="part-of", other=unit)
    MissionFactory.create(name="Iraq").units.add(unit)
    MissionFactory.create(name="Secret mission", draft=True).units.add(unit)
    ClaimFactory.create(unit=unit, text="It trains at Ilisky.")

    page = read(client, unit.get_absolute_url())

    assert heading(page) == "Kazbat"
    assert words(statement(page, "Established")).startswith("31 January 2000")
    assert notes_behind(page, statement(page, "Established")) == ["founded on Jan. 31, 2000"]
    assert words(statement(page, "Founded by")) == "A presidential decree"
    assert words(statement(page, "Part of")) == "Brigade date not stated"
    assert words(statement(page, "Missions")) == "Iraq"
    assert words(statement(page, "Its part")) == "First company date not stated"
    assert claim_saying(page, "It trains at Ilisky.")
    assert "Secret" not in words(page)


def test_a_unit_of_which_nothing_is_stated_says_so(client: Client) -> None:
    page = read(client, UnitFactory.create().get_absolute_url())

    for label in ("Also known as", "Established", "Founded by", "Missions"):
        assert words(statement(page, label)) == "not stated in any source"
    assert "Part of" not in words(page)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_hidden_larger_unit_is_not_named(client: Client, state: str) -> None:
    larger = UnitFactory.create(name="Secret brigade", **{state: True})
    unit = UnitHistoryFactory.create(kind="part-of", other=larger).unit

    assert "Secret" not in words(read(client, unit.get_absolute_url()))


def test_editors_see_a_hidden_larger_unit(editor_client: Client) -> None:
    brigade = UnitFactory.create(name="Brigade", draft=True)
    unit = UnitHistoryFactory.create(kind="part-of", other=brigade).unit

    page = read(editor_client, unit.get_absolute_url())

    assert words(statement(page, "Part of")).startswith("Brigade")


# --- Lists ------------------------------------------------------------------------------------


def test_a_mission_s_row_shows_every_figure_and_what_is_not_stated(client: Client) -> None:
    mission = MissionFactory.create(name="Iraq", acronym="MNF", period="2003/")
    for comparator, value in ((">", 270), ("=", 290)):
        cite(
            FigureFactory.create(mission=mission, comparator=comparator, value=value),
            quotation=f"{value} served",
        )
    FigureFactory.create(mission=mission, value=999, draft=True)

    page = read(client, "/missions/")

    (row,) = page.select("main tbody tr")
    name, place, mandate, period, figures = row.select("th, td")
    assert words(name) == "Iraq MNF"
    assert words(place) == words(mandate) == "not stated in any source"
    assert words(period) == "from 2003, end not stated"
    assert [words(link) for link in figures.select("div > a")] == [
        "more than 270 people",
        "290 people",
    ]
    assert notes_behind(page, figures) == ["270 served", "290 served"]


def test_a_claim_s_row_says_what_it_is_about(client: Client) -> None:
    ClaimFactory.create(mission=MissionFactory.create(name="Iraq"), text="A", slug="a")
    ClaimFactory.create(text="B", slug="b", period="2014/..")
    rotation = RotationFactory.create(number=4, mission__name="Lebanon")
    ClaimFactory.create(rotation=rotation, text="C", slug="c")

    rows = [words(row) for row in read(client, "/claims/").select("main .claim")]

    assert rows == [
        "activity A About: Iraq",
        "activity B About: Kazakhstan Period: since 2014",
        "activity C About: Rotation 4, Lebanon",
    ]


# --- What a page costs ------------------------------------------------------------------------


@together()
def furnish(mission: Mission, number: int) -> list[str]:
    """So much of everything around a mission, and twice as many claims about each subject.

    Returns the addresses of its kinds of page.
    """
    other = MissionFactory.create()
    rotation = RotationFactory.create(mission=mission)
    unit = UnitHistoryFactory.create(kind="part-of", other=UnitFactory.create()).unit
    mission.units.add(unit)
    figure = FigureFactory.create(mission=mission)
    for _ in range(number):
        RotationFactory.create(mission=mission)
        UnitHistoryFactory.create(kind="part-of", other=unit)
        MissionFactory.create().units.add(unit)
        for subject in ({"mission": mission}, {"rotation": rotation}, {"unit": unit}):
            for factory in (ClaimFactory, FigureFactory):
                cite(factory.create(**subject))
        cite(FigureFactory.create(missions=[mission, other]))
        deployment = DeploymentFactory.create(
            mission=mission, rotation=rotation, role=RoleFactory.create()
        )
        cite(deployment)
        joint = JointDeploymentFactory.create(
            people=[deployment.person], missions=[mission, other], roles=[deployment.role]
        )
        cite(joint)
    set_against(figure, *mission.claims.exclude(pk=figure.pk))
    records = (mission, other, rotation, figure, unit)
    return [record.get_absolute_url() for record in records]


def test_a_page_asks_no_more_queries_for_more_that_hangs_on_it(client: Client) -> None:
    little = furnish(MissionFactory.create(), 1)
    much = furnish(MissionFactory.create(), 15)

    few = [queries_of(client, address) for address in little]

    assert max(few) <= 10
    assert [queries_of(client, address) for address in much] == few


def test_a_mission_shows_its_photo_with_what_it_rests_on(client: Client) -> None:
    photo = PhotoFactory.create(credit="Gov.kz", caption="On patrol.")
    cite(photo, "caption", quotation="On patrol.")
    mission = MissionFactory.create(photo=photo)

    page = read(client, mission.get_absolute_url())
    assert notes_behind(page, claim_saying(page, "Credit: Gov.kz")) == ["On patrol."]

    photo.state = "draft"
    photo.save()
    assert "Gov.kz" not in words(read(client, mission.get_absolute_url()))


def test_what_ties_a_unit_to_a_mission_is_quoted_on_its_page_and_in_the_list(
    client: Client,
) -> None:
    unit = UnitFactory.create()
    mission = MissionFactory.create(name="Iraq")
    mission.units.add(unit)
    cite(mission, "units", quotation="The battalion went to Iraq.")

    page = read(client, unit.get_absolute_url())
    assert notes_behind(page, statement(page, "Missions")) == ["The battalion went to Iraq."]
    (row,) = read(client, "/units/").select("tbody tr")
    assert "Iraq [1]" in words(row)


def test_rotations_of_which_a_strength_is_stated_stand_in_a_table(client: Client) -> None:
    mission = MissionFactory.create()
    RotationFactory.create(mission=mission, number=1, comparator="=", value=120, noun="officers")
    RotationFactory.create(mission=mission, number=2)

    page = read(client, mission.get_absolute_url())
    rows = [words(row) for row in section(page, "Rotations").select("tbody tr")]
    assert "120 officers" in rows[0]
    assert "120 officers" not in rows[1]


def test_a_cut_list_of_claims_is_never_taken_for_silence(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = MissionFactory.create()
    assert "How many took part not stated" in words(
        main_part(read(client, mission.get_absolute_url()))
    )
    ClaimFactory.create_batch(2, mission=mission)
    monkeypatch.setattr(mission_page, "CLAIMS_ON_A_PAGE", 1)

    assert "How many took part" not in words(main_part(read(client, mission.get_absolute_url())))


@pytest.mark.parametrize("about", ["unit", "rotation"])
def test_of_many_claims_the_first_are_shown_and_the_others_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch, about: str
) -> None:
    owner = {"unit": UnitFactory, "rotation": RotationFactory}[about].create()
    for number in (1, 2, 3):
        ClaimFactory.create(**{about: owner}, text=f"Statement {number}", period=f"200{number}")
    ClaimFactory.create(**{about: owner}, draft=True)
    other = ClaimFactory.create(text="Of another.")
    assert "not shown here" not in words(main_part(read(client, owner.get_absolute_url())))
    monkeypatch.setattr(sys.modules[f"missions.pages.{about}"], "CLAIMS_ON_A_PAGE", 1)

    page = read(client, owner.get_absolute_url())
    told = client.get(f"{owner.get_absolute_url().rstrip('/')}.json").json()

    assert "Statement 2" not in words(main_part(page))
    assert "2 more claims are not shown here." in words(main_part(page))
    way = {"unit": "All claims about this unit"}.get(
        about, "All claims about this mission and its rotations"
    )
    everything = words(main_part(read(client, address_of_link(page, way))))
    assert all(f"Statement {number}" in everything for number in (1, 2, 3))
    assert other.text not in everything
    assert "claims" in told["not_all"]


def test_of_many_other_figures_and_opponents_the_rest_is_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = MissionFactory.create(name="Lebanon")
    claim = FigureFactory.create(mission=mission, value=100)
    beside = [
        FigureFactory.create(mission=mission, comparator=">", value=number)
        for number in range(90, 94)
    ]
    against = [FigureFactory.create(mission=mission, value=number) for number in range(110, 114)]
    jointly = FigureFactory.create(mission=mission, value=100, text="Of both.")
    jointly.missions.add(MissionFactory.create(name="Iraq"))
    claim_page = sys.modules["missions.pages.claim"]
    monkeypatch.setattr(claim_page, "FIGURES_BESIDE", 3)
    monkeypatch.setattr(claim_page, "OPPOSING_SHOWN", 2)

    page = read(client, claim.get_absolute_url())

    figures = section(page, "Other figures of this measure")
    assert [words(figure) for figure in figures.select(".figure a:first-child")] == [
        "more than 90 people", "more than 91 people", "more than 92 people",
    ]  # fmt: skip
    assert "1 more claim is not shown here." in words(figures)
    way = address_of_link(figures, "All claims of this measure")
    listed = words(main_part(read(client, way)))
    assert all(one.text in listed for one in beside)
    opposing = section(page, "Claims against it")
    assert len(opposing.select(".claim")) == 2
    assert "2 more claims are not shown here." in words(opposing)
    way = address_of_link(opposing, "All that stands against it, side by side")
    assert len(read(client, way).select(".conflict .claim")) == 1 + len(against)
    told = client.get(f"{claim.get_absolute_url().rstrip('/')}.json").json()
    assert len(told["record"]["conflicts_with"]) == len(against)
    assert len(told["record"]["against"]) == 2
    assert told["not_all"] == ["against", "other_figures"]
