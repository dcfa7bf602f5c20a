"""WhoFi's library calendars: the JSON that the page loads, and the iCalendar file.

Times are the library's wall clock.  The JSON shows the present and the next month only; closures stand among the
events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold
from scrapers import ical, refusals, values
from scrapers.values import Node, text

_HOST = re.compile(r"(?:^|\.)whofi\.com$")
_MARKS = (b'"clean_title"', b'"registration_form_id"')
_MODES = {"in person": "in-person", "live virtual": "online", "virtual": "online", "combo": "hybrid"}


class WhoFi:
    """Calendars on `*.whofi.com`."""

    key: ClassVar[str] = "whofi"
    rank: ClassVar[int] = 160

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of a calendar there."""
        parts = urlsplit(url)
        return bool(_HOST.search((parts.hostname or "").lower())) and parts.path.startswith("/calendar")

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its JSON, or the address of its file."""
        if values.is_json(page):
            return next((mark.decode() for mark in _MARKS if mark in page.content), None)
        return (
            "an iCalendar file of whofi.com"
            if self.claims(page.url) and b"BEGIN:VCALENDAR" in page.content[:500]
            else None
        )

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the JSON of the days wanted, or for the file where none are named."""
        calendar = f"{values.site(source.url)}/calendar"
        if window.start is None or window.end is None:
            yield Request(url=f"{calendar}/ical")
        else:
            yield Request(url=f"{calendar}/fetch_calendar_events?start={window.start}&end={window.end}")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the events, closures left out.

        Raises:
            NotACalendar: the answer is no list of events.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return (event.raw for event in ical.events(page, source, window))
        return values.within(_from_json(page), window)


def _from_json(page: Page) -> Iterator[RawListing]:
    answer = values.load(page)
    if not isinstance(answer, list):
        raise NotACalendar(refusals.what(page))
    for event in values.nodes(answer):
        if "closure" not in fold(text(event.get("type")) or ""):
            yield _event(event, page)


def _event(event: Node, page: Page) -> RawListing:
    number = text(event.get("id"))
    mode = _MODES.get(fold(text(event.get("event_type")) or ""))
    categories = (*values.names(event.get("category")), *values.names(event.get("audience")))
    return RawListing(
        title=text(event.get("clean_title")) or text(event.get("title")) or "",
        uid=number,
        url=text(event.get("url")) or (f"{values.site(page.url)}/calendar/event/{number}" if number else None),
        **_span(event),
        # The shown title carries the status that the clean one lacks.
        status="cancelled" if fold(text(event.get("title")) or "").startswith("cancel") else None,
        mode=mode,
        venue=None if mode == "online" else text(event.get("location_name")),
        room=None if mode == "online" else text(event.get("room_name")) or text(event.get("room")),
        registration="required" if text(event.get("registration_form_id")) not in {None, "0"} else None,
        ages_text=text(event.get("age")),
        categories=tuple(dict.fromkeys(categories)),
        description=text(event.get("desc")) or text(event.get("description")),
        image=text(event.get("event_image")),
    )


def _span(event: Node) -> dict[str, Any]:
    start, end = values.moment(event.get("start")), values.moment(event.get("end"))
    if values.yes(event.get("allDay")) and start is not None:
        return {"start": values.day(start), "end": values.day(end) if end else None, "all_day": True}
    return {"start": start, "end": end}
