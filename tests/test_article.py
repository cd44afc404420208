"""The article in the register: each of its 66 statements, and what must never be made of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import Tag
from django.conf import settings
from django.db.models import Model
from django.test import Client

from missions.models import Claim, Mission, Organisation, Rotation, Series, Unit, UnitHistory
from personnel.models import Command, Deployment, JointDeployment, Person, PersonName, RankHolding
from records.models import Quantified, Record
from records.quantities import Comparator
from sources.doubts import doubts_of
from sources.evidence import citation_model
from sources.models import Citation, Passage, Photo, Source, Stance
from sources.uses import citation_tables
from tests.article import Walk, walk
from tests.factories import FigureFactory, PassageFactory, SourceFactory, cite
from tests.reading import (
    choices,
    claim_saying,
    heading,
    main_part,
    names_listed,
    notes_behind,
    read,
    statement,
    words,
    words_outside_quotations,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

# Beside the project, where somebody has it: the article is its publisher's, not the project's.
SHARED = settings.BASE_DIR.parent / "shared"
ARTICLE_TEXT = SHARED / "article.txt"
CHECKLIST = SHARED / "facts.json"
needs_text = pytest.mark.skipif(not ARTICLE_TEXT.exists(), reason="the article is not here")
needs_checklist = pytest.mark.skipif(not CHECKLIST.exists(), reason="the checklist is not here")

SLUG = "astana-times-kazbat"
NOT_STATED = "not stated in any source"

IRAQ_PAGE = "/missions/iraq/"
AKHMETOVA_PAGE = "/personnel/dilya-akhmetova/"
KAMALETDINOVA_PAGE = "/personnel/madina-kamaletdinova/"
NOT_STATED_INDIVIDUALLY = ["Aizhan Zhasuzakova", "Rimma Shakeyeva", "Sabina Muzalinova",
                           "Sholpan Tausheva"]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where the register holds a statement of the article."""

    model: type[Record]
    key: tuple[str | int | None, ...]
    field: str
    offset: int
    """Where in the article the quotation begins that the field is cited with."""
    value: str
    """What the field says; of a text, the words that carry the statement."""

    @property
    def row(self) -> Record:
        row: Record = self.model._default_manager.get_by_natural_key(*self.key)  # type: ignore[attr-defined]
        return row

    @property
    def citations(self) -> list[Citation]:
        """The published citations of the field."""
        table = citation_model(self.model)
        rows = table.objects.published().filter(**{table.record_name: self.row})
        return list(rows.filter(field=self.field).select_related("passage__source"))


def source(field: str, offset: int, value: str) -> Place:
    return Place(Source, (SLUG,), field, offset, value)


def photo(number: int, field: str, offset: int, value: str) -> Place:
    return Place(Photo, (f"{SLUG}-{number}",), field, offset, value)


def battalion(field: str, offset: int, value: str) -> Place:
    return Place(Unit, ("kazbat",), field, offset, value)


def mission(slug: str, field: str, offset: int, value: str) -> Place:
    return Place(Mission, (slug,), field, offset, value)


def rotations(slug: str, last: int, offset: int) -> list[Place]:
    return [
        Place(Rotation, (slug, number), "number", offset, str(number))
        for number in range(1, last + 1)
    ]


def claim(slug: str, offset: int, value: str, field: str = "") -> Place:
    return Place(Claim, (slug,), field, offset, value)


def person(slug: str, field: str, offset: int, value: str) -> Place:
    return Place(Person, (slug,), field, offset, value)


def rank(slug: str, filed_under: str, offset: int, as_printed: str) -> Place:
    return Place(RankHolding, (slug, filed_under, ""), "as_printed", offset, as_printed)


def service(slug: str, mission: str, field: str, offset: int, value: str) -> Place:
    return Place(Deployment, (slug, mission, None, None, ""), field, offset, value)


def joint(field: str, offset: int, value: str) -> Place:
    key = ("women-in-western-sahara-and-lebanon",)
    return Place(JointDeployment, key, field, offset, value)


WOMEN = (
    "dilya-akhmetova", "sholpan-tausheva", "sabina-muzalinova", "rimma-shakeyeva",
    "aizhan-zhasuzakova",
)  # fmt: skip

STATEMENTS: dict[str, list[Place]] = {
    "F01": [
        source(
            "title",
            0,
            "Kazakhstan Battalion Expands Involvement in UN Peacekeeping Operations, "
            "Now Consists of More Than 500 Officers",
        )
    ],
    "F02": [source("dateline", 112, "NUR-SULTAN")],
    "F03": [source("publisher", 2788, "The Astana Times")],
    "F04": [
        claim(
            "peaceful-foreign-policy",
            644,
            "the press service of the Ministry of Defense",
            "attributed_to",
        )
    ],
    "F05": [photo(1, "credit", 428, "Gov.kz")],
    "F06": [photo(2, "credit", 1170, "News.un.org")],
    "F07": [photo(3, "credit", 1818, "Gov.kz")],
    "F08": [claim("kazbat-strength-now", 72, "> 500 officers", "value")],
    "F09": [claim("kazbat-expands-involvement", 0, "expands its involvement in UN peacekeeping")],
    "F10": [
        claim(
            "aim-of-peacekeeping",
            162,
            "seek to assist the international community in preventing armed conflicts",
        )
    ],
    "F11": [claim("peacekeepers-day-date", 307, "XXXX-05-29", "period")],
    "F12": [
        claim("peacekeepers-day-since", 369, "2002/..", "period"),
        claim("peacekeepers-day-since", 369, "worldwide"),
    ],
    "F13": [
        claim(
            "peacekeepers-day-purpose",
            236,
            "the contribution of the men and women serving “under its flag”",
        )
    ],
    "F14": [
        claim("peacekeepers-day-in-kazakhstan", 437, "2019", "period"),
        claim("peacekeepers-day-in-kazakhstan", 437, "was first celebrated in 2019"),
    ],
    "F15": [
        claim(
            "peaceful-foreign-policy",
            592,
            "affirms the peaceful foreign policy of the country",
            "text",
        )
    ],
    "F16": [battalion("name", 700, "The Kazakh peacekeeping battalion")],
    "F17": [battalion("established", 738, "2000")],
    "F18": [battalion("founding_instrument", 738, "Decree of the President")],
    "F19": [battalion("also_known_as", 812, "Kazbat")],
    "F20": [claim("kazbat-training", 790, "trained before they began the mission in Iraq")],
    "F21": [
        mission("iraq", "name", 812, "Peacekeeping mission in Iraq"),
        mission("iraq", "place", 812, "Iraq"),
        mission("iraq", "country", 812, "Iraq"),
        mission("iraq", "units", 812, "kazbat"),
    ],
    "F22": [mission("iraq", "period", 838, "2003/")],
    "F23": [
        claim("iraq-rotations", 885, "= 10 rotations of personnel", "value"),
        *rotations("iraq", 10, 885),
    ],
    "F24": [claim("iraq-duration", 930, "= 5 years", "value")],
    "F25": [claim("iraq-participants", 980, "> 270 military personnel", "value")],
    "F26": [claim("iraq-munitions", 1205, "> 4500000 different munitions", "value")],
    "F27": [
        claim("iraq-munition-kinds", 1257, "included mines, missiles and shells"),
        claim("iraq-munition-kinds", 1257, "True", "open_ended"),
    ],
    "F28": [claim("iraq-water", 1295, "contributed to water purification projects")],
    "F29": [
        claim(
            "iraq-medical-assistance", 1342, "provided medical assistance to the local population"
        )
    ],
    "F30": [claim("iraq-local-population", 1395, "mostly affected by terrorist attacks")],
    "F31": [
        mission("western-sahara", "name", 1443, "Mission in Western Sahara"),
        mission("western-sahara", "place", 1443, "Western Sahara"),
        mission("western-sahara", "period", 1443, "2014/.."),
        claim("western-sahara-and-cote-divoire-service", 1443, "Kazakh officers have served"),
        claim("western-sahara-and-cote-divoire-service", 1443, "2014/..", "period"),
    ],
    "F32": [
        mission("cote-divoire", "name", 1443, "Mission in Côte d’Ivoire"),
        mission("cote-divoire", "place", 1443, "Côte d’Ivoire"),
        mission("cote-divoire", "period", 1443, "2014/.."),
    ],
    "F33": [
        claim(
            "western-sahara-and-cote-divoire-roles",
            1523,
            "as staff officers and military observers",
        )
    ],
    "F34": [
        mission("unifil", "official_name", 1646, "UN Interim Force in Lebanon"),
        mission("unifil", "acronym", 1646, "UNIFIL"),
    ],
    "F35": [
        claim("unifil-contingent", 1578, "The Kazakh contingent was sent"),
        claim("unifil-contingent", 1691, "2018", "period"),
    ],
    "F36": [
        claim("unifil-staff-officers", 1578, "Kazakh staff officers were sent"),
        claim("unifil-staff-officers", 1691, "2018", "period"),
    ],
    "F37": [mission("unifil", "period", 1691, "2018/")],
    "F38": [claim("unifil-purpose", 1691, "to ensure the implementation of the mandate")],
    "F39": [claim("unifil-participants", 1744, "> 500 officers", "value")],
    "F40": [
        claim("unifil-rotations", 1785, "= 6 rotations", "value"),
        *rotations("unifil", 6, 1785),
    ],
    "F41": [rank("dilya-akhmetova", "lieutenant-colonel", 1041, "Lieutenant Colonel")],
    "F42": [rank("dilya-akhmetova", "colonel", 1874, "Colonel")],
    "F43": [service("dilya-akhmetova", "unifil", "mission", 1099, "UN Interim Force in Lebanon")],
    "F44": [service("dilya-akhmetova", "unifil", "activity", 1076, "visited a local school")],
    "F45": [rank("sholpan-tausheva", "lieutenant-colonel", 1899, "Lieutenant Colonel")],
    "F46": [rank("sabina-muzalinova", "lieutenant-colonel", 1899, "Lieutenant Colonel")],
    "F47": [rank("rimma-shakeyeva", "major", 1959, "Major of the Army")],
    "F48": [rank("aizhan-zhasuzakova", "captain", 1994, "Captain")],
    "F49": [person(slug, "gender", 1841, "female") for slug in WOMEN],
    "F50": [person(slug, "affiliation", 1841, "Kazakh") for slug in WOMEN],
    "F51": [
        joint(
            "text",
            2026,
            "took part in the UN missions in Western Sahara and Lebanon as staff officers and "
            "military observers",
        )
    ],
    "F52": [joint("open_ended", 1841, "True")],
    "F53": [rank("madina-kamaletdinova", "captain", 2127, "Captain")],
    "F54": [
        service(
            "madina-kamaletdinova", "western-sahara", "mission", 2127, "Mission in Western Sahara"
        ),
    ],
    "F55": [claim("ministry-expands-presence", 2197, "has been working to expand the scope")],
    "F56": [
        claim(
            "ministry-under-instructions",
            2333,
            "under direct instructions from the head of the state, President Tokayev",
        )
    ],
    "F57": [claim("csto-proposal", 2571, "Kazakh President Kassym-Jomart Tokayev", "text")],
    "F58": [claim("special-units-sappers", 2406, "sappers")],
    "F59": [claim("special-units-military-doctors", 2406, "military doctors")],
    "F60": [claim("special-units-intelligence", 2406, "intelligence")],
    "F61": [claim("special-units-military-police", 2406, "military police")],
    "F62": [claim("special-units-demand", 2518, "always in high demand")],
    "F63": [claim("csto-proposal", 2610, "proposed", "text")],
    "F64": [claim("csto-proposal", 2732, "at the CSTO Collective Security Council", "text")],
    "F65": [claim("csto-proposal", 2732, "2022", "period")],
    "F66": [claim("csto-proposal", 2648, "Collective Security Treaty Organization (CSTO)", "text")],
}


@pytest.fixture(scope="module")
def site(article: None) -> Walk:
    """Every public page that links lead to."""
    return walk()


@pytest.fixture(scope="module")
def own_voice(site: Walk) -> dict[str, str]:
    """What the register itself says on each page, quotations left out."""
    return {address: said_by_the_register(page) for address, page in site.pages.items()}


def said_by_the_register(page: Tag) -> str:
    unseen = [
        str(element[name])
        for name in ("content", "aria-label", "alt", "title")
        for element in page.select(f"[{name}]")
    ]
    return " · ".join([words_outside_quotations(page), *unseen])


def pages_saying(pattern: str, texts: dict[str, str]) -> dict[str, str]:
    """The pages on which something is said that should not be, each with the words around it."""
    found = {}
    for address, text in texts.items():
        if match := re.search(pattern, text, re.IGNORECASE):
            found[address] = text[max(0, match.start() - 60) : match.end() + 60]
    return found


# --- The 66 statements ------------------------------------------------------------------------


def stated(row: Any, field: str) -> str:
    """What a field of a record says; of the record as a whole, its text."""
    if field == "value" and isinstance(row, Quantified):
        return f"{row.comparator} {row.value} {row.noun}"
    value = getattr(row, field or "text")
    if hasattr(value, "all"):
        return ", ".join(related.slug for related in value.all())
    return str(value)


def test_every_one_of_the_66_statements_has_its_place() -> None:
    assert list(STATEMENTS) == [f"F{number:02}" for number in range(1, 67)]
    assert all(STATEMENTS.values())


@pytest.mark.parametrize("number", STATEMENTS)
def test_statement_stands_in_the_register_with_its_sentence(number: str) -> None:
    for place in STATEMENTS[number]:
        said = stated(place.row, place.field)
        if place.field in ("", "text"):
            assert place.value in said
        else:
            assert said == place.value
        assert place.row.is_public
        assert place.offset in [citation.passage.offset for citation in place.citations]


@needs_checklist
@pytest.mark.parametrize("number", STATEMENTS)
def test_statement_is_cited_with_words_of_the_checklist(number: str) -> None:
    """With those that it gives for the statement, or a part of them that carries it."""
    (entry,) = [one for one in json.loads(CHECKLIST.read_text("utf-8")) if one["id"] == number]
    first, last = entry["offset"], entry["offset"] + len(entry["quote"])

    places = STATEMENTS[number]
    passages = [citation.passage for place in places for citation in place.citations]
    assert any(
        one.offset is not None and first <= one.offset and one.offset + len(one.quotation) <= last
        for one in passages
    )
    assert [doubt for place in places for doubt in doubts_of(place.row)] == []


@needs_checklist
def test_the_checklist_has_no_statement_without_a_place() -> None:
    assert {entry["id"] for entry in json.loads(CHECKLIST.read_text("utf-8"))} == set(STATEMENTS)


@needs_text
def test_every_quotation_stands_in_the_article_letter_by_letter() -> None:
    text = ARTICLE_TEXT.read_text("utf-8")

    misplaced = [
        passage.quotation
        for passage in Passage.objects.filter(source__slug=SLUG)
        if passage.offset is None or not text.startswith(passage.quotation, passage.offset)
    ]

    assert misplaced == []


@needs_text
@needs_checklist
def test_no_word_of_the_article_is_quoted_that_carries_no_statement() -> None:
    carrying = {
        place
        for entry in json.loads(CHECKLIST.read_text("utf-8"))
        for place in range(entry["offset"], entry["offset"] + len(entry["quote"]))
    }

    quoted = {
        place
        for passage in Passage.objects.filter(source__slug=SLUG)
        for place in range(passage.offset or 0, (passage.offset or 0) + len(passage.quotation))
    }

    assert quoted <= carrying
    # It is somebody else's work: no more of it than the statements need.
    assert len(quoted) < 0.84 * len(ARTICLE_TEXT.read_text("utf-8"))


@needs_text
def test_the_length_of_the_article_is_recorded_and_its_text_is_not() -> None:
    article = Source.objects.get(slug=SLUG)

    assert article.text_length == len(ARTICLE_TEXT.read_text("utf-8"))
    assert article.archived_text == ""


def test_the_organisation_that_the_proposal_is_about_is_known_by_both_names() -> None:
    csto = Organisation.objects.get(slug="csto")

    assert (csto.name, csto.acronym) == ("Collective Security Treaty Organization", "CSTO")


def test_what_the_editors_read_into_the_article_is_marked_as_read_so() -> None:
    read_so = {
        number
        for number, places in STATEMENTS.items()
        if all(
            citation.stance == Stance.INFERRED and citation.note
            for place in places
            for citation in place.citations
        )
    }

    # Publisher, short name, year of sending, six rotations and their officers, UNIFIL as
    # Akhmetova's mission; "Major of the Army" as Major.
    assert {"F03", "F19", "F37", "F39", "F43", "F47"} <= read_so
    assert read_so <= {"F03", "F19", "F37", "F39", "F40", "F43", "F47"}


def test_an_opinion_is_the_press_services_own(site: Walk) -> None:
    page = site.pages["/claims/peaceful-foreign-policy/"]

    assert words(statement(page, "Attributed to")).startswith(
        "the press service of the Ministry of Defense"
    )


# --- What must never happen -------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "last"), [("iraq", 10), ("unifil", 6)])
def test_rotations_are_numbered_and_have_no_dates(site: Walk, slug: str, last: int) -> None:
    rows = Rotation.objects.filter(mission__slug=slug).order_by("number")

    assert [row.number for row in rows] == list(range(1, last + 1))
    for row in rows:
        assert (row.period, row.value) == (None, None)
        page = site.pages[row.get_absolute_url()]
        assert words(statement(page, "Period")) == NOT_STATED
        assert words(statement(page, "Strength")) == NOT_STATED


def test_the_year_in_which_iraq_ended_stands_nowhere(site: Walk) -> None:
    everything = {address: words(page) for address, page in site.pages.items()}

    assert Mission.objects.get(slug="iraq").period_latest is None
    assert pages_saying("2008", everything) == {}
    assert words(statement(site.pages[IRAQ_PAGE], "Kazakhstan took part")).startswith(
        "from 2003, end not stated"
    )


def test_nobody_mandates_iraq(client: Client, site: Walk, own_voice: dict[str, str]) -> None:
    assert words(statement(site.pages[IRAQ_PAGE], "Mandated by")) == NOT_STATED
    assert pages_saying(r"\bUN\b|United Nations", {"": own_voice[IRAQ_PAGE]}) == {}
    assert "Peacekeeping mission in Iraq" not in names_listed(
        read(client, "/missions/?mandate=united-nations")
    )
    assert "Peacekeeping mission in Iraq" in names_listed(
        read(client, "/missions/?mandate=not-stated")
    )


def test_kazbat_is_tied_to_iraq_only(client: Client, site: Walk) -> None:
    others = Mission.objects.exclude(slug="iraq")

    assert len(others) == 3
    for other in others:
        page = site.pages[other.get_absolute_url()]
        assert words(statement(page, "Units")) == NOT_STATED
        assert main_part(page).select('a[href="/units/kazbat/"]') == []
    tied = statement(site.pages["/units/kazbat/"], "Missions")
    assert [words(link) for link in tied.select("a:not(.notes a)")] == [
        "Peacekeeping mission in Iraq"
    ]
    assert names_listed(read(client, "/missions/?unit=kazbat")) == ["Peacekeeping mission in Iraq"]


def test_akhmetova_has_two_ranks_and_neither_is_dated() -> None:
    ranks = RankHolding.objects.filter(person__slug="dilya-akhmetova")

    assert {rank.as_printed for rank in ranks} == {"Colonel", "Lieutenant Colonel"}
    assert {rank.as_of for rank in ranks} == {None}


def test_no_page_shows_one_rank_of_akhmetova_without_the_other(
    client: Client, own_voice: dict[str, str]
) -> None:
    (row,) = [
        row
        for row in read(client, "/personnel/").select("tbody tr")
        if "Dilya Akhmetova" in words(row)
    ]
    ranks = [words(rank).partition(" [")[0] for rank in row.select("td:nth-of-type(1) div")]

    assert ranks == ["Lieutenant Colonel", "Colonel"]
    # Elsewhere, no rank stands before a name but in a quotation.
    assert pages_saying("(Colonel|Captain|Major|Army) [A-Z][a-z]+ova", own_voice) == {}


def test_no_rank_is_called_current(own_voice: dict[str, str]) -> None:
    said = r"(?<!none is called the )(current|present|latest|highest) rank"

    assert pages_saying(said, own_voice) == {}


def test_kamaletdinovas_role_and_gender_are_not_stated(
    client: Client, site: Walk, own_voice: dict[str, str]
) -> None:
    page, name = site.pages[KAMALETDINOVA_PAGE], "Madina Kamaletdinova"

    assert words(statement(page, "Gender")) == NOT_STATED
    assert f"Role, rotation, and period: {NOT_STATED}" in words(
        claim_saying(page, "Mission in Western Sahara")
    )
    about_a_woman = r"\b(she|her|hers|female|woman|women)\b"
    assert pages_saying(about_a_woman, {"": own_voice[KAMALETDINOVA_PAGE]}) == {}
    assert name not in names_listed(read(client, "/personnel/?gender=female"))
    assert name in names_listed(read(client, "/personnel/?gender=not-stated"))
    assert name in names_listed(read(client, "/personnel/?role=not-stated"))
    joint = JointDeployment.objects.get()
    assert name not in words(site.pages[joint.get_absolute_url()])


def test_nobody_currently_serves_in_the_registers_own_voice(
    site: Walk, own_voice: dict[str, str]
) -> None:
    assert pages_saying(r"\bcurrently\b|\b(is|are) serving\b|\bserves\b", own_voice) == {}
    said = claim_saying(site.pages[KAMALETDINOVA_PAGE], "Mission in Western Sahara")
    assert "Serving there as of the source" in words(said)
    assert notes_behind(site.pages[KAMALETDINOVA_PAGE], said) == [
        "Captain Madina Kamaletdinova is currently serving in Western Sahara"
    ]


def test_tokayev_is_not_among_the_personnel(client: Client) -> None:
    assert not PersonName.objects.filter(name__icontains="Tokayev").exists()
    assert sorted(names_listed(read(client, "/personnel/"))) == [
        "Aizhan Zhasuzakova",
        "Dilya Akhmetova",
        "Madina Kamaletdinova",
        "Rimma Shakeyeva",
        "Sabina Muzalinova",
        "Sholpan Tausheva",
    ]
    assert "0 found" in words(main_part(read(client, "/personnel/?q=tokayev")))


def test_270_and_500_are_never_added(site: Walk) -> None:
    texts = {address: words(page) for address, page in site.pages.items()}

    assert pages_saying(r"\b770\b", texts) == {}


@pytest.mark.parametrize("figure", ["270", "500", "4.5 million"])
def test_a_bound_is_never_shown_as_the_number_itself(
    site: Walk, own_voice: dict[str, str], figure: str
) -> None:
    # These two also say what the register never does, and one has a scale.
    texts = {
        address: text
        for address, text in own_voice.items()
        if address not in ("/about/", "/figures/")
    }
    texts["the table of figures"] = " · ".join(
        said_by_the_register(row) for row in site.pages["/figures/"].select("main tbody tr")
    )

    assert pages_saying(rf"more than {figure}\b", texts)
    assert pages_saying(rf"(?<!more than )(?<![\d,.]){figure}\b(?!,\d)", texts) == {}


def test_a_figure_is_more_than_its_number_where_the_sentence_says_so() -> None:
    figures = Claim.objects.filter(value__isnull=False)

    assert len(figures) == 7
    for figure in figures:
        quoted = " ".join(citation.passage.quotation for citation in figure.citations.all())
        bound = Comparator.MORE_THAN if "more than" in quoted.lower() else Comparator.EXACTLY
        assert figure.comparator == bound, figure


@pytest.mark.parametrize("acronym", ["MINURSO", "UNOCI"])
def test_an_identification_is_never_passed_off_as_the_articles_words(
    site: Walk, acronym: str
) -> None:
    assert not Passage.objects.filter(quotation__contains=acronym).exists()
    shown = [
        element.find_parent(class_="editors-view")
        for page in site.pages.values()
        for element in main_part(page).find_all(string=re.compile(acronym))
    ]
    assert shown
    for box in shown:
        assert box
        assert "Editors’ identification, stated in no source:" in words(box)


@pytest.mark.parametrize(
    ("acronym", "name"),
    [("MINURSO", "Mission in Western Sahara"), ("UNOCI", "Mission in Côte d’Ivoire")],
)
def test_a_mission_is_found_by_the_name_the_editors_take_it_for(
    client: Client, acronym: str, name: str
) -> None:
    hits = read(client, f"/search/?q={acronym}").select(".hits .hit-title")

    assert [words(hit) for hit in hits] == [name]


@pytest.mark.parametrize("acronym", ["MINURSO", "UNOCI"])
def test_a_hit_says_that_the_identification_is_the_editors(client: Client, acronym: str) -> None:
    (hit,) = read(client, f"/search/?q={acronym}").select(".hits li")

    assert acronym not in words(hit) or "editors’ identification" in words(hit).lower()


def test_the_women_who_are_named_are_never_a_total(own_voice: dict[str, str]) -> None:
    total = r"\b(5|6|five|six)\s+(\w+\s+){0,2}(women|woman|females?)\b"

    assert pages_saying(total, own_voice) == {}


def test_the_list_of_women_is_open_ended_wherever_it_stands(site: Walk) -> None:
    joint = JointDeployment.objects.get()
    passages = [
        said
        for page in site.pages.values()
        for said in page.select("main .claim .said")
        if joint.text in words(said)
    ]

    # Two missions and five people.
    assert len(passages) == 7
    for said in (*passages, main_part(site.pages[joint.get_absolute_url()])):
        assert "the source’s list is open-ended" in words(said)


# --- Every sentence in its place --------------------------------------------------------------


@pytest.mark.parametrize("table", citation_tables())
def test_every_sentence_that_a_record_rests_on_stands_on_its_page(
    site: Walk, table: type[Citation]
) -> None:
    unseen = [
        (str(citation.record), citation.field)
        for citation in table.objects.published()
        if citation.passage.quotation
        not in quoted_on(site.pages[urlsplit(citation.record.get_absolute_url()).path])
    ]

    assert unseen == []


def quoted_on(page: Tag) -> list[str]:
    """The quotations that notes on a page can lead to."""
    return [
        words(quotation).partition("“")[2].removesuffix("”")
        for quotation in page.select('.quotation[id^="note-"] blockquote')
    ]


# --- What a stranger can do -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            "more than 270 military personnel",
            "More than 270 military personnel took part",
        ),
        (
            "more than 4.5 million different munitions",
            "destroyed more than 4.5 million different munitions",
        ),
        ("10 rotations of personnel", "Ten rotations of personnel took place"),
        ("5 years", "the five years of participation in the operation"),
    ],
)
def test_each_figure_of_iraq_leads_to_its_sentence(site: Walk, number: str, sentence: str) -> None:
    page = site.pages[IRAQ_PAGE]

    assert notes_behind(page, claim_saying(page, number)) == [sentence]


def test_the_year_of_iraq_leads_to_its_sentence(site: Walk) -> None:
    page = site.pages[IRAQ_PAGE]

    assert notes_behind(page, statement(page, "Kazakhstan took part")) == [
        "began a peacekeeping mission in Iraq in 2003"
    ]


def test_no_number_on_the_page_of_iraq_is_without_a_sentence(site: Walk) -> None:
    page = site.pages[IRAQ_PAGE]
    numbered = [
        element
        for element in page.select("main .said")
        if re.search(r"\d", "".join(text for text in element.strings if not is_note(text)))
    ]

    # Four figures, the year, and the line of ten rotations.
    assert len(numbered) == 6
    for element in numbered:
        assert notes_behind(page, element), words(element)


def is_note(text: Any) -> bool:
    return text.find_parent(class_="notes") is not None


def test_akhmetova_is_shown_with_both_ranks_and_both_sentences(site: Walk) -> None:
    page = site.pages[AKHMETOVA_PAGE]
    section = page.select_one('section[aria-labelledby="ranks"]')
    assert section
    ranks = {
        words(said).partition(" [")[0]: notes_behind(page, said)
        for said in section.select(".claim .said")
    }

    assert heading(page) == "Dilya Akhmetova"
    assert ranks == {
        "Lieutenant Colonel": ["Lieutenant Colonel Dilya Akhmetova"],
        "Colonel": ["Colonel Dilya Akhmetova"],
    }
    assert "which came first is not stated" in words(section)


def test_whose_mission_is_not_stated_individually_can_be_asked(client: Client) -> None:
    offered = choices(read(client, "/personnel/"), "mission")
    assert offered["not-stated"] == "mission not stated individually (4)"

    page = read(client, "/personnel/?mission=not-stated")

    assert names_listed(page) == NOT_STATED_INDIVIDUALLY


def add_figure_for_iraq(**values: Any) -> str:
    """A second source's number of people in Iraq; returns its sentence."""
    sentence = f"{values['value']} of them served in Iraq."
    passage = PassageFactory.create(
        source=SourceFactory.create(title="Another article"), quotation=sentence
    )
    figure = FigureFactory.create(
        slug="iraq-participants-2", mission=Mission.objects.get(slug="iraq"), **values
    )
    cite(figure, "value", passage=passage)
    return sentence


def test_a_second_figure_for_iraq_stands_beside_the_first(client: Client) -> None:
    sentence = add_figure_for_iraq(value=290)

    page = read(client, IRAQ_PAGE)

    assert notes_behind(page, claim_saying(page, "290 people")) == [sentence]
    assert notes_behind(page, claim_saying(page, "more than 270 military personnel")) == [
        "More than 270 military personnel took part"
    ]
    assert "Two figures are stated, which can all be true." in words(page)


def test_a_figure_that_more_than_270_excludes_is_said_to_conflict_with_it(client: Client) -> None:
    add_figure_for_iraq(value=270)

    page = read(client, IRAQ_PAGE)

    assert claim_saying(page, "270 people")
    assert "Two figures are stated, of which two are contested." in words(page)


def test_both_figures_stand_in_the_list_of_missions(client: Client) -> None:
    add_figure_for_iraq(value=290)

    page = read(client, "/missions/?people=300")
    (iraq,) = [row for row in page.select("tbody tr") if "Iraq" in words(row)]
    group = iraq.find_previous("h2")

    assert group
    assert words(group) == "Cannot tell from the sources"
    assert "more than 270 military personnel" in words(iraq)
    assert "290 people" in words(iraq)


def test_no_model_of_the_register_is_left_out_of_the_places() -> None:
    models: set[type[Model]] = {place.model for places in STATEMENTS.values() for place in places}

    # The article prints no numbers month by month, nor what became of a unit, nor who led it.
    not_there = {Series, UnitHistory, Command}
    assert models == {table.record_model() for table in citation_tables()} - not_there
