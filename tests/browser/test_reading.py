"""What a reader does: by keyboard, with suggestions, from a number to its sentence."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .test_pages import WCAG_22_AA

# The database is set up only for tests that say they need one.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_first_key_press_offers_the_way_past_the_menu(page: Page, site: str) -> None:
    page.goto(f"{site}/missions/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_list_is_filtered_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/personnel/")
    page.get_by_label("Mission", exact=True).focus()
    page.keyboard.type("mission not")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("mission=not-stated"))
    names = page.locator("tbody th").all_inner_texts()
    assert sorted(name.strip() for name in names) == [
        "Aizhan Zhasuzakova",
        "Rimma Shakeyeva",
        "Sabina Muzalinova",
        "Sholpan Tausheva",
    ]


def test_suggestions_come_as_one_types_in_any_script(page: Page, site: str) -> None:
    page.goto(f"{site}/missions/")
    page.get_by_label("Search the register").press_sequentially("таушев")
    suggestion = page.locator("#suggestions").get_by_role("link", name=re.compile("^Sholpan"))
    expect(suggestion).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sholpan Tausheva")


def test_search_works_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/missions/")
    page.get_by_label("Search the register").focus()
    page.keyboard.type("munitions")
    page.keyboard.press("Enter")
    expect(page.locator(".hits")).to_contain_text("4.5 million")


def test_a_number_leads_to_its_sentence_and_on_into_the_source(page: Page, site: str) -> None:
    page.goto(f"{site}/missions/iraq/")
    row = page.locator(".claim", has_text="more than 270 military personnel").first
    row.locator(".notes a").first.click()
    quotation = page.locator(".quotation:target")
    expect(quotation).to_contain_text("More than 270 military personnel took part")
    quotation.get_by_role("link", name="paragraph 5").click()
    expect(page.locator(".passage:target")).to_contain_text("More than 270 military personnel")


def test_paper_is_white_even_when_printed_from_a_dark_screen(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/missions/iraq/")
    label = page.get_by_text("Mandated by").first
    assert brightness(label) > 0.5

    page.emulate_media(color_scheme="dark", media="print")

    for element in (label, page.get_by_role("heading", level=1), page.locator("main a").first):
        assert brightness(element) < 0.5


def test_paper_names_the_address_of_a_source_once_and_short(page: Page, site: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{site}/missions/iraq/")

    printed = page.locator(".quotation a[rel=external]").evaluate_all(
        "links => links.map(link => getComputedStyle(link, '::after').content)"
    )

    assert len(printed) > 5
    (address,) = [one for one in printed if one != "none"]
    assert "https://astanatimes.com/2022/05/" in address
    assert "#" not in address


def brightness(element: Locator) -> float:
    """Of its letters: 0 is black, 1 is white."""
    color = element.evaluate("element => getComputedStyle(element).color")
    channels = [int(number) for number in re.findall(r"\d+", color)[:3]]
    return sum(channels) / (3 * 255)


def test_a_page_is_cited_and_its_citation_copied(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/missions/iraq/")
    page.get_by_text("Cite this").click()

    assert Axe().run(page, options={"runOnly": WCAG_22_AA}).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Copy").nth(2).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{kazbat-missions-iraq,")
