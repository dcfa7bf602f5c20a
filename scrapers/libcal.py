"""Springshare LibCal: the list that its public page loads, its iCalendar file and its RSS.

The iCalendar file ends after 500 entries and begins a month in the past, so the list follows where it breaks off.
Museum passes, room bookings and appointments are other LibCal products and hold no events.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import msgspec
from lxml import etree

from finder import when
from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, line, squash
from scrapers import ical

_CAP = 500
_PER_PAGE = 35
_FROM_TODAY = "0000-00-00"
_NAMESPACE = "https://www.springshare.com/libcal/"

_FEED_PATHS = ("/ical_subscribe.php", "/rss.php", "/ajax/calendar/list")
_CALENDAR_ID = re.compile(
    rb"<body[^>]{0,500}\bid=[\"']calendar_(\d{1,9})|(?:rss|ical_subscribe)\.php\?[^\"'<>\s]{0,200}?\bcid=(\d{1,9})"
)
_NO_EVENTS = (
    ("/passes", "a museum pass desk (LibCal), not an event calendar"),
    ("/spaces", "a room booking page (LibCal), not an event calendar"),
    ("/reserve", "a room booking page (LibCal), not an event calendar"),
    ("/r/", "a room booking page (LibCal), not an event calendar"),
    ("/appointments", "an appointment page (LibCal), not an event calendar"),
    ("/appointment", "an appointment page (LibCal), not an event calendar"),
    ("/equipment", "an equipment booking page (LibCal), not an event calendar"),
)
_MARKUP = re.compile(rb"LibCal_public|springSpace|static-assets[\w-]*\.libcal\.com", re.IGNORECASE)
_OUTLET = re.compile(r"\b(?:librar(?:y|ies)|branch|museum|archives?|cent(?:er|re)|bookmobile|hub)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:off-?site|school|church|park|house|museum|club|theat(?:er|re) company|brewery|senior center|town hall)\b",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(?:room|floor|lab|area|space|desk|hall|lounge|patio|plaza|lawn|grounds|auditorium|theater|theatre|cafe|gallery|study|garden)\b",
    re.IGNORECASE,
)
_ONLINE = re.compile(r"\b(?:online|virtual|zoom|webinar)\b", re.IGNORECASE)


class LibCal:
    """LibCal, hosted on `*.libcal.com` or under a library's own name."""

    key: ClassVar[str] = "libcal"
    rank: ClassVar[int] = 100

    def claims(self, url: str) -> bool:
        """Tell whether the address is on LibCal's host or has the path of one of its feeds."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        return host == "libcal.com" or host.endswith(".libcal.com") or parts.path in _FEED_PATHS

    def recognises(self, page: Page) -> str | None:
        """Return the mark of one of the three feeds; a page of LibCal's is none of them."""
        head = page.content[:4_000]
        if b"//Springshare//LibCal" in head:
            return "PRODID -//Springshare//LibCal"
        if b"springshare.com/libcal" in head and b"<rss" in head:
            return f"xmlns:libcal={_NAMESPACE}"
        if head.lstrip()[:1] == b"{" and b'"total_results"' in page.content and b'"results"' in page.content:
            return '"total_results" beside "results"'
        return None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:
        """Ask for the feed that the source names, for the list where it names a calendar, or else for its page."""
        parts = urlsplit(source.url)
        number = _query(source.url, "cid") or _query(source.url, "c")
        if parts.path in _FEED_PATHS or not number:
            yield Request(url=source.url)
        else:
            yield _list_request(source.url, number, window.start)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield the records of one of the feeds, or the next thing to ask for.

        Raises:
            NotACalendar: it is a pass desk, a booking page, an error, or breaks off.
            Changed: the list or the RSS lacks what every one of them had.
        """
        if b"BEGIN:VCALENDAR" in page.content[:4_000]:
            return _from_ics(page, source, window)
        start = page.content[:500].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start[:1] in {b"{", b"["}:
            return _from_list(page, window)
        if b"<rss" in page.content[:4_000]:
            return _from_rss(page, window)
        return _from_page(page, window)


def _from_ics(page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:
    count = 0
    latest: datetime | date | None = None
    number = _query(page.url, "cid")
    for raw, _, calendar in ical.events(page, source, window):
        latest = raw.start if not isinstance(raw.start, str) else latest
        count = len(calendar.events)
        yield _placed(raw, calendar.text("X-WR-CALNAME"))
    if count >= _CAP and number and latest is not None:
        yield _list_request(page.url, number, _day(latest))


def _placed(raw: RawListing, name: str | None) -> RawListing:
    """Return the record with LibCal's "branch - room, library" taken apart."""
    parts = [part.strip() for part in re.split(r",(?![^()]*\))", raw.venue or "") if part.strip()]
    venue, rooms = _venue_and_rooms(parts, squash(name or "") or None)
    if any(_ONLINE.search(room) for room in rooms) and not [r for r in rooms if not _ONLINE.search(r)]:
        return msgspec.structs.replace(raw, venue=None, mode="online", organizer=None)
    # ORGANIZER is the member of staff who typed the entry.
    return msgspec.structs.replace(raw, venue=venue, room=", ".join(rooms) or None, organizer=None)


def _venue_and_rooms(parts: list[str], name: str | None) -> tuple[str | None, list[str]]:
    venue = None
    if parts and " - " not in parts[-1] and (len(parts) > 1 or _is_outlet(parts[-1], name)):
        venue = parts.pop()
    labels = [part.partition(" - ")[0] for part in parts if " - " in part]
    rooms = [part.partition(" - ")[2].strip() if " - " in part else part for part in parts]
    if any(_ELSEWHERE.search(room) and not _ROOM.search(room) for room in rooms):
        # The library's listing, in somebody else's house.
        away = [room for room in rooms if not re.match(r"off-?site$", room, re.IGNORECASE)]
        return (away[0] if away else None), []
    if venue is None and labels:
        venue = name if name and fold(labels[0]) in fold(name) else labels[0]
    if venue is None and rooms and name and _OUTLET.search(name):
        venue = name
    if venue is None and rooms:
        return ", ".join(rooms), []
    return venue, rooms


def _is_outlet(text: str, name: str | None) -> bool:
    return bool(_OUTLET.search(text) and not _ROOM.search(text)) or (name is not None and fold(text) == fold(name))


def _from_list(page: Page, window: Window) -> Iterator[RawListing | Request]:
    answer = _decoded(page)
    results = answer.get("results")
    if not isinstance(results, list):
        raise NotACalendar("an answer of LibCal without a list of events")
    latest: date | None = None
    for result in results:
        if isinstance(result, dict):
            raw = _from_result(result)
            latest = _day(raw.start) if raw.start else latest
            if raw.start is None or _overlaps(raw, window):
                yield raw
    following = _next_page(page, answer, len(results))
    if following and not (window.end and latest and latest > window.end):
        yield following


def _decoded(page: Page) -> dict[str, Any]:
    try:
        answer = json.loads(page.content)
    except (ValueError, RecursionError) as error:
        raise NotACalendar("JSON that is broken or breaks off") from error
    if not isinstance(answer, dict):
        raise Changed("libcal", "the list is no object")
    return answer


def _next_page(page: Page, answer: dict[str, Any], length: int) -> Request | None:
    number = _whole(_query(page.url, "page")) or 1
    size = _whole(answer.get("perpage")) or _whole(_query(page.url, "perpage")) or _PER_PAGE
    total = _whole(answer.get("total_results"))
    if not length or not _query(page.url, "c") or (number * size >= total if total else length < size):
        return None
    query = {key: values[0] for key, values in parse_qs(urlsplit(page.url).query, keep_blank_values=True).items()}
    return Request(url=urljoin(page.url, f"?{urlencode(query | {'page': str(number + 1)})}"))


def _from_result(result: dict[str, Any]) -> RawListing:
    if "startdt" not in result and "start" not in result:
        raise Changed("libcal", f"an event without a start ({', '.join(sorted(map(str, result))[:8])})")
    number, calendar = _text(result.get("id")), _text(result.get("calendar_id"))
    campus, calendar_name = _text(result.get("campus")), _text(result.get("calendar"))
    venue, room = _branch_and_room(campus or calendar_name, _text(result.get("location")))
    online = result.get("online_event") is True
    seats = result.get("in_person_registration") is True
    return RawListing(
        title=_text(result.get("title")) or "",
        uid=f"LibCal-{calendar}-{number}" if calendar and number else number,
        url=_text(result.get("url")),
        start=_moment(result, "start"),
        end=_moment(result, "end"),
        all_day=True if result.get("all_day") in (True, 1, "1") else None,
        mode="hybrid" if online and seats else "online" if online else None,
        venue=None if online and not seats else venue,
        room=None if online and not seats else room,
        price_text=_text(result.get("registration_cost")),
        registration="required" if result.get("registration_enabled") in (True, 1, "1") else None,
        ages_text=_one(_names(result.get("audiences"))),
        categories=_names(result.get("categories_arr")) or _names(result.get("categories")),
        description=_text(result.get("description")) or _text(result.get("shortdesc")),
        image=_text(result.get("featured_image")),
    )


def _moment(result: dict[str, Any], which: str) -> datetime | date | None:
    """Return a time of the list: the library's wall clock, without a zone."""
    for text in (_text(result.get(f"{which}dt")), f"{_text(result.get('date'))} {_text(result.get(which))}"):
        found = when.read(text or "")
        if found is not None:
            return found
    return when.read(_text(result.get("date")) or "") if which == "start" else None


def _branch_and_room(branch: str | None, location: str | None) -> tuple[str | None, str | None]:
    """Return venue and room of "Main Library" beside "Main Library - Tower Room"."""
    if not location:
        return branch, None
    label, mark, room = location.partition(" - ")
    if not branch:
        return (label, room.strip() or None) if mark else (location, None)
    if fold(location) == fold(branch):
        return branch, None
    return branch, room.strip() if mark and (fold(label) in fold(branch) or fold(branch) in fold(label)) else location


def _from_rss(page: Page, window: Window) -> Iterator[RawListing]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, load_dtd=False)
    try:
        root = etree.fromstring(page.content.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise NotACalendar("an RSS feed that is broken or breaks off") from error
    for item in root.iter("item"):
        raw = _from_item(item)
        if _overlaps(raw, window):
            yield raw


def _from_item(item: etree._Element) -> RawListing:
    day = when.read(_of(item, "date") or "")
    branch, location = _of(item, "campus"), _of(item, "location")
    venue, room = _branch_and_room(branch, location)
    start = when.read(f"{_of(item, 'date')} {_of(item, 'start')}") if _of(item, "start") else day
    categories = tuple(dict.fromkeys(text for tag in item.iter("category") if (text := _text(tag.text))))
    picture = item.find("enclosure")
    return RawListing(
        title=_text(item.findtext("title")) or "",
        uid=_of(item, "eventid") or _text(item.findtext("guid")),
        url=_text(item.findtext("link")),
        start=start,
        end=when.read(f"{_of(item, 'enddate') or _of(item, 'date')} {_of(item, 'end')}") if _of(item, "end") else None,
        venue=venue,
        room=room,
        ages_text=_one(tuple(text for tag in item.iter(f"{{{_NAMESPACE}}}audience") if (text := _text(tag.text)))),
        categories=categories,
        description=_of(item, "description") or _text(item.findtext("description")),
        image=picture.get("url") if picture is not None else None,
    )


def _of(item: etree._Element, name: str) -> str | None:
    return _text(item.findtext(f"{{{_NAMESPACE}}}{name}"))


def _from_page(page: Page, window: Window) -> Iterator[RawListing | Request]:
    path = urlsplit(page.url).path.lower()
    for start, what in _NO_EVENTS:
        if path.startswith(start):
            raise NotACalendar(what)
    if not _MARKUP.search(page.content) or not (found := _CALENDAR_ID.search(page.content)):
        raise NotACalendar("a web page without LibCal's events")
    yield _list_request(page.url, (found[1] or found[2]).decode("ascii"), window.start)


def _list_request(url: str, number: str, start: date | None) -> Request:
    query = {
        "c": number,
        "date": start.isoformat() if start else _FROM_TODAY,
        "perpage": _PER_PAGE,
        "page": 1,
        "audience": "",
        "cats": "",
        "camps": "",
        "inc": 0,
    }
    return Request(url=urljoin(url, f"/ajax/calendar/list?{urlencode(query)}"))


def _overlaps(raw: RawListing, window: Window) -> bool:
    if raw.start is None:
        return True
    return when.within(_day(raw.start).isoformat(), _day(raw.end).isoformat() if raw.end else None, window)


def _day(moment: str | datetime | date) -> date:
    assert not isinstance(moment, str)
    return moment.date() if isinstance(moment, datetime) else moment


def _query(url: str, name: str) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get(name, [])), None)


def _whole(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  a count


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def _names(value: object) -> tuple[str, ...]:
    """Return the names in a list of names or of objects with a name; or the one name, as it is printed."""
    if isinstance(value, str):
        return tuple(part for text in value.split(">") if (part := line(text)))
    entries = value if isinstance(value, list) else []
    names = (_text(entry.get("name")) if isinstance(entry, dict) else _text(entry) for entry in entries)
    return tuple(dict.fromkeys(name for name in names if name))


def _one(names: tuple[str, ...]) -> str | None:
    """Return the audience where there is one: two age groups together say nothing that a range could hold."""
    return names[0] if len(names) == 1 else None
