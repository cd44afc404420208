"""Any edition comes back, with all its rows, on either database."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from editions.content import content_of, versioned_models
from editions.models import Edition
from editions.publishing import change_set, same
from missions.models import Mission
from personnel.models import Person
from tests.editing import Form, admin_address
from tests.factories import (
    MissionFactory,
    PersonFactory,
    PersonNameFactory,
    RankFactory,
    RankHoldingFactory,
    RotationFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.reading import read, words

pytestmark = pytest.mark.django_db


# The article stays for all tests of this module that come after.
@pytest.mark.usefixtures("article")
def test_every_record_of_the_article_comes_back_as_it_was() -> None:
    editions = list(Edition.objects.filter(number=1))
    assert len(editions) > 100
    for edition in editions:
        model = versioned_models()[edition.kind]
        row: Any = model._base_manager.get(pk=edition.record_id)
        for name in model.edition_parts:
            getattr(row, name).all().delete()
        for field in row._meta.many_to_many:
            getattr(row, field.name).clear()
        with change_set() as changes:
            changes.restore(edition, model)
        assert same(content_of(row), edition.content), edition


def test_restoring_is_itself_an_edition_and_can_be_undone() -> None:
    mission = MissionFactory.create(name="First")
    cite(mission)
    write_editions(mission)
    mission.name_en = "Second"
    mission.save()
    write_editions(mission)
    first, second = Edition.objects.of("mission", mission.pk).order_by("number")
    for edition in (first, second):
        with change_set() as changes:
            changes.restore(edition, Mission)

    mission.refresh_from_db()
    assert mission.name_en == "Second"
    assert Edition.objects.of("mission", mission.pk).count() == 4


def test_a_withdrawn_record_stays_withdrawn_whatever_is_restored() -> None:
    mission = MissionFactory.create(name="First")
    cite(mission)
    write_editions(mission)
    with change_set() as changes:
        changes.withdraw(mission, "Twice.")
    mission.name_en = "Second"
    mission.save()
    write_editions(mission)
    with change_set() as changes:
        changes.restore(Edition.objects.of("mission", mission.pk).get(number=1), Mission)

    mission.refresh_from_db()
    assert (mission.name_en, mission.state) == ("First", "withdrawn")


def test_rows_that_swapped_their_values_are_restored() -> None:
    person = PersonFactory.create(draft=True)
    one, other = (PersonNameFactory.create(person=person, name=name) for name in ("A", "B"))
    write_editions(person)
    first = one.pk
    one.delete()
    other.name = "A"
    other.save()
    write_editions(person)
    with change_set() as changes:
        changes.restore(Edition.objects.of("person", person.pk).get(number=1), Person)

    assert dict(person.names.values_list("pk", "name")) == {first: "A", other.pk: "B"}


def test_what_an_edition_links_to_and_is_gone_is_named() -> None:
    unit = UnitFactory.create(name="The battalion", draft=True)
    mission = MissionFactory.create(draft=True)
    mission.units.set([unit])
    write_editions(mission)
    mission.units.clear()
    write_editions(mission)
    unit.delete()

    with pytest.raises(ValidationError, match="The battalion"), change_set() as changes:
        changes.restore(Edition.objects.of("mission", mission.pk).get(number=1), Mission)


def test_no_other_language_gets_the_text_of_the_first() -> None:
    mission = MissionFactory.create(name="Iraq", draft=True)
    mission.name_kk = "Ирак"
    mission.save()
    write_editions(mission)
    with translation.override("kk"), change_set() as changes:
        changes.restore(Edition.objects.of("mission", mission.pk).get(number=1), Mission)

    mission.refresh_from_db()
    assert (mission.name_en, mission.name_kk) == ("Iraq", "Ирак")


# --- In the admin -----------------------------------------------------------------------------


def test_the_first_version_of_a_person_comes_back_with_ranks_names_and_citations(
    editor_client: Client, client: Client
) -> None:
    person = PersonFactory.create(display_name="Aru Bekova")
    cite(person, quotation="Major Aru Bekova")
    PersonNameFactory.create(person=person, name="Ару Бекова")
    holding = RankHoldingFactory.create(
        person=person, rank=RankFactory.create(name="Major"), as_printed="Major"
    )
    cite(holding, quotation="Major Aru Bekova")
    write_editions(person, holding)
    person.names.all().delete()
    person.display_name_en = "A. Bekova"
    person.save()
    holding.as_printed = "Mjr"
    holding.save()
    write_editions(person, holding)

    page = admin_address(Person, "restore", person.pk, 1)
    Form.at(editor_client, page).saved()

    text = words(read(client, person.get_absolute_url()))
    assert "Aru Bekova" in text
    assert "Ару Бекова" in text
    assert "Major Aru Bekova" in text
    assert "Mjr" not in text


def test_an_edition_that_is_restored_from_a_stale_page_is_refused(editor_client: Client) -> None:
    mission = MissionFactory.create(name="First", draft=True)
    write_editions(mission)
    mission.name_en = "Second"
    mission.save()
    write_editions(mission)
    form = Form.at(editor_client, admin_address(Mission, "restore", mission.pk, 1))
    mission.name_en = "Third"
    mission.save()
    write_editions(mission)

    assert "Somebody saved this record" in words(form.refused())
    mission.refresh_from_db()
    assert mission.name_en == "Third"


def test_a_deleted_draft_is_listed_and_brought_back_with_its_rows(editor_client: Client) -> None:
    mission = MissionFactory.create(name="A draft", draft=True)
    cite(mission, quotation="They served in Somewhere.")
    write_editions(mission)
    number = mission.pk
    form = Form.at(editor_client, admin_address(Mission, "delete", number))
    form.save()
    assert not Mission.objects.filter(pk=number).exists()

    page = read(editor_client, admin_address(Mission, "deleted"))
    assert "A draft" in words(page)
    Form.at(editor_client, admin_address(Mission, "restore", number, 2)).saved()

    back = Mission.objects.get(pk=number)
    assert (back.pk, back.name, back.state) == (number, "A draft", "draft")
    assert back.citations.get().passage.quotation == "They served in Somewhere."


def test_two_editions_are_compared_in_words(editor_client: Client) -> None:
    mission = MissionFactory.create(name="First", period="2003/", draft=True)
    write_editions(mission)
    mission.period = "2003/2008"
    mission.save()
    cite(mission, "period", quotation="until 2008")
    write_editions(mission)

    address = admin_address(Mission, "compare", mission.pk)
    text = words(read(editor_client, f"{address}?one=2&other=1"))
    assert "from 2003, end not stated" in text
    assert "2003 to 2008" in text
    assert "until 2008" in text


@pytest.mark.parametrize(
    "query", ["", "?one=x&other=1", "?one=1", "?one=0&other=99", "?one=²&other=1"]
)
def test_a_comparison_of_what_is_not_there_is_not_found(editor_client: Client, query: str) -> None:
    mission = MissionFactory.create(draft=True)
    write_editions(mission)

    read(editor_client, f"{admin_address(Mission, 'compare', mission.pk)}{query}", status=404)


def test_what_came_with_many_others_shares_a_line_of_the_history(editor_client: Client) -> None:
    mission = MissionFactory.create(name="Atlantis")
    rotations = [RotationFactory.create(mission=mission, number=n) for n in range(1, 5)]
    write_editions(mission, *rotations)

    page = read(editor_client, admin_address(Mission, "history", mission.pk))
    assert len(page.select(".history > li")) == 2
    assert "and 3 more of this kind" in words(page)
    links = {str(link["href"]) for link in page.select(".history details a")}
    assert len(links) == 3
