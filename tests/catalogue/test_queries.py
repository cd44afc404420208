import random
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from catalogue import queries
from catalogue.models import Document
from catalogue.queries import are_common, count, find, matching_ids, titles_for
from records.audience import Audience
from tests.catalogue.shelf import make_document

pytestmark = pytest.mark.django_db


def titles(text: str, **options: object) -> list[str]:
    return [document.titles["en"] for document in find(text, limit=20, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        *("Ахметова", "AKHMETOVA", "akhmetova", "Ахметовa", "akhm", "Дилья ахметова"),
        *("“Akhmetova”", "Akhmetova's", " akhmetova\x00 ", "akhmetova 😀", "+akhmetova*"),
    ],
)
def test_a_person_is_found_in_any_script_and_case(query: str) -> None:
    make_document("Dilya Akhmetova")
    make_document("Sholpan Tausheva")

    assert titles(query) == ["Dilya Akhmetova"]


@pytest.mark.parametrize(
    "query", ["akhmetova tausheva", "akhmetova iraq", "khmetova", "akhmetovas"]
)
def test_every_word_must_begin_a_word_of_the_document(query: str) -> None:
    make_document("Dilya Akhmetova", "Served in Lebanon")
    make_document("Sholpan Tausheva", "Served in Iraq")

    assert titles(query) == []


def test_words_may_be_spread_over_title_and_text() -> None:
    make_document("Dilya Akhmetova", "Served in Lebanon")

    assert titles("lebanon akhmetova") == ["Dilya Akhmetova"]


def test_other_names_find_the_document() -> None:
    make_document("Lebanon mission", names=["UNIFIL", "United Nations Interim Force in Lebanon"])

    assert titles("unifil") == titles("interim force") == ["Lebanon mission"]


@pytest.mark.parametrize("query", ["ivoire", "d’Ivoire", "d'Ivoire", "divoire", "cote d ivoire"])
def test_an_elided_article_does_not_hide_a_place(query: str) -> None:
    make_document("Côte d’Ivoire")

    assert titles(query) == ["Côte d’Ivoire"]


def test_whole_titles_come_first_then_words_in_titles_then_texts() -> None:
    make_document("Peacekeepers", "They went to Iraq, and Iraq again, and Iraq")
    make_document("Iraqi awards")
    make_document("Medal for service in Iraq")
    make_document("Iraq")

    assert titles("iraq") == ["Iraq", "Medal for service in Iraq", "Iraqi awards", "Peacekeepers"]


def test_a_whole_title_in_any_language_or_another_name_comes_first() -> None:
    make_document("Ирак войска")
    make_document("The Iraq mission", names=["Ирак"])

    assert titles("ирак") == ["The Iraq mission", "Ирак войска"]


def test_a_whole_title_comes_first_among_more_titles_than_are_ranked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "MAX_HITS", 5)
    for number in range(20):
        make_document(f"Iraq claim {number}")
    make_document("Iraq")

    assert titles("iraq")[0] == "Iraq"


KINDS = ["mission", "claim", "person", "passage"]


@pytest.fixture
def iraq_everywhere() -> None:
    for kind in KINDS:
        for number in range(4):
            make_document(f"Iraq {kind} {number}", kind=kind)
            make_document(f"Iraqi {kind} {number}", kind=kind)
            make_document(f"{kind} {number}", "In Iraq", kind=kind)
        make_document(f"Iraq draft {kind}", kind=kind, public=False)
    make_document("Iraq", kind="person")


@pytest.mark.usefixtures("iraq_everywhere")
@pytest.mark.parametrize("words", ["iraq", "nowhere"])
def test_what_is_common_is_found_as_what_is_rare(words: str) -> None:
    def pages(*, is_common: bool) -> list[list[str]]:
        asked: list[dict[str, Any]] = [{"kinds": KINDS, "last": ["passage"]}, {"kinds": KINDS[:2]}]
        return [
            [
                document.title
                for document in find(words, limit=7, offset=start, is_common=is_common, **options)
            ]
            for options in asked
            for start in (0, 7, 14, 21, 28)
        ]

    assert pages(is_common=True) == pages(is_common=False)


@pytest.mark.usefixtures("iraq_everywhere")
def test_common_words_are_counted_no_further_than_they_are_ranked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not are_common(count("iraq", kinds=KINDS))
    monkeypatch.setattr(queries, "MAX_HITS", 4)

    assert are_common(count("iraq", kinds=KINDS))
    assert count("iraq", kinds=KINDS) == dict.fromkeys(KINDS, 5)
    asked = [queries.Asked((word,), KINDS) for word in ("irak", "nowhere")]
    assert queries.count_each(asked) == [5, 0]


def test_equally_good_hits_keep_their_order_from_page_to_page() -> None:
    made = [make_document("Rotation in Lebanon") for _ in range(7)]

    pages = [find("lebanon", limit=3, offset=offset) for offset in (0, 3, 6, 9)]

    assert [document for page in pages for document in page] == made
    assert [len(page) for page in pages] == [3, 3, 1, 0]


def test_hits_end_where_ranking_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MAX_HITS", 4)
    for _ in range(6):
        make_document("Rotation in Lebanon")

    assert len(find("lebanon", limit=3)) == 3
    assert len(find("lebanon", limit=3, offset=3)) == 1
    assert find("lebanon", limit=3, offset=4) == []
    assert count("lebanon", kinds=["person"]) == {"person": 5}


def test_hidden_documents_are_not_found() -> None:
    make_document("Iraq in public")
    make_document("Iraq in draft", public=False)

    assert titles("iraq") == ["Iraq in public"]
    assert count("iraq", kinds=["person"]) == {"person": 1}


def test_hits_can_be_limited_to_kinds() -> None:
    make_document("Iraq mission", kind="mission")
    make_document("Iraq claim", kind="claim")
    make_document("Iraq rank", kind="rank")

    assert titles("iraq", kinds=["mission"]) == ["Iraq mission"]
    assert len(titles("iraq", kinds={"mission", "claim"})) == 2
    assert titles("iraq", kinds=[]) == []
    assert titles("iraq", kinds=["no such kind'"]) == []
    assert count("iraq", kinds=["rank", "unit"]) == {"rank": 1}


def test_matching_ids_are_the_records_of_one_kind_hidden_ones_too() -> None:
    person = make_document("Akhmetova", public=False)
    make_document("Akhmetova", kind="claim")

    found = Document.objects.filter(object_id__in=matching_ids("ахметова", "person"))

    assert list(found) == [person]
    assert not Document.objects.filter(object_id__in=matching_ids("!", "person")).exists()


NOTHING_TO_FIND = [
    "",
    " ",
    "😀",
    "\x00",
    "'",
    '"',
    "-*()[]{}^:&|!<>\\%_;--",
    "\ud800",
    "’" * 10_000,
]


@pytest.mark.parametrize("query", NOTHING_TO_FIND)
def test_no_words_find_nothing(query: str) -> None:
    make_document("Iraq")

    assert find(query, limit=10) == []
    assert count(query, kinds=["person"]) == {}


@pytest.mark.parametrize(
    "query",
    [
        *("iraq AND", "iraq OR", "NOT iraq", "NEAR(iraq)", "iraq NEAR/2", "folded_title : iraq"),
        *("iraq:*A", "iraq & !", "iraq <->", '"iraq', "iraq'", "(iraq", "{iraq}", "^iraq", "%s"),
        *("iraq\\", "iraq; DROP TABLE catalogue_document", "\x01iraq\x7f\u202e"),
        pytest.param("iraq " * 5_000, id="5,000 words"),
        pytest.param("i" * 10_000, id="10,000 letters"),
    ],
)
def test_operators_and_junk_are_only_words(query: str) -> None:
    make_document("Iraq")

    assert titles(query) in ([], ["Iraq"])
    assert count(query, kinds=["person"]) in ({}, {"person": 1})


STORABLE = st.characters(codec="utf-8", exclude_characters="\x00")


@given(st.text(STORABLE, max_size=200))
@example("12e5x 0x1f 1e5")
@example("https://example.org/?q=1&x=a_b user@example.org /etc/passwd")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    document = make_document("A title", text)
    query = " ".join(text.split()[:3])

    hits = find(query, limit=queries.MAX_HITS)

    assert document in hits or not queries.words_of(query)
    document.delete()


def test_words_of_digits_and_letters_are_whole_words() -> None:
    """Database parsers take some of them for numbers."""
    random.seed(0)
    words = ["".join(random.choices("ae0159x", k=random.randint(2, 7))) for _ in range(200)]  # noqa: S311
    made = [make_document(word) for word in words]

    missed = [doc for doc in made if doc not in find(doc.title, limit=queries.MAX_HITS)]

    assert missed == []


def test_only_the_first_twelve_words_count() -> None:
    make_document("one two three four five six seven eight nine ten eleven twelve")

    assert titles("one two three four five six seven eight nine ten eleven twelve thirteen")
    assert not titles("thirteen one two")


def test_long_words_are_compared_by_their_first_letters() -> None:
    make_document("x" + "ab" * 40)

    assert titles("x" + "ab" * 45)
    assert not titles("x" + "ba" * 40)


def test_searching_counting_and_naming_take_one_query_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = [make_document("Iraq", kind=kind) for kind in ("person", "claim", "mission")]

    with django_assert_num_queries(1):
        assert len(find("iraq", limit=10)) == 3
    with django_assert_num_queries(1):
        count("iraq", kinds=["person", "claim"])
    with django_assert_num_queries(1):
        assert len(titles_for({(doc.kind, doc.object_id) for doc in made}, Audience.PUBLIC)) == 3


def test_titles_are_looked_up_by_kind_and_number() -> None:
    mission = make_document("Iraq", kind="mission")
    hidden = make_document("Draft", kind="claim", public=False)
    pairs = [("mission", mission.object_id), ("claim", hidden.object_id), ("person", 999_999)]

    assert titles_for(pairs, Audience.PUBLIC) == {("mission", mission.object_id): mission}
    assert titles_for(pairs, Audience.EDITORS)["claim", hidden.object_id] == hidden
    assert titles_for([], Audience.PUBLIC) == {}


def test_a_document_speaks_the_active_language() -> None:
    document = Document(
        address="/missions/iraq/",
        titles={"en": "Iraq", "ru": "Ирак", "kk": ""},
        texts={"en": "In Iraq"},
    )

    with translation.override("ru"):
        assert (document.title, document.text) == ("Ирак", "In Iraq")
        assert document.get_absolute_url() == "/ru/missions/iraq/"
    with translation.override("kk"):
        assert str(document) == "Iraq"
    assert document.get_absolute_url() == "/missions/iraq/"
    assert Document().get_absolute_url() == ""
