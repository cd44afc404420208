"""A load and an editor at the same moment, each over a connection of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connections

from editions.bulk import bulk_load
from editions.models import Edition
from editions.publishing import change_set
from missions.models import Mission, Unit
from tests.editions.test_at_one_moment import PATIENCE, reached_by_threads
from tests.factories import MissionFactory, write_editions


@pytest.mark.django_db(transaction=True)
def test_an_editor_waits_for_a_load_and_loses_nothing(tmp_path: Path) -> None:
    mission = MissionFactory.create(draft=True)
    write_editions(mission)
    has_begun, is_asked = Event(), Event()

    def rows() -> Iterator[Sequence[Any]]:
        for number in range(2_500):
            # The first batch is written when the second one begins.
            if number == 2_100:
                has_begun.set()
                assert is_asked.wait(PATIENCE)
            yield f"unit-{number}", f"Unit {number}"

    def load() -> None:
        try:
            with bulk_load() as loading:
                loading.add(Unit, ["slug", "name_en"], rows())
        finally:
            connections.close_all()

    def edit() -> None:
        try:
            assert has_begun.wait(PATIENCE)
            is_asked.set()
            with change_set() as changes:
                row = Mission.objects.get(pk=mission.pk)
                row.acronym = "NEW"
                row.save()
                changes.save(row)
        finally:
            connections.close_all()

    def found() -> tuple[int, str, list[str]]:
        try:
            kinds = Edition.objects.order_by("pk").values_list("kind", flat=True)
            return Unit.objects.count(), Mission.objects.get().acronym, list(kinds)
        finally:
            connections.close_all()

    with reached_by_threads(tmp_path), ThreadPoolExecutor() as pool:
        for done in [pool.submit(load), pool.submit(edit)]:
            done.result(PATIENCE)
        units, acronym, kinds = pool.submit(found).result()

    assert (units, acronym) == (2_500, "NEW")
    assert kinds[-1] == "mission"
    assert kinds.count("unit") == 2_500
