"""Communico (libnet.info and libraries' own hosts): the JSON of its calendar, its iCalendar and RSS, its event lists.

The JSON wants its question as JSON too; a plain date there gives an empty list.  The calendar file does not name an
entry's page: it is `<site>/event/<id>`.  LOCATION is "branch - room" with an empty room for none, GEO is 0;0 where
there is no branch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

import msgspec
from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, squash
from scrapers import feed, ical, printed, refusals, values
from scrapers.feed import Item
from scrapers.markup import decoded, holds, tree
from scrapers.values import Node, text

_PRODID = re.compile(rb"PRODID:-//[^\r\n]{0,200}//Event Calendar//EN")
_KEYS = (b'"event_start"', b'"raw_start_time"')
_MARKUP = re.compile(rb"class=[\"'][^\"']{0,200}\b(?:amev-event-title|eelisttitle|events-grid-cell-event)\b")
_CLASSES = (b"amev-event-title", b"eelisttitle", b"events-grid-cell-event")
_DAYS = 90
_SLICE = 31
_ONLINE = re.compile(r"\b(?:virtual|online|zoom)\b", re.IGNORECASE)
_NOWHERE = re.compile(r"^(?:external location|off-?site|other)\s*-?\s*", re.IGNORECASE)
_CANCELLED = re.compile(r"cancel", re.IGNORECASE)


class Communico:
    """Communico's Attend."""

    key: ClassVar[str] = "communico"
    rank: ClassVar[int] = 130

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its host or has the path of one of its feeds."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        return (
            host.endswith(".libnet.info")
            or parts.path == "/eeventcaldata"
            or (parts.path == "/feeds" and "data=" in parts.query)
        )

    def recognises(self, page: Page) -> str | None:
        """Return the mark of one of its answers."""
        head = page.content[:4_000]
        if found := _PRODID.search(head):
            return found[0].decode("utf-8", "replace")
        if values.is_json(page):
            return next(
                (f"{key.decode()} in a list" for key in _KEYS if key in head and b"venue" in page.content), None
            )
        if feed.is_feed(page):
            return "feeds?data= of Communico" if self.claims(page.url) else None
        markup = _MARKUP.search(page.content) if holds(page, *_CLASSES) else None
        return markup[0].decode("utf-8", "replace") if markup else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the calendar by months, or for the feed that the source names."""
        if urlsplit(source.url).path == "/feeds":
            yield Request(url=source.url)
            return
        last = window.end or (window.start + timedelta(days=_DAYS) if window.start else None)
        if window.start is None or last is None:
            yield Request(url=f"{values.site(source.url)}/events")
            return
        for first, until in values.stretches(window.start, last, _SLICE):
            yield _question(values.site(source.url), first, (until - first).days + 1)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield the events of one of its answers.

        Raises:
            NotACalendar: none of Communico's events are in it.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return _from_ics(page, source, window)
        if values.is_json(page):
            return _from_json(page)
        return values.within(_from_feed(page) if feed.is_feed(page) else _from_page(page), window)


def _question(site: str, first: date, days: int) -> Request:
    asked = {"private": False, "date": first.isoformat(), "days": days, "locations": [], "ages": [], "types": []}
    return Request(url=f"{site}/eeventcaldata?event_type=0&req={quote(json.dumps(asked, separators=(',', ':')))}")


def _from_ics(page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    for event in ical.events(page, source, window):
        raw = event.raw
        own = raw.url if raw.url and "/event/" in raw.url else None
        number = event.component.text("UID")
        yield msgspec.structs.replace(
            raw,
            url=own or (f"{values.site(page.url)}/event/{number}" if number and number.isdigit() else raw.url),
            organizer=None,
            **_where(event.component.text("LOCATION")),
        )


def _where(location: str | None) -> dict[str, Any]:
    """Return branch and room of "Branch - Room"; a virtual branch is no place."""
    branch, _, room = (part.strip() for part in f"{squash(location or '')} ".partition(" - "))
    if _ONLINE.search(branch):
        return {"venue": None, "room": None, "mode": "online"}
    if _NOWHERE.match(branch):
        return {"venue": room or None, "room": None}
    return {"venue": branch or None, "room": room or None}


def _from_json(page: Page) -> Iterator[RawListing]:
    answer = values.load(page)
    if not isinstance(answer, list):
        raise NotACalendar(refusals.what(page))
    for event in values.nodes(answer):
        if not values.yes(event.get("private_event")):
            yield _event(event, page)


def _event(event: Node, page: Page) -> RawListing:
    site, number = values.site(page.url), text(event.get("id"))
    sub = text(event.get("sub_title"))
    reason = text(event.get("changed_reason")) or text(event.get("modified_reason")) or ""
    return RawListing(
        title=": ".join(part for part in (text(event.get("title")), sub) if part),
        uid=number,
        series_uid=text(event.get("recurring_id")),
        url=text(event.get("url")) or (f"{site}/event/{number}" if number else None),
        **_span(event),
        status="cancelled" if _CANCELLED.search(reason) or values.yes(event.get("cancelled")) else None,
        **_place(event),
        price_min=cost if (cost := values.number(event.get("registration_cost"))) else None,
        price_max=cost or None,
        registration=_registration(event),
        ages_text=_one(_labels(event, "ages")),
        categories=_labels(event, "tags"),
        description=text(event.get("long_description")) or text(event.get("description")),
        image=_image(text(event.get("event_image")) or text(event.get("image")), site),
    )


def _span(event: Node) -> dict[str, Any]:
    start = values.moment(event.get("event_start")) or values.moment(event.get("raw_start_time"))
    end = values.moment(event.get("event_end")) or values.moment(event.get("raw_end_time"))
    whole = "all day" in fold(text(event.get("time_string")) or "") or _is_whole_day(start, end)
    return {"start": start, "end": end, "all_day": True if whole else None}


def _is_whole_day(start: object, end: object) -> bool:
    return (
        isinstance(start, datetime)
        and isinstance(end, datetime)
        and start.time() == time(0)
        and end.time().replace(second=0) == time(23, 59)
    )


def _place(event: Node) -> dict[str, Any]:
    kind = fold(text(event.get("event_type")) or "")
    branch = text(event.get("location")) or text(event.get("library"))
    if kind in {"online", "virtual"}:
        return {"mode": "online"}
    room = text(event.get("venue_name")) or _one(values.names(event.get("venues")))
    mode = "hybrid" if kind == "hybrid" else "in-person" if kind == "inperson" else None
    return {"mode": mode, "venue": branch, "room": room if room and fold(room) != fold(branch or "") else None}


def _registration(event: Node) -> Any:
    for key in ("registration_enabled", "registration", "enable_registration"):
        if key in event:
            return "required" if values.yes(event[key]) else None
    return None


def _labels(event: Node, kind: str) -> tuple[str, ...]:
    listed = values.names(event.get(f"{kind}Array"))
    return listed or tuple(part for piece in (text(event.get(kind)) or "").split(",") if (part := squash(piece)))


def _one(labels: tuple[str, ...]) -> str | None:
    return labels[0] if len(labels) == 1 else None


def _image(name: str | None, site: str) -> str | None:
    if name is None or name.startswith("http"):
        return name
    slug = (urlsplit(site).hostname or "").partition(".")[0]
    return f"https://static.libnet.info/images/events/{slug}/{quote(name)}" if site.endswith("libnet.info") else None


def _from_feed(page: Page) -> Iterator[RawListing]:
    return (_item(item) for item in feed.read(page).items)


def _item(item: Item) -> RawListing:
    start = item.first("startdate", "start_date", "eventdate", "pubdate")
    return RawListing(
        title=item.first("title", own=True) or "",
        uid=(item.id or item.link or "").rstrip("/").rpartition("/")[2] or None,
        url=item.link,
        start=values.moment(start),
        end=values.moment(item.first("enddate", "end_date")),
        categories=item.categories,
        description=item.body,
        image=item.image,
        **_where(item.first("location")),
    )


def _from_page(page: Page) -> Iterator[RawListing]:
    found = [raw for card in tree(decoded(page)).select(".amev-event") if (raw := _card(card, page))]
    if not found:
        raise NotACalendar(refusals.what(page))
    yield from found


def _card(card: Tag, page: Page) -> RawListing | None:
    title, said = card.select_one(".amev-event-title"), card.select_one(".amev-event-time")
    link = title.select_one("a[href]") if title else None
    if title is None:
        return None
    near = page.fetched_at.date() if page.fetched_at else None
    begins, ends = printed.span(said.get_text(" "), near) if said else (None, None)
    place, room = card.select_one(".amev-event-location"), card.select_one(".amev-event-location i")
    about = card.select_one(".amev-event-description-full") or card.select_one(".amev-event-description")
    name = room.extract().get_text(" ") if room else None
    return RawListing(
        title=squash(title.get_text(" ")),
        url=str(link["href"]) if link else None,
        start=begins,
        end=ends,
        venue=squash(place.get_text(" ")).rstrip(" -") or None if place else None,
        room=squash(name) or None if name else None,
        registration="required" if card.select_one(".eventRegButton") else None,
        description=about.decode_contents() if about else None,
    )
