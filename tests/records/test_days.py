"""Days and hours, as a page shows them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from records.days import day_and_time_in_words, day_in_words
from tests.factories import MissionFactory


def test_a_moment_is_on_the_day_that_it_is_here() -> None:
    late = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)

    assert day_in_words(late) == "27 November 2026"
    assert day_and_time_in_words(late) == "27 November 2026, 01:30"


def test_a_day_is_said_in_the_reader_s_language() -> None:
    with translation.override("ru"):
        assert day_in_words(date(2026, 5, 3)) == "3 мая 2026 года"


def test_no_day_is_no_words() -> None:
    assert day_in_words(None) == ""


@pytest.mark.django_db
def test_a_row_of_values_leads_to_records_and_shows_text_as_text() -> None:
    mission = MissionFactory.create(name="Iraq")
    template = Template("{% load records %}{{ values|in_a_row }}")

    shown = template.render(Context({"values": [mission, "<b>", "{0}"]}))

    address = mission.get_absolute_url()
    assert shown == f'<a href="{address}" dir="auto">Iraq</a>, &lt;b&gt;, and {{0}}'
    assert template.render(Context({"values": []})) == ""
