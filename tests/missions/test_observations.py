import pytest
from django.core.exceptions import ValidationError

from missions.observations import Observations
from missions.observations.reading import FAULTS_SAID, read_observations


def messages(text: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        read_observations(text)
    return refused.value.messages


@pytest.mark.parametrize(
    "month",
    ["2019-03", "2019-3", "03.2019", "3/2019", "2019/03", "March 2019", "Mar 2019", "март 2019",
     "наурыз 2019"],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(month: str) -> None:
    assert read_observations(f"{month}\t120\t8").text == "2019-03,120,8"


def test_a_day_is_kept_as_a_day() -> None:
    assert read_observations("31.03.2019;120").text == "2019-03-31,120"


@pytest.mark.parametrize(
    "text",
    [
        "2019-03\t1 200\t80\n2019-04\t1200\t",
        "2019-03;1,200;80\n2019-04;1200",
        '2019-03,"1,200",80\n2019-04,1200,',
        "\ufeffMonth;Total;Women\n2019-03;1200;80\n\n2019-04;1200;\r\n",
        "Women\tMale\tAll\tMonth\n80\t1120\t1200\t2019-03\n\t\t1200\t2019-04",
        "Месяц;Всего;Женщины\n2019-03;1200;80\n2019-04;1200;",
    ],
)
def test_rows_are_parted_and_headed_as_spreadsheets_do(text: str) -> None:
    assert read_observations(text).text == "2019-03,1200,80\n2019-04,1200"


def test_observations_stand_in_the_order_of_time_whatever_that_of_the_rows() -> None:
    assert read_observations("2020-01,3\n2019-12,2").text == "2019-12,2\n2020-01,3"


def test_a_month_without_a_number_is_a_gap_and_no_nought() -> None:
    observations = read_observations("2019-03,0\n2019-04,\n2019-05,2")

    assert [(str(one.when), one.number) for one in observations] == [("2019-03", 0), ("2019-05", 2)]


def test_each_faulty_cell_is_named_by_row_and_column() -> None:
    text = "Month,Number,Women\nMarhc 2019,120,8\n2019-04,12o,8\n2019-05,120,many\n2019-06,120,121"

    assert messages(text) == [
        "Row 2, month: “Marhc 2019” is neither a month nor a day. Write 2019-03 or March 2019.",
        "Row 3 (2019-04), number: “12o” is not a whole number, such as 270 or 4,500,000.",
        "Row 4 (2019-05), women: “many” is not a whole number, such as 270 or 4,500,000.",
        "Row 5 (2019-06), women: There cannot be more women than the number of all.",
    ]


@pytest.mark.parametrize("when", ["2019", "2019-03/2019-05", "2019-03~", "since March 2019"])
def test_what_is_no_single_month_or_day_is_refused(when: str) -> None:
    (message,) = messages(f"{when},120")
    assert message.startswith("Row 1, month:")


def test_a_month_that_no_calendar_has_is_named() -> None:
    assert messages("2019-13,5") == ["Row 1, month: 2019-13: there is no month 13."]


def test_a_date_that_can_be_two_is_asked_about() -> None:
    assert messages("03/04/2019;5") == [
        "Row 1, month: Write 2019-04-03 or 2019-03-04 for “03/04/2019”: it can be read as both."
    ]


@pytest.mark.parametrize("cell", ["–", "-", "n/a", "270+", "-5"])
def test_what_is_no_bare_number_is_refused(cell: str) -> None:
    (message,) = messages(f"2019-03;{cell}")
    assert message.startswith("Row 1 (2019-03), number:")


def test_a_month_that_stands_twice_with_other_numbers_is_refused() -> None:
    assert messages("2019-03,120\n2019-04,121\n2019-03,122") == [
        "Row 3, month: Row 1 has other numbers for it: March 2019: 120."
    ]


def test_a_month_that_stands_twice_with_the_same_numbers_is_kept_once() -> None:
    assert read_observations("2019-03,120\n2019-03,120").text == "2019-03,120"


def test_a_first_row_with_a_digit_is_never_taken_for_a_header() -> None:
    assert len(messages("March 2O19,a hundred and 2\n2019-04,121")) == 2


def test_a_number_with_an_unquoted_comma_is_not_guessed_at() -> None:
    assert messages("2019-03,1,200,80")[0].startswith("Row 1 (2019-03) has 4 cells")


def test_of_many_faults_some_are_said_and_the_others_counted() -> None:
    said = messages("\n".join(f"2019-03,{n}x" for n in range(FAULTS_SAID + 5)))

    assert len(said) == FAULTS_SAID + 1
    assert said[-1] == "And 5 more like these."


def test_what_differs_is_told_month_by_month() -> None:
    was, now = Observations("2019-03,1\n2019-04,2"), Observations("2019-04,3,1\n2019-05,2")

    changes = [(one.was and one.was.line, one.now and one.now.line) for one in was.changes_to(now)]
    assert changes == [
        ("2019-03,1", None), ("2019-04,2", "2019-04,3,1"), (None, "2019-05,2"),
    ]  # fmt: skip


@pytest.mark.parametrize("digits", [13, 30, 5000])
def test_a_number_of_which_there_cannot_be_so_many_is_named(digits: int) -> None:
    (message,) = messages(f"2019-03,{'9' * digits}")

    assert message.startswith("Row 1 (2019-03), number: ")


def test_a_text_that_is_no_table_is_refused_as_a_whole() -> None:
    for text in ("x" * 200_000, "2019-03,1\n" * 100_000, "2019-03,\x00"):
        (message,) = messages(text)
        assert message.startswith("This is no table of months and numbers")
