"""Questions as readers type them, over the article: the right record must come first."""

import pytest
from django.test import Client
from django.utils import translation

from catalogue.questions import understand
from kazbat.search.views import HITS_A_PAGE, KINDS, NAMED, hits_for
from personnel.models import Person
from tests.factories import ClaimFactory, FigureFactory, MissionFactory, SeriesFactory
from tests.reading import main_part, queries_of, read, words

IRAQ, UNIFIL = "/missions/iraq/", "/missions/unifil/"
SAHARA, IVOIRE = "/missions/western-sahara/", "/missions/cote-divoire/"
KAZBAT = "/units/kazbat/"


def person(slug: str) -> str:
    return f"/personnel/{slug}/"


QUESTIONS = {
    IRAQ: (
        "Iraq", "iraq mission", "how many served in Iraq", "when was Kazakhstan in Iraq?",
        "what did they do in Iraq", "Ирак", "в Ираке", "сколько было в Ираке", "миссия в Ираке",
        "Ирактағы миссия", "Иракта қанша", "Peacekeeping mission in Iraq", "ирак",
    ),
    UNIFIL: (
        "UNIFIL", "unifil", "Lebanon", "Lebannon", "how many in Lebanon", "who was in Lebanon?",
        "UN Interim Force in Lebanon", "Ливан", "Ливане", "в Ливане", "кто был в Ливане",
        "Ливанда", "Ливандағы", "Временные силы ООН в Ливане", "interim force",
    ),
    SAHARA: (
        "Western Sahara", "Sahara", "MINURSO", "minurso mission", "Западная Сахара",
        "в Западной Сахаре", "Сахара", "Батыс Сахара", "Батыс Сахарада", "who is in Western Sahara",
    ),
    IVOIRE: (
        "Côte d’Ivoire", "Cote d'Ivoire", "cote divoire", "UNOCI", "Кот-д’Ивуар", "Кот-д'Ивуаре",
        "Ivoire", "Ivory Coast",
    ),
    KAZBAT: (
        "Kazbat", "KAZBAT", "Казбат", "Қазбат", "Kazakh peacekeeping battalion",
        "миротворческий батальон", "бітімгершілік батальоны", "what is Kazbat?",
    ),
    person("dilya-akhmetova"): (
        "Akhmetova", "Dilya Akhmetova", "Ахметова", "ахметова", "Диля Ахметова", "akhmetova d",
        "подполковник Ахметова", "Akhmettova", "who is Dilya Akhmetova?", "кто такая Ахметова",
        "Ахметовой",
    ),
    person("madina-kamaletdinova"): ("Kamaletdinova", "Madina Kamaletdinova", "Камалетдинова"),
    person("sholpan-tausheva"): ("Tausheva", "Sholpan", "Шолпан Таушева"),
    person("rimma-shakeyeva"): ("Shakeyeva", "Shakeeva", "Шакеева", "Rimma Shakeyeva"),
    person("sabina-muzalinova"): ("Muzalinova", "Музалинова", "Sabina Muzalinova"),
    person("aizhan-zhasuzakova"): (
        "Zhasuzakova", "Zhassuzakova", "Jasuzakova", "Жасузакова", "Aizhan", "Айжан",
    ),
}  # fmt: skip


def claim(slug: str) -> str:
    return f"/claims/{slug}/"


HOW_MANY = {
    (claim("iraq-participants"), IRAQ): (
        "how many people served in Iraq", "how many people took part in Iraq",
        "how many soldiers were in Iraq", "how many troops in Iraq",
        "number of peacekeepers in Iraq", "сколько человек служило в Ираке",
        "сколько военных было в Ираке", "Иракта қанша адам қызмет етті",
        "Иракта неше әскери болды",
    ),
    (claim("iraq-rotations"), IRAQ): (
        "how many rotations in Iraq", "сколько ротаций было в Ираке", "Иракта қанша ротация болды",
    ),
    (claim("iraq-duration"), IRAQ): (
        "how many years in Iraq", "how long was Kazakhstan in Iraq", "сколько лет в Ираке",
        "Иракта қанша жыл болды",
    ),
    (claim("iraq-munitions"),): (
        "how many munitions were destroyed in Iraq", "how many munitions were destroyed",
        # Claims are written in English so far.
        "сколько боеприпасов уничтожили",
    ),
    (claim("unifil-participants"), UNIFIL): (
        "how many officers in Lebanon", "how many officers served in Lebanon",
        "сколько офицеров служило в Ливане", "Ливанда қанша офицер болды",
    ),
    (claim("unifil-rotations"), UNIFIL): (
        "how many rotations were there in Lebanon", "сколько ротаций в Ливане",
        "Ливанда неше ротация болды",
    ),
    (claim("kazbat-strength-now"), KAZBAT): (
        "how many serve now", "how many serve today", "how many peacekeepers serve now",
        "how many officers are in the battalion", "how many officers in Kazbat",
        "сколько миротворцев сейчас", "сколько офицеров в Казбате",
        "қазір қанша бітімгер қызмет етеді", "Қазбатта қанша офицер бар",
    ),
    (claim("csto-proposal"),): ("CSTO", "ОДКБ", "ҰҚШҰ", "Токаев и ОДКБ"),
    (claim("iraq-munition-kinds"),): ("landmines", "mines in Iraq", "разминирование"),
    # No source says it; the mission's page does.
    (SAHARA,): ("how many people in Western Sahara",),
    ("/joint-deployments/women-in-western-sahara-and-lebanon/",): (
        "how many women served", "women in Lebanon", "female soldiers",
    ),
}  # fmt: skip
"""The claim with the number, or the page that begins with it."""


def first_hit(question: str) -> str:
    hits, _more = hits_for(understand(question, list(KINDS), NAMED), list(KINDS), HITS_A_PAGE, 1)
    return hits[0].document.address if hits else ""


@pytest.mark.usefixtures("article")
@pytest.mark.django_db
def test_the_right_record_comes_first() -> None:
    all_questions = {(right,): asked for right, asked in QUESTIONS.items()} | HOW_MANY
    asked = [(question, right) for right, asked in all_questions.items() for question in asked]
    wrong = {
        question: found for question, right in asked if (found := first_hit(question)) not in right
    }

    assert len(asked) > 100
    assert len(wrong) <= 0.05 * len(asked), wrong


@pytest.mark.usefixtures("article")
@pytest.mark.django_db
@pytest.mark.parametrize("word", ["women", "женщины", "әйелдер"])
def test_women_are_found_of_whom_a_source_says_it(word: str) -> None:
    hits, _more = hits_for(understand(word, list(KINDS), NAMED), list(KINDS), HITS_A_PAGE, 1)

    found = {hit.document.object_id for hit in hits if hit.document.kind == "person"}
    assert found == {one.pk for one in Person.objects.filter(gender="female")}


@pytest.mark.usefixtures("article")
@pytest.mark.django_db
def test_what_nobody_has_is_named_beside_the_nearest(client: Client) -> None:
    page = main_part(read(client, "/search/?q=how many generals in Lebanon"))

    assert "These come nearest, without: generals" in words(page)
    assert "UN Interim Force in Lebanon" in words(page)


@pytest.mark.usefixtures("article")
@pytest.mark.django_db
def test_silence_is_said_to_be_no_proof(client: Client) -> None:
    page = main_part(read(client, "/search/?q=mali"))

    assert "No source in this register mentions “mali”. It reads 1 source so far." in words(page)
    assert "Peacekeeping mission in Iraq" in words(page)
    assert "It does not say that nobody served elsewhere." in words(page)


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("how many served in Mali", "mentions “Mali”."),
        ("who served in Haiti and Congo", "mentions “Haiti” or “Congo”."),
    ],
)
@pytest.mark.django_db
def test_silence_is_about_the_telling_words_of_a_question(
    client: Client, asked: str, told: str
) -> None:
    assert told in words(main_part(read(client, f"/search/?q={asked}")))


@pytest.mark.django_db
def test_small_words_alone_are_looked_for() -> None:
    MissionFactory.create(name="The Who", slug="who")

    assert first_hit("who") == "/missions/who/"


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_offers_to_search_for_its_words(client: Client) -> None:
    page = main_part(read(client, "/missions/mali-2013/", status=404))

    assert "/search/?q=mali%202013" in [str(link["href"]) for link in page.select("a")]


@pytest.mark.usefixtures("article")
@pytest.mark.django_db
def test_the_longest_question_costs_no_more_queries_than_any_page(client: Client) -> None:
    question = "+".join(["officers", "lebanon", "iraq", "mali", *(f"word{n}" for n in range(8))])

    assert queries_of(client, f"/search/?q={question}") <= 10


@pytest.mark.django_db
def test_who_asks_how_many_reads_numbers_before_other_claims() -> None:
    ClaimFactory.create(text="Sappers trained.", slug="a-sentence")
    FigureFactory.create(text="Sappers: ten of them.", slug="a-number", value=10)

    assert first_hit("sappers") == "/claims/a-sentence/"
    assert first_hit("how many sappers") == "/claims/a-number/"


@pytest.mark.django_db
def test_a_question_keeps_the_name_it_says_where_not_all_words_are_found() -> None:
    MissionFactory.create(name="Mission in Chad", slug="chad")
    for number in range(2):
        ClaimFactory.create(text=f"Chad, claim {number}.")
    ClaimFactory.create(text="Sappers trained at home.", slug="rarer")

    assert first_hit("how many sappers in Chad") == "/missions/chad/"


@pytest.mark.django_db
def test_who_asks_of_today_reads_the_numbers_of_the_present() -> None:
    SeriesFactory.create(title="Strength by month", slug="strength")

    for question in ("how many serve today", "сколько служит сейчас", "қазір қанша"):
        understood = understand(question, list(KINDS), NAMED)
        hits, _more = hits_for(understood, list(KINDS), HITS_A_PAGE, 1)
        assert "/series/strength/" in [hit.document.address for hit in hits]


@pytest.mark.django_db
def test_a_series_that_ended_answers_where_it_ends_and_after_those_that_go_on() -> None:
    SeriesFactory.create(title="Strength in Chad", slug="ended", observations="2016-11,7,2")
    SeriesFactory.create(title="Strength in Mali", slug="goes-on", observations="2025-07,9")

    understood = understand("how many now", list(KINDS), NAMED)
    hits, _more = hits_for(understood, ["series"], HITS_A_PAGE, 1)

    assert [hit.document.address for hit in hits] == ["/series/goes-on/", "/series/ended/"]
    ends = {"en": "November 2016", "ru": "ноябрь 2016 года", "kk": "2016 ж. қараша"}
    assert set(hits[1].document.texts) == set(ends)
    for language, month in ends.items():
        with translation.override(language):
            assert f"({month}, where the series ends)" in hits[1].document.text
