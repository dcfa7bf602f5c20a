"""Make data/ground.npz, the outlines under the map: `python tools/draw_ground.py FOLDER`.

FOLDER holds the npm packages world-atlas (Natural Earth) and us-atlas (United States Census Bureau), unpacked: outlines
in the public domain, as TopoJSON. Lines that tell countries, states and counties apart are kept as arcs, thinned to
what a map of a town's surroundings shows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arc = npt.NDArray[np.float64]

COAST, COUNTRY, STATE, COUNTY = range(4)
FINEST = 0.004
"""Degrees that a thinned line may lie beside the true one: some 400 m."""
SMALLEST = 0.03
"""Degrees from end to end of the smallest island that is kept."""
LAKES = (-92.5, 41.2, -76.0, 49.5)
OUT = Path(__file__).resolve().parent.parent / "data" / "ground.npz"


def arcs(atlas: dict[str, Any]) -> list[Arc]:
    """Return the arcs of a TopoJSON file in degrees, longitude first."""
    scale, move = (np.array(atlas["transform"][name]) for name in ("scale", "translate"))
    return [np.cumsum(np.array(arc, dtype=np.int64), axis=0) * scale + move for arc in atlas["arcs"]]


def uses(atlas: dict[str, Any], name: str) -> dict[int, set[str]]:
    """Return, for each arc, the ids of the shapes of an object that it bounds."""
    found: dict[int, set[str]] = {}
    for shape in atlas["objects"][name]["geometries"]:
        for arc in _flat(shape.get("arcs", [])):
            found.setdefault(arc if arc >= 0 else ~arc, set()).add(str(shape.get("id")))
    return found


def thinned(line: Arc) -> Arc:
    """Return the line without points that lie close to it (Douglas and Peucker)."""
    keep = np.zeros(len(line), bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:  # noqa: PLR2004  nothing lies between
            continue
        off = _beside(line[first : last + 1])
        at = int(np.argmax(off))
        if off[at] > FINEST:
            keep[first + at] = True
            spans += [(first, first + at), (first + at, last)]
    return line[keep]


def _beside(line: Arc) -> Arc:
    way = line[-1] - line[0]
    from_start = line - line[0]
    length = float(np.hypot(*way))
    off: Arc = np.hypot(from_start[:, 0], from_start[:, 1])
    if length:
        off = np.abs(way[0] * from_start[:, 1] - way[1] * from_start[:, 0]) / length
    return off


def _flat(nested: Any) -> list[int]:
    return [nested] if isinstance(nested, int) else [arc for part in nested for arc in _flat(part)]


def world(folder: Path) -> list[tuple[int, Arc]]:
    """Return coasts and borders of countries."""
    atlas = json.loads((folder / "world-atlas" / "countries-10m.json").read_bytes())
    bounded = uses(atlas, "countries")
    return [(COUNTRY if len(bounded.get(n, ())) > 1 else COAST, arc) for n, arc in enumerate(arcs(atlas))]


def states(folder: Path) -> list[tuple[int, Arc]]:
    """Return borders of states and counties; their coasts and outer borders are in the world's outlines already."""
    atlas = json.loads((folder / "us-atlas" / "counties-10m.json").read_bytes())
    bounded = uses(atlas, "counties")
    found = []
    for n, arc in enumerate(arcs(atlas)):
        ids = bounded.get(n, set())
        if len(ids) > 1:
            found.append((STATE if len({one[:2] for one in ids}) > 1 else COUNTY, arc))
        elif is_of_the_lakes(arc):
            found.append((COAST, arc))
    return found


def is_of_the_lakes(line: Arc) -> bool:
    """Tell whether a line is a shore of the Great Lakes: the world's outlines know no lakes, but all other coasts."""
    west, south, east, north = LAKES
    return bool((line >= (west, south)).all() and (line <= (east, north)).all())


def is_islet(line: Arc) -> bool:
    """Tell whether a line is the whole coast of something too small to show."""
    return bool((line[0] == line[-1]).all() and np.ptp(line, axis=0).max() < SMALLEST)


def write(lines: list[tuple[int, Arc]]) -> None:
    """Save kinds, lengths, first points and the steps between points, in thousandths of a degree."""
    kept = [(kind, np.round(thinned(line) * 1000).astype(np.int32)) for kind, line in lines if not is_islet(line)]
    np.savez_compressed(
        OUT,
        kinds=np.array([kind for kind, _line in kept], np.uint8),
        counts=np.array([len(line) for _kind, line in kept], np.uint32),
        starts=np.array([line[0] for _kind, line in kept]),
        longitudes=np.concatenate([np.diff(line[:, 0], prepend=line[0, 0]) for _kind, line in kept]),
        latitudes=np.concatenate([np.diff(line[:, 1], prepend=line[0, 1]) for _kind, line in kept]),
    )


if __name__ == "__main__":
    source = Path(sys.argv[1])
    write([*world(source), *states(source)])
    print(f"{OUT}: {OUT.stat().st_size / 1000:.0f} kB")
