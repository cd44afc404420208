"""What is found in the words of a passage, and what is not."""

import pytest

from records.partial_dates import PartialDate
from records.quantities import Comparator
from sources.carrying import Words, is_form_of, numbers_missing


@pytest.mark.parametrize(
    ("number", "text", "language"),
    [
        (4_500_000, "destroyed more than 4.5 million different munitions", "en"),
        (4_500_000, "обезвредили 4,5 миллиона боеприпасов", "ru"),
        (10, "Ten rotations of personnel took place", "en"),
        (270, "двести семьдесят военнослужащих", "ru"),
        (10, "он ротация өтті", "kk"),
        (1200, "1 200 человек", "ru"),
        # As a source in English may quote it.
        (270, "двести семьдесят военнослужащих", "en"),
    ],
)
def test_a_number_is_found_as_it_is_written(number: int, text: str, language: str) -> None:
    assert Words(text, language).have_number(number)


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("270 people", "en", Comparator.EXACTLY),
        ("Moreover 270 people", "en", Comparator.EXACTLY),
        ("More than 270 military personnel took part", "en", Comparator.MORE_THAN),
        ("no more than 270", "en", Comparator.AT_MOST),
        ("270+ people", "en", Comparator.AT_LEAST),
        ("270 people or more", "en", Comparator.AT_LEAST),
        ("some 270 people", "en", Comparator.ABOUT),
        ("служили более 270 военнослужащих", "ru", Comparator.MORE_THAN),
        ("до двухсот семидесяти человек", "ru", Comparator.AT_MOST),
        ("270-тен астам әскери", "kk", Comparator.MORE_THAN),
        ("270 адамға жуық", "kk", Comparator.NEARLY),
    ],
)
def test_a_number_is_found_with_its_bound(text: str, language: str, bound: Comparator) -> None:
    assert Words(text, language).bounds_of(270) == {bound}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (538, "founded by a resolution in 2000"),
        (27, "more than 270 military personnel"),
        (5, "4.5 million munitions"),
        (8, "with P8A aircraft"),
    ],
)
def test_a_number_that_is_not_there_is_not_found(number: int, text: str) -> None:
    assert not Words(text, "en").have_number(number)


@pytest.mark.parametrize(
    ("date", "text", "language"),
    [
        ("2003", "began a peacekeeping mission in Iraq in 2003.", "en"),
        ("2014/..", "since 2014", "en"),
        ("2018-06-22", "22 июня 2018 года", "ru"),
        ("2018-06-22", "22.06.2018", "ru"),
        ("2003-05-29", "2003 жылғы 29 мамырда", "kk"),
        ("XXXX-05-29", "celebrated on May 29 since 2002", "en"),
        ("2011-05/2014-11", "from May 2011 to November 2014", "en"),
        ("1851/1852", "in 1851-52", "en"),
        ("2007-21", "in the spring of 2007", "en"),
        ("200X", "in the 2000s", "en"),
        ("2019?-03-07", "on March 7", "en"),
        ("[1998..2000]", "at some time between 1998 and 2000", "en"),
        ("[2003,2005,2007]", "in 2003, 2005 or 2007", "en"),
        ("[..1999]", "раньше 2000 года", "ru"),
        ("[..1999]", "no later than 1999", "en"),
        ("[2004..]", "after 2003", "en"),
        ("[..2003-04]", "before May 2003", "en"),
    ],
)
def test_a_date_is_found_by_its_parts(date: str, text: str, language: str) -> None:
    assert Words(text, language).have_date(PartialDate.parse(date))


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2003/2008", "began a peacekeeping mission in Iraq in 2003."),
        ("2018-06", "in 2018"),
        ("2018-06-22", "in June 2018"),
        ("2003-05", "in June 2003"),
        ("2003", "during the five years of participation in the operation."),
        ("[..1999]", "before 2001"),
        ("[..1999]", "after 1998"),
        ("[1998..2000]", "in 1998"),
        ("[2003,2005,2007]", "in 2003 or 2007"),
        ("2019?-03-07", "in March"),
    ],
)
def test_a_date_is_not_found_where_a_part_of_it_is_missing(date: str, text: str) -> None:
    assert not Words(text, "en").have_date(PartialDate.parse(date))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Dilya Akhmetova", "Colonel Dilya Akhmetova"),
        ("Dilya Akhmetova", "подполковнику Диле Ахметовой"),
        ("Dilya Akhmetova", "Диля Ахметованың"),
        ("Sholpan Tausheva", "Lieutenant Colonels Sholpan Tausheva and Sabina Muzalinova"),
        ("Iraq", "в Ираке"),
        ("Iraq", "Иракта"),
        ("Kazbat", "Казбаттың құрамында"),
        ("Astana", "в Астане"),
        ("UNIFIL", "the UN Interim Force in Lebanon (UNIFIL) mission"),
    ],
)
def test_a_name_is_found_in_every_script_and_case(name: str, text: str) -> None:
    assert Words(text, "").have_name(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Dilya Akhmetova", "Lieutenant Colonel Akhmetova"),
        ("Iraq", "in Iran"),
        ("Mali", "on Malta"),
        ("Aliya", "Ali"),
        ("P8A", "P8B"),
        ("—", "anything at all"),
    ],
)
def test_a_name_that_is_not_there_is_not_found(name: str, text: str) -> None:
    assert not Words(text, "").have_name(name)


def test_a_word_is_no_form_of_one_that_only_begins_like_it() -> None:
    assert not is_form_of("iran", "irak")
    assert not is_form_of("5", "500")
    assert not is_form_of("ali", "alimzhanova")


def test_digits_without_end_hide_no_date_beside_them() -> None:
    words = Words(f"{'9' * 5000} soldiers in 2003", "en")

    assert words.have_date(PartialDate.parse("2003"))
    assert numbers_missing(words, f"{'9' * 5000} or 7") == ["7"]
