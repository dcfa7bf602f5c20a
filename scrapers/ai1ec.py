"""All-in-One Event Calendar for WordPress (Timely): its iCalendar export, and the agenda that its pages print.

An agenda prints month and day, and a year only where the site wants it; each entry carries its end with the offset.
PRODID names kigkonsult's iCalcreator, which others use too; the entries' UIDs tell it (`ai1ec-4269@host`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec
from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import courses, ical, printed, refusals, values
from scrapers.ical import Event
from scrapers.markup import decoded, holds, outermost, tree

_AGENDA = re.compile(rb"class=[\"'][^\"'<>]{0,200}\bai1ec-(?:agenda-view|agenda-widget-view|date-events|no-results)\b")
_UID = re.compile(rb"^UID:ai1ec-\d+", re.MULTILINE)
_MOST = 2_000
_FULL = re.compile(r"\bfull;(https?://[^;\s]{1,1000})")
_ANY = re.compile(r"(https?://[^;\s]{1,1000})")
_EXPORT = "plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true"


class Ai1ec:
    """All-in-One Event Calendar."""

    key: ClassVar[str] = "ai1ec"
    rank: ClassVar[int] = 220

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its export."""
        return "ai1ec_exporter_controller" in urlsplit(url).query

    def recognises(self, page: Page) -> str | None:
        """Return the first UID of its own making, or the mark of its agenda."""
        if not holds(page, b"ai1ec-"):
            return None
        pattern = _UID if b"BEGIN:VCALENDAR" in page.content[:2_000] else _AGENDA
        found = pattern.search(page.content)
        return found[0].decode("utf-8", "replace") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the export."""
        yield Request(url=source.url if self.claims(source.url) else f"{values.site(source.url)}/?{_EXPORT}")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the entries.

        Raises:
            NotACalendar: the file breaks off, or it is neither file nor agenda.
        """
        if b"BEGIN:VCALENDAR" not in page.content[:2_000]:
            return values.within(_from_page(page), window)
        return (courses.noted(_pictured(event)) for event in ical.events(page, source, window))


def _pictured(event: Event) -> RawListing:
    """Return the record with its picture in full; the file lists sizes as `full;<address>;<width>;<height>;`."""
    sizes = event.component.text("X-WP-IMAGES-URL") or ""
    found = _FULL.search(sizes) or _ANY.search(sizes)
    return msgspec.structs.replace(event.raw, image=found[1]) if found else event.raw


def _from_page(page: Page) -> Iterator[RawListing]:
    soup = tree(decoded(page))
    if not soup.select_one(".ai1ec-agenda-view, .ai1ec-agenda-widget-view, .ai1ec-no-results"):
        raise NotACalendar(refusals.what(page))
    for card in outermost(soup, ".ai1ec-event", _MOST):
        raw = _card(card, page)
        if raw:
            yield raw


def _card(card: Tag, page: Page) -> RawListing | None:
    title = card.select_one(".ai1ec-event-title")
    if title is None:
        return None
    place = title.select_one(".ai1ec-event-location") or card.select_one(".ai1ec-event-location")
    venue = squash(place.get_text(" ")).removeprefix("@").strip() if place else ""
    for inner in title.select(".ai1ec-event-location, .ai1ec-allday-label, .ai1ec-allday-badge"):
        inner.extract()
    link = card.select_one("a.ai1ec-read-more, a[href*='instance_id=']")
    about = card.select_one(".ai1ec-event-description")
    start, end = _span(card, page)
    return RawListing(
        title=squash(title.get_text(" ")),
        uid=_instance(card),
        url=urljoin(page.url, str(link["href"])) if link and link.get("href") else None,
        start=start,
        end=end,
        all_day=True if "ai1ec-allday" in (card.get("class") or ()) else None,
        venue=venue or None,
        categories=tuple(
            dict.fromkeys(squash(one.get_text(" ")) for one in card.select("a.ai1ec-category, a.ai1ec-tag"))
        ),
        description=about.decode_contents().strip() if about else None,
    )


def _instance(card: Tag) -> str | None:
    names = (str(name) for name in card.get("class") or ())
    return next((name.rpartition("-")[2] for name in names if name.startswith("ai1ec-event-instance-id-")), None)


def _span(card: Tag, page: Page) -> printed.Span:
    """Return the clocks beside the day above them; where a site prints no year, the entry's own end tells it."""
    ends = values.moment(str(card.get("data-end") or ""))
    above = card.find_parent(class_="ai1ec-date")
    parts = [above.select_one(f".ai1ec-{part}") for part in ("month", "day", "year")] if isinstance(above, Tag) else []
    month, day, year = (squash(part.get_text(" ")) if part else "" for part in (parts or [None] * 3))
    near = values.day(ends) if ends else page.fetched_at.date() if page.fetched_at else None
    time = card.select_one(".ai1ec-event-time")
    clocks = squash(time.get_text(" ")) if time else ""
    if printed.span(clocks, near).start is None:
        clocks = f"{month} {day}{f', {year}' if year else ''} {clocks}"
    found = printed.span(clocks, near)
    wall = ends.replace(tzinfo=None) if isinstance(ends, datetime) and isinstance(found.start, datetime) else None
    return printed.Span(found.start, found.end or wall)
