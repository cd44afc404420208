"""Setting up a second factor and signing in with it, in a browser that has a passkey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from .test_content_security import NOTE_REFUSALS, refused_by
from .test_pages import WCAG_22_AA

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def as_on_a_server(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(scope="module")
def address(site: str, django_db_blocker: Any) -> str:
    """Under a name: no browser gives a passkey to a number."""
    with django_db_blocker.unblock():
        User.objects.create_superuser("keeper", password=PASSWORD)
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(NOTE_REFUSALS)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def is_in_order(page: Page) -> None:
    assert refused_by(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(page, options={"runOnly": WCAG_22_AA})
    assert found.violations_count == 0, found.generate_report()


def test_a_passkey_is_set_up_and_opens_the_desk(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/missions/mission/")
    is_in_order(page)
    page.get_by_label("Username").fill("keeper")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name="Set up one-time codes").click()
    page.get_by_label("Password").fill(PASSWORD)
    is_in_order(page)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Set up one-time codes")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0
    is_in_order(page)

    page.goto(f"{address}/admin/account/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    is_in_order(page)
    expect(page.get_by_label("Signs in without a password")).to_be_checked()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    is_in_order(page)
    page.get_by_label("Your account").get_by_role("link", name="Editors’ desk").click()
    expect(page.get_by_role("heading", name="What the register holds")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{address}/admin/missions/mission/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{address}/admin/missions/mission/")

    page.context.clear_cookies()
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill("keeper")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    is_in_order(page)
    page.get_by_role("button", name="Use a security key").click()
    expect(page).to_have_url(f"{address}/admin/")
