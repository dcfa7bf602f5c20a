"""Modern Events Calendar for WordPress: its iCalendar file, and its pages: their JSON-LD, else what they print.

Version 7.25 converts twice: it writes the local time minus the offset from UTC, under the local TZID.  Whether a file
is shifted is read off the clocks in its own texts, and off the version where they say nothing.  A weekly entry on
several weekdays ends on the last of them; each date ends on its own day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from finder import when
from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold
from scrapers import ical, ics_text, jsonld, mec_cards, refusals, values
from scrapers.ics_text import Component
from scrapers.markup import decoded, tree

_PRODID = re.compile(rb"PRODID:[^\r\n]{0,80}\bMECv(\d+)\.(\d+)[\d.]*")
_MARKUP = re.compile(
    rb"class=[\"'][^\"'<>]{0,300}\bmec-(?:event-(?:title|article|list)|calendar-day|single-event|wrap)\b"
)
_EMPTY = ".mec-skin-list-events-container, .mec-calendar, .mec-events-cal-container, .mec-no-event"
_SHIFTED = (7, 25)
_LINE = re.compile(
    rb"^(?:DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID);[^:\r\n]*TZID=\"?([^:;\"\r\n]+)\"?[^:\r\n]*:[^\r\n]+", re.MULTILINE
)
_MOMENT = re.compile(rb"\d{8}T\d{6}(?!Z)")
_CLOCK = re.compile(
    r"\b(\d{1,2})(?::(\d\d))?\s*(?:[ap]\.?m\b|(?=\s*(?:-|\u2013|to)\s*\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m\b|\W)))"
    r"|\b(\d{1,2}):(\d\d)\b",
    re.IGNORECASE,
)
_MOST_READ = 500
_NOON = 12
_A_DAY = timedelta(days=1)


class Mec:
    """Modern Events Calendar (Webnus)."""

    key: ClassVar[str] = "mec"
    rank: ClassVar[int] = 210

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its calendar file."""
        return "mec-ical-feed" in parse_qs(urlsplit(url).query, keep_blank_values=True)

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its file, or of a page of it."""
        if found := _PRODID.search(page.content[:4_000]):
            return found[0].decode("utf-8", "replace")
        markup = _MARKUP.search(page.content)
        return markup[0].decode("utf-8", "replace") if markup else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the calendar file."""
        file = f"{values.site(source.url)}/?mec-ical-feed=1"
        yield Request(url=source.url if self.claims(source.url) or ical.Ical().claims(source.url) else file)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing]:
        """Yield the events.

        Raises:
            NotACalendar: none are in the page.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return _from_file(page, source, window)
        return _from_page(page, source)


def _from_file(page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    if _is_shifted(page.content):
        page = msgspec.structs.replace(page, content=_LINE.sub(_repaired_line, page.content))
    for event in ical.events(page, source, window):
        yield _said_free(_of_one_day(event.raw))


def _said_free(raw: RawListing) -> RawListing:
    """Return the record as free where the site files it under "Free"; the file has no price."""
    filed = any(fold(name) == "free" for name in raw.categories)
    return msgspec.structs.replace(raw, is_free=True) if filed and raw.price_text is None else raw


def _of_one_day(raw: RawListing) -> RawListing:
    """Return a date of a series with the end on its own day."""
    if not raw.recurrence or not isinstance(raw.start, datetime) or not isinstance(raw.end, datetime):
        return raw
    length = raw.end - raw.start
    return msgspec.structs.replace(raw, end=raw.start + length % _A_DAY) if length > _A_DAY else raw


def _is_shifted(content: bytes) -> bool:
    found = _PRODID.search(content[:4_000])
    if found is None:
        return False
    events = [event for calendar in ics_text.read(content) for event in calendar.events][:_MOST_READ]
    told = [vote for event in events if (vote := _vote(event)) is not None]
    if told:
        return sum(told) * 2 > len(told)
    return (int(found[1]), int(found[2])) == _SHIFTED


def _vote(event: Component) -> bool | None:
    """Tell whether the text names the repaired clock (True) or the written one (False); None where it names neither."""
    begun = event.first("DTSTART")
    zone = when.zone(begun.param("TZID")) if begun else None
    if begun is None or zone is None or not _MOMENT.fullmatch(begun.value.encode("ascii", "replace")):
        return None
    written = datetime.strptime(begun.value, "%Y%m%dT%H%M%S")  # noqa: DTZ007  a wall clock
    repaired = written.replace(tzinfo=zone).astimezone(UTC)
    named = {
        (int(match[1] or match[3]) % _NOON, int(match[2] or match[4] or 0))
        for match in _CLOCK.finditer(f"{event.text('SUMMARY')} {event.text('DESCRIPTION')}"[:5_000])
    }
    here, there = ((one.hour % _NOON, one.minute) in named for one in (written, repaired))
    return there if here != there else None


def _repaired_line(match: re.Match[bytes]) -> bytes:
    zone = when.zone(match[1].decode("utf-8", "replace"))
    if zone is None:
        return match[0]

    def repaired(moment: re.Match[bytes]) -> bytes:
        try:
            written = datetime.strptime(moment[0].decode(), "%Y%m%dT%H%M%S").replace(tzinfo=zone)
            return f"{written.astimezone(UTC):%Y%m%dT%H%M%S}".encode()
        except (ValueError, OverflowError):
            return moment[0]

    return _MOMENT.sub(repaired, match[0])


def _from_page(page: Page, source: Source) -> Iterator[RawListing]:
    body = decoded(page)
    found = list(jsonld.read(body, page.url, source.timezone))
    soup = None if found else tree(body)
    found = found or list(mec_cards.read(soup, page)) if soup else found
    if not found and not (soup and soup.select_one(_EMPTY)):
        raise NotACalendar(refusals.what(page))
    yield from found
