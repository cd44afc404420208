"""What the admin offers to choose from: the best match first, and told apart."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    MeasureFactory,
    PassageFactory,
    PersonFactory,
    RankHoldingFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def offered(client: Client, model: str, field: str, term: str) -> list[str]:
    app, name = model.split(".")
    asked = {"app_label": app, "model_name": name, "field_name": field, "term": term}
    found: Any = client.get("/admin/autocomplete/", asked).json()
    return [one["text"] for one in found["results"]]


def test_a_passage_with_the_words_comes_before_those_of_a_source_with_the_words(
    editor_client: Client,
) -> None:
    titled = SourceFactory.create(title="A resolution on 538 people")
    PassageFactory.create(source=titled, quotation="founded by a resolution in 2000")
    PassageFactory.create(quotation="In all 538 people took part.")

    first, second = offered(editor_client, "missions.claimcitation", "passage", "538")

    assert "538 people took part" in first
    assert "not its own" not in first
    assert second.endswith("by words of its source, not its own")


def test_a_measure_comes_by_its_name_before_its_definition(editor_client: Client) -> None:
    MeasureFactory.create(slug="a", name="A total", definition="Not the strength at one time.")
    MeasureFactory.create(slug="b", name="Strength at one time", definition="")

    found = offered(editor_client, "missions.claim", "measure", "strength")

    assert found == ["Strength at one time", "A total"]


def test_two_people_of_one_name_are_told_apart(editor_client: Client) -> None:
    for slug, rank in (("aru-1", "Major"), ("aru-2", "Captain")):
        person = PersonFactory.create(display_name="Aru Bek", slug=slug)
        RankHoldingFactory.create(person=person, as_printed=rank)

    found = offered(editor_client, "personnel.deployment", "person", "aru bek")

    assert sorted(found) == ["Aru Bek — Captain · aru-2", "Aru Bek — Major · aru-1"]
