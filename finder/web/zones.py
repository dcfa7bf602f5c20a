"""Time zones as calendars carry them (VTIMEZONE: RFC 5545, section 3.6.5).

Where a zone sets its clocks by a rule, as nearly all do, the rule is told (RRULE), without an end: programs are seen to
keep a zone by its name and to use it for other calendars.  Else each change is told by itself: lists of changes (RDATE)
are not understood by all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from finder.grouping.rules import WEEKDAYS, is_last, nth

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_FIRST, _LAST = 1900, 2200
_YEARS = 10
"""Over how many years a rule has to hold."""


def component(zone: ZoneInfo, years: Collection[int]) -> Timezone:
    """Return what a calendar says of a zone for the dates of these years, by the zone's own clock.

    Years in which no clock was set yet, or that nobody plans for, are passed over.
    """
    years = {year for year in years if _FIRST <= year <= _LAST} or {_LAST}
    # What holds on the first of January began in the year before.
    base = min(years) - 1
    made = Timezone()
    made.add("tzid", zone.key)
    regular = _regular(zone, base)
    for at, rule in regular or _one_by_one(zone, {*range(base, base + _YEARS), *years}):
        made.add_component(_observance(zone, at, rule))
    return made


@lru_cache(maxsize=512)
def _regular(zone: ZoneInfo, base: int) -> tuple[tuple[datetime, dict[str, Any] | None], ...]:
    """Return the first change of each kind with its rule; nothing where the changes of some years keep to none."""
    by_year = [_changes(zone, year) for year in range(base, base + _YEARS)]
    if not any(by_year):
        return ((_begin(zone, base), None),)
    if {len(changes) for changes in by_year} != {2}:
        return ()
    rules = [_rule(zone, alike) for alike in zip(*by_year, strict=True)]
    return tuple((at, rule) for at, rule in zip(by_year[0], rules, strict=True)) if all(rules) else ()


def _rule(zone: ZoneInfo, changes: Collection[datetime]) -> dict[str, Any] | None:
    """Return the rule of changes, one a year, by the clocks before them: "the second Sunday of March, at two"."""
    clocks = [_clock_before(zone, at) for at in changes]
    if len({(at.month, at.weekday(), at.time()) for at in clocks}) > 1:
        return None
    place = next(iter(places)) if len(places := {nth(at) for at in clocks}) == 1 else None
    if place is None and all(map(is_last, clocks)):
        place = -1
    day = f"{place}{WEEKDAYS[clocks[0].weekday()]}"
    return {"freq": "yearly", "bymonth": clocks[0].month, "byday": day} if place else None


def _one_by_one(zone: ZoneInfo, years: Collection[int]) -> Iterator[tuple[datetime, None]]:
    for year in sorted(years):
        first = () if year - 1 in years else (_begin(zone, year),)
        yield from ((at, None) for at in chain(first, _changes(zone, year)))


def _begin(zone: ZoneInfo, year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def _changes(zone: ZoneInfo, year: int) -> tuple[datetime, ...]:
    """Return the moments of a year at which the clock is set."""
    begin, end = _begin(zone, year), _begin(zone, year + 1)
    days = [begin + n * _DAY for n in range((end - begin) // _DAY + 1)]
    return tuple(_exactly(zone, day, min(day + _DAY, end)) for day in days if _differ(zone, day, min(day + _DAY, end)))


def _differ(zone: ZoneInfo, first: datetime, last: datetime) -> bool:
    return _offset(zone, first) != _offset(zone, last)


def _exactly(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        low, high = (low, middle) if _differ(zone, low, middle) else (middle, high)
    return high


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _clock_before(zone: ZoneInfo, at: datetime) -> datetime:
    """Return what the clock that was in force until then would show at a change."""
    return (at + _offset(zone, at - _SECOND)).replace(tzinfo=None)


def _observance(zone: ZoneInfo, at: datetime, rule: dict[str, Any] | None) -> TimezoneDaylight | TimezoneStandard:
    there = at.astimezone(zone)
    made = TimezoneDaylight() if there.dst() else TimezoneStandard()
    made.add("dtstart", _clock_before(zone, at))
    made.add("tzoffsetfrom", _offset(zone, at - _SECOND))
    made.add("tzoffsetto", _offset(zone, at))
    made.add("tzname", there.tzname())
    if rule:
        made.add("rrule", rule)
    return made
