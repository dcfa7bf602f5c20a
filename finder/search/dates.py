"""Which dates of packed groups are still to come, and whether they lie on the days and at the hours asked for.

Days and hours are those of the venue's own clock.  A date counts when any part of it lies on a day and in a part of
that day which were asked for: what overlaps matches.  A whole-day entry, or one that lasts longer than a day, does not
say at what hours one can come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache, partial
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from finder.search.clocks import DAY, EPOCH, clock_changes, utc_minutes, wall_minutes
from finder.search.query import Query
from finder.search.terms import CHOICES
from finder.tiles import layout as lay
from finder.tiles.layout import DAYS_OF_SLOT, HAS_HOURS, MINUTE, SAME_BEGIN, Array, Packed, dates_of, has_one_each
from finder.tiles.wall import clock_of

PARTS = {"morning": "05:00-12:00", "afternoon": "12:00-17:00", "evening": "17:00-24:00"}
"""Part of the day → its hours."""

NEVER = np.iinfo(np.int64).max
_ONE, _NO_DAY = np.uint64(1), np.uint64(0)
_MINUTE = timedelta(minutes=1)
_EPOCH_UTC = EPOCH.replace(tzinfo=UTC)
_MONDAY_OFFSET = 5
"""The first of January 2000 was a Saturday."""
_WEEK = 7


def may_be_shown(groups: Array, now: datetime) -> Array:
    """Tell of which groups not all dates are surely over, wherever they are: no clock is a day from UTC."""
    may_be: Array = groups["until"] >= _day(now) - 1
    return may_be


def _day(now: datetime) -> int:
    """Return the day that it is in UTC, as `until` counts it."""
    return (now - _EPOCH_UTC) // timedelta(days=1)


class Calendar:
    """Reckons what dates say, for one query at one moment, of those groups alone that somebody asks about."""

    def __init__(self, rows: Packed, query: Query, now: datetime, zone_name: Callable[[int], str]) -> None:
        self._rows, self._query, self._now, self._zone_name = rows, query, now, zone_name

    @cached_property
    def _firsts(self) -> Array:
        return self._rows.firsts()

    def shown(self, at: Array) -> Array:
        """Return those of some positions, of which all may be shown, where a group has a date ahead, or gives none."""
        until = self._rows.groups["until"].take(at)
        doubtful = np.flatnonzero(until <= _day(self._now) + 1)
        if not len(doubtful):
            return at
        over = doubtful[~self.of(at.take(doubtful)).is_ahead]
        return np.delete(at, over)

    def of(self, at: Array) -> Dates:
        """Return what the dates of the groups at these positions say."""
        groups, slots = self._rows.groups, self._rows.slots
        counts, zones = groups["slots"].take(at), groups["zone"].take(at)
        found = dates_of(slots, self._firsts.take(at), counts)
        return _reckoned(counts.astype(np.int64), zones, found, self._query, self._now, self._zone_name)


_InUtc = Callable[[Array, Array | None], Array]
"""Minutes of wall clocks, and the numbers of their zones where there is more than one → minutes of UTC."""


class Dates:
    """What the dates of some groups say, one item for a group; what nobody asks for is not worked out."""

    def __init__(
        self, counts: Array, slots: _Slots, seen: _Seen, in_utc: Callable[[Array, Array | None], Array]
    ) -> None:
        self._counts, self._slots, self._seen, self._in_utc = counts, slots, seen, in_utc
        self._has_one_each = has_one_each(counts)

    @property
    def is_ahead(self) -> Array:
        """Whether one is not over."""
        return self._any(self._seen.ahead != 0)

    @cached_property
    def ahead(self) -> Array:
        """How many begin at moments of their own and are not over."""
        days = np.bitwise_count(self._seen.ahead)
        days *= self._slots.is_first
        return days if self._has_one_each else _reduced(np.add, days.astype(np.int64), self._counts, 0)

    @cached_property
    def on_day(self) -> Array:
        """Whether one lies on the days asked for."""
        return self._any(self._seen.on != 0)

    @cached_property
    def in_time(self) -> Array:
        """Whether one lies on such a day and overlaps the hours asked for."""
        return self._any(self._seen.fits != 0)

    @cached_property
    def no_hours(self) -> Array:
        """Whether one lies on such a day and does not say its hours."""
        return self._any((self._seen.on != 0) & ~self._slots.has_hours)

    @cached_property
    def next(self) -> Array:
        """Return when the first that fits begins: minutes of UTC, or `NEVER`."""
        begins = self._begins(_wall(self._slots, self._seen))
        return begins if self._has_one_each else _reduced(np.minimum, begins, self._counts, NEVER)

    def first(self) -> list[First | None]:
        """Return the first date that fits."""
        wall = _wall(self._slots, self._seen)
        columns = (self._begins(wall), wall, self._slots.length, self._slots.has_hours)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [_earliest(islice(rows, count)) for count in self._counts.tolist()]

    def _begins(self, wall: Array) -> Array:
        return self._in_utc(wall, self._slots.zone)

    def _any(self, of_slots: Array) -> Array:
        return of_slots if self._has_one_each else _reduced(np.logical_or, of_slots, self._counts, 0)


def _earliest(dates: Iterable[tuple[int, int, int, bool]]) -> First | None:
    begins, *date = min(dates, key=itemgetter(0), default=(NEVER, 0, 0, False))
    return None if begins == NEVER else First._make(date)


def _reduced(reduce: np.ufunc, values: Array, counts: Array, nothing: int) -> Array:
    """Return one value for each group, made of those of its slots; `nothing` where it has none."""
    firsts = np.cumsum(counts) - counts
    has_dates = counts > 0
    if has_dates.all() and len(counts):
        whole: Array = reduce.reduceat(values, firsts)
        return whole
    result = np.full(len(counts), nothing, values.dtype)
    if len(values):
        result[has_dates] = reduce.reduceat(values, firsts[has_dates])
    return result


class First(NamedTuple):
    """When a date begins by the venue's clock and how many minutes it lasts; whether it says at what hours."""

    wall: int
    length: int
    has_hours: bool


class _Slots(NamedTuple):
    """Columns of the slots, as whole numbers that can be reckoned with.

    `ends`: in minutes after the midnight before it begins.  `zone`: the number of the venue's; None where all have one.
    """

    days: Array
    base: Array
    start: Array
    ends: Array
    length: Array
    bits: Array
    zone: Array | None

    @property
    def has_hours(self) -> Array:
        has_hours: Array = self.bits & HAS_HOURS != 0
        return has_hours

    @property
    def is_first(self) -> Array:
        is_first: Array = self.bits & SAME_BEGIN == 0
        return is_first

    def part(self, where: Array) -> _Slots:
        zone = None if self.zone is None else self.zone.take(where)
        return _Slots._make([*(column.take(where) for column in self[:-1]), zone])


class _Clocks(NamedTuple):
    """What the clock of each zone shows now: the day, and the minute of that day; by the number of the zone.

    Where all go by one clock each is a single number.
    """

    today: Array
    minute: Array

    def of(self, zone: Array | None) -> tuple[Array, Array]:
        """Return day and minute of these zones."""
        return (self.today, self.minute) if zone is None else (self.today.take(zone), self.minute.take(zone))


class _Seen(NamedTuple):
    """What was found out about each slot: its days ahead, those asked for, and those of them at the hours asked for."""

    ahead: Array
    on: Array
    fits: Array


def _reckoned(
    counts: Array, zones: Array, rows: Array, query: Query, now: datetime, zone_name: Callable[[int], str]
) -> Dates:
    numbers = _numbers_of(zones)
    names = tuple((number, zone_name(number)) for number in numbers)
    clocks = _clocks(names, now)
    slots = _slots(rows, np.repeat(zones, counts) if len(names) > 1 else None)
    goes_on = np.flatnonzero(slots.ends >= DAY)
    ahead = slots.days & _from(_first_ahead(slots, clocks, goes_on) - slots.base)
    on = _on(slots, ahead, query)
    fits = np.where(_in_time(slots, query), on, _NO_DAY) if query.times else on
    if len(goes_on) and (query.date_from or query.date_to or query.days or query.times):
        goes_on = goes_on[slots.ends[goes_on] > DAY]
        on, fits = on.copy(), fits.copy()
        on[goes_on], fits[goes_on] = _over_midnight(slots.part(goes_on), clocks, ahead[goes_on] != 0, query)
    return Dates(counts, slots, _Seen(ahead, on, fits), partial(_in_utc, names=names, year=now.year))


def _numbers_of(zones: Array) -> list[int]:
    """Return the numbers of zones that there are: most often all that is near goes by one clock."""
    if not len(zones):
        return []
    first = zones.item(0)
    numbers: list[int] = [first] if (zones == first).all() else np.flatnonzero(np.bincount(zones)).tolist()
    return numbers


def _clocks(names: tuple[tuple[int, str], ...], now: datetime) -> _Clocks:
    minute, rest = divmod(now - _EPOCH_UTC, _MINUTE)
    # No clock is changed between two quarters of an hour.
    shows = minute + _offsets(names, _EPOCH_UTC + minute // 15 * 15 * _MINUTE)
    today = shows // DAY
    # Of a minute that has begun, nothing is left.
    return _Clocks(today, shows - today * DAY + bool(rest))


@lru_cache(maxsize=64)
def _offsets(names: tuple[tuple[int, str], ...], at: datetime) -> Array:
    """Return how many minutes zones are ahead of UTC at a moment, by their numbers; of one zone, a single number."""
    ahead = {zone: round(wall_minutes(at, clock_of(name)) - wall_minutes(at, UTC)) for zone, name in names}
    if len(ahead) == 1:
        return np.array(next(iter(ahead.values())), np.int64)
    offsets = np.zeros(max(ahead, default=0) + 1, np.int64)
    offsets[list(ahead)] = list(ahead.values())
    return offsets


def _slots(rows: Array, zones: Array | None) -> _Slots:
    bits, length = rows["start"], rows["length"].astype(np.int64)
    start = (bits & MINUTE).astype(np.int64)
    return _Slots(
        days=rows["days"],
        base=rows["base"].astype(np.int64),
        start=start,
        ends=start + length,
        length=length,
        bits=bits,
        zone=zones,
    )


def _first_ahead(slots: _Slots, clocks: _Clocks, goes_on: Array) -> Array:
    """Return the first day of each slot whose date is not over."""
    today, minute = clocks.of(slots.zone)
    first: Array = today + (slots.ends < minute)
    if len(goes_on):
        today, minute = clocks.of(None if slots.zone is None else slots.zone.take(goes_on))
        first[goes_on] = -((slots.ends[goes_on] - today * DAY - minute) // DAY)
    return first


def _from(day: Array) -> Array:
    """Return, for each day of a slot, the bits of that day and the days after it."""
    bits: Array = _BITS_FROM.take(day, mode="clip")
    return bits


_BITS_FROM = np.array([((1 << DAYS_OF_SLOT) - 1) & ~((1 << day) - 1) for day in range(DAYS_OF_SLOT + 1)], np.uint64)


def _on(slots: _Slots, ahead: Array, query: Query) -> Array:
    """Return the days on which a date that keeps within its day lies in the range and on a weekday asked for."""
    on = ahead
    if query.date_from:
        on = on & _from(_number(query.date_from) - slots.base)
    if query.date_to:
        on = on & ~_from(_number(query.date_to) + 1 - slots.base)
    if query.days:
        wanted = np.bitwise_or.reduce(_WEEKDAYS[[CHOICES["day"].index(day) for day in query.days]])
        on = on & wanted.take(slots.base % _WEEK)
    return on


def _weekday_mask(base: int, weekday: int) -> int:
    return sum(1 << n for n in range(DAYS_OF_SLOT) if (base + n + _MONDAY_OFFSET) % _WEEK == weekday)


_WEEKDAYS = np.array([[_weekday_mask(base, day) for base in range(_WEEK)] for day in range(_WEEK)], np.uint64)
"""For each weekday, and a first day by its number modulo seven: the bits of all days that are such a weekday."""


def _in_time(slots: _Slots, query: Query) -> Array:
    return slots.has_hours & _overlaps(slots.start, slots.length, query)


def _overlaps(start: Array, length: Array, query: Query) -> Array:
    """Tell which dates overlap a part of the day asked for; `start` is in minutes from that day's midnight."""
    found = np.zeros(len(start), bool)
    for part in query.times:
        opens, closes = minutes_of(part)
        # Without a length, it is the moment of beginning that counts.
        found |= (start < closes) & ((start + length > opens) | ((length == 0) & (start == opens)))
    return found


def minutes_of(time: str) -> tuple[int, int]:
    """Return begin and end of a part of the day, or of hours as "18:00-20:30", in minutes after midnight."""
    opens, closes = (int(hour[:2]) * 60 + int(hour[3:]) for hour in PARTS.get(time, time).split("-"))
    return opens, closes


def _over_midnight(slots: _Slots, clocks: _Clocks, is_ahead: Array, query: Query) -> tuple[Array, Array]:
    """Return the days, and those at the hours, for dates that touch more than one day: each has a slot to itself."""
    first = np.maximum(slots.base, clocks.of(slots.zone)[0])
    last = slots.base + (slots.ends - 1) // DAY
    if query.date_from:
        first = np.maximum(first, _number(query.date_from))
    if query.date_to:
        last = np.minimum(last, _number(query.date_to))
    on, in_time = np.zeros(len(first), bool), np.zeros(len(first), bool)
    weekdays = {CHOICES["day"].index(day) for day in query.days} or set(range(_WEEK))
    # A week shows every weekday: no need to go through a year of an exhibition.
    for day in (first + step for step in range(_WEEK)):
        here = is_ahead & (day <= last) & np.isin((day + _MONDAY_OFFSET) % _WEEK, list(weekdays))
        on |= here
        in_time |= here & slots.has_hours & _overlaps(slots.start - (day - slots.base) * DAY, slots.length, query)
    return on, in_time if query.times else on


def _wall(slots: _Slots, seen: _Seen) -> Array:
    """Return when the first date that fits begins by the venue's clock, for each slot; `NEVER` without one."""
    days = seen.fits
    # All the bits below the lowest one, and that one.
    day = np.bitwise_count(days ^ (days - _ONE)).astype(np.int64) - 1
    return np.where(days != 0, (slots.base + day) * DAY + slots.start, NEVER)


def _in_utc(wall: Array, zones: Array | None, *, names: tuple[tuple[int, str], ...], year: int) -> Array:
    is_date = wall != NEVER
    if zones is None or not is_date.any():
        return np.where(is_date, utc_minutes(wall, names[0][1], year), NEVER) if names else wall
    turns, offsets = _turns(names, year)
    # Most clocks are not changed between the first of the dates and the last: few have to be compared with each date.
    first, last = (np.count_nonzero(turns <= end, axis=1) for end in (wall.min(), wall[is_date].max()))
    at, begun = first.take(zones), first.take(zones)
    for step in range(int((last - first).max())):
        at += is_date & (wall >= turns[zones, np.minimum(begun + step, turns.shape[1] - 1)])
    return np.where(is_date, wall - offsets[zones, at], NEVER)


@lru_cache(maxsize=64)
def _turns(names: tuple[tuple[int, str], ...], year: int) -> tuple[Array, Array]:
    """Return, for each number of a zone, when its clocks are changed, and the offsets before and after each change.

    After the last change of a zone stands `NEVER`.
    """
    found = {zone: clock_changes(name, year) for zone, name in names}
    most = max(len(offsets) for _, offsets in found.values())
    turns, offsets = np.full((max(found) + 1, most), NEVER), np.zeros((max(found) + 1, most), np.int64)
    for zone, (when, by) in found.items():
        turns[zone, : len(when)], offsets[zone, : len(by)] = when, by
    return turns, offsets


def _number(day: date) -> int:
    return day.toordinal() - lay.EPOCH
