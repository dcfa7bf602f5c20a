"""iCalendar files from anywhere (RFC 5545): the last of the scrapers to be asked, and the base of several others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar, NamedTuple
from urllib.parse import parse_qs, urlsplit

from finder.errors import TooLarge
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.ics_entries import Entries
from scrapers.ics_listing import listing
from scrapers.ics_text import Calendar, Component, read

_MOST_RECORDS = 50_000
_HEAD = 2_000

_BEGIN = re.compile(rb"^\s*BEGIN:(?:VCALENDAR|VEVENT)", re.IGNORECASE | re.MULTILINE)
_QUERIES = {"ical", "outlook-ical", "mec-ical-feed", "ics"}


class Event(NamedTuple):
    """One record with the lines that it was read from, for platforms that know more about them."""

    raw: RawListing
    component: Component
    calendar: Calendar


class Ical:
    """Any `.ics` file."""

    key: ClassVar[str] = "ical"
    rank: ClassVar[int] = 900

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of a calendar file."""
        parts = urlsplit(url)
        return (
            parts.path.lower().endswith((".ics", ".ical", ".vcs"))
            or parts.scheme == "webcal"
            or bool(_QUERIES & set(parse_qs(parts.query, keep_blank_values=True)))
        )

    def recognises(self, page: Page) -> str | None:
        """Return the line with which a calendar begins."""
        found = _BEGIN.search(page.content[:_HEAD].removeprefix(b"\xef\xbb\xbf"))
        return found[0].decode("ascii").strip() if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file."""
        yield Request(url=re.sub(r"^webcal:", "https:", source.url))

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield one record per entry, and one per occurrence of a recurring entry.

        Raises:
            NotACalendar: the file breaks off or is none.
            TooLarge: it has or makes more entries than any calendar.
        """
        for event in events(page, source, window):
            yield event.raw


def events(page: Page, source: Source, window: Window) -> Iterator[Event]:
    """Yield the entries of a file, occurrences within the window or within a year of the fetch, each with its lines."""
    made = 0
    for calendar in read(page.content):
        dates = Entries(calendar, page, source, window).dated()
        # A long entry is taken apart once for all its dates, which come after one another.
        for _, of_one in groupby(dates, key=lambda dated: id(dated.component)):
            for dated in of_one:
                made += 1
                if made > _MOST_RECORDS:
                    raise TooLarge(f"its entries make more than {_MOST_RECORDS:,} dates")
                yield Event(listing(dated, calendar, page), dated.component, calendar)
            dated.component.forget()
