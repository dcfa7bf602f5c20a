from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from finder.geo import box_around
from finder.tiles import ONLINE, UNPLACED, Span, spans
from finder.tiles.keys import COLUMNS, Block, blocks, key, part, parts, tile_of

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@given(latitudes, longitudes)
def test_every_point_has_a_tile_of_its_own_apart_from_the_reserved_ones(latitude: float, longitude: float) -> None:
    assert 0 <= key(latitude, longitude) < ONLINE < UNPLACED


@given(latitudes, longitudes, st.floats(0.001, 3000), st.floats(-1, 1), st.floats(-1, 1))
def test_every_point_of_a_box_lies_in_one_of_its_spans(
    latitude: float, longitude: float, km: float, north: float, east: float
) -> None:
    box = box_around(latitude, longitude, km)
    point = max(-90.0, min(90.0, latitude + north * km / 111)), (longitude + east * km / 111 + 540) % 360 - 180
    if box.holds(*point):
        assert any(span.first <= key(*point) <= span.last for span in spans(box))


def test_spans_are_one_to_a_row_and_two_where_the_date_line_is_crossed() -> None:
    assert len(spans(box_around(39.17, -86.53, 25))) == 3
    assert [span.last - span.first + 1 for span in spans(box_around(39.17, -86.53, 25))] == [2, 2, 2]
    assert len(spans(box_around(0.1, 179.99, 5))) == 2
    assert spans(None) == [Span(0, ONLINE - 1)]


@given(latitudes, longitudes, st.integers(1, 2**32 - 1))
def test_parts_of_a_tile_lie_within_those_of_its_spans_in_the_order_of_numbers(
    latitude: float, longitude: float, number: int
) -> None:
    place = key(latitude, longitude)
    assert part(place, number) == place
    for tile in (place, ONLINE, UNPLACED):
        first, last = parts(Span(tile, tile))
        assert first <= part(tile, number - 1) <= part(tile, number) <= last
        assert tile_of(part(tile, number)) == tile
    assert parts(Span(0, UNPLACED)) == (0, parts(Span(UNPLACED, UNPLACED)).last)
    assert parts(Span(0, ONLINE - 1)).last < parts(Span(ONLINE, ONLINE)).first


def keys_of(tiles: list[Span]) -> set[int]:
    return {tile for first, last in tiles for tile in range(first, last + 1)}


@given(latitudes, longitudes, st.sampled_from([0.1, 25.0, 400.0, 9000.0]))
def test_the_tiles_of_a_circle_are_one_block_or_two(latitude: float, longitude: float, km: float) -> None:
    tiles = spans(box_around(latitude, longitude, km))
    found = blocks(tiles)
    assert len(found) <= 2
    assert keys_of(tiles) == tiles_in(found)


@given(
    st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 2500))
        | st.tuples(st.integers(0, 4).map(COLUMNS.__mul__), st.integers(0, 2))
    )
)
def test_blocks_hold_the_tiles_of_any_spans(some: list[tuple[int, int]]) -> None:
    tiles = [Span(first, first + more) for first, more in some]
    assert keys_of(tiles) == tiles_in(blocks(tiles))
    assert blocks([Span(ONLINE, ONLINE)]) == [(ONLINE, ONLINE, 0, 0)]


def tiles_in(found: list[Block]) -> set[int]:
    return {
        tile for first, last, west, east in found for tile in range(first, last + 1) if west <= tile % COLUMNS <= east
    }
