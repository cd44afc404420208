from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="session")
def connections_may_outlive_the_site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """
    Let the threads of a stopped server end in peace.

    A browser keeps its connections open for the next page, and the thread of one may end only
    when its server has long been stopped. It then closes the database, which in memory is the
    one of the tests, and would fail, in whatever test runs at that moment, if sharing it had
    ended with the server.
    """
    with django_db_blocker.unblock():
        connection.inc_thread_sharing()


@pytest.fixture(scope="module")
def site(
    connections_may_outlive_the_site: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The site over the article's fixtures, loaded once; its address."""
    with django_db_blocker.unblock():
        call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
