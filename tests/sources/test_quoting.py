"""A citation that quotes its source anew, in the form of the record that rests on it."""

from typing import Any

import pytest
from django.test import Client

from editions.models import Edition
from missions.models import Mission
from sources.models import Passage, Source
from tests.editing import Form, admin_address, messages_at
from tests.factories import MissionFactory, PassageFactory, SourceFactory, cite, write_editions

pytestmark = pytest.mark.django_db

TEXT = "The mission in Iraq began in May 2003.\nIt ended. It ended.\n"


def new_mission(client: Client, source: Source, **values: Any) -> tuple[Form, dict[str, Any]]:
    typed = {
        "name_en": "Iraq", "slug": "iraq", "citations-0-quoted_source": str(source.pk),
        "citations-0-quoted_words": "The mission in Iraq",
    }  # fmt: skip
    return Form.at(client, admin_address(Mission, "add")), typed | values


def test_a_source_is_quoted_where_it_is_cited(editor_client: Client) -> None:
    source = SourceFactory.create(archived_text=TEXT)
    form, typed = new_mission(editor_client, source)
    form.add_row(
        "citations",
        quoted_source=str(source.pk),
        quoted_words="began in May 2003",
        quoted_locator="paragraph",
        quoted_number="1",
        field="period",
    )

    form.saved(**typed, period="2003-05/", publish=True)

    whole, period = Mission.objects.get().citations.order_by("pk")
    assert whole.passage.quotation == "The mission in Iraq"
    assert whole.passage.offset == 0
    assert period.passage.place == "paragraph 1"
    assert Edition.objects.filter(kind="passage").count() == len([whole, period])
    # The next one is proposed from the same source.
    again = Form.at(editor_client, admin_address(Mission, "add"))
    assert again.values["citations-0-quoted_source"] == str(source.pk)
    again.saved(name_en="Sudan", slug="sudan")


def test_a_new_source_is_the_one_that_is_proposed_next(editor_client: Client) -> None:
    cited, other = SourceFactory.create_batch(2, archived_text=TEXT)
    form, typed = new_mission(editor_client, cited)
    form.saved(**typed)
    Form.at(editor_client, admin_address(Source, "add")).saved(title="Order 7", slug="order-7")
    made = Source.objects.get(slug="order-7")

    def proposed() -> str:
        again = Form.at(editor_client, admin_address(Mission, "add"))
        return str(again.values["citations-0-quoted_source"])

    assert proposed() == str(made.pk)
    # One that was there already is only changed.
    write_editions(other)
    Form.at(editor_client, admin_address(Source, "change", other.pk)).saved(title="Order 8")
    assert proposed() == str(made.pk)


def test_words_that_are_a_passage_already_are_not_quoted_twice(editor_client: Client) -> None:
    passage = PassageFactory.create(quotation="The mission in Iraq")
    form, typed = new_mission(editor_client, passage.source)
    form.add_row(
        "citations", quoted_source=str(passage.source.pk),
        quoted_words="The mission in Iraq", field="name",
    )  # fmt: skip

    form.saved(**typed)

    assert Passage.objects.get() == passage
    assert Mission.objects.get().citations.count() == len(["whole", "name"])


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"quoted_words": "The mission in Irak"}, "quoted_words", "does not hold these words"),
        ({"quoted_words": "It ended."}, "quoted_words", "several times"),
        ({"quoted_source": ""}, "quoted_source", "Say which source prints these words."),
        ({"quoted_words": "", "field": "name"}, "passage", "or choose a passage"),
        ({"quoted_number": "x"}, "quoted_number", "whole number"),
    ],
)
def test_what_cannot_be_quoted_is_said_at_its_field(
    editor_client: Client, values: dict[str, str], field: str, said: str
) -> None:
    form, typed = new_mission(editor_client, SourceFactory.create(archived_text=TEXT))
    typed |= {f"citations-0-{name}": value for name, value in values.items()}

    page = form.refused(**typed)

    assert said in messages_at(page, f"citations-0-{field}")
    assert not Passage.objects.exists()


def test_a_passage_that_is_chosen_and_another_that_is_quoted_are_too_much(
    editor_client: Client,
) -> None:
    passage = PassageFactory.create()
    form, typed = new_mission(editor_client, passage.source)

    page = form.refused(**typed | {"citations-0-passage": str(passage.pk)})

    assert "not both" in messages_at(page, "citations-0-quoted_words")


def test_what_is_cited_already_keeps_its_passage(editor_client: Client) -> None:
    mission = MissionFactory.create()
    citation = cite(mission)
    write_editions(mission)
    form = Form.at(editor_client, admin_address(Mission, "change", mission.pk))

    form.values["citations-0-quoted_words"] = "Something else"
    form.saved(name_en="Named anew")

    assert mission.citations.get().passage == citation.passage
