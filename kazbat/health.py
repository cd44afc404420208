"""For whoever watches over the site: whether it lives, and whether it can do its work."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from catalogue.models import Document

from .serving.newest import newest_number

logger = logging.getLogger(__name__)


def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether this process answers; it asks nothing of anybody."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """Which parts answer; 503 if one does not. Why not is told to the log of that part alone."""
    parts = {name: answers(part) for name, part in PARTS.items()}
    is_ready = all(parts.values())
    told = {"Cache-Control": "no-store"}
    return JsonResponse({"ready": is_ready, **parts}, status=200 if is_ready else 503, headers=told)


def answers(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except (DatabaseError, InterfaceError, OSError) as fault:
        logger.warning("%s is not ready: %s", part.__name__, type(fault).__name__)
        return False


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations() -> bool:
    """Whether the tables are those that this code was written for."""
    return last_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def last_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def catalogue() -> bool:
    """Whether there is anything to find, if anything was ever published."""
    return newest_number() == 0 or Document.objects.exists()


def cache_of_pages() -> bool:
    pages = caches["pages"]
    if settings.CACHES["pages"]["BACKEND"].endswith("DummyCache"):
        return True
    value = uuid.uuid4().bytes
    pages.set("readyz", value, 10)
    return bool(pages.get("readyz") == value)


PARTS = {
    "database": database,
    "migrations": migrations,
    "catalogue": catalogue,
    "cache": cache_of_pages,
}
