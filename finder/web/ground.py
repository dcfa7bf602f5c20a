"""The ground under the map, drawn by us: coasts and borders from data/ground.npz, and names of towns."""

from __future__ import annotations

from functools import cache
from math import atan, degrees, pi, sinh
from typing import Any, NamedTuple

import msgspec
import numpy as np
from flask import Blueprint, Response, abort

from finder.geo import Box
from finder.paths import bundled
from finder.tiles.layout import Array
from finder.web.backend import backend

blueprint = Blueprint("ground", __name__, url_prefix="/map/ground")

KINDS = ("coast", "country", "state", "county")
_COUNTY = KINDS.index("county")


class Level(NamedTuple):
    """How much is drawn in the tiles of one zoom: every how many points of a line, and how many towns at most."""

    step: int
    towns: int


LEVELS = {3: Level(12, 8), 6: Level(2, 14), 9: Level(1, 16)}
"""By the zoom of the tiles, which are those of every map on the web: x to the east, y to the south."""


class Outlines(NamedTuple):
    """Lines one after the other: where each begins, of what kind it is, and the rectangle that it lies in."""

    points: Array
    firsts: Array
    kinds: Array
    low: Array
    high: Array


@blueprint.get("/<int:zoom>/<int:x>/<int:y>")
def tile(zoom: int, x: int, y: int) -> Response:
    """Send the lines and the towns of a tile."""
    if zoom not in LEVELS or max(x, y) >= 2**zoom:
        abort(404)
    box, level = box_of(zoom, x, y), LEVELS[zoom]
    towns = backend().locator.towns(box, level.towns)
    drawn: dict[str, Any] = {
        "lines": [{"kind": kind, "points": line} for kind, line in lines(box, level, with_counties=zoom > min(LEVELS))],
        "towns": [{"name": one.name, "at": [one.latitude, one.longitude], "people": one.population} for one in towns],
    }
    return Response(msgspec.json.encode(drawn), content_type="application/json")


def box_of(zoom: int, x: int, y: int) -> Box:
    """Return the rectangle of a tile."""

    def latitude(row: int) -> float:
        return degrees(atan(sinh(pi * (1 - 2 * row / 2**zoom))))

    return Box(
        south=latitude(y + 1), west=x / 2**zoom * 360 - 180, north=latitude(y), east=(x + 1) / 2**zoom * 360 - 180
    )


def lines(box: Box, level: Level, *, with_counties: bool) -> list[tuple[str, list[list[float]]]]:
    """Return kind and points, latitude first, of the stretches of line that touch a rectangle."""
    known = outlines()
    low, high = (box.west, box.south), (box.east, box.north)
    touching = ((known.low <= high) & (known.high >= low)).all(axis=1)
    if not with_counties:
        touching &= known.kinds != _COUNTY
    return [
        (KINDS[known.kinds[at]], stretch)
        for at in np.flatnonzero(touching).tolist()
        for stretch in _stretches(known.points[known.firsts[at] : known.firsts[at + 1]], low, high, level.step)
    ]


def _stretches(line: Array, low: tuple[float, float], high: tuple[float, float], step: int) -> list[list[list[float]]]:
    """Return the parts of a line from one point before it enters the rectangle to one after it leaves."""
    ends = np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:])
    inside = ((ends[0] <= high) & (ends[1] >= low)).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.astype(np.int8), [0]))))
    return [_points(line[first : last + 1], step) for first, last in edges.reshape(-1, 2).tolist()]


def _points(line: Array, step: int) -> list[list[float]]:
    thin = line if len(line) <= 2 * step else np.concatenate((line[:-1:step], line[-1:]))
    points: list[list[float]] = np.round(thin[:, ::-1], 3).tolist()
    return points


@cache
def outlines() -> Outlines:
    """Return all outlines, read once."""
    with np.load(bundled("data/ground.npz")) as read:
        counts, starts = read["counts"].astype(np.int64), read["starts"]
        steps = np.stack((read["longitudes"], read["latitudes"]), axis=1).astype(np.int64)
        kinds = read["kinds"]
    firsts = np.concatenate(([0], np.cumsum(counts)))
    run = np.cumsum(steps, axis=0)
    # The first step of each line is none: what was walked before it is taken off again.
    points = (run - np.repeat(run[firsts[:-1]] - starts, counts, axis=0)) / 1000
    low, high = (ufunc.reduceat(points, firsts[:-1], axis=0) for ufunc in (np.minimum, np.maximum))
    return Outlines(points, firsts, kinds, low, high)
