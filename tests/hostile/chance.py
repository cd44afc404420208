"""What nobody should send, drawn by chance: the same each time, unless another seed is asked for.

HOSTILE_TIMES=50 HOSTILE_SEED=7 pytest tests/hostile      # longer, and other things
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

TIMES = int(os.environ.get("HOSTILE_TIMES", "1"))
SEED = os.environ.get("HOSTILE_SEED", "1")

LONGEST = 8
"""Seconds of this process for one answer. The largest forms take 2 here."""

NUMBERS = (
    "0", "-1", "1", "2", "1.5", "1e400", "NaN", "²", "١", "0x1", "1_0", " 1 ", "+1",
    "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "9" * 30, "9" * 5000,
)  # fmt: skip
DATES = ("2003/..", "2003/2001", "0000-00-00", "10000-01-01", "9999-99-99", "-0001", "2003~")
MARKS = (
    "", " ", "\x00", "a\x00b", "'", '"', "%", "%s", "_", "\\", "/", "../../etc/passwd", "..", "*",
    "[", "(", "{", "a|b", "(a+)+$", "AND OR NOT", "NEAR(a b)", "1 OR 1=1", "<script>",
    "{{ 7*7 }}", "=1+1", "\r\nSet-Cookie: a=b", "\u202e", "\ufeff", "ә", "😀" * 20,
    "a" * 300, "a" * 10_000, "a " * 2_000, "on", "null", "None", "True", "[]", "{}",
)  # fmt: skip
TEXTS = (*NUMBERS, *DATES, *MARKS)


class Chance(random.Random):
    """Draws for one test."""

    def text(self) -> str:
        return self.choice(self.choice((NUMBERS, MARKS, TEXTS)))

    def query(self, names: list[str], most: int = 2) -> str:
        """What may stand behind the question mark of an address."""
        pairs = [
            f"{quote(self.choice(names))}={self.part()}" for _n in range(self.randrange(most + 1))
        ]
        return f"?{'&'.join(pairs)}" if pairs else ""

    def part(self, *, slashes: bool = False) -> str:
        """A part of an address; some cannot be read as text."""
        if self.random() < 0.05:
            return self.choice(("%ED%A0%80", "%FF", "%C0%AF", "%", "%zz"))
        return quote(self.text(), safe="/" if slashes else "")


def turns(usual: int, name: str) -> Iterator[Chance]:
    for turn in range(usual * TIMES):
        yield Chance(f"{SEED} {name} {turn}")


def ask(client: Client, method: str, address: str, data: Any = None, **more: Any) -> Any:
    """The answer, which must come in time and be none of the server's faults."""
    asked = f"{method} {address[:300]!r} {str(data)[:1500]} {more}"
    began = time.process_time()
    try:
        if method in ("GET", "HEAD", "POST"):
            response: Any = getattr(client, method.lower())(address, data or {}, **more)
        else:
            response = client.generic(method, address, **more)
        if response.streaming:
            for _piece in response.streaming_content:
                pass
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be told what was asked
        pytest.fail(f"{asked}: {error!r}")
    took = time.process_time() - began
    assert response.status_code < 500, f"{asked}: {response.status_code}"
    assert took < LONGEST, f"{asked}: {took:.1f} s"
    return response
