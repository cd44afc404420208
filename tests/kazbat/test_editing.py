"""What an editor does, and what the admin says to what cannot be right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from missions.models import Claim, Measure, Mission, Rotation, Unit
from personnel.models import Deployment, Person
from records.models import PublicationState
from sources.models import Passage, Photo, Source
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
    ClaimFactory,
    FigureFactory,
    JointDeploymentFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PhotoFactory,
    RoleFactory,
    RotationFactory,
    SourceFactory,
    UnitFactory,
    cite,
    write_editions,
)
from tests.pictures import picture
from tests.reading import claim_saying, main_part, notes_behind, read, words

pytestmark = pytest.mark.django_db

PUBLISHED = str(PublicationState.PUBLISHED)
DRAFT = str(PublicationState.DRAFT)

TEXT = "The Day\n\nMore than 270 people took part. They served.\n\nThey served.\n"


def to_add(client: Client, model: type) -> Form:
    return Form.at(client, admin_address(model, "add"))


def to_change(client: Client, row: object) -> Form:
    return Form.at(client, admin_address(type(row), "change", row.pk))  # type: ignore[attr-defined]


# --- Dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2003-13", "2003-13: there is no month 13."),
        ("2019-06-31", "2019-06-31: June has 30 days."),
        ("2008/2003", "2008/2003: the end is before the start."),
        ("from 2014", "Write 2014/ if no source says until when, or 2014/.."),
        ("a while ago", '"a while ago" cannot be read as a date.'),
        ("2" * 210, "at most 200 letters"),
    ],
)
def test_a_date_that_is_none_is_explained_at_its_field(
    editor_client: Client, typed: str, said: str
) -> None:
    form = to_add(editor_client, Mission)
    page = form.refused(name_en="Mission in Somewhere", slug="somewhere", period=typed)

    assert said in messages_at(page, "period")
    assert not Mission.objects.exists()


def test_what_was_typed_elsewhere_stays_when_one_field_is_refused(editor_client: Client) -> None:
    passage = PassageFactory.create()
    form = to_add(editor_client, Mission)
    form.values |= {"name_en": "Mission in Somewhere", "place_en": "Somewhere", "note_ru": "Слово"}
    form.values |= {"citations-0-passage": str(passage.pk), "citations-0-note_en": "Look here."}
    page = form.refused(slug="somewhere", period="2003-13")

    kept = Form(editor_client, "", page, {}).page
    assert kept.select_one('input[name="name_en"]')["value"] == "Mission in Somewhere"  # type: ignore[index]
    assert kept.select_one('input[name="period"]')["value"] == "2003-13"  # type: ignore[index]
    assert "Слово" in kept.select_one('textarea[name="note_ru"]').get_text()  # type: ignore[union-attr]
    assert kept.select_one('input[name="citations-0-note_en"]')["value"] == "Look here."  # type: ignore[index]
    (chosen,) = kept.select('select[name="citations-0-passage"] option[selected]')
    assert passage.quotation in words(chosen)


def test_a_date_is_shown_again_as_it_was_written(editor_client: Client) -> None:
    mission = MissionFactory.create(draft=True, period="2014/..")

    assert to_change(editor_client, mission).values["period"] == "2014/.."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("с 2014 года", "2014/.."),
        ("2003 жылғы 29 мамыр", "2003-05-29"),
        ("between 1998 and 2000", "[1998..2000]"),
        ("summer 2007", "2007-22"),
    ],
)
def test_a_date_is_taken_in_words(editor_client: Client, typed: str, kept: str) -> None:
    mission = MissionFactory.create(draft=True)
    to_change(editor_client, mission).saved(period=typed)

    mission.refresh_from_db()
    assert str(mission.period) == kept
    # What the form shows now can be sent as it stands.
    to_change(editor_client, mission).saved()
    mission.refresh_from_db()
    assert str(mission.period) == kept


def test_a_date_with_two_meanings_is_asked_about_and_kept(editor_client: Client) -> None:
    form = to_change(editor_client, MissionFactory.create(draft=True))
    page = form.refused(period="2003–08")

    assert "write 2003/2008 for the years from 2003 to 2008, or 2003-08" in messages_at(
        page, "period"
    )
    assert page.select_one('input[name="period"][value="2003–08"]')


def test_a_source_is_of_a_year_and_read_on_a_day(editor_client: Client) -> None:
    source = SourceFactory.create(draft=True)
    form = to_change(editor_client, source)
    page = form.refused(published="XXXX-03-07", accessed_on="05/06/2026")

    assert "Add the year; one that you infer has a ? after it" in messages_at(page, "published")
    assert "Write 2026-06-05 or 2026-05-06" in messages_at(page, "accessed_on")

    to_change(editor_client, source).saved(published="2019?-03-07", accessed_on="5 June 2026")
    source.refresh_from_db()
    assert str(source.published) == "2019?-03-07"
    assert source.accessed_on == date(2026, 6, 5)


# --- Numbers, names and links -----------------------------------------------------------------


def test_a_second_rotation_4_is_refused_at_its_number(editor_client: Client) -> None:
    mission = MissionFactory.create()
    RotationFactory.create(mission=mission, number=4)
    form = to_add(editor_client, Rotation)
    page = form.refused(mission=str(mission.pk), number="4")

    assert messages_at(page, "number") == "This mission has a rotation with this number already."


@pytest.mark.parametrize(
    ("typed", "number"),
    [("4500000", 4500000), ("4 500 000", 4500000), ("4\xa0500", 4500), ("1,200", 1200), ("он", 10)],
)
def test_a_number_is_taken_as_people_write_it(
    editor_client: Client, typed: str, number: int
) -> None:
    claim = FigureFactory.create(draft=True)
    to_change(editor_client, claim).saved(value=typed)

    claim.refresh_from_db()
    assert claim.value == number


@pytest.mark.parametrize(
    ("typed", "comparator", "number"),
    [("270+", "≥", 270), ("более 270", ">", 270), ("~1,200", "≈", 1200), ("=4", "=", 4)],
)
def test_a_bound_typed_with_the_number_is_chosen(
    editor_client: Client, typed: str, comparator: str, number: int
) -> None:
    claim = FigureFactory.create(draft=True)
    to_change(editor_client, claim).saved(comparator="", value=typed)

    claim.refresh_from_db()
    assert (claim.comparator, claim.value) == (comparator, number)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("27–29", ("–", 27, 29, 1)),
        ("почти 90", ("≲", 90, None, 1)),
        ("more than 4.5 million", (">", 4_500_000, None, 100_000)),
        ("4–5 млн", ("–", 4_000_000, 5_000_000, 1_000_000)),
    ],
)
def test_both_bounds_and_the_digits_typed_are_kept(
    editor_client: Client, typed: str, kept: tuple[Any, ...]
) -> None:
    claim = FigureFactory.create(draft=True)
    to_change(editor_client, claim).saved(comparator="", value=typed)

    claim.refresh_from_db()
    assert (claim.comparator, claim.value, claim.upper, claim.rounded_to) == kept


def test_digits_and_second_number_that_contradict_are_said(editor_client: Client) -> None:
    claim = FigureFactory.create(draft=True, value=4_500_000, rounded_to=100_000)
    page = to_change(editor_client, claim).refused(value="4.52 million")
    assert "“4.52 million” and “Rounded to” differ" in messages_at(page, "value")

    page = to_change(editor_client, claim).refused(comparator="", value="27–29", upper="30")
    assert "“27–29” and “Up to” differ" in messages_at(page, "value")


def test_a_bound_typed_twice_alike_is_kept(editor_client: Client) -> None:
    claim = FigureFactory.create(draft=True)
    to_change(editor_client, claim).saved(comparator=">", value=">270")

    claim.refresh_from_db()
    assert (claim.comparator, claim.value) == (">", 270)


def test_a_bound_that_contradicts_the_chosen_one_is_said_and_both_are_kept(
    editor_client: Client,
) -> None:
    form = to_change(editor_client, FigureFactory.create(draft=True))
    page = form.refused(comparator=">", value="270+")

    assert (
        messages_at(page, "value") == "“270+” and “How exact” differ: change or clear one of them."
    )
    assert page.select_one('select[name="comparator"] option[value=">"][selected]')
    assert page.select_one('input[name="value"][value="270+"]')


@pytest.mark.parametrize(
    ("typed", "bound"),
    [({"value": "270"}, ("=", 270, None)), ({"value": "27", "upper": "29"}, ("–", 27, 29))],
)
def test_a_bare_number_is_exact(
    typed: dict[str, str], bound: tuple[str, int, int | None], editor_client: Client
) -> None:
    claim = FigureFactory.create(draft=True, comparator=">", value=270)
    to_change(editor_client, claim).saved(comparator="", **typed)

    claim.refresh_from_db()
    assert (claim.comparator, claim.value, claim.upper) == bound


@pytest.mark.parametrize("typed", ["4.5", "many", "270 officers", "1e3", "270++"])
def test_what_is_no_number_is_said_at_its_field_and_kept(editor_client: Client, typed: str) -> None:
    page = to_change(editor_client, FigureFactory.create(draft=True)).refused(value=typed)

    assert f"“{typed}” " in messages_at(page, "value")
    (field,) = page.select('input[name="value"]')
    # A field for numbers alone would drop in the browser what it cannot read.
    assert (field["value"], field["type"]) == (typed, "text")


@pytest.mark.parametrize("typed", ["270+", "4.5 million", "about 3"])
def test_a_number_without_a_bound_beside_it_takes_none(editor_client: Client, typed: str) -> None:
    form = to_add(editor_client, Rotation)
    page = form.refused(mission=str(MissionFactory.create().pk), number=typed)

    assert f"“{typed}” is not a whole number, such as 270" in messages_at(page, "number")


def test_nothing_is_fewer_than_none(editor_client: Client) -> None:
    form = to_change(editor_client, FigureFactory.create(draft=True))
    page = form.refused(comparator="<", value="0")

    assert messages_at(page, "value") == "Nothing can be fewer than none."


@pytest.mark.parametrize("sent", ["abc", "²", "99999"])
def test_a_relation_that_is_no_row_is_refused_at_its_field(
    editor_client: Client, sent: str
) -> None:
    page = to_add(editor_client, Rotation).refused(mission=sent, number="4")

    assert "Select a valid choice" in messages_at(page, "mission")
    several = to_add(editor_client, Mission).refused(
        name_en="Iraq", slug="iraq", units=[sent], **{"citations-0-passage": sent}
    )
    assert messages_at(several, "units")


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "some"])
def test_a_number_that_no_rotation_has_is_refused_at_its_field(
    editor_client: Client, number: str
) -> None:
    form = to_add(editor_client, Rotation)
    page = form.refused(mission=str(MissionFactory.create().pk), number=number)

    assert messages_at(page, "number")


def test_a_slug_in_use_is_refused_at_its_field(editor_client: Client) -> None:
    MissionFactory.create(slug="iraq")
    page = to_add(editor_client, Mission).refused(name_en="Another", slug="iraq")

    assert messages_at(page, "slug") == "Mission with this Slug already exists."


def test_a_slug_with_other_letters_is_explained_at_its_field(editor_client: Client) -> None:
    page = to_add(editor_client, Mission).refused(name_en="Another", slug="The_Iraq")

    assert "small Latin letters and digits, with single hyphens" in messages_at(page, "slug")


def test_a_point_needs_both_its_numbers(editor_client: Client) -> None:
    form = to_add(editor_client, Mission)
    page = form.refused(name_en="Somewhere", slug="somewhere", latitude="33.2")

    assert "needs a latitude and a longitude" in messages_at(page, "longitude")


def test_degrees_are_taken_with_a_comma_too(editor_client: Client) -> None:
    to_add(editor_client, Mission).saved(
        name_en="Iraq", slug="iraq", latitude="33,2", longitude="44.4"
    )

    mission = Mission.objects.get(slug="iraq")
    assert (float(mission.latitude or 0), float(mission.longitude or 0)) == (33.2, 44.4)


@pytest.mark.parametrize("latitude", ["91", "-90.5", "north"])
def test_a_point_that_is_not_on_earth_is_refused_at_its_field(
    editor_client: Client, latitude: str
) -> None:
    form = to_add(editor_client, Mission)
    page = form.refused(name_en="S", slug="s", latitude=latitude, longitude="10")

    assert messages_at(page, "latitude")


def test_a_claim_is_about_one_thing(editor_client: Client) -> None:
    form = to_add(editor_client, Claim)
    page = form.refused(
        kind="activity", text_en="They served.", slug="served",
        missions=[str(MissionFactory.create().pk)], unit=str(UnitFactory.create().pk),
    )  # fmt: skip

    assert "Choose missions, a rotation or a unit" in messages_at(page, "missions")


def test_a_figure_without_number_and_measure_is_refused_at_both(editor_client: Client) -> None:
    page = to_add(editor_client, Claim).refused(kind="figure", text_en="Many.", slug="many")

    assert messages_at(page, "value") == "A figure needs its number."
    assert messages_at(page, "measure") == "Say what the figure measures."


def test_a_claim_does_not_conflict_with_itself(editor_client: Client) -> None:
    claim = ClaimFactory.create(draft=True)
    form = to_change(editor_client, claim)
    form.add_row("comparisons", other=str(claim.pk), verdict="conflict")

    assert "cannot conflict with itself" in messages_at(form.refused(), "comparisons-0-other")


def test_a_deployment_keeps_to_the_rotations_of_its_mission(editor_client: Client) -> None:
    form = to_add(editor_client, Deployment)
    page = form.refused(
        person=str(PersonFactory.create().pk), mission=str(MissionFactory.create().pk),
        rotation=str(RotationFactory.create().pk),
    )  # fmt: skip

    assert "rotation of another mission" in messages_at(page, "rotation")


def test_the_same_deployment_twice_is_refused_at_its_mission(editor_client: Client) -> None:
    person, mission = PersonFactory.create(), MissionFactory.create()
    to_add(editor_client, Deployment).saved(person=str(person.pk), mission=str(mission.pk))
    form = to_add(editor_client, Deployment)
    page = form.refused(person=str(person.pk), mission=str(mission.pk))

    assert "add a citation to it" in messages_at(page, "mission")


def test_a_former_public_address_is_not_given_to_another_record(editor_client: Client) -> None:
    mission = MissionFactory.create(slug="old-name")
    write_editions(mission)
    mission.slug = "new-name"
    mission.save()
    page = to_add(editor_client, Mission).refused(name_en="Another", slug="old-name")

    assert "the address of another record" in messages_at(page, "slug")


def test_what_could_not_be_read_is_named_once(editor_client: Client) -> None:
    form = to_add(editor_client, Claim)
    page = form.refused(
        kind="activity", text_en="Many.", slug="many", value="-5", comparator=">"
    )  # fmt: skip

    assert messages_at(page, "value") == "Write 0 or a larger number."


def test_a_number_that_nobody_can_have_counted_is_refused(editor_client: Client) -> None:
    form = to_add(editor_client, Claim)
    page = form.refused(
        kind="activity", text_en="Many.", slug="many", value=str(10**16), comparator=">"
    )  # fmt: skip

    assert messages_at(page, "value") == "Number too large (at most 10^15)."


@pytest.mark.parametrize("proposed", ["abc", "%00", "1;2", "٣"])
def test_an_address_that_proposes_nonsense_opens_an_empty_form(
    editor_client: Client, proposed: str
) -> None:
    address = admin_address(Deployment, "add") + f"?person={proposed}"

    assert Form.at(editor_client, address).values["person"] == ""


def test_a_number_that_no_database_counts_to_is_too_large(editor_client: Client) -> None:
    page = to_add(editor_client, Claim).refused(upper=str(10**30))

    assert messages_at(page, "upper") == "This number is too large."


def test_degrees_that_no_globe_has_are_refused_in_plain_words(editor_client: Client) -> None:
    page = to_add(editor_client, Mission).refused(latitude="91", longitude="-181")

    assert messages_at(page, "latitude") == "Write no more degrees than 90."
    assert messages_at(page, "longitude") == "Write no fewer degrees than -180."


def test_an_empty_name_says_nothing_of_the_slug_that_follows_from_it(
    editor_client: Client,
) -> None:
    page = to_add(editor_client, Mission).refused(name_en="", slug="")

    assert messages_at(page, "name_en") == "This field is required."
    assert messages_at(page, "slug") == ""
    page = to_add(editor_client, Mission).refused(name_en="They served.", slug="")
    assert messages_at(page, "slug") == "This field is required."


@pytest.mark.parametrize("slug", ["they served", "they_served", "They-Served", "они"])
def test_a_slug_is_refused_in_the_words_of_its_help(editor_client: Client, slug: str) -> None:
    page = to_add(editor_client, Claim).refused(text_en="They served.", slug=slug)

    assert messages_at(page, "slug") == (
        "Use small Latin letters and digits, with single hyphens between words: western-sahara."
    )
    assert page.select_one("input.vTextField[name=slug]")


def test_the_next_claim_is_about_the_same_missions(editor_client: Client) -> None:
    missions = [str(one.pk) for one in MissionFactory.create_batch(2)]
    address = admin_address(Claim, "add")
    typed = values_of(read(editor_client, address)) | {
        "kind": "activity", "text_en": "They served.", "slug": "they-served", "missions": missions,
        "_addanother": "Save and add another",
    }  # fmt: skip
    sent = {name: value for name, value in typed.items() if value is not None}

    response = editor_client.post(f"{address}?_changelist_filters=state%3Ddraft", sent)

    again = Form.at(editor_client, response["Location"])
    assert sorted(again.values["missions"]) == sorted(missions)
    again.saved(kind="activity", text_en="They went.", slug="they-went")
    assert Claim.objects.get(slug="they-went").missions.count() == len(missions)


def test_a_role_that_a_statement_names_is_not_deleted(editor_client: Client) -> None:
    role = RoleFactory.create()
    JointDeploymentFactory.create(roles=[role], text="Several people served as observers.")

    page = read(editor_client, admin_address(type(role), "delete", role.pk))

    assert "Several people served as observers." in words(page)
    assert not page.select('input[name="post"]')
    editor_client.post(admin_address(type(role), "delete", role.pk), {"post": "yes"})
    role.refresh_from_db()


# --- Quotations -------------------------------------------------------------------------------


@pytest.mark.parametrize("quotation", ["", "   ", "\r\n", "\xa0"])
def test_an_empty_quotation_is_refused_at_its_field(editor_client: Client, quotation: str) -> None:
    form = to_add(editor_client, Passage)
    page = form.refused(source=str(SourceFactory.create().pk), quotation=quotation)

    assert messages_at(page, "quotation")
    assert not Passage.objects.exists()


def test_words_that_the_source_does_not_hold_are_refused(editor_client: Client) -> None:
    source = SourceFactory.create(archived_text=TEXT)
    form = to_add(editor_client, Passage)
    page = form.refused(source=str(source.pk), quotation="Exactly 270 people took part.")

    assert "does not hold these words" in messages_at(page, "quotation")


def test_the_place_of_a_quotation_is_found_by_itself(editor_client: Client) -> None:
    source = SourceFactory.create(archived_text=TEXT)
    form = to_add(editor_client, Passage)
    form.saved(source=str(source.pk), quotation="More than 270 people took part.")

    assert Passage.objects.get().offset == TEXT.index("More than")
    assert Passage.objects.get().order == 1


def test_words_that_occur_twice_need_their_place(editor_client: Client) -> None:
    source = SourceFactory.create(archived_text=TEXT)
    places = [TEXT.index("They served."), TEXT.rindex("They served.")]
    form = to_add(editor_client, Passage)
    page = form.refused(source=str(source.pk), quotation="They served.")

    assert f"{places[0]}, {places[1]}" in messages_at(page, "offset")
    form.saved(source=str(source.pk), quotation="They served.", offset=str(places[1]))
    assert Passage.objects.get().offset == places[1]


def test_a_quotation_over_several_lines_is_kept_letter_by_letter(editor_client: Client) -> None:
    source = SourceFactory.create(archived_text=TEXT)
    form = to_add(editor_client, Passage)
    form.saved(source=str(source.pk), quotation="They served.\r\n\r\nThey served.")

    assert Passage.objects.get().quotation == "They served.\n\nThey served."


def test_a_passage_is_entered_once(editor_client: Client) -> None:
    passage = PassageFactory.create(offset=41)
    page = to_add(editor_client, Passage).refused(
        source=str(passage.source.pk), quotation=passage.quotation, offset="41"
    )

    assert "there already: number 1" in messages_at(page, "quotation")


def test_two_passages_of_one_source_have_two_places(editor_client: Client) -> None:
    passage = PassageFactory.create(order=1)
    form = to_add(editor_client, Passage)
    page = form.refused(source=str(passage.source.pk), quotation="Other words.", order="1")

    assert messages_at(page, "order") == "Another passage of this source has this number."


def test_a_source_is_added_with_its_text_and_passages_at_once(editor_client: Client) -> None:
    form = to_add(editor_client, Source)
    form.add_row("passages", quotation="More than 270 people took part.")
    form.add_row("passages", quotation="The Day")
    form.saved(title="The Day", slug="the-day", archived_text=TEXT.replace("\n", "\r\n"))

    source = Source.objects.get()
    assert source.archived_text == TEXT
    assert source.text_length == len(TEXT)
    assert [(passage.order, passage.offset) for passage in source.passages.order_by("order")] == [
        (1, TEXT.index("More than")),
        (2, 0),
    ]


def test_a_new_passage_is_checked_against_the_text_that_comes_with_it(
    editor_client: Client,
) -> None:
    form = to_add(editor_client, Source)
    form.add_row("passages", quotation="Words of somebody else.")
    page = form.refused(title="The Day", slug="the-day", archived_text=TEXT)

    assert "does not hold these words" in messages_at(page, "passages-0-quotation")
    assert not Source.objects.exists()


def test_a_text_that_lacks_what_is_quoted_already_is_refused(editor_client: Client) -> None:
    source = SourceFactory.create()
    PassageFactory.create(source=source, quotation="Words of another text.")
    page = to_change(editor_client, source).refused(archived_text=TEXT)

    assert "passages that are quoted from it already, by their order: 1." in messages_at(
        page, "archived_text"
    )


# --- Publishing -------------------------------------------------------------------------------


def test_nothing_is_published_without_a_citation(editor_client: Client) -> None:
    form = to_add(editor_client, Mission)
    page = form.refused(name_en="Somewhere", slug="somewhere", publish=True)

    assert "needs the sentence it rests on" in messages_above(page)
    assert not Mission.objects.exists()


def test_nothing_is_published_on_a_source_that_readers_cannot_see(editor_client: Client) -> None:
    passage = PassageFactory.create(source=SourceFactory.create(draft=True))
    form = to_add(editor_client, Mission)
    form.values["citations-0-passage"] = str(passage.pk)
    page = form.refused(name_en="Somewhere", slug="somewhere", publish=True)

    assert "publish the source first" in messages_above(page)


def test_a_published_record_keeps_its_last_citation(editor_client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission)
    form = to_change(editor_client, mission)
    form.values["citations-0-DELETE"] = "on"
    page = form.refused()

    assert "needs the sentence it rests on" in messages_above(page)
    assert mission.citations.count() == 1


def test_a_record_with_a_citation_is_published(editor_client: Client, client: Client) -> None:
    passage = PassageFactory.create(quotation="They served in Somewhere.")
    form = to_add(editor_client, Mission)
    form.values |= {"citations-0-passage": str(passage.pk), "citations-0-field": "name"}
    form.saved(name_en="Somewhere", slug="somewhere", publish=True)

    page = read(client, "/missions/somewhere/")
    assert "They served in Somewhere." in words(page)


def test_the_same_passage_is_cited_once_for_one_field(editor_client: Client) -> None:
    mission = MissionFactory.create()
    passage = cite(mission, "name").passage
    form = to_change(editor_client, mission)
    form.add_row("citations", passage=str(passage.pk), field="name")

    assert "This passage is cited for this already." in messages_above(form.refused())
    assert mission.citations.count() == 1


def test_what_only_conflicts_with_a_record_does_not_publish_it(editor_client: Client) -> None:
    form = to_add(editor_client, Mission)
    form.values["citations-0-passage"] = str(PassageFactory.create().pk)
    form.values |= {"citations-0-stance": "differs", "citations-0-says": "Elsewhere"}
    page = form.refused(name_en="Somewhere", slug="somewhere", publish=True)

    assert "needs the sentence it rests on" in messages_above(page)


@pytest.mark.parametrize(
    ("stance", "field", "said"),
    [
        ("differs", "says", "Say what the passage says instead."),
        ("inferred", "note_en", "Say why the editors read it so."),
    ],
)
def test_a_citation_that_needs_words_is_refused_without(
    editor_client: Client, stance: str, field: str, said: str
) -> None:
    form = to_add(editor_client, Mission)
    form.values["citations-0-passage"] = str(PassageFactory.create().pk)
    form.values["citations-0-stance"] = stance
    page = form.refused(name_en="Somewhere", slug="somewhere")

    assert said in messages_at(page, f"citations-0-{field}")


def test_a_withdrawal_says_why(editor_client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission)
    form = to_withdraw(editor_client, mission)
    page = form.refused()

    assert messages_at(page, "reason") == "This field is required."
    form.saved(reason="It was entered twice.")
    mission.refresh_from_db()
    assert mission.withdrawn_reason == "It was entered twice."
    assert editor_client.get(admin_address(Mission, "change", mission.pk)).status_code == 200


def test_an_editor_who_withdraws_a_person_is_told_where_the_name_still_stands(
    editor_client: Client,
) -> None:
    person = PersonFactory.create(display_name="Asel Bekova")
    cite(person, quotation="Captain Asel Bekova")
    shared = cite(PersonFactory.create(), quotation="Majors Asel Bekova and Dana Omarova").passage
    claim = ClaimFactory.create(text="Asel Bekova visited a school.")
    cite(claim)
    by_surname = ClaimFactory.create(text="Major Bekova came back.")
    cite(by_surname)
    to_withdraw(editor_client, person).saved(reason="She asked for it.")

    (warning,) = warnings_after(editor_client, Person)
    assert {str(link["href"]) for link in warning.select("a")} == {
        claim.get_absolute_url(), shared.get_absolute_url(), by_surname.get_absolute_url(),
    }  # fmt: skip


def warnings_after(client: Client, model: Any) -> list[Tag]:
    """What the page warns of that follows the saving of a form."""
    return read(client, admin_address(model, "changelist")).select(".messagelist .warning")


def test_a_changed_value_that_rests_on_the_old_words_is_pointed_out(editor_client: Client) -> None:
    mission = MissionFactory.create(period="2003/")
    cite(mission, "name")
    cite(mission, "period", quotation="began a mission in Iraq in 2003.")
    to_change(editor_client, mission).saved(period="2003/2008")

    (warning,) = warnings_after(editor_client, Mission)
    assert "Period: “2003 to 2008” is not found in the words cited" in words(warning)
    assert "“began a mission in Iraq in 2003.”" in words(warning)


def test_a_value_that_no_sentence_is_cited_for_is_pointed_out(editor_client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission, "name")
    to_change(editor_client, mission).saved(acronym="UNAMID")

    (warning,) = warnings_after(editor_client, Mission)
    assert "no sentence beside “Acronym”" in words(warning)


def test_a_value_with_its_own_sentence_is_saved_without_a_word(editor_client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission, "name")
    form = to_change(editor_client, mission)
    passage = PassageFactory.create(quotation="the mission in Darfur (UNAMID)")
    form.add_row("citations", passage=str(passage.pk), field="acronym")
    form.saved(acronym="UNAMID", note_en="A note needs none.")

    assert warnings_after(editor_client, Mission) == []


def test_why_it_was_withdrawn_is_forgotten_when_a_record_comes_back(editor_client: Client) -> None:
    mission = MissionFactory.create(withdrawn=True)
    cite(mission, "name")
    to_change(editor_client, mission).saved(publish=True)

    mission.refresh_from_db()
    assert mission.withdrawn_reason == ""


def test_a_source_on_which_public_records_rest_alone_stays_public(editor_client: Client) -> None:
    claim = ClaimFactory.create(text="Nobody else says this.")
    source = cite(claim).passage.source
    page = to_unpublish(editor_client, source).refused()

    assert "Nobody else says this." in messages_above(page)
    cite(claim)
    to_unpublish(editor_client, source).saved()


def test_a_source_that_only_conflicts_is_no_other_evidence(editor_client: Client) -> None:
    claim = ClaimFactory.create(text="Only one source says so.")
    source = cite(claim).passage.source
    cite(claim, stance="differs", says="Not at all.")
    page = to_unpublish(editor_client, source).refused()

    assert "Only one source says so." in messages_above(page)


def test_what_is_out_of_sight_keeps_its_source_too(editor_client: Client) -> None:
    rotation = RotationFactory.create(mission=MissionFactory.create(draft=True))
    source = cite(rotation).passage.source
    page = to_unpublish(editor_client, source).refused()

    assert "rest on this source alone" in messages_above(page)


def test_what_was_public_is_withdrawn_and_not_deleted(editor_client: Client) -> None:
    mission = MissionFactory.create()
    cite(mission)

    response = editor_client.post(admin_address(Mission, "delete", mission.pk), {"post": "yes"})

    assert response.status_code == 403
    assert Mission.objects.exists()


def test_a_draft_that_was_never_public_is_deleted(editor_client: Client) -> None:
    mission = MissionFactory.create(draft=True)

    Form.at(editor_client, admin_address(Mission, "delete", mission.pk)).saved()

    assert not Mission.objects.exists()


def test_a_passage_that_is_cited_is_not_deleted(editor_client: Client) -> None:
    passage = cite(MissionFactory.create()).passage

    page = read(editor_client, admin_address(Passage, "delete", passage.pk))

    assert "would require deleting the following protected related objects" in words(page)


def test_the_history_names_the_editor(editor_client: Client, editor: User) -> None:
    mission = MissionFactory.create(draft=True)
    to_change(editor_client, mission).saved(name_en="A better name")

    page = words(read(editor_client, admin_address(Mission, "history", mission.pk)))
    assert "A better name" in page
    assert str(editor) in page


# --- Photos -----------------------------------------------------------------------------------


def test_a_photograph_needs_words_for_those_who_cannot_see_it(editor_client: Client) -> None:
    form = to_add(editor_client, Photo)
    form.values |= {"source": str(SourceFactory.create().pk), "credit": "Gov.kz", "slug": "one"}
    form.values["file"] = picture()
    page = form.refused()

    assert "for people who cannot see it" in messages_at(page, "alternative_text_en")
    assert "choose the file again" in words(page.select_one(".messagelist"))  # type: ignore[arg-type]


def test_a_file_that_is_no_picture_is_refused_at_its_field(editor_client: Client) -> None:
    form = to_add(editor_client, Photo)
    form.values |= {"source": str(SourceFactory.create().pk), "credit": "Gov.kz", "slug": "one"}
    form.values["file"] = SimpleUploadedFile("picture.png", b"<svg onload=alert(1)>", "image/png")
    page = form.refused(alternative_text_en="A square")

    assert messages_at(page, "file")


def test_a_photograph_is_handed_out_only_while_its_record_is_public(
    editor_client: Client, client: Client
) -> None:
    photo = PhotoFactory.create(file=picture())
    address = photo.file.url

    assert b"JFIF" in b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    photo.state = DRAFT
    photo.save()
    assert client.get(address).status_code == 404
    assert editor_client.get(address).status_code == 200
    assert client.get("/media/photos/another.png").status_code == 404


# --- The whole way ----------------------------------------------------------------------------


def test_a_second_source_with_another_figure_is_entered_through_the_admin_alone(
    editor_client: Client, client: Client
) -> None:
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
    source_form = to_add(editor_client, Source)
    source_form.add_row("passages", quotation="290 servicemen", locator="page", locator_number="7")
    source_form.saved(title="A book on Iraq", slug="book", publisher="A press", publish=True)
    passage = Passage.objects.get(quotation="290 servicemen")
    claim_form = to_add(editor_client, Claim)
    claim_form.values |= {
        "citations-0-passage": str(passage.pk),
        "citations-0-field": "value",
        "measure": str(Measure.objects.get(slug="participants").pk),
        "missions": [str(Mission.objects.get(slug="iraq").pk)],
    }
    claim_form.saved(
        kind="figure", text_en="290 servicemen took part.", slug="iraq-290", comparator="=",
        value="290", noun="servicemen", publish=True,
    )  # fmt: skip

    page = main_part(read(client, "/missions/iraq/"))
    assert notes_behind(page, claim_saying(page, "290 servicemen")) == ["290 servicemen"]
    assert notes_behind(page, claim_saying(page, "more than 270 military personnel")) == [
        "More than 270 military personnel took part"
    ]
    assert "none is chosen" in words(page)


def test_a_person_is_entered_with_names_in_two_scripts_and_found_by_both(
    editor_client: Client, client: Client
) -> None:
    passage = PassageFactory.create(quotation="Captain Asel Bekova")
    form = to_add(editor_client, Person)
    form.values |= {"citations-0-passage": str(passage.pk)}
    form.add_row("names", name="Әсел Бекова", language="kk", kind="transliterated")
    form.saved(display_name_en="Asel Bekova", slug="asel-bekova", publish=True)

    for typed in ("Бекова", "bekova", "ӘСЕЛ"):
        assert "Asel Bekova" in words(main_part(read(client, f"/personnel/?q={typed}")))


def test_an_old_address_leads_to_the_new_one_after_a_slug_is_changed(
    editor_client: Client, client: Client
) -> None:
    mission = MissionFactory.create(slug="old-name")
    cite(mission)
    write_editions(mission)
    to_change(editor_client, mission).saved(slug="new-name")

    response = client.get("/missions/old-name/")
    assert response.status_code == 301
    assert response["Location"] == "/missions/new-name/"


def test_unit_names_stay_as_typed_in_each_language(editor_client: Client) -> None:
    form = to_add(editor_client, Unit)
    form.saved(name_en="The battalion", name_kk="Қазбат", name_ru="Казбат", slug="kazbat")

    values = to_change(editor_client, Unit.objects.get()).values
    names = [values["name_en"], values["name_kk"], values["name_ru"]]
    assert names == ["The battalion", "Қазбат", "Казбат"]


def test_a_figure_changed_to_another_bound_keeps_the_former_in_its_history(
    editor_client: Client,
) -> None:
    figure = FigureFactory.create(comparator=">", value=270)
    cite(figure, "value")
    write_editions(figure)
    to_change(editor_client, figure).saved(comparator="≥", value="271")

    page = words(read(editor_client, admin_address(Claim, "history", figure.pk)))
    assert "more than 270" in page
    assert "at least 271" in page
