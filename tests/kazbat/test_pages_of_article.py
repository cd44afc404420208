"""What pages across the register say of the article: its conflicts, and what it leaves out."""

import pytest
from bs4 import Tag
from django.test import Client

from tests.reading import conflict_marks, notes_behind, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


# --- Conflicts --------------------------------------------------------------------------------


def conflicts_at(client: Client, address: str) -> tuple[Tag, list[Tag]]:
    page = read(client, address)
    return page, page.select("main section.conflict")


def test_akhmetova_has_two_ranks_and_neither_is_picked(client: Client) -> None:
    _page, (conflict,) = conflicts_at(client, "/conflicts/?kind=ranks")

    assert "Dilya Akhmetova" in words(conflict)
    ranks = {words(said).partition(" [")[0] for said in conflict.select(".claim .said")}
    assert ranks == {"Lieutenant Colonel", "Colonel"}
    assert "A promotion may explain them; no source says so." in words(conflict)


def test_500_officers_are_spoken_of_in_two_ways(client: Client) -> None:
    page, (conflict,) = conflicts_at(client, "/conflicts/?kind=linked")

    assert set(notes_behind(page, conflict)) == {
        "Now Consists of More Than 500 Officers",
        "During this time, more than 500 officers participated in six rotations",
    }
    assert "The body of the article gives no such strength." in words(conflict)


def test_it_is_in_conflict_with_itself_in_nothing_else(client: Client) -> None:
    _page, conflicts = conflicts_at(client, "/conflicts/")

    assert len(conflicts) == 2


NOW = "more than 500 officers (when the source was published)"
FIVE_HUNDRED = ["more than 500 officers", NOW]


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        # The second stands in the table, and among the numbers of who serves now.
        (
            "/",
            [
                "more than 500 officers",
                "more than 500 officers",
                "more than 500 officers (May 2022)",
            ],
        ),
        ("/figures/", FIVE_HUNDRED),
        ("/missions/", FIVE_HUNDRED[:1]),
        ("/missions/unifil/", FIVE_HUNDRED[:1]),
        ("/units/kazbat/", FIVE_HUNDRED[1:]),
        ("/missions/iraq/", []),
    ],
)
def test_the_two_numbers_of_officers_are_marked_and_nothing_else(
    client: Client, address: str, marked: list[str]
) -> None:
    assert sorted(map(figure_beside, conflict_marks(read(client, address)))) == sorted(marked)


def test_that_a_number_is_of_the_day_of_the_source_is_said_once(client: Client) -> None:
    figures = words(read(client, "/units/kazbat/").select(".figures")[0])

    assert NOW in figures
    assert "True when the source was published" not in figures
    assert "True when the source was published" in words(read(client, "/claims/"))


def figure_beside(mark: Tag) -> str:
    box = mark.find_parent(["div", "td", "li", "p"])
    assert box
    link = box.select_one("a")
    assert link
    return words(link)


# --- Gaps -------------------------------------------------------------------------------------


def rows_with_gaps(client: Client, asked: str) -> dict[str, str]:
    """What each row says, by the name of its record."""
    rows = read(client, f"/gaps/?{asked}").select(".gap-rows tbody tr")
    return {words(row.select("th")[0]): words(row) for row in rows}


def test_four_women_have_no_mission_of_their_own(client: Client) -> None:
    assert set(rows_with_gaps(client, "kind=person&field=deployments")) == {
        "Sholpan Tausheva", "Sabina Muzalinova", "Rimma Shakeyeva", "Aizhan Zhasuzakova",
    }  # fmt: skip


def test_no_source_says_when_the_mission_in_iraq_ended(client: Client) -> None:
    missions = rows_with_gaps(client, "kind=mission")

    assert "end of the period" in missions["Peacekeeping mission in Iraq"]
