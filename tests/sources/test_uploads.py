"""Files that are sent wait in memory, and are cut off at what one photograph may have."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from sources import uploads
from sources.models import Photo
from tests.editing import Form, admin_address, messages_at
from tests.factories import SourceFactory


def files_of(*sizes: int) -> list[Any]:
    sent = {
        f"file{number}": SimpleUploadedFile(f"{number}.jpg", b"x" * size)
        for number, size in enumerate(sizes)
    }
    return list(RequestFactory().post("/", sent).FILES.values())


def test_nothing_that_is_sent_is_written_to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def on_the_disk(*_args: Any, **_more: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", on_the_disk)
    (file,) = files_of(5_000_000)

    assert len(file.read()) == file.size == 5_000_000


def test_no_more_is_kept_than_one_photograph_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_KEPT", 200_000)
    files = files_of(150_000, 900_000, 900_000)

    assert [file.size for file in files] == [150_000, 900_000, 900_000]
    kept = [len(file.read()) for file in files]
    assert kept[0] == 150_000
    assert sum(kept) <= 200_000


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused_at_its_field(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Photo, "add"))
    form.values |= {"source": str(SourceFactory.create().pk), "credit": "Gov.kz", "slug": "one"}
    form.values["file"] = SimpleUploadedFile("a.jpg", b"x" * (15 * 1024 * 1024 + 1))
    page = form.refused(alternative_text_en="A square")

    assert messages_at(page, "file") == "The file is too large: at most 15 MB."
    assert page.select_one("input[name=credit][value='Gov.kz']")
