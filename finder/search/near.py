"""Which packed groups lie within a distance of a point."""

from __future__ import annotations

from math import sin

import numpy as np

from finder.geo import EARTH_RADIUS_KM, box_around
from finder.search.query import Query
from finder.tiles import ONLINE, UNPLACED, Span, spans
from finder.tiles import layout as lay
from finder.tiles.layout import Array
from finder.tiles.pack import cartesian

_HALF_ROUND_KM = EARTH_RADIUS_KM * 3.14159


def places(query: Query) -> list[Span]:
    """Return the tiles of the places within the distance, and a little more: rounding cuts nothing off."""
    if query.latitude is None or query.longitude is None:
        return [*spans(None), Span(UNPLACED, UNPLACED)]
    return spans(box_around(query.latitude, query.longitude, query.within_km * 1.000001 + 0.001))


def from_home(query: Query) -> list[Span]:
    """Return the tile of what can be joined from anywhere, where that may be a match."""
    return [] if query.latitude is not None and query.mode == "in-person" else [Span(ONLINE, ONLINE)]


def is_with_places(groups: Array, query: Query) -> Array:
    """Tell which groups of the online tile stand in those of the places too, and match there."""
    if query.latitude is not None:
        return ~np.isnan(distances(groups, query))
    return _has_a_door(groups)


def distances(groups: Array, query: Query) -> Array:
    """Return the kilometres to each group that one can go to and that is near enough, NaN for the others.

    Points are kept to a centimetre; the great-circle distance follows from the straight line between them.
    """
    km = np.full(len(groups), np.nan)
    if query.latitude is None or query.longitude is None:
        return km
    x, y, z = (round(part) for part in cartesian(query.latitude, query.longitude))
    square = np.zeros(len(groups))
    for axis, at in (("x", x), ("y", y), ("z", z)):
        square += (groups[axis].astype(np.float64) - at) ** 2
    near = np.flatnonzero((square <= _chord_cm(query.within_km) ** 2) & _has_a_door(groups))
    half = np.sqrt(square[near]) / (2 * EARTH_RADIUS_KM * lay.CM_PER_KM)
    km[near] = np.round(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(half, 1.0)), 5)
    return km


def _has_a_door(groups: Array) -> Array:
    """Tell which one can go to, at a point that is known."""
    both = np.uint32(lay.POINT | lay.IN_PERSON)
    has: Array = groups["flags"] & both == both
    return has


def _chord_cm(km: float) -> float:
    # Rounding to whole centimetres may lengthen the line by less than one.
    return 2 * EARTH_RADIUS_KM * sin(min(km, _HALF_ROUND_KM) / (2 * EARTH_RADIUS_KM)) * lay.CM_PER_KM + 1
