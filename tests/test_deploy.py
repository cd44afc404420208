"""The files of deploy/, with the real nginx and systemd where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection

from tests.accounts import PASSWORD
from tests.servers import free_port, gunicorn_at_socket, run, running, variables_for

DEPLOY: Path = settings.BASE_DIR / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
LOGIN = "/admin/account/login/"
QUICK = 3.0
"""Seconds; a slow client holds on for 10."""

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on both databases")


@pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
def test_systemd_understands_its_units(unit: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    said = subprocess.run(  # noqa: S603 - systemd's own
        [program, "verify", *map(str, UNITS)], capture_output=True, text=True, check=False
    ).stderr.splitlines()

    # The code lies elsewhere here, and nginx may not be installed.
    expected = re.compile("is not executable|Failed to find (user|group)|SO_PASSCRED|^$")
    assert [line for line in said if unit.name in line and not expected.search(line)] == []


def test_the_environment_that_is_shipped_holds_what_is_documented() -> None:
    names = re.findall("^([A-Z_]+)=", (DEPLOY / "kazbat.env").read_text(), re.MULTILINE)
    documented = (settings.BASE_DIR / "docs" / "configuration.md").read_text()

    assert "SECRET_KEY" in names
    assert [name for name in names if f"| `{name}` |" not in documented] == []


def test_limits_are_those_that_the_documentation_names() -> None:
    def shipped(file: str, pattern: str) -> str:
        (number,) = re.findall(pattern, (settings.BASE_DIR / file).read_text())
        return str(number)

    def said(file: str) -> str:
        return " ".join((settings.BASE_DIR / file).read_text().split())

    nginx = "deploy/nginx/kazbat.conf"
    connections = shipped(nginx, r"limit_conn kazbat_connections (\d+);")
    pages = shipped(nginx, r"zone=kazbat_pages:10m rate=(\d+)r/s")
    forms = shipped(nginx, r"zone=kazbat_sent:10m rate=(\d+)r/s")
    megabytes = shipped(nginx, r"client_max_body_size (\d+)m;")
    threads = shipped("gunicorn.conf.py", r"\nthreads = (\d+)\n")
    seconds = shipped("kazbat/wsgi.py", r'"DATABASE_TIMEOUT", "(\d+)"')
    days = shipped("deploy/systemd/kazbat-backup.service", r"-mtime \+(\d+) -delete")

    operations = said("docs/operations.md")
    for words in (
        f"to {connections} connections, {pages} pages and {forms} forms a second",
        f"{megabytes} MB for what is sent",
        f"each with {threads} threads",
        f"may take {seconds} seconds",
        f"deletes files older than {days} days",
    ):
        assert words in operations
    assert f"until they are deleted ({days} days as shipped)" in said("SECURITY.md")


@dataclass
class Front:
    """nginx before a server."""

    port: int
    variables: dict[str, str]
    """Of the server, and of commands beside it."""

    def connect(self, origin: str = "127.0.0.1") -> HTTPSConnection:
        """By a visitor of this address."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection(
            "localhost", self.port, timeout=30, context=context, source_address=(origin, 0)
        )

    def ask(self, address: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        named = {name.replace("__", "-"): value for name, value in headers.items()}
        with closing(self.connect()) as asked:
            asked.request(method, address, headers={"Host": "localhost"} | named)
            response = asked.getresponse()
            return response, response.read()

    def enter(self, name: str, password: str, origin: str, forged: str) -> int:
        """Signs in, from an address, by one who says that it is another."""
        headers = {"Host": "localhost", "X-Forwarded-For": forged, "Origin": "https://localhost"}
        with closing(self.connect(origin)) as asked:
            asked.request("GET", LOGIN, headers=headers)
            page = asked.getresponse()
            token = BeautifulSoup(page.read(), "html.parser").select_one(
                "[name=csrfmiddlewaretoken]"
            )
            assert token
            sent = {"login": name, "password": password, "csrfmiddlewaretoken": token["value"]}
            headers["Cookie"] = page.headers["Set-Cookie"].partition(";")[0]
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            asked.request("POST", LOGIN, urlencode(sent), headers)
            return asked.getresponse().status


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, article_file: Path) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    variables = variables_for(f"sqlite:///{shutil.copy(article_file, folder)}")
    variables["BEHIND_HTTPS_PROXY"] = "true"
    with gunicorn_at_socket(folder, **variables) as place, nginx(folder, place) as port:
        yield Front(port, variables)


@contextmanager
def nginx(folder: Path, upstream: str) -> Iterator[int]:
    """As it is shipped, before a server at a socket; gives its port."""
    program, openssl = shutil.which("nginx"), shutil.which("openssl")
    if not (program and openssl):
        pytest.skip("no nginx on this machine")
    subprocess.run(  # noqa: S603 - a certificate for this test
        [
            openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            "-subj", "/CN=localhost", "-keyout", str(folder / "key"), "-out", str(folder / "cert"),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    port, main = free_port(), folder / "nginx.conf"
    main.write_text(
        # Who starts it owns the folder of this test.
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        "events { worker_connections 512; }\n"
        f"http {{ include {fitted(folder, port, upstream)}; }}\n"
    )
    command = [program, "-p", str(folder), "-e", str(folder / "errors"), "-c", str(main)]
    with running(command, port):
        yield port


def fitted(folder: Path, port: int, upstream: str) -> Path:
    """The shipped file with this machine's names; nothing else of it is changed."""
    text = (DEPLOY / "nginx" / "kazbat.conf").read_text()
    static = folder / "code" / "staticfiles"
    static.mkdir(parents=True)
    (static / "a.0123456789ab.css").write_text("plain")
    (static / "a.0123456789ab.css.gz").write_bytes(b"compressed")
    for old, new in (
        (r"/run/kazbat\.sock", upstream),
        (r"server_name kazbat\.example\.org", "server_name localhost"),
        (r"listen 80 default_server", f"listen 127.0.0.1:{free_port()} default_server"),
        (r"listen 443", f"listen 127.0.0.1:{port}"),
        (r"    listen \[::\].*\n", ""),
        (r"/etc/letsencrypt/live/[\w.]+/fullchain\.pem", str(folder / "cert")),
        (r"/etc/letsencrypt/live/[\w.]+/privkey\.pem", str(folder / "key")),
        (r"/srv/kazbat/code/deploy", str(DEPLOY)),
        (r"/srv/kazbat/code", str(folder / "code")),
        (r"/var/log/nginx", str(folder)),
    ):
        text, number = re.subn(old, new, text)
        assert number, old
    file = folder / "kazbat.conf"
    file.write_text(text)
    return file


@on_sqlite
def test_pages_come_through_compressed_and_are_asked_for_again(front: Front) -> None:
    page, body = front.ask("/missions/iraq/", Accept__Encoding="gzip")

    assert (page.status, page.headers["Content-Encoding"]) == (200, "gzip")
    assert body.startswith(b"\x1f\x8b")
    assert len(page.headers["X-Request-ID"]) == 32
    again, nothing = front.ask("/missions/iraq/", If__None__Match=page.headers["ETag"])
    assert (again.status, nothing) == (304, b"")


@on_sqlite
def test_collected_files_come_from_nginx_for_good(front: Front) -> None:
    response, body = front.ask("/static/a.0123456789ab.css", Accept__Encoding="gzip")

    assert (response.status, body) == (200, b"compressed")
    assert "immutable" in response.headers["Cache-Control"]
    assert "X-Request-ID" not in response.headers


@on_sqlite
def test_headers_that_only_a_proxy_may_send_are_dropped(front: Front) -> None:
    for headers in ({"Script_Name": "/x"}, {"Script__Name": "/x"}, {"X__Forwarded__Host": "evil"}):
        response, body = front.ask("/sitemap.xml", **headers)

        assert response.status == 200
        assert b"://localhost/sitemap-lists.xml</loc>" in body


@on_sqlite
def test_what_is_too_large_is_refused(front: Front) -> None:
    too_much = 17 * 1024 * 1024
    refused = front.ask("/admin/", "POST", Content__Length=str(too_much))[0]
    assert refused.status == 413
    assert front.ask("/missions/", X__Long="x" * 40_000)[0].status == 400


# With all that must be there before the server reads what is sent.
UNFINISHED_FORM = "\r\n".join(
    (
        f"POST {LOGIN} HTTP/1.1", "Host: localhost", "Origin: https://localhost",
        f"Cookie: csrftoken={'x' * 32}", "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 9999", "", "x",
    )
).encode()  # fmt: skip


@on_sqlite
def test_slow_clients_delay_nobody(front: Front) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with ExitStack() as slow:
        for number in range(30):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", front.port)))
            wrapped = slow.enter_context(context.wrap_socket(one, server_hostname="localhost"))
            wrapped.sendall(
                UNFINISHED_FORM if number % 2 else b"GET /missions/ HTTP/1.1\r\nHost: loc"
            )
        began = time.monotonic()
        assert front.ask("/missions/")[0].status == 200
        assert time.monotonic() - began < QUICK


@on_sqlite
def test_one_address_cannot_take_all_for_itself(front: Front) -> None:
    answers = set()
    with closing(front.connect()) as asked:
        until = time.monotonic() + 20
        # One visitor over one connection: each with its own would be too slow on a busy machine.
        while 429 not in answers and time.monotonic() < until:
            asked.request("GET", "/healthz", headers={"Host": "localhost"})
            response = asked.getresponse()
            response.read()
            answers.add(response.status)

    assert answers == {200, 429}
    time.sleep(5)
    assert front.ask("/healthz")[0].status == 200


MAKE_AN_EDITOR = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("editor", password="{PASSWORD}")
"""
ADDRESSES = """
from axes.models import AccessAttempt
print(*AccessAttempt.objects.order_by("ip_address").values_list("ip_address", flat=True))
"""


@on_sqlite
def test_wrong_passwords_are_counted_by_the_address_of_the_visitor(front: Front) -> None:
    def in_shell(words: str) -> str:
        return run("manage.py", "shell", "-v0", "-c", words, **front.variables).stdout

    in_shell(MAKE_AN_EDITOR)
    for origin in ("127.0.0.1", "127.0.0.2"):
        assert front.enter("editor", "wrong", origin, forged="10.9.9.9") == 200

    assert in_shell(ADDRESSES).split() == ["127.0.0.1", "127.0.0.2"]
    assert front.enter("editor", PASSWORD, "127.0.0.3", forged="127.0.0.1") == 302


@on_sqlite
def test_without_the_server_nginx_says_so(tmp_path: Path) -> None:
    with nginx(tmp_path, f"{tmp_path}/nobody.sock") as port:
        response, body = Front(port, {}).ask("/missions/")

    assert (response.status, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["Cache-Control"] == "no-store"
    assert b"try again in a minute" in body
