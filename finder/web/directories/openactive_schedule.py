"""When a group meets, in OpenActive's words (Modelling Opportunity Data 2.0, "Schedule" and "ScheduledSession").

A `Schedule` stands for all dates of it: it is given where it and its exceptions tell just the dates that are listed.
Else the dates stand one by one in `subEvent`, and a `PartialSchedule` only describes them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from finder.grouping.rules import Rule, parse_rule
from finder.listing import Group, Occurrence
from finder.web import words
from finder.web.cards import web_link
from finder.web.directories.stated import Node, known
from finder.web.jsonld import repeats
from finder.web.series import Series, series
from finder.when import iana_zone

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
    """Tell whether a Schedule loses nothing of the dates, for those too who know weekdays but no second Tuesday.

    One without an end is none by the standard.
    """
    own_pages = any(one.url not in {None, group.url} for one in group.occurrences)
    return not (found.extra or found.changed or own_pages or found.first.end is None or any(n for n, _ in rule.days))


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
    every_day = tuple((0, day) for day in range(7)) if rule.freq == "DAILY" else ()
    return known(
        {
            "@type": "PartialSchedule",
            **repeats(replace(rule, days=rule.days or every_day)),
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
    # By their clocks alone, what ends on another day could not be told from what ends on the next morning.
    length = _duration(start.replace(tzinfo=None), end.replace(tzinfo=None))
    return begins | {"endTime": f"{end:%H:%M:%S}"} | known({"duration": length})


def _duration(start: date | None, end: date | None) -> str | None:
    """Return what lies between two moments; None where they are none, or none does."""
    if not (isinstance(start, datetime) and isinstance(end, datetime) and start <= end):
        return None
    return f"PT{(end - start) // timedelta(minutes=1)}M"


def _session(one: Occurrence, group: Group, page: str) -> Node:
    status = _STATES.get(one.status or "")
    return known(
        {
            "@type": "ScheduledSession",
            "@id": f"{page}#{one.start}",
            "startDate": one.start,
            "endDate": one.end,
            "duration": _duration(
                *(words.local(text, group.timezone) if text else None for text in (one.start, one.end))
            ),
            "eventStatus": f"https://schema.org/{status}" if status else None,
            "url": web_link(one.url) if one.url != group.url else None,
            "beta:sportsActivityLocation": room(one.room) if one.room != group.room else None,
        }
    )


def room(name: str | None) -> list[Node] | None:
    """Return the part of a place in which something is held."""
    return [{"@type": "SportsActivityLocation", "name": name}] if name else None
