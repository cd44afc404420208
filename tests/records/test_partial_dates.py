import copy
import pickle
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from records.answers import Answer
from records.partial_dates import PartialDate

WHOLE_DATES = ["2003", "2003-05", "2003-05-29", "0001", "9999-12-31", "2004-02-29"]
DATES_WITH_X = ["200X", "20XX", "2003-XX", "2003-05-XX", "2003-XX-XX"]
PERIODS = ["2003/2008", "2003-05/2003-06-04", "2019-05/2019", "200X/2012"]
HALF_PERIODS = ["2014/..", "../2008", "2003/", "/2008"]
QUALIFIED = ["2018~", "2018?", "2018%", "2003-05-29~", "2003~/2008?", "2014%/.."]
YEARLY = ["XXXX-05-29", "XXXX-02-29"]
SEASONS = ["2007-21", "2007-22~", "2007-24/2008-22"]
INFERRED_YEARS = ["2019?-03-07", "2019?-03", "2019?-03-07/.."]
ONE_OF_SEVERAL = ["[2003,2004]", "[2003-05,2003-07-01]", "[2003,2005..2007]", "[2007-21,2007-22]"]
ONE_WITHIN = ["[1998..2000]", "[2003-05..2003-08]", "[..1999]", "[2004..]", "[..1998,2001..]"]
CHOICES = [*ONE_OF_SEVERAL, *ONE_WITHIN]
READABLE = [
    *WHOLE_DATES, *DATES_WITH_X, *PERIODS, *HALF_PERIODS, *QUALIFIED, *YEARLY, *SEASONS,
    *INFERRED_YEARS, *CHOICES,
]  # fmt: skip


def message_for(text: str) -> str:
    with pytest.raises(ValidationError) as refusal:
        PartialDate.parse(text)
    return " ".join(refusal.value.messages)


def bounds(text: str) -> tuple[date | None, date | None]:
    parsed = PartialDate.parse(text)
    return parsed.earliest, parsed.latest


@pytest.mark.parametrize("text", READABLE)
def test_what_was_written_is_given_back(text: str) -> None:
    assert str(PartialDate.parse(f" {text}\n")) == text


@pytest.mark.parametrize("text", [*WHOLE_DATES, *DATES_WITH_X, *PERIODS[:3], "2018~", "2003-05?"])
def test_bounds_agree_with_the_reference_reader(text: str) -> None:
    reference = parse_edtf(text)
    assert bounds(text) == (
        date(*reference.lower_strict()[:3]),
        date(*reference.upper_strict()[:3]),
    )


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2014/..", date(2014, 1, 1), None),
        ("../2008", None, date(2008, 12, 31)),
        ("2003/", date(2003, 1, 1), None),
        ("/2008-02", None, date(2008, 2, 29)),
        ("XXXX-05-29", None, None),
        ("000X", date(1, 1, 1), date(9, 12, 31)),
        ("[..1999]", None, date(1999, 12, 31)),
        ("[2004-06..]", date(2004, 6, 1), None),
    ],
)
def test_an_end_without_a_date_has_no_bound(
    text: str, earliest: date | None, latest: date | None
) -> None:
    assert bounds(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("[1998..2000]", date(1998, 1, 1), date(2000, 12, 31)),
        ("[2003,2005]", date(2003, 1, 1), date(2005, 12, 31)),
        ("[2003-05-29,2003-06]", date(2003, 5, 29), date(2003, 6, 30)),
        ("2019?-03-07", date(2019, 3, 7), date(2019, 3, 7)),
        # By months or by the sun, and the winter of a year may be its first months or its last.
        ("2007-21", date(2007, 3, 1), date(2007, 6, 21)),
        ("2007-22", date(2007, 6, 1), date(2007, 9, 23)),
        ("2007-23", date(2007, 9, 1), date(2007, 12, 22)),
        ("2007-24", date(2007, 1, 1), date(2008, 3, 21)),
        ("9999-24", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_bounds_are_the_first_and_last_day_that_can_be_meant(
    text: str, earliest: date, latest: date
) -> None:
    assert bounds(text) == (earliest, latest)


def test_kinds_are_told_apart() -> None:
    assert [t for t in READABLE if PartialDate.parse(t).is_interval] == [
        *PERIODS,
        *HALF_PERIODS,
        "2003~/2008?",
        "2014%/..",
        "2007-24/2008-22",
        "2019?-03-07/..",
    ]
    assert [t for t in READABLE if PartialDate.parse(t).is_recurring] == YEARLY
    assert [t for t in READABLE if PartialDate.parse(t).end_is_open] == [
        "2014/..",
        "2014%/..",
        "2019?-03-07/..",
    ]
    assert [t for t in READABLE if PartialDate.parse(t).choices] == CHOICES
    assert [t for t in READABLE if PartialDate.parse(t).has_season] == [
        *SEASONS,
        "[2007-21,2007-22]",
    ]
    assert [t for t in READABLE if PartialDate.parse(t).start_is_not_stated] == ["/2008"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2003-13", "2003-13: there is no month 13."),
        ("2003-00", "2003-00: there is no month 00."),
        ("0000", "0000: there is no year 0000."),
        ("2018-06-31", "2018-06-31: June has 30 days."),
        ("2018-06-00", "2018-06-00: June has 30 days."),
        ("2003-02-29", "2003-02-29: February 2003 has 28 days."),
        ("XXXX-02-30", "XXXX-02-30: February has 29 days."),
        ("2014-05/2014-02", "2014-05/2014-02: the end is before the start."),
        ("2014/2013~", "2014/2013~: the end is before the start."),
        ("XXXX-05-29/2003", "a day of every year cannot begin or end a period."),
        ("../..", "at least one end must be a date"),
        ("/", "at least one end must be a date"),
        ("٢٠٠٣", "write the digits as 0 to 9"),
        ("２００３", "write the digits as 0 to 9"),
        ("2003\x00", "a character that cannot be seen"),
        ("\x1f2003", "a character that cannot be seen"),
        ("2003\u200b", "a character that cannot be seen"),
        ("\ud800", "a character that cannot be seen"),
        ("2003-99-01", "there is no month 99."),
        ("1851-52", "1851-52: there is no month 52. Write 1851/1852 for 1851 to 1852."),
        ("[2004,2003]", "[2004,2003]: write the dates from the earliest to the latest."),
        ("[2003,2003-05]", "write the dates from the earliest to the latest."),
        ("[2000..1998]", "[2000..1998]: the end is before the start."),
        ("[2003]", "[2003]: write a single date without brackets."),
        ("[2003~,2004]", "between brackets write years, months or days alone."),
        ("[XXXX-05-29,2004]", "between brackets write years, months or days alone."),
        ("[2003-13,2004]", "there is no month 13."),
        ("[" + ",".join(map(str, range(1990, 2010))) + "]", "This is too long for a date."),
    ],
)
def test_the_message_says_what_is_wrong(text: str, message: str) -> None:
    assert message in message_for(text)


def test_spaces_between_brackets_are_not_kept() -> None:
    assert str(PartialDate.parse("[2003, 2005 .. 2007]")) == "[2003,2005..2007]"


@pytest.mark.parametrize(
    "text",
    [
        "", "..", "banana", "😀", "2003-1X", "200X-05", "2003-XX-05", "XXXX", "2003%s", "~", "/~",
        "[]", "[..]", "[2003..2004..2005]", "[,2003]", "{2003,2004}", "2003-05?-29", "2019~-03-07",
        "season", "2003-20", "2003-25",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(text: str) -> None:
    assert message_for(text)


def test_ten_thousand_characters_are_refused_without_repeating_them() -> None:
    assert len(message_for("2003" * 2500)) < 100


def read(text: str) -> PartialDate | list[str]:
    """The date, or the messages that refuse the text."""
    try:
        return PartialDate.parse(text)
    except ValidationError as refusal:
        return refusal.messages


@given(st.text() | st.text("0123456789 -/.~?%Xabcdefgm", max_size=40))
def test_no_text_does_worse_than_a_message(text: str) -> None:
    assert read(text)


MOMENT_TEXTS = st.from_regex(
    r"([0-9]{4}\??|[0-9]{3}X|[0-9]{2}XX|XXXX)(-([012][0-9]|XX)(-([0-3][0-9]|XX))?)?[~?%]?",
    fullmatch=True,
)
LIKELY_TEXTS = (
    MOMENT_TEXTS
    | st.builds(
        "{}{}{}".format,
        MOMENT_TEXTS | st.sampled_from(["", "..", "since ", "about ", "until ", "29 May ", "["]),
        st.sampled_from(["/", "-", " to ", "", "..", ","]),
        MOMENT_TEXTS | st.sampled_from(["", "..", "]"]),
    )
    | st.builds("[{}{}{}]".format, MOMENT_TEXTS, st.sampled_from(["..", ","]), MOMENT_TEXTS)
)


@given(LIKELY_TEXTS)
def test_whatever_is_read_is_given_back_with_bounds_in_order_and_words(text: str) -> None:
    parsed = read(text)
    assert parsed
    if isinstance(parsed, list):
        return
    assert str(parsed) == "".join(text.split())
    assert not (parsed.earliest and parsed.latest) or parsed.earliest <= parsed.latest
    assert all(parsed.in_words(language) for language in ("en", "kk", "ru"))


@pytest.mark.parametrize(
    ("text", "english", "russian", "kazakh"),
    [
        ("2003", "2003", "2003 год", "2003 жыл"),
        ("2019-05", "May 2019", "май 2019 года", "2019 ж. мамыр"),
        ("2018-05-03", "3 May 2018", "3 мая 2018 года", "2018 ж. 3 мамыр"),
        ("2018~", "about 2018", "около 2018 года", "шамамен 2018 жыл"),
        ("2018?", "2018 (uncertain)", "2018 год (предположительно)", "2018 жыл (болжам бойынша)"),
        (
            "2018%",
            "about 2018 (uncertain)",
            "около 2018 года (предположительно)",
            "шамамен 2018 жыл (болжам бойынша)",
        ),
        ("199X", "1990s", "1990-е годы", "1990-жылдар"),
        ("200X", "a year from 2000 to 2009", "2000-е годы", "2000-жылдар"),
        (
            "20XX",
            "a year from 2000 to 2099",
            "один из 2000–2099 годов",
            "2000–2099 жылдардың бірі",
        ),
        ("2007-21", "spring 2007", "весна 2007 года", "2007 жылдың көктемі"),
        ("2007-24/..", "since winter 2007", "с зимы 2007 года", "2007 жылдың қысынан бері"),
        ("../2007-24", "until winter 2007", "по зиму 2007 года", "2007 жылдың қысына дейін"),
        (
            "2019?-03-07",
            "7 March 2019 (year uncertain)",
            "7 марта 2019 года (год предположительно)",
            "2019 ж. 7 наурыз (жылы болжам бойынша)",
        ),
        (
            "[2003,2005]",
            "2003 or 2005",
            "2003 год или 2005 год",
            "2003 жыл немесе 2005 жыл",
        ),
        (
            "[1998..2000]",
            "between 1998 and 2000",
            "не ранее 1998 года и не позднее 2000 года",
            "1998 жылдан ерте емес, 2000 жылдан кеш емес",
        ),
        ("[..1999]", "1999 or earlier", "1999 год или ранее", "1999 жыл немесе одан ерте"),
        ("[2004..]", "2004 or later", "2004 год или позднее", "2004 жыл немесе одан кейін"),
        ("2003-XX", "a month in 2003", "один из месяцев 2003 года", "2003 жылдың бір айы"),
        (
            "2003-05-XX",
            "a day in May 2003",
            "один из дней мая 2003 года",
            "2003 ж. мамыр айының бір күні",
        ),
        ("2003-XX-XX", "a day in 2003", "один из дней 2003 года", "2003 жылдың бір күні"),
        ("XXXX-05-29", "29 May, every year", "29 мая, ежегодно", "29 мамыр, жыл сайын"),
        ("2014/..", "since 2014", "с 2014 года", "2014 жылдан бері"),
        ("2019-05/..", "since May 2019", "с мая 2019 года", "2019 ж. мамыр айынан бері"),
        ("2014~/..", "since about 2014", "примерно с 2014 года", "шамамен 2014 жылдан бері"),
        ("../2008", "until 2008", "по 2008 год", "2008 жылға дейін"),
        (
            "2003/",
            "from 2003, end not stated",
            "с 2003 года, окончание не указано",
            "2003 жылдан бастап, аяқталуы көрсетілмеген",
        ),
        (
            "/2008",
            "until 2008, start not stated",
            "по 2008 год, начало не указано",
            "2008 жылға дейін, басталуы көрсетілмеген",
        ),
        ("2003/2008", "2003 to 2008", "2003 год — 2008 год", "2003 жыл — 2008 жыл"),
    ],
)
def test_dates_in_words(text: str, english: str, russian: str, kazakh: str) -> None:
    parsed = PartialDate.parse(text)
    assert [parsed.in_words(language) for language in ("en", "ru", "kk")] == [
        english,
        russian,
        kazakh,
    ]


def test_words_follow_the_active_language() -> None:
    since = PartialDate.parse("2014/..")
    with translation.override("ru"):
        assert since.in_words() == "с 2014 года"
    with translation.override("en-gb"):
        assert since.in_words() == "since 2014"
    with translation.override(None):
        assert since.in_words() == "since 2014"


YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL


@pytest.mark.parametrize(
    ("text", "asked", "answer"),
    [
        ("2005-05", "2005", YES),
        ("2005", "2005", YES),
        ("2005-XX", "2005", YES),
        ("2003/2008", "2005", YES),
        ("2003/2008", "2003", YES),
        ("2003-12/2004-01", "2003-12-20/2004-01-10", YES),
        ("2003/2008", "2007-12/2008-01", YES),
        ("2003/2003-06", "2003-01/2003-06", YES),
        ("2014/..", "2014", YES),
        ("../2008", "2008", YES),
        ("2003", "2005", NO),
        ("2014/..", "2005", NO),
        ("../2008", "2009", NO),
        ("2006~", "2005", NO),
        # Somewhere in 2003 need not be in May.
        ("2003", "2003-05", CANNOT_TELL),
        ("200X", "2005", CANNOT_TELL),
        ("2005~", "2005", CANNOT_TELL),
        ("2003~/2008", "2005", CANNOT_TELL),
        # As far as the source says, and no source says when it was written.
        ("2014/..", "2020", CANNOT_TELL),
        ("2003/", "2005", CANNOT_TELL),
        ("2003/2008", "2008-12", CANNOT_TELL),
        ("2003/2008", "2003-01", CANNOT_TELL),
        ("2005", "200X", CANNOT_TELL),
        ("XXXX-05-29", "2005", CANNOT_TELL),
        ("XXXX-02-29", "2005", CANNOT_TELL),
        ("2005", "XXXX-05-29", CANNOT_TELL),
        ("2005", "2005~", CANNOT_TELL),
        ("2005", "2004/..", CANNOT_TELL),
        # One date within a span: never surely in a part of it.
        ("[1998..2000]", "1998/2000", YES),
        ("[1998..2000]", "199X", CANNOT_TELL),
        ("[1998..2000]", "1999", CANNOT_TELL),
        ("[1998..2000]", "1998-01-01/2000-12-30", CANNOT_TELL),
        ("[1998..2000]", "2001", NO),
        ("1999", "[1998..2000]", CANNOT_TELL),
        ("[2003,2005]", "2003/2005", YES),
        ("[2003,2005]", "2005", CANNOT_TELL),
        ("[2003,2005]", "2004", NO),
        ("2004", "[2003,2005]", NO),
        ("[2003-05,2003-08]", "2003", YES),
        ("[2003-05,2003-08]", "[2003-06..2003-07]", NO),
        ("[..1999]", "1999", CANNOT_TELL),
        ("[..1999]", "2000", NO),
        ("[2004..]", "2003", NO),
        ("[2004..]", "2004/..", CANNOT_TELL),
        ("2007-21", "2007", YES),
        ("2007-21", "2007-04", CANNOT_TELL),
        ("2007-21", "2007-07", NO),
        ("2007-24", "2007", CANNOT_TELL),
        ("2007-04", "2007-21", CANNOT_TELL),
        ("2019?-03-07", "2019", CANNOT_TELL),
        ("2019?-03-07", "2020", NO),
    ],
)
def test_overlap_is_answered_only_as_far_as_the_bounds_say(
    text: str, asked: str, answer: Answer
) -> None:
    assert PartialDate.parse(text).overlap(PartialDate.parse(asked)) is answer


def test_it_is_a_value_without_order() -> None:
    one, same = PartialDate.parse("2003"), PartialDate.parse(" 2003 ")
    assert {one, same, copy.deepcopy(one), pickle.loads(pickle.dumps(one))} == {one}  # noqa: S301
    assert one != PartialDate.parse("2003-XX")
    with pytest.raises(TypeError):
        sorted([one, PartialDate.parse("2004")])  # type: ignore[type-var]
    with pytest.raises(AttributeError):
        one.text = "2004"  # type: ignore[misc]
