"""Which packed groups lie within a distance of a point."""

from __future__ import annotations

from math import sin

import numpy as np

from finder.geo import EARTH_RADIUS_KM, box_around
from finder.search.query import Query
from finder.tiles import UNPLACED, Span, spans
from finder.tiles import layout as lay
from finder.tiles.layout import Array, positions
from finder.tiles.pack import cartesian

_HALF_ROUND_KM = EARTH_RADIUS_KM * 3.14159


def places(query: Query) -> list[Span]:
    """Return the tiles of the places within the distance, and a little more: rounding cuts nothing off."""
    if query.latitude is None or query.longitude is None:
        return [*spans(None), Span(UNPLACED, UNPLACED)]
    return spans(box_around(query.latitude, query.longitude, query.within_km * 1.000001 + 0.001))


def is_with_places(groups: Array, query: Query) -> Array:
    """Tell which groups of the online tile stand in those of the places too, and match there."""
    has = has_a_door(groups)
    # Few of those that can be joined from home can be gone to as well.
    if query.latitude is not None and len(doors := positions(has)):
        has[doors] = squares(groups.take(doors), query) <= farthest(query)
    return has


def squares(groups: Array, query: Query) -> Array:
    """Return the square of the straight line from the point asked for to that of each group, in centimetres."""
    assert query.latitude is not None
    assert query.longitude is not None
    x, y, z = cartesian(query.latitude, query.longitude)
    square = _square(groups["x"], x)
    square += _square(groups["y"], y)
    square += _square(groups["z"], z)
    return square


def farthest(query: Query) -> float:
    """Return the square of the line, in centimetres, beyond which a group is too far off."""
    return _chord_cm(query.within_km) ** 2


def kilometres(square: Array) -> Array:
    """Return the great-circle distances that belong to straight lines; points are kept to a centimetre."""
    half = np.sqrt(square)
    half /= 2 * EARTH_RADIUS_KM * lay.CM_PER_KM
    km = np.arcsin(np.minimum(half, 1.0, out=half), out=half)
    km *= 2 * EARTH_RADIUS_KM
    return km.round(5)


def _square(column: Array, at: float) -> Array:
    away: Array = column - float(round(at))
    away *= away
    return away


def has_a_door(groups: Array) -> Array:
    """Tell which one can go to, at a point that is known."""
    both = lay.POINT | lay.IN_PERSON
    has: Array = groups["flags"] & both == both
    return has


def _chord_cm(km: float) -> float:
    # Rounding to whole centimetres may lengthen the line by less than one.
    return 2 * EARTH_RADIUS_KM * sin(min(km, _HALF_ROUND_KM) / (2 * EARTH_RADIUS_KM)) * lay.CM_PER_KM + 1
