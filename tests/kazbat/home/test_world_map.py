import re
import zlib
from pathlib import Path

import pytest
from django.conf import settings

from kazbat.home.world_map import HEIGHT, WIDTH, Label, project, world_map
from missions.models import Mission

OUTLINE = Path(settings.BASE_DIR) / "templates/kazbat/home/_world_outline.html"


def rings() -> list[list[tuple[float, float]]]:
    """The outline's closed lines; its path has only M, relative l and z."""
    found = []
    for part in re.findall(r"M([^z]*)z", OUTLINE.read_text()):
        start, _, steps = part.partition("l")
        x, y = (float(number) for number in re.findall(r"-?[\d.]+", start))
        ring = [(x, y)]
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def is_on_land(latitude: float, longitude: float) -> bool:
    x, y = project(latitude, longitude)
    inside = False
    for ring in rings():
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [("Baghdad", 33.3, 44.4), ("Astana", 51.2, 71.4), ("Canberra", -35.3, 149.1),
     ("Laayoune's inland", 26.5, -11.5), ("Yamoussoukro", 6.8, -5.3), ("Quito", -0.2, -78.5)],
)  # fmt: skip
def test_a_city_stands_on_the_outline_s_land(place: str, latitude: float, longitude: float) -> None:
    assert is_on_land(latitude, longitude), place


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(30, -45), (34.5, 20), (0, -150), (-30, 80), (42, 51)]
)
def test_an_open_sea_stands_on_no_land(latitude: float, longitude: float) -> None:
    assert not is_on_land(latitude, longitude)


def test_the_map_s_edges_are_the_view_box_s() -> None:
    assert project(84, 11.6) == (WIDTH / 2, 0)
    assert project(-56, 11.6)[1] == pytest.approx(HEIGHT, abs=0.5)


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (-91, 0), (0, -181)])
def test_a_point_that_is_not_on_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="No such place"):
        project(latitude, longitude)


def test_the_outline_is_small_enough_to_stand_in_the_page() -> None:
    raw = OUTLINE.read_bytes()
    assert len(raw) < 25_000
    assert len(zlib.compress(raw)) < 10_000


def test_words_on_the_map_cover_neither_points_nor_one_another() -> None:
    near = [
        Mission(
            pk=number, name="A name of some length", latitude=33 + number % 3, longitude=35 + number
        )
        for number in range(12)
    ]
    drawn = world_map(near)
    boxes = [point.label.box for point in drawn.points if point.label]

    assert boxes
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert not any(left < point.x < right and top < point.y < bottom for point in drawn.points)
        for other in boxes[:number]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom


def test_words_that_have_no_room_are_left_out() -> None:
    everywhere = [(0.0, 0.0, float(WIDTH), float(HEIGHT))]

    assert Label.beside(100, 100, "Somewhere", everywhere) is None
