import pytest
from django.utils import translation

from catalogue.ordering import last_word_key, name_key, number_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["1st Company", "Al Zed", "Alan", "Élise", "Elizabeth", "zarina", "Ахмет", "Әсел",
                "Баян", "Ғали", "Дана", "Ёлкин", "Қайрат", "Лаура", "Үсен"]),
        ("kk", ["1st Company", "Ахмет", "Әсел", "Ёлкин", "Қайрат", "Яна", "Alan", "zarina"]),
        ("ru", ["Ахмет", "Елена", "Ёлкин", "Жанна", "Alan"]),
    ],
)  # fmt: skip
def test_names_stand_in_the_order_of_the_reader_s_alphabet(language: str, names: list[str]) -> None:
    with translation.override(language):
        assert sorted({*names}, key=name_key) == names


def test_names_that_differ_by_an_accent_have_one_order_always() -> None:
    assert sorted(["Elise", "Élise"], key=name_key) == sorted(["Élise", "Elise"], key=name_key)


def test_people_stand_by_the_last_words_of_their_names() -> None:
    names = ["Zhanar Abenova", "Aru Baibolova", "Madonna", "Aru  Zhunussova"]

    assert sorted({*names}, key=last_word_key) == names


def test_numbers_stand_by_their_size_and_what_has_none_comes_last() -> None:
    numbers = [-3, 0, 2, 10, 4_500_000, None]

    assert sorted({*numbers}, key=number_key) == numbers
