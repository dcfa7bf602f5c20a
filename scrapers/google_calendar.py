"""Google Calendar: its public iCalendar files, and answers of `events.list` (Calendar API v3).

An answer of the API says the same as the file, so it is written as one and read by the same reader: recurrences, their
exceptions and whole days, whose end is the day after, then mean the same on both ways.  Asked for single events, the
API leaves the series out: each date then stands alone, under the id that it has in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import ClassVar
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.when import iana_zone
from scrapers import clock, ical, refusals
from scrapers.values import Node, is_json, load, node, nodes, text, with_query

_HOST = re.compile(r"^(?:calendar\.google\.com|www\.google\.com|www\.googleapis\.com)$")
_FILE = "https://calendar.google.com/calendar/ical/{}/public/basic.ics"
_KIND = re.compile(rb'"kind"\s*:\s*"calendar#events?"')
_RULE = re.compile(r"(?:RRULE|EXRULE|RDATE|EXDATE)[:;][^\r\n]{1,4000}")


class GoogleCalendar:
    """A public calendar of Google's."""

    key: ClassVar[str] = "google_calendar"
    rank: ClassVar[int] = 140

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of a calendar at Google."""
        parts = urlsplit(url)
        return bool(_HOST.search((parts.hostname or "").lower())) and parts.path.startswith("/calendar/")

    def recognises(self, page: Page) -> str | None:
        """Return the file's maker, or the kind of the API's answer."""
        if b"PRODID:-//Google Inc//" in page.content[:2000]:
            return "PRODID -//Google Inc//"
        found = _KIND.search(page.content) if is_json(page) else None
        return found.group().decode("ascii") if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the calendar's file, whose address follows from that of an embedded calendar."""
        query = parse_qs(urlsplit(source.url).query)
        names = query.get("src") or query.get("cid") or []
        asked = [_FILE.format(quote(name, safe="")) for name in names if "@" in name]
        yield from (Request(url=url) for url in asked or [source.url])

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield one record per occurrence, and the next page of the API.

        Raises:
            NotACalendar: the calendar is not public, or there is none.
        """
        if not is_json(page):
            yield from (event.raw for event in ical.events(page, source, window))
            return
        answer = node(load(page))
        items = answer.get("items")
        if not isinstance(items, list):
            raise NotACalendar(refusals.error_in(answer) or "an answer of Google Calendar without events")
        as_file = msgspec.structs.replace(page, content=_file(answer, source.timezone).encode())
        yield from (_with_host(event.raw, answer) for event in ical.events(as_file, source, window))
        following = text(answer.get("nextPageToken"))
        if following:
            yield Request(url=with_query(page.url, pageToken=following))


def _with_host(raw: RawListing, answer: Node) -> RawListing:
    # The organizer of an entry is whoever typed it; the calendar's name is the organisation's.
    series, mark, _ = (raw.uid or "").partition("#")
    return msgspec.structs.replace(
        raw,
        organizer=text(answer.get("summary")),
        description_format="html",
        series_uid=series if mark else raw.series_uid,
    )


def _file(answer: Node, zone_name: str | None) -> str:
    zone = iana_zone(text(answer.get("timeZone")) or zone_name)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Google Inc//Google Calendar API v3//EN"]
    lines += [f"X-WR-TIMEZONE:{zone.key}"] if zone else []
    items = nodes(answer["items"])
    series = {text(item.get("id")) for item in items if item.get("recurrence")}
    for item in items:
        lines += [
            "BEGIN:VEVENT",
            *_entry(item, zone, alone=text(item.get("recurringEventId")) not in series),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _entry(item: Node, zone: ZoneInfo | None, *, alone: bool) -> Iterator[str]:
    original = node(item.get("originalStartTime"))
    begun = node(item.get("start")) or original
    yield f"UID:{_escaped(_uid(item, original, alone=alone))}"
    for name, moment in (
        ("DTSTART", begun),
        ("DTEND", node(item.get("end"))),
        ("RECURRENCE-ID", {} if alone else original),
    ):
        said = _moment(moment, zone)
        if said:
            yield name + said
    for name, key in (("SUMMARY", "summary"), ("DESCRIPTION", "description"), ("LOCATION", "location")):
        value = text(item.get(key))
        if value:
            yield f"{name}:{_escaped(value)}"
    yield from (
        f"{name}:{value}" for name, key in (("URL", "htmlLink"), ("STATUS", "status")) if (value := _bare(item, key))
    )
    rules = item.get("recurrence")
    yield from (
        (rule for rule in rules if isinstance(rule, str) and _RULE.fullmatch(rule)) if isinstance(rules, list) else ()
    )


def _uid(item: Node, original: Node, *, alone: bool) -> str:
    """Return the id of the entry, with the day and clock (in UTC) of the date of a series that stands alone."""
    uid = text(item.get("iCalUID")) or text(item.get("id")) or ""
    begun = clock.read(original.get("dateTime") or original.get("date")) if alone else None
    if isinstance(begun, datetime):
        return f"{uid}#{begun.astimezone(UTC) if begun.tzinfo else begun:%Y%m%dT%H%M%SZ}"
    return uid if begun is None or isinstance(begun, str) else f"{uid}#{begun:%Y%m%d}"


def _bare(item: Node, key: str) -> str | None:
    return "".join((text(item.get(key)) or "").split()) or None


def _moment(value: Node, zone: ZoneInfo | None) -> str | None:
    """Return `:20300101T120000Z`, `;TZID=…:20300101T130000` or `;VALUE=DATE:20300101`."""
    found = clock.read(value.get("dateTime") or value.get("date"))
    if found is None or isinstance(found, str):
        return None
    if not isinstance(found, datetime):
        return f";VALUE=DATE:{found:%Y%m%d}"
    own = iana_zone(text(value.get("timeZone"))) or zone
    if found.tzinfo is None:
        return f";TZID={own.key}:{found:%Y%m%dT%H%M%S}" if own else f":{found:%Y%m%dT%H%M%S}"
    if own is None:
        return f":{found.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";TZID={own.key}:{found.astimezone(own):%Y%m%dT%H%M%S}"


def _escaped(value: str) -> str:
    flat = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(flat.splitlines())
