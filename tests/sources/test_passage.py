from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from sources.models import Locator, Passage
from sources.models.passage import find_quotation, text_fragment_url
from tests.factories import PassageFactory, SourceFactory

TEXT = "Lieutenant Colonel Aru came. Colonel Aru went – and Colonel Aru stayed."
PAGE = "https://example.org/article"

# --- Finding a quotation ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quotation", "offset", "found"),
    [
        pytest.param("Lieutenant Colonel Aru", None, 0, id="once, at the very beginning"),
        pytest.param("stayed.", None, 64, id="once, at the very end"),
        pytest.param("Colonel Aru", 29, 29, id="the second of three, by its offset"),
        pytest.param("Colonel Aru", 11, 11, id="inside another quotation"),
        pytest.param(TEXT, 0, 0, id="the whole text"),
    ],
)
def test_a_quotation_is_found(quotation: str, offset: int | None, found: int) -> None:
    assert find_quotation(TEXT, quotation, offset) == found


@pytest.mark.parametrize(
    ("quotation", "offset", "field", "says"),
    [
        pytest.param("Colonel Aru", None, "offset", "at: 11, 29, 52. Say which.", id="thrice"),
        pytest.param("Colonel Aru", 12, "offset", "not hold the quotation here, but at: 11, 29",
                     id="one off"),
        pytest.param("Colonel Aru", 10_000, "offset", "here, but at: 11", id="past the end"),
        pytest.param("went - and", None, "quotation", "does not hold these words", id="hyphen"),
        pytest.param("went\u00a0– and", 41, "quotation", "does not hold these words",
                     id="NO-BREAK SPACE"),
        pytest.param("colonel aru", None, "quotation", "does not hold these words", id="case"),
    ],
)  # fmt: skip
def test_a_quotation_that_is_not_there_is_refused_at_the_field_concerned(
    quotation: str, offset: int | None, field: str, says: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        find_quotation(TEXT, quotation, offset)

    assert list(refusal.value.message_dict) == [field]
    assert says in refusal.value.message_dict[field][0]


def test_overlapping_occurrences_are_told_apart() -> None:
    with pytest.raises(ValidationError, match=r"at: 0, 1\. Say which"):
        find_quotation("aaa", "aa", None)


# --- Checking a passage -----------------------------------------------------------------------


@pytest.mark.django_db
def test_an_offset_left_out_is_filled_in_from_the_archived_text() -> None:
    passage = PassageFactory.build(
        source=SourceFactory.create(archived_text=TEXT), order=1, quotation="went"
    )

    passage.full_clean()

    assert passage.offset == 41


@pytest.mark.django_db
def test_a_quotation_that_the_archived_text_does_not_hold_is_refused() -> None:
    passage = PassageFactory.build(
        source=SourceFactory.create(archived_text=TEXT), order=1, quotation="General Aru"
    )

    with pytest.raises(ValidationError) as refusal:
        passage.full_clean()

    assert set(refusal.value.message_dict) == {"quotation"}


@pytest.mark.django_db
def test_without_an_archived_text_nothing_can_be_checked() -> None:
    passage = PassageFactory.build(
        source=SourceFactory.create(), order=1, quotation="General Aru", offset=7
    )

    passage.full_clean()

    assert passage.offset == 7


@pytest.mark.django_db
@pytest.mark.parametrize("quotation", ["", "   ", "\n", "\u00a0"])
def test_a_quotation_without_words_is_refused_at_its_field(quotation: str) -> None:
    passage = PassageFactory.build(source=SourceFactory.create(), order=1, quotation=quotation)

    with pytest.raises(ValidationError) as refusal:
        passage.full_clean()

    assert set(refusal.value.message_dict) == {"quotation"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"quotation": ""}, {"order": 3}], ids=["no words", "a number twice"]
)
def test_the_database_refuses_what_no_form_has_checked(values: dict[str, object]) -> None:
    first = PassageFactory.create(order=3)

    with pytest.raises(IntegrityError):
        PassageFactory.create(source=first.source, **values)


@pytest.mark.django_db
def test_the_database_refuses_an_order_of_nought() -> None:
    PassageFactory.create()

    with pytest.raises(IntegrityError):
        Passage.objects.update(order=0)


@pytest.mark.django_db
def test_a_passage_without_a_number_is_put_last() -> None:
    source = SourceFactory.create()
    PassageFactory.create(source=source, order=7)
    PassageFactory.create(order=40)

    assert PassageFactory.create(source=source).order == 8
    assert PassageFactory.create(source=SourceFactory.create()).order == 1


@pytest.mark.django_db
def test_a_saved_passage_keeps_its_number() -> None:
    first = PassageFactory.create()
    PassageFactory.create(source=first.source)

    first.quotation = "Corrected."
    first.save()

    assert first.order == 1


@pytest.mark.django_db
def test_the_length_of_an_archived_text_is_counted() -> None:
    source = SourceFactory.create(archived_text="Әлия – 12", text_length=4)

    assert source.text_length == 9


# --- Where it stands --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locator", "number", "place"),
    [
        (Locator.PARAGRAPH, 9, "paragraph 9"),
        (Locator.HEADLINE, None, "headline"),
        ("", None, "place not noted"),
        ("", 4, "place not noted"),
    ],
)
def test_where_a_passage_stands_is_said_in_words(
    locator: str, number: int | None, place: str
) -> None:
    assert PassageFactory.build(locator=locator, locator_number=number).place == place


@pytest.mark.django_db
def test_the_address_of_a_passage_is_a_place_on_its_sources_page() -> None:
    passage = PassageFactory.create(source__slug="an-article", order=4)

    assert passage.get_absolute_url() == "/sources/an-article/#passage-4"


@pytest.mark.parametrize(
    ("quotation", "fragment"),
    [
        pytest.param("Ten rotations", "Ten%20rotations", id="short"),
        pytest.param("Al-Kut, it says", "Al%2DKut%2C%20it%20says", id="hyphen and comma"),
        pytest.param("500 & more", "500%20%26%20more", id="ampersand"),
        pytest.param("two\u00a0words\nhere", "two%20words%20here", id="spaces of all kinds"),
        pytest.param(
            "a b c d e f g h i j k l", "a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l", id="twelve"
        ),
        pytest.param(
            "a b c d e f g h i j k l m", "a%20b%20c%20d%20e%20f,h%20i%20j%20k%20l%20m",
            id="more than twelve words: the first and the last six",
        ),
    ],
)  # fmt: skip
def test_a_link_opens_the_live_page_at_the_sentence(quotation: str, fragment: str) -> None:
    assert text_fragment_url(PAGE, quotation) == f"{PAGE}#:~:text={fragment}"


def test_letters_of_any_script_survive_the_link() -> None:
    url = text_fragment_url(PAGE, "Әлия Ахметова")

    assert url.isascii()
    assert unquote(url).endswith("#:~:text=Әлия Ахметова")


def test_a_place_that_the_address_already_names_gives_way() -> None:
    assert text_fragment_url(f"{PAGE}?id=1#top", "x") == f"{PAGE}?id=1#:~:text=x"


def test_without_an_address_there_is_no_live_page() -> None:
    assert text_fragment_url("", "Ten rotations") == ""
