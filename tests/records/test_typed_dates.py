"""Dates as people type them. What is expected was written from the meaning of the words."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.answers import Answer
from records.fields import DayField, PartialDateFormField
from records.partial_dates import PartialDate


def refusal_of(text: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        PartialDate.typed(text)
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # Single dates.
        ("в 2003 году", "2003"),
        ("2003 г.", "2003"),
        ("2003 жылы", "2003"),
        ("in 2003", "2003"),
        ("May 2019", "2019-05"),
        ("Sep. 2019", "2019-09"),
        ("в мае 2003 года", "2003-05"),
        ("2018 мамыр", "2018-05"),
        ("2003 жылғы мамырда", "2003-05"),
        ("2003-5", "2003-05"),
        ("05.2003", "2003-05"),
        ("29.05.2019", "2019-05-29"),
        ("05.06.2019", "2019-06-05"),
        ("29/05/2019", "2019-05-29"),
        ("05/29/2019", "2019-05-29"),
        ("05/05/2019", "2019-05-05"),
        ("2019/5/29", "2019-05-29"),
        ("29 May 2019", "2019-05-29"),
        ("29th of May, 2019", "2019-05-29"),
        ("May 29, 2019", "2019-05-29"),
        ("29\xa0мая 2019 года", "2019-05-29"),
        ("2003 жылғы 29 мамыр", "2003-05-29"),
        ("2003 ж. 29 мамырда", "2003-05-29"),
        ("200x", "200X"),
        ("1990s", "199X"),
        ("1990-е годы", "199X"),
        ("в 1990-х", "199X"),
        ("1990-жылдары", "199X"),
        ("every 29 May", "XXXX-05-29"),
        # About, and uncertain.
        ("около 2018", "2018~"),
        ("шамамен 2018", "2018~"),
        ("2018 жыл шамасында", "2018~"),
        ("about 2018", "2018~"),
        ("c. 2018", "2018~"),
        ("c1860", "1860~"),
        ("approx 1862", "1862~"),
        ("~2018", "2018~"),
        ("probably 2018", "2018?"),
        ("1862 maybe", "1862?"),
        ("2018 (?)", "2018?"),
        ("вероятно, 2018", "2018?"),
        ("probably about 2018", "2018%"),
        # Seasons.
        ("spring 2007", "2007-21"),
        ("in the fall of 2007", "2007-23"),
        ("лето 2007", "2007-22"),
        ("летом 2007 года", "2007-22"),
        ("2007 жылдың жазында", "2007-22"),
        ("2007 жылғы қыс", "2007-24"),
        # Periods.
        ("с 2014 года", "2014/.."),
        ("since 2014", "2014/.."),
        ("Since about May 2019", "2019-05~/.."),
        ("примерно с 2014 года", "2014~/.."),
        ("2014 жылдан бері", "2014/.."),
        ("2003 жылғы 29 мамырдан бері", "2003-05-29/.."),
        ("2014–", "2014/.."),
        ("2014–present", "2014/.."),
        ("from 2014 onwards", "2014/.."),
        ("с 2014 по настоящее время", "2014/.."),
        ("May 2019/..", "2019-05/.."),
        ("until August 2005", "../2005-08"),
        ("по 2008 год", "../2008"),
        ("2008 жылға дейін", "../2008"),
        ("from 2003 to 2008", "2003/2008"),
        ("2003-2008", "2003/2008"),
        ("2003 – 2008", "2003/2008"),
        ("2003–2008 гг.", "2003/2008"),
        ("2003/21", "2003/2021"),
        ("с 2003 по 2008 год", "2003/2008"),
        ("2003 жылдан 2008 жылға дейін", "2003/2008"),
        ("2003–2008 жж.", "2003/2008"),
        ("1851–52", "1851/1852"),
        ("May–August 2003", "2003-05/2003-08"),
        ("May 2003–June 2004", "2003-05/2004-06"),
        ("с мая по август 2003 года", "2003-05/2003-08"),
        ("2003 жылғы мамыр – тамыз", "2003-05/2003-08"),
        ("2003-05/08", "2003-05/2003-08"),
        ("29–31 May 2003", "2003-05-29/2003-05-31"),
        ("May 29-31, 2003", "2003-05-29/2003-05-31"),
        ("29-31 мая 2003", "2003-05-29/2003-05-31"),
        ("2003 жылғы 29–31 мамыр", "2003-05-29/2003-05-31"),
        ("29 May – 3 June 2003", "2003-05-29/2003-06-03"),
        ("2003-05-29/31", "2003-05-29/2003-05-31"),
        # One date of several, or within a span.
        ("between 1998 and 2000", "[1998..2000]"),
        ("между 1998 и 2000 годами", "[1998..2000]"),
        ("1998 және 2000 жылдар арасында", "[1998..2000]"),
        ("between May and August 2003", "[2003-05..2003-08]"),
        ("2003 or 2004", "[2003,2004]"),
        ("either 2003 or 2005", "[2003,2005]"),
        ("2003 или 2004", "[2003,2004]"),
        ("2003 немесе 2004 жыл", "[2003,2004]"),
        ("May or June 2003", "[2003-05,2003-06]"),
        ("2003, 2004 or 2005", "[2003,2004,2005]"),
        ("before 2000", "[..1999]"),
        ("prior to 2008", "[..2007]"),
        ("раньше 2008 года", "[..2007]"),
        ("2008 жылдан бұрын", "[..2007]"),
        ("before 29 May 2003", "[..2003-05-28]"),
        ("before May 2003", "[..2003-04]"),
        ("before January 2003", "[..2002-12]"),
        ("before the 1990s", "[..1989]"),
        ("after 2003", "[2004..]"),
        ("после 2003 года", "[2004..]"),
        ("2003 жылдан кейін", "[2004..]"),
        ("after December 2003", "[2004-01..]"),
        ("after 31 December 2003", "[2004-01-01..]"),
        ("by 2008", "[..2008]"),
        ("не позднее мая 2008 года", "[..2008-05]"),
        ("no earlier than 2003", "[2003..]"),
    ],
)
def test_what_people_type_is_read_as_meant(text: str, meant: str) -> None:
    assert str(PartialDate.typed(text)) == meant
    assert str(PartialDate.parse(meant)) == meant


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "до 2008",
            "Write ../2008 for what lasted until then, or [..2007] for one date before it.",
        ),
        ("до мая 2005 года", "Write ../2005-05 for what lasted until then, or [..2005-04]"),
        ("from 2003", "Write 2003/ if no source says until when, or 2003/.. if it still goes on."),
        ("2014 жылдан бастап", "Write 2014/ if no source says until when, or 2014/.."),
        ("2003–08", "write 2003/2008 for the years from 2003 to 2008, or 2003-08 for the month."),
        ("2003/08", "write 2003/2008 for the years from 2003 to 2008, or 2003-08 for the month."),
        ("1851-52", "there is no month 52. Write 1851/1852 for 1851 to 1852."),
        ("05/06/2003", "Write 2003-06-05 or 2003-05-06 for “05/06/2003”"),
        ("05-06-2003", "Write 2003-06-05 or 2003-05-06 for “05-06-2003”"),
        ("1900s", "Write 190X for 1900 to 1909, or 19XX for 1900 to 1999"),
        ("the 2000s", "Write 200X for 2000 to 2009, or 20XX for 2000 to 2099"),
        ("29 May", "or write XXXX-05-29 for that day of every year."),
        ("31 June 2018", "2018-06-31: June has 30 days."),
        ("31 June", "XXXX-06-31: June has 30 days."),
        ("2008–2003", "2008/2003: the end is before the start."),
        ("between 2000 and 1998", "[2000..1998]: the end is before the start."),
        ("2004 or 2003", "write the dates from the earliest to the latest."),
        ("between about 1998 and 2000", "between brackets write years, months or days alone."),
    ],
)
def test_what_has_two_meanings_or_none_is_asked_about(text: str, question: str) -> None:
    assert question in refusal_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "banana", "2003 and 2004", "early 2003", "mid-2003", "XIX век", "about 1998 or 2000",
        "2003-05/banana", "before spring 2007", "after 31 December 9999", "May", "spring",
        "the 29th", "{2003,2004}", "2 003", "до", "с", "2003 or", "or", "270+",
    ],
)  # fmt: skip
def test_what_cannot_be_guessed_gets_examples(text: str) -> None:
    assert refusal_of(text).startswith(f'"{text}" cannot be read as a date. Write 2003, 2003-05')


def test_doors_for_programs_take_edtf_alone_and_say_it() -> None:
    with pytest.raises(ValidationError) as refusal:
        PartialDate.parse("с 2014 года")
    assert refusal.value.messages == ['Write 2014/.. for "с 2014 года".']


# --- What pages say is read as the same date ----------------------------------------------------

YEARS = st.integers(1000, 9998).map(str)
MONTHS = st.integers(1, 12).map("{:02}".format)
DAYS = st.integers(1, 28).map("{:02}".format)
BARE = (
    YEARS
    | st.builds("{}-{}".format, YEARS, MONTHS | st.sampled_from(["XX", "21", "22", "23", "24"]))
    | st.builds("{}-{}-{}".format, YEARS, MONTHS, DAYS | st.just("XX"))
    | YEARS.map("{}-XX-XX".format)
    | YEARS.map(lambda year: f"{year[:3]}X")
    | YEARS.map(lambda year: f"{year[:2]}XX")
)
MOMENTS = (
    st.builds("{}{}".format, BARE, st.sampled_from(["", "~", "?", "%"]))
    | st.builds("{}?-{}-{}".format, YEARS, MONTHS, DAYS)
)  # fmt: skip
FORMS = st.sampled_from(["{}", "{}/..", "../{}", "{}/", "/{}"])
PERIODS = st.builds("{}/{}".format, MOMENTS, MOMENTS)
CHOICES = (
    st.builds("[{}{}{}]".format, BARE, st.sampled_from(["..", ","]), BARE)
    | st.builds("[{}..{},{}]".format, BARE, BARE, BARE)
    | st.builds(str.format, st.sampled_from(["[..{}]", "[{}..]"]), BARE)
)


@given(
    st.builds(str.format, FORMS, MOMENTS) | PERIODS | CHOICES
    | st.builds("XXXX-{}-{}".format, MONTHS, DAYS),
    st.sampled_from(["en", "ru", "kk"]),
)  # fmt: skip
def test_what_pages_say_of_a_date_is_read_as_that_date(text: str, language: str) -> None:
    try:
        said = PartialDate.parse(text)
    except ValidationError:
        return
    assert PartialDate.typed(said.in_words(language)) == said


# --- What is taken means what was typed ---------------------------------------------------------

LAST_DAYS = st.dates(date(1000, 1, 1), date(9000, 1, 1))


@given(LAST_DAYS, LAST_DAYS)
def test_between_is_one_date_and_never_surely_in_a_part(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    if first.year == last.year:
        return
    meant = PartialDate.typed(f"between {first.year} and {last.year}")

    assert (meant.earliest, meant.latest) == (date(first.year, 1, 1), date(last.year, 12, 31))
    for year in {first.year, last.year, (first.year + last.year) // 2}:
        assert meant.overlap(PartialDate.parse(f"{year:04}")) is Answer.CANNOT_TELL
    whole = PartialDate.parse(f"{first.year:04}/{last.year:04}")
    assert meant.overlap(whole) is Answer.YES
    assert whole.overlap(PartialDate.parse(f"{last.year:04}")) is Answer.YES


@given(LAST_DAYS, st.sampled_from(["%Y", "%B %Y", "%d %B %Y"]))
def test_before_and_after_leave_out_the_date_itself(day: date, how: str) -> None:
    typed = PartialDate.typed(day.strftime(how))
    before = PartialDate.typed(f"before {day.strftime(how)}")
    after = PartialDate.typed(f"after {day.strftime(how)}")

    assert typed.earliest
    assert typed.latest
    assert (before.earliest, after.latest) == (None, None)
    assert before.latest == date.fromordinal(typed.earliest.toordinal() - 1)
    assert after.earliest == date.fromordinal(typed.latest.toordinal() + 1)
    assert before.overlap(typed) is after.overlap(typed) is Answer.NO


@given(st.text() | st.text("0123456789 -–/.,~?%X[]сmaybefor", max_size=40))
def test_no_text_does_worse_than_a_message(text: str) -> None:
    try:
        assert PartialDate.typed(text).in_words()
    except ValidationError as refusal:
        assert refusal.messages


# --- The fields of forms ------------------------------------------------------------------------


class DatedForm(forms.Form):
    period = PartialDateFormField(required=False)
    day = DayField(required=False)


def test_a_form_takes_words_and_gives_the_date() -> None:
    form = DatedForm({"period": " с 2014 года ", "day": "29 мая 2003 года"})

    assert form.is_valid()
    assert form.cleaned_data == {"period": PartialDate.parse("2014/.."), "day": date(2003, 5, 29)}


def test_whoever_types_the_number_of_a_season_is_asked_what_it_is() -> None:
    form = DatedForm({"period": "2007-21"})

    assert form.errors["period"] == [
        "“2007-21”: write spring 2007, or 2007/2021 for the years from 2007 to 2021."
    ]
    assert DatedForm({"period": "spring 2007"}).is_valid()
    assert DatedForm({"period": "2023-21"}).is_valid()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("text", ["2007-21", "2007-21/2008-22", "[2007-21,2007-22]", "2003/2008"])
def test_what_a_form_shows_can_be_sent_again(text: str, language: str) -> None:
    stored = PartialDate.parse(text)
    with translation.override(language):
        form = DatedForm(initial={"period": stored})
        shown = form["period"].value()
        again = DatedForm({"period": str(shown)}, initial={"period": stored})

        assert again.is_valid()
        assert again.cleaned_data["period"] == stored
        assert not again.has_changed()


@pytest.mark.parametrize(
    "text", ["2003", "2003-05", "2003-05-29~", "2003-05-29/2003-05-29", "[2003-05-29..]", "2007-21"]
)
def test_a_day_is_one_whole_day(text: str) -> None:
    assert DatedForm({"day": text}).errors["day"] == [
        f"“{text}” is not one day: write it like 2003-05-29."
    ]
    assert "Write 2003-06-05 or 2003-05-06" in str(DatedForm({"day": "05/06/2003"}).errors["day"])
