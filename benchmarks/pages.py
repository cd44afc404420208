#!/usr/bin/env python3
"""What pages cost in the process, over whatever a database holds.

    DATABASE_URL=sqlite:////path/db.sqlite3 python benchmarks/pages.py /figures/ /missions/

For a visitor and without the page cache: queries, CPU milliseconds (the best of five, once what is
kept is kept), HTML in bytes, whole and compressed. Machines differ: compare runs side by side.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
# Not "true": that would keep nothing, and would count the queries in memory.
os.environ |= {
    "DEBUG": "false",
    "SECRET_KEY": "only-for-measuring-abcdefghijklmnopqrstuvwxyz-0123456789",
    "ALLOWED_HOSTS": "testserver",
    "CONTACT_EMAIL": "editors@example.org",
    "DJANGO_SETTINGS_MODULE": "kazbat.settings",
}

RUNS = 5


def main(addresses: list[str]) -> None:
    import logging

    import django
    from django.conf import settings

    logging.disable(logging.CRITICAL)
    left_out = "kazbat.serving.pages.PagesForVisitors"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != left_out]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    print("| page | queries | CPU ms | HTML, bytes | compressed |\n|---|---|---|---|---|")
    for address in addresses:
        with CaptureQueriesContext(connection):
            client.get(address, secure=True)
        took = []
        for _run in range(RUNS):
            began = time.process_time()
            client.get(address, secure=True)
            took.append(time.process_time() - began)
        with CaptureQueriesContext(connection) as queries:
            content = client.get(address, secure=True).content
        cost = f"{len(queries)} | {min(took) * 1000:.0f}"
        compressed = len(gzip.compress(content, 6))
        print(f"| `{address}` | {cost} | {len(content)} | {compressed} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
