import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from records.numbers import TypedNumber, read_number
from records.quantities import Comparator

EXACTLY, MORE_THAN, AT_LEAST = Comparator.EXACTLY, Comparator.MORE_THAN, Comparator.AT_LEAST
FEWER_THAN, AT_MOST, BETWEEN = Comparator.FEWER_THAN, Comparator.AT_MOST, Comparator.BETWEEN
NEARLY, ABOUT = Comparator.NEARLY, Comparator.ABOUT


def message_for(text: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        read_number(text)
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("270", None, 270),
        (" 270. ", None, 270),
        ("1,200", None, 1200),
        ("1.200", None, 1200),
        ("25,000", None, 25000),
        ("25.000", None, 25000),
        ("1 200", None, 1200),
        ("1\xa0200", None, 1200),
        ("4 500 000", None, 4500000),
        ("ten", None, 10),
        ("Ten", None, 10),
        ("a hundred", None, 100),
        ("двести семьдесят", None, 270),
        ("он", None, 10),
        ("екі жүз жетпіс", None, 270),
        ("=270", EXACTLY, 270),
        ("exactly 270", EXACTLY, 270),
        ("ровно 270", EXACTLY, 270),
        ("дәл 270", EXACTLY, 270),
        (">270", MORE_THAN, 270),
        ("more than 270", MORE_THAN, 270),
        ("over a hundred", MORE_THAN, 100),
        ("более 270", MORE_THAN, 270),
        ("свыше двухсот семидесяти", MORE_THAN, 270),
        ("более тысячи", MORE_THAN, 1000),
        ("270-тен астам", MORE_THAN, 270),
        ("270-ден астам", MORE_THAN, 270),
        ("жетпістен астам", MORE_THAN, 70),
        ("270+", AT_LEAST, 270),
        ("270 +", AT_LEAST, 270),
        ("1,200+", AT_LEAST, 1200),
        ("≥270", AT_LEAST, 270),
        (">= 270", AT_LEAST, 270),
        ("at least ten", AT_LEAST, 10),
        ("270 or more", AT_LEAST, 270),
        ("не менее 270", AT_LEAST, 270),
        ("от 270", AT_LEAST, 270),
        ("кемінде 270", AT_LEAST, 270),
        ("270-тен кем емес", AT_LEAST, 270),
        ("<270", FEWER_THAN, 270),
        ("fewer than 270", FEWER_THAN, 270),
        ("менее 270", FEWER_THAN, 270),
        ("270-тен аз", FEWER_THAN, 270),
        ("≤270", AT_MOST, 270),
        ("up to 270", AT_MOST, 270),
        ("до 270", AT_MOST, 270),
        ("не более 270", AT_MOST, 270),
        ("270-ге дейін", AT_MOST, 270),
        ("270-тен көп емес", AT_MOST, 270),
        ("~270", ABOUT, 270),
        ("≈ 270", ABOUT, 270),
        ("about 270", ABOUT, 270),
        ("около ста", ABOUT, 100),
        ("шамамен 270", ABOUT, 270),
        ("он шақты", ABOUT, 10),
        ("nearly 90", NEARLY, 90),
        ("почти 90", NEARLY, 90),
        ("90-ға жуық", NEARLY, 90),
    ],
)
def test_a_number_is_read_with_its_bound(
    text: str, comparator: Comparator | None, value: int
) -> None:
    assert read_number(text) == TypedNumber(value, comparator)


@pytest.mark.parametrize(
    ("text", "comparator", "value", "rounded_to"),
    [
        ("4.5 million", None, 4_500_000, 100_000),
        ("4,5 млн", None, 4_500_000, 100_000),
        ("4,5\xa0млн", None, 4_500_000, 100_000),
        ("4,50 млн", None, 4_500_000, 10_000),
        ("4,5 миллиона", None, 4_500_000, 100_000),
        ("more than 4.5 million", MORE_THAN, 4_500_000, 100_000),
        ("более 4,5 млн.", MORE_THAN, 4_500_000, 100_000),
        ("4,5 миллионнан астам", MORE_THAN, 4_500_000, 100_000),
        ("around two million", ABOUT, 2_000_000, 1_000_000),
        ("27 тыс.", None, 27_000, 1_000),
    ],
)
def test_the_last_digit_that_is_said_is_kept(
    text: str, comparator: Comparator | None, value: int, rounded_to: int
) -> None:
    assert read_number(text) == TypedNumber(value, comparator, None, rounded_to)


@pytest.mark.parametrize(
    ("text", "value", "upper", "rounded_to"),
    [
        ("27–29", 27, 29, 1),
        ("27-29", 27, 29, 1),
        ("27 — 29", 27, 29, 1),
        ("27 to 29", 27, 29, 1),
        ("from 27 to 29", 27, 29, 1),
        ("between 27 and 29", 27, 29, 1),
        ("от 27 до 29", 27, 29, 1),
        ("между 27 и 29", 27, 29, 1),
        ("27-ден 29-ға дейін", 27, 29, 1),
        ("27 мен 29 аралығында", 27, 29, 1),
        ("ten to twelve", 10, 12, 1),
        ("он-он бес", 10, 15, 1),
        ("1,200–1,500", 1200, 1500, 1),
        ("4–5 million", 4_000_000, 5_000_000, 1_000_000),
        ("3.5–4 million", 3_500_000, 4_000_000, 100_000),
    ],
)
def test_two_bounds_are_read_as_both(text: str, value: int, upper: int, rounded_to: int) -> None:
    assert read_number(text) == TypedNumber(value, BETWEEN, upper, rounded_to)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,200 million", "“1,200 million” can be 1,200,000,000 or 1,200,000: write it so."),
        ("1.250 млн", "“1.250 млн” can be 1,250,000,000 or 1,250,000: write it so."),
        ("33,2", "“33,2” is not a whole number."),
        ("29–27", "29–27: the second number must be the larger one."),
    ],
)
def test_what_has_no_one_meaning_is_asked_about(text: str, message: str) -> None:
    assert message in message_for(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "many", "тысячи", "millions", "-5", "1e3", "270 officers", "not 270", "about 27–29",
        "270 and 280", "1 2", "P8A", "29.05.2003", "the 1990s", "more than", "+", "270++", "¼",
        "٢٧٠",
    ],
)  # fmt: skip
def test_what_is_no_number_gets_examples(text: str) -> None:
    assert f"“{text}” cannot be read as a number. Write 270," in message_for(text)


def test_an_ordinal_is_said_to_be_one_and_has_no_bound() -> None:
    assert read_number("9th") == TypedNumber(9, is_ordinal=True)
    assert read_number("девятая") == TypedNumber(9, is_ordinal=True)
    assert read_number("оныншы") == TypedNumber(10, is_ordinal=True)
    assert "cannot be read" in message_for("more than 9th")


@given(st.text() | st.text("0123456789 ,.-–+~<>≥тысмлнmoreha'", max_size=30))
def test_no_text_does_worse_than_a_message(text: str) -> None:
    try:
        assert read_number(text).value >= 0
    except ValidationError as refusal:
        assert refusal.messages


@given(st.integers(0, 10**15), st.sampled_from(["{}", "{:,}", ">{}", "~{:,}", "{}+", "<= {}"]))
def test_no_digit_is_lost(number: int, form: str) -> None:
    assert read_number(form.format(number)).value == number
