import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from missions.models import Claim
from records.answers import Answer
from records.quantities import (
    Comparator,
    Quantity,
    highest_bound,
    lowest_bound,
)
from tests.factories import ClaimFactory, FigureFactory

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL
QUANTITIES = st.builds(
    Quantity,
    st.sampled_from([one for one in Comparator if one is not Comparator.BETWEEN]),
    st.integers(1, 50),
) | st.builds(
    lambda value, more: Quantity(Comparator.BETWEEN, value, value + more),
    st.integers(0, 25),
    st.integers(1, 25),
)


def quantity(text: str) -> Quantity:
    """Such as ">270", "–27:29", "=4500000~100000" (rounded to hundred thousands)."""
    number, _tilde, rounded_to = text[1:].partition("~")
    value, _colon, upper = number.partition(":")
    return Quantity(
        Comparator(text[0]), int(value), int(upper) if upper else None, int(rounded_to or 1)
    )


def may_be(claim: Quantity, number: int) -> bool:
    """What the words mean, said in another way than by bounds."""
    value = claim.value
    return {
        Comparator.EXACTLY: number == value,
        Comparator.MORE_THAN: number > value,
        Comparator.AT_LEAST: number >= value,
        Comparator.FEWER_THAN: number < value,
        Comparator.AT_MOST: number <= value,
        Comparator.NEARLY: value <= 2 * number <= 2 * value,
        Comparator.ABOUT: value <= 2 * number <= 4 * value,
        Comparator.BETWEEN: value <= number <= (claim.upper or 0),
    }[claim.comparator]


BOUNDS = [
    ("=270", 270, 270),
    (">270", 271, None),
    ("≥270", 270, None),
    ("<270", 0, 269),
    ("≤270", 0, 270),
    ("≈270", 135, 540),
    ("≈271", 136, 542),
    ("≲270", 135, 270),
    ("–27:29", 27, 29),
    ("=4500000~100000", 4_450_000, 4_549_999),
    (">4500000~100000", 4_500_001, None),
    ("=270~10", 265, 274),
]


@pytest.mark.parametrize(("text", "lowest", "highest"), BOUNDS)
def test_bounds_are_those_of_the_words(text: str, lowest: int | None, highest: int | None) -> None:
    assert (quantity(text).lowest, quantity(text).highest) == (lowest, highest)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "lowest", "highest"), BOUNDS)
def test_the_database_gives_the_same_bounds(text: str, lowest: int, highest: int | None) -> None:
    stated = quantity(text)
    FigureFactory.create(
        comparator=stated.comparator, value=stated.value, upper=stated.upper,
        rounded_to=stated.rounded_to,
    )  # fmt: skip
    bounds = Claim.objects.values_list(lowest_bound(), highest_bound())
    assert list(bounds) == [(lowest, highest)]


@pytest.mark.django_db
def test_a_row_without_a_number_has_no_bounds() -> None:
    ClaimFactory.create()
    assert list(Claim.objects.values_list(lowest_bound(), highest_bound())) == [(None, None)]


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
        ("≈270", 1, YES, NO),
        ("≈270", 300, CANNOT_TELL, CANNOT_TELL),
    ],
)
def test_questions_get_the_answer_that_the_bounds_allow(
    text: str, number: int, at_least: Answer, at_most: Answer
) -> None:
    assert quantity(text).at_least(number) is at_least
    assert quantity(text).at_most(number) is at_most


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (">270", "=290", YES),
        ("=290", ">290", NO),
        (">270", "<272", YES),
        (">270", "<271", NO),
        ("=290", ">300", NO),
        # Widened by the digits that were printed: 4.5 million is 4,450,000 to 4,549,999.
        ("=4500000~100000", ">4500000", YES),
        ("=4500000~100000", "=4510000", YES),
        ("=4500000~100000", "=4600000~100000", NO),
        ("=4500000", ">4500000", NO),
        # "About" surely fits what is within a tenth, and surely not what is beyond a factor of two.
        ("≈100", "=104", YES),
        ("≈100", "=150", CANNOT_TELL),
        ("≈100", "=201", NO),
        ("≈100", "=49", NO),
        ("≈100", "≈1000", NO),
        ("≈100", "≈130", CANNOT_TELL),
        ("≲90", "=87", YES),
        ("≲90", "=90", CANNOT_TELL),
        ("≲90", "=91", NO),
        ("≲90", "=50", CANNOT_TELL),
        ("–27:29", "=28", YES),
        ("–27:29", "=30", NO),
        ("–27:29", "≥29", YES),
    ],
)
def test_two_quantities_fit_one_number_or_not_or_nobody_can_tell(
    one: str, other: str, answer: Answer
) -> None:
    assert quantity(one).fits(quantity(other)) is answer
    assert quantity(other).fits(quantity(one)) is answer


@pytest.mark.parametrize(
    ("part", "whole", "answer"),
    [
        ("=8", "=10", YES),
        ("=10", "=8", NO),
        (">10", "=10", NO),
        ("=10", ">8", YES),
        ("≈100", "=95", YES),
        ("≈100", "=60", CANNOT_TELL),
        ("≈100", "=49", NO),
    ],
)
def test_a_part_is_at_most_its_whole(part: str, whole: str, answer: Answer) -> None:
    assert quantity(part).can_be_at_most(quantity(whole)) is answer


@given(QUANTITIES, QUANTITIES)
def test_two_fit_where_some_number_fits_both(one: Quantity, other: Quantity) -> None:
    some_number_fits = any(may_be(one, n) and may_be(other, n) for n in range(205))
    assert (one.fits(other) is not NO) is some_number_fits


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
        ("≲90", "troops", "nearly 90 troops"),
        ("–27:29", "troops", "from 27 to 29 troops"),
        (">4500000~100000", "munitions", "more than 4.5 million munitions"),
        ("=30000~1000", "mines", "30 thousand mines"),
        ("≈1230~10", "", "about 1,230"),
    ],
)
def test_quantities_in_words(text: str, noun: str, words: str) -> None:
    assert quantity(text).in_words(noun) == words


def test_thousands_are_grouped_as_in_the_language() -> None:
    assert quantity("=4500000").in_words(language="ru") == "4\xa0500\xa0000"
    with translation.override("kk"):
        assert quantity("=4500000").in_words() == "4\xa0500\xa0000"
