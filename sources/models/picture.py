"""Pictures that are published: judged by what they hold, and written anew.

What somebody uploads may carry where and when it was taken, by whom and with what, and may be a
program under the name of a picture. What is stored is a new picture of the same pixels.
"""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
"""In pixels, of what is stored: enough for any page, and for print."""

UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow raises of files that are broken on purpose or by chance."""


def check_picture(file: Any) -> None:
    """Refuses what is too large, in another format, or cannot be decoded to its end."""
    if getattr(file, "_committed", False):
        return
    if file.size > MOST_BYTES:
        raise ValidationError(_("The file is too large: at most 15 MB."))
    try:
        with Image.open(_start_of(file), formats=FORMATS) as picture:
            # Read from its first bytes: a picture of a gigapixel is never decoded.
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture is too large: at most 50 million pixels."))
            picture.load()
    except UNREADABLE:
        raise ValidationError(
            _("This is not a picture that can be read. Use JPEG, PNG or WebP.")
        ) from None
    finally:
        _start_of(file)


def written_anew(file: IO[bytes]) -> ContentFile[bytes]:
    """The same picture without anything but its pixels, under a name that says nothing."""
    with Image.open(_start_of(file), formats=FORMATS) as picture:
        # As it was held, since the note of that goes with the others.
        upright = ImageOps.exif_transpose(picture)
        has_holes = upright.has_transparency_data
        bare = upright.convert("RGBA" if has_holes else "RGB")
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Of the pixels alone: what else the object carries would be written too.
    clean = Image.frombytes(bare.mode, bare.size, bare.tobytes())
    content = BytesIO()
    if has_holes:
        clean.save(content, "PNG", optimize=True)
    else:
        clean.save(content, "JPEG", quality=88, optimize=True, progressive=True)
    name = f"{secrets.token_hex(16)}.{'png' if has_holes else 'jpg'}"
    return ContentFile(content.getvalue(), name)


def _start_of(file: Any) -> Any:
    file.seek(0)
    return file


class PictureField(models.ImageField):
    """An image whose file is written anew whenever one is stored."""

    default_validators = [check_picture]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:  # noqa: SLF001 - as Django's own field asks
            clean = written_anew(file.file)
            file.save(clean.name, clean, save=False)
        return super().pre_save(model_instance, add)
