"""How fast answers become listings: `python benchmarks/parse.py [rates] [memory] [hostile] [platforms]`.

All but the last are measured when none is named.

- `rates`: calendar entries and JSON-LD pages per second of one core, the scraper alone and with everything that
  `finder parse` does after its start.
- `memory`: how far the peak of a fresh process grows from a calendar of 2 MB to one of 20 MB.
- `hostile`: seconds for each answer of `tests/hostile.py` in its full size, by `finder parse` and `finder detect`.
- `platforms`: the same for each platform by name, which takes long; names of answers after it choose some of them.

Seconds are those of the processor.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from finder.cli import root
from finder.errors import FinderError
from finder.listing import Page, Source, Window
from scrapers.registry import choose, scrapers

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import hostile

ADDRESS = "https://clay.example/events"
FETCHED = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FULL = 100_000
LIMIT = 5.0
PATIENCE = 60
WORDS = (  # noqa: SIM905  sentences are read more easily than a list of their words
    "bring your own project or start a new one with us we share tools yarn paper and paint in a friendly room where "
    "beginners are welcome and nobody is graded please sign up at the desk so that we know how many chairs to set out "
    "the evening is led by members of our circle who have met here for years coffee and tea are on the table"
).split()
TITLES = ("Knitting Circle", "Open Mic Night", "Life Drawing", "Budget Committee", "Toddler Story Time", "Chess Club")
RULES = (
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=3",
    "RRULE:FREQ=WEEKLY;UNTIL=20261220T000000Z",
)
EXTRAS = (
    "Free and open to all.",
    "Tickets: $12, students $8.",
    "For ages 14 and up.",
    "Registration is required.",
    "",
    "",
)
ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nBEGIN:DAYLIGHT\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\n"
    "DTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\n"
    "TZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\nDTSTART:20071104T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def prose(rng: random.Random, length: int = 400) -> str:
    """Return a description of about that many letters."""
    said = rng.choice(EXTRAS)
    while len(said) < length:
        said += f" {' '.join(rng.choices(WORDS, k=rng.randrange(6, 16))).capitalize()}."
    return said.strip()


def folded(line: str) -> str:
    """Return a content line as RFC 5545 folds it."""
    return "\r\n ".join(line[at : at + 74] for at in range(0, len(line), 74)) + "\r\n"


def entry(number: int, rng: random.Random, *, repeats: bool) -> str:
    """Return one VEVENT as calendars of libraries and town halls write it."""
    start = datetime(2026, 11, 22) + timedelta(days=rng.randrange(300), hours=rng.randrange(9, 20))  # noqa: DTZ001  wall clock
    title = rng.choice(TITLES)
    said = prose(rng).replace(",", "\\,")
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@clay.example\r\nDTSTAMP:20261120T080000Z\r\n"
        f"DTSTART;TZID=America/New_York:{start:%Y%m%dT%H%M%S}\r\n"
        f"DTEND;TZID=America/New_York:{start + timedelta(hours=2):%Y%m%dT%H%M%S}\r\n"
        f"SUMMARY:{title} {number}\r\n" + folded(f"DESCRIPTION:{said}") + f"URL:https://clay.example/event/{number}\r\n"
        f"LOCATION:Clay House\\, Room {number % 9}\\, {number % 90 + 1} Mill Street\\, Bloomington\\, IN 47401\r\n"
        'CATEGORIES:Arts,Adults\r\nORGANIZER;CN="Clay House Library":mailto:desk@clay.example\r\nSTATUS:CONFIRMED\r\n'
        + (f"{rng.choice(RULES)}\r\n" if repeats else "")
        + "END:VEVENT\r\n"
    )


def calendar(count: int, *, every: int = 25) -> bytes:
    """Return a calendar of so many entries; one in `every` repeats a few times."""
    rng = random.Random(count)
    entries = "".join(entry(n, rng, repeats=n % every == 0) for n in range(count))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Clay//EN\r\n{ZONE}{entries}END:VCALENDAR\r\n".encode()


def web_page(number: int) -> bytes:
    """Return one event's page of 60 to 150 kB: scripts, styles and menus around a block of JSON-LD."""
    rng = random.Random(number)
    start = date(2026, 11, 22) + timedelta(days=number % 300)
    title = f"{rng.choice(TITLES)} {number}"
    node = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title,
        "startDate": f"{start}T18:30:00-05:00",
        "endDate": f"{start}T20:30:00-05:00",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "url": f"https://clay.example/event/{number}",
        "image": ["https://clay.example/clay.jpg"],
        "description": prose(rng),
        "location": {
            "@type": "Place",
            "name": "Clay House",
            "address": {"@type": "PostalAddress", "streetAddress": "12 Mill Street", "addressLocality": "Bloomington",
                        "addressRegion": "IN", "postalCode": "47401", "addressCountry": "US"},
        },
        "offers": {"@type": "Offer", "price": "12.00", "priceCurrency": "USD", "url": "https://clay.example/tickets"},
        "organizer": {"@type": "Organization", "name": "Clay House Library", "url": "https://clay.example"},
    }  # fmt: skip
    style = "".join(f".c{n}{{margin:{n}px;color:#{n:06x}}}" for n in range(800))
    script = "".join(
        f"function f{n}(a,b){{if(a<b){{return a+{n};}}return b;}}" for n in range(rng.randrange(200, 1400))
    )
    menu = "".join(f'<li class="menu-item"><a href="/p/{n}?x=1&amp;y=2">Page {n}</a></li>' for n in range(150))
    cards = "".join(f'<div class="card"><img src="/i/{n}.jpg" alt=""><p>{prose(rng, 150)}</p></div>' for n in range(25))
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "@id": "#site", "name": "Clay House"}]}
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Clay House</title>'
        f'<meta property="og:site_name" content="Clay House"><style>{style}</style>'
        f'<script type="application/ld+json">{json.dumps(graph)}</script></head><body><ul>{menu}</ul>'
        f"<main><h1>{title}</h1><p>{start:%B %d, %Y}, 6:30 pm - 8:30 pm</p>{cards}</main>"
        f'<script type="application/ld+json">{json.dumps(node)}'
        f"</script><script>{script}</script></body></html>"
    ).encode()


class Measured(NamedTuple):
    """What one reading took, and what came of it."""

    seconds: float
    said: str


def command(*arguments: str) -> str:
    """Run a command within this process; return its first words, or what it complains of."""
    done = CliRunner().invoke(root, list(arguments), standalone_mode=False)
    if done.exception is None:
        return f"{done.stdout_bytes.count(10):,} lines"
    if isinstance(done.exception, FinderError):
        return str(done.exception)[:90]
    return f"TRACEBACK {done.exception!r:.200}"


def parse(file: Path | str, *more: str) -> str:
    """Run `finder parse`."""
    return command("parse", str(file), "--url", ADDRESS, "--fetched-at", FETCHED.isoformat(), *more)


def read(content: bytes) -> int:
    """Return how many records the scraper alone finds in an answer."""
    page = Page(url=ADDRESS, content=content, fetched_at=FETCHED)
    source = Source(id="clay", name="Clay House", url=ADDRESS, timezone="America/New_York")
    return sum(1 for _ in choose(page).parse(page, source, Window()))


def timed(work: Callable[[], object]) -> Measured:
    """Run something and return its seconds of processor time."""
    began = time.process_time()
    said = work()
    return Measured(time.process_time() - began, str(said))


def rates(folder: Path) -> None:
    """Print how many entries and pages are read each second."""
    file = folder / "calendar.ics"
    count, pages = 4_000, [web_page(number) for number in range(150)]
    file.write_bytes(calendar(count))
    parse(file)
    read(pages[0])
    alone = timed(lambda: read(file.read_bytes()))
    whole = timed(lambda: parse(file, "--timezone", "America/New_York"))
    records, lines = int(alone.said), int(whole.said.split()[0].replace(",", ""))
    size = sum(map(len, pages)) // len(pages) // 1_000
    files = [folder / f"{number}.html" for number in range(len(pages))]
    for path, content in zip(files, pages, strict=True):
        path.write_bytes(content)
    by_page = timed(lambda: sum(map(read, pages)))
    by_command = timed(lambda: [parse(path, "--timezone", "America/New_York") for path in files][-1])
    print(
        f"calendar, scraper alone     {count / alone.seconds:8,.0f} entries/s  ({records / alone.seconds:,.0f} dates/s)"
    )
    print(
        f"calendar, finder parse      {count / whole.seconds:8,.0f} entries/s  ({lines / whole.seconds:,.0f} dates/s)"
    )
    print(f"JSON-LD, scraper alone      {len(pages) / by_page.seconds:8,.0f} pages/s    (of {size} kB)")
    print(f"JSON-LD, finder parse       {len(pages) / by_command.seconds:8,.0f} pages/s")
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        [sys.executable, "-m", "finder", "parse", str(files[0]), "--url", ADDRESS],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(f"start-up and one page       {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - started:8.2f} s")


def peak(file: Path) -> int:
    """Return the most memory that `finder parse` of a file takes, in MB."""
    script = (
        "import re,sys; from finder.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        # What getrusage tells includes the process that this one was forked from.
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "parse", str(file), "--url", ADDRESS, "--fetched-at", FETCHED.isoformat()],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    return int(done.stderr.split()[-1])


def _tribe(number: int) -> dict[str, object]:
    """Return one event as the REST API of The Events Calendar writes it."""
    start = datetime(2026, 11, 22, 18, 30) + timedelta(days=number % 300)  # noqa: DTZ001  wall clock
    return {
        "id": number,
        "status": "publish",
        "url": f"https://clay.example/event/{number}/",
        "title": f"Knitting Circle {number}",
        "description": f"<p>{prose(random.Random(number))}</p>",
        "start_date": f"{start:%Y-%m-%d %H:%M:%S}",
        "end_date": f"{start + timedelta(hours=2):%Y-%m-%d %H:%M:%S}",
        "timezone": "America/New_York",
        "cost": "$12",
        "cost_details": {"currency_symbol": "$", "currency_code": "USD", "values": ["12"]},
        "categories": [{"id": 7, "name": "Arts", "slug": "arts"}],
        "venue": {"venue": "Clay House", "address": "12 Mill Street", "city": "Bloomington", "zip": "47401"},
        "organizer": [{"organizer": "Clay House Library"}],
    }


def _item(number: int) -> str:
    said = f"<p>{prose(random.Random(number), 1_000)}</p>".replace("<", "&lt;").replace(">", "&gt;")
    return (
        f"<item><title>Knitting Circle {number}</title><link>https://clay.example/event/{number}</link>"
        f"<guid>https://clay.example/event/{number}</guid><pubDate>Tue, 24 Nov 2026 18:30:00 -0500</pubDate>"
        f"<description>{said}</description><category>Arts</category></item>"
    )


def memory(folder: Path) -> None:
    """Print the peak of fresh processes for small and for large answers, and how far it grows with each MB."""
    nodes = [hostile.event(name=f"Clay {n}", description=prose(random.Random(n), 4_600)) for n in range(4_000)]
    kinds: dict[str, Callable[[int], bytes]] = {
        "calendar of entries": lambda size: calendar(size * 1_100),
        "calendar of one long text": lambda size: hostile.calendar(
            hostile.entry(lines=f"DESCRIPTION:{'clay ' * size * 200_000}\r\n")
        ),
        "JSON of one platform": lambda size: json.dumps({"events": [_tribe(n) for n in range(size * 1_000)]}).encode(),
        "RSS": lambda size: hostile.feed("".join(map(_item, range(size * 700)))),
        "JSON-LD alone": lambda size: json.dumps(nodes[: size * 200]).encode(),
        "page with JSON-LD": lambda size: hostile.linked_data(*nodes[: size * 200]),
        "page with many JSON-LD": lambda size: hostile.page(
            "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes[: size * 200])
        ),
    }
    for name, make in kinds.items():
        found = []
        for size in (2, 10, 20):
            file = folder / f"{size}.txt"
            file.write_bytes(make(size))
            found.append((file.stat().st_size / 1e6, peak(file)))
        print(
            f"{name:26} {'   '.join(f'{size:5.1f} MB: {most:4} MB' for size, most in found)}   "
            f"{(found[-1][1] - found[0][1]) / (found[-1][0] - found[0][0]):.1f} MB for each MB",
            flush=True,
        )


def _raise(*_: object) -> None:
    raise TimeoutError


def _steps(name: str, file: Path, *, every: bool) -> Iterator[tuple[str, Callable[[], str]]]:
    if not every:
        yield f"{name}: parse", lambda: parse(file)
        yield f"{name}: detect", lambda: command("detect", str(file), "--url", ADDRESS)
        return
    for scraper in scrapers():
        yield f"{name}: {scraper.key}", lambda key=scraper.key: parse(file, "--platform", key)  # type: ignore[misc]


def _attempt(name: str, folder: Path, pipe: Connection, *, every: bool) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE * 4, PATIENCE * 4))
    signal.signal(signal.SIGVTALRM, _raise)
    file = folder / f"{os.getpid()}.txt"
    file.write_bytes(hostile.ANSWERS[name](FULL))
    for step, work in _steps(name, file, every=every):
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
        pipe.send((step, timed(work)))
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    file.unlink()


def hostility(folder: Path, names: list[str], *, every: bool) -> None:
    """Print what takes longest of all hostile answers, and whatever ends in no clear sentence."""
    results = []
    parse(_written(folder / "first.ics", calendar(1)))
    for name in names or list(hostile.ANSWERS):
        for step, measured in _results(name, folder, every=every):
            results.append(measured)
            if names or _is_bad(measured) or measured.seconds > LIMIT / 5:
                print(f"{measured.seconds:7.2f} s  {step:60} {measured.said}", flush=True)
    bad = sum(map(_is_bad, results))
    longest = max(measured.seconds for measured in results)
    print(f"{len(results)} readings of hostile answers, {longest:.1f} s at most; {bad} too slow or with a traceback")


def _written(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def _is_bad(measured: Measured) -> bool:
    return measured.seconds > LIMIT or measured.said.startswith("TRACEBACK")


def _results(name: str, folder: Path, *, every: bool) -> Iterator[tuple[str, Measured]]:
    """Yield what a process of its own found of one answer, also when it had to be ended."""
    here, there = multiprocessing.Pipe(duplex=False)
    forked = multiprocessing.get_context("fork")
    child = forked.Process(target=_attempt, args=(name, folder, there), kwargs={"every": every})
    child.start()
    there.close()
    yield from _received(here)
    child.join()
    if child.exitcode:
        yield f"{name}: the next one", Measured(PATIENCE, f"TRACEBACK: ended with {child.exitcode}")


def _received(pipe: Connection) -> Iterator[tuple[str, Measured]]:
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return


def main(arguments: list[str]) -> None:
    """Measure what is asked for."""
    wanted, names = (
        [one for one in arguments if one not in hostile.ANSWERS],
        [one for one in arguments if one in hostile.ANSWERS],
    )
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for one in wanted or ["rates", "memory", "hostile"]:
            if one in {"hostile", "platforms"}:
                hostility(folder, names, every=one == "platforms")
            else:
                {"rates": rates, "memory": memory}[one](folder)


if __name__ == "__main__":
    main(sys.argv[1:])
