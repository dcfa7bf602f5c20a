"""Gancio, the shared agenda of many towns: its API, its iCalendar and RSS feeds, its federated events.

Times are Unix seconds.  The API has pages without a total.  RSS holds 20 items, and its publication date is when an
event was entered: the day stands in the title ("[2026-11-24] Title @ Place"), the clock only in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, plain
from scrapers import activity, feed, ical, refusals, values
from scrapers.feed import Item
from scrapers.values import Node, node, text

_PER_PAGE = 100
_FEEDS = re.compile(r"/feed/(?:rss|ics|json)\b|/api/event", re.IGNORECASE)
_PRODID = re.compile(rb"PRODID:[^\r\n]{0,60}gancio", re.IGNORECASE)
_TITLE = re.compile(r"\[(\d{4}-\d\d-\d\d)\]\s+(.+?)(?:\s+@\s+(.+))?")
_ITEM = re.compile(rb"<title>(?:<!\[CDATA\[)?\s*\[\d{4}-\d\d-\d\d\] ")
_CLOCK = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")
_FIRST_WORDS = 400
_FREQUENCY = re.compile(r"(\d{1,2})([wmd])")
_PERIODS = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY"}


class Gancio:
    """Agendas that run Gancio."""

    key: ClassVar[str] = "gancio"
    rank: ClassVar[int] = 320

    def claims(self, url: str) -> bool:
        """Tell whether the address names it; its paths are everybody's."""
        return "gancio" in (urlsplit(url).hostname or "")

    def recognises(self, page: Page) -> str | None:
        """Return the mark of one of its answers."""
        if found := _PRODID.search(page.content[:2_000]):
            return found[0].decode("utf-8", "replace")
        if feed.is_feed(page):
            found = _ITEM.search(page.content)
            return found[0].decode("utf-8", "replace") if found else None
        if not values.is_json(page):
            return None
        marks = (b'"start_datetime"', b"/federation/m/", b"/federation/u/")
        return next((mark.decode() for mark in marks if mark in page.content), None)

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask the API for the days wanted, or the feed that the source names."""
        if _FEEDS.search(source.url):
            yield Request(url=source.url)
            return
        first, last = (_seconds(day) for day in (window.start, window.end))
        api = f"{values.site(source.url)}/api/events"
        yield Request(url=values.with_query(api, start=first, end=last, show_recurrent="true", max=_PER_PAGE, page=0))

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield the events, then the next page of the API.

        Raises:
            NotACalendar: it is an actor, a place or an error.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return (event.raw for event in ical.events(page, source, window))
        return values.within((_item(i) for i in feed.read(page).items), window) if feed.is_feed(page) else _answer(page)


def _seconds(day: date | None) -> int | None:
    return int(datetime.combine(day, time(), UTC).timestamp()) if day else None


def _answer(page: Page) -> Iterator[RawListing | Request]:
    answer = values.load(page)
    federated = list(activity.events(answer))
    if federated:
        yield from (activity.record(event) for event in federated)
        return
    if not isinstance(answer, list) and "start_datetime" not in node(answer):
        raise NotACalendar(refusals.error_in(answer) or "an answer of Gancio without events")
    listed = values.nodes(answer)
    yield from (_event(event, page) for event in listed if "start_datetime" in event)
    size = values.whole(values.query(page.url, "max"))
    if size and len(listed) >= size:
        yield Request(url=values.with_query(page.url, page=values.whole(values.query(page.url, "page")) + 1))


def _event(event: Node, page: Page) -> RawListing:
    site, number, slug = values.site(page.url), text(event.get("id")), text(event.get("slug"))
    parent = text(event.get("parentId"))
    image = next((text(one.get("url")) for one in values.nodes(event.get("media"))), None)
    return RawListing(
        title=text(event.get("title")) or "",
        uid=f"{number}@{urlsplit(page.url).hostname}" if number else None,
        series_uid=parent,
        url=f"{site}/event/{slug or number}" if slug or number else None,
        start=values.from_epoch(event.get("start_datetime")),
        end=values.from_epoch(event.get("end_datetime")),
        **_where(event),
        categories=values.names(event.get("tags"), "tag"),
        description=text(event.get("description")) or text(event.get("plain_description")),
        image=f"{site}/media/{image}" if image and not image.startswith("http") else image,
        recurrence=_rule(node(event.get("recurrent")) or node(node(event.get("parent")).get("recurrent"))),
    )


def _where(event: Node) -> dict[str, Any]:
    place = node(event.get("place"))
    name, virtual = text(place.get("name")), bool(event.get("online_locations"))
    if fold(name or "") == "online" or (virtual and not name):
        return {"mode": "online"}
    return {
        "mode": "hybrid" if virtual else None,
        "venue": name,
        "address": text(place.get("address")) if place.get("address") != name else None,
        "latitude": values.number(place.get("latitude")),
        "longitude": values.number(place.get("longitude")),
    }


def _rule(recurrent: Node) -> str | None:
    found = _FREQUENCY.fullmatch(text(recurrent.get("frequency")) or "")
    if found is None or not int(found[1]):
        return None
    every = f";INTERVAL={int(found[1])}" if int(found[1]) > 1 else ""
    return f"FREQ={_PERIODS[found[2]]}{every}"


def _item(item: Item) -> RawListing:
    said = item.first("title", own=True) or ""
    found = _TITLE.fullmatch(said)
    day = values.moment(found[1]) if found else None
    clock = _CLOCK.search(plain(item.body or "", "html")[:_FIRST_WORDS])
    start = datetime.combine(values.day(day), time(int(clock[1]), int(clock[2]))) if day and clock else day
    return RawListing(
        title=found[2] if found else said,
        uid=item.id,
        url=item.link or item.id,
        start=start,
        venue=found[3] if found else None,
        categories=item.categories,
        description=item.body,
        image=item.image,
    )
