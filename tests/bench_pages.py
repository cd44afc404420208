"""`make bench-pages`: what every kind of page costs, as a table for docs/performance.md."""

import gzip
import sys
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.browser.pages import PAGES

ASSETS = [
    *(Path(settings.BASE_DIR) / "static/css").glob("*.css"),
    Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js",
]


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


@pytest.mark.django_db
def test_bench(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("loaddata", "sources", "missions", "personnel", verbosity=0)
    lines = ["| page | queries | HTML, bytes | compressed |", "|---|---|---|---|"]
    for address in PAGES.values():
        with CaptureQueriesContext(connection) as queries:
            content = client.get(address).content
        lines.append(f"| `{address}` | {len(queries)} | {len(content)} | {compressed(content)} |")
    assets = sum(compressed(path.read_bytes()) for path in ASSETS)
    lines.append(f"\nAll CSS and JavaScript, compressed: {assets} bytes.")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
