"""Rows that are read without their constructor say what all others say."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.indexing import documents_of, follow_written
from catalogue.models import Document
from records.many_rows import RowReader
from tests.factories import (
    ClaimFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    RankHoldingFactory,
    RotationFactory,
    UnitHistoryFactory,
)

pytestmark = pytest.mark.django_db


def person() -> Any:
    someone = PersonFactory.create(display_name="Dilya Akhmetova")
    for language, name in (("ru", "Диля Ахметова"), ("kk", "Диля Ахметқызы")):
        PersonNameFactory.create(person=someone, name=name, language=language)
    RankHoldingFactory.create(person=someone, as_printed="Major", as_of="2012")
    RankHoldingFactory.create(person=someone, as_printed="Captain", as_of="2005")
    return someone


def claim() -> Any:
    missions = [MissionFactory.create(name=name) for name in ("Lebanon", "Iraq")]
    return ClaimFactory.create(missions=missions)


def unit() -> Any:
    return UnitHistoryFactory.create(name="Second battalion").unit


@pytest.mark.parametrize("make", [person, claim, unit, RotationFactory, PassageFactory])
def test_they_are_found_by_the_same_words(make: Any) -> None:
    record = make()
    model = type(record)

    read = RowReader("default").read(model, [record.pk], *model.search_prefetch)

    usual = model._base_manager.prefetch_related(*model.search_prefetch)
    assert documents_of(model, read) == documents_of(model, [usual.get(pk=record.pk)])


def test_what_they_lead_to_is_read_for_all_at_once() -> None:
    def queries_for(count: int) -> int:
        people = [person() for _number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            model = type(people[0])
            read = RowReader("default").read(
                model, [one.pk for one in people], *model.search_prefetch
            )
            documents_of(model, read)
        return len(queries)

    assert queries_for(5) == queries_for(2) == 4


def test_what_a_load_changes_is_worked_out_once() -> None:
    """A source is called something new, and so its passages would be: they are new themselves."""
    passage = PassageFactory.create()
    Document.objects.all().delete()
    written = [(type(row), [row.pk]) for row in (passage.source, passage)]

    assert sum(follow_written(written, using="default")) == len(written)
