from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The site over the article's fixtures, loaded once; its address."""
    with django_db_blocker.unblock():
        call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
