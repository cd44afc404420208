"""Settings of a server that a test starts: its files are kept, and its pages in Redis."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import CACHES as CACHES_OF_TESTS
from tests.settings import STORAGES as STORAGES_OF_TESTS

STORAGES = STORAGES_OF_TESTS | {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
}
# The same in each process of a server.
SECRET_KEY = "signs-nothing-but-what-a-test-asks-of-a-server-that-it-started"
CACHES = dict(CACHES_OF_TESTS)
if url := os.environ.get("REDIS_URL"):
    CACHES["pages"] = {"BACKEND": "kazbat.serving.redis.PageRedis", "LOCATION": url}
