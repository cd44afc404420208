"""A claim beside the number that a series prints of the same time: can, cannot, cannot tell."""

from typing import Any

import pytest
from django.test import Client

from editions.publishing import change_set
from missions.models import Claim, Series
from tests.editing import Form, admin_address, messages_at
from tests.factories import (
    CountedFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    SeriesFactory,
    cite,
    write_editions,
)
from tests.reading import main_part, read, words

pytestmark = pytest.mark.django_db

CANNOT, CAN, OPEN = "Both cannot be true", "Both can be true", "the sources leave open"
MARK = "What is stated elsewhere stands against this"


@pytest.fixture
def pair() -> tuple[Claim, Series]:
    """A largest number of 2019, of a mission of whose strength a series prints three months."""
    strength = MeasureFactory.create(slug="strength", nature="moment")
    largest = MeasureFactory.create(slug="largest", nature="largest", largest_of=strength)
    mission = MissionFactory.create(slug="undof", name="UNDOF")
    series = SeriesFactory.create(
        slug="troops", title="Troops in UNDOF", measure=strength, missions=[mission],
        observations="2019-03,120\n2019-04,130\n2020-01-31,90",
    )  # fmt: skip
    claim = FigureFactory.create(
        slug="claim", measure=largest, mission=mission, value=125, period="2019"
    )
    for record in (series, claim):
        cite(record)
        write_editions(record)
    return claim, series


def change(record: Claim | Series, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    with change_set() as changes:
        record.save()
        changes.save(record)


def page_of(client: Client, record: Claim | Series) -> str:
    return words(main_part(read(client, record.get_absolute_url())))


def test_a_month_above_the_largest_of_its_year_contradicts(
    pair: tuple[Claim, Series], client: Client
) -> None:
    claim, series = pair

    assert f"{CANNOT}: the series prints April 2019: 130." in page_of(client, claim)
    assert MARK in page_of(client, claim)
    assert f"{CANNOT}: the series prints April 2019: 130." in page_of(client, series)
    conflicts = words(main_part(read(client, "/conflicts/")))
    assert "UNDOF, people who took part, in all: 125 people, or what a series prints?" in conflicts
    assert "The series prints April 2019: 130." in conflicts
    assert "Troops in UNDOF" in conflicts
    assert "1 dispute about" in words(read(client, "/conflicts/?kind=series&claim=claim"))
    told = client.get("/claims/claim.json").json()["record"]
    assert told["contested"]
    assert [one["label"] for one in told["conflicts_with"]] == ["Troops in UNDOF"]


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        # Of the same day one number is meant; a month has many days.
        ({"measure": "strength", "period": "2020-01-31", "value": 91}, CANNOT),
        ({"measure": "strength", "period": "2020-01-31", "value": 90}, CAN),
        ({"measure": "strength", "period": "2019-03-31", "value": 121}, OPEN),
        ({"measure": "strength", "period": "2019-03", "value": 121}, OPEN),
        ({"measure": "strength", "period": "2019-03", "value": 120}, CAN),
        ({"measure": "strength", "period": "2019", "value": 500}, OPEN),
        ({"period": "2019", "value": 130}, CAN),
        ({"period": "2018/2020", "value": 129}, CANNOT),
        ({"period": "2019?", "value": 125}, OPEN),
        # A time of which the series prints nothing, a plan, and no time at all.
        ({"measure": "strength", "period": "2019-05", "value": 1}, ""),
        ({"measure": "strength", "period": "", "value": 1}, ""),
        ({"planned": True}, ""),
    ],
)
def test_the_answer_is_that_of_the_rule_of_two_figures(
    pair: tuple[Claim, Series], client: Client, values: dict[str, Any], answer: str
) -> None:
    claim, series = pair
    if "measure" in values:
        values = values | {"measure": series.measure}
    change(claim, **values)

    page = page_of(client, claim)
    assert [one for one in (CANNOT, CAN, OPEN) if one in page] == ([answer] if answer else [])
    assert (MARK in page) == (answer == CANNOT)
    assert [one for one in (CANNOT, CAN, OPEN) if one in page_of(client, series)] == (
        [answer] if answer else []
    )


def test_other_things_and_other_missions_are_not_compared(
    pair: tuple[Claim, Series], client: Client
) -> None:
    claim, series = pair
    change(series, counted=CountedFactory.create(name="Troops"))
    change(claim, counted=CountedFactory.create(name="Experts"))
    assert "prints" not in page_of(client, claim)

    change(claim, counted=series.counted)
    assert CANNOT in page_of(client, claim)
    claim.missions.add(MissionFactory.create())
    assert "prints" not in page_of(client, claim)


def test_conflict_goes_when_the_number_is_corrected(
    pair: tuple[Claim, Series], client: Client
) -> None:
    claim, series = pair
    change(series, observations="2019-03,120\n2019-04,125")

    assert MARK not in page_of(client, claim)
    assert "No claims in the register contradict each other" in words(read(client, "/conflicts/"))


def test_a_series_out_of_the_public_contradicts_nothing(
    pair: tuple[Claim, Series], client: Client
) -> None:
    claim, series = pair
    with change_set() as changes:
        changes.withdraw(series, "Misread.")

    assert MARK not in page_of(client, claim)
    assert "Troops in UNDOF" not in words(read(client, "/conflicts/"))


REASON = "The yearbook counts observers too."


def test_editors_say_why_a_claim_and_a_series_do_not_contradict(
    pair: tuple[Claim, Series], client: Client, editor_client: Client
) -> None:
    claim, series = pair
    form = Form.at(editor_client, admin_address(Claim, "change", claim.pk))
    form.add_row("series_comparisons", series=str(series.pk), reason_en=REASON)
    form.saved()

    for page in (page_of(client, claim), page_of(client, series)):
        assert f"The editors say that they do not contradict each other: {REASON}" in page
        assert "The series prints April 2019: 130." in page
        assert CANNOT not in page
        assert MARK not in page
    assert "No claims in the register contradict each other" in words(read(client, "/conflicts/"))
    told = client.get("/claims/claim.json").json()["record"]
    assert not told["contested"]
    (compared,) = told["comparisons"]
    assert (compared["label"], compared["verdict"], compared["reason"]) == (
        "Troops in UNDOF", "no-conflict", REASON,
    )  # fmt: skip

    # Numbers that change later do not take back what the editors said.
    change(series, observations="2019-03,120\n2019-04,140")
    assert MARK not in page_of(client, claim)

    with change_set() as changes:
        claim.series_comparisons.all().delete()
        changes.save(claim)
    assert CANNOT in page_of(client, claim)


def test_a_claim_and_a_series_are_compared_with_a_reason(
    pair: tuple[Claim, Series], editor_client: Client
) -> None:
    claim, series = pair
    form = Form.at(editor_client, admin_address(Claim, "change", claim.pk))
    form.add_row("series_comparisons", series=str(series.pk))

    assert "Say why" in messages_at(form.refused(), "series_comparisons-0-reason_en")
