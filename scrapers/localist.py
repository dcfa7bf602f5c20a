"""Localist (Concept3D): the calendars of campuses and cities, as API JSON (`/api/2/events`) and as iCalendar files.

Facts read off recorded answers: an event is repeated for each day that matches, so its instances count, not itself;
`url` is the organiser's site and `localist_url` the page; coordinates are text; `geo`'s street may be another town's,
so only `address` is believed; free=false beside no cost says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from finder.errors import Changed
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import ical, values
from scrapers.values import Node, names, node, nodes, number, text, yes

_PATH = "/api/2/events"
_DAYS = 120
_MODES = {"virtual": "online", "hybrid": "hybrid", "inperson": "in-person", "in-person": "in-person"}
_CURRENCIES = {"US": "USD", "CA": "CAD", "GB": "GBP", "AU": "AUD"}
_UID = "tag:localist.com,2008:EventInstance_"
_HEAD = 60_000


class Localist:
    """A calendar on Localist, mostly under the organisation's own name."""

    key: ClassVar[str] = "localist"
    rank: ClassVar[int] = 255

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its API, or on its own host."""
        parts = urlsplit(url)
        return parts.path.startswith(_PATH) or (parts.hostname or "").lower().endswith(".localist.com")

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its JSON or of its UIDs."""
        if values.is_json(page):
            marked = b'"event_instances"' in page.content or b'"localist_url"' in page.content
            return '"event_instances" in JSON' if marked else None
        return f"UID {_UID}" if f"UID:{_UID}".encode() in page.content[:_HEAD] else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the file that the source names, or for the coming months by the API."""
        if ".ics" in urlsplit(source.url).path or urlsplit(source.url).path.startswith(_PATH):
            yield Request(url=source.url)
            return
        url = f"{values.site(source.url)}{_PATH}?pp=100"
        if window.start is None:
            yield Request(url=f"{url}&days={_DAYS}")
        else:
            yield Request(url=f"{url}&start={window.start}&end={window.end or window.start + timedelta(days=_DAYS)}")

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield one record per instance of each event, and the next page to ask for.

        Raises:
            NotACalendar: the answer breaks off or is no calendar.
            Changed: it is JSON without a list of events.
        """
        if not values.is_json(page):
            yield from (_from_ics(event) for event in ical.events(page, source, window))
            return
        answer = node(values.load(page))
        found = answer.get("events", [answer] if "event" in answer else None)
        if not isinstance(found, list):
            raise Changed(self.key, "the answer holds no events")
        yield from values.within(_records(found), window)
        paging = node(answer.get("page"))
        if found and values.whole(paging.get("current")) < values.whole(paging.get("total")):
            yield Request(url=values.with_query(page.url, page=values.whole(paging.get("current")) + 1))


def _from_ics(event: ical.Event) -> RawListing:
    # An occurrence's UID is its own; the series stands in no line.
    return msgspec.structs.replace(event.raw, organizer=None)


def _records(found: list[Any]) -> Iterator[RawListing]:
    seen = set()
    for event in (node(one.get("event", one)) for one in nodes(found)):
        if yes(event.get("private")) or yes(event.get("rejected")):
            continue
        for one in nodes(event.get("event_instances")) or [event]:
            instance = node(one.get("event_instance", one))
            key = (text(instance.get("id")), text(instance.get("start")))
            if key not in seen:
                seen.add(key)
                yield _record(event, instance)


def _record(event: Node, instance: Node) -> RawListing:
    geo = node(event.get("geo"))
    number_ = text(instance.get("id"))
    return RawListing(
        title=text(event.get("title")) or "",
        uid=f"{_UID}{number_}" if number_ else None,
        series_uid=text(event.get("id")) if yes(event.get("recurring")) else None,
        url=text(event.get("localist_url")) or text(event.get("url")),
        start=values.moment(instance.get("start")) or values.moment(event.get("first_date")),
        end=values.moment(instance.get("end")),
        all_day=True if yes(instance.get("all_day")) else None,
        status=_status(event),
        mode=_MODES.get((text(event.get("experience")) or "").lower().replace("_", "")),
        venue=text(event.get("location_name")) or text(event.get("location")),
        room=text(event.get("room_number")),
        address=text(event.get("address")),
        latitude=number(geo.get("latitude")),
        longitude=number(geo.get("longitude")),
        price_text=text(event.get("ticket_cost")),
        currency=_CURRENCIES.get(text(geo.get("country")) or "") if text(event.get("ticket_cost")) else None,
        is_free=True if yes(event.get("free")) else None,
        organizer=text(event.get("group_name")) or next(iter(_filters(event, "departments")), None),
        categories=tuple(dict.fromkeys((*_filters(event, "event_types"), *names(event.get("tags"))))),
        description=text(event.get("description")) or text(event.get("description_text")),
        description_format="html" if text(event.get("description")) else "text",
        image=text(event.get("photo_url")),
    )


def _filters(event: Node, kind: str) -> tuple[str, ...]:
    return names(node(event.get("filters")).get(kind) or [])


def _status(event: Node) -> str | None:
    said = (text(event.get("status")) or "").lower()
    return said if said.startswith(("cancel", "postpone")) else None
