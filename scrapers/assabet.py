"""Assabet Interactive's library calendars: the month's listing, its JSON-LD, and the RSS of what is to come.

JSON-LD names days only; the clock stands in the listing beside it (`10:30-11:00 AM`, the day without a year).  In the
RSS the publication date is the event's start, and the description begins with time, room, library and its address.
The pass desk on the same host has a month grid and JSON-LD of museums, and no events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec
from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import plain, squash
from scrapers import feed, jsonld, printed, refusals, values
from scrapers.feed import Item
from scrapers.markup import decoded, said, tree

_HOST = re.compile(r"(?:^|\.)assabetinteractive\.com$")
_GENERATOR = re.compile(rb"<meta[^>]{0,200}content=[\"']Assabet Interactive", re.IGNORECASE)
_LISTING = re.compile(rb"class=[\"'][^\"']{0,200}\b(?:listing-event|event-location-location|event-meta)\b")
_PASSES = re.compile(r"^/museum-pass(?:es)?\b|^/passes\b")
_MONTH = re.compile(r"/calendar/(\d{4})-([a-z]+)\b")
_MOST_MONTHS = 13
_PREAMBLE = 4


class Assabet:
    """Calendars on `*.assabetinteractive.com`."""

    key: ClassVar[str] = "assabet"
    rank: ClassVar[int] = 150

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of a calendar there."""
        parts = urlsplit(url)
        return bool(_HOST.search((parts.hostname or "").lower())) and parts.path.startswith("/calendar")

    def recognises(self, page: Page) -> str | None:
        """Return its generator or its listing; a pass desk is recognised too, and refused by its name."""
        if feed.is_feed(page):
            return "a feed of assabetinteractive.com" if self.claims(page.url) else None
        ours = _GENERATOR.search(page.content[:20_000]) or _HOST.search((urlsplit(page.url).hostname or "").lower())
        if not ours:
            return None
        found = _LISTING.search(page.content)
        return found[0].decode("utf-8", "replace") if found else "Assabet Interactive"

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the listing of each month wanted, or for the page that the source names."""
        if window.start is None or source.url.endswith(".rss"):
            yield Request(url=source.url)
            return
        first, last = window.start.replace(day=1), window.end or window.start
        for _ in range(_MOST_MONTHS):
            month = f"{first:%Y-%B}".lower()
            yield Request(url=f"{values.site(source.url)}/calendar/{month}/event-listing/")
            first = (first + timedelta(days=32)).replace(day=1)
            if first > last:
                return

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the events.

        Raises:
            NotACalendar: it is the pass desk, or a page without events.
        """
        if feed.is_feed(page):
            return values.within((_item(item) for item in feed.read(page).items), window)
        if _PASSES.match(urlsplit(page.url).path):
            raise NotACalendar("a museum pass desk (Assabet), not an event calendar")
        return values.within(_from_page(page, source), window)


def _from_page(page: Page, source: Source) -> Iterator[RawListing]:
    body = decoded(page)
    described = {raw.url or raw.title: raw for raw in jsonld.read(body, page.url, source.timezone)}
    soup = tree(body)
    near = _month_of(page)
    listed = {key: raw for card in soup.select(".listing-event") for key, raw in _card(card, page, near, described)}
    if not listed and not described and not soup.select_one(".listing-event, .calendar-month, #calendar"):
        raise NotACalendar(refusals.what(page))
    yield from listed.values()
    yield from (raw for key, raw in described.items() if key not in listed)


def _month_of(page: Page) -> date | None:
    found = _MONTH.search(page.url)
    if found:
        first = printed.span(f"{found[2]} 15, {found[1]}").start
        return values.day(first) if first else None
    return page.fetched_at.date() if page.fetched_at else None


def _card(
    card: Tag, page: Page, near: date | None, described: dict[str, RawListing]
) -> Iterator[tuple[str, RawListing]]:
    heading = card.select_one("h2, h3")
    if heading is None:
        return
    link = heading.select_one("a[href]") or card.select_one("a[href]")
    url = urljoin(page.url, str(link["href"])) if link else None
    title = squash(heading.get_text(" "))
    known = described.get(url or title) or RawListing(title=title, url=url)
    begins = values.day(known.start) if isinstance(known.start, date) else near
    start, end = printed.span(f"{said(card, '.event-day') or ''} {said(card, '.event-time') or ''}", begins)
    about = card.select_one(".event-description")
    yield (
        url or title,
        msgspec.structs.replace(
            known,
            title=title,
            start=start or known.start,
            end=end if start else known.end,
            room=said(card, ".event-location-location"),
            venue=said(card, ".event-location-organization, .event-location-name") or known.venue,
            description=about.decode_contents() if about else known.description,
        ),
    )


def _item(item: Item) -> RawListing:
    start = values.moment(item.first("pubDate", own=True))
    lines = [line for line in plain(item.body or "", "html").split("\n") if line]
    span = printed.span(lines[0]) if lines else printed.Span(None, None)
    known = span.start is not None and len(lines) >= _PREAMBLE
    room, library, address = lines[1:_PREAMBLE] if known else (None, None, None)
    within = bool(address and address.lstrip(" ,")[:1].isdigit())
    return RawListing(
        title=item.first("title", own=True) or "",
        uid=item.id,
        url=item.link,
        start=start or span.start,
        end=_end(start, span),
        # Without a street the "library" is a kind of programme, and the line above it the place.
        venue=library if within else room,
        room=room if within else None,
        address=address if within else None,
        categories=item.categories,
        description="\n".join(lines[_PREAMBLE:] if known else lines) or None,
        description_format="text",
    )


def _end(start: datetime | date | None, span: printed.Span) -> datetime | date | None:
    """Return the printed end, on the feed's own clock."""
    if isinstance(start, datetime) and isinstance(span.end, datetime) and isinstance(span.start, datetime):
        return start + (span.end - span.start)
    return span.end
