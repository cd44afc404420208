"""What the drawings of figures and of time have in common.

Positions along the line are percentages of its width and heights are pixels, so that a drawing
fits a phone and a wide screen without its letters changing size.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from missions.models import Mission, Rotation, Unit
from records.rendering import shortened

AXIS_HEIGHT = 24
LINE_HEIGHT = 18
BAR_HEIGHT = 11
BETWEEN_LABEL_AND_BAR = 7

NARROWEST = 280
"""Pixels of a drawing on the smallest phone; labels and numbers have room there."""
WIDE = 700
"""Pixels from which on there is room for the longer labels."""
PIXELS_PER_LETTER = 8


def percent(number: float) -> str:
    return f"{number:.2f}%"


def letters_within(pixels: int) -> int:
    return int(pixels / PIXELS_PER_LETTER)


def on_two_lines(text: str, pixels: int, taken: int = 0) -> list[str]:
    """A text on one line, or on two if it needs them; cut only where two are not enough.

    Of the first line, so many letters are taken by other words.
    """
    text = " ".join(text.split())
    letters = letters_within(pixels)
    room = letters - taken
    if len(text) <= room:
        return [text]
    first, *_others = textwrap.wrap(text, max(room, 1), break_long_words=False)
    if len(first) <= room:
        return [first, shortened(text[len(first) :].strip(), letters)]
    cut = shortened(text, letters)
    return ["", cut] if taken else [cut]


def short_name(record: Mission | Rotation | Unit) -> str:
    """With a mission's acronym, where a source gives one, for its name."""
    mission = record.mission if isinstance(record, Rotation) else record
    if isinstance(mission, Mission) and mission.acronym:
        return str(record).replace(mission.name, mission.acronym)
    return str(record)


@dataclass(frozen=True)
class Tick:
    label: str
    at: float

    @property
    def x(self) -> str:
        return percent(self.at)


@dataclass(frozen=True)
class Row:
    """A label of one line or two, and a bar below it.

    Where a phone needs two lines, a wide screen leaves the first one empty.
    """

    top: int

    below_label: ClassVar[int] = 25
    """Pixels of the row under its label."""

    def lines_within(self, pixels: int) -> list[str]:
        raise NotImplementedError

    @cached_property
    def _narrow_lines(self) -> list[str]:
        return self.lines_within(NARROWEST)

    @cached_property
    def short_label(self) -> list[tuple[int, str]]:
        """Line by line, each with where it stands."""
        return self._placed(self._narrow_lines)

    @cached_property
    def long_label(self) -> list[tuple[int, str]]:
        return self._placed(self.lines_within(WIDE))

    def _placed(self, lines: list[str]) -> list[tuple[int, str]]:
        first = self._label_end - LINE_HEIGHT * (len(lines) - 1)
        return [(first + LINE_HEIGHT * number, line) for number, line in enumerate(lines)]

    @cached_property
    def _label_end(self) -> int:
        return self.top + LINE_HEIGHT * len(self._narrow_lines)

    @property
    def bottom(self) -> int:
        return self._label_end + self.below_label

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def bar_top(self) -> int:
        return self._label_end + BETWEEN_LABEL_AND_BAR

    @property
    def bar_middle(self) -> float:
        return self.bar_top + BAR_HEIGHT / 2
