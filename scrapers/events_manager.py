"""Events Manager for WordPress: its iCalendar file.

A course of several dates is one entry from the first to the last; a file ends after 50 entries where the site keeps the
default.  X-APPLE-STRUCTURED-LOCATION has name and address apart; its `geo:0,0` is no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import urlsplit

import msgspec

from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold
from scrapers import courses, ical, ics_text, values
from scrapers.ical import Event

_PRODID = re.compile(rb"PRODID:-//wp-events-plugin\.com//[^\r\n]{0,60}")
_GEO = re.compile(r"geo:(-?[\d.]+),(-?[\d.]+)")


class EventsManager:
    """Events Manager (Pixelite)."""

    key: ClassVar[str] = "events_manager"
    rank: ClassVar[int] = 230

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its file."""
        return urlsplit(url).path.endswith("/events.ics")

    def recognises(self, page: Page) -> str | None:
        """Return its PRODID."""
        found = _PRODID.search(page.content[:4_000])
        return found[0].decode("utf-8", "replace") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file."""
        yield Request(url=source.url if ical.Ical().claims(source.url) else f"{values.site(source.url)}/events.ics")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the entries.

        Raises:
            NotACalendar: the file breaks off or is none.
        """
        return _entries(page, source, window)


def _entries(page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    for event in ical.events(page, source, window):
        yield courses.noted(_placed(event))


def _placed(event: Event) -> RawListing:
    """Return the record with name and address of the place as its structured line has them."""
    structured = event.component.first("X-APPLE-STRUCTURED-LOCATION")
    if structured is None:
        return event.raw
    name, address = (ics_text.unescaped(structured.param(key) or "").strip() for key in ("X-TITLE", "X-ADDRESS"))
    point = _GEO.search(structured.value)
    raw = event.raw
    if point and raw.latitude is None:
        raw = msgspec.structs.replace(raw, latitude=values.number(point[1]), longitude=values.number(point[2]))
    if not name or not address or fold(address).startswith(fold(name)):
        return raw
    return msgspec.structs.replace(raw, venue=name, address=address)
