"""Where a point of the earth stands on the register's map.

The map is an Equal Earth projection (Šavrič, Patterson and Jenny, 2018) from 84° north to 56°
south, turned so that its edge runs through the Bering Strait and cuts no land.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, hypot, radians, sin, sqrt

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from missions.models import Mission

WIDTH = 2400
NORTH, SOUTH = 84.0, -56.0
CENTRAL_MERIDIAN = 11.6
POLE, DATE_LINE = 90, 180

MIN_VIEW_WIDTH = 700
ROOM = 60
"""Around the outermost points and words of the part that is shown."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """The projection's own coordinates, in earth radii; y grows to the north."""
    turned = radians((longitude - CENTRAL_MERIDIAN + 180) % 360 - 180)
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = angle * angle
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = 2 * sqrt(3) * turned * cos(angle) / (3 * slope)
    y = angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return x, y


_SCALE = WIDTH / 2 / -_equal_earth(0, CENTRAL_MERIDIAN - 180)[0]
_TOP = _equal_earth(NORTH, 0)[1]

HEIGHT = round((_TOP - _equal_earth(SOUTH, 0)[1]) * _SCALE)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The point's x and y in the map's view box.

    Raises ValueError for a point that is not on earth. Points beyond the map's northern or
    southern edge get a y outside the view box.
    """
    if abs(latitude) > POLE or abs(longitude) > DATE_LINE:
        raise ValueError(f"No such place on earth: {latitude}, {longitude}.")
    x, y = _equal_earth(latitude, longitude)
    return round(WIDTH / 2 + x * _SCALE, 1), round((_TOP - y) * _SCALE, 1)


KAZAKHSTAN = project(48.0, 67.0)

RADIUS = 11
"""Of a point."""
LETTER = 17
"""How wide a letter of a label is at most, and how high a line of them."""
LINE = 36
LONGEST_LABEL = 26
"""Letters."""
MOST_NAMED = 24
"""Points; where there are more, hardly any words have room."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class Label:
    """Words beside a point, where they cover no other."""

    words: str
    x: float
    y: float
    anchor: str
    """Where the words lie from there, as SVG says it."""
    box: Box

    @classmethod
    def beside(
        cls, x: float, y: float, words: str, taken: list[Box], sides: str = "right left below above"
    ) -> Label | None:
        """On the first side where there is room; nothing where there is none."""
        width, gap = len(words) * LETTER, RADIUS + 8
        above, below = y - gap - LINE / 2, y + gap + LINE / 2
        places = {
            "right": ("start", x + gap, y, x + gap),
            "left": ("end", x - gap, y, x - gap - width),
            "below": ("middle", x, below, x - width / 2),
            "above": ("middle", x, above, x - width / 2),
        }
        for side in sides.split():
            anchor, at, middle, left = places[side]
            box = (left, middle - LINE / 2, left + width, middle + LINE / 2)
            fits = left >= 0 and left + width <= WIDTH
            if fits and not any(_overlap(box, other) for other in taken):
                return cls(words, round(at, 1), round(middle, 1), anchor, box)
        return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _around(x: float, y: float) -> Box:
    return (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)


@dataclass(frozen=True)
class Point:
    mission: Mission
    x: float
    y: float
    label: Label | None

    @property
    def way(self) -> str:
        """A line from Kazakhstan, bent a little to the north."""
        from_x, from_y = KAZAKHSTAN
        bent = 0.15 * hypot(self.x - from_x, self.y - from_y)
        middle = ((from_x + self.x) / 2, (from_y + self.y) / 2 - bent)
        return f"M{from_x},{from_y} Q{middle[0]:.1f},{middle[1]:.1f} {self.x},{self.y}"


@dataclass(frozen=True)
class WorldMap:
    """Kazakhstan, and the missions that have a place."""

    home: Label
    points: list[Point]
    there_are_more: bool
    """Whether missions have no place on the map."""

    @property
    def home_point(self) -> tuple[float, float]:
        return KAZAKHSTAN

    @property
    def view_box(self) -> str:
        """The part of the world that holds all points and words, with some room around them."""
        boxes = [_around(*KAZAKHSTAN), self.home.box]
        for point in self.points:
            boxes.append(_around(point.x, point.y))
            boxes += [point.label.box] if point.label else []
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
        width = min(WIDTH, max(MIN_VIEW_WIDTH, right - left + 2 * ROOM))
        height = min(HEIGHT, max(width / 2, bottom - top + 2 * ROOM))
        left = min(max(0, (left + right - width) / 2), WIDTH - width)
        top = min(max(0, (top + bottom - height) / 2), HEIGHT - height)
        return f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"


def world_map(missions: Iterable[Mission]) -> WorldMap:
    placed, there_are_more = [], False
    for mission in missions:
        if mission.latitude is None or mission.longitude is None:
            there_are_more = True
        else:
            placed.append((*project(float(mission.latitude), float(mission.longitude)), mission))
    placed.sort(key=lambda point: (point[0], point[1], point[2].pk))
    taken = [_around(*KAZAKHSTAN), *(_around(x, y) for x, y, _mission in placed)]
    home = Label.beside(*KAZAKHSTAN, str(_("Kazakhstan")), [], sides="above")
    assert home
    taken.append(home.box)
    points = []
    for number, (x, y, mission) in enumerate(placed):
        words = _words_on_the_map(mission) if number < MOST_NAMED else ""
        label = Label.beside(x, y, words, taken) if words else None
        taken += [label.box] if label else []
        points.append(Point(mission, x, y, label))
    return WorldMap(home, points, there_are_more)


def _words_on_the_map(mission: Mission) -> str:
    """Its acronym and place, as far as there are any."""
    if mission.acronym and mission.place:
        said = {"acronym": mission.acronym, "place": mission.place}
        words = _("%(acronym)s, %(place)s") % said
    else:
        words = mission.acronym or mission.place or mission.name
    return Truncator(words).chars(LONGEST_LABEL)
