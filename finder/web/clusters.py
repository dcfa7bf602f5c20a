"""Groups gathered for a map: what lies close together at a zoom is one spot with a number, from packed rows alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from finder.geo import Box
from finder.search.near import has_a_door
from finder.tiles.layout import Array

_CELL = 64
"""Pixels of the map that one spot stands for."""
_TILE = 256
_DISC = 15
"""Pixels from the middle of a mark to its edge: a place that can be farther off than that is an area, and no point."""
_METRES_PER_PIXEL = 156_543.03
"""At the equator, at zoom 0."""
_NAMED = 8
"""Groups of one spot that are named; where there are more, one goes nearer or looks in the list."""


class Spot(NamedTuple):
    """Groups that lie close together; `radius` is how far off they can be in metres, 0 for exact places."""

    latitude: float
    longitude: float
    size: int
    radius: int
    numbers: list[int]
    """The store's numbers of its groups, where they are few."""


def spots(groups: Array, box: Box, zoom: int) -> list[Spot]:
    """Return the spots of a rectangle at a zoom of the map; groups that nobody can go to have none."""
    here, latitude, longitude = _within(groups[has_a_door(groups)], box)
    if not len(here):
        return []
    widths = _widths(here["radius"] * 10.0, latitude, zoom)
    cells = np.stack((*_cells(latitude, longitude, zoom), widths), axis=1)
    _, spot, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    spot = spot.reshape(-1)
    order = np.argsort(spot, kind="stable")
    numbers = np.split(here["number"][order], np.cumsum(counts)[:-1])
    middles = [np.bincount(spot, weights=value) / counts for value in (latitude, longitude)]
    radius = np.zeros(len(counts))
    np.maximum.at(radius, spot, np.where(widths, here["radius"] * 10.0, 0.0))
    columns = (*(middle.round(5).tolist() for middle in middles), counts.tolist(), radius.astype(int).tolist())
    rows = zip(*columns, numbers, strict=True)
    return [
        Spot(north, east, size, reach, few.tolist() if size <= _NAMED else []) for north, east, size, reach, few in rows
    ]


def _widths(metres: Array, latitude: Array, zoom: int) -> Array:
    """Return 0 where a mark covers all of where a place can be, else how often that doubles: like goes with like."""
    pixels = metres / (_METRES_PER_PIXEL * np.cos(np.radians(latitude)) / 2**zoom)
    widths: Array = np.ceil(np.log2(np.maximum(pixels / _DISC, 1.0))).astype(np.int64)
    return widths


def _within(groups: Array, box: Box) -> tuple[Array, Array, Array]:
    x, y, z = (groups[name].astype(np.float64) for name in ("x", "y", "z"))
    latitude, longitude = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
    inside = (latitude >= box.south) & (latitude <= box.north)
    if box.west <= box.east:
        inside &= (longitude >= box.west) & (longitude <= box.east)
    else:
        inside &= (longitude >= box.west) | (longitude <= box.east)
    return groups[inside], latitude[inside], longitude[inside]


def _cells(latitude: Array, longitude: Array, zoom: int) -> tuple[Array, Array]:
    """Return column and row of the cell of each point on the Mercator map of the web, from its north-western corner."""
    size = _TILE * 2**zoom
    flat = np.radians(np.clip(latitude, -85, 85))
    east = (longitude + 180) / 360 * size
    south = (1 - np.log(np.tan(flat) + 1 / np.cos(flat)) / np.pi) / 2 * size
    return (east // _CELL).astype(np.int64), (south // _CELL).astype(np.int64)
