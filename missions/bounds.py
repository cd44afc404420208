"""How the bound of a figure is drawn: no more exactly than it is stated."""

from __future__ import annotations

from enum import StrEnum

from records.quantities import Comparator

ROOM_AT_THE_END = 14.0
"""Percent to the right of the greatest number, for bars that go on."""
THINNEST = 0.6
"""Percent of the width that still can be seen."""


class Shape(StrEnum):
    """What a bar says of its number; the style sheet and the key know each."""

    EXACT = "exact"
    """It is the number."""
    ONWARDS = "onwards"
    """It is the number or more: solid up to it, and on from there."""
    DOWNWARDS = "downwards"
    """It is the number or less: the number is a stop, and before it nothing is sure."""
    ABOUT = "about"
    """It is near the number."""


SHAPES = {
    Comparator.EXACTLY: Shape.EXACT,
    Comparator.MORE_THAN: Shape.ONWARDS,
    Comparator.AT_LEAST: Shape.ONWARDS,
    Comparator.FEWER_THAN: Shape.DOWNWARDS,
    Comparator.AT_MOST: Shape.DOWNWARDS,
    Comparator.NEARLY: Shape.ABOUT,
    Comparator.ABOUT: Shape.ABOUT,
    Comparator.BETWEEN: Shape.ABOUT,
}
