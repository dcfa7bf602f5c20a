"""When a group meets, in OpenActive's words (Modelling Opportunity Data 2.0, "Schedule" and "ScheduledSession").

A `Schedule` stands for all dates of it: it is given where it and its exceptions tell just the dates that are listed.
Else the dates stand one by one in `subEvent`, and a `PartialSchedule` only describes them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from finder.grouping.rules import Rule, parse_rule
from finder.listing import Group, Occurrence
from finder.web import words
from finder.web.cards import web_link
from finder.web.directories.stated import Node, known
from finder.web.series import Series, series
from finder.when import iana_zone

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M"}
_STATES = {"cancelled": "EventCancelled", "postponed": "EventPostponed", "scheduled": "EventScheduled"}


def dates(group: Group, page: str) -> Node:
    """Return the properties of a SessionSeries that tell when it meets; none where nothing is known of that.

    Args:
        group: what meets.
        page: the address that is its name.
    """
    found, rule = series(group), parse_rule(group.cadence)
    if found and rule and _tells_all(found, rule, group):
        return {"eventSchedule": [_schedule(found, rule, group)]}
    return known(
        {
            "eventSchedule": [_described(rule, next(reversed(group.occurrences), None), group)] if rule else [],
            "subEvent": [_session(one, group, page) for one in group.occurrences],
            # Without a schedule, an event says when it begins.
            "startDate": group.occurrences[0].start if group.occurrences and not rule else None,
        }
    )


def _tells_all(found: Series, rule: Rule, group: Group) -> bool:
    """Tell whether a Schedule loses nothing: it knows weekdays and days of the month, not the second Tuesday of it."""
    own_pages = any(one.url not in {None, group.url} for one in group.occurrences)
    return not (found.extra or found.changed or own_pages or any(n for n, _ in rule.days))


def _schedule(found: Series, rule: Rule, group: Group) -> Node:
    there = iana_zone(group.timezone)
    (until,) = found.rule["UNTIL"]
    return {
        **_described(rule, found.first, group),
        "@type": "Schedule",
        "scheduledEventType": "ScheduledSession",
        "startDate": f"{words.local(found.first.start, group.timezone):%Y-%m-%d}",
        "endDate": f"{until.astimezone(there):%Y-%m-%d}",
        **known({"exceptDate": [day.astimezone(there).isoformat() for day in found.without]}),
    }


def _described(rule: Rule, one: Occurrence | None, group: Group) -> Node:
    """Return a rule in words that anybody can read, with the hours of one date."""
    days = rule.weekdays or (range(7) if rule.freq == "DAILY" else ())
    return known(
        {
            "@type": "PartialSchedule",
            "repeatFrequency": f"P{rule.interval}{_UNITS[rule.freq]}",
            "byDay": [f"https://schema.org/{_DAYS[day]}" for day in days],
            "byMonthDay": list(rule.month_days),
            "scheduleTimezone": group.timezone if iana_zone(group.timezone) else None,
            **(_hours(one, group) if one else {}),
        }
    )


def _hours(one: Occurrence, group: Group) -> Node:
    start, end = (words.local(text, group.timezone) if text else None for text in (one.start, one.end))
    if not isinstance(start, datetime):
        return {}
    begins = {"startTime": f"{start:%H:%M:%S}"}
    if not isinstance(end, datetime):
        return begins
    length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    # By their clocks alone, what ends on another day could not be told from what ends on the next morning.
    is_long = length >= timedelta(days=1)
    return begins | ({"duration": _duration(length)} if is_long else {"endTime": f"{end:%H:%M:%S}"})


def _duration(length: timedelta) -> str:
    return f"PT{length // timedelta(minutes=1)}M"


def _session(one: Occurrence, group: Group, page: str) -> Node:
    status = _STATES.get(one.status or "")
    return known(
        {
            "@type": "ScheduledSession",
            "@id": f"{page}#{one.start}",
            "startDate": one.start,
            "endDate": one.end,
            "eventStatus": f"https://schema.org/{status}" if status else None,
            "url": web_link(one.url) if one.url != group.url else None,
            "beta:sportsActivityLocation": room(one.room) if one.room != group.room else None,
        }
    )


def room(name: str | None) -> list[Node] | None:
    """Return the part of a place in which something is held."""
    return [{"@type": "SportsActivityLocation", "name": name}] if name else None
