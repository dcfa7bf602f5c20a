"""Repeating schedules of APIs (openactive.io Schedule, HSDS schedule) → their dates in the window."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from dateutil.rrule import rrulestr

from finder.listing import Page, Window
from scrapers.ics_rules import Entry, Expander

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_AHEAD = timedelta(days=365)
_PERIOD = re.compile(r"P(?:(\d{1,3})D|(\d{1,2})W|(\d{1,2})M|(\d{1,2})Y)")
_FAR = timedelta(days=5 * 366)
"""A rule that names no day for so long names none."""

_END = datetime.combine(date.max, time())

_DAY = re.compile(r"(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
_WEEK = 7
_LAST_OF_MONTH = 31


class Plan(NamedTuple):
    """When something repeats: its first date, its length, its RRULE, and the days on which it does not happen."""

    start: datetime
    length: timedelta | None
    rule: str
    without: frozenset[date] = frozenset()


class Dated(NamedTuple):
    """One date of a plan."""

    start: datetime
    end: datetime | None


def rule(
    frequency: str | None,
    days: Iterable[str] = (),
    until: date | None = None,
    count: int = 0,
    month_days: Iterable[int] = (),
) -> str | None:
    """Return the RRULE of an ISO 8601 period (`P1W`, `P14D`); None where it says none.

    `days` are weekdays written as `MO`, or as `2MO` and `-1MO`, which of the month; `month_days` are numbers of the
    month.  What is of the month counts where it repeats by the month.
    """
    days = [day for day in days if _DAY.fullmatch(day)]
    found = _PERIOD.fullmatch(frequency or ("P1W" if days else ""))
    if found is None:
        return None
    named, every = _period(*(int(group or 0) for group in found.groups()))
    days = days if named == "MONTHLY" else [day[-2:] for day in days]
    parts = [f"FREQ={named}", f"INTERVAL={every}" if every > 1 else "", f"BYDAY={','.join(days)}" if days else ""]
    numbers = [str(number) for number in month_days if 1 <= number <= _LAST_OF_MONTH] if named == "MONTHLY" else []
    parts.append(f"BYMONTHDAY={','.join(numbers)}" if numbers else "")
    parts.append(ending(until, count))
    return ";".join(part for part in parts if part) if every else None


def ending(until: date | None, count: int) -> str:
    """Return the part of an RRULE by which it ends: on a day, or after so many dates; empty where it does not."""
    return f"UNTIL={until:%Y%m%d}" if until else f"COUNT={count}" if count > 0 else ""


def _period(days: int, weeks: int, months: int, years: int) -> tuple[str, int]:
    if days and days % _WEEK == 0:
        return "WEEKLY", days // _WEEK
    return next(
        ((name, n) for name, n in (("DAILY", days), ("WEEKLY", weeks), ("MONTHLY", months), ("YEARLY", years)) if n),
        ("DAILY", 0),
    )


def dates(plan: Plan, window: Window, page: Page) -> list[Dated]:
    """Return the dates within the window, or within a year of the fetch where it is open; the first where none is."""
    begins = _first(plan)
    first = window.start or (page.fetched_at.date() if page.fetched_at else begins.date())
    last = window.end or first + _AHEAD
    end = begins + plan.length if plan.length else None
    whole = re.sub(r"(?<=UNTIL=)\d{8}$", lambda day: _end_of(day[0], begins.tzinfo), plan.rule)
    found = Expander(first, last).expand([Entry(begins, end, (whole,))])
    made = [
        Dated(one.start, one.start + plan.length if plan.length else None)
        for one in found
        if isinstance(one.start, datetime)
        and one.start.date() not in plan.without
        and first <= one.start.date() <= last
    ]
    return made or ([Dated(begins, end)] if window.start is None and window.end is None else [])


def _end_of(day: str, zone: tzinfo | None) -> str:
    """Return the end of a day at the venue: in UTC where the start has a zone (RFC 5545, section 3.3.10)."""
    last = datetime.combine(date.fromisoformat(day), time(23, 59, 59), zone)
    return f"{last.astimezone(UTC):%Y%m%dT%H%M%SZ}" if zone else f"{last:%Y%m%dT%H%M%S}"


def _first(plan: Plan) -> datetime:
    """Return the first date that the rule allows: a schedule may begin on any day of its week or month."""
    if "FREQ=MONTHLY" in plan.rule:
        return _first_of_months(plan)
    named = re.search(r"BYDAY=([A-Z,]+)", plan.rule)
    days = named[1].split(",") if named else []
    ahead = (plan.start + timedelta(days=n) for n in range(_WEEK))
    return next((one for one in ahead if WEEKDAYS[one.weekday()] in days), plan.start)


def _first_of_months(plan: Plan) -> datetime:
    start = plan.start.replace(tzinfo=None)
    last = start + min(_FAR, _END - start)
    rule = re.sub(r";(?:UNTIL|COUNT)=\d+", "", plan.rule) + f";UNTIL={last:%Y%m%dT%H%M%S}"
    found = next(iter(rrulestr(rule, dtstart=start)), start)
    return found.replace(tzinfo=plan.start.tzinfo)
