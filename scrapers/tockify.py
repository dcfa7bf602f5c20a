"""Tockify: iCalendar files (`/api/feeds/ics/<name>`) and the JSON behind its own pages (`/api/ngevent`).

An exhibition, or a circle that meets every month, is one entry from its first day to its last.  A date of a repeating
entry is its UID's last part; categories are tags.  In the JSON a moment is milliseconds in UTC beside an IANA zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import Changed
from finder.listing import Page, RawListing, Request, Source, Window
from finder.when import iana_zone
from scrapers import ical, values
from scrapers.values import Node, names, node, nodes, number, text, yes

_PATH = re.compile(r"^/(?:api/feeds/ics/)?(?!api|assets|js\b|i/|blog|static)(?P<name>[\w.-]+)")
_HEAD = 4_000
_MILLISECONDS = 1_000


class Tockify:
    """A calendar on Tockify."""

    key: ClassVar[str] = "tockify"
    rank: ClassVar[int] = 270

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its host."""
        return (urlsplit(url).hostname or "").lower() in {"tockify.com", "www.tockify.com"}

    def recognises(self, page: Page) -> str | None:
        """Return the PRODID of its files, or what only its JSON has."""
        if b"//tockify.com" in page.content[:_HEAD] and b"BEGIN:VCALENDAR" in page.content[:_HEAD]:
            return "PRODID -//tockify.com"
        marked = b'"eid"' in page.content and b'"when"' in page.content and b'"content"' in page.content
        return '"eid", "when" and "content"' if values.is_json(page) and marked else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file of the calendar that the address names."""
        found = _PATH.match(urlsplit(source.url).path)
        named = found and self.claims(source.url)
        yield Request(url=f"https://tockify.com/api/feeds/ics/{found['name']}" if found and named else source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:
        """Yield the entries of a file or of the JSON.

        Raises:
            NotACalendar: the answer breaks off or is no calendar.
            Changed: it is JSON without events.
        """
        if not values.is_json(page):
            yield from (event.raw for event in ical.events(page, source, window))
            return
        found = node(values.load(page)).get("events")
        if not isinstance(found, list):
            raise Changed(self.key, "the JSON holds no events")
        yield from values.within((_record(event, page) for event in nodes(found)), window)


def _record(event: Node, page: Page) -> RawListing:
    identity, when, content = (node(event.get(key)) for key in ("eid", "when", "content"))
    first, last = node(when.get("start")), node(when.get("end"))
    place, whole = node(content.get("location")), yes(when.get("allDay"))
    uid, number_ = text(identity.get("uid")), text(identity.get("tid"))
    return RawListing(
        title=text(node(content.get("summary")).get("text")) or "",
        uid="/".join(part for part in (uid, number_) if part) or None,
        series_uid=uid if values.whole(identity.get("rid")) else None,
        url=_address(event, page, uid, number_),
        start=_moment(first, whole=whole),
        end=_last(_moment(last, whole=whole), whole=whole),
        timezone=text(first.get("tzid")),
        all_day=True if whole else None,
        status=text(node(event.get("status")).get("name")) or text(event.get("status")),
        venue=text(content.get("place")) or text(place.get("name")),
        address=text(content.get("address")) or text(place.get("address")),
        latitude=number(place.get("latitude")),
        longitude=number(place.get("longitude")),
        categories=tuple(name for one in node(node(content.get("tagset")).get("tags")).values() for name in names(one)),
        description=text(node(content.get("description")).get("text")),
    )


def _address(event: Node, page: Page, uid: str | None, number_: str | None) -> str | None:
    name = values.query(page.url, "calname") or text(event.get("calname"))
    return f"https://tockify.com/{name}/detail/{uid}/{number_}" if name and uid and number_ else None


def _moment(said: Node, *, whole: bool) -> datetime | date | None:
    milliseconds = number(said.get("millis"))
    found = values.from_epoch(milliseconds / _MILLISECONDS) if milliseconds else None
    zone = iana_zone(text(said.get("tzid")))
    if found and zone:
        found = found.astimezone(zone)
    return found.date() if found and whole else found


def _last(value: Any, *, whole: bool) -> Any:
    """Return the last day of a whole-day entry: its end is the midnight after it."""
    return value - timedelta(days=1) if whole and value and value > date.min else value
