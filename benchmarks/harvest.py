"""How fast many sources are harvested: `python benchmarks/harvest.py [COUNT …]` prints one line per count.

A server of its own process answers after 50 ms, on as many loopback addresses as there are hosts (two sources each).
Each calendar is made up, in a town of its own: ten dates of two creative groups, and as many other entries.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from multiprocessing.connection import Connection
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from typing import Any

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import PATIENCE, harvest
from finder.listing import Source, Window
from finder.places import open_locator
from finder.store import open_store

LATENCY = 0.05
DELAY = 1.0
TITLES = ("Knitting Circle", "Open Mic for Poets", "Budget Committee", "Toddler Story Time")


class _Server(ThreadingMixIn, TCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 512


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the calendar of this path."""
        time.sleep(LATENCY)
        found = self.path != "/robots.txt"
        body = calendar(self.path) if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/calendar")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def calendar(path: str) -> bytes:
    """Return a calendar of twenty entries."""
    first = date.today() + timedelta(days=3)  # noqa: DTZ011  a made-up calendar
    name = path.strip("/").removesuffix(".ics")
    latitude, longitude = town(int(name))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN"]
    for week in range(5):
        for number, title in enumerate(TITLES):
            day = first + timedelta(days=7 * week + number)
            lines += [
                "BEGIN:VEVENT",
                f"UID:{name}-{number}-{week}",
                f"DTSTART:{day:%Y%m%d}T180000Z",
                f"DTEND:{day:%Y%m%d}T200000Z",
                f"SUMMARY:{title} {name}",
                f"URL:http://example.org/{name}/{number}/{week}",
                f"LOCATION:Room {number}",
                f"GEO:{latitude:.4f};{longitude:.4f}",
                f"DESCRIPTION:Come as you are\\, all levels welcome in room {number}. Free of charge.",
                "END:VEVENT",
            ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def town(number: int) -> tuple[float, float]:
    """Return where a source is: each has a town of its own."""
    return 30 + number % 983 * 0.015, -120 + number % 977 * 0.045


def _serve(told: Connection) -> None:
    with _Server(("0.0.0.0", 0), _Handler) as server:
        told.send(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.recv()


@contextmanager
def served() -> Iterator[int]:
    """Run the server; give its port."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def sources(count: int, port: int) -> list[Source]:
    """Return so many sources, two on each host."""
    return [
        Source(
            id=f"bench-{number:05}",
            name=f"Source {number}",
            url=f"http://127.1.{number // 500 % 250}.{1 + number // 2 % 250}:{port}/{number}.ics",
            platform="ical",
            city="Bloomington",
            region="IN",
            country="US",
            timezone="America/Indiana/Indianapolis",
            latitude=town(number)[0],
            longitude=town(number)[1],
        )
        for number in range(count)
    ]


def measure(count: int, folder: Path) -> None:
    """Harvest so many sources into a new store, and print how long it took."""
    settings = Settings(data_dir=folder, allow_private_hosts=True, request_delay=DELAY)
    locator = open_locator(settings)
    now = datetime.now(UTC)
    window = Window(start=now.date(), end=now.date() + timedelta(days=120))
    with (
        served() as port,
        closing(open_store(folder / f"{count}.sqlite")) as store,
        Fetcher(settings, patience=PATIENCE) as fetcher,
    ):
        chosen = sources(count, port)
        began, worked = time.monotonic(), time.process_time()
        listings = failed = 0
        for report in harvest(chosen, store, fetcher, locator, now, window):
            listings += report.listings
            failed += report.error is not None
        seconds, cpu = time.monotonic() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{count:>6} sources, {listings} listings, {failed} failed: {seconds:.1f} s, {count / seconds:.1f} sources/s,"
        f" {cpu:.1f} s of processor, {memory} MB",
        flush=True,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        for given in [int(arg) for arg in sys.argv[1:]] or [200, 1_000]:
            measure(given, Path(made))
