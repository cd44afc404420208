"""What is quoted of a source, put together again as far as it is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .models import Passage
from .uses import Resting


@dataclass(frozen=True)
class ShownPassage:
    """A passage and the first lines of what rests on it."""

    passage: Passage
    resting: list[Resting]
    not_listed: int
    """How many more records rest on it."""


@dataclass(frozen=True)
class Piece:
    """A stretch of quoted text, with the passages that end where it ends."""

    words: str
    follows_a_gap: bool
    ending: list[Passage]


@dataclass(frozen=True)
class Paragraph:
    place: str
    pieces: list[Piece]
    shown: list[ShownPassage]


def paragraphs(passages: Iterable[ShownPassage]) -> list[Paragraph]:
    """Of passages in the order of the text; neighbours in one place make one paragraph."""
    found = []
    for place, group in groupby(passages, key=lambda shown: shown.passage.place):
        shown = list(group)
        together = [one.passage for one in shown]
        placed = [passage for passage in together if passage.offset is not None]
        others = [Piece(one.quotation, True, [one]) for one in together if one.offset is None]
        found.append(Paragraph(place, [*_pieces(placed), *others], shown))
    return found


def _pieces(passages: Sequence[Passage]) -> list[Piece]:
    """Where passages overlap, their words stand once."""
    letters: dict[int, str] = {}
    ends: dict[int, list[Passage]] = {}
    for passage in passages:
        start = passage.offset or 0
        letters.update(enumerate(passage.quotation, start))
        ends.setdefault(start + len(passage.quotation), []).append(passage)
    pieces: list[Piece] = []
    words, last = "", None
    follows_a_gap = False
    for place in sorted(letters):
        if last is not None and place > last + 1:
            # What is one character long between two quotations is taken for a space.
            follows_a_gap = place - last - 1 > 1
            words = "" if follows_a_gap else " "
        words += letters[place]
        last = place
        if place + 1 in ends:
            pieces.append(Piece(words, follows_a_gap, ends[place + 1]))
            words, follows_a_gap = "", False
    return pieces
