"""Which tile a point lies in, and which tiles a rectangle touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor
from typing import NamedTuple

from finder.geo import Box

_HEIGHT, _WIDTH = 0.2, 0.35
COLUMNS = 1029
"""360 degrees in steps of 0.35, the last one cut short."""
_ROWS = 901

ONLINE = _ROWS * COLUMNS
"""The tile of all that can be joined from home: it is near everybody."""
UNPLACED = ONLINE + 1
"""The tile of what can only be gone to, nobody knows where: it is near nobody."""


class Span(NamedTuple):
    """Tiles with neighbouring keys, both ends included."""

    first: int
    last: int


class Block(NamedTuple):
    """Tiles of the same columns in neighbouring rows: of those from the first key to the last, what lies in between."""

    first: int
    last: int
    west: int
    east: int


def key(latitude: float, longitude: float) -> int:
    """Return the key of the tile that holds a point."""
    return _row(latitude) * COLUMNS + _column(longitude)


_PART = 13
_PARTS = 20


def part(tile: int, number: int) -> int:
    """Return the key of the part of a tile in which the group of a number stands.

    What is near everybody or nobody can be many thousands: a tile of such is kept in parts of 8,192 numbers, in their
    order, so that to change one group is to write few of them.  A tile of places is one part.
    """
    return tile if tile < ONLINE else (tile << _PARTS) + (number >> _PART)


def parts(span: Span) -> Span:
    """Return the keys of all parts of some tiles."""
    first, last = span
    if last < ONLINE:
        return span
    return Span(first if first < ONLINE else first << _PARTS, last if last < ONLINE else (last + 1 << _PARTS) - 1)


def tile_of(part: int) -> int:
    """Return the tile to which a part belongs."""
    return part if part < ONLINE else part >> _PARTS


def spans(box: Box | None) -> list[Span]:
    """Return the tiles that a rectangle touches, a span to each row; without a rectangle all that have a place."""
    if box is None:
        return [Span(0, ONLINE - 1)]
    columns = list(_columns(box))
    return [
        Span(row * COLUMNS + west, row * COLUMNS + east)
        for row in range(_row(box.south), _row(box.north) + 1)
        for west, east in columns
    ]


def blocks(spans: Iterable[Span]) -> list[Block]:
    """Return the same tiles in few blocks: those that a rectangle touches are one, and two across the date line."""
    begun: dict[tuple[int, int], int] = {}
    for first, last in spans:
        # What the same columns of the row before end goes on with this row.
        above = begun.pop((first - COLUMNS, last - COLUMNS), first) if _is_one_row(first, last) else first
        begun[first, last] = min(above, begun.get((first, last), first))
    return [Block(top, last, *_columns_of(first, last)) for (first, last), top in begun.items()]


def _is_one_row(first: int, last: int) -> bool:
    return first // COLUMNS == last // COLUMNS


def _columns_of(first: int, last: int) -> tuple[int, int]:
    return (first % COLUMNS, last % COLUMNS) if _is_one_row(first, last) else (0, COLUMNS - 1)


def _row(latitude: float) -> int:
    return floor((latitude + 90) / _HEIGHT)


def _column(longitude: float) -> int:
    return min(floor((longitude + 180) / _WIDTH), COLUMNS - 1)


def _columns(box: Box) -> Iterator[tuple[int, int]]:
    west, east = _column(box.west), _column(box.east)
    # The antimeridian belongs to both ends: 180 and -180 degrees are one line.
    if box.west <= box.east:
        yield west, east
    else:
        yield from ((west, COLUMNS - 1), (0, east))
