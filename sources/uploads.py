"""What is sent to forms as files, until it is judged."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from .models.pixels import MOST_MEGABYTES

MOST_KEPT = MOST_MEGABYTES * 1024 * 1024


class UploadsInMemory(MemoryFileUploadHandler):
    """Keeps the files of one request in memory, and no more of them than one photograph may have.

    Nothing is written to a disk, which may be full. What is too long is cut off and keeps its
    size, by which it is refused at its field.
    """

    kept = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.kept + len(raw_data) <= MOST_KEPT:
            self.file.write(raw_data)
            self.kept += len(raw_data)
