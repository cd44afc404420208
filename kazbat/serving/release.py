"""Which code writes the pages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDERS = (
    "kazbat", "access", "personnel", "missions", "sources", "editions", "catalogue", "records",
    "templates", "static", "requirements",
)  # fmt: skip


@cache
def release() -> str:
    """Differs where the code, the templates, the libraries or the settings on a page differ.

    So that a cache shared by several machines, or kept over an update, never gives a page that
    another release wrote.
    """
    root: Path = settings.BASE_DIR
    digest = hashlib.blake2b(f"{settings.CONTACT_EMAIL} {settings.DEBUG}".encode(), digest_size=8)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"\0{path.relative_to(root)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
