"""How many serve now: the newest numbers, with their dates and sources."""

import pytest
from django.test import Client

from missions.models import Claim, Measure, Mission, Series
from missions.newest import newest_numbers, newest_records
from records.audience import Audience
from sources.evidence import Evidence
from tests.factories import (
    CountedFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    PassageFactory,
    SeriesFactory,
    SourceFactory,
    UnitFactory,
    cite,
)
from tests.reading import main_part, queries_of, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def strength() -> Measure:
    measure: Measure = MeasureFactory.create(slug="strength", nature="moment")
    return measure


@pytest.fixture
def undof() -> Mission:
    mission: Mission = MissionFactory.create(slug="undof", name="UNDOF")
    return mission


def printed(measure: Measure, observations: str, **values: object) -> Series:
    series: Series = SeriesFactory.create(measure=measure, observations=observations, **values)
    cite(series)
    return series


def claimed(measure: Measure, value: int, period: str = "", **values: object) -> Claim:
    claim: Claim = FigureFactory.create(
        measure=measure, value=value, period=period, noun="", **values
    )
    cite(claim)
    return claim


def newest() -> list[str]:
    series, claims = newest_records(Audience.PUBLIC)
    evidence = Evidence([*series, *claims], Audience.PUBLIC)
    return [one.words for one in newest_numbers(series, claims, evidence)]


def test_the_newest_number_counts_whether_a_series_or_a_claim_states_it(
    strength: Measure, undof: Mission
) -> None:
    printed(strength, "2019-03,120\n2019-04,121", missions=[undof])
    assert newest() == ["121 (April 2019)"]

    claimed(strength, 130, "2019-06-15", mission=undof)
    assert newest() == ["130 (15 June 2019)"]


def test_what_one_cannot_count_together_stands_side_by_side(
    strength: Measure, undof: Mission
) -> None:
    printed(strength, "2019-04,121", missions=[undof], counted=CountedFactory.create(name="Troops"))
    printed(strength, "2019-03,9", missions=[undof], counted=CountedFactory.create(name="Experts"))
    printed(strength, "2018-01,3")

    assert newest() == ["Troops: 121 (April 2019)", "Experts: 9 (March 2019)", "3 (January 2018)"]


def test_two_sources_of_one_day_are_both_named(strength: Measure, undof: Mission) -> None:
    printed(strength, "2019-04-30,121", missions=[undof])
    claimed(strength, 119, "2019-04-30", mission=undof)

    assert newest() == ["121 (30 April 2019)", "119 (30 April 2019)"]


def test_now_is_the_date_of_the_source(strength: Measure, undof: Mission) -> None:
    claim = FigureFactory.create(
        measure=strength, value=500, as_of_source=True, mission=undof, noun=""
    )
    assert newest() == []

    source = SourceFactory.create(published="2022-05")
    cite(claim, passage=PassageFactory.create(source=source))
    assert newest() == ["500 (May 2022)"]


def test_plans_and_what_nothing_dates_say_nothing_of_now(strength: Measure, undof: Mission) -> None:
    claimed(strength, 500, "2030", mission=undof, planned=True)
    claimed(strength, 500, mission=undof)
    claimed(MeasureFactory.create(), 500, "2022", mission=undof)

    assert newest() == []


def test_page_of_a_mission_says_it_first_and_leads_to_the_series(
    strength: Measure, undof: Mission, client: Client
) -> None:
    printed(strength, "2019-04,121,1", missions=[undof], title="Troops in UNDOF", slug="troops")

    page = read(client, undof.get_absolute_url())

    line = next(group for group in page.select(".measure") if "How many serve" in words(group))
    assert "121, of them 1 woman (April 2019)" in words(line)
    assert [link["href"] for link in line.select("a[href^='/series/']")] == ["/series/troops/"]
    assert "Troops in UNDOF: 121, of them 1 woman (April 2019)" in words(main_part(page))


def test_page_of_a_mission_with_many_series_costs_no_more(
    strength: Measure, undof: Mission, client: Client
) -> None:
    printed(strength, "2019-04,121", missions=[undof])
    of_one = queries_of(client, undof.get_absolute_url())
    for _n in range(5):
        printed(strength, "2019-04,121", missions=[undof])

    assert queries_of(client, undof.get_absolute_url()) == of_one <= 10


def test_page_of_a_unit_leads_to_its_series(strength: Measure, client: Client) -> None:
    unit = UnitFactory.create()
    printed(strength, "2019-04,121", unit=unit, title="Troops of the battalion")

    page = read(client, unit.get_absolute_url())
    assert "Troops of the battalion: 121 (April 2019)" in words(main_part(page))
