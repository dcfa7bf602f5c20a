"""How many requests a server answers: `python benchmarks/serve.py [GROUPS] [FOLDER]` prints one table.

The store is filled as that of `benchmarks/search.py`, at FOLDER/serve-GROUPS, and kept.  `finder serve` answers with
two workers; a process of its own asks over eight open connections, one request after the other on each, on the same
machine.  No two addresses of a run are the same: the eight kinds of searches of the other bench in turn, each from
another corner of a town, in three languages.  `cpu` is the processor time of an answer, of the workers and of who asks:
what other programs do on the machine changes it least.  In the same run an empty Flask answer tells how fast the
machine is: trust the ratios.
"""

from __future__ import annotations

import json
import os
import random
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from corpus import NOW, fill, towns
from flask import Flask
from search import SHAPES, deep, middle, queries, worst

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
LANGUAGES = ("en-US,en;q=0.9", "es-MX,es;q=0.9,en;q=0.5", "fr-CA,fr;q=0.9,en;q=0.5")
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


def drive(port: int, paths: Sequence[str], encoding: str, seconds: float, host: str) -> dict[str, Any]:
    """Ask for the paths, one after the other on each connection, until the time is over; return what it took."""
    asking = f"Host: {host}\r\nAccept-Encoding: {encoding}"
    chooser, taken, sizes, failed = selectors.DefaultSelector(), [], [], 0
    rest = iter(cycle(enumerate(paths)))
    asked: dict[int, float] = {}
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chooser.register(connection, selectors.EVENT_READ, bytearray())
        asked[connection.fileno()] = ask(connection, asking, *next(rest))
    processor_begun = time.process_time()
    begun, until = time.perf_counter(), time.perf_counter() + seconds
    while (now := time.perf_counter()) < until:
        for key, _ in chooser.select(timeout=1):
            connection, received = key.fileobj, key.data
            received += connection.recv(1 << 18)  # type: ignore[union-attr]  a socket, as registered
            if (length := complete(received)) is None:
                continue
            taken.append((time.perf_counter() - asked[key.fd]) * 1000)
            sizes.append(length)
            failed += not received.startswith(b"HTTP/1.1 200")
            received.clear()
            asked[key.fd] = ask(connection, asking, *next(rest))  # type: ignore[arg-type]
    rate = len(taken) / (now - begun)
    return {
        "rate": rate,
        "answers": len(taken),
        "cpu": (time.process_time() - processor_begun) * 1000 / len(taken),
        "p50": middle(taken),
        "p99": worst(taken),
        "bytes": middle(sizes),
        "failed": failed,
    }


def ask(connection: socket.socket, headers: str, place: int, path: str) -> float:
    """Send one request; return when."""
    wish = f"Accept-Language: {LANGUAGES[place % len(LANGUAGES)]}"
    connection.sendall(f"GET {path} HTTP/1.1\r\n{headers}\r\n{wish}\r\n\r\n".encode())
    return time.perf_counter()


def complete(received: bytearray) -> int | None:
    """Return the length of an answer that is there in full."""
    head = received.find(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", received[:head], re.IGNORECASE) if head > 0 else None
    return int(length[1]) if length and len(received) == head + 4 + int(length[1]) else None


@contextmanager
def server(*command: str) -> Iterator[tuple[int, int]]:
    """Start a server that says its address; give its port and process."""
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            port = urlsplit(process.stdout.readline().split()[-1]).port
            yield port or 0, process.pid
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def measured(
    at: tuple[int, int], paths: Sequence[str], encoding: str = "identity", host: str = "127.0.0.1", count: int = RUNS
) -> dict[str, Any]:
    """Drive the server from another process, some times; return the best run, the median rate and processor time."""
    runs = []
    port, process = at
    for run in range(count + 1):
        # Each run goes on where the one before may have ended; the first warms up and does not count.
        part = paths[run * len(paths) // (count + 1) :] + paths[: run * len(paths) // (count + 1)]
        order = json.dumps([port, part, encoding, SECONDS, host])
        before = processor(process)
        done = subprocess.run(
            [sys.executable, __file__, "--drive"], input=order, stdout=subprocess.PIPE, text=True, check=True
        )
        runs.append(json.loads(done.stdout))
        runs[-1]["cpu"] += (processor(process) - before) * 1000 / runs[-1]["answers"]
    del runs[0]
    return {**max(runs, key=lambda one: one["rate"]), "median": middle([one["rate"] for one in runs])}


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


def line(name: str, found: dict[str, Any], empty_rate: float) -> str:
    """Return one line of the table."""
    return (
        f"{name:14} {found['rate']:8.0f} {found['median']:8.0f} {found['cpu']:8.2f} {found['p50']:8.1f}"
        f" {found['p99']:8.1f}"
        f" {found['bytes'] / 1000:8.1f} {empty_rate / found['rate']:8.1f} {found['failed']:7}"
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
    print(line("empty", plain, plain["rate"]))
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
            print(line(name, found, plain["rate"]), flush=True)
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


def main_drive() -> None:
    """Drive a server as the order on standard input says."""
    json.dump(drive(*json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    if sys.argv[1:] == ["--empty"]:
        sys.path.insert(0, str(Path(__file__).parent))
        serve_empty()
    elif sys.argv[1:] == ["--drive"]:
        main_drive()
    else:
        main(sys.argv[1:])
