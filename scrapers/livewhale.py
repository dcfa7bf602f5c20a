"""LiveWhale: the calendars of campuses and their museums, as iCalendar files and JSON (`/live/ical/…`, `/live/json/…`).

Facts read off a recorded file: what the entry costs, that it is cancelled, its own time zone and its room stand in
X-LIVEWHALE lines, and LOCATION ends in "Room Number: …", which is where one checks in as often as a room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec

from finder.errors import Changed
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import line, squash
from scrapers import ical, values
from scrapers.values import Node, names, node, nodes, number, text, yes

_PATH = re.compile(r"/live/(?:ical|json|rss)/")
_ROOM = re.compile(r"\s+-\s+Room (?:Number|Name):\s*", re.IGNORECASE)
_PROCEDURE = re.compile(r"^(?:check|please|see|register|meet|ask|call|email)\b", re.IGNORECASE)
_HEAD = 60_000


class LiveWhale:
    """A campus calendar on LiveWhale."""

    key: ClassVar[str] = "livewhale"
    rank: ClassVar[int] = 265

    def claims(self, url: str) -> bool:
        """Tell whether the address has the path of its feeds."""
        return bool(_PATH.match(urlsplit(url).path))

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its files, or of its JSON at its own path."""
        if b"\nX-LIVEWHALE-" in page.content[:_HEAD]:
            return "X-LIVEWHALE lines"
        at_home = self.claims(page.url) and values.is_json(page)
        return "JSON of /live/json" if at_home and b'"date_iso"' in page.content else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the feed that the source names, or for all events of its site."""
        yield Request(url=source.url if self.claims(source.url) else urljoin(source.url, "/live/ical/events"))

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:
        """Yield the entries of a file or of the JSON.

        Raises:
            NotACalendar: the answer breaks off or is no calendar.
            Changed: it is JSON without events.
        """
        if not values.is_json(page):
            yield from (_from_ics(event) for event in ical.events(page, source, window))
            return
        answer = values.load(page)
        found = answer if isinstance(answer, list) else node(answer).get("data", node(answer).get("events"))
        if not isinstance(found, list):
            raise Changed(self.key, "the JSON holds no list of events")
        yield from values.within((_from_json(event) for event in nodes(found)), window)


def _from_ics(event: ical.Event) -> RawListing:
    said, raw = event.component.text, event.raw
    venue, room = _venue_and_room(raw.venue, said("X-LIVEWHALE-CUSTOM-ROOM-NUMBER"))
    tags = tuple(squash(tag) for tag in (said("X-LIVEWHALE-TAGS") or "").split("|") if tag.strip())
    return msgspec.structs.replace(
        raw,
        timezone=raw.timezone or said("X-LIVEWHALE-TIMEZONE"),
        status="cancelled" if yes(said("X-LIVEWHALE-CANCELED")) else raw.status,
        mode="online" if yes(said("X-LIVEWHALE-ONLINE")) else raw.mode,
        venue=venue,
        room=room,
        price_text=raw.price_text or line(said("X-LIVEWHALE-COST") or "") or None,
        categories=tuple(dict.fromkeys((*raw.categories, *tags))),
        image=said("X-LIVEWHALE-IMAGE") or raw.image,
    )


def _venue_and_room(location: str | None, room: str | None) -> tuple[str | None, str | None]:
    venue, *tail = _ROOM.split(location or "", maxsplit=1)
    room = room or (tail[0] if tail else None)
    return venue or None, room if room and not _PROCEDURE.match(room) else None


def _from_json(event: Node) -> RawListing:
    online = yes(event.get("is_online")) or (text(event.get("online_type")) or "").lower() == "only"
    venue, room = _venue_and_room(text(event.get("location_title")) or text(event.get("location")), None)
    return RawListing(
        title=text(event.get("title")) or "",
        uid=text(event.get("id")),
        url=text(event.get("url")),
        start=values.moment(event.get("date_iso")) or values.from_epoch(event.get("date_ts")),
        end=values.moment(event.get("date2_iso")) or values.from_epoch(event.get("date2_ts")),
        timezone=text(event.get("timezone")),
        all_day=True if yes(event.get("is_all_day")) else None,
        status="cancelled" if yes(event.get("is_canceled")) else None,
        mode="online" if online else None,
        venue=venue,
        room=room,
        latitude=number(event.get("location_latitude")),
        longitude=number(event.get("location_longitude")),
        price_text=line(text(event.get("cost")) or "") or None,
        registration="required" if yes(event.get("registration_required")) else None,
        organizer=text(event.get("group_title")),
        categories=tuple(dict.fromkeys((*names(event.get("event_types") or []), *names(event.get("tags") or [])))),
        description=text(event.get("description")) or text(event.get("summary")),
        image=text(event.get("thumbnail")),
    )
