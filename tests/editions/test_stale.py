"""Two editors at one record: nothing of either is lost, and nothing is saved unseen."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client

from editions.admin.forms import VersionedForm
from editions.models import Edition
from missions.models import Mission, MissionCitation
from personnel.models import Role
from records.models import Versioned
from sources.models import Passage
from tests.editing import (
    Form,
    admin_address,
    messages_above,
    messages_at,
    to_unpublish,
    to_withdraw,
    values_of,
)
from tests.factories import (
    FigureFactory,
    JointDeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    RoleFactory,
    SourceFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(db: None) -> Client:
    return signed_in("Aigerim")


@pytest.fixture
def b(db: None) -> Client:
    return signed_in("Bolat")


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


def opened(client: Client, row: Versioned) -> Form:
    return Form.at(client, admin_address(type(row), "change", row.pk))


def shown_again(form: Form, page: Tag) -> Form:
    """The form on the page that refused another one."""
    return Form(form.client, form.address, page, values_of(page))


def finding(page: Tag, label: str) -> dict[str, str]:
    """What the panel says of one field, by stage; "" names what both have changed."""
    for box in page.select(".stale fieldset"):
        legend = box.select_one("legend")
        assert legend
        if words(legend).removesuffix(" both of you changed it") == label:
            stages = {
                words(term): words(term.find_next("dd"))  # type: ignore[arg-type]
                for term in box.select("dt")
            }
            return stages | {"both": "yes" if legend.select_one("strong") else "no"}
    raise AssertionError(f"the panel says nothing of {label!r}: {labels(page)}")


def labels(page: Tag) -> list[str]:
    return [
        words(legend).removesuffix(" both of you changed it")
        for legend in page.select(".stale legend")
    ]


def other_version(form: Form, label: str) -> dict[str, str]:
    """The radio button that takes the other version of one field."""
    for box in form.page.select(".stale fieldset"):
        legend = box.select_one("legend")
        assert legend
        if words(legend).removesuffix(" both of you changed it") == label:
            _as_it_is, other = box.select("input[type=radio]")
            return {str(other["name"]): str(other["value"])}
    raise AssertionError(label)


def errors(page: Tag) -> list[str]:
    return [words(error) for error in page.select("#content form .errorlist li")]


def rows_of(form: Form, prefix: str, name: str) -> dict[str, str]:
    """One field of an inline's rows, by the numbers of the rows ("" for new ones)."""
    total = int(form.values[f"{prefix}-TOTAL_FORMS"])
    return {
        form.values[f"{prefix}-{place}-id"]: form.values[f"{prefix}-{place}-{name}"]
        for place in range(total)
    }


def draft(factory: Any, **values: Any) -> Any:
    """A record that is not public, with its first edition."""
    row = factory.create(draft=True, **values)
    write_editions(row)
    return row


# --- Columns ----------------------------------------------------------------------------------


def test_a_change_of_another_field_is_taken_and_mine_is_kept(a: Client, b: Client) -> None:
    """B1: the note that A filled in is not emptied by B, who opened the form before."""
    claim = draft(FigureFactory, noun="people")
    form, other = opened(b, claim), opened(a, claim)
    other.saved(note_en="From A.", why="A note was missing")
    page = form.refused(noun="military personnel", period="2003")
    claim.refresh_from_db()
    assert (claim.note_en, claim.noun) == ("From A.", "people")

    assert "Somebody else saved this since you opened it" in words(page)
    assert "by Aigerim on" in words(page)
    assert "A note was missing" in words(page)
    assert labels(page) == ["Editors’ note [en]"]
    assert finding(page, "Editors’ note [en]") == {
        "When you opened it": "–", "Now": "From A.", "You typed": "–",
        "The form below holds": "From A.", "both": "no",
    }  # fmt: skip
    shown_again(form, page).saved()
    claim.refresh_from_db()
    assert (claim.note_en, claim.noun, str(claim.period)) == (
        "From A.", "military personnel", "2003",
    )  # fmt: skip


def test_what_is_saved_while_a_form_is_opened_is_not_saved_over(
    a: Client, b: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = draft(FigureFactory, note_en="As it was.")
    other, make_form = opened(a, claim), VersionedForm.__init__

    def saved_by_a_before_it_is_made(form: Any, *args: Any, **kwargs: Any) -> None:
        monkeypatch.undo()
        other.saved(note_en="As it was. And more.")
        make_form(form, *args, **kwargs)

    monkeypatch.setattr(VersionedForm, "__init__", saved_by_a_before_it_is_made)
    form = opened(b, claim)
    assert form.values["note_en"] == "As it was."

    page = form.refused(note_en="As it was, says B.")
    assert "Somebody else saved this since you opened it" in words(page)
    claim.refresh_from_db()
    assert claim.note_en == "As it was. And more."


def test_what_both_changed_stays_as_i_typed_it_and_is_marked(a: Client, b: Client) -> None:
    mission = draft(MissionFactory, name="Iraq", period="2003")
    form = opened(b, mission)
    opened(a, mission).saved(name_en="Mission in Iraq", period="2003/2008")
    page = form.refused(name_en="The Iraq mission", place_en="Al-Kut")

    assert finding(page, "Name [en]") == {
        "When you opened it": "Iraq", "Now": "Mission in Iraq", "You typed": "The Iraq mission",
        "The form below holds": "The Iraq mission", "both": "yes",
    }  # fmt: skip
    assert finding(page, "Period")["The form below holds"] == "2003/2008"
    assert "it now says: Mission in Iraq" in messages_at(page, "name_en")
    assert messages_at(page, "period") == ""
    assert "Nothing is saved yet" in messages_above(page)
    again = shown_again(form, page)
    assert again.values["place_en"] == "Al-Kut"
    again.saved()
    mission.refresh_from_db()
    assert (mission.name_en, str(mission.period)) == ("The Iraq mission", "2003/2008")


def test_the_other_version_is_taken_by_a_button(a: Client, b: Client) -> None:
    mission = draft(MissionFactory, name="Iraq", period="2003")
    form = opened(b, mission)
    opened(a, mission).saved(name_en="Mission in Iraq", period="2003/2008")
    page = form.refused(name_en="The Iraq mission")
    again = shown_again(form, page)
    again.values |= other_version(again, "Name [en]") | other_version(again, "Period")
    again.saved(place_en="Al-Kut")

    mission.refresh_from_db()
    assert (mission.name_en, str(mission.period)) == ("Mission in Iraq", "2003")
    assert mission.place_en == "Al-Kut"


def test_my_edits_are_dropped_by_a_link(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    form = opened(b, mission)
    opened(a, mission).saved(name_en="Mission in Iraq")
    page = form.refused(name_en="Mine")
    link = page.find("a", string="Drop what you typed, and see the present version")

    assert isinstance(link, Tag)
    assert Form.at(b, str(link["href"])).values["name_en"] == "Mission in Iraq"


def test_what_both_typed_alike_needs_no_words(a: Client, b: Client) -> None:
    claim = draft(FigureFactory, note_en="One\nline.")
    form = opened(b, claim)
    opened(a, claim).saved(text_en="The same.", note_ru="Слово")
    page = form.refused(text_en=" The same. ")

    assert labels(page) == ["Editors’ note [ru]"]


def test_a_number_and_its_bound_are_one(a: Client, b: Client) -> None:
    """Nobody said "exactly 280": that would be A's bound with B's number."""
    claim = draft(FigureFactory, comparator=">", value=270, noun="people")
    form = opened(b, claim)
    opened(a, claim).saved(comparator="=", value="290")
    page = form.refused(value="280")

    found = finding(page, "How exact, Number, Up to, Rounded to, Noun as printed")
    assert found["Now"] == "exactly 290 people"
    assert found["You typed"] == found["The form below holds"] == "more than 280 people"
    again = shown_again(form, page)
    again.values |= other_version(again, "How exact, Number, Up to, Rounded to, Noun as printed")
    again.saved()
    claim.refresh_from_db()
    assert (claim.comparator, claim.value) == ("=", 290)


def test_boxes_choices_and_relations_are_told_in_words(a: Client, b: Client) -> None:
    one, other = draft(UnitFactory, name="Company"), draft(UnitFactory, name="Brigade")
    claim = draft(FigureFactory, unit=one, open_ended=True)
    form = opened(b, claim)
    opened(a, claim).saved(unit=str(other.pk), open_ended=None, comparator="<")
    page = form.refused(note_en="Mine.")

    assert finding(page, "Unit")["When you opened it"] == "Company"
    assert finding(page, "Unit")["The form below holds"] == "Brigade"
    boxes = [label for label in labels(page) if finding(page, label)["Now"] == "no"]
    assert len(boxes) == 1
    assert finding(page, boxes[0])["When you opened it"] == "yes"
    again = shown_again(form, page)
    assert again.values["open_ended"] is None
    again.values |= other_version(again, boxes[0])
    again.saved()
    claim.refresh_from_db()
    assert claim.open_ended
    assert claim.unit == other


def test_several_chosen_rows_are_joined(a: Client, b: Client) -> None:
    stays, mine, theirs, dropped, dropped_by_me = (UnitFactory.create() for _number in range(5))
    mission = draft(MissionFactory)
    mission.units.set([stays, dropped, dropped_by_me])
    write_editions(mission)
    form = opened(b, mission)
    opened(a, mission).saved(units=[str(u.pk) for u in (stays, theirs, dropped_by_me)])
    page = form.refused(units=[str(u.pk) for u in (stays, mine, dropped)])

    assert theirs.name in finding(page, "Units")["Now"]
    again = shown_again(form, page)
    assert set(again.values["units"]) == {str(u.pk) for u in (stays, mine, theirs)}
    again.saved()
    assert set(mission.units.all()) == {stays, mine, theirs}


def test_links_of_a_joint_statement_too(a: Client, b: Client) -> None:
    people = [draft(PersonFactory) for _number in range(3)]
    joint = JointDeploymentFactory.create(
        draft=True,
        people=people[:1],
        roles=[RoleFactory.create()],
        missions=[MissionFactory.create()],
    )
    write_editions(joint)
    form = opened(b, joint)
    opened(a, joint).saved(people=[str(people[0].pk), str(people[1].pk)])
    page = form.refused(people=[str(people[0].pk), str(people[2].pk)])
    again = shown_again(form, page)
    again.values |= other_version(again, labels(page)[0])
    again.saved()

    assert set(joint.people.all()) == set(people[:2])


# --- Rows below the form ----------------------------------------------------------------------


def test_rows_that_somebody_added_appear_and_mine_stay(a: Client, b: Client) -> None:
    mission, theirs, mine = (
        draft(MissionFactory),
        PassageFactory.create(),
        PassageFactory.create(),
    )
    form, other = opened(b, mission), opened(a, mission)
    other.add_row("citations", passage=str(theirs.pk))
    other.saved()
    form.add_row("citations", passage=str(mine.pk), note_en="Mine.")
    page = form.refused()

    found = finding(page, "Citation")
    assert theirs.quotation in found["Now"]
    assert theirs.quotation in found["The form below holds"]
    shown_again(form, page).saved()
    assert {c.passage for c in mission.citations.all()} == {theirs, mine}


def test_a_row_that_somebody_added_can_be_left_out(a: Client, b: Client) -> None:
    mission, theirs = draft(MissionFactory), PassageFactory.create()
    form, other = opened(b, mission), opened(a, mission)
    other.add_row("citations", passage=str(theirs.pk))
    other.saved()
    again = shown_again(form, form.refused())
    again.values |= other_version(again, "Citation")
    again.saved()

    assert not mission.citations.exists()


def test_a_row_that_both_added_comes_once(a: Client, b: Client) -> None:
    mission, passage = draft(MissionFactory), PassageFactory.create()
    form, other = opened(b, mission), opened(a, mission)
    for one in (form, other):
        one.add_row("citations", passage=str(passage.pk))
    other.saved()
    shown_again(form, form.refused()).saved()

    assert mission.citations.count() == 1


def test_the_same_passage_cited_by_both_in_other_words_has_a_message_at_the_row(
    a: Client, b: Client
) -> None:
    mission, passage = draft(MissionFactory), PassageFactory.create()
    form, other = opened(b, mission), opened(a, mission)
    other.add_row("citations", passage=str(passage.pk))
    other.saved()
    form.add_row("citations", passage=str(passage.pk), note_en="Mine.")
    again = shown_again(form, form.refused())
    page = again.refused(name_en="Not saved")

    assert "This passage is cited for this already." in " ".join(errors(page))
    mission.refresh_from_db()
    assert mission.name_en != "Not saved"
    assert mission.citations.count() == 1


def test_a_row_that_somebody_removed_goes(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    citation = cite(mission, "period")
    write_editions(mission)
    form = opened(b, mission)
    opened(a, mission).saved(**{"name_en": "Iraq"} | removed(a, mission, citation))
    page = form.refused(place_en="Al-Kut")

    found = finding(page, "Citation")
    assert (found["Now"], found["The form below holds"]) == ("–", "–")
    assert citation.passage.quotation in found["You typed"]
    again = shown_again(form, page)
    assert rows_of(again, "citations", "passage") == {}
    again.values |= other_version(again, "Citation")
    again.saved()
    assert [(c.passage, c.field) for c in mission.citations.all()] == [(citation.passage, "period")]


def removed(client: Client, row: Any, *parts: Any, prefix: str = "citations") -> dict[str, str]:
    """The ticks that remove parts of a record."""
    form = opened(client, row)
    numbers = list(rows_of(form, prefix, "id"))
    return {f"{prefix}-{numbers.index(str(part.pk))}-DELETE": "on" for part in parts}


def test_a_row_that_i_changed_and_somebody_removed_is_kept_anew(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    citation = cite(mission)
    write_editions(mission)
    form = opened(b, mission)
    opened(a, mission).saved(**removed(a, mission, citation))
    page = form.refused(**{"citations-0-note_en": "Mine."})

    assert finding(page, "Citation")["both"] == "yes"
    assert "it is kept anew" in " ".join(errors(page))
    again = shown_again(form, page)
    assert rows_of(again, "citations", "note_en") == {"": "Mine."}
    again.saved()
    assert [c.note_en for c in mission.citations.all()] == ["Mine."]


def test_a_row_that_was_kept_anew_can_be_dropped(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    citation = cite(mission)
    write_editions(mission)
    form = opened(b, mission)
    opened(a, mission).saved(**removed(a, mission, citation))
    again = shown_again(form, form.refused(**{"citations-0-note_en": "Mine."}))
    again.values |= other_version(again, "Citation")
    again.saved()

    assert not mission.citations.exists()


def test_a_row_that_i_removed_stays_removed_also_if_somebody_changed_it(
    a: Client, b: Client
) -> None:
    person = draft(PersonFactory)
    first, second = (PersonNameFactory.create(person=person) for _number in range(2))
    write_editions(person)
    form = opened(b, person)
    ticks = removed(b, person, first, second, prefix="names")
    other = opened(a, person)
    place = list(rows_of(other, "names", "id")).index(str(first.pk))
    other.saved(**{f"names-{place}-name": "Әлия"})
    page = form.refused(**ticks)

    assert finding(page, "Name")["both"] == "yes"
    assert "Somebody else changed this, and you removed it." in " ".join(errors(page))
    again = shown_again(form, page)
    again.values |= other_version(again, "Name")
    again.saved()
    assert [one.name for one in person.names.all()] == ["Әлия"]


def test_the_fields_of_one_row_are_merged_like_those_of_the_form(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    one: Any = cite(mission)
    other: Any = cite(mission, "period")
    write_editions(mission)
    form = opened(b, mission)
    place = {number: at for at, number in enumerate(rows_of(form, "citations", "id"))}
    mine, theirs = (f"citations-{place[str(c.pk)]}" for c in (one, other))
    opened(a, mission).saved(
        **{f"{mine}-note_en": "A's.", f"{theirs}-says": "290", f"{theirs}-stance": "differs"}
    )
    page = form.refused(**{f"{mine}-note_en": "B's.", f"{mine}-note_ru": "Б."})

    assert len(labels(page)) == 2
    conflict = next(label for label in labels(page) if label.endswith("– Note [en]"))
    assert label_parts(conflict) == ("Citation", one.passage.quotation)
    assert finding(page, conflict)["both"] == "yes"
    assert "it now says: A's." in " ".join(errors(page))
    joined = next(label for label in labels(page) if label != conflict)
    assert finding(page, joined)["Now"] == "says something else 290"
    again = shown_again(form, page)
    again.values |= other_version(again, conflict)
    again.saved()
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.note_en, one.note_ru) == ("A's.", "Б.")
    assert (other.stance, other.says) == ("differs", "290")


def label_parts(label: str) -> tuple[str, str]:
    part, _colon, rest = label.partition(": ")
    return part, rest.partition("“")[2].partition("”")[0]


def test_newly_typed_passages_of_a_source_survive(a: Client, b: Client) -> None:
    source = draft(SourceFactory)
    form = opened(b, source)
    opened(a, source).saved(publisher="A press")
    form.add_row("passages", quotation="They served.", locator="paragraph")
    page = form.refused()
    again = shown_again(form, page)
    assert again.values["passages-0-quotation"].strip() == "They served."
    again.saved()

    source.refresh_from_db()
    assert source.publisher == "A press"
    assert Passage.objects.get().quotation == "They served."


# --- What a form started from -------------------------------------------------------------------


@pytest.mark.parametrize("edition", [None, "", "0", "99", "x", "-1", "²", "9" * 30])
def test_a_form_that_does_not_say_what_it_started_from_is_stale(b: Client, edition: Any) -> None:
    mission = draft(MissionFactory, name="Iraq")
    cite(mission)
    write_editions(mission)
    page = opened(b, mission).refused(edition=edition, name_en="Mine", place_en="")

    assert labels(page) == ["Name [en]"]
    assert finding(page, "Name [en]") == {
        "Now": "Iraq", "You typed": "Mine", "The form below holds": "Mine", "both": "yes",
    }  # fmt: skip
    shown_again(opened(b, mission), page).saved()
    mission.refresh_from_db()
    assert mission.name_en == "Mine"


def test_the_edition_of_another_record_counts_for_nothing(a: Client, b: Client) -> None:
    mission, other = draft(MissionFactory, name="Iraq"), draft(MissionFactory)
    for number in range(3):
        opened(a, other).saved(note_en=f"{number}")
    page = opened(b, mission).refused(edition="3", name_en="Mine")

    assert finding(page, "Name [en]")["both"] == "yes"


def test_a_form_is_merged_again_if_somebody_saves_again(a: Client, b: Client) -> None:
    mission = draft(MissionFactory, name="Iraq")
    form = opened(b, mission)
    opened(a, mission).saved(name_en="First")
    again = shown_again(form, form.refused(place_en="Al-Kut"))
    opened(a, mission).saved(name_en="Second", acronym="X")
    page = again.refused()

    assert finding(page, "Name [en]")["When you opened it"] == "First"
    assert finding(page, "Name [en]")["The form below holds"] == "Second"
    assert "Version 2" not in words(page)
    assert "Version 3" in words(page)
    shown_again(form, page).saved()
    mission.refresh_from_db()
    assert (mission.name_en, mission.place_en, mission.acronym) == ("Second", "Al-Kut", "X")


def test_junk_in_the_choices_does_nothing(b: Client) -> None:
    mission = draft(MissionFactory, name="Iraq")
    form = opened(b, mission)
    form.values |= {
        "_take-1": "{", "_take-2": "[]", "_take-3": '{"do": "set"}', "_take-4": "1",
        "_take-5": '{"prefix": "", "number": "", "do": "set", "values": {"state": ["published"]}}',
        "_take-6": '{"prefix": "", "number": "", "do": "set", "values": {"name_en": 7}}',
    }  # fmt: skip
    form.saved()
    mission.refresh_from_db()
    assert mission.name_en == "Iraq"


def test_values_that_are_no_rows_are_shown_again(a: Client, b: Client) -> None:
    claim = draft(FigureFactory)
    form = opened(b, claim)
    opened(a, claim).saved(unit=str(UnitFactory.create().pk))
    page = form.refused(missions=["²", "x", "999999"], value="270+", unit="²")

    assert finding(page, "Unit")["You typed"] == "a row that is gone"


# --- State --------------------------------------------------------------------------------------


def test_an_old_form_of_a_withdrawn_record_does_not_bring_it_back(a: Client, b: Client) -> None:
    """Safety 2: A withdraws a person, B saves a form that was opened before."""
    person = PersonFactory.create(display_name="Aliya")
    cite(person)
    write_editions(person)
    form = opened(b, person)
    to_withdraw(a, person).saved(reason="It was entered twice.")
    page = form.refused(affiliation_en="A battalion")

    person.refresh_from_db()
    assert (person.state, person.affiliation_en or "") == ("withdrawn", "")
    assert "withdrawn by Aigerim" in words(page)
    assert "It was entered twice." in words(page)
    assert labels(page) == []
    shown_again(form, page).saved()
    person.refresh_from_db()
    assert (person.state, person.affiliation_en) == ("withdrawn", "A battalion")
    assert Client().get(person.get_absolute_url()).status_code == 410


def test_nothing_is_published_from_a_stale_form(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    cite(mission)
    write_editions(mission)
    form = opened(b, mission)
    opened(a, mission).saved(name_en="Iraq")
    page = form.refused(publish=True)

    mission.refresh_from_db()
    assert mission.state == "draft"
    shown_again(form, page).saved(publish=True)
    mission.refresh_from_db()
    assert (mission.state, mission.name_en) == ("published", "Iraq")


def test_a_record_is_not_withdrawn_from_a_stale_page(a: Client, b: Client) -> None:
    mission = MissionFactory.create()
    cite(mission)
    write_editions(mission)
    withdrawal, retreat = to_withdraw(b, mission), to_unpublish(b, mission)
    opened(a, mission).saved(name_en="Iraq")

    withdrawal.refused(reason="Twice.")
    retreat.refused()
    mission.refresh_from_db()
    assert mission.state == "published"


# --- Deletion -----------------------------------------------------------------------------------


def test_what_was_saved_meanwhile_is_not_deleted(a: Client, b: Client) -> None:
    mission = draft(MissionFactory)
    write_editions(mission)
    asked = Form.at(b, admin_address(Mission, "delete", mission.pk))
    opened(a, mission).saved(name_en="Iraq")
    page = asked.refused()

    assert "so that nothing was deleted" in words(page)
    assert Mission.objects.get().name == "Iraq"
    shown_again(asked, page).saved()
    assert not Mission.objects.exists()


def test_deletion_that_names_no_edition_is_asked_again(b: Client) -> None:
    mission = draft(MissionFactory)
    response = b.post(admin_address(Mission, "delete", mission.pk), {"post": "yes"})

    assert response.status_code == 200
    assert Mission.objects.exists()


def sent_along(response: Any) -> str:
    """What the page that asks sends along of the editions it shows."""
    field = BeautifulSoup(response.content, "html.parser").select_one("[name=editions_seen]")
    assert field
    return str(field["value"])


def test_of_several_words_none_is_deleted_if_one_was_saved_meanwhile(a: Client, b: Client) -> None:
    roles = [RoleFactory.create() for _number in range(2)]
    write_editions(*roles)
    chosen = {"action": "delete_selected", "_selected_action": [str(role.pk) for role in roles]}
    address = admin_address(Role, "changelist")
    seen = sent_along(b.post(address, chosen))
    opened(a, roles[0]).saved(name_en="Cook")
    refused = b.post(address, chosen | {"post": "yes", "editions_seen": seen})
    assert Role.objects.count() == 2
    assert "so that nothing was deleted" in refused.content.decode()

    b.post(address, chosen | {"post": "yes", "editions_seen": sent_along(refused)})
    assert not Role.objects.exists()
    assert Edition.objects.filter(kind="role", event="deleted").count() == 2


# --- What cannot be saved -------------------------------------------------------------------------


def test_what_the_database_refuses_is_told_at_the_form(b: Client) -> None:
    """10a: a form that calls a citation new which is there already."""
    mission = draft(MissionFactory)
    citation = cite(mission)
    write_editions(mission)
    form = opened(b, mission)
    form.values |= {"citations-INITIAL_FORMS": "0", "citations-0-id": ""}
    page = form.refused(name_en="Not saved")

    assert errors(page)
    mission.refresh_from_db()
    assert mission.name_en != "Not saved"
    assert list(MissionCitation.objects.all()) == [citation]


@pytest.mark.parametrize("claimed", ["1001", "99999999", "9" * 5000])
def test_rows_that_were_not_sent_are_not_made(b: Client, claimed: str) -> None:
    """10b: each would be made and checked, for minutes."""
    form = opened(b, draft(MissionFactory))
    form.values["citations-TOTAL_FORMS"] = claimed
    values = {name: value for name, value in form.values.items() if value is not None}

    assert b.post(form.address, values).status_code == 400


def test_whoever_may_only_look_learns_and_changes_nothing(a: Client) -> None:
    mission = draft(MissionFactory)
    form = opened(a, mission)
    looker = Client()
    looker.force_login(User.objects.create_user("looker", is_staff=True))
    sent = {name: value for name, value in form.values.items() if value is not None}

    assert looker.post(form.address, sent | {"edition": "7"}).status_code == 403
