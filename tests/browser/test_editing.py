"""An editor at work in the admin, in a real browser."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from missions.models import Claim

# The database is set up only for tests that say they need one.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def account(site: str) -> None:
    """An editor's account, made where the running site sees it."""
    User.objects.create_superuser("editor", password="correct horse")


@pytest.fixture
def desk(page: Page, site: str, account: None) -> Page:
    """The admin's index, signed in."""
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="What the register holds")).to_be_visible()
    return page


def choose(page: Page, field: str, typed: str, offered: str) -> None:
    """Types into a field that looks its choices up, and takes the one that is offered."""
    page.locator(f".select2-container:near(#id_{field}, 60)").first.click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=offered).first.click()


def test_a_second_figure_for_iraq_is_entered_and_stands_beside_the_first(
    desk: Page, site: str
) -> None:
    desk.goto(f"{site}/admin/sources/source/add/")
    desk.get_by_label("Title:").press_sequentially("A book on Iraq")
    expect(desk.get_by_label("Slug:")).to_have_value("a-book-on-iraq")
    desk.get_by_label("Publisher:").fill("A press")
    desk.get_by_role("button", name="Add another Passage").click()
    desk.locator("#id_passages-0-quotation").fill("290 servicemen were in Iraq")
    desk.get_by_role("button", name="Save and publish").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("A book on Iraq")

    desk.goto(f"{site}/admin/missions/claim/add/")
    desk.get_by_label("Statement [en]:").press_sequentially("290 servicemen took part.")
    desk.get_by_label("Number:").fill("290")
    desk.get_by_label("Noun as printed:").fill("servicemen")
    choose(desk, "missions", "ирак", "Peacekeeping mission in Iraq")
    choose(desk, "measure", "took part", "People who took part, in all")
    choose(desk, "citations-0-passage", "290", "290 servicemen were in Iraq")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(desk.locator(".field-quotation").first).to_contain_text("290 servicemen were in Iraq")
    desk.get_by_role("button", name="Save and publish").click()
    desk.get_by_role("row", name="290 servicemen took part.").get_by_role(
        "link", name="published"
    ).click()

    expect(desk.get_by_role("heading", level=1)).to_contain_text("290 servicemen took part.")
    desk.get_by_role("link", name="Peacekeeping mission in Iraq").first.click()
    figures = desk.locator("section", has=desk.get_by_role("heading", name="Figures"))
    expect(figures).to_contain_text("290 servicemen")
    expect(figures).to_contain_text("more than 270 military personnel")
    expect(figures).to_contain_text("290 servicemen were in Iraq")


def test_a_wrong_date_is_explained_where_it_stands_and_nothing_else_is_lost(
    desk: Page, site: str
) -> None:
    desk.goto(f"{site}/admin/missions/mission/add/")
    desk.get_by_role("textbox", name="Name [en]:", exact=True).fill("Mission in Somewhere")
    desk.get_by_label("Slug:").fill("somewhere")
    desk.get_by_label("Period:").fill("2019-06-31")
    choose(desk, "citations-0-passage", "munitions", "destroyed more than 4.5 million")
    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.locator(".field-period .errorlist")).to_have_text("2019-06-31: June has 30 days.")
    expect(desk.get_by_role("textbox", name="Name [en]:", exact=True)).to_have_value(
        "Mission in Somewhere"
    )
    expect(desk.get_by_label("Period:")).to_have_value("2019-06-31")
    expect(desk.locator("#citations-0")).to_contain_text("destroyed more than 4.5 million")
    expect(desk.get_by_label("Period:")).to_be_focused()


def test_the_cursor_stands_in_a_wrong_field_that_is_found_by_typing(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/personnel/deployment/add/")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".field-person .select2-container--focus")).to_be_visible()

    desk.keyboard.press("Enter")
    expect(desk.locator(".select2-search__field")).to_be_visible()


def test_an_address_is_proposed_with_all_letters_of_a_kazakh_name(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/personnel/person/add/")
    name = desk.get_by_role("textbox", name="Name [en]:", exact=True)
    name.press_sequentially("Әлия Қасымова")
    name.press("Tab")

    expect(desk.get_by_label("Slug:")).to_have_value("aliya-kasymova")


def test_what_is_wrong_far_below_is_brought_into_view(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/missions/mission/add/")
    desk.get_by_role("textbox", name="Name [en]:", exact=True).fill("Mission in Somewhere")
    desk.get_by_label("Slug:").fill("somewhere")
    desk.get_by_role("button", name="Save and publish").click()

    expect(desk.locator(".errorlist.nonform")).to_be_in_viewport()


def test_a_form_outlives_the_session_of_its_editor(desk: Page, site: str) -> None:
    claim = Claim.objects.get(slug="kazbat-strength-now")
    rows = claim.citations.count()
    desk.goto(f"{site}/admin/missions/claim/{claim.pk}/change/")
    desk.locator("#id_period_words").fill("in those days")
    is_open = desk.locator("#id_open_ended").is_checked()
    desk.locator("#id_open_ended").set_checked(not is_open)
    desk.get_by_role("button", name="Add another Citation").click()
    choose(desk, f"citations-{rows}-passage", "munitions", "destroyed more than 4.5 million")
    desk.locator(f"#id_citations-{rows}-note_en").fill("Look here.")
    desk.context.clear_cookies(name="sessionid")
    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.locator("#content")).to_contain_text("What you typed is kept")
    desk.get_by_label("Username").fill("editor")
    desk.get_by_label("Password").fill("correct horse")
    desk.get_by_role("button", name="Sign in", exact=True).click()
    expect(desk.locator(".messagelist .warning")).to_contain_text("nothing of it is saved yet")
    expect(desk.locator(f"#citations-{rows} .field-passage")).to_contain_text(
        "destroyed more than 4.5 million"
    )
    expect(desk.locator(f"#id_citations-{rows}-note_en")).to_have_value("Look here.")
    expect(desk.locator("#id_open_ended")).to_be_checked(checked=not is_open)
    assert claim.citations.count() == rows

    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert claim.citations.count() == rows + 1
    claim.refresh_from_db()
    assert (claim.period_words, claim.open_ended) == ("in those days", not is_open)


def test_a_citation_is_not_cut_off_on_a_phone(desk: Page, site: str) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"{site}/admin/missions/claim/add/")
    for name in ("field", "stance", "quoted_words", "note_en", "note_ru"):
        field = desk.locator(f"#id_citations-0-{name}")
        row = desk.locator(".form-row", has=field).bounding_box()
        box = field.bounding_box()
        assert row
        assert box
        assert box["x"] + box["width"] <= row["x"] + row["width"], name
