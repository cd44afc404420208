"""Where a point of the earth stands on the register's map.

The map is an Equal Earth projection (Šavrič, Patterson and Jenny, 2018) from 84° north to 56°
south, turned so that its edge runs through the Bering Strait and cuts no land.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from missions.models import Mission

WIDTH = 2400
NORTH, SOUTH = 84.0, -56.0
CENTRAL_MERIDIAN = 11.6
POLE, DATE_LINE = 90, 180

MIN_VIEW_WIDTH = 1000
ROOM = 200
"""Around the outermost points of the part that is shown."""

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


@dataclass(frozen=True)
class Point:
    """A mission on the map, with the number that it has in the table beside."""

    number: int
    mission: Mission
    x: float
    y: float


@dataclass(frozen=True)
class WorldMap:
    """The missions that have a place, numbered from west to east, and those that have none."""

    points: list[Point]
    unplaced: list[Mission]

    @property
    def view_box(self) -> str:
        """The part of the world that holds all points, with some room around them."""
        xs = [point.x for point in self.points] or [0, WIDTH]
        ys = [point.y for point in self.points] or [0, HEIGHT]
        width = min(WIDTH, max(MIN_VIEW_WIDTH, max(xs) - min(xs) + 2 * ROOM))
        height = min(HEIGHT, max(width / 2, max(ys) - min(ys) + 2 * ROOM))
        left = min(max(0, (min(xs) + max(xs) - width) / 2), WIDTH - width)
        top = min(max(0, (min(ys) + max(ys) - height) / 2), HEIGHT - height)
        return f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"


def world_map(missions: Iterable[Mission]) -> WorldMap:
    placed, unplaced = [], []
    for mission in missions:
        if mission.latitude is None or mission.longitude is None:
            unplaced.append(mission)
        else:
            placed.append((*project(float(mission.latitude), float(mission.longitude)), mission))
    placed.sort(key=lambda point: (point[0], point[1], point[2].pk))
    points = [Point(number, mission, x, y) for number, (x, y, mission) in enumerate(placed, 1)]
    return WorldMap(points, unplaced)
