"""Redis as a cache that no page has to wait for."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)


class OnlyBytes:
    """Bytes as they are: nothing that is read from Redis is ever run, as a pickle could be."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, value: bytes) -> bytes:
        return value


class PageRedis(RedisCache):
    """Keeps pages in Redis; while it does not answer, there is no page in it.

    A failure costs one request at most the time below, and then nobody asks for a while.
    """

    SECONDS_TO_ANSWER = 0.2
    SECONDS_OF_PEACE = 10.0

    not_before: ClassVar[float] = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options: dict[str, Any] = {
            "serializer": OnlyBytes,
            "socket_connect_timeout": self.SECONDS_TO_ANSWER,
            "socket_timeout": self.SECONDS_TO_ANSWER,
            "retry": Retry(NoBackoff(), 0),
        }
        params = params | {"OPTIONS": options | params.get("OPTIONS", {})}
        super().__init__(server, params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(PageRedis, self).get(key, default, version), default)

    def set(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self._ask(lambda: super(PageRedis, self).set(key, value, timeout, version), None)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._ask(lambda: super(PageRedis, self).delete(key, version), False))

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < PageRedis.not_before:
            return otherwise
        try:
            return question()
        except RedisError as error:
            PageRedis.not_before = time.monotonic() + self.SECONDS_OF_PEACE
            logger.warning("The page cache does not answer: %s", error)
            return otherwise
