from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from records.audience import Audience
from records.models import Record
from sources.evidence import Evidence
from sources.models import Stance
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    cite,
)
from tests.reading import (
    address_of_link,
    claim_saying,
    main_part,
    notes_behind,
    read,
    statement,
    words,
)

pytestmark = pytest.mark.django_db


def evidence_of(*records: Record) -> Evidence:
    return Evidence(records, Audience.PUBLIC)


def quoted(evidence: Evidence, record: Record, field: str = "*") -> list[str]:
    return [note.passage.quotation for note in evidence.of(record, field)]


def test_a_field_has_its_own_notes_and_the_record_all() -> None:
    mission = MissionFactory.create()
    cite(mission, "place", quotation="In a place.")
    cite(mission, quotation="There was a mission.")

    evidence = evidence_of(mission)

    assert quoted(evidence, mission, "place") == ["In a place."]
    assert quoted(evidence, mission, "") == ["There was a mission."]
    assert quoted(evidence, mission, "country") == []
    assert sorted(quoted(evidence, mission)) == ["In a place.", "There was a mission."]


def test_a_conflicting_passage_stands_beside_its_own_words_only(client: Client) -> None:
    mission = MissionFactory.create(slug="somewhere", place="Beirut")
    first, second = SourceFactory.create(slug="b"), SourceFactory.create(slug="a")
    supports = PassageFactory.create(source=first, quotation="It was in Beirut.")
    differs = PassageFactory.create(source=second, quotation="It was in Tyre.")
    cite(mission, "place", passage=differs, stance=Stance.DIFFERS, says="Tyre")
    cite(mission, "place", passage=supports)

    page = read(client, "/missions/somewhere/")

    said = statement(page, "Place")
    other = said.select_one(".differs")
    assert other
    assert notes_behind(page, other) == ["It was in Tyre."]
    other.extract()
    assert notes_behind(page, said) == ["It was in Beirut."]
    assert [words(note) for note in said.select(".notes a")] == ["[1]"]


def test_a_passage_cited_for_two_fields_has_one_number() -> None:
    mission, passage = MissionFactory.create(), PassageFactory.create()
    for field in ("place", "country"):
        cite(mission, field, passage=passage)
    evidence = evidence_of(mission)

    assert {evidence.number(note) for note in evidence.of(mission)} == {1}
    assert len(evidence.take_waiting()) == 1


def test_a_passage_that_supports_one_field_and_differs_on_another_says_both(
    client: Client,
) -> None:
    passage = PassageFactory.create(quotation="More than 270 took part in 2004.")
    claim = ClaimFactory.create(mission=MissionFactory.create(slug="iraq"))
    cite(claim, passage=passage)
    cite(claim, "period", passage=passage, stance=Stance.DIFFERS, says="2004")

    page = read(client, "/missions/iraq/")

    assert "The passage says something else: “2004”." in words(main_part(page))


def test_notes_stand_in_the_order_of_their_source() -> None:
    mission, source = MissionFactory.create(), SourceFactory.create()
    for order in (3, 1, 2):
        passage = PassageFactory.create(source=source, order=order, quotation=f"No. {order}")
        cite(mission, passage=passage)

    assert quoted(evidence_of(mission), mission) == ["No. 1", "No. 2", "No. 3"]


def test_records_of_two_kinds_with_one_number_are_told_apart() -> None:
    mission, person = MissionFactory.create(pk=71), PersonFactory.create(pk=71)
    cite(mission, quotation="Of the mission.")
    cite(person, quotation="Of the person.")

    evidence = evidence_of(mission, person)

    assert quoted(evidence, mission) == ["Of the mission."]
    assert quoted(evidence, person) == ["Of the person."]


def test_passages_are_numbered_in_the_order_in_which_they_are_shown() -> None:
    mission, source = MissionFactory.create(), SourceFactory.create()
    for order, field in ((1, "country"), (2, "place")):
        cite(mission, field, passage=PassageFactory.create(source=source, order=order))
    evidence = evidence_of(mission)
    (place,), (country,) = evidence.of(mission, "place"), evidence.of(mission, "country")

    assert [evidence.number(note) for note in (place, country, place)] == [1, 2, 1]


def test_a_quotation_is_shown_whole_once_and_then_by_its_beginning() -> None:
    mission, passage = MissionFactory.create(), PassageFactory.create()
    cite(mission, "place", passage=passage)
    cite(mission, "country", passage=passage)
    evidence = evidence_of(mission)

    evidence.number(evidence.of(mission, "place")[0])
    shown = evidence.take_waiting()
    evidence.number(evidence.of(mission, "country")[0])
    shown_later = evidence.take_waiting()

    assert [(one["number"], one["is_new"]) for one in shown] == [(1, True)]
    assert [(one["number"], one["is_new"]) for one in shown_later] == [(1, False)]
    assert evidence.take_waiting() == []


def test_what_is_used_again_beside_one_statement_is_not_shown_again() -> None:
    mission, passage = MissionFactory.create(), PassageFactory.create()
    cite(mission, "place", passage=passage)
    cite(mission, "country", passage=passage)
    evidence = evidence_of(mission)
    for field in ("place", "country"):
        evidence.number(evidence.of(mission, field)[0])

    assert len(evidence.take_waiting()) == 1


def test_the_beginning_of_a_quotation_leads_to_the_whole(client: Client) -> None:
    passage = PassageFactory.create(quotation="It was in Iraq, " + "as it was said, " * 9)
    mission = MissionFactory.create(slug="iraq", place="Iraq", country="Iraq")
    cite(mission, "place", passage=passage)
    cite(mission, "country", passage=passage)

    country = statement(read(client, "/missions/iraq/"), "Country")

    reminder = country.find_next(class_="quotation")
    assert isinstance(reminder, Tag)
    assert words(reminder).startswith("Note 1 : “ It was in Iraq, as it was")
    assert "…" in words(reminder)
    assert address_of_link(reminder, "Note 1") == "#note-1"


def test_a_remark_is_shown_even_where_its_quotation_has_been() -> None:
    mission, passage = MissionFactory.create(), PassageFactory.create()
    cite(mission, "place", passage=passage)
    cite(mission, "period", passage=passage, stance=Stance.INFERRED, note="Read so.")
    evidence = evidence_of(mission)
    for field in ("place", "period"):
        evidence.number(evidence.of(mission, field)[0])

    shown = evidence.take_waiting()

    assert [(one["note"].remark, one["is_new"]) for one in shown] == [
        ("", True),
        ("Read so.", False),
    ]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_draft_source_is_evidence_for_editors_alone_and_a_withdrawn_one_for_nobody(
    state: str,
) -> None:
    mission = MissionFactory.create()
    cite(mission, passage=PassageFactory.create(source=SourceFactory.create(**{state: True})))

    assert Evidence([mission], Audience.PUBLIC).of(mission) == []
    for_editors = Evidence([mission], Audience.EDITORS).of(mission)
    assert len(for_editors) == (1 if state == "draft" else 0)


def test_all_notes_of_a_page_come_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records = [MissionFactory.create(), PersonFactory.create(), FigureFactory.create()]
    for record in records:
        cite(record)

    with django_assert_num_queries(1):
        evidence = evidence_of(*records)
        for record in records:
            (note,) = evidence.of(record)
            assert note.passage.source.title
            assert note.passage.get_absolute_url()


def test_a_note_says_nothing_of_its_source_that_is_not_so() -> None:
    source = SourceFactory.create(
        author="A. Author", dateline="NUR-SULTAN", published="2022-05", text_length=900
    )
    passage = PassageFactory.create(source=source, offset=12, locator="page", locator_number=3)
    mission = MissionFactory.create()
    cite(mission, passage=passage)

    (note,) = evidence_of(mission).of(mission)

    for shown, stored in ((note.passage, passage), (note.passage.source, source)):
        assert shown.is_public
        for field in stored._meta.concrete_fields:
            assert getattr(shown, field.attname) == getattr(stored, field.attname), field


def test_a_page_without_records_asks_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        evidence_of()


# --- As a reader sees it ----------------------------------------------------------------------


def test_a_copied_figure_does_not_run_into_the_number_of_its_note(client: Client) -> None:
    figure = FigureFactory.create(
        mission=MissionFactory.create(), comparator=">", value=270, noun="military personnel"
    )
    for field in ("value", "text"):
        cite(figure, field)

    said = claim_saying(
        read(client, figure.missions.get().get_absolute_url()), "military personnel"
    )

    # As it stands in the page: `words` would put spaces between the elements.
    assert "more than 270 military personnel [1] [2]" in said.get_text()


def test_a_field_leads_to_the_sentence_it_rests_on(client: Client) -> None:
    mission = MissionFactory.create(place="Somewhere")
    cite(mission, "place", quotation="It was somewhere.")

    page = read(client, mission.get_absolute_url())

    assert notes_behind(page, statement(page, "Place")) == ["It was somewhere."]


def test_what_another_source_says_stands_beside_the_value(client: Client) -> None:
    mission = MissionFactory.create(period="2003")
    cite(mission, "period", quotation="It began in 2003.")
    cite(
        mission, "period", quotation="It began a year later.", stance=Stance.DIFFERS, says="2004"
    )  # fmt: skip

    page = read(client, mission.get_absolute_url())
    said = statement(page, "Kazakhstan took part")

    assert words(said).startswith("2003")
    assert "Another source says: 2004" in words(said)
    assert set(notes_behind(page, said)) == {"It began in 2003.", "It began a year later."}


def test_a_blank_field_of_which_a_source_says_something_is_contested(client: Client) -> None:
    mission = MissionFactory.create(country="")
    cite(mission, "country", stance=Stance.DIFFERS, says="Atlantis")

    said = statement(read(client, mission.get_absolute_url()), "Country")

    assert words(said).startswith("Contested:")
    assert "not stated" not in words(said)
    assert "A source says: Atlantis" in words(said)


def test_a_draft_sources_other_value_is_not_shown_to_visitors(
    client: Client, editor_client: Client
) -> None:
    mission = MissionFactory.create(country="Somewhere")
    passage = PassageFactory.create(source=SourceFactory.create(draft=True))
    cite(mission, "country", passage=passage, stance=Stance.DIFFERS, says="Atlantis")
    address = mission.get_absolute_url()

    assert "Atlantis" not in words(read(client, address))
    assert "Atlantis" in words(read(editor_client, address))


@pytest.mark.parametrize(
    ("stance", "values", "said"),
    [
        (
            Stance.INFERRED,
            {"note": "Nobody else fits."},
            "read so by the editors Nobody else",
        ),
        (Stance.ATTRIBUTED, {}, "The passage reports somebody as saying so."),
        (Stance.DIFFERS, {"says": "290 people"}, "says something else: “290 people”."),
    ],
)
def test_how_a_passage_bears_a_figure_out_is_said_in_words(
    client: Client, stance: Stance, values: dict[str, Any], said: str
) -> None:
    figure = FigureFactory.create(mission=MissionFactory.create(), value=270)
    cite(figure, "value", stance=stance, **values)

    page = read(client, figure.missions.get().get_absolute_url())
    shown = claim_saying(page, "270 people").find_next(class_="quotation")

    assert shown
    assert said in re_spaced(words(shown))


def re_spaced(text: str) -> str:
    """Without the space that markup leaves before a full stop."""
    return text.replace(" .", ".")


def test_a_quotation_says_where_it_stands(client: Client) -> None:
    source = SourceFactory.create(
        publisher="The Times", published="2022~", url="https://example.org/a", slug="an-article"
    )
    passage = PassageFactory.create(
        source=source, quotation="Ten rotations.", locator="paragraph", locator_number=5, order=3
    )
    mission = MissionFactory.create()
    cite(mission, "name", passage=passage)

    shown = read(client, mission.get_absolute_url()).select_one(".quotation")

    assert shown
    assert "The Times , about 2022, paragraph 5" in words(shown)
    assert [link["href"] for link in shown.select("figcaption a")] == [
        "/sources/an-article/#passage-3",
        "https://example.org/a#:~:text=Ten%20rotations.",
    ]


def test_a_quotation_leads_to_the_archived_copy_too(client: Client) -> None:
    source = SourceFactory.create(
        archived_url="https://archive.example/1/https://example.org/a", archived_on="2026-11-01"
    )
    mission = MissionFactory.create()
    cite(mission, "name", passage=PassageFactory.create(source=source, quotation="Ten rotations."))

    shown = read(client, mission.get_absolute_url()).select_one(".quotation")

    assert shown
    assert address_of_link(shown, "archived copy") == (
        "https://archive.example/1/https://example.org/a#:~:text=Ten%20rotations."
    )


def test_a_source_without_a_date_is_said_to_have_none(client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission, "name")

    shown = read(client, mission.get_absolute_url()).select_one(".quotation")

    assert shown
    assert "date not stated" in words(shown)


@pytest.mark.parametrize(
    ("factory", "values"),
    [
        (SourceFactory, {}),
        (PhotoFactory, {"caption": "Aru at school."}),
        (UnitFactory, {}),
        (MissionFactory, {"identified_as": "A mission of some name"}),
        (RotationFactory, {}),
        (FigureFactory, {"attributed_to": "the ministry", "open_ended": True}),
        (PersonFactory, {}),
        (RankHoldingFactory, {}),
        (DeploymentFactory, {}),
        (JointDeploymentFactory, {}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_whatever_a_record_is_cited_for_the_sentence_stands_on_its_page(
    client: Client, factory: Any, values: dict[str, Any]
) -> None:
    record = factory.create(**values)
    sentences = {
        field: cite(record, field, quotation=f"A sentence about {field or 'the whole'}.")
        for field in ("", *record.citable_fields)
    }

    page = read(client, record.get_absolute_url().partition("#")[0])
    shown = [words(quotation) for quotation in page.select(".quotation blockquote")]

    assert [
        field
        for field, citation in sentences.items()
        if not any(citation.passage.quotation in quotation for quotation in shown)
    ] == []
