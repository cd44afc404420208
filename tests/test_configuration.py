"""What the documentation says of the environment variables, held against the settings."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
SETTINGS_SOURCE = ROOT / "kazbat" / "settings.py"
TABLE = ROOT / "docs" / "configuration.md"


def variables_that_settings_read() -> Iterator[str]:
    """First arguments of `env("X")`, `env.bool("X")` and the like."""
    for node in ast.walk(ast.parse(SETTINGS_SOURCE.read_text())):
        if isinstance(node, ast.Call) and is_environment(node.func):
            name = node.args[0]
            assert isinstance(name, ast.Constant), f"line {node.lineno}: name the variable itself"
            yield str(name.value)


def is_environment(function: ast.expr) -> bool:
    reader = function.value if isinstance(function, ast.Attribute) else function
    return isinstance(reader, ast.Name) and reader.id == "env"


def documented_variables() -> list[str]:
    return re.findall(r"^\| `([A-Z_]+)` \|", TABLE.read_text(), flags=re.MULTILINE)


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the project with these variables and none of the shell's but the search path."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_table_of_variables_is_the_one_that_settings_read() -> None:
    assert sorted(documented_variables()) == sorted(set(variables_that_settings_read()))


def test_the_environment_is_read_through_env_alone() -> None:
    source = SETTINGS_SOURCE.read_text()

    assert "environ[" not in source
    assert "getenv" not in source


@pytest.mark.parametrize("key", [{}, {"SECRET_KEY": ""}], ids=["missing", "empty"])
def test_a_server_without_a_secret_key_does_not_start(key: dict[str, str]) -> None:
    refused = start(**key)

    assert refused.returncode != 0
    assert refused.stderr.splitlines()[-1].endswith(
        "SECRET_KEY is not set. Set it to a long random text, "
        "or set DEBUG=true to try the register on your own machine."
    )


LONG_KEY = "a" * 25 + "bcdefgh" * 5


def test_a_server_with_a_secret_key_and_an_address_to_write_to_starts() -> None:
    started = start(SECRET_KEY=LONG_KEY, CONTACT_EMAIL="editors@example.org")

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"SECRET_KEY": "a", "CONTACT_EMAIL": "e@example.org"}, "SECRET_KEY is too short"),
        ({"SECRET_KEY": LONG_KEY}, "CONTACT_EMAIL is not set"),
        ({"SECRET_KEY": LONG_KEY, "CONTACT_EMAIL": "nobody"}, "CONTACT_EMAIL is not set"),
    ],
)
def test_a_server_without_what_protects_people_does_not_start(
    variables: dict[str, str], says: str
) -> None:
    refused = start(**variables)

    assert refused.returncode != 0
    assert says in refused.stderr.splitlines()[-1] + refused.stderr.splitlines()[-2]


def test_whoever_is_to_hear_of_errors_hears_of_them_and_of_nothing_else() -> None:
    told = subprocess.run(  # noqa: S603 - this project's own settings
        [sys.executable, "-c", FAIL],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:", "DEBUG": "true",
             "DJANGO_SETTINGS_MODULE": "kazbat.settings",
             "ERROR_HANDLER": "logging.StreamHandler"},
        capture_output=True,
        text=True,
        check=True,
    ).stderr  # fmt: skip

    # The log's own line, and that of the handler, as JSON.
    assert told.count("It failed.") == 2
    assert '"message": "It failed."' in told
    assert told.count("Take care.") == 1


SERVER = {"SECRET_KEY": LONG_KEY, "CONTACT_EMAIL": "editors@example.org"}
ASK = """
import django
django.setup()
from django.conf import settings
from django.test import Client
visitor = Client(raise_request_exception=False)
plain, secure = visitor.get("/about/"), visitor.get("/healthz", secure=True)
print(settings.SECOND_FACTOR_REQUIRED, plain.headers.get("Location"),
      secure.headers.get("Strict-Transport-Security"),
      settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, sep="|")
"""


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        (SERVER | {"ALLOWED_HOSTS": "testserver"},
         "True|https://testserver/about/|max-age=31536000|True|True"),
        ({"DEBUG": "true", "ALLOWED_HOSTS": "testserver"}, "False|None|None|False|False"),
    ],
    ids=["a server", "a local trial"],
)  # fmt: skip
def test_a_server_asks_for_a_second_factor_and_for_https(
    variables: dict[str, str], says: str, tmp_path: Path
) -> None:
    file = tmp_path / "db.sqlite3"
    file.touch()
    told = subprocess.run(  # noqa: S603 - this project's own settings
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite:///{file}",
             "DJANGO_SETTINGS_MODULE": "kazbat.settings", **variables},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip

    assert told.stdout.splitlines()[-1] == says, told.stderr


FAIL = """
import logging, django
django.setup()
logging.getLogger("kazbat").error("It failed.")
logging.getLogger("kazbat").warning("Take care.")
"""


def test_a_local_trial_needs_no_secret_key() -> None:
    started = start(DEBUG="true")

    assert started.returncode == 0, started.stderr
