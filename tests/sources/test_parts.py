"""The page of a source shows a long text in parts, and every passage keeps its address."""

from __future__ import annotations

import pytest
from django.test import Client

from missions.models import Mission
from records.audience import Audience
from sources import parts
from sources.models import Passage, Source, passage
from sources.parts import Parts, quoted_characters, quoted_of
from tests.factories import MissionFactory, PassageFactory, PhotoFactory, SourceFactory, cite
from tests.reading import main_part, read, words

IN_A_PART = 5
MANY = 2 * IN_A_PART + 2

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def parts_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (parts, passage):
        monkeypatch.setattr(module, "PASSAGES_IN_A_PART", IN_A_PART)


@pytest.fixture
def mission() -> Mission:
    row: Mission = MissionFactory.create(name="A mission")
    return row


def long_source(mission: Mission, *, numbered_backwards: bool = False) -> Source:
    """With one passage after the other; of its last words the first number, if so asked."""
    source: Source = SourceFactory.create(slug="long", text_length=10 * MANY)
    for place in range(1, MANY + 1):
        order = MANY + 1 - place if numbered_backwards else place
        quoted = PassageFactory.create(
            source=source, order=order, quotation=f"No. {place}.", offset=10 * place
        )
        cite(mission, "place", passage=quoted)
    return source


def shown(client: Client, address: str) -> list[str]:
    return [words(quoted) for quoted in read(client, address).select(".source-text mark")]


def passages_of(source: Source) -> list[Passage]:
    return list(source.passages.select_related("source").order_by("order"))


def followed(client: Client, address: str) -> tuple[str, str]:
    """Where a browser comes out, and the anchor at which it stands there."""
    page, _sharp, anchor = address.partition("#")
    response = client.get(page)
    if response.status_code == 302:
        page, _sharp, anchor = response["Location"].partition("#")
        response = client.get(page)
    assert response.status_code == 200
    return page, anchor


def test_a_long_text_is_shown_in_parts_one_after_the_other(
    client: Client, mission: Mission
) -> None:
    source = long_source(mission)
    address = source.get_absolute_url()

    texts = [shown(client, f"{address}?page={number}") for number in (1, 2, 3)]

    assert [len(text) for text in texts] == [IN_A_PART, IN_A_PART, 2]
    assert [words for text in texts for words in text] == [f"No. {n}." for n in range(1, MANY + 1)]
    assert shown(client, address) == texts[0]


def test_each_part_says_how_much_there_is_and_leads_to_its_neighbours(
    client: Client, mission: Mission
) -> None:
    address = long_source(mission).get_absolute_url()

    first, second = read(client, address), read(client, f"{address}?page=2")

    said = words(main_part(second))
    assert f"{MANY} passages are quoted: " in said
    assert "shown in 3 parts; this is part 2, with 5 of them." in said
    assert "Page 2 of 3" in said
    assert [link["href"] for link in first.select("nav.pages a")] == ["?page=2"]
    assert [link["href"] for link in second.select("nav.pages a")] == ["?page=1", "?page=3"]


def test_a_short_text_is_one_page_that_speaks_of_no_parts(client: Client, mission: Mission) -> None:
    citation = cite(mission, "place", quotation="It was somewhere.")

    page = read(client, citation.passage.source.get_absolute_url())

    assert not page.select("nav.pages")
    assert "parts" not in words(main_part(page))


@pytest.mark.parametrize("numbered_backwards", [False, True])
def test_the_address_of_a_passage_leads_to_the_part_that_holds_it(
    client: Client, mission: Mission, *, numbered_backwards: bool
) -> None:
    source = long_source(mission, numbered_backwards=numbered_backwards)
    text = {one.order: one.quotation for one in passages_of(source)}

    for order in (1, 3, IN_A_PART, IN_A_PART + 1, 9, MANY):
        address = next(one for one in passages_of(source) if one.order == order).get_absolute_url()
        page, anchor = followed(client, address)
        there = read(client, page).find(id=anchor)
        assert there, f"nothing is called {anchor} on {page}"
        if there.name == "a":
            # Another part holds it: one step further.
            page, anchor = followed(client, f"{source.get_absolute_url()}{there['href']}")
            there = read(client, page).find(id=anchor)
        assert there
        assert text[order] in words(there)


def test_a_passage_keeps_its_address_when_its_source_grows(client: Client) -> None:
    source = SourceFactory.create(slug="growing")
    first = PassageFactory.create(source=source, order=4)
    later = PassageFactory.create(source=source, order=IN_A_PART + 1)
    cite(MissionFactory.create(), passage=later)

    assert first.get_absolute_url() == "/sources/growing/#passage-4"
    assert later.get_absolute_url() == "/sources/growing/?passage=6#passage-6"
    # As long as it is short, its only part holds them all.
    assert followed(client, later.get_absolute_url()) == ("/sources/growing/", "passage-6")


def test_a_page_about_a_record_leads_to_the_part(client: Client, mission: Mission) -> None:
    long_source(mission)

    links = {str(link.get("href")) for link in read(client, "/missions/").select("a")}
    links |= {
        str(link.get("href")) for link in read(client, mission.get_absolute_url()).select("a")
    }

    assert "/sources/long/#passage-5" in links
    assert "/sources/long/?passage=6#passage-6" in links


@pytest.mark.parametrize("asked", ["0", "-1", "13", "x", "٣", "9" * 40, "9" * 5_000])
def test_there_is_no_part_for_a_passage_that_is_not_shown(
    client: Client, mission: Mission, asked: str
) -> None:
    source = long_source(mission)
    hidden = PassageFactory.create(source=source, order=30, quotation="Of nobody.")

    assert client.get(f"{source.get_absolute_url()}?passage={asked}").status_code == 404
    assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", ["0", "4", "x", "9" * 40])
def test_a_part_that_there_is_not_is_not_found(
    client: Client, mission: Mission, number: str
) -> None:
    address = long_source(mission).get_absolute_url()

    page = read(client, f"{address}?page={number}", status=404)

    assert address in [link["href"] for link in page.select("a.way")]


def test_photos_stand_in_the_first_part_where_their_address_leads(
    client: Client, mission: Mission
) -> None:
    source = long_source(mission)
    photo = PhotoFactory.create(source=source)
    anchor = f"#photo-{photo.slug}"
    assert photo.get_absolute_url() == f"{source.get_absolute_url()}{anchor}"

    assert read(client, source.get_absolute_url()).select(anchor)
    assert not read(client, f"{source.get_absolute_url()}?page=2").select(anchor)


def test_its_json_is_the_whole_text(client: Client, mission: Mission) -> None:
    source = long_source(mission)

    told = client.get("/sources/long.json").json()

    passages = told["record"]["passages"]
    assert [one["quotation"] for one in passages] == [f"No. {n}." for n in range(1, MANY + 1)]
    assert all(one["resting"] for one in passages)
    assert passages[-1]["address"] == passages_of(source)[-1].get_absolute_url()


def test_only_what_is_public_makes_up_the_parts_of_visitors(mission: Mission) -> None:
    source = long_source(mission)
    PassageFactory.create(source=source, order=50, quotation="Of nobody.", offset=0)

    assert len(quoted_of(source, Audience.PUBLIC)) == MANY
    assert quoted_of(source, Audience.EDITORS)[0].order == 50


def test_what_stands_elsewhere_is_named_as_far_as_its_address_leads_here(
    mission: Mission,
) -> None:
    source = long_source(mission, numbered_backwards=True)
    quoted = quoted_of(source, Audience.PUBLIC)

    assert Parts(quoted).elsewhere == list(range(1, IN_A_PART + 1))
    assert Parts(quoted[:IN_A_PART]).elsewhere == []


# --- How much is quoted -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "quoted"),
    [
        pytest.param([], 0, id="none"),
        pytest.param([(0, 10), (20, 5)], 15, id="apart"),
        pytest.param([(0, 10), (10, 5)], 15, id="touching"),
        pytest.param([(0, 10), (5, 10)], 15, id="overlapping"),
        pytest.param([(0, 30), (5, 10), (20, 5)], 30, id="one inside another"),
        pytest.param([(0, 30), (5, 10), (25, 10)], 35, id="inside and beyond"),
        pytest.param([(7, 5), (7, 5)], 5, id="twice the same"),
        pytest.param([(20, 5), (0, 10)], 15, id="in no order"),
        pytest.param([(None, 10), (0, 3)], 3, id="no offset known"),
    ],
)
def test_characters_that_are_quoted_count_once(
    spans: list[tuple[int | None, int]], quoted: int
) -> None:
    assert quoted_characters(spans) == quoted


def test_letters_are_counted_and_not_bytes() -> None:
    passage = PassageFactory.create(quotation="Әлия", offset=0)

    (quoted,) = quoted_of(passage.source, Audience.EDITORS)

    assert quoted.length == 4
