from collections.abc import Iterable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kazbat.timeline import reading
from kazbat.timeline.reading import (
    ROWS_SHOWN,
    UNDATED_SHOWN,
    Entry,
    Timeline,
    TimelineFilter,
    TimelineSelection,
    count_dated,
    read_timeline,
)
from missions.models import Claim
from records.audience import Audience
from tests.factories import ClaimFactory, MissionFactory, RotationFactory, UnitFactory, together

pytestmark = pytest.mark.django_db


def read(audience: Audience = Audience.PUBLIC, page: int = 1) -> Timeline:
    return read_timeline(TimelineSelection.of_all(audience), page)


def anchors(entries: Iterable[Entry]) -> list[str]:
    return [entry.anchor for entry in entries]


# --- Order ------------------------------------------------------------------------------------


def test_what_is_dated_stands_in_the_order_of_first_and_then_last_days() -> None:
    for period in (
        "2014/..", "2003-05-29", "2003/2008", "2003", "200X", "2003-05", "1991/", "2018~",
    ):  # fmt: skip
        ClaimFactory.create(period=period)

    assert [str(entry.period) for entry in read().dated] == [
        "1991/", "200X", "2003", "2003/2008", "2003-05", "2003-05-29", "2014/..", "2018~",
    ]  # fmt: skip


def test_what_has_only_an_end_stands_at_its_end() -> None:
    for period in ("2009", "../2008", "2007", "/2006"):
        ClaimFactory.create(period=period)

    assert [str(entry.period) for entry in read().dated] == ["/2006", "2007", "../2008", "2009"]


def test_of_the_same_date_units_come_first_then_missions_rotations_and_claims() -> None:
    mission = MissionFactory.create(slug="iraq", period="2003")
    RotationFactory.create(mission=mission, number=1, period="2003")
    ClaimFactory.create(slug="a", period="2003")
    UnitFactory.create(slug="kazbat", established="2003")

    assert anchors(read().dated) == ["unit-kazbat", "mission-iraq", "rotation-iraq-1", "claim-a"]


def test_days_of_every_year_come_last_and_are_told_apart() -> None:
    ClaimFactory.create(slug="yearly", period="XXXX-05-29")
    ClaimFactory.create(slug="late", period="9999")
    ClaimFactory.create(slug="undated")

    timeline = read()

    assert anchors(timeline.dated) == ["claim-late", "claim-yearly"]
    assert anchors(timeline.every_year) == ["claim-yearly"]


def test_what_no_source_dates_stands_apart() -> None:
    mission = MissionFactory.create(slug="iraq")
    RotationFactory.create(mission=mission, number=1)
    ClaimFactory.create(slug="a", period_words="During this time")
    UnitFactory.create(slug="kazbat")

    timeline = read()

    assert timeline.dated == []
    assert anchors(timeline.undated) == [
        "mission-iraq",
        "unit-kazbat",
        "claim-a",
    ]
    assert timeline.kinds_cut == {"rotation"}


def test_an_anchor_stays_the_same_as_rows_come_and_go() -> None:
    RotationFactory.create(mission__slug="iraq", number=4, period="2005")
    before = anchors(read().dated)

    ClaimFactory.create(period="1999")

    assert before[0] in anchors(read().dated)


# --- Whose rows -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("period", ["2003", ""])
def test_nothing_hidden_stands_on_a_visitor_s_timeline(state: str, period: str) -> None:
    hidden = {state: True}
    mission = MissionFactory.create(period=period, **hidden)
    RotationFactory.create(mission=mission, period=period)
    ClaimFactory.create(mission=mission, period=period)
    ClaimFactory.create(period=period, **hidden)
    UnitFactory.create(established=period, **hidden)

    assert read().records == []
    for_editors = read(Audience.EDITORS)
    # Editors see drafts; what was withdrawn stands on no page but its own. A rotation without a
    # date is not listed.
    assert len(for_editors.records) == (5 if state == "draft" else 2) - (not period)


def test_what_is_stated_of_a_hidden_mission_too_is_hidden_with_it() -> None:
    claim = ClaimFactory.create(period="2003")
    claim.missions.add(MissionFactory.create(name="Lebanon"))
    assert [list(map(str, entry.subjects)) for entry in read().dated] == [["Lebanon"]]

    claim.missions.add(MissionFactory.create(name="Secret", draft=True))

    assert not read().dated
    (entry,) = read(Audience.EDITORS).dated
    assert list(map(str, entry.subjects)) == ["Lebanon", "Secret"]


# --- How many ---------------------------------------------------------------------------------


def test_every_dated_row_stands_on_one_page_the_earliest_first() -> None:
    for year in range(ROWS_SHOWN + 2):
        ClaimFactory.create(period=f"{2100 - year}")
    first, second = read(), read(page=2)

    years = [str(entry.period) for one in (first, second) for entry in one.dated]
    assert years == [str(2100 - ROWS_SHOWN - 1 + number) for number in range(ROWS_SHOWN + 2)]
    assert len(first.dated) == ROWS_SHOWN


def test_pages_go_on_from_one_kind_of_record_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "ROWS_SHOWN", 2)
    mission = MissionFactory.create(slug="iraq", period="1992")
    UnitFactory.create(slug="kazbat", established="2000")
    RotationFactory.create(mission=mission, number=1, period="2003")
    ClaimFactory.create(slug="early", period="1991")
    ClaimFactory.create(slug="late", period="2009")
    ClaimFactory.create(slug="undated")

    shown = [anchors(read(page=number).dated) for number in (1, 2, 3, 4)]

    assert shown == [
        ["mission-iraq", "unit-kazbat"], ["rotation-iraq-1", "claim-early"], ["claim-late"], [],
    ]  # fmt: skip
    assert anchors(read(page=1).undated) == ["claim-undated"]
    assert read(page=2).undated == []


def test_an_early_end_is_not_left_out_for_want_of_a_start() -> None:
    ClaimFactory.create_batch(ROWS_SHOWN + 1, period="2003")
    ClaimFactory.create(slug="early", period="../1992")

    assert anchors(read().dated)[0] == "claim-early"


def test_no_number_of_claims_crowds_out_missions_units_and_rotations() -> None:
    ClaimFactory.create_batch(ROWS_SHOWN, period="2003")
    mission = MissionFactory.create(slug="iraq", period="1992")
    RotationFactory.create(mission=mission, number=1, period="1993")
    UnitFactory.create(slug="late", established="2020")

    shown = anchors(read().dated)

    assert shown[:3] == ["mission-iraq", "unit-late", "rotation-iraq-1"]
    assert len(shown) == ROWS_SHOWN


def test_of_each_kind_only_some_undated_rows_are_shown_and_which_is_said() -> None:
    mission = MissionFactory.create(period="2003")
    RotationFactory.create_batch(UNDATED_SHOWN + 1, mission=mission)
    ClaimFactory.create_batch(UNDATED_SHOWN)

    timeline = read()

    assert len(timeline.undated) == UNDATED_SHOWN
    assert timeline.kinds_cut == {"rotation"}


def test_the_timeline_asks_seven_queries_however_many_rows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with together():
        for number in range(30):
            mission = MissionFactory.create(period="2003")
            RotationFactory.create(mission=mission, period="2004")
            UnitFactory.create(established=f"{2000 + number}")
            ClaimFactory.create(mission=mission).missions.add(MissionFactory.create())

    with django_assert_num_queries(7):
        timeline = read()
        for entry in (*timeline.dated, *timeline.undated):
            read_of_a_row = (entry.subjects, entry.anchor)
            assert str(read_of_a_row)
            assert entry.record.get_absolute_url()


# --- Narrowed ---------------------------------------------------------------------------------


@pytest.fixture
def narrowed() -> None:
    iraq = MissionFactory.create(slug="iraq", name="Iraq", period="2003/")
    lebanon = MissionFactory.create(slug="lebanon", name="Lebanon", period="2018/..")
    MissionFactory.create(slug="nepal", draft=True)
    rotation = RotationFactory.create(mission=iraq, number=1, period="2003")
    UnitFactory.create(slug="kazbat", established="2000")
    joint = ClaimFactory.create(slug="joint", mission=iraq, kind="event", period="2005")
    joint.missions.add(lebanon)
    ClaimFactory.create(slug="of-rotation", rotation=rotation, period="2003")
    ClaimFactory.create(slug="country", kind="policy", period="2010")


@pytest.mark.usefixtures("narrowed")
@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (
            {},
            {"mission-iraq", "mission-lebanon", "rotation-iraq-1", "unit-kazbat", "claim-joint",
             "claim-of-rotation", "claim-country"},
        ),
        (
            {"mission": "iraq"},
            {"mission-iraq", "rotation-iraq-1", "claim-joint", "claim-of-rotation"},
        ),
        ({"mission": "lebanon"}, {"mission-lebanon", "claim-joint"}),
        ({"mission": "not-stated"}, {"unit-kazbat", "claim-country"}),
        ({"kind": "mission"}, {"mission-iraq", "mission-lebanon"}),
        ({"kind": "unit"}, {"unit-kazbat"}),
        ({"kind": "rotation"}, {"rotation-iraq-1"}),
        ({"kind": "event"}, {"claim-joint"}),
        ({"kind": "capability"}, set()),
        ({"kind": "event", "mission": "lebanon"}, {"claim-joint"}),
        ({"kind": "unit", "mission": "iraq"}, set()),
        ({"kind": "unit", "mission": "not-stated"}, {"unit-kazbat"}),
    ],
)  # fmt: skip
def test_the_timeline_is_narrowed_by_mission_and_kind(
    data: dict[str, str], shown: set[str]
) -> None:
    filters: Any = TimelineFilter(data, queryset=Claim.objects.all())

    assert filters.is_valid()
    assert set(anchors(read_timeline(filters.selection).dated)) == shown


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"since": "2014"}, {"from-2003", "since-2002", "2014", "2015-or-2016"}),
        ({"since": "since 2015"}, {"from-2003", "since-2002", "2015-or-2016"}),
        ({"until": "2001"}, {"1991", "until-2000", "old"}),
        ({"since": "1995", "until": "1999"}, {"until-2000"}),
        ({"since": "May 2014", "until": "5 May 2014"}, {"from-2003", "since-2002", "2014"}),
    ],
)
def test_the_timeline_is_narrowed_to_what_may_be_of_some_years(
    asked: dict[str, str], shown: set[str]
) -> None:
    for slug, period in {
        "1991": "1991", "until-2000": "../2000", "since-2002": "2002/..", "2014": "2014",
        "2015-or-2016": "[2015,2016]", "yearly": "XXXX-05-29", "undated": "",
    }.items():  # fmt: skip
        ClaimFactory.create(slug=slug, period=period)
    MissionFactory.create(slug="from-2003", period="2003/")
    UnitFactory.create(slug="old", established="1941")
    filters: Any = TimelineFilter(asked, queryset=Claim.objects.all())
    assert filters.is_answered()

    timeline = read_timeline(filters.selection)

    # What comes back every year, and what has no date, may be of any years.
    assert {one.record.slug for one in timeline.dated} == shown | {"yearly"}  # type: ignore[union-attr]
    assert anchors(timeline.undated) == ["claim-undated"]
    assert count_dated(filters.selection) == len(timeline.dated)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "until 2008"}, "since"),
        ({"until": "since 2008"}, "until"),
        ({"since": "2003–08"}, "since"),
        ({"since": "2014", "until": "2013"}, "until"),
    ],
)
def test_years_that_mean_nothing_are_asked_about_at_their_field(
    asked: dict[str, str], told: str
) -> None:
    filters = TimelineFilter(asked, queryset=Claim.objects.all())

    assert not filters.is_answered()
    assert list(filters.form.errors) == [told]


@pytest.mark.usefixtures("narrowed")
@pytest.mark.parametrize(
    "data", [{"mission": "nepal"}, {"mission": "junk"}, {"kind": "junk"}, {"kind": "\x00"}]
)
def test_a_value_that_means_nothing_is_refused_at_its_field(data: dict[str, str]) -> None:
    filters = TimelineFilter(data, queryset=Claim.objects.all())

    assert not filters.is_valid()
    assert list(filters.errors) == list(data)


@pytest.mark.usefixtures("narrowed")
def test_choices_are_counted_over_all_kinds_of_record(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        filters = TimelineFilter({"mission": "iraq"}, queryset=Claim.objects.all())
    assert filters.is_valid()
    filters.count_choices()

    labels = {name: dict(filters.form.fields[name].choices) for name in ("mission", "kind")}  # type: ignore[attr-defined]
    assert labels["mission"]["lebanon"] == "Lebanon (2)"
    assert labels["mission"]["not-stated"] == "about no mission (2)"
    assert labels["kind"]["rotation"] == "rotation (1)"
    assert "unit" not in labels["kind"]
