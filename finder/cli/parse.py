"""`finder parse`: one recorded response → listing records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from finder import when
from finder.cli import given, lines
from finder.errors import InputError
from finder.listing import Dropped, Listing, Page, RawListing, Source, Window
from finder.text import as_utf8

_YEARS = range(1900, 3000)
"""Years in which one can reckon days ahead and back without falling off the calendar."""

D = TypeVar("D", bound=date)

# What differs between the dates of a series; their words are the same, and are read once.
_OF_ONE_DATE = {"uid": None, "start": None, "end": None, "url": None, "source": None}


@click.command()
@lines.file_argument
@click.option("--url", required=True, help="Address from which the response came; relative links count from it.")
@click.option("--platform", help="Key of the scraper, such as libcal; without it the response is recognised.")
@click.option("--timezone", help="IANA zone of the venue, for feeds that do not name theirs.")
@click.option("--fetched-at", help="When the response was fetched, RFC 3339; now, if not given.")
@click.option("--from", "start", help="First day wanted (YYYY-MM-DD).")
@click.option("--to", "end", help="Last day wanted (YYYY-MM-DD).")
def command(
    *,
    file: Path,
    url: str,
    platform: str | None,
    timezone: str | None,
    fetched_at: str | None,
    start: str | None,
    end: str | None,
) -> None:
    """Print the listings in FILE (a feed, an API's answer, a web page), one JSON object per line.

    A recurring entry gives one line per occurrence between --from and --to; without them, those of the year after the
    fetch.  Standard input is read where FILE is `-`.

    Example: finder parse events.ics --url https://example.org/events.ics --from 2026-11-01 --to 2026-12-31
    """
    page = Page(url=given.web_address(url, "--url"), content=as_utf8(_content(file)), fetched_at=_moment(fetched_at))
    source = Source(id="", name="", url=url, platform=platform, timezone=given.zone(timezone))
    lines.write_whole(_listings(page, source, _window(start, end)))


def _listings(page: Page, source: Source, window: Window) -> Iterator[Listing]:
    from finder.normalise import normalise  # noqa: PLC0415  with the scrapers it takes most of the start
    from finder.tagging import facts  # noqa: PLC0415
    from scrapers.registry import choose  # noqa: PLC0415

    told = lru_cache(maxsize=256)(facts)
    scraper = choose(page, source.platform)
    for raw in scraper.parse(page, source, window):
        if not isinstance(raw, RawListing):
            continue
        listing = normalise(raw, source, page)
        if not isinstance(listing, Dropped) and when.within(listing.start, listing.end, window):
            yield _with(listing, told(msgspec.structs.replace(listing, **_OF_ONE_DATE)))


def _with(listing: Listing, told: Listing) -> Listing:
    return msgspec.structs.replace(
        listing,
        mode=told.mode,
        status=told.status,
        price=told.price,
        ages=told.ages,
        registration=told.registration,
    )


def _content(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return _imaginable(when.instant(text))
    except ValueError as error:
        raise InputError(f"--fetched-at: “{text}” is no RFC 3339 time such as 2026-11-21T12:00:00Z") from error


def _window(start: str | None, end: str | None) -> Window:
    window = Window(start=_day("--from", start), end=_day("--to", end))
    if window.start and window.end and window.start > window.end:
        raise InputError(f"--from {window.start} lies after --to {window.end}")
    return window


def _day(option: str, text: str | None) -> date | None:
    try:
        return _imaginable(date.fromisoformat(text)) if text else None
    except ValueError as error:
        raise InputError(f"{option}: “{text}” is no date such as 2026-11-21") from error


def _imaginable(day: D) -> D:
    if day.year not in _YEARS:
        raise ValueError(day)
    return day
