import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Value
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.answers import Answer
from records.quantities import (
    Comparator,
    Quantity,
    all_can_be_true,
    highest_bound,
    lowest_bound,
)

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL
QUANTITIES = st.builds(Quantity, st.sampled_from(Comparator), st.integers(0, 50))


def quantity(text: str) -> Quantity:
    return Quantity(Comparator(text[0]), int(text[1:]))


def may_be(claim: Quantity, number: int) -> bool:
    """What the words mean, said in another way than by bounds."""
    value = claim.value
    return {
        Comparator.EXACTLY: number == value,
        Comparator.MORE_THAN: number > value,
        Comparator.AT_LEAST: number >= value,
        Comparator.FEWER_THAN: number < value,
        Comparator.AT_MOST: number <= value,
        Comparator.ABOUT: True,
    }[claim.comparator]


BOUNDS = [
    ("=270", 270, 270),
    (">270", 271, None),
    ("≥270", 270, None),
    ("<270", 0, 269),
    ("≤270", 0, 270),
    ("≈270", None, None),
]


@pytest.mark.parametrize(("text", "lowest", "highest"), BOUNDS)
def test_bounds_are_those_of_the_words(text: str, lowest: int | None, highest: int | None) -> None:
    assert (quantity(text).lowest, quantity(text).highest) == (lowest, highest)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "lowest", "highest"), BOUNDS)
def test_the_database_gives_the_same_bounds(
    text: str, lowest: int | None, highest: int | None
) -> None:
    row = (
        ContentType.objects.annotate(
            how=Value(text[0], output_field=CharField()),
            number=Value(int(text[1:]), output_field=BigIntegerField()),
        )
        .annotate(lowest=lowest_bound("how", "number"), highest=highest_bound("how", "number"))
        .values_list("lowest", "highest")[0]
    )
    assert row == (lowest, highest)


@pytest.mark.django_db
def test_a_row_without_a_number_has_no_bounds() -> None:
    row = ContentType.objects.annotate(
        how=Value("", output_field=CharField()),
        number=Value(None, output_field=BigIntegerField()),
    ).values_list(lowest_bound("how", "number"), highest_bound("how", "number"))[0]
    assert row == (None, None)


@pytest.mark.parametrize(
    ("text", "number", "at_least", "at_most"),
    [
        ("=270", 270, YES, YES),
        ("=270", 271, NO, YES),
        (">270", 271, YES, CANNOT_TELL),
        (">270", 270, YES, NO),
        (">270", 300, CANNOT_TELL, CANNOT_TELL),
        ("<270", 270, NO, YES),
        ("<270", 100, CANNOT_TELL, CANNOT_TELL),
        ("≈270", 1, CANNOT_TELL, CANNOT_TELL),
    ],
)
def test_questions_get_the_answer_that_the_bounds_allow(
    text: str, number: int, at_least: Answer, at_most: Answer
) -> None:
    assert quantity(text).at_least(number) is at_least
    assert quantity(text).at_most(number) is at_most


@pytest.mark.parametrize(
    ("texts", "can_be"),
    [
        ([], True),
        ([">270", "=290", "≈5"], True),
        (["=290", ">290"], False),
        ([">270", "≥271", "≤271"], True),
        ([">270", "<272"], True),
        ([">270", "<271"], False),
        ([">270", "<300", "=310"], False),
        (["<0"], False),
    ],
)
def test_claims_that_cannot_all_be_true_are_found(texts: list[str], can_be: bool) -> None:
    assert all_can_be_true(quantity(text) for text in texts) is can_be


@given(st.lists(QUANTITIES, max_size=4))
def test_claims_can_all_be_true_where_some_number_fits_them(claims: list[Quantity]) -> None:
    some_number_fits = any(all(may_be(c, number) for c in claims) for number in range(53))
    assert all_can_be_true(claims) is some_number_fits


def test_compatible_is_the_same_both_ways() -> None:
    assert quantity(">270").compatible(quantity("=290"))
    assert not quantity("=500").compatible(quantity(">500"))
    assert not quantity(">500").compatible(quantity("=500"))


@pytest.mark.parametrize(
    ("text", "noun", "words"),
    [
        (">270", "military personnel", "more than 270 military personnel"),
        ("=10", "rotations", "10 rotations"),
        ("≥5", "women", "at least 5 women"),
        ("<5", "", "fewer than 5"),
        ("≤5", "", "at most 5"),
        ("≈5000000", "munitions", "about 5,000,000 munitions"),
        (">4500000", "100% safe munitions", "more than 4,500,000 100% safe munitions"),
        ("=0", "", "0"),
    ],
)
def test_quantities_in_words(text: str, noun: str, words: str) -> None:
    assert quantity(text).in_words(noun) == words


def test_thousands_are_grouped_as_in_the_language() -> None:
    assert quantity("=4500000").in_words(language="ru") == "4\xa0500\xa0000"
    with translation.override("kk"):
        assert quantity("=4500000").in_words() == "4\xa0500\xa0000"
