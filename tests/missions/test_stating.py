"""A figure is entered in few fields: what its form writes by itself, and what it does not."""

from typing import Any

import pytest
from django.test import Client

from missions.models import Claim, Nature
from sources.models import Source
from tests.editing import Form, admin_address, messages_at
from tests.factories import (
    ClaimFactory,
    MeasureFactory,
    MissionFactory,
    PassageFactory,
    RotationFactory,
    SourceFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db


def figure(source: Source | None = None, **values: Any) -> dict[str, Any]:
    """What an editor types at least."""
    mission = MissionFactory.create(
        slug="iraq", name="Mission in Iraq", name_kk="Ирактағы миссия", name_ru="Миссия в Ираке"
    )
    measure = MeasureFactory.create(
        slug="strength", name="Strength", name_kk="Құрамы", name_ru="Численность",
        nature=Nature.MOMENT,
    )  # fmt: skip
    source = source or SourceFactory.create(language="en")
    return {
        "missions": [str(mission.pk)], "measure": str(measure.pk), "value": "120",
        "citations-0-quoted_source": str(source.pk),
        "citations-0-quoted_words": "120 troops served there in May 2005",
    } | values  # fmt: skip


def add(client: Client, **values: Any) -> Any:
    Form.at(client, admin_address(Claim, "add")).saved(**figure(**values))
    return Claim.objects.get()


def test_a_figure_needs_its_mission_measure_number_and_words(editor_client: Client) -> None:
    claim = add(editor_client)

    assert (claim.kind, claim.comparator, claim.value) == ("figure", "=", 120)
    assert claim.text_en == "Mission in Iraq: 120 (Strength)."
    assert claim.slug == "iraq-strength-120"
    assert claim.citations.get().passage.quotation == "120 troops served there in May 2005"


def test_the_sentence_is_written_in_each_language_that_has_its_words(
    editor_client: Client,
) -> None:
    claim = add(editor_client, period="May 2005")

    assert claim.text_en == "Mission in Iraq: 120 (Strength; May 2005)."
    assert claim.text_ru == "Миссия в Ираке: 120 (Численность; май 2005 года)."
    assert claim.text_kk == "Ирактағы миссия: 120 (Құрамы; 2005 ж. мамыр)."


def test_no_sentence_leaves_out_what_is_counted(editor_client: Client) -> None:
    claim = add(editor_client, noun="women", noun_translation_ru="женщин")

    assert claim.text_en == "Mission in Iraq: 120 women (Strength)."
    assert claim.text_ru == "Миссия в Ираке: 120 женщин (Численность)."
    assert not claim.text_kk, "“120 women” would be 120 people"


def test_a_noun_in_another_language_is_asked_for_in_the_first_one(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Claim, "add"))
    typed = figure(SourceFactory.create(language="ru"), noun="сапёров")
    page = form.refused(**typed)

    assert "the noun in this language" in messages_at(page, "text_en")
    form.saved(**typed, noun_translation_en="sappers")
    claim: Any = Claim.objects.get()
    assert claim.text_en == "Mission in Iraq: 120 sappers (Strength)."
    assert claim.text_ru == "Миссия в Ираке: 120 сапёров (Численность)."


def test_a_plan_says_so(editor_client: Client) -> None:
    assert add(editor_client, planned="on").text_en == "Mission in Iraq: 120, planned (Strength)."


def test_a_figure_within_another_contingent_is_put_in_words_by_hand(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Claim, "add"))

    assert messages_at(form.refused(**figure(host_en="Poland")), "text_en")


def test_what_was_written_is_kept(editor_client: Client) -> None:
    claim = add(editor_client, text_en="There were 120.", slug="there-were")

    assert (claim.text_en, claim.text_ru, claim.slug) == ("There were 120.", "", "there-were")


def test_an_address_that_is_taken_gets_a_number(editor_client: Client) -> None:
    ClaimFactory.create(slug="iraq-strength-120")
    Form.at(editor_client, admin_address(Claim, "add")).saved(**figure(period="2005"))
    Form.at(editor_client, admin_address(Claim, "add")).saved(
        kind="activity", text_en="They served in Iraq.", slug=""
    )

    assert Claim.objects.filter(slug="iraq-strength-120-2005").exists()
    assert Claim.objects.filter(slug="they-served-in-iraq").exists()


@pytest.mark.parametrize(
    ("text", "slug"), [("snake_case 🙂 ___", "snake-case-slight-smile"), ("— 。", "claim")]
)
def test_words_without_letters_of_an_address_have_one(
    editor_client: Client, text: str, slug: str
) -> None:
    Form.at(editor_client, admin_address(Claim, "add")).saved(
        kind="activity", text_en=text, slug=""
    )
    assert Claim.objects.get().slug == slug


def test_only_what_could_not_be_read_is_said(editor_client: Client) -> None:
    page = Form.at(editor_client, admin_address(Claim, "add")).refused(**figure(value="many"))

    assert "many" in messages_at(page, "value")
    assert messages_at(page, "text_en") == ""


@pytest.mark.parametrize(
    ("typed", "quoted", "kept"),
    [
        ("120", "more than 120 troops", (">", 120, 1)),
        ("120", "120 troops, nearly 200 in all", ("=", 120, 1)),
        ("120", "a sentence without the number", ("=", 120, 1)),
        ("120", "about 120 came and exactly 120 left", ("=", 120, 1)),
        ("4500000", "about 4.5 million mines", ("≈", 4_500_000, 100_000)),
        ("120+", "about 120 troops", ("≥", 120, 1)),
    ],
)
def test_a_bare_number_has_the_bound_of_the_words_cited(
    typed: str, quoted: str, kept: tuple[str, int, int], editor_client: Client
) -> None:
    claim = add(editor_client, value=typed, **{"citations-0-quoted_words": quoted})

    assert (claim.comparator, claim.value, claim.rounded_to) == kept


def test_the_bound_is_read_from_a_chosen_passage_too(editor_client: Client) -> None:
    passage = PassageFactory.create(quotation="up to 120 troops")
    claim = add(
        editor_client,
        **{"citations-0-passage": str(passage.pk), "citations-0-quoted_words": ""},
    )

    assert claim.comparator == "≤"


def test_the_form_starts_from_a_source_or_a_passage(editor_client: Client) -> None:
    passage = PassageFactory.create()
    page = Form.at(editor_client, admin_address(Source, "change", passage.source_id)).page
    (way,) = page.select(f'a[href*="claim/add/?source={passage.source_id}"]')
    assert words(way) == "add"
    form = Form.at(editor_client, str(way["href"]))
    assert form.values["citations-0-quoted_source"] == str(passage.source_id)

    form = Form.at(editor_client, f"{admin_address(Claim, 'add')}?passage={passage.pk}")
    assert form.values["citations-0-passage"] == str(passage.pk)


@pytest.mark.parametrize("asked", ["source=x", "source=99", "passage=x", "passage=99", "kind=x"])
def test_what_an_address_proposes_may_be_nothing(asked: str, editor_client: Client) -> None:
    Form.at(editor_client, f"{admin_address(Claim, 'add')}?{asked}")


def test_the_next_one_is_about_the_same(editor_client: Client) -> None:
    typed = figure()
    sent = Form.at(editor_client, admin_address(Claim, "add")).values | typed
    sent = {name: value for name, value in sent.items() if value is not None}
    page = editor_client.post(admin_address(Claim, "add"), sent | {"_addanother": "1"}, follow=True)
    again = Form.at(editor_client, page.redirect_chain[-1][0])

    assert again.values["missions"] == typed["missions"]
    assert again.values["citations-0-quoted_source"] == typed["citations-0-quoted_source"]
    assert again.values["value"] == ""


def test_enter_never_publishes(editor_client: Client) -> None:
    """A browser presses the first button of a form for whoever presses Enter in a field."""
    page = Form.at(editor_client, admin_address(Claim, "add")).page
    first = page.select("#claim_form [type=submit]")[0]

    assert first["name"] == "_save"


def test_a_rotation_has_a_sentence_too(editor_client: Client) -> None:
    rotation = RotationFactory.create(number=4, mission__slug="sahara", mission__name="Sahara")
    claim = add(editor_client, missions=[], rotation=str(rotation.pk))

    assert claim.text_en == "Rotation 4, Sahara: 120 (Strength)."
    assert claim.slug == "sahara-4-strength-120"
    assert not claim.text_ru
