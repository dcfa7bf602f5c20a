"""OpenActive opportunity data (openactive.io/modelling-opportunity-data), in RPDE pages or as single items.

A page has items ("updated" with data, "deleted" as a tombstone) and the address of the next; the last page is empty
and names itself.  What a session lacks stands in its `superEvent`, as an object or by the id of an item of the same
page.  A full Schedule is unrolled, a PartialSchedule only describes; a course stays one record.  Court hire
(FacilityUse, Slot) and places are no events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import msgspec

from finder import when
from finder.errors import NotACalendar, TooLarge
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import clock, refusals, schedules, schema_org, values
from scrapers.schedules import Plan
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
_ADULT = 18
_OLD = 50
_DEEPEST = 4
_MOST_RECORDS = 20_000


class OpenActive:
    """Feeds of activity providers, mostly in the United Kingdom."""

    key: ClassVar[str] = "openactive"
    rank: ClassVar[int] = 300

    def claims(self, url: str) -> bool:
        """Tell whether the address has the word in it."""
        return "openactive" in url.lower() or "/rpde" in url.lower()

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its vocabulary or of an RPDE page."""
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
        answer = values.load(page)
        items = node(answer).get("items")
        if isinstance(items, list):
            yield from _records([node(item) for item in items if isinstance(item, dict)], page, source, window)
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
    events = [one for one in data if _kind(one) in _EVENTS]
    if data and not events:
        raise NotACalendar(next((_OTHERS[k] for one in data if (k := _kind(one)) in _OTHERS), refusals.what(page)))
    found = (raw for event in events for raw in _dated(_whole(event, known), page, source, window))
    for number, raw in enumerate(found):
        if number >= _MOST_RECORDS:
            raise TooLarge(f"one page makes more than {_MOST_RECORDS:,} dates")
        yield raw


def _named(item: Node) -> Node:
    """Return the data of an item, its id beside it, with JSON-LD's names for type and id."""
    data = _with_at(item.get("data") if isinstance(item.get("data"), dict) else item)
    found: Node = data if isinstance(data, dict) else {}
    return {"identifier": item.get("id"), **found} if "data" in item else found


def _with_at(value: Any, depth: int = 12) -> Any:
    if isinstance(value, list):
        return [_with_at(one, depth - 1) for one in value] if depth else []
    if isinstance(value, dict) and depth:
        return {{"type": "@type", "id": "@id"}.get(key, key): _with_at(one, depth - 1) for key, one in value.items()}
    return value


def _kind(event: Node) -> str:
    return next(iter(schema_org.kinds(event)), "")


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
        for part in parts:
            yield from _record({**inherited, "@above": event.get("@id"), **part}, page)
        return
    plans = [] if _kind(event) in {"CourseInstance", "Course"} else _plans(event, source)
    found = [(plan, one) for plan in plans for one in schedules.dates(plan, window, page)]
    for raw in _record(event, page):
        if not plans:
            yield _noted(raw, event)
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
    provider = text(node(event.get("organizer")).get("name")) or text(node(event.get("provider")).get("name"))
    yield msgspec.structs.replace(
        made,
        uid=text(event.get("@id")) or text(event.get("identifier")),
        series_uid=text(event.get("@above")),
        url=schema_org.address(event.get("url"), page.url),
        mode="online" if _kind(event) == "OnDemandEvent" else made.mode,
        venue=None if _POINT.fullmatch(made.venue or "") else made.venue,
        room=", ".join(rooms)[:120] or None,
        age_min=values.number(ages.get("minValue")),
        age_max=values.number(ages.get("maxValue")),
        organizer=made.organizer or provider,
        categories=labels,
    )


def _is_reduced(offer: Node) -> bool:
    """Tell whether a price is not for an adult of the public."""
    ages = node(offer.get("ageRestriction")) or node(offer.get("ageRange"))
    low, high = values.number(ages.get("minValue")), values.number(ages.get("maxValue"))
    by_age = (high is not None and high < _ADULT) or (low is not None and low >= _OLD)
    return by_age or bool(_NOT_ADULTS.search(text(offer.get("name")) or ""))


def _plans(event: Node, source: Source) -> list[Plan]:
    full = (one for one in values.nodes(event.get("eventSchedule")) if _kind(one) != "PartialSchedule")
    return [plan for one in full if (plan := _plan(one, source))]


def _plan(schedule: Node, source: Source) -> Plan | None:
    begins, clock_time = values.moment(schedule.get("startDate")), _clock(schedule.get("startTime"))
    repeats = schedules.rule(
        text(schedule.get("repeatFrequency")),
        _weekdays(schedule),
        values.day(until) if (until := values.moment(schedule.get("endDate"))) else None,
        values.whole(schedule.get("repeatCount")),
    )
    if begins is None or clock_time is None or repeats is None:
        return None
    zone = when.zone(text(schedule.get("scheduleTimezone")) or text(schedule.get("beta:timeZone")) or source.timezone)
    excepted = (values.moment(one) for one in schema_org.many(schedule.get("exceptDate")))
    return Plan(
        start=datetime.combine(values.day(begins), clock_time, zone),
        length=_length(schedule, clock_time),
        rule=repeats,
        # A day is excepted whatever clock is written with it: "11:00Z" is seen for 11:00 in summer.
        without=frozenset(values.day(one) for one in excepted if one),
    )


def _weekdays(schedule: Node) -> list[str]:
    return [re.split(r"[/:#]", str(one))[-1][:2].upper() for one in schema_org.many(schedule.get("byDay"))]


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(text(value) or "").replace(tzinfo=None)
    except ValueError:
        return None


def _length(schedule: Node, begins: time) -> timedelta | None:
    ends = _clock(schedule.get("endTime"))
    if length := clock.duration(schedule.get("duration")):
        return length
    if ends is None:
        return None
    length = datetime.combine(date.min, ends) - datetime.combine(date.min, begins)
    return length if length > timedelta() else length + timedelta(days=1)


def _noted(raw: RawListing, event: Node) -> RawListing:
    """Return the record with its schedule in words and as a rule, where its dates are not given one by one."""
    schedule = next(iter(values.nodes(event.get("eventSchedule"))), None)
    if schedule is None or _kind(event) == "ScheduledSession":
        return raw
    repeats = schedules.rule(text(schedule.get("repeatFrequency")), _weekdays(schedule))
    hours = [str(schedule[key])[:5] for key in ("startTime", "endTime") if text(schedule.get(key))]
    days = ", ".join(re.split(r"[/:#]", str(one))[-1] for one in schema_org.many(schedule.get("byDay")))
    note = " ".join(part for part in (days, " to ".join(hours)) if part)
    span = {}
    if (
        isinstance(raw.start, date)
        and not isinstance(raw.start, datetime)
        and (opens := _clock(schedule.get("startTime")))
    ):
        ends = _clock(schedule.get("endTime"))
        last = values.day(raw.end) if isinstance(raw.end, date) else raw.start
        span = {"start": datetime.combine(raw.start, opens), "end": datetime.combine(last, ends) if ends else None}
        span["all_day"] = None
    return msgspec.structs.replace(raw, recurrence=repeats, schedule_note=note or None, **span)
