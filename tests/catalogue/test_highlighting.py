import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.highlighting import highlight, snippet


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Dilya Akhmetova served", "ахметова", "Dilya <mark>Akhmetova</mark> served"),
        ("Служила Ахметова.", "AKHMET", "Служила <mark>Ахметова</mark>."),
        ("Côte d’Ivoire", "ivoire", "Côte d’<mark>Ivoire</mark>"),
        ("Côte d’Ivoire", "divoire", "Côte <mark>d’Ivoire</mark>"),
        ("Côte d'Ivoire", "divoire", "Côte <mark>d&#x27;Ivoire</mark>"),
        ("Kassym-Jomart Tokayev", "Жомарт", "Kassym-<mark>Jomart</mark> Tokayev"),
        ("about 5,000 people", "5000", "about <mark>5,000</mark> people"),
        ("Iraq, Iraqi, Air", "iraq", "<mark>Iraq</mark>, <mark>Iraqi</mark>, Air"),
        ("Western Sahara", "sahara west", "<mark>Western</mark> <mark>Sahara</mark>"),
        ("Nothing here", "", "Nothing here"),
        ("Nothing here", "😀", "Nothing here"),
    ],
)
def test_matching_words_of_the_original_text_are_marked(
    text: str, query: str, expected: str
) -> None:
    assert highlight(text, query) == expected


def test_html_in_text_and_query_stays_text() -> None:
    html = highlight('<script>alert("x")</script> & <b>Iraq</b>', "<b>script")

    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark>script</mark>&gt; &amp; "
        "&lt;<mark>b</mark>&gt;Iraq&lt;/<mark>b</mark>&gt;"
    )
    assert "<script" not in snippet("<script>" * 50, "script")


def test_snippet_shows_the_words_around_the_first_match() -> None:
    text = " ".join(f"before{n}" for n in range(50)) + " Iraq " + "after " * 50

    assert snippet(text, "iraq", words=5) == "… before48 before49 <mark>Iraq</mark> after after …"


def test_snippet_without_a_match_shows_the_beginning() -> None:
    assert snippet("one two three four", "iraq", words=2) == "one two …"


def test_snippet_near_an_end_still_has_all_its_words() -> None:
    assert snippet("one two three four", "four", words=3) == "… two three <mark>four</mark>"
    assert snippet("one two three four", "one", words=3) == "<mark>one</mark> two three …"


def test_short_text_is_shown_whole() -> None:
    assert snippet("one two", "two") == "one <mark>two</mark>"
    assert snippet("", "two") == ""


@given(st.text(), st.text())
def test_highlighting_adds_marks_and_changes_nothing_else(text: str, query: str) -> None:
    plain = highlight(text, query).replace("<mark>", "").replace("</mark>", "")

    assert plain == highlight(text, "")
    assert isinstance(snippet(text, query), str)
