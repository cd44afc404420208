"""A source's passages, read as a text."""

import pytest
from django.test import Client

from sources.models import Source
from tests.factories import MissionFactory, PassageFactory, SourceFactory, cite
from tests.reading import main_part, read, words

pytestmark = pytest.mark.django_db

TEXT = "Ten rotations took place. Nobody counted. More than 270 took part in the mission."


def quote(source: Source, quotation: str) -> None:
    cite(
        MissionFactory.create(),
        passage=PassageFactory.create(
            source=source, quotation=quotation, offset=TEXT.index(quotation), locator="paragraph",
            locator_number=5,
        ),
    )  # fmt: skip


def test_words_that_two_passages_quote_stand_once(client: Client) -> None:
    source = SourceFactory.create()
    for quotation in ("More than 270 took part in the mission.", "More than 270", "Ten rotations"):
        quote(source, quotation)

    page = main_part(read(client, source.get_absolute_url()))

    (text,) = page.select(".source-text blockquote")
    assert words(text) == "Ten rotations [3] [ … ] More than 270 [2] took part in the mission. [1]"
    for mark in text.select("a"):
        note = page.select_one(str(mark["href"]))
        assert note
        assert note.select_one(f'a[href="#{mark["id"]}"]')
