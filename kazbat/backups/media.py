"""The photographs, wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from .archive import NoBackupError


def names(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in sorted(files):
        yield f"{folder}{file}"
    for inner in sorted(folders):
        yield from names(f"{folder}{inner}/")


def refuse_unless_empty() -> None:
    if name := next(names(), None):
        raise NoBackupError(f"There are files already where photographs are kept: {name}.")


def put_back(name: str, source: IO[bytes]) -> None:
    kept = default_storage.save(name, File(source, name))
    if kept != name:
        default_storage.delete(kept)
        raise NoBackupError(f"{name} cannot be kept under its name.")


def forget(kept: list[str]) -> None:
    for name in kept:
        default_storage.delete(name)
