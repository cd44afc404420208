"""What the pages say, read without a request."""

from typing import Any

import pytest

from missions.pages import (
    ClaimPage,
    MissionListPage,
    MissionPage,
    RotationPage,
    UnitPage,
)
from records.audience import Audience
from sources.pages import RecordPage
from tests.factories import (
    ClaimFactory,
    FigureFactory,
    MissionFactory,
    RotationFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
)

pytestmark = pytest.mark.django_db


def page_of(page_class: type[RecordPage], record: Any, audience: Audience = Audience.PUBLIC) -> Any:
    rows = page_class.prepared(type(record)._default_manager.all(), audience)
    return page_class.read(rows.get(pk=record.pk), audience)


def test_a_missions_page_says_what_its_template_shows() -> None:
    mission = MissionFactory.create(place="Iraq")
    cite(mission, "place", quotation="It was in Iraq.")
    figure = FigureFactory.create(mission=mission)
    statement = ClaimFactory.create(mission=mission)
    rotation = RotationFactory.create(mission=mission)

    page = page_of(MissionPage, mission)

    assert [claim for group in page.figures for claim in group.claims] == [figure]
    assert page.statements == [statement]
    assert page.rotations == [rotation]
    assert [(part.anchor, part.count) for part in page.on_this_page] == [
        ("statements-heading", 1), ("people-heading", 0),
        ("rotations-heading", 1),
    ]  # fmt: skip
    assert list(page.fields.stated) == ["name"]
    assert list(page.when_and_where.stated) == ["place"]
    (note,) = page.evidence.of(mission, "place")
    assert note.passage.quotation == "It was in Iraq."


@pytest.mark.parametrize(
    ("audience", "numbers"), [(Audience.PUBLIC, [1]), (Audience.EDITORS, [1, 2])]
)
def test_a_page_is_read_for_its_audience(audience: Audience, numbers: list[int]) -> None:
    mission = MissionFactory.create()
    RotationFactory.create(mission=mission, number=1)
    RotationFactory.create(mission=mission, number=2, draft=True)

    page = page_of(MissionPage, mission, audience)

    assert [rotation.number for rotation in page.rotations] == numbers


def test_a_rotations_page_knows_its_neighbours() -> None:
    mission = MissionFactory.create()
    first, second, third = (RotationFactory.create(mission=mission, number=n) for n in (1, 2, 3))

    assert (page_of(RotationPage, second).previous, page_of(RotationPage, second).next) == (
        first,
        third,
    )
    assert page_of(RotationPage, third).next is None


def test_a_claims_page_holds_the_other_figures_of_its_measure() -> None:
    mission = MissionFactory.create()
    one, other = FigureFactory.create_batch(2, mission=mission)
    FigureFactory.create(mission=MissionFactory.create())

    assert page_of(ClaimPage, one).other_figures == [other]


def test_a_units_page_holds_its_missions_and_parts() -> None:
    larger = UnitFactory.create()
    unit = UnitHistoryFactory.create(kind="part-of", other=larger).unit
    mission = MissionFactory.create()
    mission.units.add(unit)

    assert page_of(UnitPage, unit).missions == [mission]
    assert [one.other for one in page_of(UnitPage, unit).past] == [larger]
    assert [one.other for one in page_of(UnitPage, larger).past] == [unit]
    whole, part = page_of(UnitPage, larger), page_of(UnitPage, unit)
    site = "https://example.org"
    assert part.linked_data(site)["parentOrganization"][0]["name"] == larger.name
    assert whole.linked_data(site)["subOrganization"][0]["name"] == unit.name
    assert not whole.linked_data(site)["parentOrganization"]


def test_a_page_gives_its_template_all_that_it_says() -> None:
    for page_class, record in (
        (MissionPage, MissionFactory.create()), (RotationPage, RotationFactory.create()),
        (ClaimPage, ClaimFactory.create()), (UnitPage, UnitFactory.create()),
    ):  # fmt: skip
        page = page_of(page_class, record)
        assert page.context()[str(record._meta.model_name)] == record
        assert page.context()["evidence"] is page.evidence


def test_a_row_of_the_list_shows_a_missions_own_figures() -> None:
    iraq, lebanon = MissionFactory.create_batch(2)
    of_iraq = FigureFactory.create(mission=iraq)
    of_both = FigureFactory.create(mission=lebanon)
    of_both.missions.add(iraq)

    page = MissionListPage.read([iraq, lebanon], Audience.PUBLIC)

    assert [set(row.figures) for row in page.rows] == [{of_iraq, of_both}, {of_both}]
