"""What `track` keeps, over the models that it was called for."""

from typing import Any

import pytest
from django.core import serializers
from django.db.models import Model

from missions.models import Mission, Unit
from records.history import LOADED_FROM_FIXTURE
from tests.factories import ClaimFactory, MissionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def as_fixture(row: Model) -> str:
    text: str = serializers.serialize(
        "json", [row], use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    return text


def load(fixture: str) -> None:
    for row in serializers.deserialize("json", fixture):
        row.save()


def without_row(row: Any) -> str:
    """The fixture of a row that is then gone, with its whole history."""
    fixture = as_fixture(row)
    row.delete()
    type(row).history.all().delete()
    return fixture


def test_each_save_is_a_version_with_its_values() -> None:
    mission = MissionFactory.create(name="Iraq", period="2003")
    mission.name, mission.period = "Iraq mission", "2003/"
    mission.save()

    newest, oldest = Mission.history.all()
    assert (newest.history_type, newest.name, str(newest.period)) == ("~", "Iraq mission", "2003/")
    assert (oldest.history_type, oldest.name, str(oldest.period)) == ("+", "Iraq", "2003")


def test_a_deleted_record_keeps_its_versions() -> None:
    MissionFactory.create(slug="iraq").delete()

    assert [version.history_type for version in Mission.history.filter(slug="iraq")] == ["-", "+"]


def test_all_languages_are_kept() -> None:
    MissionFactory.create(name_en="Iraq", name_kk="Ирак (қаз)", name_ru="Ирак")

    version = Mission.history.get()
    assert (version.name_en, version.name_kk, version.name_ru) == ("Iraq", "Ирак (қаз)", "Ирак")


def test_a_row_from_a_fixture_is_a_version_that_says_so() -> None:
    fixture = without_row(UnitFactory.create(name="Battalion"))

    load(fixture)

    version = Unit.history.get()
    assert (version.history_type, version.name) == ("+", "Battalion")
    assert version.history_change_reason == LOADED_FROM_FIXTURE
    assert version.id == Unit.objects.get().pk


def test_the_same_fixture_loaded_twice_is_one_version() -> None:
    fixture = without_row(UnitFactory.create(established="2000~"))

    load(fixture)
    load(fixture)

    assert Unit.history.count() == 1


def test_a_changed_fixture_is_a_further_version() -> None:
    unit = UnitFactory.create(name="Battalion")
    before = as_fixture(unit)
    unit.name = "Brigade"
    after = as_fixture(unit)
    without_row(unit)

    load(before)
    load(after)
    load(after)

    assert [(one.history_type, one.name) for one in Unit.history.all()] == [
        ("~", "Brigade"),
        ("+", "Battalion"),
    ]


def test_a_fixture_restores_what_an_editor_changed_as_a_version() -> None:
    unit = UnitFactory.create(name="Battalion")
    fixture = as_fixture(unit)
    unit.name = "Brigade"
    unit.save()

    load(fixture)

    assert [version.name for version in Unit.history.all()] == ["Battalion", "Brigade", "Battalion"]


@pytest.mark.parametrize("relation", ["stated_jointly_with", "conflicts_with"])
def test_links_of_a_claim_are_part_of_its_versions(relation: str) -> None:
    claim = ClaimFactory.create()
    target = MissionFactory.create() if relation == "stated_jointly_with" else ClaimFactory.create()
    getattr(claim, relation).add(target)
    getattr(claim, relation).clear()

    versions = type(claim).history.filter(id=claim.pk)

    assert [getattr(version, relation).count() for version in versions] == [0, 1, 0]


def test_units_of_a_mission_are_part_of_its_versions() -> None:
    mission, unit = MissionFactory.create(), UnitFactory.create()
    mission.units.add(unit)

    newest, oldest = Mission.history.all()

    assert [link.unit for link in newest.units.all()] == [unit]
    assert not oldest.units.exists()


def test_links_loaded_twice_are_the_same_versions() -> None:
    unit = UnitFactory.create()
    mission = MissionFactory.create()
    mission.units.add(unit)
    fixture = without_row(mission)

    load(fixture)
    once = Mission.history.count()
    load(fixture)

    assert Mission.history.count() == once
    assert [link.unit for link in Mission.history.first().units.all()] == [unit]
