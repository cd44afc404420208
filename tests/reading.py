"""Pages as a reader meets them: their words, their links, and the sentences behind a number."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def read(client: Client, address: str, *, status: int = 200) -> Tag:
    """The page at an address, which must answer with this status."""
    response = client.get(address)
    assert response.status_code == status, f"{address} answers {response.status_code}"
    return BeautifulSoup(response.content, "html.parser")


def queries_of(client: Client, address: str) -> int:
    """How many queries the page at an address asks."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def in_sitemap(client: Client, host: str = "testserver") -> list[str]:
    """Every address in the sitemap, from all its pages."""
    return [
        address
        for page in pages_of_sitemap(client, host)
        for address in locations(client, page, host)
    ]


def pages_of_sitemap(client: Client, host: str = "testserver") -> list[str]:
    """On which of them a record stands depends on the numbers that its database gave out before."""
    return [path_of(page) for page in locations(client, "/sitemap.xml", host)]


def locations(client: Client, address: str, host: str = "testserver") -> list[str]:
    """The addresses that one file of the sitemap names."""
    response = client.get(address, secure=host != "testserver", headers={"Host": host})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return [html.unescape(found) for found in re.findall("<loc>([^<]*)</loc>", response.text)]


def path_of(address: str) -> str:
    """A whole address as a path with its query."""
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def words(element: Tag) -> str:
    """What stands there to be read, with single spaces."""
    return re.sub(r"\s+", " ", element.get_text(" ")).strip()


def words_outside_quotations(page: Tag) -> str:
    """What the register says in its own voice: the page without what it quotes."""
    copy = BeautifulSoup(str(page), "html.parser")
    for quoted in copy.select("blockquote"):
        quoted.decompose()
    # An address on the web is whose site it is on.
    for address in copy.select("a.address"):
        address.decompose()
    # What stands between quotation marks inside a sentence is quoted too, and so are the titles
    # of records, if they are quotations: these lead to a passage.
    for link in copy.select('a[href*="#passage-"]'):
        link.decompose()
    return re.sub(r"“[^”]*”", "", words(copy))


def main_part(page: Tag) -> Tag:
    main = page.select_one("main")
    assert main, "the page has no main part"
    return main


def heading(page: Tag) -> str:
    """The page's one heading of the first level."""
    (found,) = page.select("h1")
    return words(found)


def names_listed(page: Tag) -> list[str]:
    """What the rows of a list's table are about, in their order."""
    return [words(link) for link in page.select("main tbody th > a:first-of-type")]


def choices(page: Tag, name: str) -> dict[str, str]:
    """What a filter offers: the labels of its choices by their values."""
    options = page.select(f'main select[name="{name}"] option')
    assert options, f"the page has no filter {name}"
    return {str(option.get("value", "")): words(option) for option in options}


def complaint_at(page: Tag, name: str) -> str:
    """The message that stands at a filter's field."""
    field = page.select_one(f'main [name="{name}"]')
    assert field, f"the page has no filter {name}"
    box = field.find_parent(class_="filter")
    assert box
    message = box.select_one(".error")
    return words(message) if message else ""


def address_of_link(page: Tag, text: str) -> str:
    """Where the link with these words leads."""
    found = [link for link in page.select("a[href]") if words(link) == text]
    assert found, f"no link says {text!r}"
    return str(found[0]["href"])


def notes_behind(page: Tag, element: Tag) -> list[str]:
    """The quotations that the numbers inside an element lead to, on the same page."""
    quotations = []
    for link in element.select('.notes a[href^="#note-"]'):
        target = page.select_one(f'[id="{str(link["href"])[1:]}"] blockquote')
        assert target, f"{link['href']} leads nowhere"
        quotations.append(re.search("“(.*)”", words(target)).group(1))  # type: ignore[union-attr]
    return quotations


def statement(page: Tag, label: str) -> Tag:
    """What the page states under a label, with the numbers of its notes."""
    for term in page.select("main dt"):
        if words(term) == label:
            answer = term.find_next("dd")
            assert isinstance(answer, Tag)
            return answer.select_one(".said") or answer
    raise AssertionError(f"the page states nothing under {label!r}")


def claim_saying(page: Tag, text: str) -> Tag:
    """The one claim on the page that says this, with the numbers of its notes."""
    found = [said for said in page.select("main .claim .said") if text in words(said)]
    assert found, f"no claim says {text!r}"
    return found[0]


def conflict_marks(page: Tag) -> list[Tag]:
    """Beside the claims themselves; the summary above them repeats what stands further down."""
    alone = [
        mark
        for mark in page.select("main .differs")
        if "What is stated elsewhere stands against this:" in words(mark)
    ]
    among_others = page.select("main a.contested")
    return [mark for mark in (*alone, *among_others) if not mark.find_parent(class_="summary")]
