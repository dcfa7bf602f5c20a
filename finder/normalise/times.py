"""Times of a listing: the venue's clock, whole days, and ends that nobody meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finder import when
from finder.listing import RawListing, Source

_UTC_NAMES = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/UCT", "Etc/Zulu", "Etc/Greenwich"}
_LAST_MINUTES = {time(23, 59), time(23, 59, 59), time(23, 59, 0, 999)}


class Times(NamedTuple):
    """The times as a listing carries them."""

    start: str | None
    end: str | None
    timezone: str | None
    all_day: bool | None


def value(given: str | datetime | date | None) -> datetime | date | None:
    """Return a time that a scraper handed in, printed ones read; None where it says no date."""
    return when.read(given) if isinstance(given, str) else given


def clock(raw: RawListing, source: Source) -> ZoneInfo | None:
    """Return the venue's zone: the record's own, the source's, or the one of its published point.

    UTC counts only where nobody says better: feeds write it for "no zone", and hardly any venue lives by it.
    """
    names = [raw.timezone, source.timezone]
    for name in names:
        found = when.zone(name)
        if found and found.key not in _UTC_NAMES:
            return found
    if raw.latitude is not None and raw.longitude is not None and (raw.latitude or raw.longitude):
        return when.zone(when.zone_at(raw.latitude, raw.longitude))
    return None


def read_times(raw: RawListing, where: ZoneInfo | None) -> Times:
    """Return start and end on the clock of `where`; whole days as dates, the last one included.

    A day written as 00:00 to 23:59 or to the next 00:00 is a whole day.  An end that is not after the start stands for
    "not given".
    """
    start, end = _local(value(raw.start), where), _local(value(raw.end), where)
    if start is None:
        return Times(None, None, where.key if where else None, None)
    if raw.all_day or not isinstance(start, datetime) or _whole_days(start, end):
        return _days(start, end, where)
    if isinstance(end, datetime) and (start.tzinfo is None) == (end.tzinfo is None):
        end = None if end <= start else end
    else:
        end = None
    name = where.key if where else None
    return Times(when.rfc3339(start, where), when.rfc3339(end, where) if end else None, name, all_day=False)


def _local(moment: datetime | date | None, where: ZoneInfo | None) -> datetime | date | None:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=where or UTC)
    try:
        return moment.astimezone(where) if where else moment
    except OverflowError:
        return moment


def _whole_days(start: datetime, end: datetime | date | None) -> bool:
    if start.time() != time(0) or not isinstance(end, datetime) or end.date() < start.date():
        return False
    return end.time().replace(microsecond=0) in _LAST_MINUTES or (end.time() == time(0) and end.date() > start.date())


def _days(start: datetime | date, end: datetime | date | None, where: ZoneInfo | None) -> Times:
    first = start.date() if isinstance(start, datetime) else start
    last = end or first
    if isinstance(last, datetime):
        # Midnight ends the day before.
        ends_before = last.time() == time(0) and last.date() > first
        last = last.date() - timedelta(days=1) if ends_before else last.date()
    return Times(first.isoformat(), max(first, last).isoformat(), where.key if where else None, all_day=True)
