"""Evanced SignUp (Demco): a library's list of events, as JSON and as the older XML.

The JSON (`/api/signup/eventlist`) gives a start on the library's clock, a length in minutes and a room, no branch.
The XML (`eventsxml.asp?dm=exml`, or `dm=xml`) has day and clocks as printed; its `enddate` is empty on one day, and
`time` is "All Day" where there is none.  Both are asked for what is coming, with reserved rooms left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder import when
from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold
from scrapers import feed, refusals, values
from scrapers.feed import Item
from scrapers.values import Node, nodes, number, text, yes

_HOST = re.compile(r"(?:^|\.)evanced\.info$")
_XML = re.compile(r"/eventsxml\.aspx?$", re.IGNORECASE)
_LIST = "/api/signup/eventlist"
_ASKED = {
    "isOngoingVisible": "true",
    "isSpacesReservationVisible": "false",
    "onlyRegistrationEnabled": "false",
    "onlyFeaturedEvents": "false",
}
_ITEMS = re.compile(rb"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?<event>\s*(?:<item\b|</event>)", re.IGNORECASE)
_WHOLE_DAY = "all day"
_LONGEST = 14 * 24 * 60


class Evanced:
    """A library's events on Evanced."""

    key: ClassVar[str] = "evanced"
    rank: ClassVar[int] = 145

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its host, or has the path of its feeds."""
        parts = urlsplit(url)
        ours = _HOST.search((parts.hostname or "").lower()) and "/dibs" not in parts.path.lower()
        return bool(ours or _XML.search(parts.path) or parts.path.lower().endswith(_LIST))

    def recognises(self, page: Page) -> str | None:
        """Return the mark of one of its lists."""
        if values.is_json(page):
            marked = b'"EventStart"' in page.content and b'"EventId"' in page.content
            return '"EventId" beside "EventStart"' if marked else "eventlist" if _LIST in page.url.lower() else None
        return "an <event> of items" if _ITEMS.match(page.content[:1_000].removeprefix(b"\xef\xbb\xbf")) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the XML that the source names, else for the JSON of the days wanted."""
        if _XML.search(urlsplit(source.url).path):
            yield Request(url=source.url)
            return
        days = {"startDate": window.start, "endDate": window.end}
        yield Request(url=values.with_query(f"{values.site(source.url)}{_LIST}", **_ASKED, **days))

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:  # noqa: ARG002  no zone
        """Yield one record per event.

        Raises:
            NotACalendar: it is a page, or breaks off.
            Changed: the JSON is no list.
        """
        if not values.is_json(page):
            if not self.recognises(page):
                raise NotACalendar(refusals.what(page))
            return values.within((_item(item, page) for item in feed.read(page).items), window)
        answer = values.load(page)
        if not isinstance(answer, list):
            raise Changed(self.key, refusals.error_in(answer) or "the answer is no list")
        return values.within((_event(one, page) for one in nodes(answer)), window)


def _event(event: Node, page: Page) -> RawListing:
    uid = text(event.get("EventId"))
    start, minutes = values.moment(event.get("EventStart")), number(event.get("EventLength"))
    return RawListing(
        title=text(event.get("Title")) or "",
        uid=uid,
        url=f"{values.site(page.url)}/signup/EventDetails?EventId={uid}" if uid else None,
        start=start,
        end=_end(start, minutes),
        room=text(event.get("SpaceName")),
        description=text(event.get("Description")),
        image=text(event.get("Image")),
    )


def _end(start: datetime | date | None, minutes: float | None) -> datetime | None:
    known = isinstance(start, datetime) and minutes is not None and 0 < minutes <= _LONGEST
    return start + timedelta(minutes=minutes) if known and isinstance(start, datetime) and minutes else None


def _item(item: Item, page: Page) -> RawListing:
    uid, link = item.first("id"), item.first("link")
    groups, room = _listed(item.first("agegroups", "agegroup")), item.first("location")
    venue = item.first("library")
    times: dict[str, Any] = _times(item)
    return RawListing(
        title=item.first("title") or "",
        uid=uid,
        url=link or (f"{values.site(page.url)}/signup/EventDetails?EventId={uid}" if uid else None),
        venue=venue or room,
        room=room if venue else None,
        registration="required" if yes(item.first("signup")) else None,
        ages_text=groups[0] if len(groups) == 1 else None,
        categories=(*_listed(item.first("eventtypes", "eventtype")), *groups),
        description=item.first("description"),
        **times,
    )


def _listed(said: str | None) -> tuple[str, ...]:
    parts = (part.strip() for part in (said or "").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _times(item: Item) -> dict[str, Any]:
    day, clock = item.first("date") or "", item.first("time") or ""
    last, until = item.first("enddate") or day, item.first("endtime") or ""
    if fold(clock) in {_WHOLE_DAY, ""}:
        return {"start": when.read(day), "end": when.read(last), "all_day": True if clock else None}
    ends = when.read(f"{last} {until}") if until and fold(until) != _WHOLE_DAY else None
    return {"start": when.read(f"{day} {clock}"), "end": ends}
