"""What people can begin by themselves where nothing fits: the kinds of `data/starting/`, in words and in dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from finder.listing import Group, Occurrence, Record
from finder.wording import told

Rhythm = Literal["weekly", "fortnightly", "monthly"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
DATES = 3
"""People come back the second time: a beginning is three dates, not one."""

_NOTICE = timedelta(days=14)
"""A flyer needs two weeks on the wall."""
_WEEK = 7


class Kind(Record, frozen=True, kw_only=True):
    """Something to begin; `like` is the parameter of a search that finds groups of the kind."""

    name: str
    title: str
    promise: str
    bring: str
    tip: str
    like: str
    minutes: int


def kinds(language: str) -> tuple[Kind, ...]:
    """Return all, in the order of showing; in English where there are no words in the language."""
    return told("starting", language, Kind)


def dates(weekday: str, rhythm: Rhythm, today: date) -> list[date]:
    """Return the first dates on that weekday, with time before to tell people; a month has its first such day."""
    earliest = today + _NOTICE
    first = earliest + timedelta(days=(WEEKDAYS.index(weekday) - earliest.weekday()) % _WEEK)
    if rhythm != "monthly":
        step = timedelta(weeks=1 if rhythm == "weekly" else 2)
        return [first + step * number for number in range(DATES)]
    found: list[date] = []
    while len(found) < DATES:
        if first.day <= _WEEK:
            found.append(first)
        first += timedelta(weeks=1)
    return found


def rule(weekday: str, rhythm: Rhythm) -> str:
    """Return the rhythm as RFC 5545 has it."""
    day = weekday.upper()
    return {
        "weekly": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "monthly": f"FREQ=MONTHLY;BYDAY=1{day}",
    }[rhythm]


def group(kind: Kind, days: list[date], at: time, zone: ZoneInfo, **known: Any) -> Group:
    """Return what is begun as a group with its first dates."""
    starts = [datetime.combine(day, at, zone) for day in days]
    length = timedelta(minutes=kind.minutes)
    return Group(
        title=kind.title,
        description=kind.promise,
        timezone=zone.key,
        occurrences=tuple(
            # By the clock on the wall, also on the night of a clock change.
            Occurrence(start=start.isoformat(), end=(start + length).isoformat())
            for start in starts
        ),
        **known,
    )
