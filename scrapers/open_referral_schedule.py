"""Schedules of Open Referral (HSDS 3, `schedule`): recurrence rules with hours, and single dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from finder import when
from finder.listing import Window
from scrapers import schedules, values
from scrapers.schedules import Plan
from scrapers.values import Node, text

Single: TypeAlias = tuple[datetime | date, datetime | date | None]
"""When one date begins and ends."""

_MOST_DAYS = 3
_FREQUENCIES = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_MONTHLY = re.compile(r"BYDAY=(?:-?[1-5](?:MO|TU|WE|TH|FR|SA|SU),?)+|BYMONTHDAY=(?:-?(?:[1-9]|[12]\d|3[01])(?:,|$))+")


def single(schedule: Node) -> Single | None:
    """Return the one date of a schedule that says that it has one."""
    begins = values.moment(schedule.get("dtstart"))
    if begins is None or values.whole(schedule.get("count")) != 1:
        return None
    day, opens = values.day(begins), _clock(schedule.get("opens_at"))
    if opens is None:
        last = values.moment(schedule.get("valid_to"))
        return day, values.day(last) if last and values.day(last) > day else None
    start, length = datetime.combine(day, opens), _length(opens, _clock(schedule.get("closes_at")))
    return start, start + length if length else None


def is_asked(dates: Single, window: Window) -> bool:
    """Tell whether a date lies in the days asked for."""
    first, last = (values.day(one).isoformat() if one else None for one in dates)
    return when.within(first or "", last, window)


def plan(schedule: Node) -> Plan | None:
    """Return when a service meets: not opening hours on most days, nor a schedule that ends as it begins."""
    begins = values.moment(schedule.get("dtstart")) or values.moment(schedule.get("valid_from"))
    until = values.moment(schedule.get("until")) or values.moment(schedule.get("valid_to"))
    opens = _clock(schedule.get("opens_at"))
    if begins is None or opens is None or (until and values.day(until) <= values.day(begins)):
        return None
    repeats = _rule(schedule, values.day(until) if until else None)
    start = datetime.combine(values.day(begins), opens)
    return Plan(start, _length(opens, _clock(schedule.get("closes_at"))), repeats) if repeats else None


def _rule(schedule: Node, until: date | None) -> str | None:
    days = [part.strip().upper() for part in (text(schedule.get("byday")) or "").split(",") if part.strip()]
    of_month = (text(schedule.get("bymonthday")) or "").replace(" ", "")
    letter, every = _FREQUENCIES.get(str(schedule.get("freq")).upper()), values.whole(schedule.get("interval")) or 1
    count = values.whole(schedule.get("count")) or 0
    if letter == "M" and (of_month or any(day[:-2] for day in days)):
        return _of_month(days, of_month, every, schedules.ending(until, count))
    if letter not in {"W", "M"} or not 0 < len(days) <= _MOST_DAYS:
        return None
    return schedules.rule(f"P{every}{letter}", [day[-2:] for day in days], until, count)


def _of_month(days: list[str], of_month: str, every: int, ending: str) -> str | None:
    """Return the rule of the second Tuesdays, or of days by their number."""
    which = f"BYDAY={','.join(days)}" if days else f"BYMONTHDAY={of_month}"
    if not _MONTHLY.fullmatch(which):
        return None
    return ";".join(part for part in (f"FREQ=MONTHLY;INTERVAL={every};{which}", ending) if part)


def _length(opens: time, closes: time | None) -> timedelta | None:
    """Return how long it is open; what closes earlier than it opens closes on the next day."""
    if closes is None or closes == opens:
        return None
    length = datetime.combine(date.min, closes) - datetime.combine(date.min, opens)
    return length if length > timedelta() else length + timedelta(days=1)


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(text(value) or "").replace(tzinfo=None)
    except ValueError:
        return None
