"""Two editors who save one record at the same moment, each over a connection of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from threading import Barrier, Event
from time import sleep

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client

from editions.models import Edition
from editions.publishing import change_set, newest_number
from missions.models import Mission
from records.models import PublicationState
from tests.editing import Form, admin_address
from tests.factories import MissionFactory, cite, write_editions

ROUNDS = 20
PATIENCE = 60
"""Seconds that one of the two waits for the other before the test fails."""
A_MOMENT = 2
"""Seconds in which a request reads what it is about; a later one can only wait longer."""


@contextmanager
def reached_by_threads(folder: Path) -> Iterator[None]:
    """A database to which each thread has its own connection.

    SQLite in memory locks whole tables and does not wait: the threads get a copy in a file, as a
    server has it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    file = folder / "register.sqlite3"
    copy = sqlite3.connect(file)
    connection.connection.backup(copy)
    copy.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "NAME", str(file))
        yield


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


@pytest.mark.django_db(transaction=True)
def test_one_of_two_saves_from_one_edition_is_asked_again(tmp_path: Path) -> None:
    mission = MissionFactory.create(draft=True)
    write_editions(mission)
    clients = {"acronym": signed_in("Aigerim"), "place_en": signed_in("Bolat")}
    together = Barrier(len(clients), timeout=PATIENCE)

    def edit(column: str) -> list[str]:
        answers = []
        try:
            for number in range(ROUNDS):
                form = Form.at(clients[column], admin_address(Mission, "change", mission.pk))
                together.wait()
                page = form.save(**{column: f"{column} {number}"})
                answers.append("saved" if page is None else str(bool(page.select(".stale"))))
                together.wait()
        finally:
            connections.close_all()
        return answers

    def editions() -> int:
        try:
            return Edition.objects.of("mission", mission.pk).count()
        finally:
            connections.close_all()

    with reached_by_threads(tmp_path), ThreadPoolExecutor() as pool:
        first, second = (list(found) for found in pool.map(edit, clients))
        assert [sorted(pair) for pair in zip(first, second, strict=True)] == [
            ["True", "saved"]
        ] * ROUNDS
        assert pool.submit(editions).result() == ROUNDS + 1


@pytest.mark.django_db(transaction=True)
def test_two_that_save_the_same_records_in_another_order_do_not_block_each_other(
    tmp_path: Path,
) -> None:
    missions = [MissionFactory.create(draft=True) for _number in range(2)]
    write_editions(*missions)
    together = Barrier(2, timeout=PATIENCE)

    def save_all(order: int) -> None:
        try:
            for number in range(ROUNDS):
                together.wait()
                with change_set() as changes:
                    for mission in missions[::order]:
                        Mission.objects.filter(pk=mission.pk).update(acronym=f"{order} {number}")
                        changes.save(Mission.objects.get(pk=mission.pk))
        finally:
            connections.close_all()

    def numbers() -> list[int]:
        try:
            return [newest_number(mission) for mission in missions]
        finally:
            connections.close_all()

    with reached_by_threads(tmp_path), ThreadPoolExecutor() as pool:
        for saved in [pool.submit(save_all, order) for order in (1, -1)]:
            saved.result(timeout=PATIENCE)
        assert pool.submit(numbers).result() == [2 * ROUNDS + 1] * 2


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_meanwhile_is_not_published_with_the_chosen_drafts(
    tmp_path: Path,
) -> None:
    mission = MissionFactory.create(draft=True)
    cite(mission)
    write_editions(mission)
    editor = signed_in("Aigerim")
    sent = Event()
    address = admin_address(Mission, "changelist")

    def publish() -> int:
        try:
            sent.set()
            chosen = {"action": "publish_chosen", "_selected_action": [mission.pk]}
            return editor.post(address, chosen).status_code
        finally:
            connections.close_all()

    def state_after(pool: ThreadPoolExecutor) -> PublicationState:
        try:
            with change_set() as changes:
                published = pool.submit(publish)
                sent.wait(PATIENCE)
                sleep(A_MOMENT)
                changes.withdraw(Mission.objects.get(pk=mission.pk), "Its source was wrong.")
            assert published.result(PATIENCE) == HTTPStatus.FOUND
            return PublicationState(Mission._base_manager.get(pk=mission.pk).state)
        finally:
            connections.close_all()

    with reached_by_threads(tmp_path), ThreadPoolExecutor() as pool:
        assert pool.submit(state_after, pool).result(PATIENCE) == PublicationState.WITHDRAWN
