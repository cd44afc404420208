from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from personnel.models import RankHolding
from sources.models import Source, others_at
from tests.editing import Form, admin_address, messages_at, values_of
from tests.factories import (
    MissionFactory,
    PassageFactory,
    RankHoldingFactory,
    SourceAddressFactory,
    SourceFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["ftp://example.org/a", "javascript:alert(1)", "example.org"])
@pytest.mark.parametrize("column", ["url", "archived_url"])
def test_an_address_that_no_browser_should_open_is_refused_at_its_field(
    column: str, url: str
) -> None:
    source = Source(slug="a", title="A", archived_on="2022-06-01")
    setattr(source, column, url)

    with pytest.raises(ValidationError) as refused:
        source.full_clean()

    assert column in refused.value.message_dict


@pytest.mark.parametrize(
    "there",
    [
        "https://example.org/news/7?id=2",
        "http://www.Example.org/news/7/?id=2",
        "https://example.org/news/7?utm_source=x&id=2&utm_medium=y#top",
    ],
)
@pytest.mark.parametrize("is_further", [False, True])
def test_a_second_source_at_one_address_is_asked_about_before_it_is_saved(
    editor_client: Client, there: str, is_further: bool
) -> None:
    url = "https://example.org/news/7/?id=2&utm_campaign=z"
    # Neither of these is the same place.
    SourceFactory.create(url="https://example.org/news/7?id=3")
    SourceFactory.create(url="https://example.org/news/77?id=2")
    first = SourceFactory.create(title="Order 7", url="" if is_further else there)
    if is_further:
        SourceAddressFactory.create(source=first, url=there)
    form = Form.at(editor_client, admin_address(Source, "add"))
    again = {"title": "Order 7 again", "slug": "again", "url": url}

    page = form.refused(**again)

    assert "Nothing is saved yet." in messages_at(page, "url")
    (link,) = page.select(".errorlist.asked a")
    assert link["href"] == admin_address(Source, "change", first.pk)
    form.saved(**again, there_already=values_of(page)["there_already"])
    made = Source.objects.get(slug="again")
    # What is there is asked about once, and not whenever something else is changed.
    Form.at(editor_client, admin_address(Source, "change", made.pk)).saved(title="Order 7 anew")


def test_a_further_address_of_another_source_is_asked_about_too(editor_client: Client) -> None:
    there = "https://example.org/news/7"
    first, own = SourceFactory.create(url=there), SourceFactory.create(url="https://example.org/8")
    write_editions(first, own)
    form = Form.at(editor_client, admin_address(Source, "change", own.pk))
    form.add_row("further_addresses", url="http://www.example.org/news/7/")

    page = form.refused(title="Order 8 anew")

    name = "further_addresses-0-url"
    assert "Nothing is saved yet." in messages_at(page, name)
    assert not page.select(".errornote"), "nothing is wrong"
    (link,) = page.select(".errorlist.asked a")
    assert link["href"] == admin_address(Source, "change", first.pk)
    assert not own.further_addresses.exists()
    again = Form(editor_client, form.address, page, values_of(page))
    again.saved()
    assert own.further_addresses.get().url == "http://www.example.org/news/7/"


def test_the_database_itself_keeps_out_addresses_of_other_kinds() -> None:
    script = "javascript:alert(1)"
    for factory, values in (
        (SourceFactory, {"url": script}),
        (SourceFactory, {"archived_url": script, "archived_on": "2022-06-01"}),
        (SourceAddressFactory, {"url": script}),
    ):
        with pytest.raises(IntegrityError, match="of_the_web"), transaction.atomic():
            factory.create(**values)


@pytest.mark.parametrize(
    "values", [{"archived_url": "https://example.org/a"}, {"archived_on": "2022-06-01"}]
)
def test_an_archived_copy_needs_its_address_and_its_day(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="needs its address and its day"):
        Source(slug="a", title="A", **values).full_clean()


def test_no_source_is_published_every_year() -> None:
    source = SourceFactory.build(published="XXXX-03-07")

    with pytest.raises(ValidationError) as refused:
        source.full_clean()
    assert "Add the year" in refused.value.message_dict["published"][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        source.save()


def test_how_a_date_is_known_needs_the_date() -> None:
    source = Source(slug="a", title="A", published_known_from="The year stands in its address.")

    with pytest.raises(ValidationError) as refused:
        source.full_clean()

    assert "published" in refused.value.message_dict


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/news/1",
        "http://example.org/news/1",
        "https://www.example.org/news/1/",
        "https://example.org/news/1/",
    ],
)
def test_two_sources_at_one_address_are_noticed_however_it_is_written(other: str) -> None:
    first = SourceFactory.create(url="https://example.org/news/1")
    second = SourceFactory.create(url=other)
    third = SourceFactory.create()
    SourceAddressFactory.create(source=third, url="https://www.example.org/news/1")
    SourceFactory.create(url="https://example.org/news/2")
    SourceFactory.create(url="https://example.org/news/1?page=2")

    found = others_at([first, second, third])

    assert found[first.pk] == [second, third]
    assert found[second.pk] == [first, third]
    assert first in found[third.pk]


def test_a_further_address_is_not_that_of_the_source_itself() -> None:
    source = SourceFactory.create(url="https://example.org/news/1")
    further = SourceAddressFactory.build(source=source, url="http://example.org/news/1/")

    with pytest.raises(ValidationError, match="address of the source itself"):
        further.clean()


def test_when_its_date_changes_the_editors_own_words_beside_it_are_listed(
    editor_client: Client,
) -> None:
    passage = PassageFactory.create()
    holding = RankHoldingFactory.create(as_of_words="When the article came out; it has no date")
    cite(holding, passage=passage)
    cite(MissionFactory.create(name="Iraq", note="The article has no date."), passage=passage)
    cite(MissionFactory.create(name="Chad", note="Another source."))
    form = Form.at(editor_client, admin_address(Source, "change", passage.source.pk))

    form.saved(published="2022-05")

    page = read(editor_client, admin_address(Source, "change", passage.source.pk))
    (told,) = (
        told for told in page.select(".messagelist .warning:has(li)") if "no date" in words(told)
    )
    assert [words(line) for line in told.select("li")] == [
        "Iraq : The article has no date.",
        f"{holding} : When the article came out; it has no date",
    ]
    assert [link["href"] for link in told.select("a")][1] == admin_address(
        RankHolding, "change", holding.pk
    )
