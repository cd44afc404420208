"""Photographs are judged by what they hold, and published without what they carry."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image, PngImagePlugin

from sources.models import Photo, picture
from tests.factories import PhotoFactory

pytestmark = pytest.mark.django_db

SECRET = "Sergeant Nobody at 43.25 N"


def exif() -> Image.Exif:
    """As a camera writes it: place, author, description."""
    said = Image.Exif()
    said[ExifTags.Base.Artist] = SECRET
    said[ExifTags.Base.ImageDescription] = SECRET
    said[ExifTags.Base.Orientation] = 6
    place = said.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitude] = (43.0, 15.0, 0.0)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    return said


def file(
    kind: str = "JPEG", size: tuple[int, int] = (40, 20), name: str = "", **options: Any
) -> Any:
    content = BytesIO()
    mode = "RGBA" if options.pop("has_holes", False) else "RGB"
    Image.new(mode, size, "red").save(content, kind, **options)
    return SimpleUploadedFile(name or f"{SECRET}.{kind.lower()}", content.getvalue())


def stored(uploaded: Any) -> tuple[Photo, bytes]:
    photo = PhotoFactory.create(file=uploaded, alternative_text="A square")
    photo.file.open()
    return photo, photo.file.read()


def with_text() -> PngImagePlugin.PngInfo:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET)
    return said


@pytest.mark.parametrize(
    "uploaded",
    [
        file(exif=exif()),
        file("WEBP", exif=exif()),
        file("PNG", pnginfo=with_text(), exif=exif()),
        file("PNG", pnginfo=with_text(), has_holes=True),
        file(comment=SECRET.encode()),
    ],
    ids=["JPEG", "WebP", "PNG", "PNG with holes", "comment"],
)
def test_nothing_but_the_pixels_is_published(uploaded: Any, client: Client) -> None:
    photo, content = stored(uploaded)

    assert SECRET.encode() not in content
    with Image.open(BytesIO(content)) as image:
        assert not image.getexif()
        assert not {"comment", "Author", "exif", "xmp", "icc_profile"} & set(image.info)
    sent = client.get(photo.file.url)
    assert b"".join(sent.streaming_content) == content  # type: ignore[attr-defined] # a file's
    assert SECRET not in str(photo.file.name)


def test_a_picture_stands_as_it_was_held() -> None:
    _photo, content = stored(file(exif=exif()))

    with Image.open(BytesIO(content)) as image:
        assert image.size == (20, 40)


def test_a_large_picture_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "LONGEST_SIDE", 10)
    _photo, content = stored(file())

    with Image.open(BytesIO(content)) as image:
        assert image.size == (10, 5)


@pytest.mark.parametrize("name", ["picture.pdf", "picture.ps", "picture.svg", "x.html", "no-end"])
def test_the_name_of_a_file_decides_nothing(name: str, client: Client) -> None:
    photo, _content = stored(file("PNG", name=name))

    assert str(photo.file.name).endswith(".jpg")
    assert client.get(photo.file.url)["Content-Type"] == "image/jpeg"


def refusal(uploaded: Any) -> str:
    photo = PhotoFactory.build(file=uploaded, alternative_text="A square")
    with pytest.raises(ValidationError) as refused:
        photo.clean_fields()
    return " ".join(refused.value.message_dict["file"])


@pytest.mark.parametrize(
    "content",
    [b"", b"%!PS-Adobe-3.0 EPSF", b"<svg onload=alert(1)>", b"GIF89a", b"\xff\xd8\xff\xe0 cut"],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert "JPEG, PNG or WebP" in refusal(SimpleUploadedFile("picture.jpg", content))


def test_a_picture_that_is_cut_off_is_refused() -> None:
    whole = file(size=(400, 400)).read()

    assert "JPEG, PNG or WebP" in refusal(SimpleUploadedFile("a.jpg", whole[: len(whole) // 2]))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "EPS"])
def test_other_formats_are_refused(kind: str) -> None:
    assert "JPEG, PNG or WebP" in refusal(file(kind, name="picture.jpg"))


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_BYTES", 100)

    assert "at most 15 MB" in refusal(file())


def test_too_many_pixels_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture, "MOST_PIXELS", 100)
    uploaded = file()

    def decoded(*_args: Any) -> None:
        raise AssertionError("the picture was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    assert "at most 50 million pixels" in refusal(uploaded)


def test_a_record_that_is_saved_again_keeps_its_file() -> None:
    photo, content = stored(file())
    name = photo.file.name
    photo = Photo.objects.get()
    photo.full_clean(exclude=["slug"])
    photo.credit = "Another"
    photo.save()

    assert photo.file.name == name
    photo.file.open()
    assert photo.file.read() == content
