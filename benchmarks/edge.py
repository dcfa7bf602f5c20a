"""How much nginx answers with what is in deploy/: `python benchmarks/edge.py [GROUPS] [FOLDER]` prints a table.

The store is that of `benchmarks/serve.py`.  `finder serve` stands behind with two workers, nginx in front with two.
wrk (Debian's package) asks for one list over 64 connections, in gzip, and for a file of the same size that nginx has
lying beside it: how near a copy comes to that is what the cache costs.  Then lists of which nginx has no copy are asked
for, no two alike, straight and through nginx, as the other bench does.  All of it shares the machine's cores
with who asks.  `cpu` is the processor time of nginx for one answer, kernel included: two seconds divided by it are
what two cores can answer with nobody else on them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.request import Request, urlopen

import load
import serve

from finder.store.sqlite import SQLiteStore

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import nginx_here

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where copies lie, as those of deploy/ do."""

SECONDS, RUNS, CONNECTIONS = 5, 3, 64
TURNS = 3
DISTINCT = 36_000
"""So many that no turn comes to its end: what was asked for before, nginx has a copy of."""
FILE = """
    server {{
        listen 127.0.0.1:{port};
        access_log off;
        root {folder};
        location / {{ add_header Cache-Control "public, max-age=300"; }}
    }}
"""


def main(arguments: Sequence[str]) -> None:
    """Start everything, then print the table."""
    if not (load.WRK and nginx_here.NGINX):
        sys.exit("this needs Debian's nginx and wrk: apt-get install nginx wrk")
    count = int(arguments[0]) if arguments else 100_000
    folder = Path(arguments[1] if len(arguments) > 1 else "var/bench") / f"serve-{count}"
    asked = searches(folder, count)
    os.environ |= {"FINDER_TRUSTED_PROXIES": "127.0.0.1", "FINDER_RATE_LIMIT": "0"}
    command = ("-m", "finder", "serve", "--workers", "2", "--data-dir", str(folder), "--port", str(serve.free_port()))
    with ExitStack() as stack:
        inner = stack.enter_context(serve.server(*command))
        made = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY)))
        (made / "files").mkdir()
        plain, port = serve.free_port(), serve.free_port()
        more = FILE.format(port=plain, folder=made / "files")
        front = stack.enter_context(nginx_here.running(made, port, f"127.0.0.1:{inner[0]}", more))
        print(f"{count:,} groups, load {os.getloadavg()[0]:.1f}; a copy: requests/s, cpu, of the file's rate")
        for name, path in {"embed": f"/embed?{asked[0]}", "component": f"/embed/cards.json?{asked[0]}"}.items():
            size = _size(port, path)
            (made / "files" / name).write_bytes(os.urandom(size))
            file, copy = best(plain, f"/{name}", front.pid), best(port, path, front.pid)
            print(f"{name + ' file':16} {file[0]:8.0f} {file[1]:7.0f} µs {size / 1000:6.1f} kB")
            print(f"{name:16} {copy[0]:8.0f} {copy[1]:7.0f} µs {copy[0] / file[0]:6.2f}", flush=True)
        uncopied(asked[1:], inner, port)


def searches(folder: Path, count: int) -> list[str]:
    """Return the parameters of lists, no two alike, of a store that is filled where it is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(SQLiteStore(folder / "finder.sqlite")) as store:
        if not store.shows_any():
            serve.fill(store, count)
        # A later page begins at a point that is not settled: it belongs to another search then.
        first_pages = (one for one in serve.addresses(store, DISTINCT) if "after=" not in one)
        return list(dict.fromkeys(serve.settled(one) for one in first_pages))


def uncopied(asked: Sequence[str], inner: tuple[int, int], port: int) -> None:
    """Print what lists cost of which there is no copy, straight and through nginx, in turn."""
    serve.SECONDS = 3.0
    part = len(asked) // (2 * TURNS)
    found: dict[str, list[serve.Measured]] = {"straight": [], "through nginx": []}
    for turn in range(2 * TURNS):
        name, at = [("straight", inner[0]), ("through nginx", port)][turn % 2]
        paths = [f"/embed/cards.json?{one}" for one in asked[turn * part : (turn + 1) * part]]
        found[name].append(serve.measured((at, inner[1]), paths, "gzip", nginx_here.NAME, count=1))
    print("no copy: requests/s (best, median), ms of the server's and the asker's processor, p50, p99 ms, failed")
    for name, runs in found.items():
        median, (best, _, cpu_ms) = serve.middle([run.best.rate for run in runs]), max(runs)
        print(
            f"{name:16} {best.rate:8.0f} {median:8.0f} {cpu_ms:7.2f} {best.p50:7.1f} {best.p99:7.1f} {best.failed:5}",
            flush=True,
        )


def best(port: int, path: str, process: int) -> tuple[float, float]:
    """Return the best rate of some runs, and the microseconds of nginx's processor time for an answer in it."""
    runs = []
    for _ in range(RUNS):
        before = serve.processor(process)
        told = load.run(
            port,
            [path],
            seconds=SECONDS,
            connections=CONNECTIONS,
            threads=2,
            encoding="gzip",
            host=nginx_here.NAME,
        )
        if told.failed:
            sys.exit(f"{told.failed} requests for {path} were not answered")
        runs.append((told.rate, (serve.processor(process) - before) / told.answers * 1e6))
    return max(runs)


def _size(port: int, path: str) -> int:
    headers = {"Host": nginx_here.NAME, "Accept-Encoding": "gzip", "Accept-Language": load.LANGUAGES[0]}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=30) as answer:
        return len(answer.read())


if __name__ == "__main__":
    main(sys.argv[1:])
