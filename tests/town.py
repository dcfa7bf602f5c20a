"""An invented town's calendars, each in its platform's real markup, with dates that are always to come."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
from msgspec.structs import replace
from website import Reply, Site

from finder.cli import main
from finder.listing import Source
from finder.places import build
from finder.places.rows import City
from finder.store import open_store

PAGES = Path(__file__).parent / "replay" / "pages"

CALENDARS = {
    "tulip-hill": ("/calendar?cid=101", "/ajax/calendar/list", "libcal_list.json", "libcal"),
    "quarry": ("/ical_subscribe.php?src=p&cid=102", "/ical_subscribe.php", "libcal.ics", "libcal"),
    "stone-creek": ("/rss.php?m=month&cid=103", "/rss.php", "libcal.rss", "libcal"),
    "poets": ("/limestone-poets/events/ical/", "/limestone-poets/events/ical/", "meetup.ics", None),
    "potters": ("/hoosier-potters/events/", "/hoosier-potters/events/", "meetup.html", "html"),
    "workshop": ("/whats-on", "/whats-on", "jsonld.html", "html"),
    "spinners": ("/calendar.ics", "/calendar.ics", "guild.ics", "ical"),
}
"""By source: its address, where the answer lies, the page that is the answer, and the platform that is known."""

_TYPES = {".json": "application/json", ".ics": "text/calendar", ".rss": "application/rss+xml", ".html": "text/html"}
_DAY = re.compile(r"@(iso|ics)\+(\d+)@")
_FORMS = {"iso": "%Y-%m-%d", "ics": "%Y%m%d"}


def page(name: str, today: date) -> bytes:
    """Return a page, its dates counted from today."""
    text = (PAGES / name).read_text(encoding="utf-8")
    return _DAY.sub(lambda m: f"{today + timedelta(days=int(m[2])):{_FORMS[m[1]]}}", text).encode()


def open_town(site: Site, *, delay: float = 0.0, drip: float = 0.0) -> list[Source]:
    """Put all calendars on a site, and return the sources that read them."""
    today = datetime.now(UTC).date()
    site.replies["/robots.txt"] = Reply(body=page("robots.txt", today))
    for _, path, name, _ in CALENDARS.values():
        body = page(name, today)
        headers = {"Content-Type": _TYPES[Path(name).suffix], "ETag": f'"{hashlib.sha256(body).hexdigest()[:12]}"'}
        site.replies[path] = Reply(body=body, headers=headers, delay=delay, drip=drip)
    return [
        Source(
            id=key,
            name=key.replace("-", " ").title(),
            url=site.url + url,
            platform=platform,
            city="Bloomington",
            region="IN",
            country="US",
            timezone="America/Indiana/Indianapolis",
            latitude=39.165,
            longitude=-86.526,
        )
        for key, (url, _, _, platform) in CALENDARS.items()
    ]


def prepare(folder: Path, sources: list[Source]) -> None:
    """Put these sources and a gazetteer of one town into a data folder."""
    town = City(
        id=1,
        name="Bloomington",
        country="US",
        region="IN",
        latitude=39.165,
        longitude=-86.526,
        population=84_000,
        timezone="America/Indiana/Indianapolis",
        names=(),
    )
    small = replace(build.shipped(), cities=lambda: [town], postal_codes=list, venues=list)
    build.ensure(folder / "gazetteer.sqlite", small, lambda _: None)
    with closing(open_store(folder / "finder.sqlite")) as store:
        store.save_sources(sources)


def environment(folder: Path, **settings: object) -> dict[str, str]:
    """Return what a command needs to harvest from loopback into a folder, without pauses."""
    given = {"data_dir": folder, "allow_private_hosts": 1, "request_delay": 0, **settings}
    return {**os.environ, **{f"FINDER_{name.upper()}": str(value) for name, value in given.items()}}


@dataclass(frozen=True, kw_only=True)
class Done:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def finder(folder: Path, *arguments: str, **settings: object) -> Done:
    """Run a command line to its end, in this process: it starts faster."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with mock.patch.dict(os.environ, environment(folder, **settings)), redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as left:
            code = int(left.code or 0)
    return Done(code=code, out=_text(out), err=_text(err))


def process(folder: Path, *arguments: str, **settings: object) -> Done:
    """Run a command line to its end, in a process of its own."""
    command = [sys.executable, "-m", "finder", *arguments]
    done = subprocess.run(
        command, env=environment(folder, **settings), capture_output=True, text=True, timeout=60, check=False
    )
    return Done(code=done.returncode, out=done.stdout, err=done.stderr)


def start(folder: Path, *arguments: str, **settings: object) -> subprocess.Popen[bytes]:
    """Start a command line."""
    command = [sys.executable, "-m", "finder", *arguments]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment(folder, **settings), stdout=quiet, stderr=quiet)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def state(folder: Path) -> dict[str, list[Any]]:
    """Return all listings and groups by source, but for the moment at which they were fetched."""
    with closing(open_store(folder / "finder.sqlite", read_only=True)) as store:
        assert store.problems() == []
        return {
            source.id: [_timeless(record) for record in (*store.listings(source.id), *store.groups(source.id))]
            for source in store.sources()
        }


def _timeless(record: Any) -> Any:
    plain = msgspec.to_builtins(record)
    (plain.get("source") or {}).pop("fetched_at", None)
    return {key: value for key, value in plain.items() if key not in {"confirmed", "last_confirmed"}}
