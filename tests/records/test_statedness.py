import pytest

from missions.models import Mission, Rotation
from records.statedness import absence, is_stated
from tests.factories import MissionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_columns_are_told_apart_by_how_many_rows_state_them() -> None:
    rows = [Rotation(number=1, value=0), Rotation(number=2, value=0, comparator="=")]
    rows[0].period = "2005"

    found = absence(rows, "number", "period", "comparator", "value", "mission_id")

    assert (found.of_all, found.of_some) == (["mission"], ["period", "how exact"])


def test_without_rows_nothing_is_said() -> None:
    assert (absence([], "period").of_all, absence([], "period").of_some) == ([], [])


def test_what_one_row_leaves_empty() -> None:
    found = absence([Mission(place="Iraq")], "place", "country", "period")

    assert found.of_all == ["country", "period"]


def test_a_relation_is_stated_if_it_leads_anywhere() -> None:
    mission = MissionFactory.create()
    assert not is_stated(mission, "units")

    mission.units.add(UnitFactory.create())

    assert is_stated(mission, "units")
