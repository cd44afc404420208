"""`make screenshots` writes every kind of page, desktop and phone, light and dark."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from .pages import PAGES, SERIES_PAGES

FOLDER = Path(settings.BASE_DIR) / "screenshots"


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "width"), [("desktop", 1280), ("phone", 375)])
def test_take(browser: Browser, site: str, device: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for name, address in (PAGES | SERIES_PAGES).items():
        page.goto(site + address)
        page.screenshot(path=FOLDER / f"{name}-{device}-{scheme}.png", full_page=True)
    context.close()
