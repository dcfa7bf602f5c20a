"""What the clock at a venue shows: rows of dates are kept by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finder.listing import Group
from finder.when import iana_zone, moment, span

NOT_HELD = frozenset({"cancelled", "postponed"})
_NO_ZONE = "UTC"
_BARE_DATE = len("2026-11-21")
_LAST_DAY = date.max.toordinal()


class Wall(NamedTuple):
    """What the venue's clock shows when something begins and when it is over, and how long that is."""

    begin: datetime
    end: datetime
    lasts: timedelta


def zone_name(group: Group) -> str:
    """Return the name of the clock that the venue goes by: an IANA zone, or an offset as "UTC-05:00"."""
    named = group.timezone or (group.place.timezone if group.place else None)
    if named and iana_zone(named):
        return named
    offsets = (_offset(o.start) for o in group.occurrences if o.status not in NOT_HELD)
    return next((str(offset) for offset in offsets if offset), _NO_ZONE)


def on_the_wall(start: str, end: str | None, zone: str) -> Wall:
    """Return what a clock shows from `start` to `end`, which are RFC 3339 times or dates.

    Raises:
        ValueError: a text is no date or time.
        OverflowError: it lies beyond the calendar.
    """
    return _plainly(start, end, zone) or _exactly(start, end, zone)


def _exactly(start: str, end: str | None, zone: str) -> Wall:
    clock = clock_of(zone)
    begins, over = span(start, end, zone if isinstance(clock, ZoneInfo) else None)
    begin, until = (at.astimezone(clock).replace(tzinfo=None) for at in (begins, over))
    return Wall(begin, until, over - begins)


def _plainly(start: str, end: str | None, zone: str) -> Wall | None:
    """Return the same for times, unless the clock is changed meanwhile or the texts go by another one.

    That is most dates, in a fifth of the time.
    """
    if len(start) <= _BARE_DATE or (end and len(end) <= _BARE_DATE):
        return None
    begin, offset = _shown(start, zone)
    until, offset_then = _shown(end, zone) if end else (begin, offset)
    if offset is None or offset != offset_then:
        return None
    until = max(begin, until)
    return Wall(begin, until, until - begin)


def _shown(text: str, zone: str) -> tuple[datetime, timedelta | None]:
    """Return what the text shows, and how far the clock is ahead; None where that is not what the clock shows."""
    at = datetime.fromisoformat(text)
    offset = offset_on(zone, at.toordinal())
    if at.tzinfo is None:
        return at, offset if isinstance(clock_of(zone), ZoneInfo) else None
    return at.replace(tzinfo=None), offset if at.utcoffset() == offset else None


@lru_cache(maxsize=1 << 16)
def offset_on(zone: str, day: int) -> timedelta | None:
    """Return how far a clock is ahead of UTC on a day, by its ordinal; None where that changes on it."""
    if day >= _LAST_DAY:
        return None
    clock = clock_of(zone)
    first, last = (clock.utcoffset(datetime.fromordinal(day + step)) for step in (0, 1))
    return first if first == last else None


@lru_cache(maxsize=1024)
def clock_of(name: str) -> tzinfo:
    """Return the clock by its name: an IANA zone, or an offset as "UTC-05:00"."""
    if name.startswith("UTC"):
        return datetime.strptime(name[3:], "%z").tzinfo or UTC if name[3:] else UTC
    return iana_zone(name) or UTC


def _offset(start: str) -> tzinfo | None:
    try:
        given = moment(start)
    except ValueError:
        return None
    return given.tzinfo if isinstance(given, datetime) else None
