"""Files that somebody might upload as a photograph."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (40, 20),
    *,
    mode: str = "RGB",
    colour: Any = "red",
    name: str = "",
    **options: Any,
) -> SimpleUploadedFile:
    """A file of one colour, as a browser sends it."""
    content = BytesIO()
    Image.new(mode, size, colour).save(content, kind, **options)
    return SimpleUploadedFile(name or f"picture.{kind.lower()}", content.getvalue())
