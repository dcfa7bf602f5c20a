"""OpenActive schedules: how a session repeats, as a plan that can be unrolled or as words."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import msgspec

from finder import when
from finder.listing import RawListing, Source
from scrapers import clock, schedules, schema_org, values
from scrapers.schedules import Plan
from scrapers.values import Node, text

_BY_DAY = re.compile(r"(?:-?[1-5])?[A-Z]{2}")


def kind(event: Node) -> str:
    """Return the type of an item."""
    return next(iter(schema_org.kinds(event)), "")


def plans(event: Node, source: Source) -> list[Plan]:
    """Return how an event repeats by its full schedules, in the zone that they or the source name."""
    full = (one for one in values.nodes(event.get("eventSchedule")) if kind(one) != "PartialSchedule")
    return [plan for one in full if (plan := _plan(one, source))]


def zone_of(event: Node) -> str | None:
    """Return the time zone that a schedule of the event names."""
    named = (text(one.get("scheduleTimezone")) for one in values.nodes(event.get("eventSchedule")))
    return next((name for name in named if name), None)


def _plan(schedule: Node, source: Source) -> Plan | None:
    begins, clock_time = values.moment(schedule.get("startDate")), _clock(schedule.get("startTime"))
    repeats = schedules.rule(
        text(schedule.get("repeatFrequency")),
        _weekdays(schedule),
        values.day(until) if (until := values.moment(schedule.get("endDate"))) else None,
        values.whole(schedule.get("repeatCount")),
        map(values.whole, values.many(schedule.get("byMonthDay"))),
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
    """Return the weekdays as `TU`, or as `2TU` where it is the second of the month (RFC 5545, BYDAY)."""
    named = (re.split(r"[/:#]", str(one))[-1].upper() for one in schema_org.many(schedule.get("byDay")))
    return [found[0] for one in named if (found := _BY_DAY.match(one))]


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(text(value) or "").replace(tzinfo=None)
    except ValueError:
        return None


def _length(schedule: Node, begins: time) -> timedelta | None:
    ends = _clock(schedule.get("endTime"))
    if length := clock.duration(schedule.get("duration")):
        return length
    if ends is None or ends == begins:
        return None
    length = datetime.combine(date.min, ends) - datetime.combine(date.min, begins)
    return length if length > timedelta() else length + timedelta(days=1)


def noted(raw: RawListing, event: Node) -> RawListing:
    """Return the record with its schedule in words and as a rule, where its dates are not given one by one."""
    schedule = next(iter(values.nodes(event.get("eventSchedule"))), None)
    if schedule is None or kind(event) == "ScheduledSession":
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
    return msgspec.structs.replace(raw, recurrence=repeats, schedule_note=raw.schedule_note or note or None, **span)
