"""Questions as readers type them, over the article: the right record must come first."""

import pytest
from django.test import Client

from catalogue.queries import find
from catalogue.questions import understand
from kazbat.search.views import KINDS, LAST
from tests.factories import MissionFactory
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
        "Ivoire",
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


def first_hit(question: str) -> str:
    found = find(understand(question, list(KINDS)).terms, kinds=list(KINDS), last=LAST, limit=1)
    return found[0].address if found else ""


@pytest.mark.usefixtures("article")
@pytest.mark.django_db
def test_the_right_record_comes_first() -> None:
    asked = [(question, right) for right, asked in QUESTIONS.items() for question in asked]
    wrong = {
        question: found for question, right in asked if (found := first_hit(question)) != right
    }

    assert len(asked) > 80
    assert len(wrong) <= 0.05 * len(asked), wrong


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
