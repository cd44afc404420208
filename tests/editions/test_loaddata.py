"""Fixtures keep the rules that forms keep, or nothing of them is loaded."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from editions.models import ChangeSet, Edition
from missions.models import Claim, Mission
from sources.models import Source

pytestmark = pytest.mark.django_db


def rows(**changed: Any) -> list[dict[str, Any]]:
    """A source with a passage, and a mission that rests on it; some of the fields changed."""
    mission = {"slug": "somewhere", "name_en": "Somewhere", "state": "published"} | changed
    return [
        {"model": "sources.source",
         "fields": {"slug": "book", "title": "A book", "state": "published"}},
        {"model": "sources.passage",
         "fields": {"source": ["book"], "order": 1, "quotation": "They served."}},
        {"model": "missions.mission", "fields": mission},
        {"model": "missions.missioncitation",
         "fields": {"mission": [mission["slug"]], "passage": ["book", 1], "field": "name"}},
    ]  # fmt: skip


def load(folder: Path, content: Any) -> None:
    file = folder / "loaded.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    call_command("loaddata", str(file), verbosity=0)


def refusal(folder: Path, content: Any) -> str:
    with pytest.raises(CommandError) as refused:
        load(folder, content)
    assert not Mission.objects.exists()
    assert not Source.objects.exists()
    assert not Edition.objects.exists()
    return str(refused.value)


def test_what_keeps_the_rules_is_loaded_and_has_its_editions(tmp_path: Path) -> None:
    load(tmp_path, rows())

    assert Mission.objects.published().count() == 1
    assert ChangeSet.objects.get().counts == {"source:published": 1, "mission:published": 1}


def test_loading_again_writes_no_edition(tmp_path: Path) -> None:
    load(tmp_path, rows())
    once = Edition.objects.count()
    load(tmp_path, rows())

    assert Edition.objects.count() == once
    assert ChangeSet.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slug": "Bad Slug!"}, "Use small Latin letters"),
        ({"period": "2008/2003"}, "the end is before the start"),
        ({"period": "some day"}, "cannot be read as a date"),
        ({"latitude": "10"}, "A point needs a latitude and a longitude."),
        ({"state": "public"}, "There is no such choice."),
        ({"state": "withdrawn"}, "why"),
        ({"name_en": "x" * 300}, "at most 200"),
        ({"mandated_by": ["nobody"]}, "does not exist"),
        ({"units": [["nobody"]]}, "does not exist"),
        ({"mandated_by": 99}, "does not exist"),
        ({"mandated_by": 10**30}, "somewhere"),
        ({"name_en": None, "slug": None}, "cannot be null"),
        ({"latitude": "north"}, "north"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_a_form_would_refuse_is_refused_by_name(
    tmp_path: Path, changed: dict[str, Any], said: str
) -> None:
    message = refusal(tmp_path, rows(**changed))

    assert "mission “" in message
    assert (changed.get("slug", "somewhere") or "“”") in message
    assert said in message


def test_nothing_is_published_without_a_sentence(tmp_path: Path) -> None:
    message = refusal(tmp_path, rows()[:3])

    assert "mission “somewhere”" in message
    assert "needs the sentence it rests on" in message


def test_each_faulty_record_is_named(tmp_path: Path) -> None:
    second = {"model": "missions.mission", "fields": {"slug": "Two!", "name_en": "", "state": "x"}}
    message = refusal(tmp_path, [*rows(slug="ONE"), second])

    assert "ONE" in message
    assert "Two!" in message


def test_a_claim_that_conflicts_with_itself_is_refused(tmp_path: Path) -> None:
    claim = {"slug": "one", "kind": "activity", "text_en": "One.", "state": "draft"}
    itself = {"claim": ["one"], "other": ["one"], "verdict": "conflict"}
    message = refusal(
        tmp_path,
        [
            *rows(),
            {"model": "missions.claim", "fields": claim},
            {"model": "missions.comparison", "fields": itself},
        ],
    )

    assert "missions_comparison_of_two" in message or "cannot conflict with itself" in message
    assert not Claim.objects.exists()


@pytest.mark.parametrize("content", ["not JSON", "[", '{"a": 1}', '[1, "x", null]'])
def test_what_is_no_fixture_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    assert refusal(tmp_path, content)


def test_a_source_whose_claims_stay_public_is_not_withdrawn(tmp_path: Path) -> None:
    load(tmp_path, rows())
    withdrawn = rows()[:1]
    withdrawn[0]["fields"] |= {"state": "withdrawn", "withdrawn_reason": "A forgery."}

    with pytest.raises(CommandError, match="rest on this source alone"):
        load(tmp_path, withdrawn)
    assert Source.objects.get().is_public


def test_what_is_made_from_records_is_not_loaded(tmp_path: Path) -> None:
    said = refusal(tmp_path, [{"model": "catalogue.clock", "pk": 1, "fields": {"epoch": "x"}}])

    assert "The catalogue is made from the records; see rebuild_catalogue." in said


@pytest.mark.django_db(transaction=True)
def test_a_link_to_a_number_that_is_no_row_is_named(tmp_path: Path) -> None:
    said = refusal(tmp_path, rows(units="9"))

    assert "mission “somewhere”: units: of these, one does not exist: 9." in said
