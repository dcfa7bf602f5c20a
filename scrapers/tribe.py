"""The Events Calendar for WordPress: its REST answers, its iCalendar file, its pages.

REST gives 50 events a page and a 404 after the last; the file gives 30 entries, further ones under `/page/2/`.  Sites
print the local clock, so it counts even where their zone is a bare offset.  Repeats that were edited leave dead
doubles behind; the same programme in three branches is three posts and stays three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

import msgspec

from finder import when
from finder.errors import NotACalendar, TooLarge
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, line, plain
from scrapers import courses, ical, jsonld, refusals, schema_org, tribe_cards, values
from scrapers.markup import attributes, decoded, holds, tree
from scrapers.notes import notes, with_notes
from scrapers.values import Node, node, text

_ROUTE = "/wp-json/tribe/events/v1/events"
_PER_PAGE = 50
_FILE_CAP = 30
_MOST_PAGES = 40
_MOST_EVENTS = 10_000
_PRODID = re.compile(rb"PRODID:[^\r\n]{0,300}ECPv[\d.]+")
_ANSWER = (rb"tribe\/events\/v1", b"tribe/events/v1", b'"hide_from_listings"', b"event-archive-page-not-found")
_PAGE = re.compile(rb"\btribe-events-(?:view|calendar-|single|schedule|list-event|pg-template|c-nav|loop)[\w-]*")
_HEAD = 1_000
_VIEWS = ".tribe-events-view, .tribe-events-c-messages, #tribe-events-content, .tribe-events-calendar-list"
_LIST_PAGE = re.compile(r"/(?:list/)?(?:page/(?P<number>\d{1,3})/?)?$")
_OTHER_VIEW = re.compile(r"/(?:month|week|day|today|map|photo|summary)(?:/|$)|/\d{4}-\d\d(?:-\d\d)?/?$|/event/")
_OFFSET = re.compile(r"UTC([+-])(\d{1,2})(?:[.:](\d{1,2}))?")
_CUT_SHORT = re.compile(r"(?:\[…\]|\[\.\.\.\]|…|\.\.\.)$")
_LINK = re.compile(r"<a\b[^<>]{0,600}\btribe-events-c-nav__next\b[^<>]{0,600}>")
_FURTHER, _BEHIND_THE_LAST = "further", "event-archive-page-not-found"
_HIDDEN = {"draft", "private", "trash", "pending"}


class Tribe:
    """The Events Calendar (Liquid Web, formerly Modern Tribe)."""

    key: ClassVar[str] = "tribe"
    rank: ClassVar[int] = 200

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of its REST routes or of its post type."""
        parts = urlsplit(url)
        return "/wp-json/tribe/events/" in parts.path or "tribe_events" in parse_qs(parts.query).get("post_type", [])

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its file, its REST answer or its views."""
        if found := _PRODID.search(page.content[:4_000]):
            return found[0].decode("utf-8", "replace")
        if values.is_json(page):
            return next((mark.decode() for mark in _ANSWER if mark in page.content), None)
        is_page = holds(page, b"tribe-events-") and page.content[:_HEAD].lstrip()[:5] not in {b"<?xml", b"BEGIN"}
        found = _PAGE.search(page.content) if is_page else None
        return f"class {found[0].decode()}" if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the feed that the source names; for a page, ask the site's REST route for the days wanted."""
        if self.claims(source.url) or ical.Ical().claims(source.url):
            yield Request(url=source.url)
        else:
            yield Request(
                url=values.with_query(
                    urljoin(source.url, _ROUTE), per_page=_PER_PAGE, start_date=window.start, end_date=window.end
                )
            )

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield the events, each once, then the next page.

        Raises:
            NotACalendar: an error of the API, its other lists, or a page of the site without events.
        """
        if b"BEGIN:VCALENDAR" in page.content[:2_000]:
            return _from_file(page, source, window)
        return _from_rest(page) if values.is_json(page) else _from_page(page, source, window)


def _once(records: Iterable[RawListing]) -> list[RawListing]:
    """Return the records without the dead doubles of edited repeats: same name, time and place."""
    first: dict[tuple[str, ...], RawListing] = {}
    for raw in records:
        first.setdefault(tuple(fold(str(one)) for one in (raw.title, raw.start, raw.end, raw.venue, raw.address)), raw)
    return list(first.values())


def _from_file(page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
    found = [event.raw for event in ical.events(page, source, window)]
    for raw in _once(found):
        yield courses.noted(msgspec.structs.replace(raw, series_uid=raw.series_uid or tribe_cards.series(raw.url)))
    following = _next_file(page.url) if page.content.count(b"BEGIN:VEVENT") >= _FILE_CAP else None
    if following and not _beyond(found, window):
        yield Request(url=following)


def _beyond(records: list[RawListing], window: Window) -> bool:
    latest = max((values.day(r.start) for r in records if isinstance(r.start, date)), default=None)
    return bool(window.end and latest and latest > window.end)


def _next_file(url: str) -> str | None:
    """Return the address of the next entries: `/events/list/page/2/?ical=1`."""
    parts = urlsplit(url)
    if "tribe_events" in parse_qs(parts.query).get("post_type", []):
        number = values.next_number(url, "paged")
        return values.with_query(url, paged=number) if number <= _MOST_PAGES else None
    found = None if _OTHER_VIEW.search(parts.path) or parts.path in {"", "/"} else _LIST_PAGE.search(parts.path)
    number = values.whole(found["number"]) + 1 if found and found["number"] else 2
    if found is None or number > _MOST_PAGES:
        return None
    return urlunsplit(parts._replace(path=f"{parts.path[: found.start()]}/list/page/{number}/"))


def _from_rest(page: Page) -> Iterator[RawListing | Request]:
    answer = values.load(page)
    listed = node(answer).get("events")
    if not isinstance(listed, list):
        listed = [answer] if "start_date" in node(answer) else None
    if listed is None and _FURTHER in notes(page.url) and node(answer).get("code") == _BEHIND_THE_LAST:
        # The count that led here had hidden events in it.
        return
    if listed is None:
        raise NotACalendar(refusals.error_in(answer) or "an answer of The Events Calendar without events")
    if len(listed) > _MOST_EVENTS:
        raise TooLarge(f"more than {_MOST_EVENTS:,} events in one answer")
    events = [one for one in values.nodes(listed) if not _hidden(one)]
    yield from _once(courses.noted(_event(one)) for one in events)
    following = text(node(answer).get("next_rest_url"))
    if following and listed:
        yield Request(url=with_notes(following, **{_FURTHER: "yes"}))


def _hidden(event: Node) -> bool:
    return event.get("hide_from_listings") is True or str(event.get("status")) in _HIDDEN


def _event(event: Node) -> RawListing:
    venue = next(iter(values.nodes(event.get("venue"))), {})
    cost, details = text(event.get("cost")), node(event.get("cost_details"))
    amounts = [amount for one in _listed(details.get("values")) if (amount := values.number(one)) is not None]
    priced = bool(cost and amounts)
    return RawListing(
        title=text(event.get("title")) or "",
        uid=text(event.get("id")),
        series_uid=tribe_cards.series(text(event.get("url"))),
        url=text(event.get("url")),
        **_span(event),
        status=text(event.get("event_status")),
        mode=_mode(event),
        **_where(venue),
        price_text=cost,
        price_min=min(amounts) if priced else None,
        price_max=max(amounts) if priced else None,
        currency=text(details.get("currency_code")),
        organizer=_organizer(event.get("organizer")),
        categories=(*values.names(event.get("categories")), *values.names(event.get("tags"))),
        description=_description(event),
        image=text(node(event.get("image")).get("url")),
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _span(event: Node) -> dict[str, Any]:
    """Return the clock that the site prints, in its zone; a bare offset counts where the source knows no zone."""
    start, end = values.moment(event.get("start_date")), values.moment(event.get("end_date"))
    if values.yes(event.get("all_day")):
        days = (values.day(one) if one else None for one in (start, end))
        return dict(zip(("start", "end"), days, strict=True), all_day=True)
    said = text(event.get("timezone")) or ""
    known = when.zone(said)
    if known is None or known.key in {"UTC", "Etc/UTC", "GMT"}:
        return {"start": start, "end": end, "timezone": None} if known else _offset(said, start, end)
    return {"start": start, "end": end, "timezone": known.key}


def _offset(said: str, start: datetime | date | None, end: datetime | date | None) -> dict[str, Any]:
    """Return the times with a bare offset such as "UTC-5"; "UTC+0" is what sites say that never set their zone."""
    found = _OFFSET.fullmatch(said)
    hours = timedelta(hours=int(found[2]) % 24, minutes=int(float(f"0.{found[3] or 0}") * 60)) if found else None
    if not hours or found is None:
        return {"start": start, "end": end}
    fixed = timezone(-hours if found[1] == "-" else hours)
    zoned = (one.replace(tzinfo=fixed) if isinstance(one, datetime) else one for one in (start, end))
    return dict(zip(("start", "end"), zoned, strict=True))


def _mode(event: Node) -> str | None:
    if event.get("is_virtual") is not True:
        return None
    return "hybrid" if event.get("virtual_event_type") == "hybrid" else "online"


def _where(venue: Node) -> dict[str, Any]:
    region = text(venue.get("state")) or text(venue.get("province")) or text(venue.get("stateprovince"))
    parts = (text(venue.get(key)) for key in ("zip", "country"))
    street, town = text(venue.get("address")), text(venue.get("city"))
    name = text(venue.get("venue"))
    return {
        "venue": line(name) if name else None,
        "address": values.one_line(street, town, region, *parts) if street or town else None,
        "latitude": values.number(venue.get("geo_lat")),
        "longitude": values.number(venue.get("geo_lng")),
    }


def _organizer(value: object) -> str | None:
    named = [line(name) for one in values.nodes(value) if (name := text(one.get("organizer")))]
    return next((name for name in named if schema_org.sounds_like_organisation(name)), None)


def _description(event: Node) -> str | None:
    """Return the description, with the excerpt where that says something of its own."""
    body, excerpt = text(event.get("description")) or "", text(event.get("excerpt")) or ""
    told, short = fold(plain(body, "html")), fold(plain(excerpt, "html"))
    own = short and not _CUT_SHORT.search(short) and short not in told
    return (f"{excerpt}\n{body}" if own else body) or None


def _from_page(page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
    body = decoded(page)
    found = list(jsonld.read(body, page.url, source.timezone))
    if not found:
        soup = tree(body)
        found = list(tribe_cards.read(soup, page))
        if not found and not soup.select_one(_VIEWS):
            raise NotACalendar(refusals.what(page))
    yield from _once(courses.noted(raw) for raw in found)
    following = _next_page(body, page) if found and not _beyond(found, window) else None
    # A list ends by itself, months go on for ever.
    if following and (window.end or "tribe-events-view--list" in body):
        yield Request(url=following)


def _next_page(body: str, page: Page) -> str | None:
    for match in _LINK.finditer(body):
        link = attributes(match[0])
        if "tribe-events-c-nav__next" in link.get("class", "").split() and link.get("href"):
            following = urljoin(page.url, link["href"])
            return following if following != page.url else None
    return None
