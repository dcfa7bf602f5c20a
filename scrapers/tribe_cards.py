"""The Events Calendar's cards, where a site has switched its JSON-LD off: the list, and one event embedded elsewhere.

The embedded event prints its day without a year, which is the one closest to the reading of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from finder.listing import Page, RawListing
from finder.text import squash
from scrapers import printed, values
from scrapers.markup import inner, said

_DATED = re.compile(r"/([\w%.-]+)/\d{4}-\d\d-\d\d/?$")
_TITLE = "a.tribe-event-url, .tribe-events-single-event-title, .tribe-events-list-event-title"


def read(soup: BeautifulSoup, page: Page) -> Iterator[RawListing]:
    """Yield the events that a page's cards print."""
    cards = soup.select("article.tribe-events-calendar-list__event")
    found = (_listed(card, page) for card in cards) if cards else (_single(soup, page),)
    yield from (raw for raw in found if raw)


def series(url: str | None) -> str | None:
    """Return the series of an occurrence, whose address ends with its date: `/event/tai-chi/2026-08-24/`."""
    found = _DATED.search(urlsplit(url).path) if url else None
    return found[1] if found else None


def _listed(card: Tag, page: Page) -> RawListing | None:
    link = card.select_one("a.tribe-events-calendar-list__event-title-link")
    begun = card.select_one("time.tribe-events-calendar-list__event-datetime")
    if link is None or begun is None:
        return None
    near = values.moment(str(begun.get("datetime") or ""))
    start, end = printed.span(begun.get_text(" "), values.day(near) if near else None)
    return RawListing(
        title=squash(link.get_text(" ")),
        url=urljoin(page.url, str(link.get("href") or "")),
        series_uid=series(str(link.get("href") or "")),
        start=start or near,
        end=end,
        venue=said(card, ".tribe-events-calendar-list__event-venue-title"),
        address=said(card, ".tribe-events-calendar-list__event-venue-address"),
        price_text=said(card, ".tribe-events-calendar-list__event-cost"),
        description=inner(card, ".tribe-events-calendar-list__event-description"),
    )


def _single(soup: BeautifulSoup, page: Page) -> RawListing | None:
    title, begun = soup.select_one(_TITLE), soup.select_one(".tribe-event-date-start")
    if title is None or begun is None:
        return None
    whole = begun.find_parent(class_=("tribe-event-schedule-details", "tribe-events-schedule")) or begun.parent
    near = page.fetched_at.date() if page.fetched_at else None
    start, end = printed.span(squash((whole or begun).get_text(" ")), near)
    link = title if title.get("href") else title.select_one("a[href]")
    url = urljoin(page.url, str(link["href"])) if link else page.url
    return RawListing(
        title=squash(title.get_text(" ")),
        url=url,
        series_uid=series(url),
        start=start,
        end=end,
        venue=said(soup, ".tribe-events-venue-details, .tribe-venue"),
        price_text=said(soup, ".tribe-events-event-cost, .tribe-events-cost"),
        description=inner(soup, ".tribe-events-single-event-description"),
    )
