"""Luma: the iCalendar file of a calendar, the lists of its API, and the state of its pages.

Only the calendar's id (`cal-…`) opens the file.  Lists are paged by `pagination_cursor`; `cursor` is taken and ignored.
An address is `obfuscated` until one registers, and its point is then only near.  Entries from elsewhere have an address
of their own and a length in place of an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import clock, ical, jsonld, refusals, state
from scrapers.markup import decoded
from scrapers.values import Node, is_json, load, node, number, one_line, text, with_query

_HOST = re.compile(r"(?:^|\.)(?:lu\.ma|luma\.com)$")
_SITE = "https://luma.com/"
_FILE = "https://api.lu.ma/ics/get?entity=calendar&id="
_CALENDAR = re.compile(r"\bcal-\w{6,40}")
_EVENT = re.compile(rb'"start_at"\s*:\s*"')
_ONLINE = {"online", "zoom", "meet", "google_meet", "teams", "discord", "youtube", "twitch"}
_LINK = re.compile(r"Get up-to-date information at:\s*(https?://\S+)\s*")
_NO_YEARS = re.compile(r"^P(?:0Y)?(?:0M)?(?:0D)?T?(?=.)")


class Luma:
    """Calendars and events on lu.ma and luma.com."""

    key: ClassVar[str] = "luma"
    rank: ClassVar[int] = 130

    def claims(self, url: str) -> bool:
        """Tell whether the address is on one of Luma's hosts."""
        return bool(_HOST.search((urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return which of Luma's answers it is."""
        if b"PRODID:-//Luma//" in page.content[:2000]:
            return "PRODID -//Luma//"
        if is_json(page):
            entries = b'"entries"' in page.content and (_EVENT.search(page.content) or self.claims(page.url))
            return '"entries" with "start_at"' if entries else None
        if self.claims(page.url) and b"__NEXT_DATA__" in page.content:
            return "__NEXT_DATA__ of Luma"
        return jsonld.JsonLd().recognises(page) if self.claims(page.url) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the calendar's file where the address names its id, else for the page."""
        named = _CALENDAR.search(source.url)
        is_api = (urlsplit(source.url).hostname or "").startswith("api")
        yield Request(url=f"{_FILE}{named.group()}" if named and not is_api else source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield one record per event, the next page of a list, or the file of the calendar that a page is about.

        Raises:
            NotACalendar: it is neither a list nor a page with events.
        """
        if page.content.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
            yield from (_from_calendar(event.raw) for event in ical.events(page, source, window))
        elif is_json(page):
            yield from _from_api(page)
        else:
            yield from _from_page(page, source)


def _from_calendar(raw: RawListing) -> RawListing:
    """Return the record with the event's address from its text; a place that is an address is none."""
    link = _LINK.search(raw.description or "")
    hidden = (raw.venue or "").startswith(("http://", "https://"))
    return msgspec.structs.replace(
        raw,
        url=link[1] if link else raw.venue if hidden else raw.url,
        description=_LINK.sub("", raw.description or "").strip() or None,
        venue=None if hidden else raw.venue,
    )


def _from_api(page: Page) -> Iterator[RawListing | Request]:
    answer = load(page)
    holders = [one for _, one in state.objects(answer) if isinstance(one.get("entries"), list)]
    if not holders and not any(_event(one) for _, one in state.objects(answer)):
        raise NotACalendar(refusals.what(page))
    yield from _records(answer)
    following = next((text(one.get("next_cursor")) for one in holders if one.get("has_more") is True), None)
    if following:
        yield Request(url=with_query(page.url, pagination_cursor=following))


def _from_page(page: Page, source: Source) -> Iterator[RawListing | Request]:
    whole_text = decoded(page)
    data = state.element(whole_text, "__NEXT_DATA__")
    initial = node(node(node(data).get("props")).get("pageProps")).get("initialData")
    found = list(_records(initial)) or list(jsonld.read(whole_text, page.url, source.timezone))
    calendar = text(node(node(node(initial).get("data")).get("calendar")).get("api_id"))
    if not found and not calendar and not initial:
        raise NotACalendar(refusals.what(page))
    yield from found
    if not found and calendar and _CALENDAR.fullmatch(calendar):
        yield Request(url=f"{_FILE}{calendar}")


def _event(holder: Node) -> Node:
    event = node(holder.get("event"))
    return event if text(event.get("name")) and text(event.get("start_at")) else {}


def _records(data: Any) -> Iterator[RawListing]:
    seen = set()
    for _, holder in state.objects(data):
        event = _event(holder)
        record = _record(event, holder) if event and event.get("visibility") != "private" else None
        if record and (record.uid or record.url) not in seen:
            seen.add(record.uid or record.url)
            yield record


def _record(event: Node, holder: Node) -> RawListing:
    start = clock.read(event.get("start_at"))
    address = text(event.get("url"))
    uid = text(event.get("api_id"))
    about = event.get("description") or holder.get("description")
    return RawListing(
        title=text(event.get("name")) or "",
        uid=f"{uid}@events.lu.ma" if uid else text(holder.get("api_id")),
        series_uid=text(event.get("recurrence_id")),
        url=urljoin(_SITE, address) if address else None,
        start=start,
        end=clock.read(event.get("end_at")) or _after(start, event.get("duration_interval")),
        timezone=text(event.get("timezone")),
        organizer=text(event.get("host")) or text(node(holder.get("calendar")).get("name")),
        description=text(about),
        description_format="text",
        image=text(event.get("cover_url")),
        **_where(event),
        **_price(node(holder.get("ticket_info")) or node(event.get("ticket_info"))),
    )


def _after(start: object, length: object) -> datetime | None:
    span = clock.duration(_NO_YEARS.sub("PT", length)) if isinstance(length, str) else None
    return start + span if span and isinstance(start, datetime) else None


def _where(event: Node) -> dict[str, Any]:
    kind = (text(event.get("location_type")) or "").lower()
    place = node(event.get("geo_address_info")) or node(event.get("geo_address_json"))
    if kind in _ONLINE:
        return {"mode": "online"}
    shown = place.get("mode") != "obfuscated"
    point = node(event.get("coordinate")) if shown else {}
    return {"mode": "in-person" if kind == "offline" else None, **_address(place, shown=shown)} | {
        "latitude": number(point.get("latitude")),
        "longitude": number(point.get("longitude")),
    }


def _address(place: Node, *, shown: bool) -> dict[str, str | None]:
    """Return name and address; typed by hand they are one text, and before registration only the city shows."""
    name, full = text(place.get("address")), text(place.get("full_address"))
    town = one_line(text(place.get("city")), text(place.get("region_short")) or text(place.get("region")))
    if not shown:
        return {"address": town}
    if place.get("type") == "manual" or not full:
        return {"address": name or town}
    return {"venue": name, "address": full.removeprefix(f"{name}, ") if name else full}


def _price(tickets: Node) -> dict[str, Any]:
    """Return the price; Luma counts in cents."""
    if tickets.get("is_free") is True:
        return {"is_free": True}
    low, high = node(tickets.get("price")), node(tickets.get("max_price"))
    cents = [amount for amount in (number(one.get("cents")) for one in (low, high)) if amount is not None]
    if not cents:
        return {}
    currency = (text(low.get("currency")) or text(high.get("currency")) or "").upper() or None
    return {"price_min": min(cents) / 100, "price_max": max(cents) / 100, "currency": currency}
