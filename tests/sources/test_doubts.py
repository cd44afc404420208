"""The warnings about what is cited: they ask, and refuse nothing."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from missions.models import Claim, Mission
from personnel.models import Deployment, Person, RankHolding
from records.many_rows import RowReader
from sources.doubts import DoubtKind, doubts_in, doubts_of
from sources.models import Source, Stance
from tests.editing import Form, admin_address
from tests.factories import (
    DeploymentFactory,
    FigureFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    RankHoldingFactory,
    SeriesFactory,
    SourceFactory,
    cite,
)
from tests.reading import notes_behind, read, statement, words

pytestmark = pytest.mark.django_db


def kinds_and_fields(record: Any) -> list[tuple[str, str]]:
    return [(doubt.kind.value, doubt.field) for doubt in doubts_of(record)]


def test_a_number_beside_the_wrong_sentence_is_noticed() -> None:
    figure = FigureFactory.create(value=538)
    cite(figure, "value", quotation="founded by a resolution in 2000")

    (doubt,) = [one for one in doubts_of(figure) if one.kind == DoubtKind.WORDS]

    assert doubt.field == "value"
    assert "“538 people” is not found in the words cited" in doubt.message
    assert "founded by a resolution in 2000" in doubt.message


@pytest.mark.parametrize(
    ("comparator", "quotation", "is_asked"),
    [
        ("=", "More than 270 took part.", True),
        (">", "More than 270 took part.", False),
        (">", "270 took part.", True),
        ("=", "270 took part, more than 270 with the doctors.", False),
        ("≥", "270 soldiers or more took part.", False),
    ],
)
def test_a_bound_that_the_words_do_not_give_is_noticed(
    comparator: str, quotation: str, is_asked: bool
) -> None:
    figure = FigureFactory.create(comparator=comparator, value=270)
    cite(figure, "value", quotation=quotation)

    assert (("words", "value") in kinds_and_fields(figure)) == is_asked


def test_a_bound_that_an_editor_has_checked_is_not_asked_again() -> None:
    figure = FigureFactory.create(comparator=">", value=270)
    cite(figure, "value", quotation="a battalion of 270 and its doctors", confirmed=True)

    assert ("words", "value") not in kinds_and_fields(figure)


def test_no_people_at_all_is_a_number_too() -> None:
    figure = FigureFactory.create(value=0)
    cite(figure, "value", quotation="150 people served")

    assert ("words", "value") in kinds_and_fields(figure)


def test_the_numbers_of_a_series_stand_by_what_is_cited_for_the_whole() -> None:
    series = SeriesFactory.create(observations="2019-03,120")
    cite(series, quotation="Troops, by month")

    assert kinds_and_fields(series) == []


@pytest.mark.parametrize(
    "values",
    [
        {"stance": Stance.INFERRED, "note": "The table has no words."},
        {"confirmed": True},
    ],
)
def test_what_an_editor_has_read_or_checked_is_not_asked_again(values: dict[str, Any]) -> None:
    figure = FigureFactory.create(value=538)
    cite(figure, "value", quotation="some five hundred and more", **values)

    assert ("words", "value") not in kinds_and_fields(figure)


def test_a_citation_of_the_whole_covers_each_field_that_its_words_hold() -> None:
    figure = FigureFactory.create(value=270, comparator=">", period="2003")
    cite(figure, quotation="In 2003 more than 270 military personnel took part.")

    assert kinds_and_fields(figure) == []


def test_a_field_that_no_cited_words_hold_is_noticed() -> None:
    figure = FigureFactory.create(value=270, comparator=">", period="2004")
    cite(figure, quotation="In 2003 more than 270 military personnel took part.")

    assert kinds_and_fields(figure) == [("words", "period")]


def test_a_name_and_a_rank_as_printed_must_stand_in_the_words() -> None:
    person = PersonFactory.create(display_name="Dilya Akhmetova")
    cite(person, "display_name", quotation="подполковник Диля Ахметова")
    holding = RankHoldingFactory.create(person=person, as_printed="Lieutenant Colonel")
    cite(holding, "as_printed", quotation="Captain Madina Kamaletdinova")

    assert kinds_and_fields(person) == []
    assert ("words", "as_printed") in kinds_and_fields(RankHolding.objects.get())


def test_a_number_that_a_passage_is_said_to_state_must_stand_in_it() -> None:
    figure = FigureFactory.create(value=300)
    cite(figure, "value", quotation="300 people")
    cite(figure, "value", quotation="290 people", stance=Stance.DIFFERS, says="280 people")

    (doubt,) = [one for one in doubts_of(figure) if one.field == "value"]

    assert doubt.message.startswith("280 is not found")


def test_a_source_is_asked_for_its_address_and_its_date() -> None:
    bare = SourceFactory.create(url="", published="2022-05")
    twin = SourceFactory.create(url="http://example.org/a/")
    dated = SourceFactory.create(
        url="https://example.org/a", published="2022", published_known_from="It is in its address."
    )

    assert kinds_and_fields(bare) == [("no-address", "url"), ("date", "published")]
    assert kinds_and_fields(dated) == [("same-address", "url")]
    assert str(dated) in doubts_of(twin)[0].message


def test_the_form_saves_what_was_typed_and_asks(editor_client: Client) -> None:
    figure = FigureFactory.create(value=270, text="More than 270 took part.")
    cite(figure, "value", quotation="270 people")
    cite(figure, "text", quotation="270 people took part")
    address = admin_address(Claim, "change", figure.pk)

    Form.at(editor_client, address).saved(value="280")

    assert Claim.objects.get().value == 280
    listed = read(editor_client, admin_address(Claim, "changelist"))
    (told,) = listed.select(".messagelist .warning")
    assert "“280 people” is not found in the words cited: “270 people”" in words(told)
    assert told.select(f'a[href="{address}"]')
    (asked,) = read(editor_client, address).select(".doubts li")
    assert "“280 people” is not found" in words(asked)

    form = Form.at(editor_client, address)
    (name,) = [
        name.removesuffix("-field")
        for name, value in form.values.items()
        if name.endswith("-field") and value == "value"
    ]
    form.saved(**{f"{name}-confirmed": "on"})

    assert not read(editor_client, address).select(".doubts")


def test_editors_list_the_records_about_which_there_is_a_warning(editor_client: Client) -> None:
    right, wrong = MissionFactory.create(name="Right"), MissionFactory.create(name="Wrong")
    for mission in (right, wrong):
        mission.period = "2003"
        mission.save()
        cite(mission, "period", passage=PassageFactory.create(quotation=f"{mission} in 2003"))
    other = PassageFactory.create(quotation="It is elsewhere.")

    def warned() -> list[str]:
        page = read(editor_client, f"{admin_address(Mission, 'changelist')}?warning=words")
        return [words(cell) for cell in page.select("#result_list th.field-name")]

    assert warned() == []

    cite(wrong, "period", passage=other)
    assert warned() == ["Wrong"]

    other.quotation = "It is elsewhere, in 2003."
    other.save()
    assert warned() == []


def test_readers_are_told_of_no_warning(client: Client) -> None:
    source = SourceFactory.create(url="")

    page = words(read(client, source.get_absolute_url()))

    assert "address" not in page.lower().replace("address of", "")
    assert client.get("/sources/?warning=any").status_code == 200
    assert Source.objects.count() == 1


def test_a_spelling_rests_on_the_passages_that_print_it(client: Client) -> None:
    person = PersonFactory.create(display_name="Dilya Akhmetova")
    cite(person, "display_name", quotation="Dilya Akhmetova served.")
    PersonNameFactory.create(person=person, name="Диля Ахмет", language="ru")
    assert ("spelling", "") in kinds_and_fields(person)
    page = read(client, person.get_absolute_url())
    assert "no passage that can be read here prints it so" in words(statement(page, "Also written"))

    holding = RankHoldingFactory.create(person=person, as_printed="майор")
    citation = cite(holding, "as_printed", quotation="майор Диля Ахмет")

    assert ("spelling", "") not in kinds_and_fields(Person.objects.get())
    page = read(client, person.get_absolute_url())
    said = statement(page, "Also written")
    assert "as a source prints it" in words(said)
    assert notes_behind(page, said) == [citation.passage.quotation]

    citation.passage.source.state = "draft"
    citation.passage.source.save()

    assert ("spelling", "") in kinds_and_fields(Person.objects.get())


def test_a_passage_is_cited_for_a_persons_names_alone(client: Client) -> None:
    person = PersonFactory.create(display_name="Dilya Akhmetova")
    PersonNameFactory.create(person=person, name="Диля Ахмет", language="ru")
    PersonNameFactory.create(person=person, name="Бекова Диля", language="ru", kind="former")
    cite(person, "display_name", quotation="Dilya Akhmetova served.")
    citation = cite(person, "names", quotation="капитан Бекова Диля")
    assert ("words", "names") not in kinds_and_fields(person)

    page = read(client, person.get_absolute_url())

    printed, unprinted = statement(page, "Also written").select("li")
    assert "Бекова Диля" in words(printed)
    assert notes_behind(page, printed) == [citation.passage.quotation]
    assert "no passage that can be read here prints it so" in words(unprinted)
    source = words(read(client, citation.passage.source.get_absolute_url()))
    assert "names" in source

    citation.passage.quotation = "капитан служила"
    citation.passage.save()

    assert ("words", "names") in kinds_and_fields(Person.objects.get())


def test_another_spelling_is_a_name_and_nothing_said_instead() -> None:
    citation = cite(PersonFactory.create(), "display_name")
    citation.field, citation.stance, citation.says = "names", "differs", "Akhmetova"

    with pytest.raises(ValidationError) as refused:
        citation.full_clean()

    assert refused.value.message_dict["stance"] == [
        "Enter how it spells the name as one of the names."
    ]


def test_a_translation_is_shown_with_whose_it_is_and_never_as_the_sources_words(
    client: Client,
) -> None:
    mission = MissionFactory.create()
    passage = PassageFactory.create(quotation="десять ротаций", translation_en="ten rotations")
    with pytest.raises(ValidationError, match="Say who translated it"):
        passage.clean()
    passage.translated_by = "the editors"
    passage.clean()
    passage.save()
    cite(mission, passage=passage)

    page = read(client, mission.get_absolute_url())

    (quotation,) = page.select(".quotation blockquote")
    assert "ten rotations" not in words(quotation)
    (translation,) = page.select(".quotation .translation")
    assert words(translation) == "Translation: the editors ten rotations"


def test_the_warnings_of_many_records_cost_no_query_for_each() -> None:
    def queries_for(count: int) -> int:
        services = DeploymentFactory.create_batch(count)
        for service in services:
            cite(service, quotation="served as an observer in another mission")
        with CaptureQueriesContext(connection) as queries:
            doubts_in(Deployment, [service.pk for service in services], RowReader("default"))
        return len(queries)

    assert queries_for(6) == queries_for(2)
