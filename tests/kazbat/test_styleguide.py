"""The style guide is for whoever works on the looks: DEBUG alone shows it."""

import importlib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings

from kazbat import urls
from tests.reading import heading, main_part, read, statement, words


@pytest.fixture
def debug_on(settings: Settings) -> Iterator[None]:
    """The addresses as a local trial has them: they are put together when the module is read."""
    settings.DEBUG = True
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.DEBUG = False
    importlib.reload(urls)
    clear_url_caches()


@pytest.mark.django_db
def test_a_server_has_no_style_guide(client: Client) -> None:
    read(client, "/styleguide/", status=404)


@pytest.mark.django_db
@pytest.mark.usefixtures("debug_on")
def test_a_local_trial_shows_every_component_once(client: Client) -> None:
    page = read(client, "/styleguide/")

    assert heading(page) == "Style guide: every component once"
    for component in (
        ".lead", ".messages", ".tag", ".not-stated", ".differs", ".notice", ".joint",
        ".editors-view", ".statements", ".claims .figure", ".quotations blockquote", ".map svg",
        "form.filters", ".filter.has-error .error", ".error-summary", "nav.pages",
        "nav.breadcrumbs", ".editor-bar",
    ):  # fmt: skip
        assert page.select(component), component
    assert "Another source says: 290 people" in words(main_part(page))
    assert words(statement(page, "Acronym")) == "not stated in any source"


@pytest.mark.django_db
@pytest.mark.usefixtures("debug_on")
def test_every_note_of_the_style_guide_leads_to_a_quotation(client: Client) -> None:
    page = read(client, "/styleguide/")

    notes = {str(link["href"])[1:] for link in page.select(".notes a")}
    assert len(notes) == 3
    assert notes <= {str(found["id"]) for found in page.select("figure.quotation[id]")}
