"""What is uploaded becomes pixels, and nothing else.

A file may carry where and when a picture was taken, by whom and with what, the picture as it was
before somebody cut it, or what stood under a part that was made transparent; or it may be no
picture at all. It is judged by what it holds, and what is kept is a new JPEG of what is to be seen.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_MEGABYTES = 15
MOST_MEGAPIXELS = 50
MOST_SCANS = 100
"""A JPEG may say its picture again and again, in a few bytes each: cameras do so 12 times."""

SIDES = (640, 1280, 2560)
"""The longer side of what is stored, in pixels: for phones, for pages, for print.

The names of stored pictures rest on them: with other sides, all must be written anew."""

BROKEN = (
    UnidentifiedImageError, OSError, EOFError, SyntaxError, ArithmeticError, LookupError,
    TypeError, ValueError, struct.error,
)  # fmt: skip
"""What Pillow raises of files that are broken by chance or on purpose."""

TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_one_at_a_time = Lock()
"""A large picture takes 200 MB while it is read: not once for each thread."""


@dataclass(frozen=True)
class Written:
    """One size of a picture, as it is stored."""

    width: int
    height: int
    content: bytes


def written_anew(file: Any) -> list[Written]:
    """The picture in each size, the smallest first; says what is wrong with the file."""
    if file.size > MOST_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("The file is too large: at most %(most)s MB."), params={"most": MOST_MEGABYTES}
        )
    file.seek(0)
    content = file.read()
    if content.count(b"\xff\xda") > MOST_SCANS:
        raise _unreadable()
    try:
        with _one_at_a_time, Image.open(BytesIO(content), formats=tuple(FORMATS)) as picture:
            # Read from its first bytes: a picture of a gigapixel is never decoded.
            if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
                raise _too_large()
            return _in_sizes(_bare(picture))
    except TOO_MANY_PIXELS:
        raise _too_large() from None
    except BROKEN:
        raise _unreadable() from None


def scaled(width: int, height: int, side: int) -> tuple[int, int]:
    """The same shape, with this longer side."""
    longer = max(width, height)
    return max(1, round(width * side / longer)), max(1, round(height * side / longer))


def is_bare(file: Any, width: int, height: int) -> bool:
    """Whether a stored file is one that `written_anew` gave, of this size."""
    try:
        with Image.open(file, formats=["JPEG"]) as picture:
            segments = {name for name, _content in getattr(picture, "applist", [("?", b"")])}
            return picture.size == (width, height) and segments == {"APP0"}
    except (*BROKEN, *TOO_MANY_PIXELS):
        return False


def _bare(picture: Image.Image) -> Image.Image:
    """What is to be seen: upright, on white, in the colours of screens, not too large."""
    if picture.mode.startswith("I"):
        # 16 bits of grey; Pillow would cut off all that is not black.
        picture = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    elif picture.mode in ("1", "P", "PA"):
        picture = picture.convert("RGBA")
    # First, so that little is turned and converted; of a JPEG not even all is decoded.
    picture.thumbnail((SIDES[-1], SIDES[-1]), reducing_gap=3)
    picture = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    if profile:
        picture = _in_colours_of_screens(picture, profile)
    return picture.convert("RGB")


def _in_colours_of_screens(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        screens = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, given, screens, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # Of another kind of picture, or none: the colours stay as they are.
        return picture


def _in_sizes(picture: Image.Image) -> list[Written]:
    width, height = picture.size
    sides = [side for side in SIDES if side < max(width, height)]
    return [
        *(_jpeg(picture.resize(scaled(width, height, side))) for side in sides),
        _jpeg(picture),
    ]


def _jpeg(picture: Image.Image) -> Written:
    # Of the pixels alone: what else the object carries could be written too.
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    content = BytesIO()
    clean.save(content, "JPEG", quality=88, optimize=True, progressive=True)
    return Written(*picture.size, content.getvalue())


def _too_large() -> ValidationError:
    return ValidationError(
        _("The picture is too large: at most %(most)s million pixels."),
        params={"most": MOST_MEGAPIXELS},
    )


def _unreadable() -> ValidationError:
    return ValidationError(_("This is not a picture that can be read. Use JPEG, PNG or WebP."))
