"""How a page is to be cited: read back by the programs that readers use."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import bibtexparser
import mwparserfromhell
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode
from django.test import Client
from django.utils.timezone import localdate

from sources.citing import CitedPage
from tests.factories import MissionFactory, RotationFactory, SourceFactory
from tests.reading import read, words

TITLES = [
    "Iraq",
    "Миротворцы Казахстана: «Казбат» в Әл-Күт",
    "Braces {of} all \\kinds{ and }one",
    "A | pipe, {{a template}}, [[a link]] and '''bold'''",
    '"Quoted" – “so”, it’s 50% & more, #1, $5 ~ x_y^2',
    "<ref>markup</ref> & &amp; = http://example.org/?a=b&c=d",
    "Two\nlines\tand\r\nmore",
]


def cited(title: str = "Iraq", **values: Any) -> CitedPage:
    usual: dict[str, Any] = {
        "site": "https://example.org", "path": "/missions/iraq/", "edition": 3,
        "day": date(2026, 5, 3), "read_on": date(2026, 11, 26),
    }  # fmt: skip
    return CitedPage(title=title, **usual | values)


def on_one_line(title: str) -> str:
    return " ".join(title.split())


def test_as_text_it_names_title_site_edition_and_address() -> None:
    assert cited().plain() == (
        "“Iraq”. Kazbat, edition 3 of 3 May 2026. "
        "https://example.org/missions/iraq/?edition=3 (read on 26 November 2026)."
    )


def test_without_an_edition_it_names_the_page() -> None:
    page = cited(edition=None, day=None)

    assert page.plain() == (
        "“Iraq”. Kazbat. https://example.org/missions/iraq/ (read on 26 November 2026)."
    )
    assert page.apa().startswith("Kazbat. (n.d.). Iraq.")
    assert "date" not in bibtex_entry(page)


def test_apa() -> None:
    assert cited().apa() == (
        "Kazbat. (2026, May 3). Iraq. Retrieved November 26, 2026, from "
        "https://example.org/missions/iraq/?edition=3"
    )


def bibtex_entry(page: CitedPage, *, in_unicode: bool = False) -> dict[str, str]:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    if in_unicode:
        parser.customization = convert_to_unicode
    (entry,) = bibtexparser.loads(page.bibtex(), parser).entries
    found: dict[str, str] = entry
    return found


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_is_read_back(title: str) -> None:
    entry = bibtex_entry(cited(title), in_unicode=True)

    assert (entry["ENTRYTYPE"], entry["ID"]) == ("misc", "kazbat-missions-iraq")
    assert entry["url"] == "https://example.org/missions/iraq/?edition=3"
    assert (entry["date"], entry["urldate"]) == ("2026-05-03", "2026-11-26")
    read_back = entry["title"].strip("{}")
    for command, sign in (
        ("\\textbackslash", "\\"), ("\\textbraceleft", "{"), ("\\textbraceright", "}"),
        ("\\textasciitilde", "~"), ("\\textasciicircum", "^"),
    ):  # fmt: skip
        read_back = read_back.replace(f"{command}{{}}", sign).replace(command, sign)
    for sign in "$&#_%":
        read_back = read_back.replace(f"\\{sign}", sign)
    assert read_back == on_one_line(title)


@pytest.mark.parametrize("title", TITLES)
def test_ris_is_read_back(title: str) -> None:
    (entry,) = rispy.loads(cited(title).ris())

    assert entry["type_of_reference"] == "ELEC"
    assert entry["title"] == on_one_line(title)
    assert entry["authors"] == ["Kazbat"]
    assert entry["year"] == "2026"
    assert entry["urls"] == ["https://example.org/missions/iraq/?edition=3"]


@pytest.mark.parametrize("title", TITLES)
def test_wikipedias_template_is_read_back(title: str) -> None:
    code = mwparserfromhell.parse(cited(title).wikipedia())

    (template,) = code.filter_templates()
    values = {str(one.name).strip(): str(one.value).strip() for one in template.params}
    assert str(template.name).strip() == "cite web"
    assert set(values) == {"author", "title", "url", "website", "date", "access-date"}
    assert html.unescape(values["title"]) == on_one_line(title)
    assert not mwparserfromhell.parse(values["title"]).filter_tags()
    assert values["url"] == "https://example.org/missions/iraq/?edition=3"
    assert (values["date"], values["access-date"]) == ("2026-05-03", "2026-11-26")


# --- On the page ------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_a_page_says_how_to_cite_it(client: Client) -> None:
    rotation = RotationFactory.create(mission__slug="iraq", mission__name="Iraq", number=4)

    page = read(client, rotation.get_absolute_url())

    (cite,) = page.select("main details.cite")
    assert "http://testserver/missions/iraq/rotations/4/" in words(cite)
    assert "Rotation 4, Iraq" in words(cite)
    assert [link["href"] for link in cite.select("a")] == [
        "/missions/iraq/rotations/4.bib",
        "/missions/iraq/rotations/4.ris",
    ]
    assert all(button.has_attr("hidden") for button in cite.select("button"))


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".bib", "application/x-bibtex"), (".ris", "application/x-research-info-systems")],
)
def test_a_citation_is_a_file_for_programs(client: Client, suffix: str, kind: str) -> None:
    MissionFactory.create(slug="iraq", name="Ирак")

    response = client.get(f"/missions/iraq{suffix}")

    assert response["Content-Type"] == f"{kind}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="missions-iraq{suffix}"'
    text = response.content.decode()
    assert "Ирак" in text
    assert "http://testserver/missions/iraq/" in text
    assert f"{localdate():%Y}" in text


@pytest.mark.parametrize("suffix", [".bib", ".ris"])
def test_what_is_hidden_is_not_cited(client: Client, suffix: str) -> None:
    draft = MissionFactory.create(name="Zanzibarium", draft=True)
    gone = MissionFactory.create(name="Zanzibarium", withdrawn=True)

    for record, status in ((draft, 404), (gone, 410)):
        response = client.get(f"{record.get_absolute_url().rstrip('/')}{suffix}")
        assert response.status_code == status
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert "Zanzibarium" not in response.content.decode()


def test_an_editor_is_not_told_how_to_cite_a_draft(editor_client: Client) -> None:
    mission = MissionFactory.create(draft=True)

    page = read(editor_client, mission.get_absolute_url())

    assert page.select("main .tools")
    assert not page.select("main details.cite")


def test_the_page_of_a_text_is_not_cited_as_the_text(client: Client) -> None:
    source = SourceFactory.create(title="A report")

    page = read(client, source.get_absolute_url())

    assert "“Passages quoted from: A report”. Kazbat." in words(page)
