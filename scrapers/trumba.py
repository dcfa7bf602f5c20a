"""Trumba: iCalendar files and JSON (`www.trumba.com/calendars/<name>.ics`, `.json`); its RSS is read with other feeds.

Facts read off recorded answers: 200 entries at most; what the organiser filled in (price, ages, registration) stands in
X-TRUMBA-CUSTOMFIELD and once more in front of the description, with telephone and mail; X-TRUMBA-LINK is the entry's
page, URL the organiser's; CATEGORIES names a branch where the entry need not happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from finder.errors import Changed
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from finder.text import fold, line
from scrapers import ical, values
from scrapers.values import Node, node, nodes, text, yes

_HEAD = 4_000
_CAP = 200
_NAME = re.compile(r"/(?:calendars|events-calendar)/([\w-]+)")
_PRICES = ("price", "cost", "fee", "fees", "admission", "ticket price", "tickets", "cost of event")
_AGES = ("age group", "age range", "ages", "age", "audience")
_KINDS = ("event type", "type of event", "category", "categories", "program type")
_ORGANISERS = ("sponsor", "organizer", "organization", "presented by", "hosted by")
_REGISTRATION = ("registration", "registration required", "requires registration", "rsvp")
_MODES = ("format", "event format", "location type", "attendance")
_YEARS = re.compile(r"\bages?\b[^\d]{0,20}\d|\d\s*(?:\+|y(?:ea)?rs?\b|and (?:up|older|under))", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MOST_LINES = 40


class Trumba:
    """A calendar on Trumba."""

    key: ClassVar[str] = "trumba"
    rank: ClassVar[int] = 260

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its host."""
        return (urlsplit(url).hostname or "").lower() in {"www.trumba.com", "trumba.com"}

    def recognises(self, page: Page) -> str | None:
        """Return the PRODID of its files, or what only its JSON has."""
        if b"//Trumba Corporation//" in page.content[:_HEAD]:
            return "PRODID -//Trumba Corporation"
        marked = b'"eventID"' in page.content[:_HEAD] and b'"startDateTime"' in page.content[:_HEAD]
        return '"eventID" beside "startDateTime"' if marked and values.is_json(page) else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the file, from the first day wanted, so that its 200 entries are not spent on the past."""
        found = _NAME.search(urlsplit(source.url).path)
        url = f"https://www.trumba.com/calendars/{found[1]}.ics" if found and self.claims(source.url) else source.url
        yield Request(url=values.with_query(url, startdate=f"{window.start:%Y%m%d}") if window.start else url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
        """Yield the entries of a file or of the JSON, and where a file is full the one from its last day on.

        Raises:
            NotACalendar: the answer breaks off or is no calendar.
            Changed: it is JSON without a list.
        """
        if not values.is_json(page):
            starts: list[str | datetime | date | None] = []
            for event in ical.events(page, source, window):
                starts.append(event.raw.start)
                yield _from_ics(event)
            yield from _further(page, starts, window)
            return
        found = values.load(page)
        if not isinstance(found, list):
            raise Changed(self.key, "the JSON is no list")
        yield from values.within((_from_json(event) for event in nodes(found)), window)


def _further(page: Page, starts: list[str | datetime | date | None], window: Window) -> Iterator[Request]:
    latest = max((values.day(start) for start in starts if isinstance(start, date)), default=None)
    asked = values.query(page.url, "startdate") or ""
    full = page.content.count(b"BEGIN:VEVENT") >= _CAP
    if latest and full and f"{latest:%Y%m%d}" > asked and (window.end is None or latest <= window.end):
        yield Request(url=values.with_query(page.url, startdate=f"{latest:%Y%m%d}"))


def _from_ics(event: ical.Event) -> RawListing:
    fields: dict[str, str] = {}
    for prop in event.component.all("X-TRUMBA-CUSTOMFIELD"):
        value = line(prop.text)
        if value and not prop.params.lower().endswith("type=number"):
            fields[fold(prop.param("NAME") or "")] = value
    link = event.component.text("X-TRUMBA-LINK")
    raw = msgspec.structs.replace(
        event.raw, url=link or event.raw.url, description=_own_words(event.raw.description, set(fields) | {"link"})
    )
    return _with_fields(raw, fields)


def _with_fields(raw: RawListing, fields: dict[str, str]) -> RawListing:
    ages = _first(fields, _AGES)
    kinds = tuple(part.strip() for part in (_first(fields, _KINDS) or "").split(",") if part.strip())
    return msgspec.structs.replace(
        raw,
        price_text=raw.price_text or _first(fields, _PRICES),
        ages_text=ages if ages and _YEARS.search(ages) and "," not in ages else None,
        registration=_registration(_first(fields, _REGISTRATION)),
        organizer=_first(fields, _ORGANISERS) or raw.organizer,
        mode=raw.mode or _first(fields, _MODES),
        categories=tuple(dict.fromkeys((*raw.categories, *kinds))),
    )


def _first(fields: dict[str, str], names: Iterable[str]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _registration(said: str | None) -> Registration | None:
    words = fold(said or "")
    if words in {"yes", "required", "true"} or ("required" in words and "not" not in words):
        return "required"
    return "none" if words in {"no", "not required", "none", "false"} or "not required" in words else None


def _own_words(description: str | None, labels: set[str]) -> str | None:
    """Return the description without the lines in front of it that repeat the fields."""
    lines = _BREAK.split(description or "")
    count = 0
    for part in lines[:_MOST_LINES]:
        label, mark, _ = line(part).partition(":")
        if not mark or fold(label) not in labels:
            break
        count += 1
    return "<br>".join(lines[count:]).strip() or None


def _from_json(event: Node) -> RawListing:
    """Read one entry of the JSON; its times are the venue's clock."""
    fields = {
        fold(text(one.get("label")) or ""): line(text(one.get("value")) or "")
        for one in nodes(event.get("customFields") or [])
    }
    start, end = values.moment(event.get("startDateTime")), values.moment(event.get("endDateTime"))
    raw = RawListing(
        title=text(event.get("title")) or "",
        uid=f"http://uid.trumba.com/event/{text(event.get('eventID'))}",
        url=text(event.get("permaLinkUrl")) or text(event.get("webLink")),
        start=_wall(start),
        end=_wall(end),
        all_day=True if yes(event.get("allDay")) else None,
        status="cancelled" if yes(event.get("canceled")) else None,
        venue=text(event.get("location")),
        categories=tuple(part for part in (text(event.get("categoryCalendar")) or "").split("|") if part),
        description=text(event.get("description")),
        image=text(node(event.get("eventImage")).get("url")),
    )
    return _with_fields(raw, fields)


def _wall(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
