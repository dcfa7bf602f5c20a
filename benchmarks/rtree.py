"""The engines that ours is measured beside: an R*Tree in SQLite over the same groups, with the same filters as SQL.

A row holds what filters ask for in columns and bits; its dates are a bit mask of the days from today, so that no row is
needed for each date.  A group's first weekday and time stand in its own row, others in a table of their own.  Rows have
the numbers by which the store knows the groups, in the order in which they came.

There are two, which differ in how they reckon distances.  `PLAIN` is what one writes who knows SQL: the haversine by
SQLite's functions, over degrees.  `TUNED` compares squares of straight lines through the globe, which cost SQL no
trigonometry; an engine for places is needed to think of that.

Both give the same answer: what is over by the venue's own clock is left out, "soonest" goes by one clock, what is
silent on a filter is set aside and counted, and the choices of every facet are counted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import timedelta, tzinfo
from math import sin
from pathlib import Path
from typing import NamedTuple

import numpy as np
from corpus import NOW, TODAY

from finder.geo import EARTH_RADIUS_KM, box_around
from finder.languages import LANGUAGES
from finder.search.clocks import EPOCH
from finder.search.dates import minutes_of
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.store import Store
from finder.taxonomy import facets
from finder.tiles import Packed, spans
from finder.tiles import layout as lay
from finder.tiles.pack import cartesian
from finder.tiles.wall import clock_of

_FIRST_DAY = TODAY.toordinal() - lay.EPOCH
_DAYS = 63
"""Of the bits of a mask: the last one is the sign of SQLite's integers."""
_POINT = ("x", "y", "z")
_GROUP = ("tags", "price", "flags", "zone")
_MARGIN = 1e-4
"""An R*Tree keeps degrees in 32 bits."""


class Found(NamedTuple):
    """The exact total, the numbers of the groups of the page, what was set aside, and counts where asked for."""

    total: int
    numbers: list[int]
    set_aside: dict[str, int]
    counts: dict[str, dict[str, int]]


def build(store: Store, path: Path) -> sqlite3.Connection:
    """Return the database at `path`, made of the store's groups that have a place where it is not there."""
    if not path.exists():
        with closing(sqlite3.connect(path)) as new, new:
            new.execute("PRAGMA synchronous = OFF")
            _fill(new, store.packed(spans(None)))
            new.execute("ANALYZE")
    db = sqlite3.connect(path)
    db.execute("PRAGMA mmap_size = 4294967296")
    _show_clocks(db, store)
    return db


def _show_clocks(db: sqlite3.Connection, store: Store) -> None:
    """Write down what each clock shows now: day, minute, how far it is from UTC and when that changes."""
    db.execute("CREATE TEMP TABLE clock (zone INTEGER PRIMARY KEY, day, minute, before, turn, after)")
    for (zone,) in db.execute("SELECT DISTINCT zone FROM g").fetchall():
        clock = clock_of(store.zone(zone))
        shows = NOW.astimezone(clock)
        day, minute = shows.toordinal() - TODAY.toordinal(), shows.hour * 60 + shows.minute
        offsets = [_offset(clock, n) for n in range(_DAYS + 1)]
        turn = next((n for n, offset in enumerate(offsets) if offset != offsets[0]), _DAYS)
        db.execute("INSERT INTO clock VALUES (?, ?, ?, ?, ?, ?)", (zone, day, minute, offsets[0], turn, offsets[-1]))


def _offset(clock: tzinfo, days: int) -> int:
    """Return the minutes between a clock and UTC at noon, so many days from now."""
    noon = EPOCH.replace(tzinfo=clock) + timedelta(days=_FIRST_DAY + days, hours=12)
    return int((noon.utcoffset() or timedelta()) / timedelta(minutes=1))


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
    said = [*(_whole(groups[name]) for name in _GROUP), *(_whole(c[firsts]) for c in (days, start, length))]
    said.append(_whole(groups["slots"] > 1))
    db.execute("CREATE VIRTUAL TABLE area USING rtree (number, south, north, west, east)")
    places = zip(numbers, south.tolist(), south.tolist(), west.tolist(), west.tolist(), strict=True)
    db.executemany("INSERT INTO area VALUES (?, ?, ?, ?, ?)", places)
    _fill_groups(db, "g", _POINT, numbers, [*(_whole(groups[axis]) for axis in _POINT), *said])
    _fill_groups(db, "p", ("latitude", "longitude"), numbers, [south.tolist(), west.tolist(), *said])
    is_more = np.ones(len(days), bool)
    is_more[firsts] = False
    owners = np.repeat(packed.groups["number"], packed.groups["slots"])
    again = (packed.slots["start"] & lay.SAME_BEGIN) == 0
    others = [_whole(column[is_more]) for column in (owners, days, start, length, again)]
    db.execute("CREATE TABLE s (number INTEGER, days, start, length, again)")
    db.executemany("INSERT INTO s VALUES (?, ?, ?, ?, ?)", sorted(zip(*others, strict=True)))
    db.execute("CREATE INDEX s_number ON s (number)")


def _fill_groups(
    db: sqlite3.Connection, table: str, point: Sequence[str], numbers: list[int], columns: Sequence[Sequence[float]]
) -> None:
    names = ("number INTEGER PRIMARY KEY", *point, *_GROUP, "days", "start", "length", "more")
    db.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", zip(numbers, *columns, strict=True))


def _whole(column: lay.Array) -> list[int]:
    return column.astype(np.int64).tolist()  # type: ignore[no-any-return]


class Way(NamedTuple):
    """A way to reckon distances: the table, the SQL of one, and how far that may be."""

    table: str
    away: Callable[[Query], str]
    farthest: Callable[[Query], float]


def ask(db: sqlite3.Connection, query: Query, way: Way, *, skip: int = 0, with_counts: bool = False) -> Found:
    """Return what the query finds, nearest or soonest first."""
    if with_counts:
        return _counted(db, query, way, skip)
    asked = _filters(query)
    silent = " + ".join(f"(NOT {yes}) * {1 << n}" for n, (_, yes, _) in enumerate(asked)) or "0"
    sums = "".join(f", sum({silent} >> {n} & 1) OVER ()" for n in range(len(asked)))
    columns = f"g.number, {silent} AS silent, " + (f"sum({silent} = 0) OVER ()" if asked else "count(*) OVER ()") + sums
    sql, edges = _sql(query, way, columns, [f"({yes} OR {silent})" for _, yes, silent in asked])
    order = f"{'silent <> 0, ' if asked else ''}{_order(query, way)}, g.number"
    found = db.execute(f"{sql} ORDER BY {order} LIMIT {query.per_page} OFFSET {skip}", edges).fetchall()
    total, *aside = found[0][2:] if found else (0,)
    set_aside = {name: count for (name, *_), count in zip(asked, aside, strict=False) if count}
    return Found(total, [number for number, silent, *_ in found if not silent], set_aside, {})


def _counted(db: sqlite3.Connection, query: Query, way: Way, skip: int) -> Found:
    """Count choices as arrays, since a hundred sums in SQL take longer; pathways as if none were asked for."""
    day = f"g.days & {_mask(query)} & {_NOT_OVER.format('g')}"
    more = f"g.more AND EXISTS ({_others('1', query)} AND s.again)"
    again = f"(g.flags & {lay.CADENCE}) <> 0 OR ({day}) & (({day}) - 1) <> 0 OR ({more})"
    sql, edges = _sql(query, way, f"{_order(query, way)}, g.number, g.tags, g.flags, {again}", [])
    rows = db.execute(sql, edges).fetchall()
    tags = np.array([row[2] for row in rows], np.uint64)
    flags = np.array([row[3] for row in rows], np.uint64)
    passed = tags & np.uint64(lay.bits("pathway", query.pathways)) != 0
    found = sorted((row[:2] for row, is_in in zip(rows, passed.tolist(), strict=True) if is_in))
    silent = int(np.count_nonzero(tags & np.uint64(lay.MASK["pathway"]) == 0))
    counts = _choices(tags, passed, flags[passed], np.array([row[4] for row in rows], bool)[passed])
    page = [number for _, number in found[skip : skip + query.per_page]]
    return Found(len(found), page, {"pathway": silent} if silent else {}, counts)


def _choices(tags: lay.Array, passed: lay.Array, flags: lay.Array, again: lay.Array) -> dict[str, dict[str, int]]:
    """Return how many groups have each tag, level, kind of host, language, cadence and mode."""
    all_bits, passed_bits, flag_bits = _per_bit(tags), _per_bit(tags[passed]), _per_bit(flags)
    found: dict[str, dict[str, int]] = {}
    for (facet, tag), bit in lay.BIT.items():
        found.setdefault(facet, {})[tag] = int((all_bits if facet == "pathway" else passed_bits)[bit])
    for facet, tag in lay.LEVELLED:
        level = flags >> np.uint64(lay.level_shift(tag)) & np.uint64(3)
        found.setdefault(facet, {})[tag] = int(np.count_nonzero((level == lay.LIKELY) | (level == lay.STATED)))
    kinds = np.bincount((flags >> np.uint64(lay.HOST_SHIFT) & np.uint64(lay.HOST_MASK)).astype(np.int64), minlength=16)
    found["host"] = {name: int(kinds[n]) for n, name in enumerate(lay.HOSTS, 1)}
    found["language"] = {name: int(flag_bits[lay.FIRST_LANGUAGE + n]) for n, name in enumerate(LANGUAGES)}
    for name, at in (("mode", _MODES), ("join", _JOIN)):
        found[name] = {choice: int(flag_bits[flag.bit_length() - 1]) for choice, flag in at.items()}
    course, once = flags & np.uint64(lay.COURSE) != 0, flags & np.uint64(lay.ONE_OFF) != 0
    single = once | (~again & ~course & (flags & np.uint64(lay.DATED) != 0))
    cadences = {"again": again & ~once, "one-off": single, "course": course}
    found["cadence"] = {name: int(np.count_nonzero(is_so)) for name, is_so in cadences.items()}
    return found


_MODES = {"in-person": lay.IN_PERSON, "online": lay.ONLINE}
_JOIN = {"join": lay.JOIN, "watch": lay.WATCH}


def _per_bit(bits: lay.Array) -> lay.Array:
    found = np.unpackbits(bits.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
    return found.sum(axis=0, dtype=np.int64)  # type: ignore[no-any-return]


def _sql(query: Query, way: Way, columns: str, kept: Iterable[str]) -> tuple[str, tuple[float, ...]]:
    assert query.latitude is not None
    assert query.longitude is not None
    box = box_around(query.latitude, query.longitude, query.within_km)
    where = [
        "area.south >= ? AND area.north <= ? AND area.west >= ? AND area.east <= ?",
        f"{way.away(query)} <= {way.farthest(query)}",
        # Only what one can go to lies near anything.
        f"g.flags & {lay.IN_PERSON}",
        *kept,
        f"({_fits('g', query)} OR g.more AND EXISTS ({_others('1', query)}))",
    ]
    tables = f"area CROSS JOIN {way.table} AS g ON g.number = area.number CROSS JOIN clock ON clock.zone = g.zone"
    sql = f"SELECT {columns} FROM {tables} WHERE {' AND '.join(where)}"
    return sql, (box.south - _MARGIN, box.north + _MARGIN, box.west - _MARGIN, box.east + _MARGIN)


def _square(query: Query) -> str:
    """Return the SQL of the square of the straight distance, in centimetres."""
    assert query.latitude is not None
    assert query.longitude is not None
    at = zip(_POINT, cartesian(query.latitude, query.longitude), strict=True)
    return " + ".join(f"(g.{axis} - ({round(value)})) * (g.{axis} - ({round(value)}))" for axis, value in at)


def _farthest_square(query: Query) -> float:
    chord = 2 * EARTH_RADIUS_KM * lay.CM_PER_KM * sin(query.within_km / 2 / EARTH_RADIUS_KM)
    return int((chord + 1) ** 2)


def _haversine(query: Query) -> str:
    """Return the SQL of the great-circle distance, in kilometres."""
    north, east = f"radians(g.latitude - ({query.latitude}))", f"radians(g.longitude - ({query.longitude}))"
    level = f"cos(radians({query.latitude})) * cos(radians(g.latitude))"
    half = f"sin({north} / 2) * sin({north} / 2) + {level} * sin({east} / 2) * sin({east} / 2)"
    return f"{2 * EARTH_RADIUS_KM} * asin(sqrt({half}))"


def _kilometres(query: Query) -> float:
    return query.within_km + 1 / lay.CM_PER_KM


TUNED = Way("g", _square, _farthest_square)
PLAIN = Way("p", _haversine, _kilometres)


def _order(query: Query, way: Way) -> str:
    if query.sort != "soonest":
        return way.away(query)
    others = f"({_others('min(' + _next('s', query) + ')', query)})"
    first = f"CASE WHEN {_fits('g', query)} THEN {_next('g', query)} ELSE 1e9 END"
    return f"CASE WHEN g.more THEN min({first}, coalesce({others}, 1e9)) ELSE {first} END, {way.away(query)}"


def _others(column: str, query: Query) -> str:
    """Return the SQL that looks at a group's second weekdays and times."""
    return f"SELECT {column} FROM s WHERE s.number = g.number AND {_fits('s', query)}"


def _next(table: str, query: Query) -> str:
    """Return the SQL of the first date that fits, in minutes of UTC: the lowest bit is the day."""
    days = f"({table}.days & {_mask(query)} & {_NOT_OVER.format(table)})"
    lowest = f"log2({days} & -{days})"
    return f"1440 * {lowest} + {table}.start - iif({lowest} < clock.turn, clock.before, clock.after)"


def _fits(table: str, query: Query) -> str:
    """Return the SQL of the filters that concern dates: days by a mask, hours by overlap."""
    fits = f"{table}.days & {_mask(query)} & {_NOT_OVER.format(table)} <> 0"
    if query.times:
        parts = (minutes_of(part) for part in query.times)
        start, end = f"{table}.start", f"{table}.start + {table}.length"
        fits += f" AND ({' OR '.join(f'{start} < {b} AND {end} > {a}' for a, b in parts)})"
    return fits


_NOT_OVER = "(-1 << (clock.day + ({0}.start + {0}.length < clock.minute)))"
"""The bits of the days whose dates are not over by the venue's clock."""


def _mask(query: Query) -> int:
    weekdays = {CHOICES["day"].index(day) for day in query.days} or set(range(7))
    low = (query.date_from or TODAY).toordinal()
    high = query.date_to.toordinal() if query.date_to else low + _DAYS
    days = range(max(low, TODAY.toordinal()), high + 1)
    bits = (day - TODAY.toordinal() for day in days if (day - 1) % 7 in weekdays)
    return sum(1 << bit for bit in bits if bit < _DAYS)


def _filters(query: Query) -> list[tuple[str, str, str]]:
    """Return the filters on which groups can be silent: name, the SQL of yes and that of silence."""
    found = []
    for facet, names in (("pathway", query.pathways), ("activity", query.activities)):
        if names:
            silent = _no_activity(names) if facet == "activity" else f"g.tags & {lay.MASK[facet]} = 0"
            found.append((facet, f"g.tags & {lay.bits(facet, names)} <> 0", f"({silent})"))
    if query.max_price is not None:
        yes = f"(g.flags & {lay.FREE} <> 0 OR g.price <= {round(query.max_price * 100)})"
        found.append(("price", yes, f"g.flags & {lay.FREE | lay.PAID} = 0"))
    return found


def _no_activity(wanted: Iterable[str]) -> str:
    """Return the SQL of the groups that do not say what they do, or not within a pathway of what is wanted."""
    tags = facets()["activity"].tags
    silent = [f"g.tags & {lay.MASK['activity'] | lay.MASK['pathway']} = 0"]
    for pathway in sorted({parent for tag in wanted if (parent := tags[tag].parent)}):
        named = lay.bits("activity", (tag for tag, info in tags.items() if info.parent == pathway))
        silent.append(f"g.tags & {lay.bits('pathway', [pathway])} <> 0 AND g.tags & {named} = 0")
    return " OR ".join(silent)
