"""/conflicts/: claims that cannot all be true, side by side."""

from typing import Any

import pytest
from bs4 import Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kazbat.conflicts import finding, reading
from personnel.models import Person
from sources.models import Stance
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MeasureFactory,
    MissionFactory,
    OrganisationFactory,
    PersonFactory,
    PhotoFactory,
    RankFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    cite,
    set_against,
)
from tests.reading import (
    address_of_link,
    choices,
    complaint_at,
    heading,
    main_part,
    notes_behind,
    read,
    words,
)

pytestmark = pytest.mark.django_db

NONE = "No claims in the register contradict each other."


def conflicts_on(page: Tag) -> list[Tag]:
    return page.select("main section.conflict")


def texts(conflict: Tag) -> list[str]:
    return [words(said) for said in conflict.select(".claim .said")]


def the_conflict(page: Tag) -> Tag:
    (found,) = conflicts_on(page)
    return found


def two_figures(**values: Any) -> tuple[Any, Any]:
    mission = values.pop("mission", None) or MissionFactory.create()
    low = FigureFactory.create(mission=mission, text="Just 270 people went.", value=270, **values)
    high = FigureFactory.create(mission=mission, text="All 290 people went.", value=290, **values)
    return low, high


# --- Service ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "mission", "rotation", "found"),
    [
        ("2010", "2003/2008", "", True),
        ("2002-12", "2003/2008", "", True),
        ("2008", "2003/2008", "", False),
        ("2010", "2003/", "", False),
        ("2010", "", "", False),
        ("2005", "2003/2008", "2004", True),
        ("", "2003/2008", "2004", False),
    ],
)
def test_service_outside_the_time_of_its_mission_or_rotation_is_found(
    client: Client, service: str, mission: str, rotation: str, found: bool
) -> None:
    served = RotationFactory.create(mission__period=mission, period=rotation)
    deployment = DeploymentFactory.create(
        person__display_name="Aru", mission=served.mission, rotation=served, period=service
    )
    cite(deployment, quotation="Aru served then.")

    conflicts = conflicts_on(read(client, "/conflicts/?kind=service"))

    assert [words(one).startswith("When did Aru serve?") for one in conflicts] == [True] * found
    assert ["Aru served then." in words(one) for one in conflicts] == [True] * found


def test_service_is_found_when_the_time_of_the_mission_becomes_known(client: Client) -> None:
    deployment = DeploymentFactory.create(period="2010")
    assert not conflicts_on(read(client, "/conflicts/?kind=service"))

    deployment.mission.period = "2003/2008"
    deployment.mission.save()

    assert conflicts_on(read(client, "/conflicts/?kind=service"))


# --- Figures ----------------------------------------------------------------------------------


def test_figures_that_cannot_all_be_true_stand_side_by_side(client: Client) -> None:
    low, high = two_figures()
    FigureFactory.create(
        missions=low.missions.all(), text="Some 280 went.", comparator="≈", value=280
    )
    cite(low, quotation="270 soldiers and no more")
    cite(high, quotation="we counted 290")

    page = read(client, "/conflicts/")
    conflict = the_conflict(page)

    # About 280 contradicts neither of them.
    assert {text.split(" people ")[0] for text in texts(conflict)} == {"270", "290"}
    assert set(notes_behind(page, conflict)) == {"270 soldiers and no more", "we counted 290"}


def test_figures_that_can_all_be_true_are_no_conflict(client: Client) -> None:
    mission = MissionFactory.create()
    FigureFactory.create(mission=mission, comparator=">", value=270)
    FigureFactory.create(mission=mission, comparator="=", value=290)

    assert NONE in words(main_part(read(client, "/conflicts/")))


def test_figures_of_the_country_conflict_too(client: Client) -> None:
    FigureFactory.create(value=100)
    FigureFactory.create(value=200)
    FigureFactory.create(mission=MissionFactory.create(), value=300)

    assert len(texts(the_conflict(read(client, "/conflicts/")))) == 2


def test_draft_figure_makes_no_conflict_for_visitors(client: Client, editor_client: Client) -> None:
    low, _high = two_figures()
    low.state = "draft"
    low.save()

    assert NONE in words(main_part(read(client, "/conflicts/")))
    assert "draft" in words(the_conflict(read(editor_client, "/conflicts/")))


def test_figures_of_a_withdrawn_mission_are_not_shown(client: Client) -> None:
    two_figures(mission=MissionFactory.create(withdrawn=True))

    assert NONE in words(main_part(read(client, "/conflicts/")))


# --- Editors' links ---------------------------------------------------------------------------


def test_statements_that_editors_link_make_one_group_with_all_they_are_linked_to(
    client: Client,
) -> None:
    first, second, third, apart = ClaimFactory.create_batch(4)
    set_against(first, third)
    set_against(third, second)
    set_against(apart, ClaimFactory.create(draft=True))

    conflict = the_conflict(read(client, "/conflicts/?kind=linked"))

    assert [claim.text in words(conflict) for claim in (first, second, third, apart)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert len(texts(conflict)) == 3


def test_editors_note_stands_beside_the_statement(client: Client) -> None:
    one = ClaimFactory.create(note="They may mean different years.")
    set_against(one, ClaimFactory.create())

    assert "Editors’ note: They may mean different years." in words(
        the_conflict(read(client, "/conflicts/"))
    )


# --- Ranks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("", "", True),
        ("2018", "", True),
        ("2018", "2018-05", True),
        ("2018/..", "2020", True),
        ("2018", "2019", False),
        ("../2017", "2018/..", False),
    ],
)
def test_ranks_conflict_unless_their_dates_keep_them_apart(
    client: Client, one: str, other: str, conflict: bool
) -> None:
    person = PersonFactory.create()
    RankHoldingFactory.create(person=person, as_of=one)
    RankHoldingFactory.create(person=person, as_of=other)

    assert bool(conflicts_on(read(client, "/conflicts/"))) is conflict


def test_one_rank_at_two_times_is_no_conflict(client: Client) -> None:
    held = RankHoldingFactory.create(as_of="2018")
    RankHoldingFactory.create(person=held.person, rank=held.rank)

    assert not conflicts_on(read(client, "/conflicts/"))


def test_ranks_of_two_people_are_no_conflict(client: Client) -> None:
    RankHoldingFactory.create_batch(2)

    assert not conflicts_on(read(client, "/conflicts/"))


def test_draft_rank_makes_no_conflict(client: Client) -> None:
    held = RankHoldingFactory.create()
    RankHoldingFactory.create(person=held.person, draft=True)

    assert not conflicts_on(read(client, "/conflicts/"))


def test_all_ranks_of_the_person_are_shown(client: Client) -> None:
    person: Person = PersonFactory.create()
    for printed, year in (("Captain", "2003"), ("Major", ""), ("Colonel", "2018")):
        RankHoldingFactory.create(person=person, as_printed=printed, as_of=year)

    conflict = the_conflict(read(client, "/conflicts/"))

    assert sorted(text.split(" ")[0] for text in texts(conflict)) == [
        "Captain", "Colonel", "Major",
    ]  # fmt: skip


# --- Passages that say something else ---------------------------------------------------------


def test_passage_that_differs_stands_beside_what_the_register_states(client: Client) -> None:
    mission = MissionFactory.create(name="Far away", period="2003")
    cite(mission, "period", quotation="it began in 2003")
    cite(mission, "period", quotation="in 2004 it began", stance=Stance.DIFFERS, says="2004")

    page = read(client, "/conflicts/")
    conflict = the_conflict(page)

    assert heading(page) == "Where sources contradict each other"
    assert "Mission Far away : which" in words(conflict)
    assert "2003" in words(conflict.select_one(".said"))  # type: ignore[arg-type]
    assert "Another source says: 2004" in words(conflict)
    assert set(notes_behind(page, conflict)) == {"it began in 2003", "in 2004 it began"}


def test_several_passages_that_differ_about_one_field_are_one_conflict(client: Client) -> None:
    mission = MissionFactory.create(place="Baghdad")
    for place in ("Basra", "Kut"):
        cite(mission, "place", stance=Stance.DIFFERS, says=place)

    conflict = the_conflict(read(client, "/conflicts/"))

    assert all(place in words(conflict) for place in ("Baghdad", "Basra", "Kut"))


def test_passage_in_conflict_with_a_whole_record_is_shown(client: Client) -> None:
    cite(UnitFactory.create(name="Kazbat"), stance=Stance.DIFFERS, says="no such unit")

    conflict = the_conflict(read(client, "/conflicts/"))

    assert "Unit Kazbat : is it so?" in words(conflict)
    assert "no such unit" in words(conflict)


def test_passage_that_supports_is_no_conflict(client: Client) -> None:
    cite(MissionFactory.create(), "name")

    assert not conflicts_on(read(client, "/conflicts/"))


@pytest.mark.parametrize("hidden", ["record", "source"])
def test_conflicting_passage_of_what_is_not_public_is_hidden(client: Client, hidden: str) -> None:
    mission = MissionFactory.create(draft=hidden == "record")
    citation = cite(mission, "place", stance=Stance.DIFFERS, says="Basra")
    if hidden == "source":
        citation.passage.source.state = "draft"
        citation.passage.source.save()

    assert not conflicts_on(read(client, "/conflicts/"))


def test_draft_that_a_public_record_names_is_not_named(client: Client) -> None:
    mission = MissionFactory.create()
    mission.units.add(UnitFactory.create(name="Secret brigade", draft=True))
    cite(mission, "units", stance=Stance.DIFFERS, says="no unit at all")

    page = read(client, "/conflicts/")

    assert "no unit at all" in words(the_conflict(page))
    assert "Secret brigade" not in str(page)


def test_value_that_is_a_record_is_shown_by_its_name(client: Client) -> None:
    mission = MissionFactory.create(mandated_by=OrganisationFactory.create(name="The League"))
    mission.units.add(UnitFactory.create(name="Kazbat"))
    cite(mission, "mandated_by", stance=Stance.DIFFERS, says="nobody")
    cite(mission, "units", stance=Stance.DIFFERS, says="another battalion")

    shown = " ".join(words(conflict) for conflict in conflicts_on(read(client, "/conflicts/")))

    assert "The League" in shown
    assert "Kazbat" in shown


# --- The list ---------------------------------------------------------------------------------


def test_choices_say_how_many_conflicts_there_are_of_each_kind(client: Client) -> None:
    two_figures()
    two_figures()
    cite(MissionFactory.create(), "place", stance=Stance.DIFFERS, says="Basra")

    page = read(client, "/conflicts/")
    offered = choices(page, "kind")

    assert {kind: label.rpartition(" ")[2] for kind, label in offered.items()} == {
        "": "(3)", "figures": "(2)", "series": "(0)", "linked": "(0)", "ranks": "(0)",
        "service": "(0)", "parents": "(0)", "leaders": "(0)", "citations": "(1)",
    }  # fmt: skip
    assert "3 disputes" in words(main_part(page))


def test_kind_narrows_the_list(client: Client) -> None:
    two_figures()
    cite(MissionFactory.create(), "place", stance=Stance.DIFFERS, says="Basra")

    page = read(client, "/conflicts/?kind=figures")

    assert "cannot all be true" in words(the_conflict(page))
    assert "1 dispute" in words(main_part(page))


def test_kind_that_there_is_not_is_refused_at_its_field(client: Client) -> None:
    two_figures()

    page = read(client, "/conflicts/?kind=quarrels", status=400)

    assert "quarrels" in complaint_at(page, "kind")
    assert not conflicts_on(page)


def test_empty_register_says_so(client: Client) -> None:
    assert NONE in words(main_part(read(client, "/conflicts/")))


def test_many_conflicts_are_shown_on_several_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CONFLICTS_A_PAGE", 2)
    for _each in range(3):
        two_figures()

    first, second = read(client, "/conflicts/"), read(client, "/conflicts/?page=2")

    anchors = [conflict["id"] for page in (first, second) for conflict in conflicts_on(page)]
    assert [len(conflicts_on(page)) for page in (first, second)] == [2, 1]
    assert len(set(anchors)) == 3
    read(client, "/conflicts/?page=3", status=404)
    read(client, "/conflicts/?page=two", status=404)


def test_links_between_pages_keep_the_kind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CONFLICTS_A_PAGE", 1)
    two_figures()
    two_figures()

    following = read(client, "/conflicts/?kind=figures").select_one('a[rel="next"]')

    assert following
    assert following["href"] == "?kind=figures&page=2"


def test_more_conflicts_than_are_looked_at_are_said_to_be_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    two_figures()
    assert "There are more" not in words(main_part(read(client, "/conflicts/")))
    two_figures()

    page = read(client, "/conflicts/")

    assert "There are more" in words(main_part(page))
    assert len(conflicts_on(page)) == 1


def one_conflict_of_each_kind() -> None:
    two_figures()
    set_against(ClaimFactory.create(), ClaimFactory.create())
    held = RankHoldingFactory.create()
    RankHoldingFactory.create(person=held.person)
    mission = MissionFactory.create()
    for record, field in (
        (mission, "units"),
        (UnitFactory.create(), "established"),
        (RotationFactory.create(mission=mission), "value"),
        (ClaimFactory.create(mission=mission), "period"),
        (held, "rank"),
        (held.person, "gender"),
        (DeploymentFactory.create(rotation=RotationFactory.create()), "rotation"),
        (JointDeploymentFactory.create(), "people"),
        (SourceFactory.create(), "title"),
        (PhotoFactory.create(), "credit"),
    ):
        cite(record, field, stance=Stance.DIFFERS, says="something else")


def marked(conflict: Tag) -> list[list[str]]:
    """What is marked as different, of one claim after the other."""
    return [[words(one) for one in claim.select("mark")] for claim in conflict.select(".claim")]


def test_question_names_what_differs_and_the_same_number_once(client: Client) -> None:
    measures = [
        MeasureFactory.create(slug=slug, name=name)
        for slug, name in (("strength", "Strength"), ("people", "People in all"))
    ]
    lebanon = MissionFactory.create(name="Lebanon")
    one = FigureFactory.create(
        unit=UnitFactory.create(name="The unit"), measure=measures[0], value=500, noun="Officers"
    )
    other = FigureFactory.create(mission=lebanon, measure=measures[1], value=500, noun="officers")
    set_against(one, other)

    conflict = the_conflict(read(client, "/conflicts/"))

    assert words(conflict).startswith(
        "What does “500 officers” count: strength (the unit) or people in all (Lebanon)?"
    )
    assert not conflict.select(".figure")
    assert marked(conflict) == [["Strength", "The unit"], ["People in all", "Lebanon"]]


def test_question_about_figures_names_their_subject_once(client: Client) -> None:
    people = MeasureFactory.create(name="People in all")
    two_figures(mission=MissionFactory.create(name="Iraq"), measure=people, noun="soldiers")

    conflict = the_conflict(read(client, "/conflicts/"))

    assert words(conflict).startswith("Iraq, people in all: 270 soldiers or 290 soldiers?")
    assert marked(conflict) == [["270 soldiers"], ["290 soldiers"]]


def test_question_about_many_figures_names_some_and_counts_the_others(client: Client) -> None:
    people = MeasureFactory.create(name="People in all")
    iraq = MissionFactory.create(name="Iraq")
    for value in range(1, 13):
        FigureFactory.create(mission=iraq, measure=people, value=value, noun="men")

    conflict = the_conflict(read(client, "/conflicts/"))

    assert words(conflict).startswith(
        "Iraq, people in all: 1 men, 2 men, 3 men, or one of 9 other figures?"
    )


def test_question_about_four_figures_names_all_of_them(client: Client) -> None:
    people = MeasureFactory.create(name="People in all")
    iraq = MissionFactory.create(name="Iraq")
    for value in range(1, 5):
        FigureFactory.create(mission=iraq, measure=people, value=value, noun="men")

    assert "1 men, 2 men, 3 men, or 4 men?" in words(the_conflict(read(client, "/conflicts/")))


def test_largest_conflict_comes_first(client: Client) -> None:
    two_figures()
    low, _high = two_figures()
    FigureFactory.create(missions=low.missions.all(), measure=low.measure, value=300)

    sizes = [len(texts(one)) for one in conflicts_on(read(client, "/conflicts/?kind=figures"))]
    assert sizes == [3, 2]


def test_sides_of_one_source_are_said_to_be(client: Client) -> None:
    low, high = two_figures()
    passage = cite(low).passage
    cite(high, passage=passage)
    assert "They come from one source." in words(the_conflict(read(client, "/conflicts/")))

    cite(high)
    assert "one source" not in words(the_conflict(read(client, "/conflicts/")))


def test_conflicts_of_one_claim_are_asked_for_by_its_address(client: Client) -> None:
    low, _high = two_figures()
    other, _another = two_figures()
    set_against(other, ClaimFactory.create())

    page = read(client, f"/conflicts/?claim={low.slug}")

    assert "1 dispute about" in words(main_part(page))
    assert [low.get_absolute_url() in str(one) for one in conflicts_on(page)] == [True]
    both = read(client, f"/conflicts/?claim={other.slug}")
    assert "2 disputes about" in words(main_part(both))
    assert "1 dispute about" in words(
        main_part(read(client, f"/conflicts/?claim={other.slug}&kind=linked"))
    )
    alone = ClaimFactory.create()
    assert conflicts_on(read(client, f"/conflicts/?claim={alone.slug}")) == []


@pytest.mark.parametrize("claim", ["nobody", "hidden", "%00", "a b"])
def test_a_claim_that_is_none_is_refused(client: Client, claim: str) -> None:
    ClaimFactory.create(slug="hidden", draft=True)

    assert conflicts_on(read(client, f"/conflicts/?claim={claim}", status=400)) == []


def test_every_page_asks_at_most_ten_queries_however_much_it_shows(client: Client) -> None:
    shown = []
    for _round in range(2):
        one_conflict_of_each_kind()
        number, total = 1, 1
        while number <= total:
            with CaptureQueriesContext(connection) as queries:
                page = read(client, f"/conflicts/?page={number}")
            assert len(queries) <= 10
            shown.append(len(conflicts_on(page)))
            number += 1
            total = int(words(page.select_one(".pages span")).split()[-1])  # type: ignore[arg-type]

    assert sum(shown) == 13 + 26


def test_a_large_conflict_is_counted_and_all_of_it_is_a_way_off(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (finding, reading):
        monkeypatch.setattr(module, "SIDES_SHOWN", 2)
    mission = MissionFactory.create(name="Iraq")
    claims = [
        FigureFactory.create(mission=mission, value=number, text=f"It was {number}.")
        for number in range(1, 6)
    ]

    conflict = the_conflict(read(client, "/conflicts/"))

    assert len(texts(conflict)) == 2
    assert "Shown here: 2 of 5." in words(conflict)
    address = address_of_link(conflict, "All of them, page by page")
    pages = [the_conflict(read(client, f"/conflicts/{address}&page={n}")) for n in (1, 2, 3)]
    shown = [text for page in pages for text in texts(page)]
    assert len(shown) == len(claims)
    assert all(any(claim.text in text for text in shown) for claim in claims)
    assert "Page 1 of 3" in words(read(client, f"/conflicts/{address}"))


def test_of_a_claim_s_conflict_its_own_side_comes_on_the_first_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (finding, reading):
        monkeypatch.setattr(module, "SIDES_SHOWN", 2)
    mission = MissionFactory.create()
    *_others, last = [FigureFactory.create(mission=mission, value=n) for n in range(1, 6)]

    conflict = the_conflict(read(client, f"/conflicts/?claim={last.slug}"))

    assert any(last.text in text for text in texts(conflict))


def test_a_rank_that_becomes_a_higher_one_puts_a_promotion_in_order(client: Client) -> None:
    person = PersonFactory.create()
    lower, higher = (RankFactory.create(seniority=seniority) for seniority in (20, 10))
    for rank, year in ((lower, "2003/.."), (higher, "2010/..")):
        RankHoldingFactory.create(person=person, rank=rank, as_of=year)
    assert len(conflicts_on(read(client, "/conflicts/?kind=ranks"))) == 1

    higher.seniority = 30
    higher.save()

    assert conflicts_on(read(client, "/conflicts/?kind=ranks")) == []
