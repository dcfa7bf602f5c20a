"""Modern Events Calendar's pages where a site has switched its structured data off: lists, the month, one event.

The month marks each day (`data-mec-cell="20261203"`); lists link each date (`?occurrence=2026-12-03`) or print it,
often without a year, beneath the name of the month (`mec-month-divider`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from finder import when
from finder.listing import Page, RawListing
from finder.text import squash
from scrapers import printed, values
from scrapers.markup import inner, outermost, said

_CELL = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MOST = 2_000


def read(soup: BeautifulSoup, page: Page) -> Iterator[RawListing]:
    """Yield the events that are printed, each date once."""
    articles = outermost(soup, ".mec-event-article", _MOST)
    found = [raw for article in articles if (raw := _card(article, page))] or [
        raw for raw in (_single(soup, page),) if raw
    ]
    yield from {(raw.url, raw.title, str(raw.start)): raw for raw in found}.values()


def _card(card: Tag, page: Page) -> RawListing | None:
    title = card.select_one(".mec-event-title a") or card.select_one(".mec-event-title")
    if title is None or not squash(title.get_text(" ")):
        return None
    link = str(title.get("href") or "")
    start, end = _times(card, link, page)
    place = said(card, ".mec-event-loc-place, .mec-venue-details > span, .mec-event-location span")
    venue, _, address = (place or "").partition(" | ")
    return RawListing(
        title=squash(title.get_text(" ")),
        url=urljoin(page.url, link) if link else None,
        start=start,
        end=end,
        status="cancelled" if card.select_one("[class*=mec-cancellation-reason]") else None,
        venue=venue or None,
        address=address or said(card, ".mec-event-address, .mec-address"),
        price_text=said(card, ".mec-price-details, .mec-event-cost"),
        description=inner(card, ".mec-event-description, .mec-event-content p"),
    )


def _times(card: Tag, link: str, page: Page) -> printed.Span:
    clocks = said(card, ".mec-time-details, .mec-event-time") or _between(card)
    day = _day_of_cell(card) or when.read(values.query(link, "occurrence") or "")
    if isinstance(day, date):
        return _at(values.day(day), clocks)
    first, last = (said(card, f".mec-{which}-date-label") for which in ("start", "end"))
    shown = f"{first} {last or ''}" if first else said(card, ".mec-event-date, .mec-event-d") or ""
    return _of_words(shown, clocks, _near(card, page))


def _between(card: Tag) -> str:
    parts = (said(card, f".mec-{which}-time") for which in ("start", "end"))
    return " - ".join(part for part in parts if part)


def _of_words(shown: str, clocks: str, near: date | None) -> printed.Span:
    days = printed.span(shown, near)
    if days.start is None:
        return printed.Span(None, None)
    first = values.day(days.start)
    if days.end is None or values.day(days.end) == first:
        return _at(first, clocks)
    opens, ends = _at(first, clocks)
    last = values.day(days.end)
    return printed.Span(opens, datetime.combine(last, ends.time()) if isinstance(ends, datetime) else last)


def _at(day: date, clocks: str) -> printed.Span:
    found = printed.span(f"{day:%B} {day.day}, {day.year}, {clocks}")
    return found if isinstance(found.start, datetime) else printed.Span(day, None)


def _day_of_cell(card: Tag) -> date | None:
    holder = card.find_parent(attrs={"data-mec-cell": True})
    found = _CELL.fullmatch(str(holder["data-mec-cell"])) if isinstance(holder, Tag) else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _near(card: Tag, page: Page) -> date | None:
    """Return a day of the month that the list names above the entry, or the day of the reading."""
    above = card.find_previous(class_="mec-month-divider")
    month = printed.span(f"15 {squash(above.get_text(' '))}").start if isinstance(above, Tag) else None
    return values.day(month) if month else page.fetched_at.date() if page.fetched_at else None


def _single(soup: BeautifulSoup, page: Page) -> RawListing | None:
    holder = soup.select_one(".mec-single-event")
    title = soup.select_one(".mec-single-title")
    if holder is None or title is None:
        return None
    near = page.fetched_at.date() if page.fetched_at else None
    shown = " ".join(part for part in (said(holder, f".mec-{w}-date-label") for w in ("start", "end")) if part)
    clocks = said(holder, ".mec-single-event-time abbr, .mec-single-event-time .mec-events-abbr") or ""
    occurrence = when.read(values.query(page.url, "occurrence") or "")
    start, end = _at(values.day(occurrence), clocks) if occurrence else _of_words(shown, clocks, near)
    return RawListing(
        title=squash(title.get_text(" ")),
        url=page.url,
        start=start,
        end=end,
        venue=said(holder, ".mec-single-event-location .author"),
        address=said(holder, ".mec-single-event-location .mec-address"),
        price_text=said(holder, ".mec-event-cost dd, .mec-events-event-cost"),
        organizer=said(holder, ".mec-single-event-organizer .mec-organizer"),
        description=inner(holder, ".mec-single-event-description"),
    )
