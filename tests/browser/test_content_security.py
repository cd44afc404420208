"""No page runs, loads or styles anything but files of this site: no browser has to refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from editions.content import versioned_models
from editions.models import Edition
from records.models import Record
from tests.editing import admin_address

from .pages import PAGES

# The database is set up only for tests that say they need one.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSWORD = "correct horse battery"

NOTE_REFUSALS = """
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile} ${event.sample}`));
"""


def refused_by(page: Page) -> list[str]:
    """What the browser would not do for a page, once it and what its scripts add are drawn."""
    found: list[str] = page.evaluate("""() => new Promise((tell) =>
        requestAnimationFrame(() => setTimeout(() => tell(window.refused))))""")
    return found


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(NOTE_REFUSALS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def desk(browser: Browser, site: str, django_db_blocker: Any) -> Iterator[Page]:
    """The admin, signed in as one who may do everything."""
    with django_db_blocker.unblock():
        User.objects.create_superuser("editor", password=PASSWORD)
    context = browser.new_context()
    context.add_init_script(NOTE_REFUSALS)
    page = context.new_page()
    page.goto(f"{site}/admin/")
    assert refused_by(page) == []
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="What the register holds")).to_be_visible()
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_public_pages(reader: Page, site: str, name: str) -> None:
    reader.goto(site + PAGES[name])

    assert refused_by(reader) == []


def test_what_a_script_adds_to_a_public_page(reader: Page, site: str) -> None:
    # Home has its own field.
    reader.goto(f"{site}/missions/")
    reader.locator("#site-search").press_sequentially("irak")
    expect(reader.locator("#suggestions a").first).to_be_visible()

    assert refused_by(reader) == []


@pytest.mark.parametrize("page", ["500.html", "503.html"])
def test_pages_of_faults(reader: Page, site: str, page: str) -> None:
    policy = reader.request.get(site).headers["content-security-policy"]
    shown = render_to_string(page)
    reader.route(
        f"{site}/broken/",
        lambda route: route.fulfill(
            body=shown, headers={"content-security-policy": policy, "content-type": "text/html"}
        ),
    )
    reader.goto(f"{site}/broken/")

    assert refused_by(reader) == []
    assert reader.evaluate("getComputedStyle(document.body).maxWidth") == "640px"


def test_a_script_or_style_inside_a_page_is_refused(reader: Page, site: str) -> None:
    """Or else this file proves nothing."""
    reader.goto(site)
    reader.evaluate("""() => {
        document.body.insertAdjacentHTML("beforeend", '<p style="color: red" onclick="1">x</p>');
        document.body.append(Object.assign(document.createElement("script"), {text: "1"}));
    }""")

    assert {one.partition(" ")[0] for one in refused_by(reader)} == {
        "style-src-attr", "script-src-attr", "script-src-elem",
    }  # fmt: skip


# --- The desk -----------------------------------------------------------------------------------

KINDS = sorted(versioned_models())


def addresses_of(kind: str) -> Iterator[str]:
    model = versioned_models()[kind]
    for page in ("changelist", "add", "deleted"):
        yield admin_address(model, page)
    number = Edition.objects.filter(kind=kind).values_list("record_id", flat=True).first()
    if number is None:
        # The article has no row of this kind; its form is like the others.
        return
    for page in ("change", "history", "delete"):
        yield admin_address(model, page, number)
    for page in ("edition", "restore"):
        yield admin_address(model, page, number, 1)
    yield f"{admin_address(model, 'compare', number)}?one=1&other=1"
    if issubclass(model, Record):
        yield admin_address(model, "withdraw", number)
        yield admin_address(model, "unpublish", number)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_a_kind_of_row(desk: Page, site: str, kind: str) -> None:
    for address in addresses_of(kind):
        desk.goto(site + address)
        assert refused_by(desk) == [], address


@pytest.mark.parametrize(
    "address",
    ["", "missions/", "auth/user/", "auth/user/add/", "auth/user/1/change/",
     "auth/user/1/password/", "auth/user/1/history/", "password_change/", "nowhere/"],
)  # fmt: skip
def test_other_pages_of_the_desk(desk: Page, site: str, address: str) -> None:
    desk.goto(f"{site}/admin/{address}")

    assert refused_by(desk) == []


def test_what_scripts_do_in_a_form(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/personnel/person/add/")
    desk.locator(".theme-toggle").first.click()
    desk.locator("#id_display_name_en").press_sequentially("Somebody")
    desk.get_by_role("button", name="Add another Name").click()
    desk.locator(".select2-selection").first.click()
    desk.locator(".select2-search__field").last.fill("x")
    expect(desk.locator(".select2-results__option").first).to_be_visible()
    desk.keyboard.press("Escape")
    desk.locator("#id_slug").fill("Not A Slug")
    # The server shall find what is wrong, not the browser.
    desk.evaluate("document.querySelector('#person_form').noValidate = true")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".errornote")).to_be_visible()

    assert refused_by(desk) == []


def test_a_form_that_was_found_stale(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/missions/unit/add/")
    desk.locator("#id_name_en").press_sequentially("A unit")
    desk.get_by_role("button", name="Save and continue editing").click()
    address = desk.url
    other = desk.context.new_page()
    other.goto(address)
    desk.locator("#id_name_en").fill("One name")
    desk.get_by_role("button", name="Save and continue editing").click()
    other.locator("#id_name_en").fill("Another name")
    other.get_by_role("button", name="Save and continue editing").click()
    expect(other.locator(".stale").first).to_be_visible()

    assert refused_by(other) == []
    other.close()
