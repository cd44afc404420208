import pytest
from django.test import Client

from tests.factories import (
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RotationFactory,
    SourceAddressFactory,
    SourceFactory,
    cite,
)
from tests.reading import heading, main_part, names_listed, notes_behind, read, statement, words

pytestmark = pytest.mark.django_db

TEXT = "Nobody may read this whole text. Only its quoted words are public."


def test_the_archived_text_is_on_no_page(client: Client, editor_client: Client) -> None:
    source = SourceFactory.create(archived_text=TEXT)
    quoted = PassageFactory.create(source=source, quotation="quoted words", offset=42)
    cite(source, "title", passage=quoted)

    for reader in (client, editor_client):
        for address in (source.get_absolute_url(), "/sources/", "/search/?q=nobody"):
            assert "Nobody may read" not in str(read(reader, address))


def test_a_passage_leads_to_what_rests_on_it_and_back(client: Client) -> None:
    mission = MissionFactory.create(name="A mission", place="Somewhere")
    citation = cite(mission, "place", quotation="It was somewhere.")
    source_page = read(client, citation.passage.source.get_absolute_url())

    (passage,) = source_page.select(".passage")
    assert "It was somewhere." in words(passage)
    (there,) = passage.select(".resting a")
    assert words(there) == "A mission"
    mission_page = read(client, str(there["href"]))
    (back,) = [link for link in mission_page.select("a") if words(link) == "the passage"]
    assert back["href"] == f"{citation.passage.source.get_absolute_url()}#{passage['id']}"


def test_rotations_on_one_passage_stand_in_one_line_that_leads_to_each(client: Client) -> None:
    passage = PassageFactory.create(quotation="Three rotations took place.")
    mission = MissionFactory.create(slug="iraq", name="Iraq")
    for number in (1, 2, 3):
        cite(RotationFactory.create(mission=mission, number=number), "number", passage=passage)

    (line,) = read(client, passage.source.get_absolute_url()).select(".resting li")

    assert words(line).replace(" ,", ",") == "Rotation Rotation 1, Iraq, and 2, 3"
    assert [link["href"] for link in line.select("a")] == [
        f"/missions/iraq/rotations/{number}/" for number in (1, 2, 3)
    ]


def test_of_much_that_rests_on_a_passage_the_rest_is_counted(client: Client) -> None:
    passage = PassageFactory.create()
    for number in range(1, 14):
        cite(PersonFactory.create(display_name=f"Aru {number}"), passage=passage)

    lines = read(client, passage.source.get_absolute_url()).select(".resting li")

    assert [words(line) for line in lines[-2:]] == [
        "Person Aru 10",
        "And 3 more, not listed here.",
    ]
    assert len(lines) == 11


def test_passages_stand_in_their_order(client: Client) -> None:
    source, mission = SourceFactory.create(), MissionFactory.create()
    for order in (2, 10, 1):
        passage = PassageFactory.create(source=source, order=order, quotation=f"No. {order}.")
        cite(mission, passage=passage)

    page = read(client, source.get_absolute_url())

    assert [words(quotation) for quotation in page.select(".source-text mark")] == [
        "No. 1.", "No. 2.", "No. 10.",
    ]  # fmt: skip


def test_a_passage_on_which_nothing_public_rests_is_hidden_from_visitors(
    client: Client, editor_client: Client
) -> None:
    source = SourceFactory.create(text_length=100)
    unused = PassageFactory.create(source=source, quotation="Of somebody.", offset=0)
    PassageFactory.create(source=source, quotation="Of nobody.", offset=20)
    cite(PersonFactory.create(withdrawn=True), passage=unused)
    cite(MissionFactory.create(), passage=PassageFactory.create(
        source=source, quotation="Of a mission.", offset=50))  # fmt: skip
    address = source.get_absolute_url()

    seen = words(main_part(read(client, address)))
    assert "Of somebody." not in seen
    assert "Of nobody." not in seen
    assert "13 of the text’s 100 characters" in seen
    assert "3 passages are quoted" in words(main_part(read(editor_client, address)))


def test_a_source_says_what_is_not_stated_of_it(client: Client) -> None:
    page = read(client, SourceFactory.create(publisher="").get_absolute_url())

    for label in ("Publisher", "Date"):
        assert words(statement(page, label)) == "not stated in any source"


def test_of_what_no_source_keeps_silent_nothing_is_said(client: Client) -> None:
    """A text without an author or an address is whole: no source fails to state them."""
    source = SourceFactory.create(author="", dateline="", url="")

    page = read(client, source.get_absolute_url())
    told = client.get(f"{source.get_absolute_url().rstrip('/')}.json").json()

    labels = [words(label) for label in page.select("main dt")]
    assert not {"Author", "Dateline", "Address"} & {*labels}
    assert set(told["record"]["not_stated"]) == {"publisher", "published"}


def test_a_source_leads_to_every_place_where_it_can_be_read(client: Client) -> None:
    source = SourceFactory.create(
        url="https://example.org/a", accessed_on="2024-05-03", published="2022-05",
        published_known_from="The month stands in its address.",
        archived_url="https://archive.example.org/a", archived_on="2022-06-01",
    )  # fmt: skip
    SourceAddressFactory.create(source=source, url="https://example.org/kk/a", note="in Kazakh")

    page = read(client, source.get_absolute_url())

    at = statement(page, "Address")
    assert [link["href"] for link in at.select("a")] == [
        "https://example.org/a", "https://example.org/kk/a",
    ]  # fmt: skip
    assert "read there on 3 May 2024" in words(at)
    assert "(in Kazakh)" in words(at)
    assert words(statement(page, "Archived copy")) == "of 1 June 2022"
    assert words(statement(page, "How its date is known")) == "The month stands in its address."


def test_a_sources_own_statements_lead_to_its_own_words(client: Client) -> None:
    source = SourceFactory.create(title="Ten rotations", dateline="NUR-SULTAN")
    cite(
        source, "dateline", passage=PassageFactory.create(source=source, quotation="NUR-SULTAN –")
    )  # fmt: skip

    page = read(client, source.get_absolute_url())

    assert notes_behind(page, statement(page, "Dateline")) == ["NUR-SULTAN –"]
    assert heading(page) == "Ten rotations"


def test_a_long_title_is_whole_in_the_heading_and_cut_for_the_browser(client: Client) -> None:
    source = SourceFactory.create(title="Ten rotations " * 12 + "in all")

    page = read(client, source.get_absolute_url())

    assert heading(page) == source.title
    title = page.select_one("title")
    assert title
    assert "…" in words(title)
    assert "in all" not in words(title)


def test_a_photo_without_a_file_is_described(client: Client) -> None:
    photo = PhotoFactory.create(credit="Gov.kz", caption="")
    cite(photo, "credit", passage=PassageFactory.create(
        source=photo.source, quotation="Photo credit: Gov.kz."))  # fmt: skip

    page = read(client, photo.source.get_absolute_url())
    shown = page.select_one(f"#photo-{photo.slug}")

    assert shown
    assert "The photograph itself is not in the register." in words(shown)
    assert "Credit: Gov.kz" in words(shown)
    assert "Caption: not stated in any source" in words(shown)
    assert notes_behind(page, shown) == ["Photo credit: Gov.kz."]


def test_the_list_shows_each_source_with_its_date_or_without(client: Client) -> None:
    SourceFactory.create(title="Dated", published="2022-05")
    SourceFactory.create(title="Undated")

    page = read(client, "/sources/")
    dates = [words(row.select("td")[1]) for row in page.select("tbody tr")]

    assert names_listed(page) == ["Dated", "Undated"]
    assert dates == ["May 2022", "not stated in any source"]
