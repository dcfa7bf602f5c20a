"""Which dates of a group are still to come, and whether they lie on the days and at the hours asked for.

Days and hours are those of the venue's own clock.  A date counts when any part of it lies on a day and in a part of
that day which were asked for: what overlaps matches.  A whole-day entry, or one that lasts longer than a day, does not
say at what hours one can come.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from finder.listing import Group, Occurrence, Record
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.when import moment, span

PARTS = {"morning": (5, 12), "afternoon": (12, 17), "evening": (17, 24)}
"""Part of the day → its first hour and the hour at which it is over."""

_NOT_HELD = frozenset({"cancelled", "postponed"})
_DAY = timedelta(days=1)
_WEEKDAYS = CHOICES["day"]


class Coming(Record, frozen=True, kw_only=True):
    """One date that is not over: its instants in UTC, the venue's clock, and the day that this clock shows now.

    `has_hours` tells whether it says at what hours one can come.
    """

    occurrence: Occurrence
    begins: datetime
    over: datetime
    clock: tzinfo
    today: date
    has_hours: bool

    def local(self) -> tuple[datetime, datetime]:
        """Return begin and end as the venue's clock shows them, without zone."""
        begin, over = (t.astimezone(self.clock).replace(tzinfo=None) for t in (self.begins, self.over))
        return begin, over


def coming(group: Group, now: datetime) -> list[Coming]:
    """Return the dates that take place and are not over at `now`, the next first."""
    ahead = [o for o in group.occurrences if o.status not in _NOT_HELD and not _is_plainly_over(o, now)]
    zone = _zone(group) if ahead else None
    found = (_coming(o, zone, now) for o in ahead)
    return sorted((c for c in found if c), key=lambda c: (c.begins, c.over, c.occurrence.start))


def _is_plainly_over(occurrence: Occurrence, now: datetime) -> bool:
    # Most dates of a group are over: reading the end alone saves most of the work.
    try:
        end = moment(occurrence.end or occurrence.start)
        return isinstance(end, datetime) and end.tzinfo is not None and max(end, moment(occurrence.start)) < now
    except (ValueError, TypeError):
        return False


def _zone(group: Group) -> ZoneInfo | None:
    name = group.timezone or (group.place.timezone if group.place else None)
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, LookupError, OSError):
        return None


def _coming(occurrence: Occurrence, zone: ZoneInfo | None, now: datetime) -> Coming | None:
    try:
        begins, over = span(occurrence.start, occurrence.end, zone.key if zone else None)
        given = moment(occurrence.start)
    except (ValueError, OverflowError):
        return None
    # The last year of the calendar leaves no room for reckoning; nobody meets then.
    if over < now or over.year == MAXYEAR:
        return None
    clock = zone or (given.tzinfo if isinstance(given, datetime) else None) or UTC
    return Coming(
        occurrence=occurrence,
        begins=begins,
        over=over,
        clock=clock,
        today=now.astimezone(clock).date(),
        has_hours=isinstance(given, datetime) and over - begins <= _DAY,
    )


def on_days(date_: Coming, query: Query) -> bool:
    """Tell whether any of its days from today on lies in the range and on a weekday asked for."""
    if not (query.days or query.date_from or query.date_to):
        return True
    return any(True for _ in _days(date_, query))


def at_times(date_: Coming, query: Query) -> bool | None:
    """Tell whether it overlaps a part asked for of such a day; None when it does not say at what hours one can come."""
    if not query.times:
        return True
    if not date_.has_hours:
        return None
    return any(_overlaps(date_, day, part) for day in _days(date_, query) for part in query.times)


def _days(date_: Coming, query: Query) -> Iterator[date]:
    begin, over = date_.local()
    first = max(begin.date(), date_.today, query.date_from or date.min)
    last = min(max(begin, over - timedelta.resolution).date(), query.date_to or date.max)
    # A week shows every weekday: no need to go through a year of an exhibition.
    for step in range(min((last - first).days + 1, 7)):
        day = first + timedelta(days=step)
        if not query.days or _WEEKDAYS[day.weekday()] in query.days:
            yield day


def _overlaps(date_: Coming, day: date, part: str) -> bool:
    low, high = PARTS[part]
    midnight = datetime.combine(day, time())
    begin, over = date_.local()
    opens, closes = midnight + timedelta(hours=low), midnight + timedelta(hours=high)
    # Without an end, it is the moment of beginning that counts.
    return begin < closes and (over > opens or begin == over == opens)
