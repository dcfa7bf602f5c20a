"""Squarespace: an events collection as `?format=json`, and the list that its page prints.

Times are milliseconds since 1970.  A location that nobody filled in keeps the builder's pin in New York; it is left out
here.  The past is paged, thirty at a time, newest first; what comes stands whole on the first page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from finder import when
from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import jsonld, refusals, state
from scrapers.markup import decoded, holds, outermost, tree
from scrapers.values import Node, is_json, load, names, node, nodes, number, one_line, text, with_query

_EVENT = 12
_COLLECTION = re.compile(rb'"typeName"\s*:\s*"events')
_PRINTED = re.compile(rb"class=[\"'][^\"']{0,400}\beventlist-event\b")
_MOST_PRINTED = 2_000
_LAST_MINUTE = (23, 59)


class Squarespace:
    """An events collection of a site that is built with Squarespace."""

    key: ClassVar[str] = "squarespace"
    rank: ClassVar[int] = 210

    def claims(self, url: str) -> bool:
        """Tell whether the address is on Squarespace's own host; most sites have their own."""
        return (urlsplit(url).hostname or "").lower().endswith(".squarespace.com")

    def recognises(self, page: Page) -> str | None:
        """Return what shows Squarespace's JSON or its printed list of events."""
        if is_json(page):
            if _COLLECTION.search(page.content):
                return '"typeName": "events"'
            site = b'"website"' in page.content[:200] and b'"websiteSettings"' in page.content
            return '"website" beside "websiteSettings"' if site else None
        return "eventlist-event" if holds(page, b"eventlist-event") and _PRINTED.search(page.content) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  it is not asked by date
        """Ask for the collection as JSON."""
        yield Request(url=with_query(source.url, format="json"))

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield one record per event, and the next page of the past as far back as the window reaches.

        Raises:
            NotACalendar: the address is no events collection.
        """
        if is_json(page):
            yield from _from_json(page, source, window)
        else:
            yield from _from_page(page, source)


def _from_json(page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
    answer = node(load(page))
    collection = node(answer.get("collection"))
    items = [item for key in ("upcoming", "past", "items", "item") for item in nodes(answer.get(key))]
    events = [item for item in items if _is_event(item)]
    if not events and not str(collection.get("typeName")).startswith("events"):
        kind = text(collection.get("typeName")) or "site"
        raise NotACalendar(refusals.error_in(answer) or f"a Squarespace {kind} without events")
    site = node(answer.get("website"))
    base = text(site.get("baseUrl")) or page.url
    zone = text(site.get("timeZone")) or source.timezone
    found = [record for record in (_record(event, base, zone) for event in events) if record]
    yield from found
    yield from _next_page(page, node(answer.get("pagination")), found, window)


def _is_event(item: Node) -> bool:
    return item.get("startDate") is not None and item.get("recordType", _EVENT) == _EVENT


def _next_page(page: Page, paging: Node, found: list[RawListing], window: Window) -> Iterator[Request]:
    following = text(paging.get("nextPageUrl"))
    days = [record.start.date() for record in found if isinstance(record.start, datetime)]
    beyond = window.start is not None and days and min(days) < window.start
    if paging.get("nextPage") is True and following and not beyond:
        yield Request(url=with_query(urljoin(page.url, following), format="json"))


def _record(item: Node, base: str, zone: str | None) -> RawListing | None:
    title = text(item.get("title"))
    if title is None:
        return None
    slug = text(item.get("fullUrl"))
    return RawListing(
        title=title,
        uid=text(item.get("id")),
        url=urljoin(base, slug) if slug else None,
        timezone=zone,
        categories=(*names(item.get("categories")), *names(item.get("tags"))),
        description="\n".join(part for part in map(text, (item.get("excerpt"), item.get("body"))) if part) or None,
        image=text(item.get("assetUrl")),
        **_span(item, zone),
        **_where(node(item.get("location"))),
    )


def _span(item: Node, zone: str | None) -> dict[str, Any]:
    start, end = _moment(item.get("startDate")), _moment(item.get("endDate"))
    here = when.zone(zone)
    if here and isinstance(start, datetime) and isinstance(end, datetime):
        first, last = start.astimezone(here), end.astimezone(here)
        if (first.hour, first.minute) == (0, 0) and (last.hour, last.minute) == _LAST_MINUTE:
            return {"start": first.date(), "end": last.date(), "all_day": True}
    return {"start": start, "end": None if end == start else end}


def _moment(value: Any) -> datetime | date | None:
    """Return a time: milliseconds with noise in the last three digits, or ISO 8601 in older answers."""
    milliseconds = None if isinstance(value, str) else number(value)
    if milliseconds is None:
        return when.read(text(value) or "")
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=milliseconds // 1000)
    except OverflowError:
        return None


def _where(place: Node) -> dict[str, Any]:
    venue = text(place.get("addressTitle"))
    address = one_line(*(text(place.get(key)) for key in ("addressLine1", "addressLine2", "addressCountry")))
    if not venue and not address:
        return {}
    return {
        "venue": venue,
        "address": address,
        "latitude": number(place.get("markerLat") or place.get("mapLat")),
        "longitude": number(place.get("markerLng") or place.get("mapLng")),
    }


def _from_page(page: Page, source: Source) -> Iterator[RawListing]:
    whole_text = decoded(page)
    entries = outermost(tree(whole_text), ".eventlist-event", _MOST_PRINTED) if "eventlist-event" in whole_text else []
    context = node(state.assigned(whole_text, "Static.SQUARESPACE_CONTEXT"))
    zone = text(node(context.get("website")).get("timeZone"))
    found = [record for record in (_printed(entry, page.url, zone) for entry in entries) if record]
    found = found or list(jsonld.read(whole_text, page.url, source.timezone))
    if not found:
        raise NotACalendar(refusals.what(page))
    yield from found


def _printed(entry: Tag, base: str, zone: str | None) -> RawListing | None:
    link = entry.select_one(".eventlist-title-link, .eventlist-title a")
    title = link or entry.select_one(".eventlist-title")
    if title is None:
        return None
    place = entry.select_one(".eventlist-meta-address")
    for extra in place.select("a, .eventlist-meta-address-maplink") if place else ():
        extra.decompose()
    about = entry.select_one(".eventlist-description, .eventlist-excerpt")
    picture = entry.select_one("img[data-src]")
    return RawListing(
        title=squash(title.get_text(" ")),
        url=urljoin(base, str(link["href"])) if link and link.get("href") else None,
        start=_clock(entry, "start"),
        end=_clock(entry, "end"),
        timezone=zone,
        venue=squash(place.get_text(" ")) or None if place else None,
        categories=tuple(squash(tag.get_text(" ")) for tag in entry.select(".eventlist-cats a, .eventlist-tags a")),
        description=about.decode_contents() if about else None,
        image=str(picture["data-src"]) if picture else None,
    )


def _clock(entry: Tag, which: str) -> datetime | date | None:
    """Return a day and clock as printed; the end's clock is printed without its half of the day or with."""
    time = entry.select_one(f".event-time-12hr-{which}, .event-time-localized-{which}")
    if time is None:
        days = entry.select("time.event-date[datetime]")
        return when.read(str(days[0 if which == "start" else -1]["datetime"])) if days else None
    day = time.get("datetime") or next((t["datetime"] for t in entry.select("time.event-date[datetime]")), "")
    return when.read(f"{day} {squash(time.get_text(' '))}")
