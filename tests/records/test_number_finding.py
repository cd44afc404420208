from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.numbers import find_numbers


def values(text: str, language: str | None = None) -> list[str]:
    return [str(found.value) for found in find_numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "value", "rounded_to"),
    [
        ("270", 270, 1),
        ("1 200", 1200, 1),
        ("1\u202f200\u202f000", 1200000, 1),
        ("4,500,000", 4500000, 1),
        ("4.500.000", 4500000, 1),
        ("4.5 million", 4500000, 100_000),
        ("4.50 million", 4500000, 10_000),
        ("4.5-million", 4500000, 100_000),
        ("10 million", 10000000, 1_000_000),
        ("1 billion", 10**9, 1_000_000_000),
        ("3bn", 3 * 10**9, 10**9),
        ("4,5 млн", 4500000, 100_000),
        ("4,5 млн.", 4500000, 100_000),
        ("4,5 миллиона", 4500000, 100_000),
        ("4,5млн", 4500000, 100_000),
        ("270 тыс.", 270000, 1_000),
        ("3 млн 500 тыс.", 3500000, 1_000),
        ("3 млн. 500 тысяч", 3500000, 1_000),
        ("4,5 миллионнан", 4500000, 100_000),
        ("2 мың 300", 2300, 1),
        ("ten", 10, 1),
        ("Twenty-seven", 27, 1),
        ("two hundred and seventy", 270, 1),
        ("one thousand two hundred", 1200, 1),
        ("fifteen hundred", 1500, 1),
        ("a hundred", 100, 1),
        ("two dozen", 24, 1),
        ("half a million", 500000, 100_000),
        ("two and a half million", 2500000, 100_000),
        ("two million", 2000000, 1_000_000),
        ("двести семьдесят", 270, 1),
        ("ДВУХСОТ СЕМИДЕСЯТИ", 270, 1),
        ("трёхсот", 300, 1),
        ("две тысячи триста", 2300, 1),
        ("сто сорок две тысячи триста один", 142301, 1),
        ("пятьюдесятью", 50, 1),
        ("двадцатью семью", 27, 1),
        ("полтора миллиона", 1500000, 100_000),
        ("полмиллиона", 500000, 100_000),
        ("два с половиной миллиона", 2500000, 100_000),
        ("две сотни", 200, 1),
        ("трое", 3, 1),
        ("он", 10, 1),
        ("он екі", 12, 1),
        ("екі жүз жетпіс", 270, 1),
        ("екі мың бес жүз он екі", 2512, 1),
        ("жүз", 100, 1),
        ("бір жарым миллион", 1500000, 100_000),
        ("жарты миллион", 500000, 100_000),
        ("жетпістен", 70, 1),
        ("бесеуі", 5, 1),
    ],
)
def test_a_number_is_found_as_a_whole(text: str, value: int, rounded_to: int) -> None:
    [found] = find_numbers(f"« {text} »")
    assert (int(found.value), found.rounded_to, found.is_ordinal) == (value, rounded_to, False)
    assert f"« {text} »"[found.start : found.end] in (text, text[:-1], text.removeprefix("a "))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 270 officers in 2014", ["270", "2014"]),
        ("270-тен астам", ["270"]),
        ("27–29 people", ["27", "29"]),
        ("from 27 to 29", ["27", "29"]),
        ("1851-52", ["1851", "52"]),
        ("one and two", ["1", "2"]),
        ("пять-шесть", ["5", "6"]),
        ("отыз-қырық адам, бес-алты", ["30", "40", "5", "6"]),
        ("five, six", ["5", "6"]),
        ("29 мая 2003 года", ["29", "2003"]),
        ("2003 жылғы 29 мамыр", ["2003", "29"]),
        ("в 2018 120 человек", ["2018", "120"]),
        ("12,345.5", ["12345.5"]),
        ("33,2%", ["33.2"]),
        ("0,123", ["0.123"]),
    ],
)
def test_numbers_side_by_side_are_told_apart(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kazbat, P8A, Mi-8, T72",
        "29.05.2019",
        "2003-05-29",
        "29/05/2019",
        "in the 1990s, в 1990-х, 1990-жылдары",
        "at 10:30",
        "millions of shells, тысяч людей, hundreds",
        "the tens of others, алтын, үшін, оны, онда",
        "семью",
        "",
    ],
)
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200", ["1200", "1.200"]),
        ("1.200", ["1200", "1.200"]),
        ("25,000", ["25000"]),
        ("25.000 млн", ["25000000000", "25000000"]),
        ("1,200 million", ["1200000000", "1200000"]),
        ("4–5 million", ["4", "4000000", "5000000"]),
        ("от 4 до 4,5 миллиона", ["4", "4000000", "4500000"]),
        ("2-3 мың", ["2", "2000", "3000"]),
    ],
)
def test_what_can_be_read_in_two_ways_is_found_in_both(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_the_language_of_a_text_decides_whose_words_are_read() -> None:
    assert values("он ротация") == ["10"]
    assert values("он ротация", "kk") == ["10"]
    assert values("он служил там", "ru") == []
    assert values("ten, 270", "ru") == ["270"]
    assert values("десять", "ru-kz") == ["10"]
    assert values("ten, десять", "fr") == ["10", "10"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the ninth rotation", 9),
        ("twenty-first", 21),
        ("9th", 9),
        ("девятая ротация", 9),
        ("двадцать третьего", 23),
        ("двухсотая", 200),
        ("9-я", 9),
        ("12-го", 12),
        ("оныншы", 10),
        ("он екінші", 12),
        ("9-шы", 9),
        ("10-ыншы", 10),
    ],
)
def test_ordinals_are_numbers_and_said_to_be_ordinals(text: str, number: int) -> None:
    [found] = find_numbers(text)
    assert (int(found.value), found.is_ordinal) == (number, True)


@given(st.text() | st.text("0123456789 ,.-–тысмлн'adhundreotwмыңжүзекі", max_size=60))
def test_no_text_breaks_the_finder(text: str) -> None:
    for found in find_numbers(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.value >= 0
        assert found.rounded_to >= 1


@given(st.integers(0, 10**12), st.sampled_from([",", " ", "\xa0", "."]))
def test_every_grouped_whole_number_is_found(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    assert Decimal(number) in {found.value for found in find_numbers(f"{written} shells")}


def test_a_long_quotation_takes_a_few_milliseconds() -> None:
    quotation = "more than двести семьдесят and 4,5 млн, 1,200; екі жүз он. " * 34
    find_numbers("")
    started = perf_counter()
    find_numbers(quotation)
    assert perf_counter() - started < 0.1  # 5 ms where nothing else runs
