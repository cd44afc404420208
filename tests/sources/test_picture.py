"""Photographs are judged by what they hold, and published without what they carry."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from sources.models import Photo, pixels
from sources.models.pixels import written_anew
from tests.factories import PhotoFactory
from tests.pictures import picture
from tests.reading import read, words

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


def file(kind: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    return picture(kind, name=options.pop("name", f"{SECRET}.{kind.lower()}"), **options)


def colour_profile() -> bytes:
    said = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return bytes(said.tobytes())


def stored(uploaded: Any) -> tuple[Any, bytes]:
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
        file("PNG", pnginfo=with_text(), mode="RGBA"),
        file(comment=SECRET.encode()),
        file(icc_profile=colour_profile()),
        file("MPO", save_all=True, append_images=[Image.new("RGB", (40, 20))], exif=exif()),
    ],
    ids=["JPEG", "WebP", "PNG", "PNG with holes", "comment", "colours", "several in one"],
)
def test_nothing_but_the_pixels_is_published(uploaded: Any, client: Client) -> None:
    photo, content = stored(uploaded)

    assert content.startswith(b"\xff\xd8")
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


def test_a_picture_is_stored_in_sizes_for_phones_pages_and_print(client: Client) -> None:
    photo, _content = stored(file(size=(5000, 2500)))

    sizes = [(one.width, one.height) for one in photo.file.sizes]
    assert sizes == [(640, 320), (1280, 640), (2560, 1280)]
    addresses = [one.split() for one in photo.file.srcset.split(", ")]
    for (address, said), size in zip(addresses, sizes, strict=True):
        sent = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined] # a file's
        with Image.open(BytesIO(sent)) as image:
            assert image.size == size
            assert said == f"{size[0]}w"


def test_a_small_picture_is_stored_once() -> None:
    photo, _content = stored(file(size=(300, 640)))

    assert [(one.width, one.height) for one in photo.file.sizes] == [(300, 640)]


def test_a_page_gives_browsers_the_sizes_to_choose_from(client: Client) -> None:
    photo, _content = stored(file(size=(2000, 3000)))
    Photo.objects.update(caption="At school.", credit="Gov.kz")
    page = read(client, photo.source.get_absolute_url())

    (image,) = page.select("figure img")
    assert image["srcset"] == photo.file.srcset
    assert (image["width"], image["height"]) == ("1707", "2560")
    assert image["loading"] == "lazy"
    assert image["alt"] == "A square"
    (caption,) = page.select("figure figcaption")
    assert words(caption) == "“At school.” Credit: Gov.kz"


def test_what_was_made_transparent_is_not_published() -> None:
    """Somebody may have wiped out a face so."""
    _photo, content = stored(file("PNG", mode="RGBA", colour=(255, 0, 0, 0)))

    with Image.open(BytesIO(content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_colours_are_those_of_screens() -> None:
    """A profile of the camera tells of it, and without the profile its colours were others."""
    tags = colour_profile().replace(b"rXYZ", b"swap").replace(b"gXYZ", b"rXYZ")
    red_is_green = tags.replace(b"swap", b"gXYZ")
    _photo, content = stored(file(colour=(255, 0, 0), icc_profile=red_is_green))

    with Image.open(BytesIO(content)) as image:
        red, green, _blue = image.getpixel((5, 5))  # type: ignore[misc] # of three colours
        assert green > red


@pytest.mark.parametrize(("mode", "grey"), [("I;16", 0x8000), ("L", 0x80), ("LA", (0x80, 255))])
def test_grey_stays_grey(mode: str, grey: Any) -> None:
    _photo, content = stored(file("PNG", mode=mode, colour=grey))

    with Image.open(BytesIO(content)) as image:
        shown: Any = image.getpixel((5, 5))
        assert all(abs(part - 0x80) < 3 for part in shown)


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


def test_a_picture_that_says_itself_without_end_is_refused_at_once() -> None:
    """Each further scan of a JPEG has a few bytes, and costs as much as the whole picture."""
    content = file(size=(200, 200), progressive=True).read()
    last = content[content.rindex(b"\xff\xda") : -2]
    endless = content[:-2] + last * 10_000 + content[-2:]

    assert "JPEG, PNG or WebP" in refusal(SimpleUploadedFile("a.jpg", endless))


@pytest.mark.filterwarnings("ignore:::PIL")
def test_what_is_no_picture_never_breaks_the_reader() -> None:
    chance = Random(1)  # noqa: S311 - it guards nothing
    wholes = [
        file(kind, mode=mode, size=(24, 16), **said).read()
        for kind, mode, said in (
            ("JPEG", "RGB", {"exif": exif(), "icc_profile": colour_profile()}),
            ("JPEG", "CMYK", {"colour": 7, "progressive": True}),
            ("PNG", "RGBA", {"exif": exif(), "icc_profile": colour_profile()}),
            ("PNG", "P", {"colour": 7}),
            ("WEBP", "RGBA", {"exif": exif()}),
        )
    ]
    for _turn in range(500):
        broken = bytearray(chance.choice(wholes))
        for _fault in range(chance.choice([1, 2, 10])):
            place = chance.randrange(len(broken))
            broken[place : place + chance.choice([0, 1, 4])] = chance.randbytes(1)
        try:
            written_anew(ContentFile(bytes(broken)))
        except ValidationError as refused:
            assert "picture" in refused.messages[0]


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MOST_MEGABYTES", 0)

    assert "at most 0 MB" in refusal(file())


def test_too_many_pixels_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uploaded = file(size=(8000, 7000))

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
