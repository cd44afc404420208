import re
import socket
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from sources.models import Passage, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def _local_mode(settings: Settings) -> None:
    settings.DEBUG = True


local_mode = pytest.mark.usefixtures("_local_mode")


def prepare_local(**options: object) -> str:
    """Run the command and return what it prints."""
    printed = StringIO()
    call_command("prepare_local", stdout=printed, **options)
    return printed.getvalue()


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="a-newspaper", title="Recorded by an editor")


def test_outside_local_mode_nothing_is_made(free_port: int) -> None:
    with pytest.raises(CommandError, match="DEBUG=true"):
        prepare_local(port=free_port)

    assert not User.objects.exists()
    assert not Source.objects.exists()


@local_mode
def test_an_empty_register_gets_the_fixtures(free_port: int) -> None:
    prepare_local(port=free_port)

    assert Source.objects.exists()


@local_mode
@pytest.mark.usefixtures("source")
def test_addresses_of_site_and_admin_are_printed(free_port: int) -> None:
    printed = prepare_local(port=free_port)

    assert re.search(rf"http://127\.0\.0\.1:{free_port}/$", printed, re.MULTILINE)
    assert re.search(rf"http://127\.0\.0\.1:{free_port}/admin/$", printed, re.MULTILINE)


@local_mode
@pytest.mark.usefixtures("source")
def test_the_first_editor_signs_in_with_the_printed_password(free_port: int) -> None:
    printed = prepare_local(port=free_port)

    password = re.search(r"as editor with the password (\S{20,})", printed)
    assert password
    editor = User.objects.get()
    assert editor.username == "editor"
    assert editor.is_superuser
    assert editor.check_password(password[1])


@local_mode
def test_a_register_in_use_keeps_its_records_and_its_editor(
    free_port: int, source: Source, editor: User
) -> None:
    prepare_local(port=free_port)

    assert Source.objects.get().title == source.title
    assert User.objects.get().password == editor.password


@local_mode
@pytest.mark.usefixtures("source", "editor")
def test_a_second_start_says_how_to_get_a_new_password(free_port: int) -> None:
    assert "manage.py changepassword editor" in prepare_local(port=free_port)


@local_mode
@pytest.mark.usefixtures("source")
def test_where_somebody_has_an_account_none_is_made(free_port: int) -> None:
    User.objects.create_superuser("aigerim")

    printed = prepare_local(port=free_port)

    assert User.objects.get().username == "aigerim"
    assert "manage.py createsuperuser" in printed


@local_mode
def test_reloading_restores_the_fixtures_and_doubles_nothing() -> None:
    prepare_local(reload_fixtures=True)
    passages = Passage.objects.count()
    changed = Source.objects.order_by("pk")[0]
    printed_title = changed.title
    changed.title = "Changed by an editor"
    changed.save()

    prepare_local(reload_fixtures=True)

    changed.refresh_from_db()
    assert changed.title == printed_title
    assert Passage.objects.count() == passages
    assert not User.objects.exists()


@local_mode
def test_a_port_in_use_is_named_before_anything_is_made(taken_port: int) -> None:
    with pytest.raises(CommandError, match=f"Port {taken_port} .* make run PORT="):
        prepare_local(port=taken_port)

    assert not User.objects.exists()
    assert not Source.objects.exists()


@local_mode
def test_a_number_that_is_no_port_is_named() -> None:
    with pytest.raises(CommandError, match="70000 is no port"):
        prepare_local(port=70000)
