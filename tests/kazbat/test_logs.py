"""What those who watch are told, and what they are not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from kazbat.logs import JSONLines

NAME = "Dilya Akhmetova"


def fails(_request: HttpRequest, slug: str) -> HttpResponse:
    raise ValueError(f"{slug} is {NAME}")


urlpatterns = [path("people/<slug:slug>/", fails)]
handler500 = "kazbat.outages.server_error"


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JSONLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def log() -> Iterator[Lines]:
    lines = Lines()
    logging.getLogger().addHandler(lines)
    yield lines
    logging.getLogger().removeHandler(lines)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_is_told_with_its_place_and_without_anybodys_name(
    visitor: Client, log: Lines
) -> None:
    response = visitor.get("/people/dilya-akhmetova/?q=Akhmetova", headers={"User-Agent": NAME})

    fault, answered = log.told()
    assert (fault["fault"], fault["route"]) == ("ValueError", "people/<slug:slug>/")
    assert fault["where"][-1].endswith(" fails")
    assert (answered["status"], answered["method"]) == (500, "GET")
    assert fault["request"] == answered["request"] == response["X-Request-ID"]
    assert "akhmetova" not in "".join(log.lines).lower()
    assert "Akhmetova" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("0123456789abcdef0123456789abcdef", True), ("dilya@example.org", False), ("", False)],
)
def test_the_number_of_a_proxy_is_taken_and_nothing_else(
    client: Client, given: str, is_taken: bool
) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": given})

    assert (response["X-Request-ID"] == given) is is_taken


def test_a_wrong_host_is_one_line_that_does_not_repeat_it(visitor: Client, log: Lines) -> None:
    response = visitor.get("/", headers={"Host": f"{NAME}.example"})

    assert response.status_code == 400
    refusals = [line for line in log.told() if line["logger"].startswith("django")]
    assert [line["message"] for line in refusals] == ["DisallowedHost"]
    assert "where" not in refusals[0]
    assert NAME not in "".join(log.lines)


def test_a_lost_connection_says_what_is_wrong(log: Lines) -> None:
    try:
        raise OSError("No space left on device")
    except OSError:
        logging.getLogger("kazbat").exception("not saved")

    (line,) = log.told()
    assert (line["message"], line["says"]) == ("not saved", "No space left on device")
