"""The rule of docs/adr/0014, cell by cell: can two figures both be true?"""

from dataclasses import replace
from typing import Any

import pytest

from missions.comparing import Figure, can_all_be_true, can_both_be_true
from missions.models import Nature
from records.answers import Answer
from records.partial_dates import PartialDate
from records.quantities import Comparator, Quantity

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL
STRENGTH, LARGEST = 1, 2
PEOPLE, TROOPS, WOMEN, EXPERTS = 1, 2, 3, 4
WHOLES = {WOMEN: {TROOPS, PEOPLE}, TROOPS: {PEOPLE}, EXPERTS: {PEOPLE}}


def figure(text: str, nature: Nature, when: str = "", published: str = "", **more: Any) -> Figure:
    """Such as "=270" or "=4500000~100000", of a period, by a source of a date."""
    number, _tilde, rounded_to = text[1:].partition("~")
    counted = more.pop("counted", None)
    return Figure(
        subject=frozenset(more.pop("subject", [("mission", 1)])),
        measure=more.pop("measure", STRENGTH),
        nature=nature,
        quantity=Quantity(Comparator(text[0]), int(number), rounded_to=int(rounded_to or 1)),
        counted=counted,
        wholes=frozenset(WHOLES.get(counted, ())),
        period=PartialDate.parse(when) if when else None,
        published=(PartialDate.parse(published),) if published else (),
        **more,
    )


def answer(one: Figure, other: Figure) -> Answer:
    found = can_both_be_true(one, other)
    assert can_both_be_true(other, one) is found
    return found


# --- Of which time ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("=8", "2021-03-31"), ("=9", "2021-03-31"), NO),
        (("=8", "2021-03-31"), ("=8", "2021-03-31"), YES),
        (("=8", "2021-03-31"), ("=9", "2021-04-30"), YES),
        (("=3", "2019-01-31"), ("=5", "2019-12-31"), YES),
        # The strength of some moment of a year, a month or a period beside that of a day in it.
        (("=8", "2021-03-31"), ("=9", "2021"), CANNOT_TELL),
        (("=8", "2021"), ("=9", "2021"), CANNOT_TELL),
        (("=8", "2021-03"), ("=9", "2021-03"), CANNOT_TELL),
        (("=3", "2003/2008"), ("=5", "2008/2010"), CANNOT_TELL),
        (("=3", "2003/2007"), ("=5", "2008/2010"), YES),
        (("=8", "2021-03-31~"), ("=9", "2021-03-31~"), CANNOT_TELL),
        (("=8", "[2021-03-30,2021-03-31]"), ("=9", "2021-03-31"), CANNOT_TELL),
        (("=8", "[2020,2022]"), ("=9", "2021-03-31"), YES),
        (("=8", "[..2020]"), ("=9", "2021-03-31"), YES),
        (("=8", ""), ("=9", "2021-03-31"), CANNOT_TELL),
        (("=8", ""), ("=9", ""), CANNOT_TELL),
        ((">8", ""), ("=9", ""), YES),
    ],
)
def test_strengths_contradict_on_one_day_alone(
    one: tuple[str, str], other: tuple[str, str], expected: Answer
) -> None:
    assert answer(figure(one[0], Nature.MOMENT, one[1]),
                  figure(other[0], Nature.MOMENT, other[1])) is expected  # fmt: skip


def test_what_a_source_says_now_is_of_the_day_it_was_published() -> None:
    now = figure("=500", Nature.MOMENT, published="2022-05-29", sources_say_now=True)

    assert answer(now, figure("=400", Nature.MOMENT, "2022-05-29")) is NO
    assert answer(now, figure("=400", Nature.MOMENT, "2021-05-29")) is YES
    later = replace(now, published=(PartialDate.parse("2024-01-01"),))
    assert answer(now, replace(later, quantity=Quantity(Comparator.EXACTLY, 400))) is YES
    assert answer(replace(now, sources_say_now=False),
                  figure("=400", Nature.MOMENT, "2021-05-29")) is CANNOT_TELL  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # 6 rotations by 2022 and 8 by 2024: it has grown.
        (("=6", "2022", ""), ("=8", "2024", ""), YES),
        (("=6", "", "2022"), ("=8", "", "2024"), YES),
        (("=8", "2022", ""), ("=6", "2024", ""), NO),
        (("=8", "", "2022"), ("=6", "", "2024"), NO),
        # The claim's own date counts before its source's.
        (("=8", "2019", "2025"), ("=9", "2022", ""), YES),
        # 3.5 million by August 2005, and 4.5 million by the source's date.
        (("=3500000~100000", "../2005-08", ""), ("=4500000~100000", "", "2022-05"), YES),
        (("=1000", "../2011-06", ""), ("=2000", "2010/2014", ""), YES),
        (("=6", "2022-05-29", ""), ("=8", "2022-05-29", ""), NO),
        (("=8", "[1998..2000]", ""), ("=6", "1999", ""), CANNOT_TELL),
        (("=8", "[1998..2000]", ""), ("=6", "2001", ""), NO),
        (("=8", "[..2000]", ""), ("=6", "2001", ""), CANNOT_TELL),
        (("=6", "2022", ""), ("=8", "2022", ""), CANNOT_TELL),
        (("=6", "", ""), ("=8", "2022", ""), CANNOT_TELL),
        (("=6", "", ""), ("=6", "2022", ""), YES),
        (("=6", "2014/", ""), ("=8", "2022", ""), CANNOT_TELL),
    ],
)
def test_running_totals_contradict_where_they_fall(
    one: tuple[str, str, str], other: tuple[str, str, str], expected: Answer
) -> None:
    first, second = (figure(n, Nature.RUNNING, when, source) for n, when, source in (one, other))
    assert answer(first, second) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # 290, and more than 300, both in all.
        (("=290", "", ""), (">300", "", ""), NO),
        (("≈100", "", ""), ("≈1000", "", ""), NO),
        (("=4500000~100000", "", ""), (">4500000", "", ""), YES),
        (("=290", "2003/2008", ""), (">300", "2003/2008", ""), NO),
        # A part of the period has at most what the whole has.
        (("=400", "2004", ""), ("=300", "2003/2008", ""), NO),
        (("=200", "2004", ""), ("=300", "2003/2008", ""), YES),
        (("=400", "2004", ""), ("=300", "2006", ""), YES),
        (("=400", "2004/2007", ""), ("=300", "2006/2010", ""), CANNOT_TELL),
        # One year of several is not all of them, and need not be that of another claim.
        (("=400", "[2003..2008]", ""), ("=300", "[2003..2008]", ""), CANNOT_TELL),
        (("=400", "2004", ""), ("=300", "[2003..2008]", ""), CANNOT_TELL),
        (("=400", "2010", ""), ("=300", "[2003..2008]", ""), YES),
        # "In all" goes as far as its source can know.
        (("=400", "2004", ""), ("=300", "", "2022-05"), NO),
        (("=400", "2024", ""), ("=300", "", "2022-05"), CANNOT_TELL),
        (("=400", "2004", ""), ("=300", "", ""), CANNOT_TELL),
        (("=200", "2004", ""), ("=300", "", ""), YES),
    ],
)
def test_totals_of_one_period_are_one_number(
    one: tuple[str, str, str], other: tuple[str, str, str], expected: Answer
) -> None:
    first, second = (figure(n, Nature.PERIOD, when, source) for n, when, source in (one, other))
    assert answer(first, second) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("=9", "2021"), ("=10", "2021"), NO),
        (("=12", "2021-05"), ("=10", "2021"), NO),
        (("=8", "2021-05"), ("=10", "2021"), YES),
        (("=9", "2020"), ("=10", "2021"), YES),
        (("=12", "2021"), ("=10", "[2020,2021]"), CANNOT_TELL),
        (("=12", "2019"), ("=10", "[2020,2021]"), YES),
        (("=9", ""), ("=10", ""), NO),
        (("=9", ""), ("=10", "2021"), YES),
    ],
)
def test_the_largest_of_a_part_is_at_most_that_of_the_whole(
    one: tuple[str, str], other: tuple[str, str], expected: Answer
) -> None:
    assert answer(figure(one[0], Nature.LARGEST, one[1]),
                  figure(other[0], Nature.LARGEST, other[1])) is expected  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "largest", "expected"),
    [
        (("=8", "2021-03"), ("=9", "2021"), YES),
        (("=10", "2021-03"), ("=9", "2021"), NO),
        (("=10", "2022-03"), ("=9", "2021"), YES),
        (("=10", ""), ("=9", "2021"), CANNOT_TELL),
        (("=10", "2021-03"), ("=9", ""), CANNOT_TELL),
    ],
)
def test_no_moment_is_above_the_largest_of_its_period(
    moment: tuple[str, str], largest: tuple[str, str], expected: Answer
) -> None:
    of_period = figure(largest[0], Nature.LARGEST, largest[1], measure=LARGEST, largest_of=STRENGTH)
    assert answer(figure(moment[0], Nature.MOMENT, moment[1]), of_period) is expected


@pytest.mark.parametrize("nature", [Nature.AVERAGE, Nature.PER_ROTATION])
def test_averages_and_numbers_of_each_rotation_are_compared_for_one_period(nature: Nature) -> None:
    assert answer(figure("=9", nature, "2021"), figure("=10", nature, "2021")) is NO
    assert answer(figure("=9", nature, "2021"), figure("=10", nature, "2020")) is YES
    assert answer(figure("=9", nature), figure("=10", nature)) is NO
    assert answer(figure("=9", nature), figure("=10", nature, "2020")) is YES


# --- Of what ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("=5", EXPERTS), ("=2", TROOPS), YES),
        (("=5", WOMEN), ("=2", TROOPS), NO),
        (("=5", WOMEN), ("=2", PEOPLE), NO),
        (("=2", WOMEN), ("=5", TROOPS), YES),
        (("=5", TROOPS), ("=2", TROOPS), NO),
        # Of one of them the source does not say what it counts.
        (("=5", None), ("=2", TROOPS), CANNOT_TELL),
        (("=5", None), ("=5", TROOPS), YES),
    ],
)
def test_a_part_is_at_most_its_whole_and_others_are_not_compared(
    one: tuple[str, int | None], other: tuple[str, int | None], expected: Answer
) -> None:
    first, second = (
        figure(number, Nature.MOMENT, "2019-03-31", counted=counted)
        for number, counted in (one, other)
    )
    assert answer(first, second) is expected


def test_women_of_an_earlier_day_may_be_more_than_the_troops_of_a_later_one() -> None:
    women = figure("=9", Nature.MOMENT, "2019-03-31", counted=WOMEN)
    assert answer(women, figure("=5", Nature.MOMENT, "2020-03-31", counted=TROOPS)) is YES


def test_more_women_by_then_than_people_earlier_says_nothing() -> None:
    """A part at a later date may be more than the whole was at an earlier one."""
    women = figure("=9", Nature.RUNNING, "2024", counted=WOMEN)
    assert answer(women, figure("=5", Nature.RUNNING, "2022", counted=TROOPS)) is YES


@pytest.mark.parametrize(
    "apart",
    [
        {"subject": [("mission", 2)]},
        {"subject": [("mission", 1), ("mission", 2)]},
        {"subject": [("rotation", 1)]},
        {"subject": []},
        {"measure": 7},
        {"planned": True},
    ],
)
def test_other_subjects_measures_and_plans_are_not_compared(apart: dict[str, Any]) -> None:
    assert answer(figure("=290", Nature.PERIOD), figure(">300", Nature.PERIOD, **apart)) is YES


def test_plans_are_held_against_plans_and_the_country_against_itself() -> None:
    both: dict[str, Any] = {"planned": True, "subject": []}
    one, other = figure("=120", Nature.PERIOD, **both), figure("=150", Nature.PERIOD, **both)
    assert answer(one, other) is NO


def test_of_several_one_that_does_not_fit_decides() -> None:
    fitting = [figure(text, Nature.PERIOD) for text in (">270", "=290", "≈300")]
    assert can_all_be_true(fitting) is YES
    assert can_all_be_true([*fitting, figure("≈100", Nature.PERIOD)]) is NO
    assert can_all_be_true([fitting[1], figure("≈350", Nature.PERIOD)]) is CANNOT_TELL
