from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from missions.models import MissionCitation
from sources.models import Stance
from sources.uses import citation_tables
from tests.factories import MissionFactory, PassageFactory, cite

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "messages"),
    [
        ({"field": "slug"}, {"field": ["This record has no such field to cite."]}),
        ({"field": "value"}, {"field": ["This record has no such field to cite."]}),
        ({"stance": Stance.DIFFERS}, {"says": ["Say what the passage says instead."]}),
        ({"stance": Stance.INFERRED}, {"note_en": ["Say why the editors read it so."]}),
        (
            {"field": "nothing", "stance": Stance.DIFFERS},
            {
                "field": ["This record has no such field to cite."],
                "says": ["Say what the passage says instead."],
            },
        ),
    ],
)
def test_a_citation_that_leaves_something_unsaid_is_refused_at_its_field(
    values: dict[str, str], messages: dict[str, list[str]]
) -> None:
    citation = MissionCitation(
        mission=MissionFactory.create(), passage=PassageFactory.create(), **values
    )

    with pytest.raises(ValidationError) as refusal:
        citation.full_clean()

    assert refusal.value.message_dict == messages


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"field": "period"},
        {"stance": Stance.DIFFERS, "says": "2004"},
        {"stance": Stance.INFERRED, "note": "The sentence names no mission."},
        {"stance": Stance.ATTRIBUTED},
    ],
)
def test_a_whole_citation_is_taken(values: dict[str, Any]) -> None:
    citation = cite(MissionFactory.create(), **values)

    citation.full_clean()


@pytest.mark.parametrize(
    "values", [{"stance": Stance.DIFFERS, "says": ""}, {"stance": "denies"}], ids=str
)
def test_the_database_refuses_a_stance_that_says_nothing(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        cite(MissionFactory.create(), **values)


def test_a_passage_is_cited_once_for_one_field() -> None:
    mission, passage = MissionFactory.create(), PassageFactory.create()
    cite(mission, "place", passage=passage)
    cite(mission, "country", passage=passage)
    cite(mission, passage=passage)

    with pytest.raises(IntegrityError):
        cite(mission, "place", passage=passage)


def test_a_passage_that_is_cited_cannot_be_deleted() -> None:
    citation = cite(MissionFactory.create())

    with pytest.raises(models.ProtectedError):
        citation.passage.delete()


@pytest.mark.parametrize("hidden", ["record", "source", "neither"])
def test_a_citation_is_public_while_its_record_and_its_source_are(hidden: str) -> None:
    mission = MissionFactory.create(draft=hidden == "record")
    passage = PassageFactory.create(source__draft=hidden == "source")

    citation = cite(mission, passage=passage)

    assert citation.is_public is (hidden == "neither")
    assert MissionCitation.objects.published().exists() is (hidden == "neither")


def test_every_kind_of_record_names_real_columns_as_citable() -> None:
    for table in citation_tables():
        model = table.record_model()
        columns = {field.name for field in model._meta.get_fields()}
        assert set(model.citable_fields) <= columns, model
