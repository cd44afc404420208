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


def test_several_disputes_of_one_chart_are_said_in_one_place(client: Client) -> None:
    measure = MeasureFactory.create()
    for name in ("Iraq", "Lebanon"):
        mission = MissionFactory.create(name=name)
        for value in (270, 290):
            figure(mission=mission, value=value, measure=measure)

    (disputed,) = read(client, "/figures/").select(".differs")

    assert [words(link) for link in disputed.select("a[href*='?claim=']")] == ["Iraq", "Lebanon"]


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
    assert f"/figures/?measure={slug} (read on" in words(first)


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
    figure(measure=MeasureFactory.create(slug="other-measure", name="Other"), value=999)

    page = read(client, "/figures/")
    below = page.select_one(f"section:has(#measure-{claim.measure.slug}) .take-away")
    assert below

    assert address_of_link(below, source.publisher or source.title) == source.get_absolute_url()
    assert f"/figures/?measure={claim.measure.slug}" in words(below)
    table = client.get(address_of_link(below, "CSV")).getvalue().decode()
    assert "270" in table
    assert claim.measure.slug in table
    assert "other-measure" not in table


# --- In a page of somebody else ---------------------------------------------------------------


def test_a_chart_in_a_frame_shows_its_finding_its_bars_and_their_sentences(client: Client) -> None:
    measure = MeasureFactory.create(slug="people", name="People who took part")
    one = figure(measure=measure, value=270, slug="one")
    cite(one, quotation="They were 270.")
    cite(figure(measure=measure, value=290), quotation="They were 290.")
    figure(value=5, slug="of-another-measure")

    page = read(client, "/figures/people/embed/")

    heading = page.select_one("h1 a")
    assert heading
    assert "290" in words(heading)
    assert heading["href"] == "/figures/?measure=people"
    assert {str(bar["href"]) for bar in page.select("svg a.mark")} >= {"/claims/one/"}
    assert len(page.select("svg a.mark")) == 2
    assert "“They were 270.”" in words(page)
    assert "“They were 290.”" in words(page)
    # Inside a frame, no page of the register could be shown.
    assert {link.get("target") for link in page.select("a")} == {"_blank"}
    assert not page.select("form, script")


def test_a_framed_chart_is_the_same_for_editors(client: Client, editor_client: Client) -> None:
    measure = MeasureFactory.create(slug="people")
    figure(measure=measure, value=270)
    figure(measure=measure, value=99999, draft=True)

    for reader in (client, editor_client):
        assert "99,999" not in words(read(reader, "/figures/people/embed/"))


def test_a_framed_chart_says_which_figures_are_disputed(client: Client) -> None:
    mission, measure = MissionFactory.create(), MeasureFactory.create(slug="people")
    figure(mission=mission, measure=measure, value=270)
    assert "disputed" not in words(read(client, "/figures/people/embed/"))

    figure(mission=mission, measure=measure, value=290)

    assert f"{mission}: disputed." in words(read(client, "/figures/people/embed/"))


@pytest.mark.parametrize("slug", ["none", "of-drafts"])
def test_of_no_figures_there_is_no_chart_to_frame(client: Client, slug: str) -> None:
    figure(measure=MeasureFactory.create(slug="of-drafts"), draft=True)

    response = client.get(f"/figures/{slug}/embed/")

    assert response.status_code == 404
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_a_framed_chart_may_be_framed(client: Client) -> None:
    figure(measure=MeasureFactory.create(slug="people"))

    response = client.get("/figures/people/embed/")

    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response


def test_what_is_taken_from_a_chart_can_be_copied(client: Client) -> None:
    measure = MeasureFactory.create(slug="people", name="People")
    figure(measure=measure, value=270)
    figure(measure=measure, value=290)

    page = read(client, "/figures/")

    copied = {}
    for button in page.select("button[data-copies]"):
        text = page.select_one(f"#{button['data-copies']}")
        assert text
        copied[str(button["data-copies"])] = text.get_text()
    assert copied["link-people"] == "http://testserver/figures/?measure=people"
    assert copied["link-people"] in copied["cite-people"]
    assert (
        '<iframe src="http://testserver/figures/people/embed/" title="People.'
        in (copied["embed-people"])
    )
    assert page.select_one('script[src$="copy.js"]')


def test_one_number_is_framed_as_a_claim_and_not_as_a_chart(client: Client) -> None:
    figure(measure=MeasureFactory.create(slug="people"))

    assert not read(client, "/figures/").select("#embed-people")
