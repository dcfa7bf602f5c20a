"""LibraryMarket's LibraryCalendar: its JSON feed, its iCalendar file, and its cards in HTML.

The JSON answers a span of days whose end is exclusive, and is slow beyond a month, so it is asked by months; closings
of the library stand among the events.  A branch "Off Site" or "Online Event" is no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec
from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, squash
from scrapers import ical, printed, refusals, values
from scrapers.markup import decoded, said, tree
from scrapers.values import Node, node, text

_HOST = re.compile(r"(?:^|\.)(?:librarycalendar|librarymarket)\.com$")
_FEED = re.compile(r"/events/feed/(?:ical|json|html)\b")
_JSON = re.compile(rb'"type"\s*:\s*"lc_(?:event|closing)"')
_CARD = re.compile(rb"class=[\"'][^\"']{0,300}\b(?:lc-event__title|lc-event__link|event-card)\b")
_SLICE = 30
_DAYS = 90
_OFF_SITE = re.compile(r"^(?:off-?\s?site|around the community|community|outreach|bookmobile)\b", re.IGNORECASE)
_ONLINE = re.compile(r"\b(?:online|virtual|zoom)\b", re.IGNORECASE)
_ROOM_AT = re.compile(r"(?P<room>.+) at (?P<venue>[^,]+)")
_WHEN = re.compile(r" on (?P<when>[A-Z][a-z]+, [A-Z][a-z]+ \d{1,2}, \d{4} @ .{3,80})$")
_ONLY_COUNTRY = {"united states", "us", "usa", "canada"}


class LibraryMarket:
    """LibraryCalendar on its own hosts or a library's."""

    key: ClassVar[str] = "librarymarket"
    rank: ClassVar[int] = 140

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its hosts or has the path of its feeds."""
        parts = urlsplit(url)
        return bool(_HOST.search((parts.hostname or "").lower()) or _FEED.search(parts.path))

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its JSON or of its cards, or the address of its iCalendar file."""
        if values.is_json(page):
            found = _JSON.search(page.content)
            return found[0].decode() if found else None
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return "an iCalendar file of /events/feed/ical" if self.claims(page.url) else None
        card = _CARD.search(page.content) if b"lc-" in page.content else None
        return card[0].decode("utf-8", "replace") if card else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the JSON feed by months, or for the iCalendar file where no day is asked for."""
        parts = urlsplit(source.url)
        if window.start is None:
            yield Request(url=source.url if _FEED.search(parts.path) else f"{values.site(source.url)}/events/feed/ical")
            return
        last = window.end or window.start + timedelta(days=_DAYS)
        for first, until in values.stretches(window.start, last, _SLICE):
            days = f"start={first}&end={until + timedelta(days=1)}"
            yield Request(url=f"{values.site(source.url)}/events/feed/json?{days}")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the events of one of its answers, closings left out.

        Raises:
            NotACalendar: none of its events are in it.
        """
        if values.is_json(page):
            return _from_json(page)
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return (_placed(event.raw) for event in ical.events(page, source, window))
        return values.within(_from_page(page), window)


def _placed(raw: RawListing) -> RawListing:
    """Return the record with "room at library" taken apart; "Offsite (Town) at Library" is not in the library."""
    found = _ROOM_AT.fullmatch(raw.venue or "")
    if found is None:
        return raw
    if _OFF_SITE.match(found["room"]):
        return msgspec.structs.replace(raw, venue=None, room=None)
    return msgspec.structs.replace(raw, venue=found["venue"], room=found["room"])


def _from_json(page: Page) -> Iterator[RawListing]:
    answer = values.load(page)
    if not isinstance(answer, list):
        raise NotACalendar(refusals.what(page))
    for event in values.nodes(answer):
        if event.get("type") != "lc_closing":
            yield _event(event, page)


def _event(event: Node, page: Page) -> RawListing:
    ages = values.names(event.get("age_group"))
    return RawListing(
        title=text(event.get("title")) or "",
        uid=text(event.get("id")),
        url=urljoin(page.url, text(event.get("url")) or "") if event.get("url") else None,
        timezone=text(event.get("timezone")),
        **_span(event),
        status=text(event.get("moderation_state")),
        **_where(event),
        registration="required" if values.yes(event.get("registration_enabled")) else None,
        ages_text=ages[0] if len(ages) == 1 else None,
        categories=(*values.names(event.get("program_type")), *ages),
        description=text(event.get("description")) or text(event.get("program_description")),
        image=_image(event.get("image")),
    )


def _image(value: object) -> str | None:
    return text(node(value).get("url")) if isinstance(value, dict) else text(value)


def _span(event: Node) -> dict[str, Any]:
    """Return start and end; a whole day has 00:00 at both ends."""
    start, end = values.moment(event.get("start_date")), values.moment(event.get("end_date"))
    if isinstance(start, datetime) and isinstance(end, datetime) and start.time() == end.time() == time(0):
        return {"start": start.date(), "end": end.date(), "all_day": True}
    return {"start": start, "end": end}


def _where(event: Node) -> dict[str, Any]:
    branches, rooms = values.names(event.get("branch")), values.names(event.get("room"))
    away = _off_site(event)
    if away:
        return away
    here = [name for name in branches if not _OFF_SITE.match(name) and not _ONLINE.search(name)]
    if branches and not here and any(_ONLINE.search(name) for name in branches):
        return {"mode": "online"}
    mode = "hybrid" if len(here) < len(branches) and any(_ONLINE.search(name) for name in branches) else None
    return {"venue": " / ".join(here) or None, "room": ", ".join(rooms) or None, "mode": mode}


def _off_site(event: Node) -> dict[str, Any] | None:
    """Return the place of an event out of the house, or None where it is in one."""
    raw, said = event.get("offsite_address_raw"), text(event.get("offsite_address")) or ""
    if isinstance(raw, dict) and (raw.get("address_line1") or raw.get("organization")):
        street = text(raw.get("address_line1"))
        region = " ".join(p for k in ("administrative_area", "postal_code") if (p := text(raw.get(k))))
        where = values.one_line(street, text(raw.get("address_line2")), text(raw.get("locality")), region)
        return {"venue": text(raw.get("organization")), "address": where if street else None}
    lines = [
        line for part in re.split(r"\n|<br ?/?>", said) if (line := squash(part)) and fold(line) not in _ONLY_COUNTRY
    ]
    if not lines:
        return None
    named = not lines[0][0].isdigit()
    return {"venue": lines[0] if named else None, "address": values.one_line(*lines[1 if named else 0 :])}


def _from_page(page: Page) -> Iterator[RawListing]:
    soup = tree(decoded(page))
    cards = soup.select("article.event-card, article.lc-event, .lc-event")
    found = [raw for card in cards if (raw := _card(card, page))]
    if not found and not soup.select(".lc-event-list, .calendar__day[data-date], .view-lc-events, .lc-calendar"):
        raise NotACalendar(refusals.what(page))
    # Featured events stand on the page twice.
    yield from {(raw.url, raw.title, str(raw.start)): raw for raw in found}.values()


def _card(card: Tag, page: Page) -> RawListing | None:
    link = card.select_one("a.lc-event__link, .lc-event__title a")
    if link is None:
        return None
    label = _WHEN.search(squash(str(link.get("aria-label") or "")))
    start, end = _printed(card, label["when"] if label else None)
    place = said(card, ".lc-event__branch, .lc-event-location__branch, .lc-event__location")
    return RawListing(
        title=squash(link.get_text(" ")),
        url=urljoin(page.url, str(link.get("href") or "")),
        start=start,
        end=end,
        status="cancelled"
        if card.select_one(".lc-event--cancelled, .lc-event__cancelled, .lc-event-status--cancelled")
        else None,
        venue=place,
        room=said(card, ".lc-event__room, .lc-event-location__room"),
        registration="required" if card.select_one(".lc-registration-label") else None,
        ages_text=said(card, ".lc-event__age-groups, .lc-event-info__item--colors"),
        categories=tuple(part for part in (said(card, ".lc-event__program-types"),) if part),
        description=said(card, ".lc-event__body, .lc-event-description"),
    )


def _printed(card: Tag, label: str | None) -> tuple[date | datetime | None, date | datetime | None]:
    """Return the day of the date icon with the printed clock; else what the link's label says."""
    parts = [said(card, f".lc-date-icon__item--{kind}") for kind in ("month", "day", "year")]
    clock = said(card, ".lc-event-info-item--time, .lc-event-info__item--time") or ""
    if all(parts):
        found = printed.span(f"{parts[0]} {parts[1]}, {parts[2]} {clock}")
        if found.start:
            return found
    return printed.span(label) if label else (None, None)
