"""Cells that no spreadsheet calculates, and that come back letter by letter."""

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.exports.as_csv import escaped, unescaped

hostile = st.text(
    st.one_of(st.sampled_from("=+-@'\t\r\n; ,\"＝\ufeff\u200b\x00a1"), st.characters())
)


@given(hostile)
@example("'=1")
@example("''")
@example("a;'b")
@example("\n'=1;\t@x")
def test_what_was_escaped_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(hostile)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Nor does one where a program takes another sign for the separator."""
    cell = escaped(text)
    for separator in ("", ";", "\t", "\n", "\r"):
        for piece in cell.split(separator) if separator else [cell]:
            assert not piece.lstrip(" \t\r\n\x00\ufeff\u200b").startswith(
                ("=", "+", "-", "@", "＝")
            )


@given(st.lists(hostile.filter(lambda text: "\x00" not in text), min_size=2, max_size=4))
def test_a_line_of_them_comes_back(texts: list[str]) -> None:
    lines = StringIO(newline="")
    csv.writer(lines).writerow(map(escaped, texts))
    lines.seek(0)

    (read,) = csv.reader(lines)

    assert list(map(unescaped, read)) == texts


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t", "\r", "  =1", "'a"])
def test_a_formula_gets_one_apostrophe(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Iraq", "2003/", "a-b", "a = b", "it's", "“=”", "5; 6"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert escaped(text) == text
