"""CivicPlus (CivicEngage): the calendars of cities, parks and small libraries, as iCalendar files and as web pages.

Facts read off recorded answers: the file's URL property is the feed itself and the page of an entry stands at the end
of DESCRIPTION (`…/calendar.aspx?EID=2410`, the UID); catID 14 is the main calendar nearly everywhere; a category
without entries is a calendar without events; an entry without an end is written to end at 23:59.  The web page hides
microdata with the start only beside a printed line with both clocks, and its `url` is whatever the city links to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

import msgspec
from bs4 import Tag

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import squash
from scrapers import clock, ical, microdata, printed, refusals, schema_org, values
from scrapers.markup import decoded, holds, tree
from scrapers.microdata import Item
from scrapers.schema_org import Node

_FEED = "/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar"
_ENTRY = re.compile(r"https?://\S{1,300}/calendar\.aspx\?EID=\d+", re.IGNORECASE)
_IN_FILE = re.compile(rb"/calendar\.aspx\?EID=\d+|/iCalendar/iCalendar\.aspx\?", re.IGNORECASE)
_ON_PAGE = re.compile(
    rb"id=\"calendarEvent\d+\"|id=\"eventTitle_\d+\"|_dateHiddenDiv\"[^>]{0,80}itemprop", re.IGNORECASE
)
_IDS = (b"calendarEvent", b"eventTitle_", b"_dateHiddenDiv", b"CalendarContent", b"calendarSelectors")
_EMPTY = re.compile(rb"id=\"(?:CalendarContent|calendarSelectors)\"", re.IGNORECASE)
_NUMBER = re.compile(r"(?:eventTitle_|calendarEvent|[?&]EID=)(\d+)", re.IGNORECASE)
_NO_END = time(23, 59)
_HEAD = 2_000


class CivicPlus:
    """A city's calendar on CivicEngage."""

    key: ClassVar[str] = "civicplus"
    rank: ClassVar[int] = 245

    def claims(self, url: str) -> bool:
        """Tell whether the address is that of a feed or of the calendar page."""
        return bool(re.search(r"/(?:iCalendar|Calendar)\.aspx", urlsplit(url).path, re.IGNORECASE))

    def recognises(self, page: Page) -> str | None:
        """Return an entry's address in a file, or the mark of a calendar page."""
        if b"BEGIN:VCALENDAR" in page.content[:_HEAD]:
            found = _IN_FILE.search(page.content)
            return found[0].decode() if found else None
        if not holds(page, *_IDS):
            return None
        found = _ON_PAGE.search(page.content) or _EMPTY.search(page.content)
        return found[0].decode("ascii", "replace") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file that the source names, or for the main calendar of its site."""
        is_feed = re.search(r"/iCalendar\.aspx\?.*feed=", source.url, re.IGNORECASE)
        yield Request(url=source.url if is_feed else urljoin(source.url, _FEED))

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing]:
        """Yield the entries of a file or of a page.

        Raises:
            NotACalendar: it is neither, or the file breaks off.
        """
        if b"BEGIN:VCALENDAR" in page.content[:_HEAD]:
            yield from (_with_page(event, page) for event in ical.events(page, source, window))
            return
        if not self.recognises(page):
            raise NotACalendar(refusals.what(page))
        correct = clock.PrintedClock("", None).corrected
        found = microdata.items(tree(decoded(page)))
        records = (_record(schema_org.listing(_node(item), page.url, correct), item, page) for item in found)
        yield from values.within((record for record in records if record), window)


def _with_page(event: ical.Event, page: Page) -> RawListing:
    said = _ENTRY.findall(event.component.text("DESCRIPTION") or "")
    number = event.component.text("UID") or ""
    url = said[-1] if said else f"{values.site(page.url)}/calendar.aspx?EID={number}" if number.isdigit() else None
    return msgspec.structs.replace(event.raw, url=url or event.raw.url, end=_given(event.raw.end))


def _given(end: str | datetime | date | None) -> str | datetime | date | None:
    """Return the end, unless it is the one that the calendar writes where nobody gave any."""
    return None if isinstance(end, datetime) and end.time().replace(second=0) == _NO_END else end


def _node(item: Item) -> Node:
    """Return the event with the end that is printed and without the city's link."""
    node = {key: value for key, value in item.node.items() if key not in {"url", "performer"}}
    start = clock.read(node.get("startDate"))
    if isinstance(start, datetime) and not node.get("endDate"):
        span = printed.span(f"{start:%B} {start.day}, {start.year}, {_clocks(item.element)}")
        last = printed.span(_line(item.element)).end
        node["endDate"] = _end(start, last if isinstance(last, datetime) else span.end)
    return node


def _end(start: datetime, end: datetime | date | None) -> str | None:
    return end.isoformat() if isinstance(end, datetime) and end > start and _given(end) else None


def _line(element: Tag) -> str:
    """Return the printed date and time of an entry in a list: it stands before the hidden microdata."""
    holder = element.find_parent("li")
    shown = holder.select_one(".subHeader .date, .date") if isinstance(holder, Tag) else None
    return squash(shown.get_text(" ").replace("\u2009", " ")) if shown else ""


def _clocks(element: Tag) -> str:
    """Return the printed clock of an entry's own page: a header "Time:" and what follows it."""
    for header in element.select(".specificDetailHeader"):
        if squash(header.get_text()).lower() == "time:":
            shown = header.find_next_sibling(class_="specificDetailItem")
            return squash(shown.get_text(" ").replace("\u2009", " ")) if isinstance(shown, Tag) else ""
    return ""


def _record(record: RawListing | None, item: Item, page: Page) -> RawListing | None:
    if record is None:
        return None
    number = _number(item.element, page)
    url = f"{urljoin(page.url, '/Calendar.aspx')}?EID={number}" if number else page.url
    return msgspec.structs.replace(record, uid=number, url=url)


def _number(element: Tag, page: Page) -> str | None:
    holder = element.find_parent("li")
    link = holder.find(id=_NUMBER) if isinstance(holder, Tag) else None
    found = _NUMBER.search(str(link["id"])) if isinstance(link, Tag) else _NUMBER.search(page.url)
    return found[1] if found else None
