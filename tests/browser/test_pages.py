"""Every kind of page as a reader meets it: any width, light or dark, with or without scripts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from missions.models import Claim
from tests import vnu
from tests.editing import admin_address
from tests.factories import MissionFactory

from .pages import PAGES, SERIES_PAGES, STATUS

# The database is set up only for tests that say they need one.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ALL_PAGES = PAGES | SERIES_PAGES

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

READERS: dict[str, dict[str, Any]] = {
    "desktop, light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone, dark": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"},
    "phone, light, no scripts": {
        "viewport": {"width": 375, "height": 700},
        "color_scheme": "light",
        "java_script_enabled": False,
    },
}

LAYOUT_SHIFT = """() => new Promise(resolve => {
    let total = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) total += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(total), 100);
})"""

BROKEN_WORDS = """elements => elements.flatMap(element => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const broken = [];
    while (texts.nextNode()) {
        for (const word of texts.currentNode.data.matchAll(/[^\\s\u2010-\u2015-]+/g)) {
            const range = document.createRange();
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => box.top)).size > 1)
                broken.push(word[0]);
        }
    }
    return broken;
})"""


class Watched:
    """A page that remembers what a reader would never see."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.host = urlsplit(site).netloc
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self.note_message)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self.note_request)

    def goto(self, address: str) -> Page:
        self.errors, self.foreign = [], []
        self.page.goto(address)
        return self.page

    def note_message(self, message: ConsoleMessage) -> None:
        # Chromium reports every page that is meant to answer 400 or 404 as a failed resource.
        if message.type == "error" and "status of 40" not in message.text:
            self.errors.append(message.text)

    def note_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.foreign.append(request.url)


@pytest.fixture(scope="module")
def readers(browser: Browser, site: str) -> Iterator[dict[str, Watched]]:
    contexts = {name: browser.new_context(**options) for name, options in READERS.items()}
    yield {name: Watched(context.new_page(), site) for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_serves_every_reader(
    readers: dict[str, Watched], site: str, name: str, reader: str
) -> None:
    options, watched = READERS[reader], readers[reader]
    page = watched.goto(site + ALL_PAGES[name])

    assert page.locator("h1").count() == 1
    if options.get("java_script_enabled", True):
        assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
        assert page.evaluate(LAYOUT_SHIFT) < 0.01
        found = Axe().run(page, options={"runOnly": WCAG_22_AA})
        assert found.violations_count == 0, found.generate_report()
    assert watched.errors == []
    assert watched.foreign == []


@pytest.mark.parametrize("name", ALL_PAGES)
def test_text_of_twice_the_size_fits_a_phone(phone: Page, site: str, name: str) -> None:
    phone.goto(site + ALL_PAGES[name])
    phone.evaluate("document.documentElement.style.fontSize = '200%'")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_headings_of_twice_the_size_keep_their_words_whole(phone: Page, site: str) -> None:
    phone.goto(site)
    phone.evaluate("document.documentElement.style.fontSize = '200%'")

    # A word that is broken has a box on each of its lines.
    assert phone.locator("h1, .answer h2, .answer .figure a").evaluate_all(BROKEN_WORDS) == []


FAULTY_PAGE = """<!DOCTYPE html>
<html lang="en"><title>Iraq</title>
<p id="note-1">More than 270
<p id="note-1">took part."""

ADMIN = "admin-"
GONE = {"gone": 410}
LEFT_TO_DJANGO = {
    "A table row was 2 columns wide": "Its sidebar leaves out the cell of “Add” where nobody may.",
    "must be the ID of a non-hidden form control": "It labels hidden fields, in rows that are "
    "hidden too.",
    "Element “option” without attribute “label” must not be empty": "Of choices that are typed, "
    "the first is empty.",
}
"""What is found in the admin's own pages and is not this project's, each with its reason."""


def test_every_kind_of_page_is_html_without_a_finding(
    site: str, editor_client: Client, tmp_path: Path
) -> None:
    claim = Claim.objects.get(slug="iraq-participants")
    visitors = ALL_PAGES | {
        "gone": MissionFactory.create(withdrawn=True).get_absolute_url(),
        "sign-in": "/admin/account/login/",
    }
    editors = {
        "claim-for-editors": claim.get_absolute_url(),
        "second-factor": "/admin/account/2fa/",
        f"{ADMIN}index": "/admin/",
        f"{ADMIN}list": admin_address(Claim, "changelist"),
        f"{ADMIN}form": admin_address(Claim, "change", claim.pk),
    }
    write(visitors, Client(), tmp_path)
    write(editors, editor_client, tmp_path)
    (tmp_path / "faulty.html").write_text(FAULTY_PAGE)

    # The checker is started once for all pages, the one with a fault in it too.
    found = [f"{page}: {finding}" for page, finding in vnu.findings(tmp_path)]

    assert any(
        line.startswith("faulty: line 4: Duplicate ID “note-1”.") and '<p id="note-1">took' in line
        for line in found
    ), found
    ours = [line for line in found if not line.startswith("faulty: ") and not left_to_django(line)]
    assert not ours, "\n".join(ours)


def write(pages: dict[str, str], client: Client, folder: Path) -> None:
    for name, address in pages.items():
        response = client.get(address)
        assert response.status_code == (STATUS | GONE).get(name, 200), address
        (folder / f"{name}.html").write_bytes(response.content)


def left_to_django(line: str) -> bool:
    return line.startswith(ADMIN) and any(message in line for message in LEFT_TO_DJANGO)
