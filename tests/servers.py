"""Servers that tests start, each in a process of its own, and what stands between them."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import connection

Place = TypeVar("Place", int, str)

GUNICORN = [sys.executable, "-m", "gunicorn", "kazbat.wsgi"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - this project's own commands
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )


def variables_for(database_url: str) -> dict[str, str]:
    """The environment of a server on a database, and of the commands beside it."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.settings_for_servers",
        "DATABASE_URL": database_url,
    }


def url_of_the_test() -> str:
    """Of PostgreSQL, whose databases other processes see."""
    place = connection.settings_dict
    who = f"{place['USER']}:{place['PASSWORD']}" if place["PASSWORD"] else place["USER"]
    return f"postgres://{who}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


@contextmanager
def running(command: list[str], place: Place, seconds: int = 10, **how: Any) -> Iterator[Place]:
    """A program that answers at a port or a socket, and may take some seconds to end."""
    started = subprocess.Popen(command, **how)  # noqa: S603 - what this machine has, for a test
    try:
        wait_for(place)
        yield place
    finally:
        started.terminate()
        started.wait(seconds)


@contextmanager
def gunicorn(folder: Path, **variables: str) -> Iterator[int]:
    """The register's own server; gives its port."""
    port = free_port()
    with _gunicorn(folder, port, f"127.0.0.1:{port}", variables):
        yield port


@contextmanager
def gunicorn_at_socket(folder: Path, **variables: str) -> Iterator[str]:
    """The same as nginx finds it on a server: at a socket, which has no address."""
    place = f"{folder}/kazbat.sock"
    with _gunicorn(folder, place, f"unix:{place}", variables):
        yield place


@contextmanager
def _gunicorn(folder: Path, place: Place, bind: str, variables: dict[str, str]) -> Iterator[Place]:
    env = {"PATH": os.environ["PATH"], "WEB_CONCURRENCY": "1", **variables}
    command = [*GUNICORN, "--bind", bind]
    with (
        (folder / "log").open("w") as log,
        running(command, place, 40, cwd=settings.BASE_DIR, env=env, stderr=log),
    ):
        yield place


@contextmanager
def redis_server(folder: Path) -> Iterator[int]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with running(command, port, cwd=folder, stdout=subprocess.DEVNULL):
        yield port


def wait_for(place: int | str) -> None:
    """Until something answers at a port, or at a socket by its path."""
    family, address = (
        (socket.AF_INET, ("127.0.0.1", place))
        if isinstance(place, int)
        else (socket.AF_UNIX, place)
    )
    for _attempt in range(300):
        with socket.socket(family) as asked:
            try:
                asked.connect(address)
            except OSError:
                time.sleep(0.05)
            else:
                return
    raise AssertionError(f"nothing answers at {place}")


def get(
    port: int, address: str, method: str = "GET", seconds: float = 20, **headers: str
) -> tuple[HTTPResponse, str]:
    asked = HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        asked.request(method, address, headers=headers)
        response = asked.getresponse()
        return response, response.read().decode()
    finally:
        asked.close()


class Wire:
    """A way to another server that can be frozen, cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.is_frozen = self.is_cut = False
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for one in self.open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_cut = self.is_frozen = False

    def close(self) -> None:
        self.cut()
        self.listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self.listening.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self.target) as far, contextlib.suppress(OSError):
            self.open += [near, far]
            while not self.is_cut:
                ready, _writable, _failed = select.select([near, far], [], [], 0.05)
                for one in ready if not self.is_frozen else []:
                    data = one.recv(65536)
                    if not data:
                        return
                    (far if one is near else near).sendall(data)
                if self.is_frozen:
                    time.sleep(0.05)
