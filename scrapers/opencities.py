"""OpenCities (Granicus): the calendar of a city's site, as its page asks for it (`/ocapi/calendars/…`).

The list has a name and a clock per date and no more; place, text and address stand in one answer per entry.  Its
`DateTime` is written day first or month first, as the site is set, so the day is read from the numbers beside it.  A
list is asked for by calendars, which the page names by one id for all.  An entry at midnight has no clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from finder import when
from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import refusals, values
from scrapers.markup import decoded, holds
from scrapers.notes import notes, with_notes
from scrapers.values import Node, node, nodes, text, whole, yes

_LIST, _DETAIL, _CALENDARS = (
    f"/ocapi/{name}" for name in ("calendars/getcalendaritems", "get/contentinfo", "calendars/getcalendars")
)
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ENTITY = re.compile(rf"data-(?:entity|calendar)-id\s*=\s*[\"']({_ID})[\"']", re.IGNORECASE)
_KIND = re.compile(r"data-entity-type\s*=\s*[\"'](\w{1,40})[\"']", re.IGNORECASE)
_IDS = re.compile(_ID, re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]m)?)\s*$", re.IGNORECASE)
_MARK = re.compile(
    rb"/ocapi/|class=[\"'][^\"']{0,200}\boc-calendar\b|data-entity-type=[\"'](?:combined)?calendar", re.IGNORECASE
)
_LANGUAGE = "en-US"


class OpenCities:
    """A city's calendar on OpenCities."""

    key: ClassVar[str] = "opencities"
    rank: ClassVar[int] = 287

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its calendars' answers."""
        return urlsplit(url).path.lower().startswith((_LIST, _DETAIL, _CALENDARS))

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its list, of an entry, or of a page with a calendar."""
        if not values.is_json(page):
            if not holds(page, b"data-entity-id", b"data-calendar-id"):
                return None
            found = _MARK.search(page.content) if _ENTITY.search(decoded(page)) else None
            return found[0].decode("utf-8", "replace") if found else None
        if b'"success"' not in page.content or b'"data"' not in page.content:
            return None
        marks = (b'"MainContentId"', b'"IsCancelled"', b'"YYYY"')
        return next((mark.decode() for mark in marks if mark in page.content), None) or (
            '"success" beside "data"' if self.claims(page.url) else None
        )

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the list where the address names calendars, else for the page that does."""
        calendars = list(dict.fromkeys(_IDS.findall(urlsplit(source.url).query)))
        if calendars and self.claims(source.url):
            yield _list(source.url, calendars, window)
        else:
            yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  no zone
        """Yield one record per date, then what to ask for: the calendars of a page, or the entries of a list.

        Raises:
            NotACalendar: a page without a calendar, an error, or an answer that breaks off.
            Changed: the answer is none that it gives.
        """
        if not values.is_json(page):
            yield _calendars(page)
            return
        answer = node(values.load(page))
        data = answer.get("data")
        if answer.get("success") is False or data is None:
            raise NotACalendar(refusals.error_in(answer) or "an answer of OpenCities without data")
        if isinstance(data, dict):
            yield from values.within(_detailed(data, page), window)
        elif not isinstance(data, list):
            raise Changed(self.key, "the data is no list")
        elif _CALENDARS in page.url:
            yield _list(page.url, [name for one in nodes(data) if (name := text(one.get("Id")))], window)
        else:
            dates = list(_dates(nodes(data)))
            yield from values.within((_bare(item, start) for item, start in dates), window)
            yield from _entries(dates, page)


def _calendars(page: Page) -> Request:
    body = decoded(page)
    found, kind = _ENTITY.search(body), _KIND.search(body)
    if found is None:
        raise NotACalendar(refusals.what(page))
    return Request(url=f"{values.site(page.url)}{_CALENDARS}/{found[1]}/{kind[1] if kind else 'calendar'}")


def _list(url: str, calendars: list[str], window: Window) -> Request:
    days = {
        "StartDate": window.start.isoformat() if window.start else "",
        "EndDate": window.end.isoformat() if window.end else "",
    }
    return Request(
        url=f"{values.site(url)}{_LIST}",
        method="POST",
        headers={"Content-Type": "application/json; charset=UTF-8", "X-Requested-With": "XMLHttpRequest"},
        body=json.dumps({"LanguageCode": _LANGUAGE, "Ids": calendars, **days}),
    )


def _dates(days: list[Node]) -> Iterator[tuple[Node, datetime | date]]:
    for one in days:
        try:
            day = date(*(whole(one.get(part)) for part in ("YYYY", "MM", "DD")))
        except ValueError:
            continue
        for item in nodes(one.get("Items") or []):
            yield item, _start(item, day)


def _start(item: Node, day: date) -> datetime | date:
    found = _CLOCK.search(text(item.get("DateTime")) or "")
    start = when.read(f"{day.isoformat()} {found[1]}") if found else None
    start = start or (when.read(f"{day:%B} {day.day}, {day.year} {found[1]}") if found else None)
    return start if isinstance(start, datetime) and start.time() != time(0) else day


def _bare(item: Node, start: datetime | date) -> RawListing:
    """Return what the list alone says of a date."""
    return RawListing(
        title=text(item.get("Name")) or "",
        uid=_uid(item, start),
        series_uid=text(item.get("MainContentId")),
        start=start,
    )


def _uid(item: Node, start: datetime | date) -> str | None:
    number = text(item.get("MainContentId")) or text(item.get("Id"))
    return f"{number}#{start:%Y%m%dT%H%M}" if number else None


def _entries(dates: list[tuple[Node, datetime | date]], page: Page) -> Iterator[Request]:
    """Ask once for each entry, its dates noted: what is listed without a place is better known from there."""
    entries: dict[str, tuple[Node, list[str]]] = {}
    for item, start in dates:
        if number := text(item.get("MainContentId")) or text(item.get("Id")):
            entries.setdefault(number, (item, []))[1].append(start.isoformat())
    for number, (item, starts) in entries.items():
        query = {
            "calendarId": text(item.get("CalendarId")) or "",
            "contentId": text(item.get("Id")) or number,
            "language": _LANGUAGE,
            "currentDateTime": text(item.get("DateTime")) or "",
            "mainContentId": number,
        }
        yield Request(url=with_notes(f"{values.site(page.url)}{_DETAIL}?{urlencode(query)}", dates=" ".join(starts)))


def _detailed(entry: Node, page: Page) -> Iterator[RawListing]:
    place, link = node(entry.get("Address")), text(entry.get("Link"))
    number = dict(parse_qsl(urlsplit(page.url).query)).get("mainContentId")
    formatted = text(place.get("Formatted"))
    parts = [text(place.get(name)) for name in ("Street", "Suburb", "PostCode")]
    venue = text(place.get("Venue"))
    for order, said in enumerate(notes(page.url).get("dates", "").split() or [""]):
        start = when.read(said)
        yield RawListing(
            title=text(entry.get("Title")) or "",
            uid=_uid({"MainContentId": number}, start) if start else number,
            series_uid=number,
            url=link,
            start=start,
            # It speaks of the date that was asked for, which is the first.
            status="cancelled" if yes(entry.get("IsCancelled")) and order == 0 else None,
            venue=venue or (None if text(place.get("Street")) else formatted),
            address=values.one_line(*parts) if text(place.get("Street")) else None,
            description=text(entry.get("Description")),
            image=text(entry.get("Image")),
        )
