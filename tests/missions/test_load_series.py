"""Series from a file with a row for each month: all of it, or nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from catalogue.models import Document
from editions.models import Edition
from missions.models import Series
from tests.factories import MeasureFactory, MissionFactory, SeriesFactory, write_editions
from tests.reading import read, words

pytestmark = pytest.mark.django_db

HEADER = "month,slug,title_en,measure,missions,number,women\n"
MONTHS = HEADER + (
    "2019-03,undof,Troops in UNDOF,strength,undof,120,8\n"
    "2019-03,unifil,Troops in UNIFIL,strength,unifil,9,\n"
    "April 2019,undof,Troops in UNDOF,strength,undof,121,\n"
    "2019-05,undof,,,,,\n"
)


@pytest.fixture
def places() -> None:
    MeasureFactory.create(slug="strength", nature="moment")
    for slug in ("undof", "unifil"):
        MissionFactory.create(slug=slug, name=slug.upper())


def load(folder: Path, text: str, *more: Path, publish: bool = False) -> str:
    path = folder / "months.csv"
    path.write_text(text, "utf-8")
    out = StringIO()
    call_command("load_series", str(path), *map(str, more), publish=publish, stdout=out)
    return out.getvalue()


def refusal(folder: Path, text: str) -> list[str]:
    with pytest.raises(CommandError) as refused:
        load(folder, text)
    first, *lines = str(refused.value).splitlines()
    assert first == "Nothing was loaded. What is wrong:"
    return [line.strip() for line in lines]


def numbers() -> dict[str, str]:
    return {series.slug: series.observations.text for series in Series.objects.all()}


def test_rows_of_several_series_may_stand_in_any_order(places: None, tmp_path: Path) -> None:
    said = load(tmp_path, MONTHS)

    assert numbers() == {"undof": "2019-03,120,8\n2019-04,121", "unifil": "2019-03,9"}
    assert [mission.slug for mission in Series.objects.get(slug="undof").missions.all()] == [
        "undof"
    ]
    assert "2 new series" in said
    assert "4 rows, of which 1 print no number" in said
    assert Edition.objects.filter(kind="series").count() == 2
    assert Document.objects.filter(kind="series").count() == 2


def test_the_same_file_again_changes_nothing(places: None, tmp_path: Path) -> None:
    load(tmp_path, MONTHS)

    assert "0 new series, 0 with new months, 2 there already" in load(tmp_path, MONTHS)
    assert Edition.objects.filter(kind="series").count() == 2


def test_new_months_are_added_to_what_is_there(places: None, tmp_path: Path) -> None:
    load(tmp_path, MONTHS)

    load(tmp_path, "slug,month,number\nundof,2019-05,122\nundof,2019-04,121\n")

    assert numbers()["undof"] == "2019-03,120,8\n2019-04,121\n2019-05,122"
    newest = Edition.objects.filter(kind="series").order_by("-pk")[0]
    assert (newest.number, "2019-05,122" in str(newest.content)) == (2, True)


def test_what_is_there_is_not_overwritten(places: None, tmp_path: Path) -> None:
    load(tmp_path, MONTHS)

    (fault,) = refusal(tmp_path, "slug,month,number\nundof,2019-04,122\nundof,2019-06,1\n")

    assert fault.startswith(
        "months.csv, row 2, month: The register has other numbers for it: April 2019: 121."
    )
    assert numbers()["undof"] == "2019-03,120,8\n2019-04,121"


def test_faults_are_named_by_row_and_column(places: None, tmp_path: Path) -> None:
    text = HEADER + (
        "2019-03,undof,Troops in UNDOF,strength,undof,12o,8\n"
        "2019-03,unifil,Troops in UNIFIL,strength,unifil,9,10\n"
        "2019-13,undof,,,,1,\n"
        "2019-04,undof,Another title,,,1,\n"
        "2019-05,,,,,1,\n"
        "2019-06,nowhere,Nowhere,strength,monuc,1,\n"
        "2019-06,empty,Empty,strength,,,\n"
    )

    assert [line.removeprefix("months.csv, ") for line in refusal(tmp_path, text)] == [
        "row 5, title_en: Row 2 says something else of this series: “Troops in UNDOF”.",
        "row 6, slug: This field is required.",
        "row 2, number: “12o” is not a whole number, such as 270 or 4,500,000.",
        "row 3, women: There cannot be more women than the number of all.",
        "row 4, month: 2019-13: there is no month 13.",
        "row 8, number: No number of this series is in the file.",
        "row 7, missions: There is no mission “monuc”.",
    ]
    assert numbers() == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("slug,month\nundof,2019-03\n", "row 1, number: This column is missing."),
        ("month,number\n2019-03,1\n", "row 1, slug: This column is missing."),
        ("slug,month,date,number\n", "row 1, date: This column is there twice."),
        ("slug,month,number\nundof,2019-03,1\n", "row 1, title_en: This column is missing."),
        (
            "slug,title_en,measure,month,number\nu,U,participants,2019-03,1\n",
            "row 2, measure: Choose a measure that is a strength at a moment.",
        ),
        ("slug;month;number\n", "row 1: The columns are separated by “;”"),
    ],
)
def test_what_makes_no_series_is_refused(
    places: None, tmp_path: Path, text: str, fault: str
) -> None:
    MeasureFactory.create(slug="participants")

    assert any(fault in line for line in refusal(tmp_path, text))
    assert numbers() == {}


def test_series_are_public_with_the_passages_loaded_beside_them(
    places: None, tmp_path: Path, client: Client
) -> None:
    others = {
        "source": "slug,title\nun,Table of contributors\n",
        "passage": "source,order,quotation\nun,1,Kazakhstan 120\n",
        "seriescitation": "series,passage__source,passage__order\nundof,un,1\nunifil,un,1\n",
    }
    for name, text in others.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")

    load(tmp_path, MONTHS, *(tmp_path / f"{name}.csv" for name in others), publish=True)

    assert "121 in April 2019" in words(read(client, "/series/undof/"))


def test_nothing_is_published_without_a_passage(places: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"row 2: What is published needs the sentence"):
        load(tmp_path, MONTHS, publish=True)


def test_faults_of_a_file_beside_take_the_months_back(places: None, tmp_path: Path) -> None:
    series = SeriesFactory.create(slug="undof", observations="2019-03,120,8", draft=True)
    write_editions(series)
    beside = tmp_path / "passage.csv"
    beside.write_text("source,order,quotation\nnowhere,1,Words\n", "utf-8")

    with pytest.raises(CommandError, match="There is no source"):
        load(tmp_path, "slug,month,number\nundof,2019-05,122\n", beside)
    assert numbers() == {"undof": "2019-03,120,8"}
