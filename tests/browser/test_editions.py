"""Two editors at one record, and its history, in a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from missions.models import Mission
from personnel.models import Person

from .test_pages import WCAG_22_AA

# The database is set up only for tests that say they need one.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SignIn = Callable[..., Page]


@pytest.fixture(scope="module")
def accounts(site: str) -> None:
    """The editors' accounts, made where the running site sees them."""
    for name in ("one", "other", "restorer", "reader"):
        User.objects.create_superuser(name, password="correct horse")


@pytest.fixture
def sign_in(browser: Browser, site: str, accounts: None) -> Iterator[SignIn]:
    """Opens a browser of its own for each editor."""
    contexts: list[BrowserContext] = []

    def opened(name: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type] # as Playwright names them
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site}/admin/login/?next=/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("correct horse")
        page.get_by_role("button", name="Sign in", exact=True).click()
        return page

    yield opened
    for context in contexts:
        context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()


def test_two_editors_of_one_record_lose_nothing(sign_in: SignIn, site: str) -> None:
    # Its texts in each language are columns that the translation adds.
    mission: Any = Mission.objects.get(slug="unifil")
    one, other = sign_in("one"), sign_in("other")
    for page in (one, other):
        page.goto(f"{site}/admin/missions/mission/{mission.pk}/change/")
    one.locator("#id_note_en").fill("What the first one wrote.")
    one.locator("#id_place_en").fill("Lebanon, the south")
    save(one)
    expect(one.locator(".messagelist .success")).to_be_visible()
    other.locator("#id_note_ru").fill("Что написал второй.")
    other.locator("#id_place_en").fill("Lebanon, the north")
    save(other)

    panel = other.locator(".stale")
    expect(panel).to_contain_text("Somebody else saved this since you opened it")
    expect(panel).to_contain_text("Lebanon, the south")
    expect(other.locator("#id_note_en")).to_have_value("What the first one wrote.")
    expect(other.locator("#id_place_en")).to_have_value("Lebanon, the north")
    save(other)
    expect(other.locator(".messagelist .success")).to_be_visible()

    mission.refresh_from_db()
    assert mission.note_en == "What the first one wrote."
    assert mission.note_ru == "Что написал второй."
    assert mission.place_en == "Lebanon, the north"


def test_the_first_edition_of_a_person_is_restored(sign_in: SignIn, site: str) -> None:
    person = Person.objects.get(slug="sholpan-tausheva")
    citations = person.citations.count()
    page = sign_in("restorer")
    page.goto(f"{site}/admin/personnel/person/{person.pk}/change/")
    page.locator("#id_display_name_en").fill("Somebody")
    save(page)
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_role("link", name="Restore edition 1").click()
    expect(page.locator("#content")).to_contain_text("Somebody")
    page.get_by_role("button", name="Restore").click()

    expect(page.locator("#id_display_name_en")).to_have_value("Sholpan Tausheva")
    assert person.citations.count() == citations


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
        {"viewport": {"width": 375, "height": 700}, "color_scheme": "dark"},
    ],
    ids=["desktop, light", "phone, dark"],
)
def test_the_pages_of_editions_serve_every_editor(
    sign_in: SignIn, site: str, options: dict[str, object]
) -> None:
    number = Mission.objects.get(slug="iraq").pk
    base = f"{site}/admin/missions/mission"
    page = sign_in("reader", **options)
    for address in (
        "deleted/", f"{number}/history/", f"{number}/history/1/", f"{number}/history/1/restore/",
        f"{number}/history/compare/?one=1&other=1", f"{number}/withdraw/", f"{number}/unpublish/",
    ):  # fmt: skip
        page.goto(f"{base}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        # What Django's own frame of every page does is not ours to judge.
        found = Axe().run(page, "#content", options={"runOnly": WCAG_22_AA})
        assert found.violations_count == 0, (address, found.generate_report())
