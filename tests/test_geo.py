from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from finder.geo import Box, box_around, distance_km, geohash, geohash_middle

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def test_bloomington_to_indianapolis_is_about_73_km() -> None:
    assert round(distance_km(39.1653, -86.5264, 39.7684, -86.1581)) == 74


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_at_most_half_way_round(a: float, b: float, c: float, d: float) -> None:
    there, back = distance_km(a, b, c, d), distance_km(c, d, a, b)
    assert isclose(there, back, abs_tol=1e-6)
    assert 0 <= there <= 20016


@given(latitudes, longitudes, latitudes, longitudes, st.floats(0.1, 500))
def test_every_point_within_the_radius_lies_in_the_box(a: float, b: float, c: float, d: float, km: float) -> None:
    box = box_around(a, b, km)
    wider = Box(south=box.south - 1e-9, west=box.west - 1e-9, north=box.north + 1e-9, east=box.east + 1e-9)
    assert distance_km(a, b, c, d) > km - 1e-6 or wider.holds(c, d)


def test_a_box_across_the_antimeridian_holds_both_sides() -> None:
    box = box_around(0.0, 179.9, 50)
    assert box.holds(0.0, -179.9)
    assert box.holds(0.0, 179.6)
    assert not box.holds(0.0, 0.0)


def test_a_cell_has_the_name_that_everybody_gives_it() -> None:
    assert geohash(57.64911, 10.40744, 11) == "u4pruydqqvj"
    assert geohash(90.0, 180.0, 4) == "zzzz"
    assert [geohash_middle(name) for name in ("", "a", "u4-", "é")] == [None] * 4


@given(latitudes, longitudes)
def test_the_middle_of_a_cell_is_near_each_point_in_it_and_has_its_name(latitude: float, longitude: float) -> None:
    name = geohash(latitude, longitude, 6)
    middle = geohash_middle(name)
    assert middle
    assert geohash(*middle, 6) == name
    assert distance_km(latitude, longitude, *middle) < 0.7
