"""Events Manager for WordPress: its iCalendar file, and the lists that its pages print.

A course of several dates is one entry from the first to the last; a file ends after 50 entries where the site keeps the
default.  X-APPLE-STRUCTURED-LOCATION has name and address apart; its `geo:0,0` is no place.  Lists print days as the
site likes: in 05/12/2026 the day is first, as is the plug-in's own habit, unless a number above twelve or a weekday
somewhere on the page tells otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec
from bs4 import BeautifulSoup, Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, squash
from scrapers import courses, ical, ics_text, jsonld, printed, refusals, values
from scrapers.ical import Event
from scrapers.markup import decoded, inner, outermost, said, tree

_PRODID = re.compile(rb"PRODID:-//wp-events-plugin\.com//[^\r\n]{0,60}")
_LIST = re.compile(rb"class=[\"'][^\"'<>]{0,200}\b(?:em-events-list|em-item-meta-line|em-event-date)\b")
_DAY = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b")
_MOST = 2_000
_MONTHS = 12
_GEO = re.compile(r"geo:(-?[\d.]+),(-?[\d.]+)")


class EventsManager:
    """Events Manager (Pixelite)."""

    key: ClassVar[str] = "events_manager"
    rank: ClassVar[int] = 230

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its file."""
        return urlsplit(url).path.endswith("/events.ics")

    def recognises(self, page: Page) -> str | None:
        """Return its PRODID, or the mark of its lists."""
        found = _PRODID.search(page.content[:4_000]) or _LIST.search(page.content)
        return found[0].decode("utf-8", "replace") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file."""
        yield Request(url=source.url if ical.Ical().claims(source.url) else f"{values.site(source.url)}/events.ics")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the entries.

        Raises:
            NotACalendar: the file breaks off, or it is neither file nor list.
        """
        if b"BEGIN:VCALENDAR" not in page.content[:2_000]:
            return values.within(_from_page(page), window)
        return _entries(page, source, window)


def _entries(page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    for event in ical.events(page, source, window):
        yield courses.noted(_placed(event))


def _placed(event: Event) -> RawListing:
    """Return the record with name and address of the place as its structured line has them."""
    structured = event.component.first("X-APPLE-STRUCTURED-LOCATION")
    if structured is None:
        return event.raw
    name, address = (ics_text.unescaped(structured.param(key) or "").strip() for key in ("X-TITLE", "X-ADDRESS"))
    point = _GEO.search(structured.value)
    raw = event.raw
    if point and raw.latitude is None:
        raw = msgspec.structs.replace(raw, latitude=values.number(point[1]), longitude=values.number(point[2]))
    if not name or not address or fold(address).startswith(fold(name)):
        return raw
    return msgspec.structs.replace(raw, venue=name, address=address)


def _from_page(page: Page) -> Iterator[RawListing]:
    body = decoded(page)
    if found := list(jsonld.read(body, page.url, None)):
        yield from found
        return
    soup = tree(body)
    day_first = _is_day_first(soup)
    cards = outermost(soup, ".em-event.em-item, .em-item", _MOST)
    read = [raw for card in cards if (raw := _card(card, page, day_first=day_first))]
    if not read and not soup.select_one(".em-events-list, .em-list, .em-view-container"):
        raise NotACalendar(refusals.what(page))
    yield from read


def _card(card: Tag, page: Page, *, day_first: bool) -> RawListing | None:
    title = card.select_one(".em-item-title, .em-event-title")
    link = (title.select_one("a[href]") if title else None) or card.select_one("a.em-item-read-more[href]")
    named = squash(title.get_text(" ")) if title else squash(str(card.img.get("alt") or "")) if card.img else ""
    if not named:
        return None
    clock = next(
        (words for one in card.select(".em-event-time") if re.search(r"\d", words := squash(one.get_text(" ")))), ""
    )
    shown = _ordered(said(card, ".em-event-date") or "", day_first=day_first)
    start, end = printed.span(shown if re.search(r"\d:\d\d|\d\s*[ap]m", shown, re.IGNORECASE) else f"{shown} {clock}")
    return RawListing(
        title=named,
        url=urljoin(page.url, str(link["href"])) if link else _address(card, page),
        start=start,
        end=end,
        status="cancelled" if card.select_one(".em-event-cancelled") or "em-event-cancelled" in _names(card) else None,
        venue=said(card, ".em-event-location"),
        price_text=said(card, ".em-event-prices"),
        categories=tuple(dict.fromkeys(squash(one.get_text(" ")) for one in card.select(".em-item-taxonomy a"))),
        description=inner(card, ".em-item-desc"),
    )


def _names(card: Tag) -> list[str]:
    return [str(name) for name in card.get("class") or ()]


def _address(card: Tag, page: Page) -> str | None:
    said = str(card.get("data-href") or "")
    return urljoin(page.url, said) if said else None


def _is_day_first(soup: BeautifulSoup) -> bool:
    """Tell which number of 05/12/2026 is the day, by those dates of the page that leave no choice."""
    for element in soup.select(".em-event-date", limit=_MOST):
        said = squash(element.get_text(" "))
        for match in _DAY.finditer(said):
            one, other, year = int(match[1]), int(match[3]), int(match[4])
            if max(one, other) > _MONTHS:
                return one > other
            first = [name for name in (_weekday(year, other, one), _weekday(year, one, other)) if name in said.lower()]
            if match[2] == "." or len(first) == 1:
                return match[2] == "." or first[0] == _weekday(year, other, one)
    return True


def _weekday(year: int, month: int, day: int) -> str:
    try:
        return f"{date(year, month, day):%a}".lower()
    except ValueError:
        return "no day"


def _ordered(shown: str, *, day_first: bool) -> str:
    """Return the words with their numeric days as year, month, day."""

    def turned(match: re.Match[str]) -> str:
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        return f"{match[4]}-{int(month):02d}-{int(day):02d}"

    return _DAY.sub(turned, shown)
