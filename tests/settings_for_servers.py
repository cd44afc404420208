"""Settings of a server that a test starts: those of the tests, and its pages in Redis."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import CACHES as CACHES_OF_TESTS

CACHES = dict(CACHES_OF_TESTS)
if url := os.environ.get("REDIS_URL"):
    CACHES["pages"] = {"BACKEND": "kazbat.serving.redis.PageRedis", "LOCATION": url}
