from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def visitor(settings: Settings, db: None) -> Iterator[Client]:
    """A visitor to a site that keeps its pages, as a server does."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    settings.CACHES = settings.CACHES | {"pages": kept | {"OPTIONS": {"MAX_ENTRIES": 50}}}
    caches["pages"].clear()
    yield Client()
    caches["pages"].clear()
