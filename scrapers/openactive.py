"""OpenActive opportunity data (openactive.io/modelling-opportunity-data), in RPDE pages or as single items.

A dataset site leads to its feeds of events.

A page has items ("updated" with data, "deleted" as a tombstone) and the address of the next; the last page is empty
and names itself.  What a session lacks stands in its `superEvent`: as an object, by the id of an item of the same
page, or by an id alone; then that address is asked, its sessions noted.  A full Schedule is unrolled, a
PartialSchedule only describes; a course stays one record.  Court hire (FacilityUse, Slot) and places are no events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import msgspec

from finder import when
from finder.errors import NotACalendar, TooLarge
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from scrapers import refusals, schedules, schema_org, values
from scrapers.notes import notes, with_notes
from scrapers.openactive_dataset import feeds, is_dataset
from scrapers.openactive_schedule import kind, noted, plans, zone_of
from scrapers.values import Node, node, text

_MARK = (b"openactive.io", b'"superEvent"')
_RPDE = re.compile(rb'"state"\s*:\s*"(?:updated|deleted)"')
_EVENTS = {
    "SessionSeries",
    "ScheduledSession",
    "Event",
    "EventSeries",
    "HeadlineEvent",
    "CourseInstance",
    "Course",
    "OnDemandEvent",
}
_OTHERS = {
    "FacilityUse": "an OpenActive feed of facilities for hire, not of events",
    "IndividualFacilityUse": "an OpenActive feed of facilities for hire, not of events",
    "Slot": "an OpenActive feed of slots for hire, not of events",
    "Place": "an OpenActive feed of places, not of events",
    "Organization": "an OpenActive feed of organisers, not of events",
}
_OWN = {
    "eventSchedule",
    "subEvent",
    "startDate",
    "endDate",
    "duration",
    "@id",
    "identifier",
    "superEvent",
    "@type",
    "eventStatus",
}
_NOT_ADULTS = re.compile(
    r"\b(?:junior|child|kids?|youth|student|concession|senior|over[ -]?\d\d|under[ -]?\d\d|carer|"
    r"(?<!non-)(?<!non )member)s?\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"-?\d+\.\d+,\s*-?\d+\.\d+")
_BOOKING: dict[str, Registration] = {"Required": "required", "Optional": "optional", "Unavailable": "none"}
_ADULT = 18
_OLD = 50
_DEEPEST = 4
_MOST_RECORDS = 20_000
_SESSIONS = "sessions"
_MOST_NOTED = 30


class OpenActive:
    """Feeds of activity providers, mostly in the United Kingdom."""

    key: ClassVar[str] = "openactive"
    rank: ClassVar[int] = 300

    def claims(self, url: str) -> bool:
        """Tell whether the address has the word in it."""
        return "openactive" in url.lower() or "/rpde" in url.lower()

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its vocabulary, of an RPDE page or of a dataset site."""
        if is_dataset(page):
            return "a dataset of RPDE feeds"
        if not values.is_json(page):
            return None
        state = _RPDE.search(page.content)
        if state and any(mark in page.content for mark in _MARK):
            return state[0].decode()
        if b"openactive.io" in page.content and (b'"@type"' in page.content or b'"type"' in page.content):
            return "openactive.io"
        empty = b'"items"' in page.content and b'"next"' in page.content and b'"license"' in page.content
        return '"next", "items" and "license"' if empty else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  a feed begins where it begins
        """Ask for the first page."""
        yield Request(url=source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield the events of the page, then the next page.

        Raises:
            NotACalendar: it is a feed of other things than events, or no feed.
        """
        if is_dataset(page):
            yield from (Request(url=feed) for feed in feeds(page))
            return
        if sessions := notes(page.url).get(_SESSIONS):
            yield from _sessions_of(page, sessions.split())
            return
        answer = values.load(page)
        items = node(answer).get("items")
        if isinstance(items, list):
            named = [node(item) for item in items if isinstance(item, dict)]
            yield from _records(named, page, source, window)
            yield from _series_elsewhere(named, page, window)
            following = text(node(answer).get("next"))
            if items and following and following != page.url:
                yield Request(url=following)
        elif {"state", "data", "@type", "type"} & set(node(answer)):
            yield from _records([node(answer)], page, source, window)
        else:
            raise NotACalendar(refusals.what(page))


def _records(items: list[Node], page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    data = [_named(item) for item in items if item.get("state") != "deleted"]
    known = {str(one["@id"]): one for one in data if one.get("@id")}
    events = [one for one in data if kind(one) in _EVENTS]
    if data and not events:
        raise NotACalendar(next((_OTHERS[k] for one in data if (k := kind(one)) in _OTHERS), refusals.what(page)))
    found = (raw for event in events for raw in _dated(_whole(event, known), page, source, window))
    for number, raw in enumerate(found):
        if number >= _MOST_RECORDS:
            raise TooLarge(f"one page makes more than {_MOST_RECORDS:,} dates")
        yield raw


def _series_elsewhere(items: list[Node], page: Page, window: Window) -> Iterator[Request]:
    """Ask for what sessions without a name belong to, where that is an address of the same site and not on the page."""
    data = [_named(item) for item in items if item.get("state") != "deleted"]
    known = {str(one["@id"]) for one in data if one.get("@id")}
    found: dict[str, list[str]] = {}
    for one in data:
        above = text(one.get("superEvent")) or ""
        start = text(one.get("startDate"))
        ours = above not in known and values.site(above) == values.site(page.url)
        if start and ours and not one.get("name") and _in_window(start, window):
            found.setdefault(above, []).append("/".join((start, text(one.get("endDate")) or "", _state(one))))
    for above, sessions in found.items():
        yield Request(url=with_notes(above, **{_SESSIONS: " ".join(sessions[:_MOST_NOTED])}))


def _in_window(start: str, window: Window) -> bool:
    return when.within(start[:10], None, window) if re.match(r"\d{4}-\d\d-\d\d", start) else False


def _state(event: Node) -> str:
    return re.split(r"[/:#]", text(event.get("eventStatus")) or "")[-1]


def _sessions_of(page: Page, sessions: list[str]) -> Iterator[RawListing]:
    """Yield the noted sessions of a series; an address that does not answer with it names nobody's sessions."""
    series = _named(node(values.load(page))) if values.is_json(page) else {}
    if not series.get("name"):
        return
    series = {"@id": page.url.partition("#")[0], **series}
    inherited = {key: value for key, value in series.items() if key not in _OWN}
    for session in sessions:
        start, end, state = [*session.split("/"), "", ""][:3]
        event = {**inherited, "@type": "ScheduledSession", "startDate": start, "endDate": end or None}
        event |= {"@id": f"{series['@id']}#{start}", "@above": series["@id"], "eventStatus": state or None}
        yield from _record(event, page)


def _named(item: Node) -> Node:
    """Return the data of an item, its id beside it, with JSON-LD's names for type and id."""
    data = _with_at(item.get("data") if isinstance(item.get("data"), dict) else item)
    found: Node = data if isinstance(data, dict) else {}
    return {"identifier": item.get("id"), **found} if "data" in item else found


def _with_at(value: Any, depth: int = 12) -> Any:
    if isinstance(value, list):
        return [_with_at(one, depth - 1) for one in value] if depth else []
    if isinstance(value, dict) and depth:
        return {_name_of(key): _with_at(one, depth - 1) for key, one in value.items()}
    return value


def _name_of(key: str) -> str:
    """Return the name of a property: JSON-LD's own, and schema.org's where its prefix is written out."""
    return {"type": "@type", "id": "@id"}.get(key, key.removeprefix("schema:"))


def _whole(event: Node, known: dict[str, Node], depth: int = _DEEPEST) -> Node:
    """Return the event with what it inherits from the event above it."""
    above = event.get("superEvent")
    parent = above if isinstance(above, dict) else known.get(str(above))
    if parent is None or not depth:
        return event
    inherited = {key: value for key, value in _whole(parent, known, depth - 1).items() if key not in _OWN}
    own = {key: value for key, value in event.items() if value not in (None, "", [])}
    return {**inherited, **own, "@above": parent.get("@id")}


def _dated(event: Node, page: Page, source: Source, window: Window) -> Iterator[RawListing]:
    """Yield the dates of an event: of its parts, of its schedule, or its own."""
    parts = [part for part in values.nodes(event.get("subEvent")) if part.get("startDate")]
    inherited = {key: value for key, value in event.items() if key not in _OWN}
    if parts:
        zone = zone_of(event)
        for part in parts:
            for raw in _record({**inherited, "@above": event.get("@id"), **part}, page):
                yield msgspec.structs.replace(raw, timezone=zone)
        return
    plans_ = [] if kind(event) in {"CourseInstance", "Course"} else plans(event, source)
    found = [(plan, one) for plan in plans_ for one in schedules.dates(plan, window, page)]
    for raw in _record(event, page):
        if not plans_:
            yield noted(raw, event)
        for plan, one in found:
            yield msgspec.structs.replace(
                raw,
                uid=f"{raw.uid}#{one.start:%Y%m%dT%H%M}" if raw.uid else None,
                series_uid=raw.uid,
                start=one.start,
                end=one.end,
                all_day=None,
                recurrence=plan.rule,
            )


def _record(event: Node, page: Page) -> Iterator[RawListing]:
    offers = [one for one in values.nodes(event.get("offers")) if not _is_reduced(one)] or event.get("offers")
    made = schema_org.listing({**event, "offers": offers}, page.url, lambda value, _: value)
    if made is None:
        return
    ages, rooms = node(event.get("ageRange")), values.names(event.get("beta:sportsActivityLocation"))
    labels = (*values.names(event.get("activity"), "prefLabel"), *values.names(event.get("category"), "prefLabel"))
    offers = values.nodes(offers)
    provider = text(node(event.get("organizer")).get("name")) or text(node(event.get("provider")).get("name"))
    yield msgspec.structs.replace(
        made,
        uid=text(event.get("@id")) or text(event.get("identifier")),
        series_uid=text(event.get("@above")),
        url=schema_org.address(event.get("url"), page.url),
        mode="online" if kind(event) == "OnDemandEvent" else made.mode,
        venue=None if _POINT.fullmatch(made.venue or "") else made.venue,
        room=", ".join(rooms)[:120] or None,
        age_min=values.number(ages.get("minValue")),
        age_max=values.number(ages.get("maxValue")),
        organizer=made.organizer or provider,
        categories=labels,
        # Beside a name, it describes what is sold.
        price_text=None if any(one.get("name") for one in offers) else _one_text(offers, "description"),
        registration=_sign_up(offers),
        schedule_note=text(event.get("schedulingNote")),
        access=(*made.access, *_wheelchairs(event)),
    )


def _wheelchairs(event: Node) -> tuple[str, ...]:
    """Return what OpenActive's beta namespace says in a flag."""
    said = event.get("beta:isWheelchairAccessible")
    return (f"Wheelchair access: {'yes' if said else 'no'}",) if isinstance(said, bool) else ()


def _one_text(offers: list[Node], key: str) -> str | None:
    """Return what all offers say alike."""
    said = {text(one.get(key)) for one in offers}
    return said.pop() if len(said) == 1 else None


def _sign_up(offers: list[Node]) -> Registration | None:
    """Return whether one books ahead: `openBookingInAdvance`, before 2.0 `advanceBooking`."""
    found = _one_text(offers, "openBookingInAdvance") or _one_text(offers, "advanceBooking") or ""
    return _BOOKING.get(re.split(r"[/:#]", found)[-1])


def _is_reduced(offer: Node) -> bool:
    """Tell whether a price is not for an adult of the public."""
    ages = node(offer.get("ageRestriction")) or node(offer.get("ageRange"))
    low, high = values.number(ages.get("minValue")), values.number(ages.get("maxValue"))
    by_age = (high is not None and high < _ADULT) or (low is not None and low >= _OLD)
    return by_age or bool(_NOT_ADULTS.search(text(offer.get("name")) or ""))
