"""Nothing is drawn more exactly than it is stated, and all of it lies within the line."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kazbat.drawing import LINE_HEIGHT
from kazbat.timeline.drawing import (
    ROOM_AT_AN_END,
    Drawing,
    Piece,
    Scale,
    Sort,
    draw_every_year,
    draw_years,
)
from kazbat.timeline.reading import Entry
from missions.models import Claim
from records.partial_dates import PartialDate


def entry(period: str, name: str = "Something") -> Entry:
    return Entry(
        record=Claim(slug="a", text=name), kind="", what=name, name=name, subjects=[],
        period=PartialDate.parse(period) if period else None, period_field="", what_fields=(),
    )  # fmt: skip


def drawn(*periods: str) -> Drawing:
    drawing = draw_years([entry(period) for period in periods])
    assert drawing
    return drawing


def pieces(period: str) -> list[Piece]:
    """How a period is drawn on a line from 2000 to 2019."""
    return drawn("2000", period, "2019").marks[1].pieces


def scale(first: str, last: str) -> Scale:
    return Scale.of([PartialDate.parse(first), PartialDate.parse(last)])


# --- What a piece says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "sorts"),
    [
        ("2003-05-29", [Sort.DAY]),
        ("2003", [Sort.WITHIN]),
        ("2003-05", [Sort.WITHIN]),
        ("2003~", [Sort.ABOUT]),
        ("2003?", [Sort.ABOUT]),
        ("2003%", [Sort.ABOUT]),
        ("2003-05-29~", [Sort.ABOUT]),
        ("200X", [Sort.ABOUT]),
        ("2007-21", [Sort.WITHIN]),
        ("2019?-03-07", [Sort.ABOUT]),
        # One date, and nothing that lasts.
        ("[2003..2008]", [Sort.WITHIN]),
        ("[2003,2005]", [Sort.WITHIN, Sort.WITHIN]),
        ("[2003-05-29,2005]", [Sort.DAY, Sort.WITHIN]),
        ("[..2003]", [Sort.WITHIN]),
        ("[2003..]", [Sort.WITHIN]),
        ("20XX", [Sort.ABOUT]),
        ("2003-XX", [Sort.ABOUT]),
        ("2003-05-XX", [Sort.ABOUT]),
        ("2003-05-01/2008-05-01", [Sort.SURE]),
        ("2003/2008", [Sort.WITHIN, Sort.SURE, Sort.WITHIN]),
        ("2003~/2008", [Sort.ABOUT, Sort.SURE, Sort.WITHIN]),
        ("2003/2004", [Sort.WITHIN, Sort.WITHIN]),
        ("2003-05-01/2008", [Sort.SURE, Sort.WITHIN]),
        ("2003/2008-05-01", [Sort.WITHIN, Sort.SURE]),
        ("2014/..", [Sort.WITHIN, Sort.ONWARDS, Sort.END_NOT_STATED]),
        ("2014~/..", [Sort.ABOUT, Sort.ONWARDS, Sort.END_NOT_STATED]),
        ("2014-05-01/..", [Sort.ONWARDS, Sort.END_NOT_STATED]),
        ("../2008", [Sort.BACKWARDS, Sort.WITHIN]),
        ("../2008-05-01", [Sort.BACKWARDS]),
        ("2003/", [Sort.WITHIN, Sort.END_NOT_STATED]),
        ("2003-05-01/", [Sort.DAY, Sort.END_NOT_STATED]),
        ("/2008", [Sort.START_NOT_STATED, Sort.WITHIN]),
        ("/2008-05-01", [Sort.START_NOT_STATED, Sort.DAY]),
    ],
)
def test_a_period_is_drawn_as_it_is_stated(period: str, sorts: list[Sort]) -> None:
    assert [piece.sort for piece in pieces(period)] == sorts


TODAY = date(2019, 7, 1)


def since_2014(reach: date | None, today: date | None = TODAY) -> tuple[Drawing, list[Piece]]:
    open_ended = replace(entry("2014/.."), reach=reach)
    drawing = draw_years([entry("2000"), open_ended], today)
    assert drawing
    return drawing, drawing.marks[1].pieces


def test_since_a_year_is_drawn_as_far_as_its_source_reaches() -> None:
    drawing, (start, onwards, question) = since_2014(date(2017, 12, 31))

    assert drawing.today
    assert (onwards.start, onwards.end) == (start.end, question.start)
    assert question.sort is Sort.END_NOT_STATED
    assert question.start < drawing.today.at
    year = start.end - start.start
    assert onwards.end - onwards.start == pytest.approx(3 * year, rel=0.01)


def test_since_a_year_goes_no_further_than_today_if_the_source_has_no_date() -> None:
    drawing, (_start, onwards, question) = since_2014(None)

    assert drawing.today
    assert onwards.end == question.start == drawing.today.at


def test_source_of_the_same_year_says_no_more_than_that_it_began() -> None:
    _drawing, (start, question) = since_2014(date(2014, 6, 1))

    assert question.sort is Sort.END_NOT_STATED
    assert question.start == start.end


def test_line_of_years_goes_on_to_today() -> None:
    drawing, _pieces = since_2014(date(2017, 12, 31))
    (mark, *_others) = drawing.marks

    assert drawing.today
    assert 0 < mark.pieces[0].end < drawing.today.at < 100


def test_an_open_start_runs_from_the_edge_which_has_room_for_it() -> None:
    drawing = drawn("../2008", "2003")

    backwards, within = drawing.marks[0].pieces
    assert (backwards.start, backwards.end) == (0, within.start)
    assert min(piece.start for piece in drawing.marks[1].pieces) == ROOM_AT_AN_END


def test_what_goes_on_for_sure_lies_between_the_last_start_and_the_first_end() -> None:
    start, sure, end = pieces("2003/2008")

    assert (start.end, end.start) == (sure.start, sure.end)
    assert start.end - start.start == pytest.approx(end.end - end.start, rel=0.01)


def test_a_year_is_as_wide_as_its_days_and_a_day_stands_within_its_year() -> None:
    (year,), (day,) = pieces("2003"), pieces("2003-07-02")

    line = 100 - ROOM_AT_AN_END
    assert year.end - year.start == pytest.approx(line / 20, rel=0.01)
    assert day.start == pytest.approx((year.start + year.end) / 2, abs=0.02)


def test_dashes_are_wide_enough_to_be_seen_and_stand_about_their_time() -> None:
    (about,), (day,) = pieces("2003-05-29~"), pieces("2003-05-29")

    assert about.end - about.start == pytest.approx(2.5)
    assert (about.start + about.end) / 2 == pytest.approx(day.start)


def test_the_thinnest_piece_can_still_be_seen() -> None:
    assert drawn("0001", "2003-05", "9999").marks[1].pieces[0].width == "0.40%"


# --- Whole drawings ---------------------------------------------------------------------------


def test_marks_stand_in_the_order_of_the_rows_one_below_the_other() -> None:
    entries = [entry("2014", "A"), entry("2003", "B"), entry("2008", "C")]

    drawing = draw_years(entries)

    assert drawing
    assert [mark.entry.name for mark in drawing.marks] == ["A", "B", "C"]
    tops = [mark.top for mark in drawing.marks]
    assert tops == sorted(set(tops))
    assert drawing.marks[-1].bottom <= drawing.lower_axis < drawing.height


def test_undated_and_yearly_entries_have_no_place_on_the_years() -> None:
    drawing = draw_years([entry("2003"), entry(""), entry("XXXX-05-29")])

    assert drawing
    assert [mark.when for mark in drawing.marks] == ["2003"]


@pytest.mark.parametrize("periods", [[], [""], ["XXXX-05-29"]])
def test_without_years_nothing_is_drawn(periods: list[str]) -> None:
    assert draw_years([entry(period) for period in periods]) is None


@pytest.mark.parametrize("periods", [[], [""], ["2003"]])
def test_without_yearly_days_no_year_is_drawn(periods: list[str]) -> None:
    assert draw_every_year([entry(period) for period in periods]) is None


def test_yearly_days_stand_between_january_and_december() -> None:
    drawing = draw_every_year([entry(f"XXXX-{day}") for day in ("01-01", "05-29", "12-31")])

    assert drawing
    first, may, last = [mark.pieces[0].start for mark in drawing.marks]
    months = [tick.at for tick in drawing.ticks]
    assert len(months) == 12
    assert months == sorted(months)
    assert 0 <= first < 1
    assert months[4] < may < months[5]
    assert 99 < last <= 100


def test_29_february_comes_back_every_year_too() -> None:
    drawing = draw_every_year([entry("XXXX-02-29")])

    assert drawing
    (piece,) = drawing.marks[0].pieces
    assert piece.sort is Sort.DAY
    assert drawing.ticks[1].at < piece.start < drawing.ticks[2].at


MOMENTS = st.one_of(
    st.integers(1, 9999).map("{:04}".format),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()),
    st.integers(0, 999).map("{:03}X".format),
    st.integers(0, 99).map("{:02}XX".format),
)
QUALIFIED = st.builds(str.__add__, MOMENTS, st.sampled_from(["", "~", "?", "%"]))
PERIODS = st.one_of(
    QUALIFIED,
    QUALIFIED.map("{}/..".format),
    QUALIFIED.map("{}/".format),
    QUALIFIED.map("../{}".format),
    QUALIFIED.map("/{}".format),
    st.builds("{}/{}".format, QUALIFIED, QUALIFIED),
    st.builds("[{}..{}]".format, MOMENTS, MOMENTS),
    st.builds("[{},{}]".format, MOMENTS, MOMENTS),
    MOMENTS.map("[..{}]".format),
    MOMENTS.map("[{}..]".format),
)


def can_be_read(period: str) -> bool:
    try:
        PartialDate.parse(period)
    except ValidationError:
        return False
    return True


@given(st.lists(PERIODS.filter(can_be_read), min_size=1, max_size=5))
def test_every_piece_of_any_drawing_lies_on_the_line(periods: list[str]) -> None:
    drawing = drawn(*periods)

    for mark in drawing.marks:
        assert mark.pieces
        for piece in mark.pieces:
            # Dashes may reach over an edge by half of what makes them visible.
            assert -1.25 <= piece.start <= 100
            assert piece.end == 0 or piece.start <= piece.end <= 100
    assert all(0 <= tick.at <= 100 for tick in (*drawing.ticks, *drawing.lines))
    assert drawing.ticks


# --- The scale --------------------------------------------------------------------------------


def labels(first: str, last: str) -> list[str]:
    return [tick.label for tick in scale(first, last).ticks()]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2003", "2003", ["2003"]),
        ("2003-05-29", "2003-05-29", ["2003"]),
        ("2003", "2006", ["2003", "2004", "2005", "2006"]),
        ("1991", "2001", ["1992", "1994", "1996", "1998", "2000"]),
        ("1901", "2000", ["1920", "1940", "1960", "1980", "2000"]),
        ("0001", "9999", ["2000", "4000", "6000", "8000"]),
        ("0001", "0001", ["1"]),
        ("9999", "9999", ["9999"]),
    ],
)
def test_years_are_labelled_at_round_distances(first: str, last: str, expected: list[str]) -> None:
    assert labels(first, last) == expected


@pytest.mark.parametrize(("first", "last"), [("2003", "2003"), ("1901", "2000"), ("0001", "9999")])
def test_labels_never_stand_closer_than_they_are_wide(first: str, last: str) -> None:
    at = [tick.at for tick in scale(first, last).ticks()]

    narrowest = min((b - a for a, b in pairwise(at)), default=100)
    assert narrowest / 100 * 280 >= 40


@pytest.mark.parametrize(
    ("first", "last", "lines"), [("2003", "2003", 2), ("1991", "2029", 40), ("1991", "2030", 0)]
)
def test_each_year_has_a_line_unless_that_would_be_a_grey_wall(
    first: str, last: str, lines: int
) -> None:
    assert len(scale(first, last).lines()) == lines


def test_the_line_starts_with_the_first_year_and_leaves_room_after_the_last() -> None:
    line = scale("2003", "2008")

    assert line.year(2003) == 0
    assert line.year(2009) == 100 - ROOM_AT_AN_END


# --- Labels -----------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2000", "2019", "2003-05-29/2008-11-30", "2014/.."])
def test_labels_fit_their_place(period: str) -> None:
    drawing = draw_years([entry("2000"), entry(period, "Long words " * 50), entry("2019")])

    assert drawing
    mark = drawing.marks[1]
    for label, letters in ((mark.short_label, 280 / 7.6), (mark.long_label, 700 / 7.6)):
        (_y, first), (_below, second) = label
        assert not first or len(mark.when) + 1 + len(first) < letters
        assert len(second) < letters
        assert second.endswith("…")


def test_a_label_for_which_two_lines_are_enough_is_not_cut() -> None:
    sentence = "The Kazakh contingent was sent to Iraq in August."
    drawing = draw_years([entry("2003", sentence), entry("2004", "Short")])

    assert drawing
    long, short = drawing.marks
    assert " ".join(line for _y, line in long.short_label) == sentence
    assert [line for _y, line in long.long_label] == [sentence]
    assert long.height == short.height + LINE_HEIGHT


def test_a_label_without_room_to_its_right_ends_at_the_edge() -> None:
    drawing = draw_years([entry("2000", "Short"), entry("2019", "Longer words than that")])

    assert drawing
    early, late = drawing.marks
    assert (early.label_x, early.label_ends_at_the_edge) == ("0.00%", False)
    assert (late.label_x, late.label_ends_at_the_edge) == ("100%", True)
