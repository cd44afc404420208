"""The file of a backup: a compressed tar whose last entry says what it holds.

    database                    a SQLite file, or what pg_dump writes (its custom format)
    media/photos/….jpg          each photograph
    contents.json               when it was made, of which database, and a checksum of each entry

Because the list comes last, a file that was cut off is seen to be no backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

FORMAT = 1
CONTENTS = "contents.json"
DATABASE = "database"
MEDIA = "media/"
A_PIECE = 1 << 20


class NoBackupError(Exception):
    """Why a file cannot be used, in words for whoever wants to restore it."""


@dataclass
class Entry:
    bytes: int
    sha256: str


@dataclass
class Contents:
    made: str
    database: str
    """Of which kind it is, as `connection.vendor`."""
    migrations: list[str]
    newest_edition: int
    rows: dict[str, int]
    """How many each table has."""
    entries: dict[str, Entry] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, text: bytes) -> Contents:
        values: dict[str, Any] = json.loads(text)
        entries = {name: Entry(**entry) for name, entry in values.pop("entries").items()}
        return cls(**values, entries=entries)


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Writer:
    def __init__(self, file: Path, contents: Contents) -> None:
        self.contents = contents
        self.file = file
        self.partial = file.with_name(f"{file.name}.partial")

    def __enter__(self) -> Writer:
        # It holds drafts and what people sign in with.
        number = os.open(self.partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self.raw = os.fdopen(number, "wb")
        self.tar = tarfile.open(fileobj=self.raw, mode="w:gz", compresslevel=4)
        return self

    def add(self, name: str, source: Readable, size: int) -> None:
        counted = Counted(source)
        self._add(name, counted, size)
        self.contents.entries[name] = Entry(size, counted.digest.hexdigest())

    def _add(self, name: str, source: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, source)

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is None:
            text = json.dumps(asdict(self.contents), indent=1).encode()
            self._add(CONTENTS, BytesIO(text), len(text))
            self.tar.close()
            self.raw.flush()
            os.fsync(self.raw.fileno())
            self.raw.close()
            self.partial.rename(self.file)
        else:
            self.raw.close()
            self.partial.unlink()


class Counted:
    """What is read of a file, with its checksum."""

    def __init__(self, source: Readable) -> None:
        self.source, self.digest, self.bytes = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        self.bytes += len(data)
        return data


def checked(file: Path) -> Contents:
    """What a backup holds, after all of it was read and is as it was written."""
    contents: Contents | None = None
    found: dict[str, Entry] = {}
    try:
        for name, source in entries(file):
            if name == CONTENTS:
                contents = Contents.read(source.read())
                break
            counted = Counted(source)
            while counted.read(A_PIECE):
                pass
            found[name] = Entry(counted.bytes, counted.digest.hexdigest())
    except (OSError, EOFError, ValueError, TypeError, KeyError, tarfile.TarError) as error:
        raise NoBackupError(f"{file} is no whole backup: {error}.") from error
    if contents is None:
        raise NoBackupError(f"{file} is no whole backup: it does not say what it holds.")
    if contents.format != FORMAT:
        raise NoBackupError(f"{file} is of format {contents.format}; this Kazbat reads {FORMAT}.")
    wrong = sorted(
        name
        for name in found.keys() | contents.entries.keys()
        if found.get(name) != contents.entries.get(name)
    )
    if wrong or DATABASE not in found:
        raise NoBackupError(f"{file} is damaged: {', '.join(wrong[:5]) or DATABASE}.")
    return contents


def entries(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each entry by its name, in their order; to be read before the next."""
    with tarfile.open(file, mode="r|gz") as tar:
        for entry in tar:
            source = tar.extractfile(entry)
            parts = PurePosixPath(entry.name).parts
            if source is None or entry.name.startswith("/") or ".." in parts:
                raise NoBackupError(f"{file} holds what no backup does: {entry.name}.")
            yield entry.name, source
