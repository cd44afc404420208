"""What is told to those who watch over the site: lines of JSON that name no person.

The words of a fault may hold what somebody typed, and an address the name of somebody who is not
to be named. So a line tells the kind of a fault and where in the code it was, and of a request the
pattern of its address. Only the machine's own faults, of a disk or a connection, say more.
"""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger("kazbat.requests")

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Tells the lines of one request from those of others."""

ID_OF_A_PROXY = re.compile("[0-9a-f]{16,64}")
SAY_WHAT_USERS_TYPED = ("django.request", "django.security")
FAULTS_OF_THE_MACHINE = ("OperationalError", "InterfaceError", "OSError", "RedisError")
MOST_FRAMES = 25


class JSONLines(logging.Formatter):
    """One line for one message."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if request_id.get():
            line["request"] = request_id.get()
        if record.name.startswith(SAY_WHAT_USERS_TYPED):
            line |= self._of_a_refusal(record)
        else:
            line["message"] = record.getMessage()
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] and not record.name.startswith("django.security"):
            line |= self._of_a_fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    def _of_a_refusal(self, record: logging.LogRecord) -> dict[str, Any]:
        request: Any = getattr(record, "request", None)
        told = {
            "message": record.name.rpartition(".")[2],
            "status": getattr(record, "status_code", ""),
        }
        return told | ({"route": route_of(request)} if request is not None else {})

    def _of_a_fault(self, fault: BaseException) -> dict[str, Any]:
        names = {kind.__name__ for kind in type(fault).__mro__}
        frames = traceback.extract_tb(fault.__traceback__)[-MOST_FRAMES:]
        told: dict[str, Any] = {"fault": type(fault).__qualname__}
        if names & set(FAULTS_OF_THE_MACHINE):
            told["says"] = str(fault)
        else:
            told["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return told


def requests_are_told(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """One line for each request, under a number that the answer bears too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if ID_OF_A_PROXY.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(number)
        began = time.perf_counter()
        try:
            response = get_response(request)
            told = {
                "method": request.method if request.method in METHODS else "other",
                "route": route_of(request),
                "status": response.status_code,
                "ms": round(1000 * (time.perf_counter() - began)),
            }
            logger.info("answered", extra={"told": told})
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = number
        return response

    return answer


METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


def route_of(request: HttpRequest) -> str:
    """The pattern of an address; nothing where it leads nowhere, or was answered before."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""
