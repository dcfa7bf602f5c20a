from __future__ import annotations

from math import cos, radians

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finder.geo import Box
from finder.tiles import layout as lay
from finder.tiles.pack import cartesian
from finder.web.clusters import spots

WORLD = Box(south=-85, west=-180, north=85, east=180)
EXACT = 0


def packed(*rows: tuple[float, float, int], flags: int = lay.POINT | lay.IN_PERSON) -> lay.Array:
    """Return groups at these points, each known to so many steps of ten metres; numbers count from 1."""
    groups = np.zeros(len(rows), lay.GROUP)
    for at, (latitude, longitude, radius) in enumerate(rows):
        groups[at]["x"], groups[at]["y"], groups[at]["z"] = (round(part) for part in cartesian(latitude, longitude))
        groups[at]["radius"], groups[at]["number"], groups[at]["flags"] = radius, at + 1, flags
    return groups


def test_what_lies_close_together_is_one_spot_until_one_goes_nearer() -> None:
    groups = packed((39.165, -86.526, EXACT), (39.1652, -86.5262, EXACT), (41.88, -87.63, EXACT))
    far = sorted(spots(groups, WORLD, 9), key=lambda spot: spot.size)
    assert [(spot.size, spot.numbers, spot.radius) for spot in far] == [(1, [3], 0), (2, [1, 2], 0)]
    assert abs(far[1].latitude - 39.1651) < 1e-4
    assert abs(far[1].longitude + 86.5261) < 1e-4
    assert sorted(spot.numbers for spot in spots(groups, WORLD, 19)) == [[1], [2], [3]]


def test_a_place_that_is_known_only_roughly_is_an_area_as_soon_as_a_mark_does_not_cover_it() -> None:
    groups = packed((39.165, -86.526, EXACT), (39.165, -86.526, 900))
    assert [(spot.size, spot.radius) for spot in spots(groups, WORLD, 6)] == [(2, 0)]
    assert sorted((spot.size, spot.radius) for spot in spots(groups, WORLD, 11)) == [(1, 0), (1, 9000)]


def test_what_lies_outside_of_the_rectangle_or_has_no_door_is_no_spot() -> None:
    here = (39.165, -86.526, EXACT)
    assert spots(packed(here), Box(south=40, west=-87, north=41, east=-86), 10) == []
    assert spots(packed(here, flags=lay.ONLINE), WORLD, 10) == []
    assert [
        spot.size for spot in spots(packed((-17.8, 179.9, 0)), Box(south=-20, west=179, north=-10, east=-179), 5)
    ] == [1]


def test_many_groups_of_one_spot_are_counted_and_not_named() -> None:
    [spot] = spots(packed(*[(39.165, -86.526, EXACT)] * 9), WORLD, 12)
    assert (spot.size, spot.numbers) == (9, [])


@given(
    st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179), st.integers(0, 3000)), max_size=30),
    st.integers(0, 19),
)
def test_every_group_is_in_one_spot(rows: list[tuple[float, float, int]], zoom: int) -> None:
    found = spots(packed(*rows), WORLD, zoom)
    assert sum(spot.size for spot in found) == len(rows)
    named = [number for spot in found for number in spot.numbers]
    assert len(named) == len(set(named))


def test_marks_lie_among_their_groups() -> None:
    rows = [(50 + n / 1000, 8 + n / 1000 / cos(radians(50)), EXACT) for n in range(20)]
    for spot in spots(packed(*rows), WORLD, 14):
        assert 50 <= spot.latitude <= 50.02
