"""The dates of one group as iCalendar (RFC 5545), with time zones written out and the same UIDs each time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from finder import __version__
from finder.listing import Group, Occurrence
from finder.web import words
from finder.web.cards import web_link
from finder.web.claims import is_sample

_STATUS = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}


def ics(group: Group, page: str, now: datetime) -> bytes:
    """Return the calendar; `page` is the address of the group's page, `now` the stamp where nobody confirmed it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Creative Community Finder//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", group.title)
    calendar.add("x-wr-calname", group.title)
    calendar.add("url", page)
    stamp = words.instant_of(group.last_confirmed, None) if group.last_confirmed else now.astimezone(UTC)
    for occurrence in group.occurrences:
        calendar.add_component(_event(occurrence, group, page, stamp))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(occurrence: Occurrence, group: Group, page: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{group.id}/{_key(occurrence, group)}@creative-community-finder")
    event.add("dtstamp", stamp)
    event.add("summary", group.title)
    event.add("dtstart", _local(occurrence.start, group.timezone))
    if end := _end(occurrence, group.timezone):
        event.add("dtend", end)
    event.add("status", _STATUS.get(occurrence.status or "", "CONFIRMED"))
    event.add("url", web_link(occurrence.url) or web_link(group.url) or page)
    if place := _location(occurrence, group):
        event.add("location", place)
    event.add("description", _description(group, page))
    return event


def _key(occurrence: Occurrence, group: Group) -> str:
    """The start names a date for good: a source may give all dates of a series one uid."""
    return words.instant_of(occurrence.start, group.timezone).strftime("%Y%m%dT%H%M%SZ")


def _local(text: str, zone_name: str | None) -> datetime | date:
    value = words.local(text, zone_name)
    if isinstance(value, datetime) and words.zone(zone_name) is None and value.tzinfo:
        return value.astimezone(UTC)
    return value


def _end(occurrence: Occurrence, zone_name: str | None) -> datetime | date | None:
    first = _local(occurrence.start, zone_name)
    if not isinstance(first, datetime):
        last = _local(occurrence.end, zone_name) if occurrence.end else first
        # The end of a whole day is the next morning (RFC 5545, section 3.6.1).
        return (last.date() if isinstance(last, datetime) else last) + timedelta(days=1)
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
