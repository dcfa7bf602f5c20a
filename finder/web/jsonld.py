"""A group as search engines read it: schema.org Event with its Schedule, next dates, place and price.

https://schema.org/Schedule and https://developers.google.com/search/docs/appearance/structured-data/event
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from finder.grouping.rules import WEEKDAYS, Rule, parse_rule
from finder.listing import Group
from finder.tiles.wall import NOT_HELD
from finder.web import words
from finder.web.cards import web_link

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M"}
_MODES = {"in-person": "Offline", "online": "Online", "hybrid": "Mixed"}


def event(group: Group, page: str, now: datetime) -> dict[str, Any] | None:
    """Return the event as JSON-LD; None for a group without a coming date, since an event has one."""
    coming = [one for one in group.occurrences if words.end_of(one.start, one.end, group.timezone) > now]
    held = [one for one in coming if one.status not in NOT_HELD]
    if not held:
        return None
    rule = parse_rule(group.cadence)
    found = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": group.title,
        "url": page,
        "sameAs": web_link(group.url),
        "description": group.description,
        "startDate": held[0].start,
        "endDate": held[0].end,
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{_MODES[group.mode]}EventAttendanceMode" if group.mode else None,
        "eventSchedule": _schedule(rule, group) if rule else None,
        "location": _location(group, page),
        "organizer": {"@type": "Organization", "name": group.organizer} if group.organizer else None,
        "isAccessibleForFree": True if group.price and group.price.status == "free" else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def place(name: str, group: Group, said: Mapping[str, bool], page: str) -> dict[str, Any]:
    """Return a venue as JSON-LD: `group` meets there, `said` is what is said of getting in."""
    features = [{"@type": "LocationFeatureSpecification", "name": what, "value": is_so} for what, is_so in said.items()]
    more = {"@context": "https://schema.org", "url": page, "amenityFeature": features or None}
    return {key: value for key, value in ((_location(group, page) or {}) | {"name": name} | more).items() if value}


def repeats(rule: Rule) -> dict[str, Any]:
    """Return the properties of a Schedule that tell a rule; weekdays of a month as RFC 5545 has them: `2TU`, `-1FR`."""
    days = sorted(rule.days, key=lambda one: (one[1], one[0]))
    found = {
        "repeatFrequency": f"P{rule.interval}{_UNITS[rule.freq]}",
        "byDay": [f"{n}{WEEKDAYS[day]}" if n else f"https://schema.org/{_DAYS[day]}" for n, day in days],
        "byMonthDay": list(rule.month_days),
    }
    return {name: value for name, value in found.items() if value}


def _schedule(rule: Rule, group: Group) -> dict[str, Any]:
    first = group.occurrences[-1]
    start, end = (words.local(text, group.timezone) if text else None for text in (first.start, first.end))
    found = {
        "@type": "Schedule",
        **repeats(rule),
        "startTime": f"{start:%H:%M:%S}" if isinstance(start, datetime) else None,
        "endTime": f"{end:%H:%M:%S}" if isinstance(end, datetime) else None,
        "scheduleTimezone": group.timezone,
    }
    return {name: value for name, value in found.items() if value is not None}


def _location(group: Group, page: str) -> dict[str, Any] | None:
    if group.mode == "online":
        return {"@type": "VirtualLocation", "url": web_link(group.url) or page}
    name, address = words.where(group), group.address or words.roughly(group.place)
    if not (name or address):
        return None
    place: dict[str, Any] = {"@type": "Place", "name": name or address, "address": address or name}
    if group.place and words.is_exact(group.place):
        point = {"latitude": group.place.latitude, "longitude": group.place.longitude}
        place["geo"] = {"@type": "GeoCoordinates", **point}
    return place
