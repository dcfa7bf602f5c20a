"""The engine that ours is measured beside: an R*Tree in SQLite over the same groups, with the same filters as SQL.

A row holds what filters ask for in columns and bits; its dates are a bit mask of the days from today, so that no row is
needed for each date.  A group's first weekday and time stand in its own row, others in a table of their own.  Distances
are those of straight lines through the globe, which cost SQL no trigonometry.  Rows have the numbers by which
the store knows the groups, in the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from math import sin
from pathlib import Path
from typing import NamedTuple

import numpy as np
from corpus import TODAY

from finder.geo import EARTH_RADIUS_KM, box_around
from finder.search.dates import minutes_of
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.store import Store
from finder.tiles import Packed, spans
from finder.tiles import layout as lay
from finder.tiles.pack import cartesian

_FIRST_DAY = TODAY.toordinal() - lay.EPOCH
_DAYS = 63
"""Of the bits of a mask: the last one is the sign of SQLite's integers."""
_GROUP = ("x", "y", "z", "tags", "price", "flags")
_MARGIN = 1e-4
"""An R*Tree keeps degrees in 32 bits."""


class Found(NamedTuple):
    """The exact total, the numbers of the groups of the page, and how many have each tag where that was asked for."""

    total: int
    numbers: list[int]
    counts: dict[str, int]


def build(store: Store, path: Path) -> sqlite3.Connection:
    """Return the database at `path`, made of the store's groups that have a place where it is not there."""
    if not path.exists():
        with closing(sqlite3.connect(path)) as new, new:
            new.execute("PRAGMA synchronous = OFF")
            _fill(new, store.packed(spans(None)))
            new.execute("ANALYZE")
    db = sqlite3.connect(path)
    db.execute("PRAGMA mmap_size = 4294967296")
    return db


def _fill(db: sqlite3.Connection, packed: Packed) -> None:
    order = np.argsort(packed.groups["number"])
    groups = packed.groups[order]
    firsts = (np.cumsum(packed.groups["slots"], dtype=np.int64) - packed.groups["slots"])[order]
    shift = (packed.slots["base"] - _FIRST_DAY).astype(np.uint64)
    days = (packed.slots["days"].astype(np.uint64) << shift).view(np.int64)
    start, length = packed.slots["start"] & lay.MINUTE, packed.slots["length"]
    unit = [groups[axis] / (EARTH_RADIUS_KM * lay.CM_PER_KM) for axis in "xyz"]
    south, west = np.degrees(np.arcsin(np.clip(unit[2], -1, 1))), np.degrees(np.arctan2(unit[1], unit[0]))
    numbers = _whole(groups["number"])
    db.execute("CREATE VIRTUAL TABLE area USING rtree (number, south, north, west, east)")
    places = zip(numbers, south.tolist(), south.tolist(), west.tolist(), west.tolist(), strict=True)
    db.executemany("INSERT INTO area VALUES (?, ?, ?, ?, ?)", places)
    db.execute(f"CREATE TABLE g (number INTEGER PRIMARY KEY, {', '.join(_GROUP)}, days, start, length, more)")
    columns = [*(_whole(groups[name]) for name in _GROUP), *(_whole(c[firsts]) for c in (days, start, length))]
    columns.append(_whole(groups["slots"] > 1))
    db.executemany("INSERT INTO g VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", zip(numbers, *columns, strict=True))
    is_more = np.ones(len(days), bool)
    is_more[firsts] = False
    owners = np.repeat(packed.groups["number"], packed.groups["slots"])
    others = [_whole(column[is_more]) for column in (owners, days, start, length)]
    db.execute("CREATE TABLE s (number INTEGER, days, start, length)")
    db.executemany("INSERT INTO s VALUES (?, ?, ?, ?)", sorted(zip(*others, strict=True)))
    db.execute("CREATE INDEX s_number ON s (number)")


def _whole(column: lay.Array) -> list[int]:
    return column.astype(np.int64).tolist()  # type: ignore[no-any-return]


def ask(db: sqlite3.Connection, query: Query, *, skip: int = 0, with_counts: bool = False) -> Found:
    """Return what the query finds, nearest or soonest first."""
    if with_counts:
        return _counted(db, query, skip)
    sql, edges = _sql(query, "g.number, count(*) OVER ()", filters(query))
    sql += f" ORDER BY {_order(query)}, g.number LIMIT {query.per_page} OFFSET {skip}"
    found = db.execute(sql, edges).fetchall()
    return Found(found[0][1] if found else 0, [number for number, _ in found], {})


def _counted(db: sqlite3.Connection, query: Query, skip: int) -> Found:
    """Count tags as arrays, since sixty sums in SQL take longer; each facet as if it were not asked for itself."""
    kept = [clause for facet, clause in _facets(query) if facet != "pathway"]
    sql, edges = _sql(query, f"{_order(query)}, g.number, g.tags", [*kept, *_rest(query)])
    rows = db.execute(sql, edges).fetchall()
    tags = np.array([tags for *_, tags in rows], np.uint64)
    passed = tags & np.uint64(lay.bits("pathway", query.pathways)) != 0
    found = sorted((row for row, is_in in zip(rows, passed.tolist(), strict=True) if is_in), key=lambda row: row[:2])
    all_bits, passed_bits = _per_bit(tags), _per_bit(tags[passed])
    counts = {tag: int((all_bits if of == "pathway" else passed_bits)[bit]) for (of, tag), bit in lay.BIT.items()}
    return Found(len(found), [number for _, number, _ in found[skip : skip + query.per_page]], counts)


def _per_bit(tags: lay.Array) -> lay.Array:
    bits = np.unpackbits(tags.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    return bits.sum(axis=0, dtype=np.int64)  # type: ignore[no-any-return]


def _sql(query: Query, columns: str, kept: Iterable[str]) -> tuple[str, tuple[float, ...]]:
    assert query.latitude is not None
    assert query.longitude is not None
    box = box_around(query.latitude, query.longitude, query.within_km)
    chord = 2 * EARTH_RADIUS_KM * lay.CM_PER_KM * sin(query.within_km / 2 / EARTH_RADIUS_KM)
    where = [
        "area.south >= ? AND area.north <= ? AND area.west >= ? AND area.east <= ?",
        f"{_away(query)} <= {int((chord + 1) ** 2)}",
        *kept,
        f"({_fits('g', query)} OR g.more AND EXISTS ({_others('1', query)}))",
    ]
    sql = f"SELECT {columns} FROM area CROSS JOIN g ON g.number = area.number WHERE {' AND '.join(where)}"
    return sql, (box.south - _MARGIN, box.north + _MARGIN, box.west - _MARGIN, box.east + _MARGIN)


def _away(query: Query) -> str:
    """Return the SQL of the square of the straight distance, in centimetres."""
    assert query.latitude is not None
    assert query.longitude is not None
    at = zip("xyz", cartesian(query.latitude, query.longitude), strict=True)
    return " + ".join(f"(g.{axis} - ({round(value)})) * (g.{axis} - ({round(value)}))" for axis, value in at)


def _order(query: Query) -> str:
    if query.sort != "soonest":
        return _away(query)
    others = f"({_others('min(' + _next('s', query) + ')', query)})"
    first = f"CASE WHEN {_fits('g', query)} THEN {_next('g', query)} ELSE 1e9 END"
    return f"CASE WHEN g.more THEN min({first}, coalesce({others}, 1e9)) ELSE {first} END, {_away(query)}"


def _others(column: str, query: Query) -> str:
    """Return the SQL that looks at a group's second weekdays and times."""
    return f"SELECT {column} FROM s WHERE s.number = g.number AND {_fits('s', query)}"


def _next(table: str, query: Query) -> str:
    """Return the SQL of the first date that fits, in minutes: the lowest bit is the day."""
    days = f"({table}.days & {_mask(query)})"
    return f"1440 * log2({days} & -{days}) + {table}.start"


def _fits(table: str, query: Query) -> str:
    """Return the SQL of the filters that concern dates: days by a mask, hours by overlap."""
    fits = f"{table}.days & {_mask(query)} <> 0"
    if query.times:
        parts = (minutes_of(part) for part in query.times)
        start, end = f"{table}.start", f"{table}.start + {table}.length"
        fits += f" AND ({' OR '.join(f'{start} < {b} AND {end} > {a}' for a, b in parts)})"
    return fits


def _mask(query: Query) -> int:
    weekdays = {CHOICES["day"].index(day) for day in query.days} or set(range(7))
    low = (query.date_from or TODAY).toordinal()
    high = query.date_to.toordinal() if query.date_to else low + _DAYS
    days = range(max(low, TODAY.toordinal()), high + 1)
    bits = (day - TODAY.toordinal() for day in days if (day - 1) % 7 in weekdays)
    return sum(1 << bit for bit in bits if bit < _DAYS)


def filters(query: Query) -> list[str]:
    """Return the SQL of the filters that concern the group itself."""
    return [*(clause for _, clause in _facets(query)), *_rest(query)]


def _facets(query: Query) -> Iterator[tuple[str, str]]:
    for facet, names in (("pathway", query.pathways), ("activity", query.activities), ("format", query.formats)):
        if names:
            yield facet, f"g.tags & {lay.bits(facet, names)} <> 0"


def _rest(query: Query) -> Iterator[str]:
    for tag in query.situations:
        yield f"(g.flags >> {lay.level_shift(tag)}) & 3 IN (1, 2)"
    if query.max_price is not None:
        yield f"(g.flags & {lay.FREE} <> 0 OR g.price <= {round(query.max_price * 100)})"
    if query.mode == "in-person":
        yield f"g.flags & {lay.IN_PERSON} <> 0"
