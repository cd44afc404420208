"""The search page: whatever is typed finds what is public, or nothing, and never fails."""

from urllib.parse import quote

import pytest
from bs4 import Tag
from django.test import Client
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personnel.models import PersonName
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MeasureFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    RankFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    cite,
    together,
)
from tests.reading import address_of_link, main_part, queries_of, read, words

pytestmark = pytest.mark.django_db


def search(client: Client, query: str, *, status: int = 200, **more: str) -> Tag:
    return read(client, f"/search/?{urlencode({'q': query, **more})}", status=status)


def hits(page: Tag) -> list[str]:
    """The titles as they are read, over the marks inside words."""
    return [link.get_text().strip() for link in page.select(".hits .hit-title")]


def kinds(page: Tag) -> list[str]:
    return [words(link) for link in page.select("nav.kinds a")]


# --- Finding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["Ахметова", "AKHMETOVA", "akhmetova", "Ахметовa", "akhm", "“Akhmetova”", "  akhmetova  dilya"],
)
def test_a_person_is_found_in_any_script_and_case(client: Client, query: str) -> None:
    person = PersonFactory.create(display_name="Dilya Akhmetova")
    PersonFactory.create(display_name="Sholpan Tausheva")

    page = search(client, query)

    assert hits(page) == ["Dilya Akhmetova"]
    assert address_of_link(page, "Dilya Akhmetova") == person.get_absolute_url()
    assert "1 found" in words(page)


def test_a_person_is_found_by_another_name(client: Client) -> None:
    name = PersonNameFactory.create(person__display_name="Dilya Akhmetova", name="Диля Садыкова")
    assert hits(search(client, "sadykova")) == ["Dilya Akhmetova"]

    PersonName.objects.get(pk=name.pk).delete()
    assert hits(search(client, "sadykova")) == []


def test_every_kind_of_record_is_found_with_its_address(client: Client) -> None:
    mission = MissionFactory.create(name="Zebra mission")
    records = [
        mission,
        PersonFactory.create(display_name="Zebra person"),
        RotationFactory.create(mission=mission),
        UnitFactory.create(name="Zebra unit"),
        ClaimFactory.create(text="Zebra claim."),
        JointDeploymentFactory.create(text="Zebra joint statement."),
        SourceFactory.create(title="Zebra source"),
    ]
    citation = cite(mission, quotation="Zebra passage.")

    page = search(client, "zebra")

    found = {str(link["href"]) for link in page.select(".hits .hit-title")}
    assert found == {record.get_absolute_url() for record in (*records, citation.passage)}
    assert [words(tag) for tag in page.select(".hits .tag")].count("Joint statement") == 1
    assert kinds(page) == [
        "All", "Missions (1)", "People (1)", "Units (1)", "Claims (1)", "Joint statements (1)",
        "Sources (1)", "Rotations (1)", "Passages (1)",
    ]  # fmt: skip


def test_every_found_address_answers(client: Client) -> None:
    mission = MissionFactory.create(name="Zebra")
    RotationFactory.create(mission=mission)
    cite(mission, quotation="Zebra.")

    for link in search(client, "zebra").select(".hits a"):
        assert client.get(str(link["href"])).status_code == 200


def test_words_that_nothing_holds_find_nothing(client: Client) -> None:
    PersonFactory.create(display_name="Dilya Akhmetova")

    page = search(client, "tausheva")

    assert hits(page) == []
    assert "0 found" in words(page)
    assert "No source in this register mentions “tausheva”." in words(page)


@pytest.mark.parametrize("address", ["/search/", "/search/?kind=person"])
def test_without_words_there_is_only_the_form(client: Client, address: str) -> None:
    PersonFactory.create()

    page = read(client, address)

    assert page.select_one('main form input[name="q"]')
    assert "found" not in words(main_part(page))


def test_words_of_the_vocabulary_are_no_hits(client: Client) -> None:
    RankFactory.create(name="Colonel")

    assert "0 found" in words(search(client, "colonel"))


# --- Whatever is typed ------------------------------------------------------------------------

HOSTILE = [
    *('"', "'", '"akhmetova', "akhmetova'", "(", ")", "(akhmetova", "akhmetova)", "*", "^akhmet"),
    *("AND", "OR", "NOT", "NEAR", "akhmetova AND", "OR akhmetova", "NOT akhmetova", "NEAR(a b)"),
    *("title:akhmetova", "folded_title : a", "-akhmetova", "a-b", "- -", "a:*b", "a & !b | c"),
    *("😀", "akhmetova 😀", "👩‍✈️", "%", "_", "%s", "%(x)s", "{}", "\\", "\\'", ";--", "$1", "<->"),
    *("\x00", "akh\x00metova", "\x01\x1f\x7f", "\u202eakhmetova", "\u200b", "\ufeff", "\ue000"),
    *("<script>alert(1)</script>", "&amp;", "]]>", "\r\nSet-Cookie: a=b", "ﷺ", "İıſß", "𝔸𝕜"),
]  # fmt: skip


@pytest.mark.parametrize("address", ["/search/", "/search/suggestions/"])
@pytest.mark.parametrize("query", HOSTILE)
def test_operators_and_junk_are_only_words(client: Client, address: str, query: str) -> None:
    PersonFactory.create(display_name="Dilya Akhmetova")

    response = client.get(address, {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert b"\x00" not in response.content


@pytest.mark.parametrize("raw", ["%00", "%ff", "%ED%A0%80", "%", "%u0041", "a%00b", "+"])
def test_bytes_that_are_no_letters_never_fail(client: Client, raw: str) -> None:
    assert client.get(f"/search/?q={raw}").status_code == 200


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
def test_no_text_fails(client: Client, query: str) -> None:
    response = client.get("/search/", {"q": query})

    assert response.status_code == 200


@pytest.mark.parametrize("query", ["akhmetova " * 1_000, "b" * 10_000, "’" * 10_000, "😀" * 10_000])
def test_ten_thousand_characters_are_cut_and_the_page_says_so(client: Client, query: str) -> None:
    PersonFactory.create(display_name="Dilya Akhmetova")

    page = search(client, query)

    assert "Only the first 300 characters were looked up." in words(page)
    assert hits(page) == (["Dilya Akhmetova"] if query.startswith("akh") else [])
    typed = page.select_one('main input[name="q"]')
    assert typed
    assert len(str(typed["value"])) <= 300


def test_three_hundred_characters_are_not_cut(client: Client) -> None:
    assert "Only the first" not in words(search(client, "a" * 300))


# --- By kind and page -------------------------------------------------------------------------


def test_hits_are_narrowed_to_one_kind_and_counted_so(client: Client) -> None:
    MissionFactory.create(name="Lebanon")
    ClaimFactory.create_batch(2, text="They served in Lebanon.")

    page = search(client, "lebanon", kind="mission")

    assert hits(page) == ["Lebanon"]
    assert "1 found" in words(page)
    assert kinds(page) == ["All", "Missions (1)", "Claims (2)"]
    chosen = page.select('nav.kinds a[aria-current="true"]')
    assert [words(link) for link in chosen] == ["Missions (1)"]


def test_a_kind_without_hits_finds_none(client: Client) -> None:
    MissionFactory.create(name="Lebanon")

    page = search(client, "lebanon", kind="person")

    assert hits(page) == []
    assert "0 found" in words(page)
    assert kinds(page) == ["All", "Missions (1)"]


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "junk"},
        {"kind": "rank"},
        {"kind": "Mission"},
        {"kind": "\x00"},
        {"kind": "<script>"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "junk"},
        {"page": "1e9"},
        {"page": "1000"},
        {"page": "9" * 5_000},
        {"page": "１"},
    ],
)
def test_a_kind_or_page_that_means_nothing_lists_nothing(
    client: Client, more: dict[str, str]
) -> None:
    MissionFactory.create(name="Lebanon")

    page = search(client, "lebanon", status=400, **more)

    assert hits(page) == []
    assert "There is no such kind of record or no such page." in words(page)
    everything = address_of_link(page, "Search everything")
    assert hits(read(client, f"/search/{everything}")) == ["Lebanon"]


def test_hits_are_read_page_by_page_along_their_links(client: Client) -> None:
    with together():
        made = [ClaimFactory.create(text=f"Lebanon & Iraq, no. {n}.") for n in range(45)]
    MissionFactory.create(name="Lebanon & Iraq")

    first = search(client, "lebanon & iraq", kind="claim")
    second = read(client, "/search/" + address_of_link(first, "Next"))
    third = read(client, "/search/" + address_of_link(second, "Next"))

    assert [len(hits(page)) for page in (first, second, third)] == [20, 20, 5]
    assert {*hits(first), *hits(second), *hits(third)} == {claim.text for claim in made}
    assert not third.select_one('a[rel="next"]')
    assert hits(read(client, "/search/" + address_of_link(second, "Previous"))) == hits(first)


@pytest.mark.parametrize(("number", "pages"), [(20, 1), (21, 2)])
def test_another_page_is_offered_only_if_more_follows(
    client: Client, number: int, pages: int
) -> None:
    ClaimFactory.create_batch(number, text="Lebanon.")

    assert bool(search(client, "lebanon").select_one('a[rel="next"]')) is (pages == 2)


def test_addresses_of_hits_hold_nothing_that_was_not_asked_for(client: Client) -> None:
    ClaimFactory.create_batch(21, text="Lebanon & Iraq.")

    page = search(client, "lebanon & iraq")
    assert address_of_link(page, "Next") == "?q=lebanon+%26+iraq&page=2"

    last = search(client, "lebanon & iraq", kind="claim", page="2")
    assert address_of_link(last, "Previous") == "?q=lebanon+%26+iraq&kind=claim&page=1"
    links = {words(link): link["href"] for link in last.select("nav.kinds a")}
    assert links == {
        "All": "?q=lebanon+%26+iraq", "Claims (21)": "?q=lebanon+%26+iraq&kind=claim",
    }  # fmt: skip


def test_there_is_no_page_after_the_last_hit(client: Client) -> None:
    ClaimFactory.create(text="Lebanon.")

    search(client, "lebanon", page="2", status=404)


def test_what_matches_alike_comes_record_by_record_before_rotations_and_passages(
    client: Client,
) -> None:
    mission = MissionFactory.create(name="Zebra mission")
    RotationFactory.create(mission=mission)
    cite(mission, quotation="Zebra, zebra, zebra.")
    ClaimFactory.create(text="They saw a zebra in the wild, one day, says the source.")

    tags = [words(tag) for tag in search(client, "zebra").select(".hits .tag")]

    assert tags == ["Mission", "Claim", "Rotation", "Passage"]


@pytest.mark.parametrize("typed", ["iraq 4500000", "iraq 4,500,000", "zebra iraq", "iraq killed"])
def test_a_claim_is_found_by_its_subject_its_figure_and_its_measure(
    client: Client, typed: str
) -> None:
    mission = MissionFactory.create(name="Mission in Iraq")
    measure = MeasureFactory.create(slug="zebras", name="Zebras killed")
    FigureFactory.create(mission=mission, measure=measure, value=4_500_000, text="Millions.")

    assert hits(search(client, typed)) == ["Millions."]


def test_a_claim_is_found_by_the_new_name_of_its_measure(client: Client) -> None:
    figure = FigureFactory.create(text="Millions.")
    figure.measure.name = "Zebras"
    figure.measure.save()

    assert hits(search(client, "zebras")) == ["Millions."]


def test_a_person_is_found_by_a_rank_that_is_public(client: Client) -> None:
    person = PersonFactory.create(display_name="Asel Bekova")
    RankHoldingFactory.create(person=person, as_printed="Captain")
    draft = RankHoldingFactory.create(person=person, as_printed="Colonel", draft=True)

    assert hits(search(client, "captain bekova")) == ["Asel Bekova"]
    assert hits(search(client, "colonel")) == []
    draft.state = "published"
    draft.save()
    assert hits(search(client, "colonel bekova")) == ["Asel Bekova"]


def test_a_passage_is_not_found_by_the_title_of_its_source(client: Client) -> None:
    source = SourceFactory.create(title="Peacekeepers in Iraq")
    passage = PassageFactory.create(source=source, quotation="They served.")
    cite(ClaimFactory.create(text="Something else."), passage=passage)

    assert hits(search(client, "peacekeepers")) == ["Peacekeepers in Iraq"]
    assert "Peacekeepers in Iraq" in words(main_part(search(client, "they served")))


@pytest.mark.parametrize("typed", ["\x01\x02", " ", "\x7f\x9f"])
def test_characters_that_cannot_be_seen_are_no_query(client: Client, typed: str) -> None:
    page = search(client, typed)

    assert page.select_one('input[id="search-words"]')["value"] == ""  # type: ignore[index]
    assert "found" not in words(main_part(page))


# --- What is not public -----------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_hidden_is_not_found_and_not_counted(client: Client, state: str) -> None:
    hidden = {state: True}
    mission = MissionFactory.create(name="Zebra", **hidden)
    RotationFactory.create(mission=mission)
    ClaimFactory.create(mission=mission, text="Zebra.")
    ClaimFactory.create(text="Zebra.", **hidden)
    UnitFactory.create(name="Zebra", **hidden)
    PersonNameFactory.create(person=PersonFactory.create(**hidden), name="Zebra")
    JointDeploymentFactory.create(text="Zebra.", **hidden)
    source = SourceFactory.create(title="Zebra", **hidden)
    cite(MissionFactory.create(), passage=PassageFactory.create(source=source, quotation="Zebra."))

    page = search(client, "zebra")

    assert hits(page) == []
    assert kinds(page) == []
    assert "0 found" in words(page)
    assert client.get("/search/suggestions/?q=zebra").content.strip() == b""


def test_what_is_withdrawn_is_found_no_more(client: Client) -> None:
    mission = MissionFactory.create(name="Zebra")
    RotationFactory.create(mission=mission)
    assert len(hits(search(client, "zebra"))) == 2

    mission.state, mission.withdrawn_reason = "withdrawn", "Entered twice."
    mission.save()

    assert hits(search(client, "zebra")) == []


def test_a_passage_on_which_nothing_public_rests_leaves_no_trace(client: Client) -> None:
    person = PersonFactory.create(display_name="Somebody")
    cite(DeploymentFactory.create(person=person), quotation="Colonel Zebra served there.")
    assert len(hits(search(client, "zebra"))) == 1

    person.state, person.withdrawn_reason = "withdrawn", "Asked for it."
    person.save()

    for page in (search(client, "zebra"), search(client, "zebra", kind="passage")):
        assert hits(page) == []
        assert kinds(page) == []
        assert "0 found" in words(page)
    assert client.get("/search/suggestions/?q=zebra").content.strip() == b""


def test_a_passage_that_was_never_cited_leaves_no_trace(client: Client) -> None:
    PassageFactory.create(quotation="Colonel Zebra served there.")

    assert "0 found" in words(search(client, "zebra"))


def test_hidden_passages_are_not_counted_among_the_others(client: Client) -> None:
    cite(MissionFactory.create(), quotation="A zebra.")
    PassageFactory.create_batch(3, quotation="A hidden zebra.")

    page = search(client, "zebra")

    assert hits(page) == ["A zebra."]
    assert kinds(page) == ["All", "Passages (1)"]
    assert "1 found" in words(page)


def test_hidden_passages_take_no_place_among_the_hits(client: Client) -> None:
    PassageFactory.create_batch(3, quotation="A zebra in a passage.")
    with together():
        for _ in range(20):
            cite(MissionFactory.create(), quotation="A zebra in a passage.")

    page = search(client, "zebra")

    assert len(hits(page)) == 20
    assert page.select_one("[rel=next]") is None


def test_words_that_stand_in_a_hidden_passage_alone_count_as_missing(client: Client) -> None:
    MissionFactory.create(name="Iraq")
    PassageFactory.create(quotation="Colonel Zebra went to Iraq.")

    hidden, unheard_of = search(client, "zebra iraq"), search(client, "okapi iraq")

    assert hits(hidden) == ["Iraq"]
    assert words(hidden).replace("zebra", "okapi") == words(unheard_of)


def test_archived_text_is_never_found(client: Client) -> None:
    SourceFactory.create(archived_text="A zebra crossed the road.")

    assert hits(search(client, "zebra")) == []


# --- Showing ----------------------------------------------------------------------------------


def test_matching_words_are_marked(client: Client) -> None:
    MissionFactory.create(name="Mission in Lebanon", place="Near Lebanon’s border")

    marked = [words(mark) for mark in search(client, "LEBAN").select(".hits mark")]

    assert marked == ["Lebanon", "Lebanon"]


def test_a_title_is_never_html(client: Client) -> None:
    ClaimFactory.create(text="<script>alert('zebra')</script> & <b>zebra</b>")

    for address in ("/search/?q=zebra", "/search/?q=script", "/search/suggestions/?q=zebra"):
        content = client.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<b>" not in content
        assert "&lt;" in content


def test_what_was_typed_is_shown_again_and_is_never_html(client: Client) -> None:
    typed = """"><script>alert(1)</script>' & more"""

    page = search(client, typed)

    field = page.select_one('main input[name="q"]')
    assert field
    assert field["value"] == typed
    assert "alert(1)" not in "".join(words(script) for script in page.select("script"))


# --- Suggestions ------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_suggestions_are_a_few_links_and_no_whole_page(
    client: Client, headers: dict[str, str]
) -> None:
    for number in range(12):
        ClaimFactory.create(text=f"Zebra no. {number}.")

    response = client.get("/search/suggestions/?q=zeb", headers=headers)

    content = response.content.decode()
    assert response.status_code == 200
    assert content.count("<a href=") == 8
    assert "<html" not in content


@pytest.mark.parametrize("query", ["", "   ", "!", "nothing"])
def test_nothing_is_suggested_for_no_words_or_no_hits(client: Client, query: str) -> None:
    ClaimFactory.create(text="Zebra.")

    assert client.get(f"/search/suggestions/?q={quote(query)}").content.strip() == b""


def test_suggestions_take_no_more_than_three_hundred_characters(client: Client) -> None:
    ClaimFactory.create(text="Zebra.")

    response = client.get("/search/suggestions/", {"q": "zebra " * 2_000})

    assert b"Zebra" in response.content.replace(b"<mark>", b"").replace(b"</mark>", b"")


# --- What a page costs ------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/search/?q=zebra", "/search/?q=zebra&kind=passage"])
def test_more_hits_ask_no_more_queries(client: Client, address: str) -> None:
    def make(number: int) -> None:
        for _ in range(number):
            cite(ClaimFactory.create(text="Zebra."), quotation="Zebra.")

    make(2)
    few = queries_of(client, address)

    make(40)

    assert queries_of(client, address) <= few <= 8
