"""The picture beside a link to a page: what the page states, and the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN = 70
INK, QUIET, PAPER, ACCENT = "#14232a", "#4b5b63", "#ffffff", "#00667c"
BOLD, USUAL = 600, 400
SIZES: Final = (60, 50, 42)
"""Of the letters of a statement: the largest in which it has room."""
LINES_OF_A_STATEMENT, LINES_OF_A_QUOTATION = 4, 4
FONTS = {
    "latin": ((0x0020, 0x00FF), (0x2000, 0x206F), (0x20AC, 0x20AC)),
    "cyrillic": ((0x0400, 0x045F), (0x0490, 0x0491), (0x04B0, 0x04B1), (0x2116, 0x2116)),
    "cyrillic-ext": ((0x0460, 0x052F),),
    "latin-ext": ((0x0100, 0x02FF), (0x1E00, 0x1EFF)),
}
"""Which letters stand in which file of the site's serif, as its style sheet says."""


class Letters(NamedTuple):
    size: int
    weight: int
    ink: str


NAME = Letters(34, BOLD, ACCENT)
QUOTATION = Letters(32, USUAL, INK)
SOURCE = Letters(26, USUAL, QUIET)


def draw_card(statement: str, quotation: str, source: str) -> bytes:
    """A PNG; what has no room ends in an ellipsis."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    drawing = ImageDraw.Draw(image)
    drawing.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    _write(drawing, (MARGIN, 50), "Kazbat", NAME)
    place = 115
    for size in SIZES:
        letters = Letters(size, BOLD, INK)
        lines = list(_lines(statement, letters, WIDTH - 2 * MARGIN))
        if len(lines) < LINES_OF_A_STATEMENT:
            break
    for line in _cut(lines, LINES_OF_A_STATEMENT):
        _write(drawing, (MARGIN, place), line, letters)
        place += round(letters.size * 1.22)
    if quotation:
        place += 28
        top, indent = place, MARGIN + 30
        words = _lines(f"“{quotation}”", QUOTATION, WIDTH - indent - MARGIN)
        for line in _cut(list(words), LINES_OF_A_QUOTATION):
            _write(drawing, (indent, place), line, QUOTATION)
            place += 42
        _write(drawing, (indent, place + 6), source, SOURCE)
        drawing.rectangle((MARGIN, top + 4, MARGIN + 5, place + 38), fill=ACCENT)
    written = BytesIO()
    image.quantize(32).save(written, "PNG", optimize=True)
    return written.getvalue()


def _cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _lines(text: str, letters: Letters, room: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _length(longer, letters) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _write(
    drawing: ImageDraw.ImageDraw, place: tuple[float, float], text: str, letters: Letters
) -> None:
    x, y = place
    for name, run in _runs(text):
        font = _font(name, letters.size, letters.weight)
        drawing.text((x, y), run, font=font, fill=letters.ink)
        x += font.getlength(run)


def _length(text: str, letters: Letters) -> float:
    fonts = ((_font(name, letters.size, letters.weight), run) for name, run in _runs(text))
    return sum(font.getlength(run) for font, run in fonts)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for name, letters in groupby(text, key=_file_of):
        yield name, "".join(letters)


@lru_cache(maxsize=1024)
def _file_of(letter: str) -> str:
    code = ord(letter)
    for name, ranges in FONTS.items():
        if any(first <= code <= last for first, last in ranges):
            return name
    return "latin"


@lru_cache(maxsize=64)
def _font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    file = Path(settings.BASE_DIR) / "static/fonts" / f"source-serif-4-{name}.woff2"
    font = ImageFont.truetype(file, size)
    font.set_variation_by_axes([weight])
    return font
