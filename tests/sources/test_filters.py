"""Each filter of the list of sources with a hit, a miss and junk."""

import pytest
from django.test import Client

from tests.factories import SourceFactory
from tests.reading import choices, complaint_at, names_listed, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf() -> None:
    SourceFactory.create(title="Kazbat in Iraq", publisher="The Times", published="2022")
    SourceFactory.create(title="Миротворцы", language="ru", dateline="АСТАНА")
    SourceFactory.create(title="A draft", language="tr", draft=True)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Kazbat in Iraq", "Миротворцы"]),
        ("q=kazbat", ["Kazbat in Iraq"]),
        ("q=mirotvortsy", ["Миротворцы"]),
        ("q=МИРОТВОРЦЫ+астана", ["Миротворцы"]),
        ("q=times", ["Kazbat in Iraq"]),
        ("q=lebanon", []),
        ("q=draft", []),
        ("language=ru", ["Миротворцы"]),
        ("language=de", []),
        ("language=es", []),
        ("published=stated", ["Kazbat in Iraq"]),
        ("published=not-stated", ["Миротворцы"]),
        ("language=ru&published=stated", []),
        ("sort=-title", ["Миротворцы", "Kazbat in Iraq"]),
        ("sort=date", ["Kazbat in Iraq", "Миротворцы"]),
        ("sort=-date", ["Kazbat in Iraq", "Миротворцы"]),
    ],
)
def test_the_list_holds_what_was_asked_for(client: Client, query: str, titles: list[str]) -> None:
    assert names_listed(read(client, f"/sources/?{query}")) == titles


@pytest.mark.parametrize("query", ["language=xx", "published=yes", "sort=slug", "language=nots"])
def test_what_means_nothing_is_refused_at_its_filter(client: Client, query: str) -> None:
    page = read(client, f"/sources/?{query}", status=400)

    assert complaint_at(page, query.partition("=")[0])
    assert names_listed(page) == []


def test_each_choice_says_how_many_it_leads_to(client: Client) -> None:
    page = read(client, "/sources/")

    # Turkish is a draft's only.
    assert choices(page, "language") == {"": "all", "en": "English (1)", "ru": "Russian (1)"}
    assert choices(page, "published") == {
        "": "all",
        "stated": "stated (1)",
        "not-stated": "not stated in any source (1)",
    }


def test_the_counts_are_those_that_the_other_filters_leave(client: Client) -> None:
    page = read(client, "/sources/?language=ru")

    assert choices(page, "language")["en"] == "English (1)"
    assert "stated" not in choices(page, "published")
