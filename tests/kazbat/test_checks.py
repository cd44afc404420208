"""The kinds of record: that the models alone say what there is, and what a new one lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import checks
from django.core.checks.registry import registry
from django.db import models
from django.test.utils import isolate_apps

from catalogue.searchable import Searchable
from kazbat.changes.views import KINDS as KINDS_OF_CHANGES
from kazbat.checks import check_kinds, collisions, missing_from
from kazbat.management.commands.prepare_local import FIXTURES
from kazbat.search.views import KINDS as KINDS_OF_HITS
from missions.models import Claim, Mission, Rotation
from personnel.models import Person
from records.kinds import kinds, name_of, name_of_many
from records.models import Record, SluggedRecord


@pytest.fixture
def isolated() -> Iterator[None]:
    with isolate_apps("records"):
        yield


def a_kind(*bases: type[Any], name: str = "Medal", **declarations: Any) -> type[Record]:
    meta = type("Meta", (), {"app_label": "records", "constraints": Record.Meta.constraints})
    own = {"kind_order": 1, "Meta": meta, "__module__": __name__} | declarations
    model: type[Record] = type(name, (*bases, Record), own)
    return model


def cited(model: type[Record]) -> type[Record]:
    columns = {
        "record_name": "record",
        "record": models.ForeignKey(model, models.CASCADE, related_name="citations"),
        "Meta": type("Meta", (), {"app_label": "records"}),
        "__module__": __name__,
    }
    type(f"{model.__name__}Citation", (models.Model,), columns)
    return model


def codes(errors: Iterator[checks.Error]) -> list[str]:
    found = list(errors)
    assert all(error.hint for error in found)
    return [str(error.id) for error in found]


# --- Every kind is known ----------------------------------------------------------------------


def test_kinds_stand_in_their_order() -> None:
    places = [model.kind_order for model in kinds().values()]

    assert places == sorted(places)
    assert list(kinds())[:2] == ["mission", "person"]


def test_a_kind_has_a_name() -> None:
    assert (name_of(Person), name_of_many(Person)) == ("Person", "People")


def test_every_kind_that_can_be_found_is_searched_and_passages_last() -> None:
    found = [kind for kind, model in kinds().items() if issubclass(model, Searchable)]

    assert list(KINDS_OF_HITS) == [*found, "passage"]


def test_changes_are_listed_of_every_kind_with_an_address_of_its_own() -> None:
    assert set(KINDS_OF_CHANGES) == {
        kind
        for kind, model in kinds().items()
        if issubclass(model, SluggedRecord) and not model.shown_with
    }


def test_every_app_with_records_has_a_fixture() -> None:
    assert set(FIXTURES) == {model._meta.app_label for model in kinds().values()}


# --- What manage.py check says of a new one ---------------------------------------------------


def test_the_register_has_all_that_its_pages_need() -> None:
    registered: Any = registry.registered_checks
    assert check_kinds in registered
    assert check_kinds() == []


def test_two_kinds_have_two_places(isolated: None) -> None:
    medal, badge = a_kind(), a_kind(name="Badge")

    assert codes(collisions([medal])) == []
    assert codes(collisions([medal, badge])) == ["kazbat.E001"]


def test_a_kind_without_a_place_is_told_which_are_taken(isolated: None) -> None:
    (error,) = collisions([Mission, Claim, a_kind(kind_order=0)])

    assert error.id == "kazbat.E001"
    assert "0, 10, 40" in str(error.hint)


def test_a_kind_without_citations_is_an_error(isolated: None) -> None:
    assert codes(missing_from(a_kind(Searchable))) == ["kazbat.E002"]


def test_citations_are_a_table_of_citations(isolated: None) -> None:
    assert codes(missing_from(cited(a_kind(Searchable)))) == ["kazbat.E002"]


def test_a_kind_that_no_list_can_name_is_an_error(isolated: None) -> None:
    assert codes(missing_from(a_kind())) == ["kazbat.E002", "kazbat.E003"]


def test_a_kind_is_named_by_the_record_on_whose_page_it_is(isolated: None) -> None:
    owner = models.ForeignKey(Rotation, models.CASCADE, related_name="+")
    medal = a_kind(owner=owner, shown_with="owner", told_apart_by="state")

    assert codes(missing_from(medal)) == ["kazbat.E002"]


def test_records_on_one_page_are_told_apart(isolated: None) -> None:
    owner = models.ForeignKey(Rotation, models.CASCADE, related_name="+")
    medal = a_kind(owner=owner, shown_with="owner")

    assert codes(missing_from(medal)) == ["kazbat.E002", "kazbat.E004"]


@pytest.mark.parametrize("kind", kinds())
def test_nothing_is_missing_from_a_kind_of_the_register(kind: str) -> None:
    assert codes(missing_from(kinds()[kind])) == []
