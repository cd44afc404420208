"""/figures/: charts beside their tables, drawn from the same rows."""

from typing import Any

import pytest
from bs4 import Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kazbat.charts import page as charts_page
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    RotationFactory,
    UnitFactory,
    cite,
)
from tests.reading import address_of_link, main_part, notes_behind, read, words

pytestmark = pytest.mark.django_db


def figure(**values: Any) -> Any:
    values.setdefault("mission", None)
    mission = values.pop("mission") or MissionFactory.create()
    return FigureFactory.create(mission=mission, **values)


def bar_of(page: Tag, claim: Any) -> Tag:
    found = page.select_one(f"#mark-claim-{claim.slug}")
    assert found
    return found


def test_each_bar_leads_to_its_row_of_the_table(client: Client) -> None:
    claims = [figure(comparator=">", value=270), figure(value=290)]
    page = read(client, "/figures/")
    for claim in claims:
        row = page.select_one(str(bar_of(page, claim)["href"]))
        assert row
        assert row.name == "tr"
        assert claim.quantity_in_words in words(row)
        assert claim.about in words(row)


def test_rows_and_bars_are_the_same_in_the_same_order(client: Client) -> None:
    for value in (5, 3, 4):
        figure(value=value)
    page = read(client, "/figures/")
    bars = [str(bar["href"])[1:] for bar in page.select("svg a.mark")]
    assert len(bars) == 3
    assert bars == [str(row["id"]) for row in page.select("tbody tr")]


def test_bar_of_more_than_a_number_does_not_end_there(client: Client) -> None:
    open_one, closed = figure(comparator=">", value=270), figure(value=270)
    page = read(client, "/figures/")
    assert bar_of(page, open_one).select(".arrow")
    assert not bar_of(page, closed).select(".arrow")
    assert bar_of(page, closed).select("rect.bar-exact")


def test_bar_of_at_most_or_about_is_nowhere_solid(client: Client) -> None:
    claims = [figure(comparator="≤"), figure(comparator="≈")]
    for claim in claims:
        bar = bar_of(read(client, "/figures/"), claim)
        assert not bar.select("rect.bar-exact")
        assert len(bar.select("rect")) == 2


def test_number_leads_to_its_sentence(client: Client) -> None:
    claim = figure()
    cite(claim, quotation="A hundred people went.")
    page = read(client, "/figures/")
    row = page.select_one(f"#row-claim-{claim.slug}")
    assert row
    assert notes_behind(page, row) == ["A hundred people went."]


def test_joint_figure_names_all_its_missions(client: Client) -> None:
    claim = figure(mission=MissionFactory.create(name="Iraq"))
    claim.missions.add(MissionFactory.create(name="Lebanon"))
    row = words(main_part(read(client, "/figures/")))
    assert "jointly Iraq and Lebanon" in row


def test_absent_period_is_said_to_be_absent(client: Client) -> None:
    figure(period="2003")
    figure()
    figure(period_words="During this time")
    rows = [words(row) for row in read(client, "/figures/").select("tbody tr")]
    assert sum("not stated in any source" in row for row in rows) == 1
    assert sum("During this time" in row for row in rows) == 1
    assert sum("2003" in row for row in rows) == 1


def test_figures_that_cannot_all_be_true_are_said_to_be_so(client: Client) -> None:
    mission = MissionFactory.create(name="Iraq")
    figure(mission=mission, value=270)
    assert "Iraq: disputed" not in words(read(client, "/figures/"))
    figure(mission=mission, value=290)
    page = read(client, "/figures/")
    assert "Iraq: disputed." in words(page)
    assert "side by side" in words(page)


def test_draft_figure_is_drawn_for_editors_alone(client: Client, editor_client: Client) -> None:
    claim, _other = FigureFactory.create_batch(2, draft=True)
    FigureFactory.create(mission=MissionFactory.create(draft=True))
    assert "The register holds no figures yet." in words(read(client, "/figures/"))
    assert bar_of(read(editor_client, "/figures/"), claim)


def test_claim_without_a_measure_is_no_figure(client: Client) -> None:
    ClaimFactory.create()
    assert not read(client, "/figures/").select("tbody tr")


def test_of_many_figures_of_a_measure_the_first_stand_beside_those_of_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts_page, "FIGURES_OF_EACH", 2)
    monkeypatch.setattr(charts_page, "FIGURES_A_PAGE", 4)
    other = MeasureFactory.create(slug="other", name="Other")
    claims = [figure(value=number) for number in range(1, 6)]
    figure(measure=other, value=7)

    page = read(client, "/figures/")

    assert len(page.select("tbody tr")) == 3
    assert "Drawn here: 2 of 5." in words(page)
    # Which number is the largest, some of the figures do not tell.
    titles = [words(title) for title in page.select("main h2")]
    assert [title for title in titles if "largest" in title] == []
    assert any(title.endswith("2 of 5 figures") for title in titles)

    slug = claims[0].measure.slug
    address = address_of_link(page, "All figures of this measure")
    assert address == f"?measure={slug}"
    first, second = (read(client, f"/figures/{address}&page={number}") for number in (1, 2))
    rows = [str(row["id"]) for one in (first, second) for row in one.select("tbody tr")]
    assert sorted(rows) == sorted(f"row-claim-{claim.slug}" for claim in claims)
    assert address_of_link(first, "Next") == f"?measure={slug}&page=2"
    assert "Drawn here" not in words(first)
    assert f"/figures/?measure={slug}#measure-{slug}" in words(first)


def test_of_many_measures_each_page_shows_some(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts_page, "FIGURES_A_PAGE", 2)
    for number in range(3):
        figure(measure=MeasureFactory.create(slug=f"measure-{number}", name=f"Measure {number}"))

    pages = [read(client, f"/figures/?page={number}") for number in (1, 2)]

    assert [len(page.select("tbody tr")) for page in pages] == [2, 1]
    assert "Page 1 of 2" in words(pages[0])


def test_what_is_no_measure_and_no_page_is_refused(client: Client) -> None:
    figure()

    assert "There is no such measure." in words(read(client, "/figures/?measure=x", status=400))
    read(client, "/figures/?page=2", status=404)
    read(client, "/figures/?page=x", status=404)


def test_page_costs_the_same_however_many_figures(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/figures/")
        return len(captured)

    cite(figure())
    few = queries()
    for number in range(4):
        measure = MeasureFactory.create(slug=f"measure-{number}", name=f"Measure {number}")
        for subject in (
            {"mission": MissionFactory.create()},
            {"rotation": RotationFactory.create()},
            {"unit": UnitFactory.create()},
        ):
            cite(FigureFactory.create(measure=measure, **subject))
    assert queries() == few <= 8


def test_mission_s_figures_lead_to_the_charts(client: Client) -> None:
    mission = MissionFactory.create()
    figure(mission=mission)
    page = read(client, mission.get_absolute_url())
    assert (
        address_of_link(page, "Chart: these figures beside those of other missions") == "/figures/"
    )


def test_title_of_a_chart_is_its_finding(client: Client) -> None:
    figure(mission=MissionFactory.create(name="Iraq"), comparator=">", value=270, noun="troops")
    figure(mission=MissionFactory.create(name="Lebanon"), comparator=">", value=500, noun="troops")

    (title,) = read(client, "/figures/").select("main h2")
    assert words(title).endswith("Lebanon: more than 500 troops, the largest number stated")


def test_one_number_is_no_chart(client: Client) -> None:
    figure(mission=MissionFactory.create(name="Iraq"), value=270)

    page = read(client, "/figures/")
    assert not page.select("svg.chart a")
    assert "Iraq: 270 people" in words(page)


def test_each_chart_has_its_source_its_download_and_how_to_cite_it(client: Client) -> None:
    claim = figure(value=270)
    source = cite(claim).passage.source
    figure(measure=MeasureFactory.create(slug="other", name="Other"), value=999)

    page = read(client, "/figures/")
    below = page.select_one(f"section:has(#measure-{claim.measure.slug}) .take-away")
    assert below

    assert address_of_link(below, source.publisher or source.title) == source.get_absolute_url()
    assert f"/figures/#measure-{claim.measure.slug}" in words(below)
    table = client.get(address_of_link(below, "CSV")).getvalue().decode()
    assert "270" in table
    assert "999" not in table
