"""Names and records that are withheld: by whom, from where, and back."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, TestCase

from editions.models import Edition, Original, Withholding
from editions.publishing import change_set
from editions.withholding.acting import lift, withhold
from editions.withholding.words import MARKS, Words
from missions.models import Mission
from personnel.models import Person
from sources.models import Photo, SourceAddress
from tests.article import FIXTURES
from tests.editing import Form, admin_address
from tests.factories import (
    ClaimFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    PhotoFactory,
    RankHoldingFactory,
    SourceFactory,
    cite,
    write_editions,
)
from tests.pictures import picture
from tests.reading import address_of_link, read, words
from tests.withheld import holding, is_in_order, of_the_register, rows, write_first_editions

pytestmark = pytest.mark.django_db

EN, KK, RU = MARKS["en"], MARKS["kk"], MARKS["ru"]

# --- Words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("withheld", "text", "shown"),
    [
        ("Akhmetova", "Major A. Akhmetova’s unit", "Major [name withheld] unit"),
        ("Akhmetova", "АХМЕТОВА поехала", "[имя не раскрывается] поехала"),
        ("Akhmetova", "с Ахметовой, Ахметову", "с [имя не раскрывается], [имя не раскрывается]"),
        ("Ахметова", "Ахметоваға берді, қазір", "[есімі жарияланбайды] берді, қазір"),
        ("Ахметова", "Ахметовалардың үйі", "[есімі жарияланбайды] үйі"),
        ("Aigerim\nAkhmetova", "said Aigerim Akhmetova.", "said [name withheld]."),
        ("Aigerim Akhmetova", "Aigerim Bekova", "Aigerim Bekova"),
        ("Aigerim Akhmetova", "Aigerim-Akhmetova", "[name withheld]"),
        ("Aigerim Akhmetova", "AigerimAkhmetova", "[name withheld]"),
        ("Ли", "Капитан Ли и Li", "Капитан [имя не раскрывается] и [имя не раскрывается]"),
        ("Li", "They like it, lit by Li.", "They like it, lit by [name withheld]."),
        ("An\nLi", "An Li, Li An", "[name withheld], [name withheld]"),
        ("И", "Генерал И и Ли", "Генерал [имя не раскрывается] и Ли"),
        ("И", "I am", "I am"),
        ("Ana", "Ana saw any", "[name withheld] saw any"),
        ("Лев", "у Льва", "у [имя не раскрывается]"),
        ("Maria", "Maria met a marine and Martin", "[name withheld] met a marine and Martin"),
        ("Maria", "Марии и Марию с Марией, Марину", f"{RU} и {RU} с {RU}, Марину"),
        ("Мария", "Марияға және Марияның", f"{KK} және {KK}"),
        ("Alia", "alive, alike: Alia", "alive, alike: [name withheld]"),
        ("Anna", "any of Anna’s", "any of [name withheld]"),
        ("Вера", "very nine, Верой и Веру", f"very nine, {RU} и {RU}"),
        ("Зоя", "Зои нет в Zoo", f"{RU} нет в Zoo"),
        ("Рая", "у Раи", f"у {RU}"),
        ("Белая", "Белой, белка", f"{RU}, белка"),
        ("Ахметова", "с ахметовой", f"с {RU}"),
        ("Kassym-Jomart", "Қасым-Жомарт", "[есімі жарияланбайды]"),
        ("Akhmetova", "Akhmetova1 and Akh‐metova, Akh-\nmetova", f"{EN} and {EN}, {EN}"),
        ("Dilya Akhmetova", "Dilya Akh-metova2", EN),
        ("Akhmetova", "Achmetova, Axmetova’s, Achmetowa", f"{EN}, {EN}, {EN}"),
        ("Ахметова", "Ahmetowa and Achmetowoi", f"{EN} and {EN}"),
        ("Хан", "Chan, Khan", f"Chan, {EN}"),
        ("Белова", "Below is a window", "Below is a window"),
        ("Махин", "a machine", "a machine"),
        ("Li", "Li2 like", "Li2 like"),
    ],
)
def test_names_in_every_script_and_case(withheld: str, text: str, shown: str) -> None:
    assert Words(withheld.splitlines()).masked(text) == shown


@pytest.mark.parametrize(
    "path",
    [
        "%D0%90%D1%85%D0%BC%D0%B5%D1%82%D0%BE%D0%B2%D0%B0",
        "%25D0%2590%25D1%2585%25D0%25BC%25D0%25B5%25D1%2582%25D0%25BE%25D0%25B2%25D0%25B0",
        "%C0%F5%EC%E5%F2%EE%E2%E0/",
        "akhm%65tova",
        "%2541khmetova",
        "%252541khmetova?from=home",
        "AkhmetovaBio.html",
        "majorachmetowa.html#top",
    ],
)
def test_web_addresses_are_read_decoded(path: str) -> None:
    withheld = Words(["Akhmetova"])

    assert withheld.masked(f"https://ex.org/{path}") == "https://ex.org/"
    assert withheld.masked(f"See (https://ex.org/{path}), too") == f"See (https://ex.org/{EN}), too"


@pytest.mark.parametrize("site", ["https://akhmetova.kz", "http://xn--80aafl8an1av.kz/"])
def test_a_site_of_that_name_leads_nowhere(site: str) -> None:
    assert Words(["Ахметова"]).masked(site) == "https://withheld.invalid/"


@pytest.mark.parametrize(
    ("name", "path"), [("Li", "%6Cike/lit"), ("Said", "theysaid"), ("Хан", "mechanic")]
)
def test_short_names_are_not_inside_of_web_addresses(name: str, path: str) -> None:
    assert not Words([name]).are_in(f"https://ex.org/{path}")


def test_what_is_lifted_is_as_it_was() -> None:
    call_command("loaddata", *FIXTURES, verbosity=0)
    before = rows()
    person = Person.objects.get(slug="dilya-akhmetova")

    act = withhold(["Dilya", "Akhmetova"], "She asked.", record=person)

    assert holding("akhmet|ahmet|ахмет|dilya|диля") == []
    assert is_in_order()
    lift(act, "It was an error.")
    assert of_the_register(rows()) == of_the_register(before)
    assert is_in_order()
    assert not Original.objects.exists()


# --- What stays, and what never comes back --------------------------------------------------------


def test_former_addresses_lead_nowhere(client: Client) -> None:
    claim = ClaimFactory.create(slug="major-akhmetova-served", text="Major Akhmetova served.")
    cite(claim, passage=PassageFactory.create(quotation="Major Akhmetova served there."))
    write_editions(claim)
    claim.slug = "she-served-akhmetova"
    claim.save()
    write_editions(claim)
    assert client.get("/claims/major-akhmetova-served/").status_code == 301

    withhold(["Akhmetova"], "She asked.")

    for slug in ("major-akhmetova-served", "she-served-akhmetova"):
        assert client.get(f"/claims/{slug}/").status_code == 404
    claim.refresh_from_db()
    page = read(client, claim.get_absolute_url())
    assert "“Major [name withheld] served there.”" in words(page)
    assert re.search("akhmet", str(page), re.IGNORECASE) is None
    write_first_editions()
    assert is_in_order()


def test_a_link_to_the_original_opens_beside_the_name() -> None:
    source = SourceFactory.create(url="https://example.org/news")
    passage = PassageFactory.create(
        source=source, quotation="Major Akhmetova served.", words_before="said Akhmetova in May"
    )
    withhold(["Akhmetova"], "She asked.")
    passage.refresh_from_db()
    assert passage.live_url == "https://example.org/news#:~:text=served."


def test_addresses_of_one_site_stay_apart() -> None:
    source = SourceFactory.create(
        url="https://example.org/%D0%90%D1%85%D0%BC%D0%B5%D1%82%D0%BE%D0%B2%D0%B0"
    )
    for path in ("en/akhmetova", "kk/akhmetova"):
        SourceAddress.objects.create(source=source, url=f"https://example.org/{path}")
    write_editions(source)

    withhold(["Akhmetova"], "She asked.")

    source.refresh_from_db()
    further = list(source.further_addresses.all())
    assert source.url == "https://example.org/"
    assert [one.url for one in further] == [f"https://example.org/#{one.pk}" for one in further]
    assert is_in_order()
    source.url = "https://example.org/akhm%65tova"
    source.save()
    with pytest.raises(ValidationError) as refused, change_set() as changes:
        changes.save(source)
    assert "Write it so: https://example.org/" in str(refused.value)


def test_the_text_of_a_source_is_kept_aside(client: Client) -> None:
    source = SourceFactory.create(
        archived_text="In May Major Akhmetova served. Others did too.",
        url="https://example.org/major-akhmetova-served",
    )
    passage = PassageFactory.create(source=source, quotation="Others did too.", offset=31)
    cite(MissionFactory.create(), passage=passage)
    write_editions(source, passage)

    act = withhold(["Akhmetova"], "She asked.")

    source.refresh_from_db()
    assert (source.archived_text, source.url) == ("", "https://example.org/")
    # Everything of it can still be saved.
    with change_set() as changes:
        changes.save(source)
        changes.save(passage)
    lift(act, "She asked again.")
    source.refresh_from_db()
    assert source.archived_text.startswith("In May Major Akhmetova")


def test_two_names_in_one_text_come_back_each_with_its_own_act() -> None:
    mission = MissionFactory.create(note="Akhmetova and Bekova came.")
    write_editions(mission)
    first, second = withhold(["Akhmetova"], "She asked."), withhold(["Bekova"], "She too.")

    def note() -> str:
        mission.refresh_from_db()
        return str(mission.note)

    assert note() == "[name withheld] and [name withheld] came."
    lift(first, "Asked again.")
    assert note() == "Akhmetova and [name withheld] came."
    lift(second, "Asked again.")
    assert note() == "Akhmetova and Bekova came."
    write_first_editions()
    assert is_in_order()


def test_the_rest_of_a_name_is_withheld_from_what_was_saved_meanwhile_too() -> None:
    mission = MissionFactory.create(slug="zoya-petrova-mission", name="The mission of Zoya Petrova")
    cite(mission)
    write_first_editions()
    withhold(["Petrova"], "She asked.")
    mission.refresh_from_db()
    mission.note = "Saved meanwhile."
    with change_set() as changes:
        mission.save()
        changes.save(mission)

    act = withhold(["Zoya"], "She asked.")

    mission.refresh_from_db()
    assert mission.name == f"The mission of {EN}"
    assert mission.slug == f"mission-withheld-{mission.pk}"
    assert holding("zoya") == []
    assert is_in_order()
    lift(act, "She agreed.")
    assert is_in_order()


def test_a_part_that_comes_back_is_in_the_edition_of_its_record() -> None:
    """Also if the record was saved while it was away."""
    mission = MissionFactory.create()
    cite(mission)
    cite(mission, "country", stance="differs", says="Zoya Petrova’s land")
    write_first_editions()
    act = withhold(["Zoya Petrova"], "She asked.")
    mission.note = "Saved meanwhile."
    with change_set() as changes:
        mission.save()
        changes.save(mission)

    lift(act, "She agreed.")

    assert is_in_order()


def test_an_address_without_a_name_is_not_that_of_another() -> None:
    """Whoever numbers addresses may have given one the other's number."""
    named = PersonFactory.create(slug="zoya-petrova", display_name="Zoya Petrova")
    PersonFactory.create(slug=f"person-{named.pk}", display_name="Madina")
    write_first_editions()

    withhold(["Zoya Petrova"], "She asked.")

    named.refresh_from_db()
    assert "zoya" not in named.slug
    assert is_in_order()


def test_two_sentences_may_differ_in_what_is_withheld_alone() -> None:
    source = SourceFactory.create()
    first, second = (
        PassageFactory.create(source=source, quotation=f"Captain {name} spoke.", offset=None)
        for name in ("Zoya", "Madina")
    )
    for name, passage in (("Zoya", first), ("Madina", second)):
        person = PersonFactory.create(display_name=name, slug=name.lower())
        cite(person, passage=passage)
        write_first_editions()
        withhold([name], "They asked.", record=person)

    for passage in (first, second):
        passage.refresh_from_db()
        passage.full_clean()
        assert passage.quotation == "Captain [name withheld] spoke."
    assert is_in_order()


def test_what_was_written_meanwhile_stays() -> None:
    mission = MissionFactory.create(note="Akhmetova came.")
    write_editions(mission)
    act = withhold(["Akhmetova"], "She asked.")
    mission.refresh_from_db()
    mission.note = "Somebody came."
    mission.save()
    write_editions(mission)

    lift(act, "Asked again.")

    mission.refresh_from_db()
    assert mission.note == "Somebody came."
    first = Edition.objects.of("mission", mission.pk).get(number=1)
    assert first.content["columns"]["note_en"] == "Akhmetova came."
    assert not Original.objects.exists()
    write_first_editions()
    assert is_in_order()


def test_what_is_kept_aside_of_a_row_goes_with_it_when_nothing_withholds_it() -> None:
    mission, other = (MissionFactory.create(note="Akhmetova came with Bekova.") for _ in "ab")
    write_editions(mission, other)
    first, second = (withhold([name], "She asked.") for name in ("Akhmetova", "Bekova"))
    Mission.objects.get(pk=mission.pk).delete()
    its_own = Original.objects.filter(table="missions.mission", row=mission.pk)

    lift(first, "Asked again.")
    assert its_own.exists(), "it still names somebody who is withheld"
    lift(second, "Asked again.")

    assert not Original.objects.exists()
    other.refresh_from_db()
    assert other.note == "Akhmetova came with Bekova."


def test_a_record_on_which_others_rest_alone_is_not_withheld() -> None:
    source = SourceFactory.create()
    cite(MissionFactory.create(), passage=PassageFactory.create(source=source))
    before = rows()

    with pytest.raises(ValidationError):
        withhold([], "They asked.", record=source)

    assert rows() == before


def test_a_photograph_leaves_the_disk(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    photo = PhotoFactory.create(file=picture(size=(1000, 500)), alternative_text="A square")
    person = PersonFactory.create(photo=photo)
    cite(photo)
    cite(person)
    write_editions(photo, person)
    assert list(tmp_path.rglob("*.jpg"))

    with TestCase.captureOnCommitCallbacks(execute=True):
        act = withhold([], "They asked.", record=photo)

    assert not list(tmp_path.rglob("*.jpg"))
    person.refresh_from_db()
    assert person.photo is None
    lift(act, "They asked again.")
    person.refresh_from_db()
    assert person.photo == photo
    assert Photo.objects.get().file.name == ""
    write_first_editions()
    assert is_in_order()


def test_nobody_writes_it_again(editor_client: Client, tmp_path: Path) -> None:
    mission, photo = MissionFactory.create(), PhotoFactory.create(slug="at-the-airport")
    cite(mission)
    cite(photo)
    write_editions(mission, photo)
    fixture = tmp_path / "photo.json"
    call_command("dumpdata", "sources.photo", natural_foreign=True, natural_primary=True,
                 output=str(fixture))  # fmt: skip
    withhold(["Akhmetova"], "She asked.")
    withhold([], "They asked.", record=photo)

    form = Form.at(editor_client, admin_address(Mission, "change", mission.pk))
    page = form.refused(note_en="Major Akhmetova went.")
    complaint = page.select_one(".field-note_en .errorlist")
    assert complaint
    assert "Write it so: Major [name withheld] went." in words(complaint)
    with pytest.raises(CommandError, match="The record with this slug is withheld"):
        call_command("loaddata", str(fixture), verbosity=0)
    (tmp_path / "person.csv").write_text("slug,display_name_en\nsomebody,Dilya Akhmetova\n")
    with pytest.raises(CommandError):
        call_command("load_csv", str(tmp_path / "person.csv"), verbosity=0)
    assert not Person.objects.exists()


def test_no_reason_that_readers_see_names_somebody_withheld() -> None:
    mission = MissionFactory.create()
    write_editions(mission)
    withhold(["Akhmetova"], "She asked.")

    with pytest.raises(ValidationError), change_set() as changes:
        changes.withdraw(mission, "Akhmetova asked for it.")


def test_what_has_lost_its_owner_does_not_come_back() -> None:
    holding = RankHoldingFactory.create()
    cite(holding)
    write_first_editions()
    act = withhold([], "They asked.", record=holding)
    holding.rank.delete()

    with pytest.raises(ValidationError):
        lift(act, "They asked again.")

    act.refresh_from_db()
    assert act.lifted_at is None


def test_what_is_written_past_the_rules_is_found_and_taken_out() -> None:
    mission = MissionFactory.create()
    write_editions(mission)
    withhold(["Akhmetova"], "She asked.")
    Mission.objects.filter(pk=mission.pk).update(note="Akhmetova went.")
    with pytest.raises(CommandError):
        is_in_order()

    call_command("withhold_again", stdout=StringIO())

    assert holding("akhmetova") == []


# --- At the desk --------------------------------------------------------------------------------


def test_an_editor_sees_every_place_first_and_can_lift_it(editor_client: Client) -> None:
    person = PersonFactory.create(display_name="Dilya Akhmetova", slug="dilya-akhmetova")
    PersonNameFactory.create(person=person, name="Диля Ахметова")
    cite(person, quotation="She served there.")
    PersonFactory.create(display_name="Dilya Bekova")
    mission = MissionFactory.create(note="Led by Ахметова.")
    write_editions(*Person.objects.all(), mission)
    page = read(editor_client, admin_address(Person, "change", person.pk))
    address = address_of_link(page, "Withhold")

    form = Form.at(editor_client, address)
    # "Dilya" is somebody else's name too.
    assert form.values["words"].split() == ["Dilya", "Akhmetova", "Akhmetova"]
    shown = form.refused(reason="She asked.")
    assert "Led by Ахметова. Led by [имя не раскрывается]." in words(shown)
    assert "People: 1" in words(shown)
    assert Person.objects.filter(pk=person.pk).exists()

    sent = form.values | {"reason": "She asked.", "_withhold": "Withhold"}
    sent["looked_at"] = shown.select_one("[name=looked_at]")["value"]  # type: ignore[index]
    mission.note_kk = "Акметова Ахметова"
    mission.save()
    stale = editor_client.post(address, sent)
    assert "Something was written since." in stale.content.decode()
    sent["looked_at"] = BeautifulSoup(stale.content, "html.parser").select_one("[name=looked_at]")[
        "value"
    ]  # type: ignore[index]
    assert editor_client.post(address, sent).status_code == 302

    assert holding("akhmetova|ахметова") == []
    act = Withholding.objects.get()
    assert (act.record, act.reason, str(act.by)) == ("Dilya Akhmetova", "She asked.", "editor")
    log = read(editor_client, admin_address(Withholding, "changelist"))
    assert "She asked." in words(log)
    lifted = editor_client.post(
        admin_address(Withholding, "lift", act.pk), {"reason": "She asked again."}
    )
    assert lifted.status_code == 302
    assert Person.objects.get(pk=person.pk).names.get().name == "Диля Ахметова"
