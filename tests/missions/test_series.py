import csv
import gzip
import json
import time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from editions.models import Edition
from editions.publishing import change_set
from missions.models import Series
from missions.observations import Observations
from missions.series_drawing import draw_steps
from sources.models import Source
from tests.factories import (
    CountedFactory,
    MeasureFactory,
    MissionFactory,
    SeriesFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.reading import heading, in_sitemap, names_listed, notes_behind, queries_of, read, words

pytestmark = pytest.mark.django_db


def months(count: int, first_year: int = 2000) -> str:
    """A number for each of so many months, with women in every second one."""
    return "\n".join(
        f"{first_year + n // 12}-{n % 12 + 1:02},{100 + n % 7}" + (f",{n % 5}" if n % 2 else "")
        for n in range(count)
    )


def published(**values: object) -> Series:
    series: Series = SeriesFactory.create(**values)
    cite(series, quotation="Kazakhstan 120 8")
    write_editions(series)
    return series


def test_page_says_the_newest_number_with_its_month_and_its_source(client: Client) -> None:
    series = published(title="Troops in UNDOF", observations="2019-03,120,8\n2019-04,121,1")

    page = read(client, series.get_absolute_url())

    assert heading(page) == "Troops in UNDOF: 121, of them 1 woman in April 2019"
    assert "Kazakhstan 120 8" in words(page.select_one("main blockquote"))  # type: ignore[arg-type]


def test_page_of_numbers_by_days_says_of_which_day_the_newest_is(client: Client) -> None:
    series = published(title="Troops in UNDOF", observations="2024-02-29,120,8\n2024-03-31,134")

    page = read(client, series.get_absolute_url())

    assert heading(page) == "Troops in UNDOF: 134 on 31 March 2024"
    assert "It is true of its day, and says nothing of a later one." in words(page)


def test_the_last_month_of_all_is_drawn(client: Client) -> None:
    series = published(title="Troops in UNDOF", observations="0001-01,120\n9999-12,134")

    assert "134 in December 9999" in heading(read(client, series.get_absolute_url()))


def test_line_has_a_gap_where_a_month_is_not_printed() -> None:
    chart = draw_steps(Observations("2019-01,5\n2019-02,6\n2019-04,7"))

    assert chart.steps.count("M") == 2


def test_women_are_drawn_only_where_they_are_printed() -> None:
    assert draw_steps(Observations("2019-01,5\n2019-02,6")).women == ""
    assert draw_steps(Observations("2019-01,5,1\n2019-02,6\n2019-03,6,2")).women.count("M") == 2


def test_numbers_are_a_file_of_their_own(client: Client) -> None:
    series = published(slug="undof", observations="2019-03,120,8\n2019-04-30,0")

    response = client.get("/series/undof.csv")

    rows = list(csv.DictReader(response.content.decode("utf-8-sig").splitlines()))
    assert [(row["when"], row["latest"], row["number"], row["women"]) for row in rows] == [
        ("2019-03", "2019-03-31", "120", "8"), ("2019-04-30", "2019-04-30", "0", ""),
    ]  # fmt: skip
    source = Source.objects.get()
    assert {row["sources"] for row in rows} == {source.slug}
    assert series.slug in {row["series"] for row in rows}


def test_json_has_every_number(client: Client) -> None:
    published(slug="undof", observations="2019-03,120,8\n2019-04,0")

    told = client.get("/series/undof.json").json()

    found = told["record"]["fields"]["observations"]["value"]
    assert [(one["when"], one["number"], one["women"]) for one in found] == [
        ("2019-03", 120, 8), ("2019-04", 0, None),
    ]  # fmt: skip


def test_a_draft_is_nowhere_to_be_read(client: Client) -> None:
    SeriesFactory.create(draft=True, slug="undof")

    for address in ("/series/undof/", "/series/undof.csv", "/series/undof.json"):
        assert client.get(address).status_code == 404


def test_a_withdrawn_series_is_gone_with_its_file(client: Client) -> None:
    SeriesFactory.create(withdrawn=True, slug="undof")

    assert client.get("/series/undof/").status_code == 410
    assert client.get("/series/undof.csv").status_code == 410


def test_a_series_is_hidden_with_its_mission(client: Client) -> None:
    series = published(missions=[MissionFactory.create(draft=True)])

    assert client.get(series.get_absolute_url()).status_code == 404


def test_list_is_narrowed_by_mission_and_measure(client: Client) -> None:
    one, other = MissionFactory.create(slug="one"), MissionFactory.create(slug="other")
    strength = MeasureFactory.create(slug="strength", nature="moment")
    published(title="Of one", missions=[one], measure=strength)
    published(title="Of both", missions=[one, other], measure=strength)
    published(title="Of the country")

    assert names_listed(read(client, "/series/?mission=one&measure=strength")) == [
        "Of both", "Of one",
    ]  # fmt: skip
    assert names_listed(read(client, "/series/?mission=not-stated")) == ["Of the country"]
    assert client.get("/series/?mission=nowhere").status_code == 400


def test_list_is_sorted_by_the_newest_number(client: Client) -> None:
    published(title="A", observations="2019-03,1")
    published(title="B", observations="2020-03,1")

    assert names_listed(read(client, "/series/?sort=newest")) == ["B", "A"]


@pytest.mark.parametrize("suffix", ["csv", "json", "atom"])
def test_list_can_be_taken_away(client: Client, suffix: str) -> None:
    published(title="Troops in UNDOF")

    response = client.get(f"/series.{suffix}")

    text = (b"".join(response) if response.streaming else response.content).decode()
    assert "Troops in UNDOF" in text


def test_series_is_in_the_sitemap_and_found(client: Client) -> None:
    published(slug="undof", title="Troops in UNDOF", missions=[MissionFactory.create()])

    assert "http://testserver/series/undof/" in in_sitemap(client)
    assert "Troops in UNDOF" in words(read(client, "/search/?q=undof"))


def test_page_tells_programs_where_the_numbers_are(client: Client) -> None:
    published(slug="undof", observations="2019-03,120\n2019-04,121")

    script = read(client, "/series/undof/").select_one('script[type="application/ld+json"]')
    told = json.loads(script.string)  # type: ignore[union-attr, arg-type]
    assert told["temporalCoverage"] == "2019-03-01/2019-04-30"
    assert told["distribution"]["contentUrl"].endswith("/series/undof.csv")


def test_a_page_of_300_numbers_is_quick_and_light(client: Client) -> None:
    series = published(observations=months(300), missions=[MissionFactory.create()])

    address = series.get_absolute_url()
    assert queries_of(client, address) <= 10
    assert len(gzip.compress(client.get(address).content)) <= 30_000


def test_300_numbers_are_saved_as_one_edition_in_well_under_a_second() -> None:
    series = published(observations=months(300))
    begun = time.process_time()
    with change_set() as changes:
        series.observations = Observations.of([*series.observations][:-1])
        series.save()
        edition = changes.save(series)

    assert time.process_time() - begun < 0.5
    assert edition
    assert edition.number == 2
    assert len(json.dumps(edition.content)) < 6_000


def test_restoring_brings_the_numbers_back() -> None:
    series = published(observations="2019-03,120,8\n2019-04,121")
    with change_set() as changes:
        series.observations = "2019-03,7"
        series.save()
        changes.save(series)
    with change_set() as changes:
        changes.restore(Edition.objects.get(kind="series", number=1), Series)

    assert Series.objects.get().observations.text == "2019-03,120,8\n2019-04,121"


def test_changes_tell_of_the_months_that_differ(client: Client) -> None:
    series = published(observations="2019-03,120,8\n2019-04,121")
    with change_set() as changes:
        series.observations = "2019-03,120,8\n2019-04,122"
        series.save()
        changes.save(series)

    told = words(read(client, "/changes/"))
    assert "April 2019: 121" in told
    assert "April 2019: 122" in told
    assert "March 2019: 120" not in told


def test_numbers_that_are_no_strength_at_a_moment_make_no_series() -> None:
    series = SeriesFactory.create(measure=MeasureFactory.create())

    with pytest.raises(ValidationError, match="strength at a moment"):
        series.full_clean()


def test_measure_of_a_series_stays_a_strength_at_a_moment() -> None:
    measure = SeriesFactory.create().measure
    measure.nature = "period"

    with pytest.raises(ValidationError, match="must stay a strength"):
        measure.full_clean()


def test_a_series_is_about_missions_or_a_unit() -> None:
    series = SeriesFactory.create(missions=[MissionFactory.create()], unit=UnitFactory.create())

    with pytest.raises(ValidationError, match="clear the other"), change_set() as changes:
        changes.save(series)


def test_a_series_without_numbers_is_refused() -> None:
    series = SeriesFactory.create(observations="")

    with pytest.raises(ValidationError) as refused, change_set() as changes:
        changes.save(series)
    assert "observations" in refused.value.message_dict


def test_found_by_what_is_counted(client: Client) -> None:
    counted = CountedFactory.create(name="Staff officers")
    published(title="In UNDOF", counted=counted)

    assert "In UNDOF" in words(read(client, "/search/?q=staff+officers"))


def test_numbers_of_notes_lead_to_quotations(client: Client) -> None:
    series = SeriesFactory.create()
    cite(series, "title", quotation="Numbers of troops, month by month")

    page = read(client, series.get_absolute_url())

    assert "Numbers of troops, month by month" in notes_behind(page, page)
