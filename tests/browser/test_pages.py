"""Every kind of page as a reader meets it: any width, light or dark, with or without scripts."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from .pages import PAGES, SERIES_PAGES

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


class Watched:
    """A page that remembers what a reader would never see."""

    def __init__(self, page: Page, site: str) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.host = urlsplit(site).netloc
        page.on("console", self.note_message)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self.note_request)

    def note_message(self, message: ConsoleMessage) -> None:
        # Chromium reports every page that is meant to answer 400 or 404 as a failed resource.
        if message.type == "error" and "status of 40" not in message.text:
            self.errors.append(message.text)

    def note_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.foreign.append(request.url)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_serves_every_reader(browser: Browser, site: str, name: str, reader: str) -> None:
    options = READERS[reader]
    context = browser.new_context(**options)
    page = context.new_page()
    watched = Watched(page, site)
    page.goto(site + ALL_PAGES[name])

    assert page.locator("h1").count() == 1
    if options.get("java_script_enabled", True):
        assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
        assert page.evaluate(LAYOUT_SHIFT) < 0.01
        found = Axe().run(page, options={"runOnly": WCAG_22_AA})
        assert found.violations_count == 0, found.generate_report()
    assert watched.errors == []
    assert watched.foreign == []
    context.close()


@pytest.mark.parametrize("name", ALL_PAGES)
def test_text_of_twice_the_size_fits_a_phone(browser: Browser, site: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + ALL_PAGES[name])
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
