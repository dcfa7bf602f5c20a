"""Repeating schedules of APIs (openactive.io Schedule, HSDS schedule) → their dates in the window."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from finder.listing import Page, Window
from scrapers.ics_rules import Entry, Expander

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_AHEAD = timedelta(days=365)
_PERIOD = re.compile(r"P(?:(\d{1,3})D|(\d{1,2})W|(\d{1,2})M|(\d{1,2})Y)")
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

    `days` are weekdays written as `MO`, `month_days` numbers of the month, which count where it repeats by the month.
    """
    days = [day for day in days if day in WEEKDAYS]
    found = _PERIOD.fullmatch(frequency or ("P1W" if days else ""))
    if found is None:
        return None
    named, every = _period(*(int(group or 0) for group in found.groups()))
    parts = [f"FREQ={named}", f"INTERVAL={every}" if every > 1 else "", f"BYDAY={','.join(days)}" if days else ""]
    numbers = [str(number) for number in month_days if 1 <= number <= _LAST_OF_MONTH] if named == "MONTHLY" else []
    parts.append(f"BYMONTHDAY={','.join(numbers)}" if numbers else "")
    parts.append(f"UNTIL={until:%Y%m%d}" if until else f"COUNT={count}" if count else "")
    return ";".join(part for part in parts if part) if every else None


def _period(days: int, weeks: int, months: int, years: int) -> tuple[str, int]:
    if days and days % _WEEK == 0:
        return "WEEKLY", days // _WEEK
    return next(
        ((name, n) for name, n in (("DAILY", days), ("WEEKLY", weeks), ("MONTHLY", months), ("YEARLY", years)) if n),
        ("DAILY", 0),
    )


def dates(plan: Plan, window: Window, page: Page) -> list[Dated]:
    """Return the dates within the window, or within a year of the fetch where it is open; the first where none is."""
    begins = _on_a_named_day(plan)
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


def _on_a_named_day(plan: Plan) -> datetime:
    """Return the first date that the rule's weekdays allow: a schedule may begin on any day of its week."""
    found = re.search(r"BYDAY=([A-Z,]+)", plan.rule)
    days = found[1].split(",") if found else []
    ahead = (plan.start + timedelta(days=n) for n in range(_WEEK))
    return next((one for one in ahead if WEEKDAYS[one.weekday()] in days), plan.start)
