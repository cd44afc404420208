from typing import Any

import pytest
from bs4 import Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from missions.models import Series
from tests.editing import Form, admin_address, messages_at
from tests.factories import MeasureFactory, PassageFactory, SeriesFactory, cite, write_editions
from tests.reading import words

pytestmark = pytest.mark.django_db

NOT_YET = "Nothing is saved yet."


def change_form(client: Client, **values: Any) -> Form:
    series = SeriesFactory.create(**values)
    cite(series)
    write_editions(series)
    return Form.at(client, admin_address(Series, "change", series.pk))


def looked_at(form: Form, page: Tag, **values: Any) -> dict[str, Any]:
    """What the form sends when it is saved once more, as it was shown again."""
    field = page.select_one("[name=looked_at]")
    assert field
    return values | {"looked_at": field["value"]}


def preview(page: Tag) -> list[str]:
    return [words(item) for item in page.select(".grid-changes li")]


def test_120_pasted_months_are_shown_and_then_saved(editor_client: Client) -> None:
    passage = PassageFactory.create()
    measure = MeasureFactory.create(slug="strength", nature="moment")
    pasted = "Month\tNumber\tWomen\n" + "\n".join(
        f"{n % 12 + 1}/{2010 + n // 12}\t{100 + n}\t{n % 9}" for n in range(120)
    )
    form = Form.at(editor_client, admin_address(Series, "add"))
    typed = {
        "title_en": "Troops in UNDOF", "slug": "undof", "measure": str(measure.pk),
        "observations": pasted, "citations-0-passage": str(passage.pk), "publish": True,
    }  # fmt: skip

    page = form.refused(**typed)

    assert messages_at(page, "observations").startswith(NOT_YET)
    assert not page.select(".errornote"), "nothing is wrong"
    assert "120 numbers are new: January 2010: 100" in preview(page)[0]
    assert not Series.objects.exists()
    form.saved(**looked_at(form, page, **typed))
    series = Series.objects.get()
    assert len(series.observations) == 120
    assert series.is_published


def test_what_is_wrong_elsewhere_is_an_error_beside_what_is_asked(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120")

    page = form.refused(observations="2019-03,121", title_en="")

    assert messages_at(page, "observations").startswith(NOT_YET)
    assert page.select(".errornote")
    assert page.select(".errorlist.asked") != page.select(".errorlist")


def test_what_is_typed_otherwise_after_looking_is_shown_anew(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120")
    page = form.refused(observations="2019-03,121")

    page = form.refused(**looked_at(form, page, observations="2019-03,122"))

    assert preview(page) == ["March 2019: 120 becomes March 2019: 122"]
    assert Series.objects.get().observations.text == "2019-03,120"


def test_preview_says_what_comes_changes_and_goes(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120\n2019-04,121")

    page = form.refused(observations="2019-03,119\n2019-05,122\n2019-06,")

    assert preview(page) == [
        "1 number is new: May 2019: 122",
        "March 2019: 120 becomes March 2019: 119",
        "April 2019: 121 goes",
        "1 row prints no number and is left out",
    ]


def test_faulty_cells_are_named_and_nothing_typed_is_lost(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120")
    typed = "2019-03;12o;\r\n2019-04;121;200"

    page = form.refused(observations=typed)

    assert messages_at(page, "observations") == (
        "Row 1 (2019-03), number: “12o” is not a whole number, such as 270 or 4,500,000. "
        "Row 2 (2019-04), women: There cannot be more women than the number of all."
    )
    assert page.select(".errornote")
    box = page.select_one("[name=observations]")
    assert box
    assert "2019-03;12o;" in box.get_text()
    assert Series.objects.get().observations.text == "2019-03,120"


def test_other_fields_are_saved_without_looking_at_the_numbers(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120,8\n2019-04,1")

    form.saved(title_en="Another title")

    assert Series.objects.get().title == "Another title"


def test_a_file_takes_the_place_of_what_stands_in_the_box(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120")
    for code in ("utf-8-sig", "utf-16", "cp1251"):
        content = "Месяц;Всего\nмарт 2019;121\n".encode(code)
        page = form.refused(observations_file=SimpleUploadedFile("undof.csv", content))

        assert preview(page) == ["March 2019: 120 becomes March 2019: 121"]
        box = page.select_one("[name=observations]")
        assert box
        assert "март 2019;121" in box.get_text()


def test_a_workbook_is_refused_and_the_box_stays(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2019-03,120")
    book = SimpleUploadedFile("undof.xlsx", b"PK\x03\x04 and so on")

    page = form.refused(observations_file=book)

    assert "undof.xlsx is a workbook" in messages_at(page, "observations_file")
    box = page.select_one("[name=observations]")
    assert box
    assert box.get_text().strip() == "2019-03,120"


def test_table_shows_each_month_in_its_year(editor_client: Client) -> None:
    form = change_form(editor_client, observations="2018-12,7\n2019-03,120,8")

    rows = [[words(cell) for cell in row.select("th, td")] for row in form.page.select(".grid tr")]

    assert rows[1] == ["2019", "", "", "120 (8)", *[""] * 9]
    assert rows[2] == ["2018", *[""] * 11, "7"]
