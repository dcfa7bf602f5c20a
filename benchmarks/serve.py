"""How many requests a server answers: `python benchmarks/serve.py [GROUPS] [FOLDER]` prints one table.

The store is filled as that of `benchmarks/search.py`, at FOLDER/serve-GROUPS, and kept.  `finder serve` answers with
two workers; wrk (Debian's package) asks over eight open connections, one request after the other on each, on the same
machine.  No two addresses of a run are the same: the eight kinds of searches of the other bench in turn, each from
another corner of a town, in three languages.  `cpu` is the processor time of an answer, of the workers and of who asks:
what other programs do on the machine changes it least.  In the same run an empty Flask answer tells how fast the
machine is: trust the ratios.
"""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import load
import msgspec
from corpus import NOW, fill, towns
from flask import Flask
from load import Told
from search import SHAPES, deep, middle, queries

from finder.search import search
from finder.search.asking import understood
from finder.search.parse import to_args
from finder.search.query import Query
from finder.store import Store
from finder.store.sqlite import SQLiteStore

WORKERS, CONNECTIONS = 2, 8
SECONDS, RUNS = 5.0, 3
DISTINCT = 6000
FAR_QUERIES = 20
SAMPLE = 60
"""Addresses of each kind that are looked at before it is measured."""
empty = Flask("empty")


@empty.get("/")
def nothing() -> str:
    """Answer at once."""
    return "ok"


def addresses(store: Store, count: int) -> list[str]:
    """Return the parameters of so many searches, no two alike, and each kind as often as the others."""
    rng = random.Random(11)
    each = count // len(SHAPES)
    made = {shape: [_moved(query, rng) for query in queries(shape, each)] for shape in SHAPES}
    # Ten searches lead to a far page: few of these, asked for with pages of other lengths.
    far = [deep(store, query) for query in made["deep"][:FAR_QUERIES]]
    made["deep"] = [msgspec.structs.replace(far[n % len(far)], per_page=20 - n // len(far) % 20) for n in range(each)]
    # Made-up words can mean something: the page sends those who ask for them to the address that says so.
    asked = (understood(to_args(query)) for some in zip(*made.values(), strict=True) for query in some)
    return [urlencode(args, doseq=True) for args in asked]


def settled(asked: str) -> str:
    """Return the parameters as a list for other pages has them: by name, a point to a hundredth of a degree.

    Where a page begins belongs to the exact point: such a list is asked for from its beginning.
    """
    pairs = sorted((pair for pair in parse_qsl(asked) if pair[0] != "after"), key=lambda pair: pair[0])
    point = {"lat", "lon"}
    return urlencode([(name, f"{round(float(value), 2):g}" if name in point else value) for name, value in pairs])


def _moved(query: Query, rng: random.Random) -> Query:
    """Return the query from another corner of the town."""
    assert query.latitude is not None
    assert query.longitude is not None
    latitude, longitude = (value + rng.uniform(-0.03, 0.03) for value in (query.latitude, query.longitude))
    return msgspec.structs.replace(query, latitude=round(latitude, 5), longitude=round(longitude, 5))


def ids(store: Store, count: int) -> list[str]:
    """Return groups in large towns."""
    places = sorted(towns(), key=lambda town: -town.people)[:count]
    found = (search(store, Query(latitude=at.latitude, longitude=at.longitude), NOW).hits for at in places)
    return [hit.group.id for hits in found for hit in hits if hit.group.id][:count]


@contextmanager
def server(*command: str) -> Iterator[tuple[int, int]]:
    """Start a server that says its address; give its port and process."""
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            port = urlsplit(process.stdout.readline().split()[-1]).port or 0
            _listening(port)
            yield port, process.pid
        finally:
            process.terminate()


def _listening(port: int) -> None:
    """Wait until somebody answers at the port, half a minute at most."""
    for _ in range(300):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


class Measured(NamedTuple):
    """What some runs came to: the best of them, the median of their rates, and processor time for an answer in it."""

    best: Told
    median: float
    cpu_ms: float


def measured(
    at: tuple[int, int], paths: Sequence[str], encoding: str = "identity", host: str = "127.0.0.1", count: int = RUNS
) -> Measured:
    """Ask the server for the paths as often as it answers, some times; the first run warms it up and does not count."""
    port, process = at
    refuse_others(port, paths[:: max(1, len(paths) // SAMPLE)], host)
    runs = []
    for turn in range(count + 1):
        # Each run goes on where the one before may have ended.
        begins = turn * len(paths) // (count + 1)
        part, before = [*paths[begins:], *paths[:begins]], processor(process)
        told = load.run(port, part, seconds=SECONDS, connections=CONNECTIONS, encoding=encoding, host=host)
        runs.append((told, told.asker_ms + (processor(process) - before) * 1000 / told.answers))
    best, cpu_ms = max(runs[1:])
    return Measured(best, middle([told.rate for told, _ in runs[1:]]), cpu_ms)


def refuse_others(port: int, paths: Sequence[str], host: str) -> None:
    """Stop where an address leads elsewhere or is refused: that is quick, and counts as an answer with who asks."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for path in paths:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            answer.read()
            if answer.status != HTTPStatus.OK:
                sys.exit(f"{path} is answered with {answer.status}")


def processor(parent: int) -> float:
    """Return the seconds of processor time that the workers have taken, where the system tells (Linux)."""
    fields = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in workers_of(parent)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def workers_of(parent: int) -> list[str]:
    """Return the processes that a server has started; none where the system does not tell."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    return children.read_text().split() if children.exists() else []


def memory(parent: int) -> list[str]:
    """Return the memory of each worker, where the system tells (Linux): its own, and with file pages it alone reads."""
    found = [Path(f"/proc/{worker}/smaps_rollup").read_text() for worker in workers_of(parent)]
    sizes = [{name: int(kb) / 1024 for name, kb in re.findall(r"(\w+): +(\d+) kB", text)} for text in found]
    return [
        f"{own['Private_Dirty']:.0f} MB its own (with pages of files that no other reads just now:"
        f" {own['Private_Dirty'] + own['Private_Clean']:.0f} MB)"
        for own in sizes
        if own["Rss"] > 20  # noqa: PLR2004  a helper of multiprocessing is no worker
    ]


def line(name: str, found: Measured, empty_rate: float) -> str:
    """Return one line of the table."""
    best = found.best
    return (
        f"{name:14} {best.rate:8.0f} {found.median:8.0f} {found.cpu_ms:8.2f} {best.p50:8.1f} {best.p99:8.1f}"
        f" {best.size / 1000:8.1f} {empty_rate / best.rate:8.1f} {best.failed:7}"
    )


def kinds(asked: Sequence[str], groups: Sequence[str]) -> dict[str, list[str]]:
    """Return the kinds of answers that are measured, each with the addresses that ask for them."""
    return {
        "JSON search": [f"/api/v1/groups?{one}" for one in asked],
        "find page": [f"/find?{one}" for one in asked],
        "the same, gzip": [f"/find?{one}" for one in asked],
        "embed: JSON": [f"/embed/cards.json?{settled(one)}" for one in asked],
        "embed: HTML": [f"/embed/fragment?{settled(one)}" for one in asked],
        "embed: frame": [f"/embed?{settled(one)}" for one in asked],
        "group page": [f"/groups/{one}" for one in groups],
    }


def main(arguments: Sequence[str]) -> None:
    """Build what is missing, then print the table."""
    count = int(arguments[0]) if arguments else 100_000
    folder = Path(arguments[1] if len(arguments) > 1 else "var/bench") / f"serve-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    with closing(SQLiteStore(folder / "finder.sqlite")) as store:
        if not store.shows_any():
            print(f"{count:,} groups saved in {fill(store, count):.0f} s of processor time")
        asked, groups = addresses(store, DISTINCT), ids(store, 200)
    print(f"{count:,} groups, {WORKERS} workers, {CONNECTIONS} connections, load {os.getloadavg()[0]:.1f}")
    print("               requests/s best, median   cpu ms   p50 ms   p99 ms       kB    empty  failed")
    with server(__file__, "--empty") as at:
        plain = measured(at, ["/"])
    print(line("empty", plain, plain.best.rate))
    command = (
        "-m",
        "finder",
        "serve",
        "--workers",
        str(WORKERS),
        "--data-dir",
        str(folder),
        "--port",
        str(free_port()),
    )
    with server(*command) as at:
        for name, paths in kinds(asked, groups).items():
            found = measured(at, paths, "gzip" if "gzip" in name else "identity")
            print(line(name, found, plain.best.rate), flush=True)
        for worker in memory(at[1]):
            print(f"worker: {worker}")


def serve_empty() -> None:
    """Serve the empty answer as `finder serve` would."""
    from granian import Granian  # noqa: PLC0415  only this process serves
    from granian.constants import Interfaces  # noqa: PLC0415

    port = free_port()
    print(f"http://127.0.0.1:{port}", flush=True)
    Granian(
        "serve:empty", port=port, interface=Interfaces.WSGI, workers=WORKERS, blocking_threads=4, log_enabled=False
    ).serve()


if __name__ == "__main__":
    if sys.argv[1:] == ["--empty"]:
        sys.path.insert(0, str(Path(__file__).parent))
        serve_empty()
    else:
        main(sys.argv[1:])
