"""RSS and Atom from anywhere: event modules first, then what a publication date can be.

Modules: `ev:` (purl.org/rss/2.0/modules/event), xCal, CivicPlus's calendarEvent, Google's `gd:when`, and the plain
names that publishers invent.  A publication date is when something was posted, except where it cannot be: two dates in
one, or dates still to come.  An item whose date stands only in prose is a record without a start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, NamedTuple
from urllib.parse import urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.when import zone
from scrapers import feed, printed, refusals, trumba_rss, values
from scrapers.feed import Feed, Item

_PATH = re.compile(r"\.(?:rss|atom|rdf)$|/(?:rss|feed|atom)(?:\.xml)?/?$|/rss\.(?:php|cfm|aspx)$", re.IGNORECASE)
_STARTS = ("startdate", "start_date", "dtstart", "eventstartdate", "event_start", "eventstart", "start", "eventdate")
_ENDS = ("enddate", "end_date", "dtend", "eventenddate", "event_end", "eventend", "end")
_TWO = re.compile(r"\s+[-\u2013\u2014]\s+")
_TO_COME = timedelta(days=1)
_PLACES = ("location", "venue", "eventlocation", "event_location", "place")


class Rss:
    """Any feed."""

    key: ClassVar[str] = "rss"
    rank: ClassVar[int] = 850

    def claims(self, url: str) -> bool:
        """Tell whether the address ends like one of a feed."""
        return bool(_PATH.search(urlsplit(url).path))

    def recognises(self, page: Page) -> str | None:
        """Return which kind of feed it is."""
        if not feed.is_feed(page):
            return None
        return "an Atom feed" if b"<feed" in page.content[:4_000] else "an RSS feed"

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the feed is whole
        """Ask for the feed."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield one record per item.

        Raises:
            NotACalendar: it is no feed, or is broken or breaks off.
            TooLarge: it has more items than any calendar.
        """
        if not feed.is_feed(page):
            raise NotACalendar(refusals.what(page))
        found = feed.read(page)
        if trumba_rss.NAMESPACE.encode() in page.content[:4_000]:
            return values.within(trumba_rss.records(found), window)
        return values.within(records(found, page, source), window)


class _Span(NamedTuple):
    start: datetime | date | None = None
    end: datetime | date | None = None


def records(found: Feed, page: Page, source: Source) -> Iterator[RawListing]:
    """Yield one record per item of a feed."""
    today = _today(found, page)
    to_come = [when for item in found.items if (when := _posted(item)) and today and when > today]
    all_to_come = len(to_come) * 2 > len(found.items)
    for item in found.items:
        yield _record(item, _span(item, today, source, certain=all_to_come))


def _today(found: Feed, page: Page) -> datetime | None:
    """Return when the feed was made: nothing can have been posted later."""
    built = values.moment(found.channel.first("lastBuildDate", "updated", own=True))
    if isinstance(built, datetime) and built.tzinfo:
        return built
    return page.fetched_at


def _posted(item: Item) -> datetime | None:
    when = values.moment(item.first("pubDate", own=True))
    return when.replace(tzinfo=when.tzinfo or UTC) if isinstance(when, datetime) else None


def _span(item: Item, today: datetime | None, source: Source, *, certain: bool) -> _Span:
    module = _module(item) or _printed(item) or _two_dates(item)
    if module:
        return module
    posted = _posted(item)
    if posted and (certain or (today and posted > today + _TO_COME)):
        return _Span(_day_at_midnight(posted, source))
    return _Span()


def _day_at_midnight(start: datetime, source: Source) -> datetime | date:
    """Return the day of a whole-day event, which such feeds give as midnight on the site's clock."""
    where = zone(source.timezone)
    local = start.astimezone(where) if where else start
    return local.date() if where and local.time() == time(0) else start


def _module(item: Item) -> _Span | None:
    when = next(item.parts("when"), None)
    if when and (start := values.moment(when.attribute("startTime"))):
        return _Span(start, values.moment(when.attribute("endTime")))
    start = values.moment(item.first(*_STARTS))
    return _Span(start, values.moment(item.first(*_ENDS))) if start else None


def _printed(item: Item) -> _Span | None:
    """Read CivicPlus: `EventDates` and `EventTimes` as they are printed."""
    days = item.first("eventdates")
    return _Span(*printed.span(f"{days} {item.first('eventtimes') or ''}")) if days else None


def _two_dates(item: Item) -> _Span | None:
    parts = _TWO.split(item.first("pubDate", own=True) or "")
    if len(parts) != 2:  # noqa: PLR2004  a start and an end
        return None
    start, end = (values.moment(part) for part in parts)
    return _Span(start, end) if start and end else None


def _record(item: Item, span: _Span) -> RawListing:
    place = next((part for part in item.parts(*_PLACES) if part.text), None)
    latitude, longitude = _point(item)
    cancelled = (item.first("is_cancelled", "cancelled", "canceled") or "").lower() in {"true", "1", "yes"}
    return RawListing(
        title=item.first("title", own=True) or item.first("title") or "",
        uid=item.id,
        url=item.link,
        start=span.start,
        end=span.end,
        status="cancelled" if cancelled else item.first("status", "eventstatus"),
        venue=(place.first("name") or place.text) if place else None,
        latitude=latitude,
        longitude=longitude,
        price_text=item.first("cost", "price"),
        organizer=item.first("organizer"),
        categories=item.categories,
        description=item.body,
        image=item.image,
    )


def _point(item: Item) -> tuple[float | None, float | None]:
    """Return W3C geo or GeoRSS coordinates."""
    both = (item.first("point") or "").replace(",", " ").split()
    if len(both) == 2:  # noqa: PLR2004  latitude and longitude
        return values.number(both[0]), values.number(both[1])
    return values.number(item.first("lat")), values.number(item.first("long", "lon"))
