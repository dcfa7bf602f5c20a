"""How long a search takes: `python benchmarks/search.py [GROUPS] [FOLDER]` prints one table.

The store is filled with a made-up corpus as a harvest fills it.  Beside ours an R*Tree in SQLite answers over the same
groups, with the same filters as SQL: as one writes it (plain), and with distances without trigonometry (tuned), query
by query in turn; totals of all must agree, and so must the twenty groups.
The corpus is kept in FOLDER for the next run.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import rtree
from corpus import NOW, TODAY, WORDS, Town, fill, group, towns

from finder.listing import Source
from finder.search import search
from finder.search.engine import find
from finder.search.query import Answer, Query
from finder.store import Store
from finder.store.sqlite import SQLiteStore
from finder.taxonomy import facets

SHAPES = ("dense", "rural", "wide", "text", "many", "soonest", "facets", "deep")
_FAR = 1000


def queries(shape: str, count: int) -> list[Query]:
    """Return queries of a shape: around large towns, small ones, or wherever groups are."""
    rng = random.Random(f"{shape} 1")
    known = [town for town in towns() if abs(town.longitude) < 176]  # noqa: PLR2004  the reference knows no antimeridian
    return [shaped(shape, town, rng) for town in rng.choices(known, [_weight(shape, town) for town in known], k=count)]


def _weight(shape: str, town: Town) -> float:
    """Return how likely a query is asked in a town: any large city, or wherever groups are."""
    if shape in {"dense", "soonest", "facets", "deep"}:
        return float(town.publishes and town.people > _CITY)
    return town.weight * (shape != "rural" or town.people < _SMALL)


_CITY, _SMALL = 575_000, 30_000


def shaped(shape: str, town: Town, rng: random.Random) -> Query:
    """Return one query of a shape."""
    base = Query(latitude=town.latitude, longitude=town.longitude, within_km=25.0, mode="in-person", sort="nearest")
    change: dict[str, object] = {
        "dense": {"within_km": 5.0},
        "rural": {},
        "wide": {"within_km": 100.0},
        "text": {"words": " ".join(rng.sample(WORDS[10:160], 2)), "sort": "best"},
        "many": {
            "pathways": tuple(list(facets()["pathway"].tags)[:4]),
            "activities": tuple(list(facets()["activity"].tags)[20:23]),
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
        "facets": {"pathways": (next(iter(facets()["pathway"].tags)),), "today": TODAY},
        "deep": {},
    }[shape]  # type: ignore[assignment]  a table of fields
    return msgspec.structs.replace(base, **change)  # type: ignore[arg-type]


def deep(store: Store, query: Query) -> Query:
    """Return the query for what comes after the first thousand, or after as many as there are."""
    far = msgspec.structs.replace(query, per_page=100)
    for _ in range(_FAR // 100):
        if later := search(store, far, NOW, with_hints=False).later:
            far = msgspec.structs.replace(far, after=later)
    return msgspec.structs.replace(query, after=far.after)


def timed(ask: Callable[[], object]) -> float:
    """Return the best of three, in milliseconds of the processor: other programs of the machine do not count."""
    best = []
    for _ in range(3):
        begun = time.thread_time()
        ask()
        best.append(time.thread_time() - begun)
    return min(best) * 1000


def compare(store: Store, db: sqlite3.Connection, count: int) -> None:
    """Print a line for each shape: ours, the two references, the ratios of means, how much was found."""
    print("shape     ours p50      p99     mean  R*Tree tuned: p50      p99     mean  ratio", end="")
    print("  plain: p50      p99     mean  ratio  with records  found p50   most")
    every: dict[str, list[float]] = {name: [] for name in _ENGINES}
    for shape in SHAPES:
        taken: dict[str, list[float]] = {name: [] for name in _ENGINES}
        hits = []
        for asked in queries(shape, count):
            query = deep(store, asked) if shape == "deep" else asked
            answer = search(store, query, NOW, with_counts=shape == "facets", with_hints=False)
            hits.append(answer.total)
            for name, ask in asking(store, db, shape, answer).items():
                taken[name].append(timed(ask))
        if shape != "text":
            every = {name: every[name] + taken[name] for name in every}
        print(line(shape, taken), f"{middle(hits):10.0f} {max(hits):6}", flush=True)
    print(line("all", every), "(without words)")


_ENGINES = ("ours", "whole", "tuned", "plain")
_WAYS = {"tuned": rtree.TUNED, "plain": rtree.PLAIN}


def asking(store: Store, db: sqlite3.Connection, shape: str, answer: Answer) -> dict[str, Callable[[], object]]:
    """Return what is to be timed: total and page of each engine, and our whole answer with its records."""
    query, with_counts = answer.query, shape == "facets"
    asked: dict[str, Callable[[], object]] = {
        "ours": partial(find, store, query, NOW, with_counts=with_counts),
        "whole": partial(search, store, query, NOW, with_counts=with_counts, with_hints=False),
    }
    if shape == "text":
        return asked
    for name, way in _WAYS.items():
        ask = partial(rtree.ask, db, query, way, skip=max(answer.first - 1, 0), with_counts=with_counts)
        check(f"{shape} {name}", answer, ask())
        asked[name] = ask
    return asked


def check(name: str, answer: Answer, found: rtree.Found) -> None:
    """Print what an engine does not agree on with ours; hits that are equally far to a centimetre may change places."""
    numbers = {int((hit.group.id or "g0")[1:]) for hit in answer.hits}
    same = {n - 1 for n in found.numbers} == numbers
    counts = {name: answer.counts[name] for name in found.counts}
    if (answer.total, answer.set_aside, counts) != (found.total, found.set_aside, found.counts) or not same:
        print(f"  {name}: {answer.total} and {found.total} groups, same page: {same}: {answer.query}")


def line(name: str, taken: Mapping[str, Sequence[float]]) -> str:
    """Return one line of the table."""
    ours, whole = taken["ours"], statistics.mean(taken["whole"])
    text = f"{name:8} {middle(ours):9.2f} {worst(ours):8.2f} {statistics.mean(ours):8.2f}"
    beside = "".join(f" {_beside(taken[way], ours)}" for way in _WAYS)
    return f"{text}        {beside} {whole:13.2f}"


def _beside(theirs: Sequence[float], ours: Sequence[float]) -> str:
    if not theirs:
        return " " * 36
    ratio = statistics.mean(theirs) / statistics.mean(ours)
    return f"{middle(theirs):10.2f} {worst(theirs):8.2f} {statistics.mean(theirs):8.2f} {ratio:7.1f}"


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def worst(values: Sequence[float]) -> float:
    """Return the value that one in a hundred exceeds."""
    return sorted(values)[max(0, round(len(values) * 0.99) - 1)]


def writes(store: Store) -> None:
    """Print how long it takes to write one group of a source, indexes included."""
    rng = random.Random(3)
    known = towns()
    wall, busy = [], []
    for number, town in enumerate(rng.choices(known, [town.weight for town in known], k=1000)):
        source = Source(id=f"bench-{number}", name="bench", url="https://example.org/")
        store.save_sources([source])
        one = group(10_000_000 + number, town, rng)
        begun, used = time.perf_counter(), time.process_time()
        store.save_groups(source.id, [one])
        wall.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - used) * 1000)
    with store.transaction():
        for number in range(len(wall)):
            store.remove_source(f"bench-{number}")
    print(
        f"one group written: p50 {middle(wall):.2f} ms, p99 {worst(wall):.2f} ms;"
        f" of the processor p50 {middle(busy):.2f} ms, p99 {worst(busy):.2f} ms"
    )


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
    if not path.exists():
        with closing(SQLiteStore(path)) as store:
            print(f"{count:,} groups saved in {fill(store, count):.0f} s of processor time")
    with closing(SQLiteStore(path, read_only=True)) as store:
        with closing(rtree.build(store, folder / f"rtree-{count}.sqlite")) as db:
            print(f"{count:,} groups, today {TODAY}; milliseconds of the processor, best of three, in turn")
            compare(store, db, 40)
        sizes(store)
    with closing(SQLiteStore(path)) as store:
        writes(store)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
