"""Wrong passwords sent at once to several processes are no more than one after the other."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from tests.accounts import PASSWORD
from tests.servers import get, gunicorn, run, url_of_the_test, variables_for

LOGIN = "/admin/account/login/"
AT_ONCE = 60

MAKE = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("editor", password="{PASSWORD}")
"""
COUNT = """
import json
from access.models import Act
from axes.models import AccessAttempt
from django.db.models import Sum
wrong = Act.objects.filter(what="wrong password").count()
counted = AccessAttempt.objects.aggregate(sum=Sum("failures_since_start"))["sum"]
print(json.dumps([wrong, counted or 0]))
"""


@dataclass
class Site:
    port: int
    variables: dict[str, str]

    def in_shell(self, words: str) -> str:
        return run("manage.py", "shell", "-v0", "-c", words, **self.variables).stdout

    def counted(self) -> tuple[int, int]:
        """How many wrong passwords of accounts are written down, and how many axes counts."""
        wrong, counted = json.loads(self.in_shell(COUNT))
        return wrong, counted

    def all_at_once(
        self, name: Callable[[int], str], password: Callable[[int], str]
    ) -> Counter[int]:
        """What is answered to so many who all wait for each other before they send."""
        page, body = get(self.port, LOGIN)
        token = BeautifulSoup(body, "html.parser").select_one("[name=csrfmiddlewaretoken]")
        assert token
        cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
        gate = Barrier(AT_ONCE)

        def send(number: int) -> int:
            sent = {"login": name(number), "password": password(number),
                    "csrfmiddlewaretoken": str(token["value"])}  # fmt: skip
            asked = HTTPConnection("127.0.0.1", self.port, timeout=60)
            asked.connect()
            gate.wait()
            asked.request("POST", LOGIN, urlencode(sent), {
                "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded",
            })  # fmt: skip
            with asked.getresponse() as response:
                return response.status

        with ThreadPoolExecutor(AT_ONCE) as everybody:
            return Counter(everybody.map(send, range(AT_ONCE)))


@pytest.fixture
def site(request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    if connection.vendor == "sqlite":
        file: Any = request.getfixturevalue("article_file")
        url = f"sqlite:///{shutil.copy(file, tmp_path)}"
    else:
        url = url_of_the_test()
    variables = variables_for(url)
    with gunicorn(tmp_path, **variables, WEB_CONCURRENCY="2") as port:
        site = Site(port, variables)
        site.in_shell(MAKE)
        yield site


def test_more_than_the_limit_is_not_possible_however_many_are_sent_at_once(site: Site) -> None:
    right = site.all_at_once(lambda _n: "editor", lambda _n: PASSWORD)
    # While five are looked at, a sixth would have to wait.
    assert right[302] >= 5
    assert set(right) <= {302, 429}
    assert site.counted() == (0, 0)

    of_one_name = site.all_at_once(lambda _n: "editor", lambda n: f"wrong {n}")
    assert set(of_one_name) <= {200, 429}
    assert site.counted() == (5, 5)

    site.all_at_once(lambda n: f"name{n}", lambda n: f"wrong {n}")
    assert site.counted() == (5, 20), "the limit of an address"
