"""Dates of groups as iCalendar (RFC 5545), with time zones written out and the same UIDs each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from finder import __version__
from finder.listing import Group, Occurrence
from finder.taxonomy import label
from finder.web import words, zones
from finder.web.cards import web_link
from finder.web.claims import is_sample, names
from finder.web.series import Series, series
from finder.when import iana_zone

_STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
_EVENT, _EVENT_END, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"
_REFRESH = timedelta(hours=12)


def ics(
    groups: Iterable[Group],
    name: str,
    address: str,
    page_of: Callable[[Group], str],
    now: datetime,
    *,
    as_series: bool = False,
) -> bytes:
    """Return the calendar: an event for each date, or for each group one with a rule where its dates keep to one.

    `address` is what the calendar as a whole is a copy of, `page_of` returns the address of a group's page, and `now`
    is the stamp of what nobody confirmed.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Creative Community Finder//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # RFC 7986, section 5; the names with X- are what programs from before it read.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("url", address)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    shown = list(groups)
    for zone, years in _clocks(shown).items():
        calendar.add_component(zones.component(zone, years))
    head = bytes(calendar.to_ical()).removesuffix(_END)
    events = (event for group in shown for event in _events(group, page_of(group), now, as_series=as_series))
    return b"".join((head, *events, _END))


def _clocks(groups: Iterable[Group]) -> dict[ZoneInfo, set[int]]:
    """Return the zones by whose clocks dates are told, with the years of these."""
    found: dict[ZoneInfo, set[int]] = defaultdict(set)
    for group in groups:
        zone = iana_zone(group.timezone)
        told = (text for one in group.occurrences for text in (one.start, one.end) if text) if zone else ()
        for at in (_local(text, group.timezone) for text in told):
            if zone and isinstance(at, datetime) and zone.key != "UTC":
                found[zone].add(at.year)
    return found


def _events(group: Group, page: str, now: datetime, *, as_series: bool) -> list[bytes]:
    stamp = words.instant_of(group.last_confirmed, None) if group.last_confirmed else now.astimezone(UTC)
    if as_series and (found := series(group)):
        changed = (_override(one, group, page, stamp) for one in found.changed)
        return [bytes(event.to_ical()) for event in (_recurring(found, group, page, stamp), *changed)]
    # What all dates of a group share is most of each: it is written once.
    shared: dict[tuple[str | None, ...], bytes] = {}
    written = []
    for one in group.occurrences:
        told = (one.status, one.url, one.room)
        if told not in shared:
            shared[told] = bytes(_shared(one, group, page, stamp).to_ical()).removeprefix(_EVENT)
        written.append(bytes(_dated(one, group).to_ical()).removesuffix(_EVENT_END) + shared[told])
    return written


def _dated(occurrence: Occurrence, group: Group) -> Event:
    event = _timed(occurrence, group)
    event.add("uid", f"{group.id}/{_key(occurrence, group)}@creative-community-finder")
    return event


def _recurring(found: Series, group: Group, page: str, stamp: datetime) -> Event:
    event = _event(found.first, group, page, stamp)
    event.add("uid", _series_uid(group))
    event.add("rrule", found.rule)
    for name, times in (("exdate", found.without), ("rdate", found.extra)):
        if times:
            event.add(name, list(times))
    return event


def _override(occurrence: Occurrence, group: Group, page: str, stamp: datetime) -> Event:
    event = _event(occurrence, group, page, stamp)
    event.add("uid", _series_uid(group))
    event.add("recurrence-id", _local(occurrence.start, group.timezone))
    return event


def _series_uid(group: Group) -> str:
    return f"{group.id}@creative-community-finder"


def _event(occurrence: Occurrence, group: Group, page: str, stamp: datetime) -> Event:
    event = _shared(occurrence, group, page, stamp)
    event.update(_timed(occurrence, group))
    return event


def _timed(occurrence: Occurrence, group: Group) -> Event:
    event = Event()
    event.add("dtstart", _local(occurrence.start, group.timezone))
    if end := _end(occurrence, group.timezone):
        event.add("dtend", end)
    return event


def _shared(occurrence: Occurrence, group: Group, page: str, stamp: datetime) -> Event:
    event = Event()
    event.add("dtstamp", stamp)
    event.add("summary", group.title)
    event.add("status", _STATUS.get(occurrence.status or "", "CONFIRMED"))
    event.add("url", web_link(occurrence.url) or web_link(group.url) or page)
    if place := _location(occurrence, group):
        event.add("location", place)
    if group.place and group.mode != "online" and words.is_exact(group.place):
        event.add("geo", (group.place.latitude, group.place.longitude))
    if kinds := [label(facet, tag) for facet in ("pathway", "activity") for tag in names(group, facet)]:
        event.add("categories", kinds)
    event.add("description", _description(group, page))
    return event


def _key(occurrence: Occurrence, group: Group) -> str:
    """The start names a date for good: a source may give all dates of a series one uid."""
    return words.instant_of(occurrence.start, group.timezone).strftime("%Y%m%dT%H%M%SZ")


def _local(text: str, zone_name: str | None) -> datetime | date:
    value = words.local(text, zone_name)
    if isinstance(value, datetime) and iana_zone(zone_name) is None and value.tzinfo:
        return value.astimezone(UTC)
    return value


def _end(occurrence: Occurrence, zone_name: str | None) -> datetime | date | None:
    first = _local(occurrence.start, zone_name)
    if not isinstance(first, datetime):
        last = _local(occurrence.end, zone_name) if occurrence.end else first
        day = last.date() if isinstance(last, datetime) else last
        # The end of a whole day is the next morning (RFC 5545, section 3.6.1), but for the last one of all.
        return day + timedelta(days=1) if day < date.max else day
    end = _local(occurrence.end, zone_name) if occurrence.end else None
    return end if isinstance(end, datetime) and end >= first else None


def _location(occurrence: Occurrence, group: Group) -> str | None:
    parts = (group.venue, occurrence.room or group.room, group.address)
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _description(group: Group, page: str) -> str:
    sample = (
        ["This is from a sample: dates may be carried over. Ask the host before you go."] if is_sample(group) else []
    )
    return "\n\n".join([*sample, *([group.description] if group.description else []), page])
