from collections.abc import Iterator
from contextlib import suppress
from socket import SHUT_RDWR, socket
from typing import Any

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from missions.models import Measure
from tests.factories import SeriesFactory, cite


class Server(ThreadedWSGIServer):
    """Ends with all that it began.

    A browser keeps its connections open for the next page. Left alone, the thread of each would
    outlive the server, hold a database that is about to be removed, and fail in whatever test
    runs when it ends.
    """

    daemon_threads = False  # so that closing waits for them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_connections: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open_connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open_connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        connection: socket
        for connection in list(self.open_connections):
            with suppress(OSError):  # The browser was quicker.
                connection.shutdown(SHUT_RDWR)
        super().server_close()


def add_series() -> None:
    """The numbers of two years, which the article does not print."""
    months = [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)]
    series = SeriesFactory.create(
        slug="strength-by-month",
        title="Strength by month, as the contributors’ table prints it",
        measure=Measure.objects.get(slug="strength"),
        observations="\n".join(f"{month},{100 + number},8" for number, month in enumerate(months)),
    )
    cite(series, quotation="Kazakhstan, troops: 123, of them 8 women")


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The site over the article's fixtures, loaded once; its address."""
    with django_db_blocker.unblock():
        call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
        add_series()
        server = LiveServer("127.0.0.1", start=False)
        server.thread.server_class = Server
        server.start()
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
